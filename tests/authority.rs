//! Laws of the authority files: each entry is whole and says what it rests on, names hold in their years, links and
//! folders are the evidenced ones.
//!
//! The files are read as plain Turtle, so that a mistake of the loader does not hide one of the data.

mod support;

use oxrdf::{NamedOrBlankNode, Term};
use oxttl::TurtleParser;
use std::collections::{BTreeMap, BTreeSet};

const BASE: &str = "https://w3id.org/gremium/id/";
const WIKIDATA: &str = "http://www.wikidata.org/entity/";
const IMK: &str = "named in the published resolutions of the IMK of 3 December 2021";

/// What is said of a subject: values by the local name of their property.
type Entry = BTreeMap<String, Vec<Term>>;

/// The entries of all authority files by IRI, those below the base of ids by what follows it: `body/bmi`.
struct Authority(BTreeMap<String, Entry>);

/// A dated name of a body: name, first day, first day no more; an open end is empty. ISO dates compare as text.
type DatedName = (String, String, String);

impl Authority {
    fn read() -> Self {
        let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
        for file in ["bodies", "evidence", "kinds", "places", "sessions", "statutes"] {
            let text = support::read(&support::path(&format!("ontology/authority/{file}.ttl")));
            for triple in TurtleParser::new().with_base_iri(BASE).unwrap().for_slice(&text) {
                let triple = triple.unwrap_or_else(|error| panic!("{file}.ttl: {error}"));
                let NamedOrBlankNode::NamedNode(subject) = &triple.subject else { panic!("{file}.ttl: a blank node") };
                let property = triple.predicate.as_str().rsplit(['/', '#']).next().unwrap().to_owned();
                entries.entry(short(subject.as_str())).or_default().entry(property).or_default().push(triple.object);
            }
        }
        Self(entries)
    }

    fn below(&self, folder: &str) -> impl Iterator<Item = (&str, &Entry)> {
        self.0.iter().filter(move |(key, _)| key.starts_with(folder)).map(|(key, entry)| (key.as_str(), entry))
    }

    fn dated_names(&self, body: &Entry) -> Vec<DatedName> {
        let nodes = things(body, "altLabel");
        let of = |node: &str, property| values(&self.0[node], property).pop().unwrap_or_default();
        nodes.iter().map(|node| (of(node, "literalForm"), of(node, "validFrom"), of(node, "validUntil"))).collect()
    }

    /// All names of a body with the years in which it bears them.
    fn names(&self, body: &Entry) -> Vec<DatedName> {
        let always = ["label", "prefLabel", "altLabel", "hiddenLabel"].into_iter().flat_map(|name| german(body, name));
        let mut names: Vec<DatedName> = always.map(|name| (name, String::new(), String::new())).collect();
        names.extend(self.dated_names(body));
        for node in things(body, "altLabel") {
            let of = |property| values(&self.0[&node], property).concat();
            names.extend(
                values(&self.0[&node], "abbreviation")
                    .into_iter()
                    .map(|name| (name, of("validFrom"), of("validUntil"))),
            );
        }
        names
    }
}

fn short(iri: &str) -> String {
    iri.strip_prefix(BASE).unwrap_or(iri).to_owned()
}

/// Literals of a property, whatever their language.
fn values(entry: &Entry, property: &str) -> Vec<String> {
    let literal = |term: &Term| match term {
        Term::Literal(literal) => Some(literal.value().to_owned()),
        _ => None,
    };
    entry.get(property).into_iter().flatten().filter_map(literal).collect()
}

/// Literals of a property that are not in English.
fn german(entry: &Entry, property: &str) -> Vec<String> {
    let literal = |term: &Term| match term {
        Term::Literal(literal) if literal.language() != Some("en") => Some(literal.value().to_owned()),
        _ => None,
    };
    entry.get(property).into_iter().flatten().filter_map(literal).collect()
}

/// Things that a property points to.
fn things(entry: &Entry, property: &str) -> Vec<String> {
    let thing = |term: &Term| match term {
        Term::NamedNode(node) => Some(short(node.as_str())),
        _ => None,
    };
    entry.get(property).into_iter().flatten().filter_map(thing).collect()
}

