//! The server's side of the keeper: hands a task over and reads the answer, within the time and the number of queries
//! that may run.

use super::Limits;
use super::keeper::{KEEPER, PLAIN};
use super::wire::{Cause, Failure, Task, frame};
use axum::body::Bytes;
use rustix::cmsg_space;
use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};
use std::fs::File;
use std::io::{self, IoSlice, Read, Seek};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep, timeout_at};

/// Variable with the token of those who may write.
pub const TOKEN: &str = "GREMIUM_TOKEN";

/// How often a keeper that is busy is tried again.
const RETRIES: u32 = 500;

/// Answers queries about one graph, each in a process of its own.
pub struct Pool {
    start: Start,
    /// The quads that a new keeper loads.
    quads: Mutex<File>,
    keeper: Mutex<Arc<Keeper>>,
    /// Held while a new keeper is being started.
    renewal: tokio::sync::Mutex<()>,
    limits: Limits,
    running: Arc<Semaphore>,
    waiting: AtomicU64,
}

/// How keepers are started.
#[derive(Clone)]
pub struct Start {
    /// The binary whose `main` calls [`keeper`](super::keeper()) for the argument [`KEEPER`].
    pub program: PathBuf,
    /// Answer in threads, not in forks.
    pub plain: bool,
}

/// A running keeper; it ends when this is dropped, and what it forked goes on.
struct Keeper {
    control: Option<UnixStream>,
    process: Option<Child>,
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.control.take());
        if let Some(mut process) = self.process.take() {
            thread::spawn(move || process.wait());
        }
    }
}

impl Keeper {
    /// Starts a keeper and waits until it has loaded the graph.
    fn start(Start { program, plain }: &Start, quads: &File) -> io::Result<Self> {
        let (control, theirs) = UnixStream::pair()?;
        let process = Command::new(program)
            .arg(KEEPER)
            .args(plain.then_some(PLAIN))
            // glibc would set 64 MiB of address space aside for each thread, which nobody could count as a query's own.
            .env("MALLOC_ARENA_MAX", "1")
            // Whoever breaks out of a query must not find it.
            .env_remove(TOKEN)
            .stdin(OwnedFd::from(theirs))
            .stdout(Stdio::null())
            .spawn()?;
        let keeper = Self { control: Some(control), process: Some(process) };
        let mut file = quads.try_clone()?;
        file.rewind()?;
        keeper.hand(file.as_fd())?;
        let mut ready = [0];
        let mut control = keeper.control.as_ref().ok_or(io::ErrorKind::BrokenPipe)?;
        control.read_exact(&mut ready).map_err(|_| io::Error::other("the process that keeps the graph gave up"))?;
        control.set_nonblocking(true)?;
        Ok(keeper)
    }

    fn hand(&self, file: impl AsFd) -> io::Result<()> {
        let control = self.control.as_ref().ok_or(io::ErrorKind::BrokenPipe)?;
        let mut space = [MaybeUninit::uninit(); cmsg_space!(ScmRights(1))];
        let mut ancillary = SendAncillaryBuffer::new(&mut space);
        let files = [file.as_fd()];
        ancillary.push(SendAncillaryMessage::ScmRights(&files));
        sendmsg(control, &[IoSlice::new(&[0])], &mut ancillary, SendFlags::NOSIGNAL)?;
        Ok(())
    }
}

impl Pool {
    /// Starts the first keeper on these quads (N-Quads).
    ///
    /// # Errors
    /// Where no process can be started or the quads cannot be loaded.
    pub fn start(start: Start, quads: File, limits: Limits) -> io::Result<Self> {
        let keeper = Keeper::start(&start, &quads)?;
        let running = usize::try_from(limits.running).unwrap_or(Semaphore::MAX_PERMITS).min(Semaphore::MAX_PERMITS);
        Ok(Self {
            start,
            quads: Mutex::new(quads),
            keeper: Mutex::new(Arc::new(keeper)),
            renewal: tokio::sync::Mutex::default(),
            limits,
            running: Arc::new(Semaphore::new(running)),
            waiting: AtomicU64::new(0),
        })
    }

    /// Waits for a turn; none when too many wait already.
    pub async fn turn(&self) -> Option<OwnedSemaphorePermit> {
        if let Ok(turn) = Arc::clone(&self.running).try_acquire_owned() {
            return Some(turn);
        }
        let before = self.waiting.fetch_add(1, Ordering::Relaxed);
        let _place = Place(&self.waiting);
        if before >= self.limits.waiting {
            return None;
        }
        Arc::clone(&self.running).acquire_owned().await.ok()
    }

    /// How many queries run, and how many wait.
    pub fn load(&self) -> (u64, u64) {
        let free = self.running.available_permits() as u64;
        (self.limits.running.saturating_sub(free), self.waiting.load(Ordering::Relaxed))
    }

