//! What a forked process does with its one task, and a thread of a plain keeper with its.

use super::Limits;
use super::about::about;
use super::change::{change, graph_name, restrict};
use super::describe::describe;
use super::frames::{Frames, Stop, broken};
use super::negotiate::{RESULTS, TRIPLES};
use super::wire::{Cause, Dataset, Failure, Task, Work};
use crate::query::Services;
use crate::store::Store;
use crate::vocab::PREFIXES;
use oxigraph::io::RdfSerializer;
use oxigraph::model::{GraphName, Triple};
use oxigraph::sparql::results::QueryResultsSerializer;
use oxigraph::sparql::{CancellationToken, QueryResults};
use rustix::process::{Resource, Rlimit, Signal, getpid, kill_process, nice, setrlimit};
use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::Duration;

/// Room for recursion; what is not used costs address space only.
pub(super) const STACK: usize = 256 << 20;

/// Reads the task from the socket, does it, answers, and returns; or ends the process when time is up or nobody waits for
/// the answer any more.
pub fn answer(store: &Store, mut socket: UnixStream) {
    // Queries give way to the server, so that it can refuse and stop others.
    let _ = nice(5);
    std::panic::set_hook(Box::new(|_| {}));
    let _ = socket.set_read_timeout(Some(Duration::from_secs(5)));
    let (Some(task), Ok(watched)) = (read_task(&mut socket), socket.try_clone()) else { return };
    let seconds = task.limits.seconds;
    thread::scope(|scope| {
        let work_alone = move || {
            // Now that the stack of this thread counts with what is there already.
            confine(&task);
            work(store, &task, socket, CancellationToken::new());
            std::process::exit(0);
        };
        if thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work_alone).is_ok() {
            watch(watched, seconds);
            let _ = kill_process(getpid(), Signal::KILL);
        }
    });
}

/// The same beside others in one process: when time is up or nobody waits any more, the evaluation ends where it looks
/// whether it should.
pub fn answer_beside(store: &Store, mut socket: UnixStream) {
    let _ = socket.set_read_timeout(Some(Duration::from_secs(5)));
    let (Some(task), Ok(watched)) = (read_task(&mut socket), socket.try_clone()) else { return };
    let cancelled = CancellationToken::new();
    let (seconds, end) = (task.limits.seconds, cancelled.clone());
    let watching = thread::Builder::new().spawn(move || {
        watch(watched, seconds);
        end.cancel();
    });
    if watching.is_ok() {
        work(store, &task, socket, cancelled);
    }
}

fn work(store: &Store, task: &Task, socket: UnixStream, cancelled: CancellationToken) {
    let mut out = Frames::new(socket, task.limits.answer_bytes);
    let done = catch_unwind(AssertUnwindSafe(|| perform(store, task, cancelled, &mut out)));
    let done = done.unwrap_or_else(|_| Err(Failure::new(Cause::Server, "The evaluation failed").into()));
    let _ = out.close(done);
}

/// Waits until the server closes its end or time is up.
fn watch(mut socket: UnixStream, seconds: u64) {
    let _ = socket.set_read_timeout(Some(Duration::from_secs(seconds + 1)));
    let _ = socket.read(&mut [0]);
}

fn read_task(socket: &mut UnixStream) -> Option<Task> {
    let mut length = [0; 4];
    socket.read_exact(&mut length).ok()?;
    let mut task = vec![0; usize::try_from(u32::from_be_bytes(length)).ok()?];
    socket.read_exact(&mut task).ok()?;
    serde_json::from_slice(&task).ok()
}

/// Limits that the system enforces: memory beyond what the graph takes, processor time in case nobody watches, no files.
fn confine(task: &Task) {
    let hard = |most| Rlimit { current: Some(most), maximum: Some(most) };
    let _ = setrlimit(Resource::As, hard(address_space() + task.limits.memory));
    let _ = setrlimit(Resource::Cpu, hard(task.limits.seconds + 1));
    let _ = setrlimit(Resource::Fsize, hard(0));
    let _ = setrlimit(Resource::Core, hard(0));
}

/// Bytes of address space that the graph, the program and the stack take, where the system tells.
fn address_space() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.and_then(|text| text.split(' ').next()?.parse::<u64>().ok()).unwrap_or(0);
    pages * rustix::param::page_size() as u64
}

