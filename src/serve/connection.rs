//! Accepting connections: no more than so many, none older than so long, none that dawdles over its head.

use super::{Limits, Peer};
use axum::Router;
use axum::body::Body;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

/// How long running requests may take to finish when the server is asked to stop, in seconds.
const FAREWELL: u64 = 10;

/// Connections too many that are told so at the same time.
const REFUSALS: usize = 64;

/// Serves until `stop` says so; then lets the requests finish that have begun.
///
/// # Errors
/// None of one connection; where the listener itself fails.
pub async fn accept(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    mut stop: watch::Receiver<bool>,
) -> io::Result<()> {
    let most = u32::try_from(limits.connections).unwrap_or(u32::MAX);
    let (places, refusals) = (Arc::new(Semaphore::new(most as usize)), Arc::new(Semaphore::new(REFUSALS)));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) if is_of_one_connection(&error) => continue,
            Err(error) => {
                // Out of files, most likely; connections that end give some back.
                if error.raw_os_error().is_none() {
                    return Err(error);
                }
                sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            // Where even those who are turned away are too many, nothing is said.
            if let Ok(place) = Arc::clone(&refusals).try_acquire_owned() {
                tokio::spawn(async move {
                    let _ = timeout(Duration::from_secs(1), refuse(stream)).await;
                    drop(place);
                });
            }
            continue;
        };
        let (router, stop) = (router.clone(), stop.clone());
        tokio::spawn(async move {
            serve(stream, router, Peer(address), limits, stop).await;
            drop(place);
        });
    }
    drop(listener);
    // All places free: nobody is being served any more.
    let _ = timeout(Duration::from_secs(FAREWELL), places.acquire_many(most)).await;
    Ok(())
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

async fn refuse(mut stream: TcpStream) {
    let answer = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    let _ = stream.write_all(answer.as_bytes()).await;
    let _ = stream.shutdown().await;
    // A socket that is closed before all was read takes back what was said.
    let mut rest = [0; 4096];
    while stream.read(&mut rest).await.is_ok_and(|read| read > 0) {}
}

async fn serve(stream: TcpStream, router: Router, peer: Peer, limits: Limits, mut stop: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer);
        let mut router = router.clone();
        async move { tower_service::Service::call(&mut router, request).await }
    });
    let mut builder = hyper::server::conn::http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(limits.header_seconds))
        .max_header_size(usize::try_from(limits.header_bytes).unwrap_or(usize::MAX));
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let old = sleep(Duration::from_secs(limits.connection_seconds));
    tokio::select! {
        _ = connection.as_mut() => return,
        () = old => {}
        _ = stop.wait_for(|stop| *stop) => {}
    }
    // The request that has begun may finish; what does not finish is cut.
    connection.as_mut().graceful_shutdown();
    let _ = timeout(Duration::from_secs(FAREWELL), connection).await;
}