/// Rows of a table of facts without its head.
fn facts(name: &str) -> Vec<Vec<String>> {
    let text = support::read(&support::path(&format!("tests/data/authority/{name}.tsv")));
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn assert_none(findings: &[String]) {
    assert!(findings.is_empty(), "\n{}", findings.join("\n"));
}

fn overlap(one: &DatedName, other: &DatedName) -> bool {
    (one.2.is_empty() || one.2 > other.1) && (other.2.is_empty() || other.2 > one.1)
}

#[test]
fn entries_are_whole() {
    let authority = Authority::read();
    let mut findings = Vec::new();
    let mut check = |folder: &str, name: &str, kind: &str, least: usize| {
        let mut count = 0;
        for (key, entry) in authority.below(folder) {
            count += 1;
            let kinds = things(entry, kind);
            let kind_known =
                kinds.len() == 1 && authority.0.get(&kinds[0]).is_some_and(|kind| kind.contains_key("prefLabel"));
            let slug = key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "/-".contains(c));
            for (holds, what) in [
                (values(entry, "label").len() == 1, "not one label"),
                (kind_known, "not one kind of kinds.ttl"),
                (german(entry, name).len() == 1, "not one German name"),
                (values(entry, "source").iter().any(|source| source.len() > 5), "no source note"),
                (slug, "an IRI with signs other than a-z, 0-9 and -"),
            ] {
                if !holds {
                    findings.push(format!("{key}: {what}"));
                }
            }
        }
        assert!(count >= least, "{folder}: only {count}");
    };
    check("body/", "prefLabel", "bodyKind", 300);
    check("statute/", "title", "statuteKind", 500);
    assert_none(&findings);
}

/// Who is public says for whom it acts; only the Federation and the Union themselves act for nobody.
#[test]
fn public_bodies_act_for_someone() {
    let public = [
        "constitutional-body", "federal-ministry", "federal-agency", "land", "land-government", "land-ministry",
        "land-agency", "intelligence-service", "joint-centre", "conference", "conference-committee", "chair",
        "eu-body",
    ];
    let authority = Authority::read();
    let mut findings = Vec::new();
    for (key, entry) in authority.below("body/") {
        let kind = things(entry, "bodyKind").concat();
        let acts_for = things(entry, "jurisdiction");
        let needed =
            public.iter().any(|name| kind == format!("kind/{name}")) && !matches!(key, "body/bund" | "body/eu");
        if needed && acts_for.is_empty() || acts_for.iter().any(|body| !authority.0.contains_key(body)) {
            findings.push(format!("{key}: acts for {acts_for:?}"));
        }
    }
    assert_none(&findings);
}

/// One chair of a body in a year.
#[test]
fn chairs_are_one_a_year() {
    let authority = Authority::read();
    let mut chairs: BTreeMap<(String, String), &str> = BTreeMap::new();
    for (key, entry) in authority.below("chairmanship/") {
        let (body, year) = (things(entry, "organization").concat(), values(entry, "year").concat());
        assert!(key.ends_with(&format!("/{year}")) && authority.0.contains_key(&body), "{key}: {body} in {year}");
        assert!(["stated", "inferred"].contains(&values(entry, "grade").concat().as_str()), "{key}: no grade");
        assert!(
            !values(entry, "source").is_empty() && things(entry, "member").len() == 1,
            "{key}: no source or no member"
        );
        if let Some(other) = chairs.insert((body, year), key) {
            panic!("{key} and {other}");
        }
    }
    assert!(chairs.len() > 80, "only {} chairs", chairs.len());
}

#[test]
fn nothing_stands_below_itself() {
    let authority = Authority::read();
    let mut findings = Vec::new();
    for (key, entry) in authority.below("body/") {
        let (mut seen, mut next) = (BTreeSet::from([key.to_owned()]), things(entry, "subOrganizationOf"));
        while let Some(parent) = next.pop() {
            match authority.0.get(&parent) {
                Some(entry) if seen.insert(parent.clone()) => next.extend(things(entry, "subOrganizationOf")),
                Some(_) => findings.push(format!("{key}: its parents lead back to {parent}")),
                None => findings.push(format!("{key}: there is no {parent}")),
            }
        }
    }
    assert_none(&findings);
}

