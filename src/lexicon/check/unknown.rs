//! What a user's files say in words that nothing reads: a slip of the pen would otherwise silently do nothing.

use crate::lexicon::correction::NAMES;
use crate::lexicon::error::Faults;
use crate::lexicon::node::is_link;
use crate::lexicon::turtle::Statement;
use crate::likeness::nearest;
use rustc_hash::FxHashSet;

/// The properties of the files of the crate, and below what their things stand. The build script makes it.
static WORDS: &str = include_str!(concat!(env!("OUT_DIR"), "/words.tsv"));

/// Names of vocabularies of others that the files of the crate may have no use for.
const VOCABULARIES: [(&str, &str); 3] = [
    (
        "skos",
        "prefLabel altLabel hiddenLabel notation note changeNote definition editorialNote example historyNote scopeNote \
         semanticRelation broader narrower related broaderTransitive narrowerTransitive inScheme hasTopConcept topConceptOf \
         member memberList mappingRelation closeMatch exactMatch broadMatch narrowMatch relatedMatch",
    ),
    ("skosxl", "prefLabel altLabel hiddenLabel literalForm labelRelation"),
    (
        "org",
        "subOrganizationOf transitiveSubOrganizationOf hasSubOrganization purpose hasUnit unitOf classification identifier \
         linkedTo memberOf hasMember reportsTo member organization memberDuring role hasMembership hasPost postIn heldBy holds \
         remuneration roleProperty headOf siteAddress hasSite siteOf hasPrimarySite hasRegisteredSite basedAt location \
         originalOrganization changedBy resultedFrom resultingOrganization",
    ),
];

/// Properties of corrections, which the files of the crate do not need themselves.
const CORRECTIONS: [&str; 5] = ["sameAs", "notSameAs", "rejects", "notLabel", "sharedLabel"];

/// Properties that lead to a thing, besides links.
const POINTERS: [&str; 9] = [
    "org:subOrganizationOf", "jurisdiction", "chairOf", "sessionOf", "bodyKind", "statuteKind", "sameAs", "notSameAs",
    "rejects",
];

const SPELLING: &str = "correct its spelling; what nothing reads would do nothing";

/// Reports properties and places of things that neither the files of the crate nor the vocabularies know, texts in the place
/// of IRIs, and the other way round.
pub fn unknown(statements: &[Statement<'_>], faults: &mut Faults<'_>) {
    let known = |kind: &'static str| WORDS.lines().filter_map(move |line| line.strip_prefix(kind)?.strip_prefix('\t'));
    let properties: FxHashSet<&str> = known("property").chain(CORRECTIONS).collect();
    let folders: FxHashSet<&str> = known("folder").chain(["link"]).collect();
    for statement in statements.iter().filter(|statement| statement.place.is_some()) {
        let Statement { subject, property, object, tag, place } = statement;
        let mut wrong = |cause: String, remedy| faults.add(*place, subject, cause, remedy);
        if !properties.contains(&**property) && !is_of_others(property) {
            let like = nearest(property, properties.iter().copied()).first().map(|name| shown(name));
            wrong(format!("there is no property {}{}", shown(property), but(like)), SPELLING);
        }
        if let Some(folder) = folder(subject).filter(|folder| !folders.contains(folder)) {
            let like = nearest(folder, folders.iter().copied()).first().map(|name| format!("{name}/"));
            wrong(format!("nothing is read from below {folder}/{}", but(like)), SPELLING);
        } else if subject.contains(':') && matches!(&**property, "bodyKind" | "statuteKind") {
            let cause = "a body or statute of its own whose IRI lies elsewhere".to_owned();
            wrong(cause, "give it an IRI below the base (<body/…>, <statute/…>) and say skos:exactMatch of this one");
        }
        if tag.is_some() && (is_link(property) || POINTERS.contains(&&**property)) {
            wrong(format!("{} is a text, „{object}“", shown(property)), "write the IRI of a thing: <body/bmi>");
        } else if tag.is_none() && (NAMES.contains(&&**property) || *property == "notLabel") {
            wrong(format!("{} is an IRI, {object}", shown(property)), "write a name in quotes");
        }
    }
}

/// The first part of the path of a thing below the base.
fn folder(subject: &str) -> Option<&str> {
    subject.split_once('/').map(|(folder, _)| folder).filter(|folder| !folder.contains(':'))
}

/// Whether a property that the files of the crate do not use is one of a vocabulary of others.
fn is_of_others(property: &str) -> bool {
    property.split_once(':').is_some_and(|(prefix, name)| {
        let vocabulary = VOCABULARIES.iter().find(|(known, _)| *known == prefix);
        vocabulary.is_none_or(|(_, names)| names.split_ascii_whitespace().any(|known| known == name))
    })
}

fn shown(property: &str) -> String {
    if property.contains(':') { property.to_owned() } else { format!("gm:{property}") }
}

fn but(like: Option<String>) -> String {
    like.map(|name| format!(", but there is {name}")).unwrap_or_default()
}