fn perform(store: &Store, task: &Task, cancelled: CancellationToken, out: &mut Frames) -> Result<(), Stop> {
    match &task.work {
        Work::Query { sparql, dataset } => {
            let answer = ask(store, sparql, dataset, task, cancelled)?;
            write(answer, task, out)
        }
        Work::Read { graph } => {
            let graph = existing(store, graph.as_deref())?;
            let quads = store.dataset.quads_for_pattern(None, None, None, Some(graph.as_ref()));
            triples(quads.map(|quad| Ok(quad.map_err(broken)?.into())), task, out)
        }
        Work::Describe { endpoint, writable } => {
            let description = describe(store, endpoint, *writable, &task.base)?;
            triples(description.into_iter().map(Ok), task, out)
        }
        Work::About { candidates } => {
            about(store, candidates, task, out, |found, out| triples(found.into_iter().map(Ok), task, out))
        }
        Work::Change(work) => change(store, work, &task.base, out),
    }
}

/// The default graph, or the named one if there is one of that name.
fn existing(store: &Store, graph: Option<&str>) -> Result<GraphName, Stop> {
    let Some(name) = graph else { return Ok(GraphName::DefaultGraph) };
    let node = graph_name(name)?;
    if store.dataset.contains_named_graph(&node).map_err(broken)? {
        return Ok(node.into());
    }
    Err(Failure::new(Cause::Missing, format!("There is no graph {name}")).into())
}

fn ask(
    store: &Store,
    sparql: &str,
    dataset: &Dataset,
    task: &Task,
    cancelled: CancellationToken,
) -> Result<QueryResults<'static>, Stop> {
    let wrong = |message: String| Failure::new(Cause::Query, message);
    let Limits { seconds, answer_bytes, .. } = task.limits;
    let services = Services::allow(task.services.clone(), Duration::from_secs(seconds), answer_bytes);
    let evaluator = services
        .evaluator()
        .with_cancellation_token(cancelled)
        .with_base_iri(&task.base)
        .map_err(|error| wrong(format!("The base is no IRI: {error}")))?;
    let mut query =
        evaluator.parse_query(sparql).map_err(|error| wrong(format!("The query is not SPARQL: {error}")))?;
    if !dataset.is_empty() {
        restrict(query.dataset_mut(), dataset)?;
    } else if query.dataset().is_default_dataset() {
        query.dataset_mut().set_default_graph_as_union();
    }
    Ok(query.on_store(&store.dataset).execute()?)
}

fn write(answer: QueryResults<'_>, task: &Task, out: &mut Frames) -> Result<(), Stop> {
    let most = task.limits.rows;
    match answer {
        QueryResults::Boolean(yes) => {
            let format = out.begin(&task.accept, &RESULTS)?;
            QueryResultsSerializer::from_format(format).serialize_boolean_to_writer(out, yes)?;
        }
        QueryResults::Solutions(solutions) => {
            let format = out.begin(&task.accept, &RESULTS)?;
            let variables = solutions.variables().to_vec();
            let mut rows = QueryResultsSerializer::from_format(format).serialize_solutions_to_writer(out, variables)?;
            for (count, solution) in (1..).zip(solutions) {
                let solution = solution?;
                if count > most {
                    return Err(too_many(most));
                }
                rows.serialize(&solution)?;
            }
            rows.finish()?;
        }
        QueryResults::Graph(graph) => triples(graph.map(|triple| Ok(triple?)), task, out)?,
    }
    Ok(())
}

fn triples(triples: impl Iterator<Item = Result<Triple, Stop>>, task: &Task, out: &mut Frames) -> Result<(), Stop> {
    let format = out.begin(&task.accept, &TRIPLES)?;
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, namespace) in PREFIXES {
        serializer = serializer.with_prefix(*prefix, *namespace).map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(out);
    for (count, triple) in (1..).zip(triples) {
        let triple = triple?;
        if count > task.limits.rows {
            return Err(too_many(task.limits.rows));
        }
        writer.serialize_triple(&triple)?;
    }
    writer.finish()?;
    Ok(())
}

fn too_many(most: u64) -> Stop {
    let message = format!("The answer has more than {most} rows. Add LIMIT and OFFSET, or ask for less");
    Failure::new(Cause::TooMuch, message).into()
}
