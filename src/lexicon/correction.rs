//! Corrections: what a user's files change in the files that come before them.
//!
//! Nothing is rewritten anywhere; the statements of all files are put together anew at every start, so a correction is
//! gone when its file is.
//!
//! - A value of its own (label, full name in a language, kind, parent, …) takes the place of the one given before; a name
//!   that is replaced so still leads to the thing.
//! - `gm:notLabel "X"`: X is no name of the thing.
//! - `gm:sameAs <other>`: the thing is the other; all its names become the other's, all that points to it points there.
//! - `gm:notSameAs <other>`: they are two; the names that these files give to one are taken from the other.
//! - `gm:rejects <IRI>`: a link to that thing outside is wrong.

use super::error::Faults;
use super::export::DESCRIBED;
use super::node::is_link;
use super::turtle::{Place, Statement};
use rustc_hash::{FxHashMap, FxHashSet};

/// Properties with one value each. What a user's file says replaces what the crate says.
const SINGLE: [&str; 17] = [
    "rdfs:label", "skos:prefLabel", "eli:title", "bodyKind", "statuteKind", "slug", "celex", "chairOf", "sessionOf",
    "firstDay", "lastDay", "number", "dcterms:spatial", "validFrom", "validUntil", "skosxl:literalForm",
    "abbreviation",
];

/// Properties whose values a file gives as a whole.
const WHOLE: [&str; 2] = ["org:subOrganizationOf", "jurisdiction"];

/// Properties that name a thing.
pub(super) const NAMES: [&str; 8] = [
    "rdfs:label", "skos:prefLabel", "skos:altLabel", "skos:hiddenLabel", "membersName", "eli:title", "eli:title_short",
    "sharedLabel",
];

/// What the files say against one another.
#[derive(Default)]
struct Verbs {
    /// Subjects that a user's file speaks of.
    touched: FxHashSet<String>,
    /// What a user's file gives as the value of subject, property and language.
    replaced: FxHashMap<(String, String, String), String>,
    merged: FxHashMap<String, String>,
    /// Names that a thing does not bear, whoever says so, and names that a split takes from what the crate says.
    withdrawn: FxHashSet<(String, String)>,
    taken: FxHashSet<(String, String)>,
    rejected: FxHashSet<(String, String)>,
}

type Pair<'s> = (&'s str, &'s str, Option<Place>);

/// The statements with all corrections applied. What cannot be applied, or contradicts itself, goes to `faults`.
pub(super) fn correct<'s>(statements: Vec<Statement<'s>>, faults: &mut Faults<'_>) -> Vec<Statement<'s>> {
    let verbs = verbs(&statements, faults);
    if verbs.touched.is_empty() {
        return statements;
    }
    let dated = dated_names(&statements, &verbs.touched);
    let repeated = repeated(&statements, &verbs.touched);
    let statements = statements.into_iter().zip(repeated);
    statements
        .filter_map(|(statement, is_repeated)| {
            let mut statement = apply(statement, &verbs, &dated)?;
            statement.place = statement.place.filter(|_| !is_repeated);
            Some(statement)
        })
        .collect()
}

/// Which statements of a user's files the crate says anyway: they correct nothing. An export that is read again is made of
/// them.
fn repeated(statements: &[Statement<'_>], touched: &FxHashSet<String>) -> Vec<bool> {
    let lines: Vec<Statement<'_>> = DESCRIBED.lines().filter_map(Statement::read).collect();
    let of_crate = statements.iter().filter(|statement| statement.place.is_none()).chain(&lines);
    let known: FxHashSet<_> = of_crate.filter(|statement| touched.contains(&*statement.subject)).map(parts).collect();
    statements
        .iter()
        .map(|statement| statement.place.is_some() && (follows(statement) || known.contains(&parts(statement))))
        .collect()
}

fn parts<'s>(statement: &'s Statement<'_>) -> (&'s str, &'s str, Option<&'s str>, &'s str) {
    let Statement { subject, property, object, tag, .. } = statement;
    (subject, property, tag.as_deref(), object)
}

/// Whether an export says it besides because it follows from the rest.
fn follows(statement: &Statement<'_>) -> bool {
    statement.subject.starts_with("body/")
        && match &*statement.property {
            "skos:notation" | "skos:inScheme" | "skos:broader" => true,
            "rdf:type" => matches!(&*statement.object, "Body" | "skos:Concept"),
            _ => false,
        }
}

