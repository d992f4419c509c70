//! Asks servers elsewhere over HTTP, within limits of time, size, patience and reach.
//!
//! The answer of a server is not to be trusted: it may never end, be a page of HTML, or send us on to an address inside
//! the network that we stand in. So every request has a time limit and every answer a size limit; failures that may pass
//! (429, 500, 502, 503, 504, time-outs) are tried again after growing pauses; and no redirect leads to a loopback or private
//! address, except to the very host and port that the user named.
#![allow(clippy::disallowed_methods, reason = "reads the proxy settings of the environment; no analysis is done here")]

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::thread;
use std::time::Duration;
use ureq::config::Config;
use ureq::http::header::HeaderName;
use ureq::http::{Response, Uri, header};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Proxy, RequestBuilder};

/// How far a [`Client`] goes.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For one request, from the look-up of the host to the last byte.
    pub time: Duration,
    /// Bytes of the body of an answer.
    pub size: u64,
    /// How often a failure that may pass is tried again.
    pub retries: u32,
    /// Before the first new attempt; doubles with each, unless the server says how long (`Retry-After`).
    pub back_off: Duration,
    /// No single wait is longer, whatever the server says.
    pub longest_wait: Duration,
    /// Between two requests.
    pub pause: Duration,
    pub redirects: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(30),
            size: 8 << 20,
            retries: 4,
            back_off: Duration::from_secs(1),
            longest_wait: Duration::from_secs(60),
            pause: Duration::from_millis(200),
            redirects: 3,
        }
    }
}

/// Why there is no answer that could be used.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    #[error("{0} is not the address of a web server (begin with https:// or http://)")]
    Address(String),
    #[error("{url}: {cause} (tried {attempts} times)")]
    Unreachable { url: String, cause: String, attempts: u32 },
    #[error("{url}: status {status} (tried {attempts} times; wait, then run again)")]
    Refused { url: String, status: u16, attempts: u32 },
    #[error("{url}: the answer is longer than {limit} bytes and was not read to its end")]
    TooLong { url: String, limit: u64 },
    #[error("{url}: leads to an address inside the own network, which only the user may name")]
    Inside { url: String },
}

/// A server that the user named.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    limits: Limits,
    /// Value of the header `Authorization`.
    authorization: Option<String>,
    asked: bool,
}

/// What a server said, with status 200 or another of success.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Without parameters, in lower case; empty where the server gave none.
    pub media_type: String,
    pub body: Vec<u8>,
}

/// What to send.
#[derive(Clone, Copy, Debug)]
pub enum Request<'r> {
    Get,
    /// Fields of a form.
    Form(&'r [(&'r str, &'r str)]),
    /// A body of a media type.
    Body(&'r str, &'r str),
    /// The same, to be put in the place of what is at the address.
    Put(&'r str, &'r str),
}

impl Client {
    /// A client for the server at `url`, which may be on this machine or in the own network since the user said so.
    ///
    /// # Errors
    /// Where `url` is no address of a web server.
    pub fn new(url: &str, limits: Limits) -> Result<Self, ClientError> {
        let named = Place::of(&url.parse::<Uri>().map_err(|_| ClientError::Address(url.to_owned()))?)
            .ok_or_else(|| ClientError::Address(url.to_owned()))?;
        let inside = named.host.parse().is_ok_and(is_inside) || named.host == "localhost";
        let proxy = Proxy::try_from_env().filter(|_| !inside);
        // A proxy looks hosts up itself, so where it would end cannot be seen from here.
        let redirects = if proxy.is_some() { 0 } else { limits.redirects };
        let config = Agent::config_builder()
            .timeout_global(Some(limits.time))
            .http_status_as_error(false)
            .https_only(named.secure)
            .max_redirects(redirects)
            .max_redirects_will_error(true)
            .proxy(proxy)
            .user_agent(concat!("gremium/", env!("CARGO_PKG_VERSION")))
            .build();
        let agent =
            Agent::with_parts(config, DefaultConnector::default(), Guard { named, usual: DefaultResolver::default() });
        Ok(Self { agent, limits, authorization: None, asked: false })
    }

    /// Sends this as `Authorization` with every request.
    #[must_use]
    pub fn authorized(self, authorization: Option<String>) -> Self {
        Self { authorization, ..self }
    }

    /// Asks, and asks again where that may help.
    ///
    /// # Errors
    /// Where there is no answer of success within the limits.
    pub fn ask(&mut self, url: &str, request: Request<'_>, accept: &str) -> Result<Reply, ClientError> {
        let mut attempts = 0;
        loop {
            if std::mem::replace(&mut self.asked, true) {
                thread::sleep(self.limits.pause);
            }
            let outcome = self.attempt(url, request, accept);
            attempts += 1;
            let (wait, error) = match outcome {
                Ok(response) if response.status().is_success() => match self.reply(url, response, attempts) {
                    Err(error @ ClientError::Unreachable { .. }) => (None, error),
                    outcome => return outcome,
                },
                Ok(response) => {
                    let status = response.status().as_u16();
                    let error = ClientError::Refused { url: url.to_owned(), status, attempts };
                    if !matches!(status, 429 | 500 | 502..=504) {
                        return Err(error);
                    }
                    (retry_after(&response), error)
                }
                Err(ureq::Error::Io(cause)) if cause.kind() == io::ErrorKind::PermissionDenied => {
                    return Err(ClientError::Inside { url: url.to_owned() });
                }
                Err(error) => {
                    let may_pass = matches!(error, ureq::Error::Io(_) | ureq::Error::Timeout(_));
                    let error = ClientError::Unreachable { url: url.to_owned(), cause: error.to_string(), attempts };
                    if !may_pass {
                        return Err(error);
                    }
                    (None, error)
                }
            };
            if attempts > self.limits.retries {
                return Err(error);
            }
            let growing = self.limits.back_off.saturating_mul(1 << (attempts - 1).min(16));
            thread::sleep(wait.unwrap_or(growing).min(self.limits.longest_wait));
        }
    }

