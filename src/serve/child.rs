//! What a forked process does with its one task.

use super::negotiate::{RESULTS, TRIPLES, choose};
use super::wire::{Cause, Dataset, Failure, Task, Work, frame};
use crate::store::Store;
use crate::vocab::PREFIXES;
use oxigraph::io::RdfSerializer;
use oxigraph::model::{GraphName, NamedNode};
use oxigraph::sparql::results::QueryResultsSerializer;
use oxigraph::sparql::{QueryEvaluationError, QueryResults, SparqlEvaluator};
use rustix::process::{Resource, Rlimit, Signal, getpid, kill_process, nice, setrlimit};
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::Duration;

/// Room for recursion; what is not used costs address space only.
const STACK: usize = 256 << 20;

/// What threads and allocator take of the address space besides: an arena for the second thread.
const OVERHEAD: u64 = 160 << 20;

const FRAME: usize = 64 << 10;

/// Reads the task from the socket, does it, answers, and returns; or ends the process when time is up or nobody waits for
/// the answer any more.
pub fn answer(store: &Store, mut socket: UnixStream) {
    // Queries give way to the server, so that it can refuse and stop others.
    let _ = nice(5);
    std::panic::set_hook(Box::new(|_| {}));
    let _ = socket.set_read_timeout(Some(Duration::from_secs(5)));
    let (Some(task), Ok(watched)) = (read_task(&mut socket), socket.try_clone()) else { return };
    confine(&task);
    let seconds = task.limits.seconds;
    thread::scope(|scope| {
        let work = move || {
            let mut out = Frames { socket, buffer: Vec::new(), left: task.limits.answer_bytes };
            let done = catch_unwind(AssertUnwindSafe(|| perform(store, &task, &mut out)));
            let done = done.unwrap_or_else(|_| Err(Failure::new(Cause::Server, "The evaluation failed").into()));
            let _ = out.close(done);
            std::process::exit(0);
        };
        if thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).is_ok() {
            watch(watched, seconds);
        }
    });
}

/// Waits until the server closes its end or time is up, and then ends the process wherever it is.
fn watch(mut socket: UnixStream, seconds: u64) {
    let _ = socket.set_read_timeout(Some(Duration::from_secs(seconds + 1)));
    let _ = socket.read(&mut [0]);
    let _ = kill_process(getpid(), Signal::KILL);
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
    let _ = setrlimit(Resource::As, hard(address_space() + STACK as u64 + OVERHEAD + task.limits.memory));
    let _ = setrlimit(Resource::Cpu, hard(task.limits.seconds + 1));
    let _ = setrlimit(Resource::Fsize, hard(0));
    let _ = setrlimit(Resource::Core, hard(0));
}

/// Bytes of address space that the graph and the program take, where the system tells.
fn address_space() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.and_then(|text| text.split(' ').next()?.parse::<u64>().ok()).unwrap_or(0);
    pages * rustix::param::page_size() as u64
}

/// Why the work stopped.
enum Stop {
    Failed(Failure),
    /// The socket is gone: there is nobody to tell.
    Alone,
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.downcast::<Failure>() {
            Ok(failure) => Self::Failed(failure),
            Err(_) => Self::Alone,
        }
    }
}