/// A name that two bodies bear in the same years names neither, unless each of them declares it; and it is declared only
/// where it is shared.
#[test]
fn names_are_shared_only_where_declared() {
    let authority = Authority::read();
    let mut bearers: BTreeMap<String, Vec<(&str, DatedName)>> = BTreeMap::new();
    for (key, entry) in authority.below("body/") {
        for name in authority.names(entry) {
            bearers.entry(name.0.clone()).or_default().push((key, name));
        }
    }
    let declares = |key: &str, name: &String| values(&authority.0[key], "sharedLabel").contains(name);
    let mut findings = Vec::new();
    for (name, bearers) in &bearers {
        for (place, (one, when)) in bearers.iter().enumerate() {
            let mut others = bearers[place + 1..].iter().filter(|(other, _)| other != one);
            if let Some((other, _)) =
                others.find(|(other, at)| overlap(when, at) && !(declares(one, name) && declares(other, name)))
            {
                findings.push(format!("{name}: {one} and {other}"));
            }
        }
    }
    for (key, entry) in authority.below("body/") {
        for name in values(entry, "sharedLabel") {
            let who: BTreeSet<&str> = bearers.get(&name).into_iter().flatten().map(|(key, _)| *key).collect();
            if !who.contains(key) || who.len() < 2 {
                findings.push(format!("{key}: {name} is declared shared, but borne by {who:?}"));
            }
        }
    }
    assert!(bearers.len() > 2_000, "only {} names", bearers.len());
    assert_none(&findings);
}

/// From October 1998 on a federal ministry has one name on each day of its being, and where it begins or ends a
/// reorganisation says so.
#[test]
fn ministries_have_one_name_at_a_time() {
    let authority = Authority::read();
    let events = |entry: &Entry, property| -> BTreeSet<String> {
        things(entry, property).iter().flat_map(|event| values(&authority.0[event], "date")).collect()
    };
    let decrees: BTreeSet<String> = authority.below("change/").flat_map(|(_, event)| values(event, "date")).collect();
    let (mut findings, mut ministries) = (Vec::new(), 0);
    for (key, entry) in authority.below("body/") {
        if things(entry, "bodyKind") != ["kind/federal-ministry"] {
            continue;
        }
        ministries += 1;
        let mut names = authority.dated_names(entry);
        names.sort_by(|one, other| one.1.cmp(&other.1));
        if names.is_empty() {
            // One name for all years.
            names.push((german(entry, "prefLabel").concat(), String::new(), String::new()));
        }
        let (begins, ends) = (events(entry, "resultedFrom"), events(entry, "changedBy"));
        let mut day = String::from("1998-10-27");
        for (name, from, until) in &names {
            if !until.is_empty() && from >= until {
                findings.push(format!("{key}: „{name}“ ends before it begins"));
            }
            let follows = *from <= day || (ends.contains(&day) || day == "1998-10-27") && begins.contains(from);
            let overlaps = day.as_str() > "1998-10-27" && *from < day;
            if !follows || overlaps {
                findings.push(format!("{key}: „{name}“ does not follow on {day}"));
            }
            if !until.is_empty() && !decrees.contains(until) {
                findings.push(format!("{key}: no reorganisation on {until}"));
            }
            day.clone_from(until);
        }
        if !day.is_empty() && !ends.contains(&day) {
            findings.push(format!("{key}: ends on {day} without successor"));
        }
    }
    assert!(ministries >= 20, "only {ministries} federal ministries");
    assert_none(&findings);
}

