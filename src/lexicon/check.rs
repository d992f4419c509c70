//! What the parser cannot see: names that two bodies bear at once, circles of parents, days that are none.

mod unknown;

pub(super) use unknown::unknown;

use super::error::Faults;
use super::node::Node;
use super::turtle::Place;
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

/// Reports what is wrong with the things that the files describe.
pub(super) fn check(nodes: &[Node<'_>], faults: &mut Faults<'_>) {
    let by_key: FxHashMap<&str, &Node<'_>> = nodes.iter().map(|node| (node.key, node)).collect();
    for node in nodes {
        dates(node, faults);
        pointers(node, &by_key, faults);
        circle(node, &by_key, faults);
        if node.is_a("ActKind") {
            examples(node, faults);
        }
    }
    clashes(nodes, &by_key, faults);
}

fn dates(node: &Node<'_>, faults: &mut Faults<'_>) {
    for (first, last) in [("validFrom", "validUntil"), ("firstDay", "lastDay")] {
        for statement in [first, last].iter().flat_map(|property| node.of(property)) {
            if statement.object.parse::<Date>().is_err() {
                let cause = format!("{} is no day: „{}“", statement.property, statement.object);
                faults.add(statement.place, node.key, cause, "write a day of the calendar as 2021-12-08");
            }
        }
        let day = |property| node.texts(property).find_map(|text| text.parse::<Date>().ok());
        let empty = day(first)
            .zip(day(last))
            .is_some_and(|(from, until)| if first == "validFrom" { until <= from } else { until < from });
        if empty {
            let place = node.of(last).find_map(|statement| statement.place);
            faults.add(place, node.key, format!("{last} is before {first}"), "a period ends after it begins");
        }
    }
}

/// What a user's file points to is described somewhere.
fn pointers(node: &Node<'_>, by_key: &FxHashMap<&str, &Node<'_>>, faults: &mut Faults<'_>) {
    const POINTERS: [&str; 8] = [
        "org:subOrganizationOf", "chairOf", "sessionOf", "bodyKind", "statuteKind", "dcterms:spatial",
        "skosxl:altLabel", "skosxl:prefLabel",
    ];
    for statement in POINTERS.iter().flat_map(|property| node.of(property)) {
        if statement.place.is_some() && statement.tag.is_none() && !by_key.contains_key(&*statement.object) {
            let cause = format!("{} is {}, which no file describes", statement.property, statement.object);
            faults.add(statement.place, node.key, cause, "describe it, or correct the IRI");
        }
    }
}

/// A circle of parents is reported once, at the first of its members.
fn circle(node: &Node<'_>, by_key: &FxHashMap<&str, &Node<'_>>, faults: &mut Faults<'_>) {
    for property in ["org:subOrganizationOf", "chairOf"] {
        let mut way = vec![node.key];
        let mut here = node;
        while let Some(parent) = here.things(property).next() {
            if parent == node.key {
                if way.iter().all(|other| *other >= node.key) {
                    let place = way
                        .iter()
                        .filter_map(|key| by_key.get(key))
                        .flat_map(|member| member.of(property))
                        .filter_map(|statement| statement.place)
                        .min();
                    way.push(parent);
                    let cause = format!("a circle of {property}: {}", way.join(" → "));
                    faults.add(place, node.key, cause, "a body stands below itself; correct one of the parents");
                }
                break;
            }
            // A way that runs into somebody else's circle ends here.
            if way.contains(&parent) {
                break;
            }
            way.push(parent);
            match by_key.get(parent) {
                Some(next) => here = next,
                None => break,
            }
        }
    }
}

fn examples(node: &Node<'_>, faults: &mut Faults<'_>) {
    if node.texts("skos:example").count() < 2 || node.texts("counterExample").next().is_none() {
        let cause = "an example is missing";
        faults.add(node.place(), node.key, cause, "give two sentences as skos:example and one as gm:counterExample");
    }
}

/// A name, and when it is one: the body, the days, the line.
struct Bearer<'s> {
    body: &'s str,
    from: Option<Date>,
    until: Option<Date>,
    place: Option<Place>,
}

impl Bearer<'_> {
    fn meets(&self, other: &Self) -> bool {
        let before =
            |until: Option<Date>, from: Option<Date>| until.zip(from).is_some_and(|(until, from)| until <= from);
        !before(self.until, other.from) && !before(other.until, self.from)
    }
}

/// Two bodies that bear one name in the same days and do not say so.
fn clashes(nodes: &[Node<'_>], by_key: &FxHashMap<&str, &Node<'_>>, faults: &mut Faults<'_>) {
    let mut names: Vec<(&str, Vec<Bearer<'_>>)> = Vec::new();
    let mut position: FxHashMap<&str, usize> = FxHashMap::default();
    let mut add = |name, bearer| {
        let at = *position.entry(name).or_insert_with(|| {
            names.push((name, Vec::new()));
            names.len() - 1
        });
        if let Some((_, bearers)) = names.get_mut(at) {
            bearers.push(bearer);
        }
    };
    let mut shared: FxHashSet<(&str, &str)> = FxHashSet::default();
    for node in nodes.iter().filter(|node| node.key.starts_with("body/")) {
        shared.extend(node.texts("sharedLabel").map(|name| (node.key, name)));
        for property in ["rdfs:label", "skos:prefLabel", "skos:altLabel", "skos:hiddenLabel"] {
            for name in node.of(property).filter(|name| name.tag.as_deref().is_some_and(|tag| tag != "en")) {
                add(&*name.object, Bearer { body: node.key, from: None, until: None, place: name.place });
            }
        }
        let dated = ["skosxl:prefLabel", "skosxl:altLabel", "skosxl:hiddenLabel"];
        for name in dated.iter().flat_map(|property| node.things(property)).filter_map(|key| by_key.get(key)) {
            let day = |property| name.texts(property).find_map(|text| text.parse().ok());
            for text in ["skosxl:literalForm", "abbreviation"].iter().flat_map(|property| name.texts(property)) {
                let (from, until) = (day("validFrom"), day("validUntil"));
                add(text, Bearer { body: node.key, from, until, place: name.place() });
            }
        }
    }
    for (name, bearers) in &names {
        for (at, one) in bearers.iter().enumerate() {
            // What the crate holds alone is for the tests of the crate.
            let clash = bearers.iter().skip(at + 1).find(|other| {
                let declared = shared.contains(&(one.body, name)) && shared.contains(&(other.body, name));
                other.body != one.body && !declared && one.meets(other) && one.place.max(other.place).is_some()
            });
            if let Some(other) = clash {
                // Of the two lines the later is the one that brought it about.
                let (late, early) = if one.place > other.place { (one, other) } else { (other, one) };
                let cause = format!("„{name}“ is a name of {} too, in the same years", early.body);
                faults.add(
                    late.place,
                    late.body,
                    cause,
                    "if they are two, say gm:sharedLabel of both; if one, gm:sameAs",
                );
                break;
            }
        }
    }
}
