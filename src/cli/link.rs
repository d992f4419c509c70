use super::input::{self, Settings};
use super::{Outcome, output};
use anyhow::{Context, Result, bail};
use gremium::client::Limits;
use gremium::graph::Syntax;
use gremium::link::advice::Profile;
use gremium::link::cache::Cache;
use gremium::link::score::Strength;
use gremium::link::service::Service;
use gremium::link::{Advice, Body, Directory, Proposal, dump, proposal, review};
use gremium::store::Store;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// File of the user's lexicon that holds the decisions.
const DECISIONS: &str = "links.ttl";

/// Propose links to authority files elsewhere, for a person to accept or reject
///
/// Looks for the bodies that are not linked yet: all of the authority file, or those that documents name. Nothing becomes
/// a fact by it: the table has a column `decision`, to be filled with accept, close or reject and read back with --accept.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gremium link examples/imk-215.md --out proposals.csv
  gremium link --service http://127.0.0.1:5000/reconcile --property country=land --property type=art --out proposals.csv
  gremium link --dump wikidata.json.gz --graph proposals.ttl --out proposals.csv
  gremium link --accept proposals.csv --lexicon my-lexicon

Without --service and --dump the names go to the public reconciliation service for Wikidata, in German:
https://wikidata.reconci.link/de/api")]
pub struct Args {
    /// Documents whose bodies to look for: files, folders, or - for standard input; without any, all of the authority file
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Address of a service that speaks the Reconciliation Service API 0.2
    #[arg(long, value_name = "URL", conflicts_with = "dump")]
    service: Option<String>,
    /// Local dump of items: JSON as of Wikidata, or N-Triples; may be gzipped
    #[arg(long, value_name = "FILE")]
    dump: Option<PathBuf>,
    /// Table to write; without it, standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write the proposals as a graph too: .nq, .ttl, .trig or .jsonld
    #[arg(long, value_name = "FILE")]
    graph: Option<PathBuf>,
    /// Look for bodies that are linked already too, and for those of which nothing is expected elsewhere
    #[arg(long)]
    all: bool,
    /// How the service or dump names a property: type, country, parent, from, until, alias or description
    #[arg(long = "property", value_name = "WHAT=ID", value_parser = pair)]
    properties: Vec<(String, String)>,
    /// Type to ask for where the body is of a kind: federal-ministry=ID
    #[arg(long = "type", value_name = "KIND=ID", value_parser = pair)]
    types: Vec<(String, String)>,
    /// Folder that keeps answers, so that an interrupted run goes on; without it, in the user's cache
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Ask anew and keep nothing
    #[arg(long, conflicts_with = "cache")]
    no_cache: bool,
    /// Seconds that a request may take
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,
    /// How often a request that failed is tried again
    #[arg(long, value_name = "NUMBER", default_value_t = 4, value_parser = clap::value_parser!(u32).range(0..=20))]
    retries: u32,
    /// Milliseconds between two requests
    #[arg(long, value_name = "MS", default_value_t = 200)]
    pause: u64,
    /// Write what was decided in this table into links.ttl in the --lexicon folder
    #[arg(long, value_name = "TABLE", conflicts_with_all = ["files", "service", "dump", "out", "graph"], requires = "lexicon")]
    accept: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
}

fn pair(text: &str) -> Result<(String, String), String> {
    text.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())).ok_or_else(|| "no = in it".to_owned())
}

pub fn run(args: &Args) -> Result<Outcome> {
    if let (Some(table), Some(folder)) = (&args.accept, &args.settings.lexicon) {
        return accept(table, folder, &args.settings.base);
    }
    let base = &args.settings.base;
    let directory = Directory::of(&Store::new(&args.settings.authority_graph()?)?)?;
    let (named, mut outcome) = named(args)?;
    let advice = Advice::embedded(base);
    let wanted: Vec<&Body> =
        directory.bodies.values().filter(|body| wanted(body, named.as_ref(), args.all, &advice)).collect();
    let profile = profile(args, &advice)?;
    let source = args.dump.as_deref().map_or_else(|| profile.address.clone(), |dump| dump.display().to_string());
    input::say(format_args!("looking for {} bodies in {source}", wanted.len()));
    let (candidates, failures) = match &args.dump {
        Some(dump) => from_dump(dump, &profile, &wanted)?,
        None => from_service(args, profile, &wanted, &directory, &advice)?,
    };
    let none = Vec::new();
    let mut proposals: Vec<Proposal> = wanted
        .iter()
        .flat_map(|body| proposal::propose(body, candidates.get(&body.iri).unwrap_or(&none), &directory, &advice))
        .collect();
    proposal::demote_shared(&mut proposals);
    output::write(args.out.as_deref(), |out| review::write_table(&proposals, out))?;
    if let Some(path) = &args.graph {
        let graph = proposal::graph(&proposals, &source, base);
        output::write(Some(path), |out| graph.write(syntax(path), out))?;
    }
    let strong = proposals.iter().filter(|proposal| proposal.strength == Strength::Strong).count();
    let bodies: BTreeSet<&String> = proposals.iter().map(|proposal| &proposal.body).collect();
    input::say(format_args!("{} proposals for {} bodies, {strong} of them strong", proposals.len(), bodies.len()));
    if !failures.is_empty() {
        report(&failures);
        outcome = Outcome::Findings;
    }
    Ok(outcome)
}