impl From<QueryEvaluationError> for Stop {
    fn from(error: QueryEvaluationError) -> Self {
        Self::Failed(Failure::new(Cause::Query, format!("The query cannot be evaluated: {error}")))
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

fn perform(store: &Store, task: &Task, out: &mut Frames) -> Result<(), Stop> {
    match &task.work {
        Work::Query { sparql, dataset } => {
            let answer = ask(store, sparql, dataset, &task.base)?;
            write(answer, task, out)
        }
    }
}

fn ask(store: &Store, sparql: &str, dataset: &Dataset, base: &str) -> Result<QueryResults<'static>, Stop> {
    let wrong = |message: String| Failure::new(Cause::Query, message);
    let evaluator =
        SparqlEvaluator::new().with_base_iri(base).map_err(|error| wrong(format!("The base is no IRI: {error}")))?;
    let mut query =
        evaluator.parse_query(sparql).map_err(|error| wrong(format!("The query is not SPARQL: {error}")))?;
    let iri = |text: &String| {
        NamedNode::new(text)
            .map_err(|error| wrong(format!("The request names a graph that is no IRI, {text}: {error}")))
    };
    if !dataset.is_empty() {
        let default = dataset.default.iter().map(|name| iri(name).map(GraphName::from)).collect::<Result<_, _>>()?;
        let named = dataset.named.iter().map(|name| iri(name).map(Into::into)).collect::<Result<_, _>>()?;
        query.dataset_mut().set_default_graph(default);
        query.dataset_mut().set_available_named_graphs(named);
    } else if query.dataset().is_default_dataset() {
        query.dataset_mut().set_default_graph_as_union();
    }
    Ok(query.on_store(&store.dataset).execute()?)
}

fn write(answer: QueryResults<'_>, task: &Task, out: &mut Frames) -> Result<(), Stop> {
    let most = task.limits.rows;
    let too_many = || {
        let message = format!("The answer has more than {most} rows. Add LIMIT and OFFSET, or ask for less");
        Stop::Failed(Failure::new(Cause::TooMuch, message))
    };
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
                    return Err(too_many());
                }
                rows.serialize(&solution)?;
            }
            rows.finish()?;
        }
        QueryResults::Graph(triples) => {
            let format = out.begin(&task.accept, &TRIPLES)?;
            let mut serializer = RdfSerializer::from_format(format);
            for (prefix, namespace) in PREFIXES {
                serializer = serializer.with_prefix(*prefix, *namespace).map_err(io::Error::other)?;
            }
            let mut writer = serializer.for_writer(out);
            for (count, triple) in (1..).zip(triples) {
                let triple = triple?;
                if count > most {
                    return Err(too_many());
                }
                writer.serialize_triple(&triple)?;
            }
            writer.finish()?;
        }
    }
    Ok(())
}

/// The socket as frames, with the room that is left for the answer.
struct Frames {
    socket: UnixStream,
    buffer: Vec<u8>,
    left: u64,
}

impl Frames {
    /// Chooses the format and says which.
    fn begin<T: Copy>(&mut self, accept: &str, offers: &[(&'static str, T)]) -> Result<T, Stop> {
        let Some((name, format)) = choose(accept, offers) else {
            let names: Vec<&str> = offers.iter().map(|(name, _)| *name).collect();
            let message = format!("None of the accepted formats fits this query. Accept one of {}", names.join(", "));
            return Err(Failure::new(Cause::Format, message).into());
        };
        self.send(frame::MEDIA_TYPE, name.as_bytes())?;
        Ok(*format)
    }

    fn send(&mut self, kind: u8, content: &[u8]) -> io::Result<()> {
        let length = u32::try_from(content.len()).map_err(io::Error::other)?;
        self.socket.write_all(&[kind])?;
        self.socket.write_all(&length.to_be_bytes())?;
        self.socket.write_all(content)
    }

    fn send_buffer(&mut self) -> io::Result<()> {
        let buffer = std::mem::take(&mut self.buffer);
        if buffer.is_empty() { Ok(()) } else { self.send(frame::DATA, &buffer) }
    }

    fn close(&mut self, done: Result<(), Stop>) -> io::Result<()> {
        match done {
            Ok(()) => {
                self.send_buffer()?;
                self.send(frame::END, &[])
            }
            Err(Stop::Failed(failure)) => self.send(frame::FAILURE, &serde_json::to_vec(&failure)?),
            Err(Stop::Alone) => Ok(()),
        }
    }
}

impl Write for Frames {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(left) = self.left.checked_sub(bytes.len() as u64) else {
            let message = "The answer is larger than one query gets. Add LIMIT and OFFSET, or ask for less";
            return Err(io::Error::other(Failure::new(Cause::TooMuch, message)));
        };
        self.left = left;
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= FRAME {
            self.send_buffer()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