/// A body has one official name at a time.
#[test]
fn dated_names_follow_one_another() {
    let authority = Authority::read();
    let (mut findings, mut dated) = (Vec::new(), 0);
    for (key, entry) in authority.below("body/") {
        let mut names = authority.dated_names(entry);
        names.sort_by(|one, other| one.1.cmp(&other.1));
        dated += names.len();
        let ends = names.iter().any(|(_, from, until)| !until.is_empty() && from >= until);
        if ends || names.windows(2).any(|pair| overlap(&pair[0], &pair[1])) {
            findings.push(format!("{key}: {names:?}"));
        }
    }
    assert!(dated > 60, "only {dated} dated names");
    assert_none(&findings);
}

/// Who goes into a reorganisation says that it was changed by it, who comes out of it that it resulted from it.
#[test]
fn reorganisations_are_told_from_both_sides() {
    let authority = Authority::read();
    let pairs = |folder: &str, property: &str, turned: bool| -> BTreeSet<(String, String)> {
        let pair = |one: &str, other: String| if turned { (other, one.to_owned()) } else { (one.to_owned(), other) };
        authority
            .below(folder)
            .flat_map(|(key, entry)| things(entry, property).into_iter().map(move |thing| pair(key, thing)))
            .collect()
    };
    assert_eq!(pairs("body/", "changedBy", false), pairs("change/", "originalOrganization", true));
    assert_eq!(pairs("body/", "resultedFrom", false), pairs("change/", "resultingOrganization", true));
    for (key, event) in authority.below("change/") {
        for property in ["date", "label", "source"] {
            assert!(!values(event, property).is_empty(), "{key}: no {property}");
        }
    }
}

/// A link is one of the facts, stands at a body of that name, and its note gives the number of compilations.
#[test]
fn links_are_evidenced() {
    let authority = Authority::read();
    let facts: BTreeMap<String, Vec<String>> = facts("wikidata").into_iter().map(|row| (row[2].clone(), row)).collect();
    let (mut findings, mut linked) = (Vec::new(), BTreeMap::new());
    for (key, entry) in ["body/", "statute/", "place/", "topic/"].iter().flat_map(|folder| authority.below(folder)) {
        let links = ["exactMatch", "closeMatch"].into_iter().flat_map(|property| things(entry, property));
        let items: Vec<String> = links.filter_map(|iri| iri.strip_prefix(WIKIDATA).map(str::to_owned)).collect();
        for item in &items {
            if let Some(other) = linked.insert(item.clone(), key) {
                findings.push(format!("{item}: {key} and {other}"));
            }
            let Some([_, name, _, sources]) =
                facts.get(item).and_then(|row| <&[String; 4]>::try_from(row.as_slice()).ok())
            else {
                findings.push(format!("{key}: {item} is not evidenced"));
                continue;
            };
            let names =
                ["label", "title", "prefLabel", "altLabel"].into_iter().flat_map(|property| values(entry, property));
            if !names.chain(authority.dated_names(entry).into_iter().map(|name| name.0)).any(|other| other == *name) {
                findings.push(format!("{key}: {item} is „{name}“"));
            }
            let evidence = authority.0.get(&format!("{WIKIDATA}{item}"));
            if evidence.is_none_or(|evidence| values(evidence, "sources") != [sources.as_str()]) {
                findings.push(format!("{item}: evidence.ttl says otherwise than {sources} sources"));
            }
            let plural = if sources == "1" { "" } else { "s" };
            let note = format!("paired with the linked Wikidata item in {sources} public compilation{plural}");
            if !values(entry, "source").contains(&note) {
                findings.push(format!("{key}: says otherwise than {sources} compilations"));
            }
        }
        let marked = values(entry, "noItemKnown") == ["true"];
        if marked && (!items.is_empty() || german(entry, "note").is_empty()) {
            findings.push(format!("{key}: no item known, but linked or without a reason"));
        }
    }
    let unused: Vec<&String> = facts.keys().filter(|item| !linked.contains_key(*item)).collect();
    assert!(facts.len() == 116 && unused.is_empty(), "{} facts, unused {unused:?}", facts.len());
    assert_none(&findings);
}

