//! Answers that may be given again. Between two writes the graph does not change, so the same question has the same answer.

use super::wire::Work;
use crate::room::Address;
use crate::store::digest::digest;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use headers::{CacheControl, ETag, HeaderMapExt, IfNoneMatch};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::sync::atomic::{AtomicU64, Ordering};

/// What may give something else each time: functions of SPARQL, and other servers. A query with such a word is asked anew,
/// even if the word stands in a text.
const VOLATILE: [&str; 6] = ["NOW", "RAND", "UUID", "STRUUID", "BNODE", "SERVICE"];

/// Whether such a word stands in a query, or one of its letters may be written by its number.
fn is_volatile(sparql: &str) -> bool {
    let mut words = sparql.split(|c: char| !c.is_alphanumeric() && c != '_');
    let is_letter = |escape: &str| {
        let digits = if escape.starts_with('u') { 4 } else { 8 };
        let number = escape.get(1..=digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        escape.starts_with(['u', 'U']) && number.and_then(char::from_u32).is_some_and(|c| c.is_ascii_alphabetic())
    };
    words.any(|word| VOLATILE.iter().any(|volatile| word.eq_ignore_ascii_case(volatile)))
        || sparql.split('\\').skip(1).any(is_letter)
}

/// An answer in whole.
#[derive(Clone)]
pub struct Whole {
    media_type: HeaderValue,
    etag: ETag,
    body: Bytes,
}

impl Whole {
    pub fn new(media_type: &str, body: Bytes) -> Self {
        Self { media_type: content_type(media_type), etag: etag(&[media_type.as_bytes(), b"\n", &body].concat()), body }
    }

    /// The answer, or that the client has it already.
    pub fn response(&self, request: &HeaderMap) -> Response {
        let known = is_known(request, &self.etag);
        let mut response = Response::new(if known { Body::empty() } else { Body::from(self.body.clone()) });
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            response.headers_mut().insert(header::CONTENT_TYPE, self.media_type.clone());
        }
        tag(response.headers_mut(), &self.etag);
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
        response
    }
}

/// The value of `Content-Type`; texts are in UTF-8.
pub fn content_type(media_type: &str) -> HeaderValue {
    let charset =
        if media_type.starts_with("text/") && !media_type.contains("charset") { "; charset=utf-8" } else { "" };
    let value = HeaderValue::from_str(&format!("{media_type}{charset}"));
    value.unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

/// Names bytes by what they are.
pub fn etag(bytes: &[u8]) -> ETag {
    named(&digest(bytes))
}

/// The tag of bytes with this digest.
pub fn named(digest: &str) -> ETag {
    let quoted = format!("\"{}\"", digest.get(..32).unwrap_or(digest));
    #[allow(clippy::expect_used, reason = "hexadecimal digits in quotes are a tag")]
    quoted.parse().expect("a tag")
}

/// Whether the client says that it has what this tag names.
pub fn is_known(request: &HeaderMap, etag: &ETag) -> bool {
    request.typed_get::<IfNoneMatch>().is_some_and(|tags| !tags.precondition_passes(etag))
}

/// Gives an answer its name; whoever keeps it asks before using it again, for the graph may have changed.
pub fn tag(headers: &mut HeaderMap, etag: &ETag) {
    headers.typed_insert(etag.clone());
    headers.typed_insert(CacheControl::new().with_no_cache());
}

/// Answers by question, as many as fit.
pub struct Answers {
    kept: Cache<Key, Whole, Size>,
    /// Grows with each change of the graph, so that no answer outlives what it was about.
    state: AtomicU64,
}

/// A state of the graph, and a question with the formats that would do.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Key {
    state: u64,
    question: String,
}

#[derive(Clone)]
struct Size;

impl Weighter<Key, Whole> for Size {
    fn weight(&self, key: &Key, answer: &Whole) -> u64 {
        // The rest is what the table itself takes, more or less.
        (key.question.len() + answer.body.len() + 256) as u64
    }
}

impl Answers {
    /// Keeps so many bytes; with 0 nothing.
    pub fn new(bytes: u64) -> Self {
        let few = usize::try_from(bytes / 4096).unwrap_or(usize::MAX);
        Self { kept: Cache::with_weighter(few, bytes, Size), state: AtomicU64::new(0) }
    }