    fn attempt(&self, url: &str, request: Request<'_>, accept: &str) -> Result<Response<Body>, ureq::Error> {
        let mut headers = vec![(header::ACCEPT, accept)];
        headers.extend(self.authorization.as_deref().map(|value| (header::AUTHORIZATION, value)));
        if let Request::Body(media_type, _) | Request::Put(media_type, _) = request {
            headers.push((header::CONTENT_TYPE, media_type));
        }
        match request {
            Request::Get => with(self.agent.get(url), &headers).call(),
            Request::Form(fields) => with(self.agent.post(url), &headers).send_form(fields.iter().copied()),
            Request::Body(_, body) => with(self.agent.post(url), &headers).send(body),
            Request::Put(_, body) => with(self.agent.put(url), &headers).send(body),
        }
    }

    fn reply(&self, url: &str, mut response: Response<Body>, attempts: u32) -> Result<Reply, ClientError> {
        let media_type = response.body().mime_type().unwrap_or_default().to_ascii_lowercase();
        let limit = self.limits.size;
        // The limit of the reader is reached, not passed, by a body of exactly that length.
        match response.body_mut().with_config().limit(limit + 1).read_to_vec() {
            Ok(body) if body.len() as u64 <= limit => Ok(Reply { media_type, body }),
            Ok(_) | Err(ureq::Error::BodyExceedsLimit(_)) => Err(ClientError::TooLong { url: url.to_owned(), limit }),
            Err(error) => Err(ClientError::Unreachable { url: url.to_owned(), cause: error.to_string(), attempts }),
        }
    }
}

fn with<B>(request: RequestBuilder<B>, headers: &[(HeaderName, &str)]) -> RequestBuilder<B> {
    headers.iter().fold(request, |request, (name, value)| request.header(name, *value))
}

/// Seconds that the server asks us to wait. A date instead of a number would need a clock; then we wait as we see fit.
fn retry_after(response: &Response<Body>) -> Option<Duration> {
    let seconds = response.headers().get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

/// Scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    secure: bool,
    host: String,
    port: u16,
}

impl Place {
    fn of(uri: &Uri) -> Option<Self> {
        let secure = match uri.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let host = uri.host()?.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        (!host.is_empty()).then_some(Self { secure, host, port })
    }
}

/// Looks up hosts and keeps addresses of the own network from all but the place that the user named. Sitting where names
/// become addresses, it sees what will be connected to, whatever the name says.
#[derive(Debug)]
struct Guard {
    named: Place,
    usual: DefaultResolver,
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.usual.resolve(uri, config, timeout)?;
        if Place::of(uri).as_ref() == Some(&self.named) {
            return Ok(found);
        }
        let mut outside = self.usual.empty();
        for address in found.iter().filter(|address| !is_inside(address.ip())) {
            outside.push(*address);
        }
        if outside.is_empty() { Err(ureq::Error::Io(io::ErrorKind::PermissionDenied.into())) } else { Ok(outside) }
    }
}

/// Whether an address belongs to this machine or to a network that is not public.
fn is_inside(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_inside_v4(address),
        IpAddr::V6(address) => address.to_ipv4_mapped().map_or_else(|| is_inside_v6(address), is_inside_v4),
    }
}

fn is_inside_v4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    let shared = first == 100 && (64..128).contains(&second);
    let this_network = first == 0;
    shared
        || this_network
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_multicast()
}

fn is_inside_v6(address: Ipv6Addr) -> bool {
    // `::a.b.c.d` and `64:ff9b::a.b.c.d` carry an address of version 4 that a gateway would unpack.
    let [.., high, low] = address.segments();
    let [a, b] = high.to_be_bytes();
    let [c, d] = low.to_be_bytes();
    let carries = matches!(address.segments(), [0 | 0x64, 0 | 0xff9b, 0, 0, 0, 0, _, _]);
    address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || address.is_unique_local()
        || address.is_unicast_link_local()
        || (carries && is_inside_v4(Ipv4Addr::new(a, b, c, d)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_own_network_are_known() {
        for inside in [
            "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
            "0.0.0.0", "::1", "::", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::10.0.0.1",
        ] {
            assert!(is_inside(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["8.8.8.8", "100.128.0.1", "172.32.0.1", "2001:db8::1", "::ffff:8.8.8.8"] {
            assert!(!is_inside(outside.parse().unwrap()), "{outside}");
        }
    }

    #[test]
    fn only_addresses_of_web_servers_are_taken() {
        for bad in ["", "x", "/reconcile", "ftp://example.org/", "file:///etc/passwd", "http://"] {
            assert!(matches!(Client::new(bad, Limits::default()), Err(ClientError::Address(_))), "{bad}");
        }
    }
}