#[test]
fn folders_are_the_evidenced_ones() {
    let authority = Authority::read();
    let facts: BTreeSet<(String, String)> =
        facts("statutes").into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    let ours: BTreeSet<(String, String)> = authority
        .below("statute/")
        .flat_map(|(_, entry)| values(entry, "slug").into_iter().map(|slug| (values(entry, "label").concat(), slug)))
        .collect();
    assert_eq!(ours, facts);
}

/// CELEX of an act: sector 3, year, letter of the kind, number in four digits. Numbers read `2016/679` since 2015 and in
/// directives and decisions, `168/2007` in older regulations and in decisions of Parliament and Council.
#[test]
fn celex_follows_from_kind_year_and_number() {
    let authority = Authority::read();
    let mut acts = 0;
    for (key, entry) in authority.below("statute/") {
        let (number, celex) = (values(entry, "officialNumber").concat(), values(entry, "celex").concat());
        if number.is_empty() && celex.is_empty() {
            continue;
        }
        acts += 1;
        let letter = match things(entry, "statuteKind").concat().as_str() {
            "statute-kind/eu-regulation" => 'R',
            "statute-kind/eu-directive" => 'L',
            "statute-kind/eu-decision" => 'D',
            "statute-kind/framework-decision" => 'F',
            kind => panic!("{key}: {kind} has no CELEX"),
        };
        let parts: Vec<u32> =
            number.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
        let year = |part: u32| if part < 100 { 1900 + part } else { part };
        let fits =
            |year: u32, number: u32| (1952..2100).contains(&year) && celex == format!("3{year}{letter}{number:04}");
        assert!(
            matches!(parts[..], [one, other] if fits(year(one), other) || fits(year(other), one)),
            "{key}: {number} is not {celex}"
        );
    }
    assert!(acts > 150, "only {acts} acts of the Union");
}

/// Who is said to be named in the example's resolutions has a name that stands there, inflected or not.
#[test]
fn who_is_said_to_be_named_is_named() {
    let words = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_alphanumeric());
        parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let text = words(&support::read(&support::path("examples/imk-215.md")));
    let bare = |word: &str| {
        let ends = ["en", "es", "er", "em", "e", "n", "s", "r"];
        let long = word.chars().count() > 4;
        ends.iter().filter(|_| long).find_map(|end| word.strip_suffix(end)).unwrap_or(word).to_owned()
    };
    let text: Vec<String> = text.iter().map(|word| bare(word)).collect();
    let authority = Authority::read();
    let mut findings = Vec::new();
    for (key, entry) in authority.below("body/") {
        if values(entry, "source").iter().any(|source| source.starts_with(IMK)) {
            let named = authority.names(entry).iter().any(|(name, ..)| {
                let name: Vec<String> = words(name).iter().map(|word| bare(word)).collect();
                text.windows(name.len()).any(|window| window == name)
            });
            if !named {
                findings.push(key.to_owned());
            }
        }
    }
    assert_none(&findings);
}

/// Of the bodies that the example's tables name, six in ten are linked or known to have no item.
#[test]
fn most_bodies_of_the_example_are_linked_or_known_to_have_no_item() {
    let authority = Authority::read();
    let text = support::read(&support::path("examples/imk-215.md"));
    let store = support::facts::store("imk-215", &text, &support::lexicon());
    let rows = support::facts::facts(&store, support::facts::Table::named("bodies"));
    let bodies: BTreeSet<&String> = rows.iter().map(|row| &row[2]).collect();
    let settled = |entry: &Entry| {
        entry.contains_key("closeMatch") || entry.contains_key("exactMatch") || entry.contains_key("noItemKnown")
    };
    let known: BTreeSet<String> = authority
        .below("body/")
        .filter(|(_, entry)| settled(entry))
        .flat_map(|(_, entry)| values(entry, "label"))
        .collect();
    let open: Vec<&&String> = bodies.iter().filter(|body| !known.contains(**body)).collect();
    assert!(bodies.len() > 50, "only {} bodies", bodies.len());
    assert!(open.len() * 10 <= bodies.len() * 4, "{} of {} are open: {open:?}", open.len(), bodies.len());
}
