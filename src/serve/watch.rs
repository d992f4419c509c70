//! What was asked and how it went: lines for a log, numbers for Prometheus. Neither has anything about who asked, nor what
//! stands behind the question mark of an address, for words of a query may be about persons.

use super::Service;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

/// Lines of the log that may wait for whoever reads it. More are lost, and counted: nobody is to stop the service by not
/// reading.
const WAITING_LINES: usize = 1024;

/// Answers by status: how many, and how many seconds until they began.
pub struct Watch {
    answers: Mutex<BTreeMap<u16, (u64, f64)>>,
    log: Option<SyncSender<Entry>>,
    lost: AtomicU64,
}

/// What the thread that writes the log is told.
enum Entry {
    Line(String),
    /// All lines before this one are written.
    Written(SyncSender<()>),
}

impl Watch {
    /// With `log` each answer is a line of JSON on standard output.
    pub fn new(log: bool) -> Self {
        let log = log.then(|| {
            let (send, entries) = sync_channel(WAITING_LINES);
            // A thread of its own, for writing waits where nobody reads.
            thread::spawn(move || {
                for entry in entries {
                    match entry {
                        // Whoever read may have gone; the service has not.
                        Entry::Line(line) => drop(writeln!(io::stdout().lock(), "{line}")),
                        Entry::Written(done) => drop(done.try_send(())),
                    }
                }
            });
            send
        });
        Self { answers: Mutex::default(), log, lost: AtomicU64::new(0) }
    }

    /// Waits a moment for the last lines to be written.
    pub fn finish(&self) {
        let (done, written) = sync_channel(1);
        if self.log.as_ref().is_some_and(|log| log.try_send(Entry::Written(done)).is_ok()) {
            let _ = written.recv_timeout(Duration::from_secs(1));
        }
    }
}

/// Notes an answer.
pub async fn note(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let began = Instant::now();
    let response = next.run(request).await;
    let (status, seconds) = (response.status().as_u16(), began.elapsed().as_secs_f64());
    {
        let mut answers = service.watch.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, time) = answers.entry(status).or_default();
        *count += 1;
        *time += seconds;
    }
    if let Some(log) = &service.watch.log {
        let time = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs_f64();
        let line = serde_json::json!({
            "time": (time * 1e3).round() / 1e3, "method": method.as_str(), "path": path, "status": status,
            "ms": (seconds * 1e5).round() / 1e2,
        });
        if log.try_send(Entry::Line(line.to_string())).is_err() {
            service.watch.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
    response
}

/// Numbers for Prometheus.
pub async fn metrics(State(service): State<Arc<Service>>) -> Response {
    let (running, waiting) = service.pool.load();
    let (hits, misses) = service.answers.hits();
    let mut counts = String::from("# TYPE gremium_responses_total counter\n");
    let mut times = String::from("# TYPE gremium_response_seconds_total counter\n");
    for (status, (count, time)) in service.watch.answers.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        let _ = writeln!(counts, "gremium_responses_total{{status=\"{status}\"}} {count}");
        let _ = writeln!(times, "gremium_response_seconds_total{{status=\"{status}\"}} {time:.6}");
    }
    let mut text = counts + &times;
    for (name, kind, value) in [
        ("queries_running", "gauge", running),
        ("queries_waiting", "gauge", waiting),
        ("answers_kept_hits_total", "counter", hits),
        ("answers_kept_misses_total", "counter", misses),
        ("log_lines_lost_total", "counter", service.watch.lost.load(Ordering::Relaxed)),
    ] {
        let _ = write!(text, "# TYPE gremium_{name} {kind}\ngremium_{name} {value}\n");
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}