/// The bodies that the documents name, if any were given.
fn named(args: &Args) -> Result<(Option<BTreeSet<String>>, Outcome)> {
    if args.files.is_empty() {
        return Ok((None, Outcome::Clean));
    }
    let corpus = input::corpus(&args.files, &args.settings)?;
    let directory = Directory::of(&Store::new(&corpus.graph)?)?;
    Ok((Some(directory.bodies.into_keys().collect()), corpus.outcome))
}

fn wanted(body: &Body, named: Option<&BTreeSet<String>>, all: bool, advice: &Advice) -> bool {
    let open = all || (body.links.is_empty() && !body.searched && !advice.expects_nothing(body));
    open && named.is_none_or(|named| named.contains(&body.iri))
}

fn profile(args: &Args, advice: &Advice) -> Result<Profile> {
    let usual = advice.usual_service().unwrap_or_default();
    let mut profile = advice.profile(args.service.as_deref().unwrap_or(usual));
    for (what, id) in &args.properties {
        let place = match what.as_str() {
            "type" => &mut profile.types,
            "country" => &mut profile.countries,
            "parent" => &mut profile.parents,
            "from" => &mut profile.from,
            "until" => &mut profile.until,
            "alias" => &mut profile.aliases,
            "description" => &mut profile.description,
            _ => bail!("--property {what}: none of type, country, parent, from, until, alias, description"),
        };
        place.push(id.clone());
    }
    profile.kinds =
        args.types.iter().map(|(kind, id)| (format!("{}kind/{kind}", args.settings.base), id.clone())).collect();
    Ok(profile)
}

/// Candidates by IRI of the body, and what could not be asked for.
type Offer = (BTreeMap<String, Vec<gremium::link::Candidate>>, Vec<(String, String)>);

fn from_dump(path: &Path, profile: &Profile, wanted: &[&Body]) -> Result<Offer> {
    let found = dump::search(path, profile, wanted)?;
    let mut failures = Vec::new();
    if found.bad_lines > 0 {
        let cause = format!("{} of {} lines could not be read", found.bad_lines, found.lines);
        failures.push((path.display().to_string(), cause));
    }
    Ok((found.candidates, failures))
}

fn from_service(
    args: &Args,
    profile: Profile,
    wanted: &[&Body],
    directory: &Directory,
    advice: &Advice,
) -> Result<Offer> {
    let limits = Limits {
        time: Duration::from_secs(args.timeout),
        retries: args.retries,
        pause: Duration::from_millis(args.pause),
        ..Limits::default()
    };
    let cache = if args.no_cache { None } else { args.cache.clone().or_else(usual_cache) };
    let cache = match &cache {
        Some(folder) => {
            Some(Cache::open(folder).with_context(|| format!("cannot keep answers in {}", folder.display()))?)
        }
        None => None,
    };
    let offer = Service::open(profile, limits, cache)?.offer(wanted, directory, advice);
    Ok((offer.candidates, offer.failures))
}

/// Where programs of this user keep what they can do without.
fn usual_cache() -> Option<PathBuf> {
    let home = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache"));
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    Some(cache.or_else(home)?.join("gremium/link"))
}

fn syntax(path: &Path) -> Syntax {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("ttl") => Syntax::Turtle,
        Some("trig") => Syntax::TriG,
        Some("jsonld") => Syntax::JsonLd,
        _ => Syntax::NQuads,
    }
}

/// One line for each cause, with those whom it struck.
fn report(failures: &[(String, String)]) {
    let mut by_cause: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (label, cause) in failures {
        by_cause.entry(cause).or_default().insert(label);
    }
    for (cause, labels) in by_cause {
        let labels: Vec<&str> = labels.into_iter().collect();
        input::say(format_args!("error: {cause}: {}", labels.join(", ")));
    }
}

fn accept(table: &Path, folder: &Path, base: &str) -> Result<Outcome> {
    let text = fs::read_to_string(table).with_context(|| format!("cannot read {}", table.display()))?;
    let made = review::read_table(&table.display().to_string(), &text)?;
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let path = folder.join(DECISIONS);
    let mut decisions = match fs::File::open(&path) {
        Ok(file) => review::read_decisions(&path.display().to_string(), std::io::BufReader::new(file), base)?,
        Err(error) if error.kind() == ErrorKind::NotFound => BTreeMap::new(),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    let mut new = 0;
    for ((body, item), decision) in made {
        match decisions.insert((body.clone(), item.clone()), decision) {
            Some(before) if before == decision => {}
            Some(_) => input::say(format_args!("<{body}> and <{item}>: the table replaces what was decided before")),
            None => new += 1,
        }
    }
    output::write(Some(&path), |out| review::write_decisions(&decisions, out))?;
    input::say(format_args!("{}: {} decisions, {new} of them new", path.display(), decisions.len()));
    Ok(Outcome::Clean)
}
