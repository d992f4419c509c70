//! What there is in a graph, in the order in which pages list it.

use super::Room;
use super::facts::Node;
use super::search::{Entry, Kind};
use crate::vocab::{dcterms, gm};
use std::cmp::Reverse;

/// Lists that have a page, and the question whose answer they are.
pub const LISTS: [(&str, &str); 6] = [
    (
        "sessions",
        "SELECT DISTINCT ?thing ?name WHERE {\n  ?item a gm:AgendaItem ; gm:inSession ?thing .\n  ?thing a gm:Session ; rdfs:label ?name .\n}",
    ),
    ("bodies", "SELECT ?thing ?name WHERE {\n  ?thing a gm:Body ; rdfs:label ?name .\n}"),
    (
        "mandates",
        "SELECT ?thing ?actor ?kind ?addressee ?deadline WHERE {\n  ?thing a gm:Act ; gm:modality \"asserted\" ; gm:kind ?kind ;\n    \
         gm:addressee ?addressee ; gm:deadline ?deadline .\n  OPTIONAL { ?thing gm:actor ?actor }\n}",
    ),
    (
        "reports",
        "SELECT ?thing ?title WHERE {\n  ?thing a gm:ReportMention .\n  OPTIONAL { ?thing gm:denotes/dcterms:title ?title }\n}",
    ),
    ("statutes", "SELECT ?thing ?name WHERE {\n  ?thing a gm:Statute ; rdfs:label ?name .\n}"),
    ("start", "SELECT DISTINCT ?class WHERE {\n  ?thing a ?class .\n}"),
];

#[derive(Debug, Default)]
pub struct Lists {
    /// Sessions whose resolutions are here, the latest first.
    pub sessions: Vec<Node>,
    /// Agenda items that are here, by session.
    pub items: Vec<Node>,
    /// Sessions and items that resolutions refer to and that are not here.
    pub stubs: Vec<Node>,
    /// By label.
    pub bodies: Vec<Node>,
    pub statutes: Vec<Node>,
    /// Acts that ask somebody for something by a deadline, the earliest first, those without a known day last.
    pub mandates: Vec<Node>,
    /// Mentions of reports, in the order of the documents.
    pub reports: Vec<Node>,
    /// What can be searched.
    pub entries: Vec<Entry>,
}

impl Lists {
    pub fn new(room: &Room) -> Self {
        let facts = &room.facts;
        let by_label = |class| {
            let mut nodes: Vec<Node> = facts.instances(class).filter(|node| room.path(*node).is_some()).collect();
            nodes.sort_by_cached_key(|node| (super::search::fold(room.label(*node)), room.label(*node).to_owned()));
            nodes
        };
        let mut sessions: Vec<Node> = facts.instances(gm::SESSION).collect();
        sessions
            .retain(|session| facts.subjects(gm::IN_SESSION, *session).any(|node| facts.is_a(node, gm::AGENDA_ITEM)));
        sessions.sort_by_cached_key(|node| {
            (Reverse(room.session_day(*node).unwrap_or_default().to_owned()), room.label(*node).to_owned())
        });
        let mut items: Vec<Node> = facts.instances(gm::AGENDA_ITEM).collect();
        items.sort_by_cached_key(|node| {
            (Reverse(room.day(*node).to_owned()), facts.object(*node, gm::IN_SESSION), room.order(*node))
        });
        let mut mandates: Vec<Node> = facts.instances(gm::ACT).collect();
        mandates.retain(|act| {
            room.is_asserted(*act)
                && facts.object(*act, gm::DEADLINE).is_some()
                && facts.object(*act, gm::ADDRESSEE).is_some()
        });
        let place = |node: Node| {
            let item = room.place(node).map(|(item, _)| item);
            (item.map(|item| room.day(item).to_owned()), item, room.order(node))
        };
        mandates.sort_by_cached_key(|act| {
            let latest = room.latest(*act);
            (latest.is_empty(), latest, place(*act))
        });
        let mut reports: Vec<Node> = facts.instances(gm::REPORT_MENTION).collect();
        reports.sort_by_cached_key(|mention| {
            let point = facts.object(*mention, gm::IN_POINT);
            let item = point.and_then(|point| facts.object(point, gm::IN_ITEM));
            let start = facts.number(*mention, crate::vocab::oa::START);
            (Reverse(item.map(|item| room.day(item).to_owned())), item, start)
        });
        let mut lists = Self {
            sessions,
            items,
            bodies: by_label(gm::BODY_CLASS),
            statutes: by_label(gm::STATUTE),
            mandates,
            reports,
            ..Self::default()
        };
        lists.stubs = lists.find_stubs(room);
        lists.entries = lists.find_entries(room);
        lists
    }

    /// The list that is called so.
    pub fn named(&self, name: &str) -> Option<&[Node]> {
        match name {
            "start" | "sessions" => Some(&self.sessions),
            "bodies" => Some(&self.bodies),
            "mandates" => Some(&self.mandates),
            "reports" => Some(&self.reports),
            "statutes" => Some(&self.statutes),
            _ => None,
        }
    }

    /// The body of that label.
    pub fn body_named(&self, room: &Room, label: &str) -> Option<Node> {
        let key = (super::search::fold(label), label);
        let key_of = |body: &Node| {
            let label = room.label(*body);
            (super::search::fold(label), label)
        };
        let at = self.bodies.binary_search_by(|body| key_of(body).cmp(&key)).ok()?;
        self.bodies.get(at).copied()
    }

    /// Everything that has a page of its own.
    pub fn things(&self) -> impl Iterator<Item = Node> + Clone + '_ {
        let lists = [&self.sessions, &self.items, &self.stubs, &self.bodies, &self.statutes];
        lists.into_iter().flatten().copied()
    }

    fn find_stubs(&self, room: &Room) -> Vec<Node> {
        let facts = &room.facts;
        let mut stubs: Vec<Node> = facts
            .instances(gm::REFERENCE)
            .flat_map(|reference| facts.objects(reference, gm::DENOTES))
            .flat_map(|target| [Some(target), facts.object(target, gm::IN_SESSION)])
            .chain(facts.instances(gm::ACT).map(|act| facts.object(act, gm::DUE_SESSION)))
            .flatten()
            .filter(|node| {
                room.path(*node).is_some_and(|path| path.starts_with("item/") || path.starts_with("session/"))
            })
            .filter(|node| !facts.is_a(*node, gm::AGENDA_ITEM) && !self.sessions.contains(node))
            .collect();
        stubs.sort_unstable();
        stubs.dedup();
        stubs
    }

    fn find_entries(&self, room: &Room) -> Vec<Entry> {
        let facts = &room.facts;
        let mut entries = Vec::new();
        for (kind, nodes) in [
            (Kind::Body, &self.bodies),
            (Kind::Statute, &self.statutes),
            (Kind::Item, &self.items),
            (Kind::Session, &self.sessions),
        ] {
            entries.extend(nodes.iter().map(|node| Entry::new(kind, *node, &room.all_names(*node))));
        }
        for mention in &self.reports {
            let report = facts.object(*mention, gm::DENOTES);
            let title = report.and_then(|report| facts.value(report, dcterms::TITLE));
            entries.extend(title.map(|title| Entry::new(Kind::Report, *mention, &[title])));
        }
        entries
    }
}