    /// Hands a task to a fork. The answer is read from what is returned; dropping that ends the process.
    ///
    /// # Errors
    /// Where no process can be had.
    pub async fn ask(&self, task: &Task) -> Result<Answer, Failure> {
        let unavailable = |error: io::Error| Failure::new(Cause::Server, format!("No process for the query: {error}"));
        let (ours, theirs) = UnixStream::pair().map_err(unavailable)?;
        self.hand(&theirs).await.map_err(unavailable)?;
        drop(theirs);
        ours.set_nonblocking(true).map_err(unavailable)?;
        let mut socket = tokio::net::UnixStream::from_std(ours).map_err(unavailable)?;
        let deadline = Instant::now() + Duration::from_secs(task.limits.seconds);
        let bytes = serde_json::to_vec(task).map_err(|error| unavailable(error.into()))?;
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes();
        socket.write_all(&length).await.map_err(unavailable)?;
        socket.write_all(&bytes).await.map_err(unavailable)?;
        Ok(Answer { socket, deadline, seconds: task.limits.seconds })
    }

    /// Hands a socket to the keeper, to a new one if the old one has gone.
    async fn hand(&self, socket: &UnixStream) -> io::Result<()> {
        for _ in 0..RETRIES {
            let keeper = Arc::clone(&*lock(&self.keeper));
            let Err(error) = keeper.hand(socket) else { return Ok(()) };
            match error.kind() {
                // It is busy forking.
                io::ErrorKind::WouldBlock => sleep(Duration::from_millis(2)).await,
                io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset => {
                    let _turn = self.renewal.lock().await;
                    // Somebody else may have replaced it meanwhile.
                    if Arc::ptr_eq(&keeper, &*lock(&self.keeper)) {
                        let Next { keeper, .. } = self.prepare(self.quads()?).await?;
                        *lock(&self.keeper) = Arc::new(keeper);
                    }
                }
                _ => return Err(error),
            }
        }
        Err(io::ErrorKind::WouldBlock.into())
    }

    /// A keeper of these quads, ready to be asked in place of the one there is; nobody asks it yet.
    ///
    /// # Errors
    /// Where the quads cannot be loaded.
    pub async fn prepare(&self, quads: File) -> io::Result<Next> {
        let how = self.start.clone();
        let start = move || Ok(Next { keeper: Keeper::start(&how, &quads)?, quads });
        tokio::task::spawn_blocking(start).await.map_err(io::Error::other)?
    }

    /// Has queries from now on see other quads. Those that are being answered see the old ones to their end.
    pub async fn install(&self, Next { keeper, quads }: Next) {
        let _turn = self.renewal.lock().await;
        *lock(&self.keeper) = Arc::new(keeper);
        *lock(&self.quads) = quads;
    }

    /// The quads as N-Quads, from the start of the file whatever its position.
    ///
    /// # Errors
    /// Where there are too many open files.
    pub fn quads(&self) -> io::Result<File> {
        lock(&self.quads).try_clone()
    }
}

/// What [`Pool::install`] puts in place.
pub struct Next {
    keeper: Keeper,
    quads: File,
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A place in the queue; given up also when the client leaves it and the future that waits is dropped.
struct Place<'p>(&'p AtomicU64);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// An answer on its way.
pub struct Answer {
    socket: tokio::net::UnixStream,
    deadline: Instant,
    seconds: u64,
}

/// A piece of an answer.
#[derive(Debug)]
pub enum Piece {
    /// See [`frame::HEAD`].
    Head(String),
    Data(Bytes),
    End,
}

impl Answer {
    /// When the process ends at the latest.
    pub fn deadline(&self) -> Instant {
        self.deadline
    }

    /// The next piece. After [`Piece::End`] and after an error there is no other.
    ///
    /// # Errors
    /// What the process says, or what its silence means: time is up, or it died.
    pub async fn next(&mut self) -> Result<Piece, Failure> {
        let read = async {
            let mut head = [0; 5];
            self.socket.read_exact(&mut head).await?;
            let [kind, length @ ..] = head;
            let mut content = vec![0; u32::from_be_bytes(length) as usize];
            self.socket.read_exact(&mut content).await?;
            io::Result::Ok((kind, content))
        };
        let lost = || {
            let message =
                "The query was ended: it took more memory than one query gets, or nests too deep. Ask for less";
            Failure::new(Cause::TooMuch, message)
        };
        let (kind, content) = timeout_at(self.deadline, read)
            .await
            .map_err(|_| {
                let message = format!("The query takes longer than {} s. Ask for less", self.seconds);
                Failure::new(Cause::TooSlow, message)
            })?
            .map_err(|_| lost())?;
        match kind {
            frame::HEAD => Ok(Piece::Head(String::from_utf8_lossy(&content).into_owned())),
            frame::DATA => Ok(Piece::Data(content.into())),
            frame::END => Ok(Piece::End),
            _ => Err(serde_json::from_slice(&content).unwrap_or_else(|_| lost())),
        }
    }
}