fn pairs<'s>(statements: &'s [Statement<'_>], property: &str) -> Vec<Pair<'s>> {
    let of = statements.iter().filter(|statement| statement.property == property);
    of.map(|statement| (&*statement.subject, &*statement.object, statement.place)).collect()
}

fn verbs(statements: &[Statement<'_>], faults: &mut Faults<'_>) -> Verbs {
    let mut verbs = Verbs::default();
    for statement in statements.iter().filter(|statement| statement.place.is_some()) {
        verbs.touched.insert(statement.subject.to_string());
        verbs.touched.extend((statement.tag.is_none()).then(|| statement.object.to_string()));
        let is_nameless = statement.tag.is_none() && NAMES.contains(&&*statement.property);
        if !is_nameless && (SINGLE.contains(&&*statement.property) || WHOLE.contains(&&*statement.property)) {
            verbs.replaced.insert(value_of(statement), statement.object.to_string());
        }
    }
    let of = |property| pairs(statements, property);
    let (same, apart, rejected, withdrawn) = (of("sameAs"), of("notSameAs"), of("rejects"), of("notLabel"));
    exist(statements, [&same, &apart], [&rejected, &withdrawn], faults);
    agree(statements, faults);
    merges(&same, &apart, &mut verbs, faults);
    for (subject, text, place) in &withdrawn {
        let given = statements.iter().find(|other| {
            other.place.is_some() && other.subject == *subject && other.object == *text && is_name(other)
        });
        if let Some(given) = given {
            let other = faults.name(given.place);
            faults.add(*place, subject, format!("„{text}“ is no name of it here, but is one in {other}"), TAKE_BACK);
        }
        withdraw(statements, (subject, text, *place), faults);
        verbs.withdrawn.insert(((*subject).to_owned(), (*text).to_owned()));
    }
    let links: Vec<&Statement<'_>> =
        statements.iter().filter(|link| link.place.is_some() && is_link(&link.property)).collect();
    for (subject, thing, place) in &rejected {
        if let Some(link) = links.iter().find(|link| link.subject == *subject && link.object == *thing) {
            let other = faults.name(link.place);
            faults.add(
                *place,
                subject,
                format!("the link to {thing} is rejected here and given in {other}"),
                TAKE_BACK,
            );
        }
        verbs.rejected.insert(((*subject).to_owned(), (*thing).to_owned()));
    }
    for (one, other, _) in apart.iter().flat_map(|(one, other, place)| [(*one, *other, place), (*other, *one, place)]) {
        for name in statements.iter().filter(|name| name.place.is_some() && name.subject == one && is_name(name)) {
            verbs.taken.insert((other.to_owned(), name.object.to_string()));
        }
    }
    verbs
}

/// A name that the thing does not bear is mistyped, or gone from the files of the crate.
fn withdraw(statements: &[Statement<'_>], (subject, text, place): Pair<'_>, faults: &mut Faults<'_>) {
    let listed = |name: &Statement<'_>| name.subject == subject && name.object == text && is_name(name);
    let form = |name: &&Statement<'_>| name.property == "skosxl:literalForm" && name.object == text;
    let dated = || {
        let names: FxHashSet<&str> = statements.iter().filter(form).map(|name| &*name.subject).collect();
        statements.iter().any(|link| link.subject == subject && names.contains(&*link.object))
    };
    if !statements.iter().any(listed) && !dated() {
        faults.add(place, subject, format!("„{text}“ is no name of it anyway"), "write the name as the files have it");
    }
}

const TAKE_BACK: &str = "take one of them back";

fn value_of(statement: &Statement<'_>) -> (String, String, String) {
    let tag = statement.tag.as_deref().filter(|tag| !tag.starts_with('^')).unwrap_or_default();
    (statement.subject.to_string(), statement.property.to_string(), tag.to_owned())
}

fn is_name(statement: &Statement<'_>) -> bool {
    statement.tag.is_some() && NAMES.contains(&&*statement.property) && statement.property != "sharedLabel"
}

/// A correction of what no file describes would silently do nothing.
fn exist(statements: &[Statement<'_>], of_bodies: [&[Pair<'_>]; 2], others: [&[Pair<'_>]; 2], faults: &mut Faults<'_>) {
    let labels = statements.iter().filter(|statement| statement.property == "rdfs:label");
    let described: FxHashSet<&str> = labels.map(|statement| &*statement.subject).collect();
    for (subject, _, place) in of_bodies.iter().chain(&others).flat_map(|pairs| pairs.iter()) {
        if !described.contains(subject) {
            faults.add(*place, subject, "a correction of what no file describes", LOOK_UP);
        }
    }
    for (subject, other, place) in of_bodies.iter().flat_map(|pairs| pairs.iter()) {
        if !described.contains(other) {
            let cause = format!("it is said to be, or not to be, {other}, which no file describes");
            faults.add(*place, subject, cause, LOOK_UP);
        }
    }
}

const LOOK_UP: &str = "look its IRI up with `gremium authority export`";

/// Two files, or two lines, that give different values where there is only one.
fn agree(statements: &[Statement<'_>], faults: &mut Faults<'_>) {
    let mut given: FxHashMap<(String, String, String), &Statement<'_>> = FxHashMap::default();
    for statement in statements.iter().filter(|statement| statement.place.is_some()) {
        let single = SINGLE.contains(&&*statement.property);
        if !single && !WHOLE.contains(&&*statement.property) {
            continue;
        }
        let first = *given.entry(value_of(statement)).or_insert(statement);
        let files = first.place.zip(statement.place).is_some_and(|(one, other)| one.file != other.file);
        if first.object != statement.object && (single || files) {
            let other = faults.name(first.place);
            let cause =
                format!("{} is „{}“ here and „{}“ in {other}", statement.property, statement.object, first.object);
            faults.add(statement.place, &statement.subject, cause, TAKE_BACK);
        }
    }
}

/// Who becomes whom, chains followed to their end.
fn merges(same: &[Pair<'_>], apart: &[Pair<'_>], verbs: &mut Verbs, faults: &mut Faults<'_>) {
    let mut direct: FxHashMap<&str, (&str, Option<Place>)> = FxHashMap::default();
    for (one, other, place) in same {
        let (target, first) = *direct.entry(one).or_insert((other, *place));
        if target != *other {
            let first = faults.name(first);
            faults.add(*place, one, format!("it is {other} here and {target} in {first}"), TAKE_BACK);
        }
    }
    for (one, _, place) in same {
        let mut target = *one;
        for _ in 0..=same.len() {
            match direct.get(target) {
                Some((next, _)) => target = next,
                None => break,
            }
        }
        if direct.contains_key(target) {
            faults.add(*place, one, "what it is said to be leads back to itself", TAKE_BACK);
            continue;
        }
        let split = apart.iter().find(|(a, b, _)| (a, b) == (one, &target) || (b, a) == (one, &target));
        if let Some((.., other)) = split {
            let other = faults.name(*other);
            faults.add(*place, one, format!("it is {target} here and not in {other}"), TAKE_BACK);
        }
        verbs.merged.insert((*one).to_owned(), target.to_owned());
    }
}

/// The words of each dated name of a touched subject, by subject and name node.
fn dated_names(statements: &[Statement<'_>], touched: &FxHashSet<String>) -> FxHashMap<String, String> {
    let names: FxHashSet<&str> = statements
        .iter()
        .filter(|link| link.property.starts_with("skosxl:") && link.tag.is_none() && touched.contains(&*link.subject))
        .map(|link| &*link.object)
        .collect();
    let forms = statements.iter().filter(|form| form.property == "skosxl:literalForm");
    forms
        .filter(|form| names.contains(&*form.subject))
        .map(|form| (form.subject.to_string(), form.object.to_string()))
        .collect()
}

fn apply<'s>(mut statement: Statement<'s>, verbs: &Verbs, dated: &FxHashMap<String, String>) -> Option<Statement<'s>> {
    let of_user = statement.place.is_some();
    if verbs.touched.contains(&*statement.subject) {
        let name = if is_name(&statement) {
            Some(&*statement.object)
        } else {
            dated.get(&*statement.object).map(String::as_str)
        };
        if let Some(name) = name {
            let name = (statement.subject.to_string(), name.to_owned());
            if verbs.withdrawn.contains(&name) || (!of_user && verbs.taken.contains(&name)) {
                return None;
            }
        }
        if !of_user && let Some(value) = verbs.replaced.get(&value_of(&statement)) {
            if !is_name(&statement) || *value == statement.object {
                return None;
            }
            // Texts that use the old name still mean the thing.
            statement.property = "skos:hiddenLabel".into();
        }
        let link = is_link(&statement.property) || statement.property == "owl:annotatedTarget";
        if link && verbs.rejected.contains(&(statement.subject.to_string(), statement.object.to_string())) {
            return None;
        }
    }
    if statement.tag.is_none()
        && statement.property != "sameAs"
        && let Some(target) = verbs.merged.get(&*statement.object)
    {
        statement.object = target.clone().into();
    }
    if let Some(target) = verbs.merged.get(&*statement.subject) {
        if statement.property == "sameAs" {
            (statement.property, statement.object) = ("dcterms:replaces".into(), statement.subject);
        } else if is_name(&statement) && !matches!(&*statement.property, "skos:hiddenLabel" | "membersName") {
            statement.property = "skos:altLabel".into();
        } else if SINGLE.contains(&&*statement.property)
            || WHOLE.contains(&&*statement.property)
            || statement.property == "rdf:type"
        {
            return None;
        }
        statement.subject = target.clone().into();
    }
    // A part that became its whole is no part of itself.
    (statement.tag.is_some() || statement.subject != statement.object).then_some(statement)
}
