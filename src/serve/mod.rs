//! HTTP over a graph: SPARQL 1.1 Protocol, on a public address if need be.
//!
//! The server itself evaluates nothing. A [`keeper`](keeper()) process holds the graph and forks for each query; the fork
//! has limits of memory and time that the system enforces, and can be ended at any point. What reaches it has passed a
//! [look at its words](guard::check) first, and came over a connection with limits of its own.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a server has a clock, processes and files")]

mod about;
mod budget;
mod change;
mod child;
mod connection;
mod describe;
mod download;
mod frames;
mod graphs;
mod guard;
mod keeper;
mod kept;
mod limits;
mod negotiate;
mod pages;
mod pool;
mod protocol;
mod questions;
mod reconcile;
mod request;
mod respond;
mod room;
mod watch;
mod wire;
mod write;

pub use guard::Refusal;
pub use keeper::{KEEPER, keeper};
pub use limits::Limits;
pub use pool::TOKEN;

use crate::graph::{Graph, Syntax};
use crate::link::Finder;
use crate::room::Room;
use crate::store::folder::Folder;
use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::Response;
use axum::routing::{any, get};
use budget::Budgets;
use download::Downloads;
use kept::Answers;
use pool::{Pool, Start};
use reconcile::Reconciler;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::net::TcpListener;
use watch::Watch;
use write::Writer;

/// What to serve, and how.
pub struct Settings {
    pub bind: SocketAddr,
    /// What the IRIs of things begin with, and what relative IRIs in queries are relative to.
    pub base: String,
    pub limits: Limits,
    /// The binary whose `main` calls [`keeper()`] when its first argument is [`KEEPER`].
    pub program: PathBuf,
    /// Answer queries in threads of one process, not in a process each: the limits of memory and nesting do not hold then,
    /// and that of time between the steps of a query only.
    pub plain: bool,
    /// Names that the server goes by, besides addresses and `localhost`; none: any, but not for clients on this machine.
    pub hosts: Vec<String>,
    /// The address by which clients outside know it, as `https://graph.example.org`; none: that of each request.
    pub public: Option<String>,
    /// Of a graph that is served, the bodies that others may match theirs to.
    pub finder: Bodies,
    /// Whose pages may ask for matches, besides those of programs on this machine; `*` for all.
    pub origins: Vec<String>,
    /// Servers that SERVICE in queries may ask.
    pub services: Vec<String>,
    /// Whoever has this may write; without one nobody may.
    pub token: Option<String>,
    /// Keeps what is written; it holds what is served.
    pub store: Option<Folder>,
    /// A line of JSON on standard output for each answer.
    pub log: bool,
}

/// Finds bodies, those of a graph among them.
pub type Bodies = Box<dyn Fn(&Graph) -> io::Result<Finder> + Send + Sync>;

/// What all routes have in common.
pub struct Service {
    /// The pages of the graph as it is now.
    room: RwLock<Arc<Room>>,
    pub base: String,
    pub limits: Limits,
    pool: Pool,
    answers: Answers,
    downloads: tokio::sync::Mutex<Downloads>,
    budgets: Budgets,
    writer: Option<Writer>,
    finder: Bodies,
    /// What is matched with the graph as it is now.
    reconciler: RwLock<Arc<Reconciler>>,
    public: Option<String>,
    services: Vec<String>,
    hosts: Vec<String>,
    watch: Watch,
}

impl Service {
    /// The pages of the graph as it is now.
    fn room(&self) -> Arc<Room> {
        Arc::clone(&self.room.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The bodies of the graph as it is now, to match with.
    fn reconciler(&self) -> Arc<Reconciler> {
        Arc::clone(&self.reconciler.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Whom a request comes from.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// All routes. A module that has some of its own merges them here.
pub fn router(service: Arc<Service>) -> Router {
    Router::new()
        .route("/sparql", any(protocol::sparql))
        .route("/sparql/", any(protocol::sparql))
        .route(graphs::PATH, any(graphs::store))
        .route("/store/{*path}", any(graphs::store))
        .merge(reconcile::routes(&service))
        .route("/id/{*path}", get(pages::thing))
        .route("/about/{*path}", get(pages::about))
        .route("/questions", get(questions::list))
        .route("/questions/{*name}", get(questions::answer))
        .route("/openapi.json", get(questions::openapi))
        .route("/download/{name}", get(download::download))
        .route("/metrics", get(watch::metrics))
        .route("/healthz", get(|| async { "ok\n" }))
        .fallback(any(room::page))
        .layer(from_fn_with_state(Arc::clone(&service), pages::for_us))
        .layer(map_response(guarded))
        .layer(from_fn_with_state(Arc::clone(&service), watch::note))
        .with_state(service)
}

/// Headers that keep a browser from making more of an answer than it is.
async fn guarded(mut response: Response) -> Response {
    let guards: [(HeaderName, &str); 3] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
    ];
    for (name, value) in guards {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Serves a graph until the process is asked to stop (SIGINT, SIGTERM); `ready` is told the address when it can be asked.
///
/// # Errors
/// Where the address cannot be bound, or the keeper not started.
pub fn run(graph: Graph, settings: Settings, ready: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let Settings { bind, base, limits, program, plain, hosts, public, finder, origins, services, token, store, log } =
        settings;
    let mut scratch = tempfile::tempfile()?;
    {
        let mut quads = io::BufWriter::with_capacity(1 << 20, &mut scratch);
        graph.write(Syntax::NQuads, &mut quads)?;
        quads.flush()?;
    }
    let room = Room::new(&graph, &base);
    let reconciler = Reconciler::new(finder(&graph)?, base.clone(), origins);
    drop(graph);
    let pool = Pool::start(Start { program, plain }, scratch, limits)?;
    let service = Arc::new(Service {
        reconciler: RwLock::new(Arc::new(reconciler)),
        finder,
        public: public.map(|public| public.to_ascii_lowercase()),
        services,
        room: RwLock::new(Arc::new(room)),
        base,
        limits,
        pool,
        answers: Answers::new(limits.kept_bytes),
        downloads: tokio::sync::Mutex::default(),
        budgets: Budgets::new(limits.client_seconds),
        writer: token.map(|token| Writer::new(token, store)),
        hosts: hosts.iter().map(|host| host.to_ascii_lowercase()).collect(),
        watch: Watch::new(log),
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let outcome = runtime.block_on(async {
        let listener = TcpListener::bind(bind).await?;
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::spawn(async move {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            let _ = stop.send(true);
        });
        ready(listener.local_addr()?);
        connection::accept(listener, router(Arc::clone(&service)), limits, stopped).await
    });
    service.watch.finish();
    runtime.shutdown_background();
    outcome
}
