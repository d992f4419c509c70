//! Candidates from a local dump of items: the JSON dump of Wikidata (an item on each line) or N-Triples, plain or gzipped.
//!
//! A dump is read from front to back two or three times and never held: what stays in memory are the bodies' names and the
//! things that bear one of them, so a dump of any length takes the same room. Lines that cannot be read are counted.

mod json;
mod triples;

use super::advice::Profile;
use super::directory::Status;
use super::names::fold;
use super::service::year;
use super::{Body, Candidate, tidy};
use flate2::read::MultiGzDecoder;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Things that are kept; more bear no names of a few thousand bodies.
const MOST: usize = 100_000;
/// Bytes of a line; the longest of Wikidata have a few million.
const LONGEST_LINE: usize = 64 << 20;
/// Names and descriptions in other languages are passed over.
const LANGUAGES: [&str; 3] = ["de", "en", "mul"];

/// Why a dump cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum DumpError {
    #[error("{path}: {cause}")]
    Io { path: PathBuf, cause: io::Error },
    #[error("{path}: a dump ends in .json, .nt, .json.gz or .nt.gz (unpack or repack it)")]
    Format { path: PathBuf },
    #[error(
        "{path}: none of its {lines} lines is an item (is it a dump of items, whole and in the format that its name says?)"
    )]
    Nothing { path: PathBuf, lines: u64 },
}

/// What a dump offers.
#[derive(Debug, Default)]
pub struct Found {
    /// By IRI of the body.
    pub candidates: BTreeMap<String, Vec<Candidate>>,
    /// Lines (JSON) or statements (N-Triples) that were read in the first pass, and those that could not be.
    pub lines: u64,
    pub bad_lines: u64,
}

/// A thing with its names and, by property, the things and values it is linked to.
#[derive(Debug, Default)]
struct Item {
    id: String,
    name: String,
    aliases: Vec<String>,
    description: String,
    values: BTreeMap<String, Vec<String>>,
}

/// What is looked for, and what was found of it.
struct Search<'p> {
    /// Folded names.
    names: BTreeSet<String>,
    profile: &'p Profile,
    /// By IRI.
    items: BTreeMap<String, Item>,
    /// Names of the things that items are linked to, by IRI.
    labels: BTreeMap<String, String>,
    lines: u64,
    bad_lines: u64,
}

impl Search<'_> {
    fn wants(&self, name: &str) -> bool {
        self.items.len() < MOST && self.names.contains(&fold(name))
    }

    fn properties(&self) -> impl Iterator<Item = &String> {
        let Profile { types, countries, parents, from, until, .. } = self.profile;
        [types, countries, parents, from, until].into_iter().flatten()
    }

    /// The things whose names are needed to say what the items are.
    fn linked(&self) -> BTreeSet<String> {
        let values = self.items.values().flat_map(|item| item.values.values().flatten());
        values.filter(|value| value.contains("://")).cloned().collect()
    }
}

/// Looks for the bodies in a dump.
///
/// # Errors
/// Where the file cannot be read, or is no dump.
pub fn search(path: &Path, profile: &Profile, bodies: &[&Body]) -> Result<Found, DumpError> {
    let file = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_lowercase();
    let (plain, zipped) = file.strip_suffix(".gz").map_or((file.as_str(), false), |plain| (plain, true));
    let pass = match plain.rsplit_once('.').map(|(_, ending)| ending) {
        Some("json" | "jsonl") => json::pass,
        Some("nt") => triples::pass,
        _ => return Err(DumpError::Format { path: path.to_owned() }),
    };
    let names = bodies.iter().flat_map(|body| &body.names).filter(|name| name.status != Status::Hidden);
    let mut search = Search {
        names: names.map(|name| fold(&name.text)).filter(|name| !name.is_empty()).collect(),
        profile,
        items: BTreeMap::new(),
        labels: BTreeMap::new(),
        lines: 0,
        bad_lines: 0,
    };
    for stage in [Stage::Names, Stage::Items, Stage::Labels] {
        let io = |cause| DumpError::Io { path: path.to_owned(), cause };
        let opened = File::open(path).map_err(io)?;
        let reader: Box<dyn Read> = if zipped { Box::new(MultiGzDecoder::new(opened)) } else { Box::new(opened) };
        pass(BufReader::with_capacity(1 << 18, reader), stage, &mut search).map_err(io)?;
        if stage == Stage::Names && search.bad_lines == search.lines {
            return Err(DumpError::Nothing { path: path.to_owned(), lines: search.lines });
        }
    }
    Ok(found(search, bodies))
}

/// What a pass is for. A dump in JSON has all of an item on one line, so its second pass has nothing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Which things bear one of the names.
    Names,
    /// What these are.
    Items,
    /// What the things that they are linked to are called.
    Labels,
}

fn found(search: Search<'_>, bodies: &[&Body]) -> Found {
    let Search { profile, items, labels, lines, bad_lines, .. } = search;
    let mut by_name: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    for (iri, item) in items {
        let texts = |properties: &[String]| -> Vec<String> {
            let values = properties.iter().filter_map(|property| item.values.get(property)).flatten();
            values.flat_map(|value| labels.get(value).cloned().into_iter().chain([local(value).to_owned()])).collect()
        };
        let candidate = Candidate {
            types: profile
                .types
                .iter()
                .filter_map(|property| item.values.get(property))
                .flatten()
                .filter_map(|value| labels.get(value).cloned())
                .collect(),
            countries: texts(&profile.countries),
            parents: texts(&profile.parents),
            from: texts(&profile.from).iter().find_map(|text| year(text)),
            until: texts(&profile.until).iter().find_map(|text| year(text)),
            iri,
            id: item.id,
            name: item.name,
            aliases: item.aliases,
            description: item.description,
        };
        let names: BTreeSet<String> =
            candidate.aliases.iter().chain([&candidate.name]).map(|name| fold(name)).collect();
        for name in names {
            by_name.entry(name).or_default().push(candidate.clone());
        }
    }
    let mut candidates = BTreeMap::new();
    for body in bodies {
        let names: BTreeSet<String> =
            body.names.iter().filter(|name| name.status != Status::Hidden).map(|name| fold(&name.text)).collect();
        let mut found: Vec<Candidate> = names.iter().filter_map(|name| by_name.get(name)).flatten().cloned().collect();
        found.sort_by(|one, other| one.iri.cmp(&other.iri));
        found.dedup_by(|one, other| one.iri == other.iri);
        candidates.insert(body.iri.clone(), found);
    }
    Found { candidates, lines, bad_lines }
}

/// The part of an IRI behind its last slash or number sign.
fn local(iri: &str) -> &str {
    iri.rsplit(['/', '#']).next().unwrap_or(iri)
}

/// Hands over each line; one that is longer than any of a dump is read past and handed over empty.
fn each_line(mut reader: impl BufRead, mut line: impl FnMut(&[u8])) -> io::Result<()> {
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        if reader.by_ref().take(LONGEST_LINE as u64).read_until(b'\n', &mut buffer)? == 0 {
            return Ok(());
        }
        if buffer.len() == LONGEST_LINE && !buffer.ends_with(b"\n") {
            reader.skip_until(b'\n')?;
            buffer.clear();
        }
        line(&buffer);
    }
}