    /// Under which an answer to this may be kept. To be called before asking, so that what is found is not older than the
    /// key says; none where the next answer may be another one.
    pub fn key(&self, work: &Work, accept: &str) -> Option<Key> {
        match work {
            Work::Change(_) => return None,
            Work::Query { sparql, .. } if is_volatile(sparql) => return None,
            Work::Query { .. } | Work::Read { .. } | Work::Describe { .. } | Work::About { .. } => {}
        }
        let question = serde_json::to_string(&(work, accept)).ok()?;
        Some(Key { state: self.state.load(Ordering::Acquire), question })
    }

    /// Under which a page may be kept that takes a question or a picture: its address, its form and the day.
    pub fn key_of_page(&self, Address { path, form, today, .. }: &Address) -> Option<Key> {
        let question = serde_json::to_string(&("page", path, form, today)).ok()?;
        Some(Key { state: self.state.load(Ordering::Acquire), question })
    }

    pub fn get(&self, key: &Key) -> Option<Whole> {
        self.kept.get(key)
    }

    pub fn keep(&self, key: Key, answer: Whole) {
        self.kept.insert(key, answer);
    }

    /// To be called when the graph has changed, after the last query that sees the old state was begun.
    pub fn forget(&self) {
        self.state.fetch_add(1, Ordering::Release);
        self.kept.clear();
    }

    /// How often an answer was at hand, and how often not.
    pub fn hits(&self) -> (u64, u64) {
        (self.kept.hits(), self.kept.misses())
    }
}

#[cfg(test)]
mod tests {
    use super::super::wire::Dataset;
    use super::*;

    fn query(sparql: &str) -> Work {
        Work::Query { sparql: sparql.to_owned(), dataset: Dataset::default() }
    }

    #[test]
    fn an_answer_is_kept_until_the_graph_changes() {
        let answers = Answers::new(10_000);
        let key = answers.key(&query("ASK {}"), "*/*").unwrap();
        answers.keep(key.clone(), Whole::new("text/csv", Bytes::from_static(b"yes")));
        assert!(answers.get(&key).is_some());
        assert!(answers.get(&answers.key(&query("ASK {}"), "text/csv").unwrap()).is_none(), "another format");
        answers.forget();
        assert!(answers.get(&answers.key(&query("ASK {}"), "*/*").unwrap()).is_none());
        // One that was asked before the change and comes after it.
        answers.keep(key, Whole::new("text/csv", Bytes::from_static(b"old")));
        assert!(answers.get(&answers.key(&query("ASK {}"), "*/*").unwrap()).is_none());
    }

    #[test]
    fn no_more_is_kept_than_may() {
        let answers = Answers::new(10_000);
        let fill = |number: u32, length| {
            let key = answers.key(&query(&format!("ASK {{}} # {number}")), "").unwrap();
            answers.keep(key.clone(), Whole::new("text/csv", vec![0; length].into()));
            answers.get(&key).is_some()
        };
        assert!(fill(0, 5000));
        assert!(!fill(1, 10_000), "larger than all there is room for");
        for number in 2..100 {
            fill(number, 1000);
        }
        assert!(answers.kept.weight() <= 10_000);
        let nothing = Answers::new(0);
        let key = nothing.key(&query("ASK {}"), "").unwrap();
        nothing.keep(key.clone(), Whole::new("text/csv", Bytes::new()));
        assert!(nothing.get(&key).is_none());
    }

    #[test]
    fn what_is_different_each_time_is_not_kept() {
        let answers = Answers::new(10_000);
        for sparql in [
            "SELECT (now() AS ?x) {}",
            "SELECT (RAND() AS ?x) {}",
            "SELECT (STRUUID() AS ?x) {}",
            "SELECT (\\u004eOW() AS ?x) {}",
            "SELECT*{SERVICE<a:b>{}}",
        ] {
            assert!(answers.key(&query(sparql), "").is_none(), "{sparql}");
        }
        for sparql in ["ASK { ?body a gm:UnknownBody }", "ASK { ?operand ?p ?brand }"] {
            assert!(answers.key(&query(sparql), "").is_some(), "{sparql}");
        }
        // The catalogue is what is asked most.
        let reports = crate::query::catalogue().into_iter().filter(|question| question.folder == "reports");
        for question in reports {
            assert!(answers.key(&query(question.sparql), "").is_some(), "{}", question.name);
        }
    }
}
