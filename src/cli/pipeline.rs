//! Documents side by side: one thread reads, several work, and the results come back in the order of the documents.

use anyhow::Result;
use gremium::Analyzer;
use gremium::read::{self, Limits, Raw, ReadError};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Results that may wait for an earlier, slower document; for each thread that works.
const WAITING: usize = 16;

/// Does `work` on every document in `jobs` threads, each with its own copy of an analyzer, and hands the results to `each`, one at
/// a time and in order.
///
/// Each document carries the sending end of a channel of its own, whose receiving end stands in a queue of bounded length:
/// so the order needs no numbers, and no more documents are in memory than the queues hold.
///
/// # Errors
/// Those of `each`; no result is handed over after one.
pub fn run<T: Send>(
    files: &[PathBuf],
    limits: &Limits,
    jobs: usize,
    analyzer: &Analyzer<'_>,
    work: impl Fn(&mut Analyzer<'_>, Result<Raw, ReadError>) -> T + Sync,
    mut each: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    type Job<T> = (Result<Raw, ReadError>, SyncSender<T>);
    thread::scope(|scope| {
        let (give, take) = sync_channel::<Job<T>>(jobs);
        let (promise, results) = sync_channel::<Receiver<T>>(jobs * WAITING);
        // The workers alone hold it: when the last has left, nothing is given any more.
        let take = Arc::new(Mutex::new(take));
        scope.spawn(move || {
            read::raw_documents(files, limits, &mut |raw| {
                let (done, result) = sync_channel(1);
                // Whoever has hung up wants no more; what is left is read past.
                if promise.send(result).is_ok() {
                    let _ = give.send((raw, done));
                }
            });
        });
        let work = &work;
        for _ in 0..jobs {
            let take = Arc::clone(&take);
            scope.spawn(move || {
                let mut analyzer = analyzer.clone();
                loop {
                    let job = take.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((raw, done)) = job else { break };
                    let _ = done.send(work(&mut analyzer, raw));
                }
            });
        }
        drop(take);
        results.into_iter().flat_map(|result| result.recv()).try_for_each(&mut each)
    })
}
