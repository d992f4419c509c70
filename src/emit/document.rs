//! The document, its sitting, its agenda items and points.

use super::{Emission, Point, iri};
use crate::graph::TermId;
use crate::mention::Body;
use crate::structure::{AgendaItem, Label};
use crate::text::Span;
use crate::vocab::{dcterms, gm, prov, rdf, rdfs, xsd};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// Node, path and label of each item, and the node of its resolution.
struct Item {
    node: TermId,
    path: String,
    label: String,
    number: TermId,
    resolution: Option<TermId>,
}

impl Emission<'_> {
    pub(super) fn document(&mut self) {
        self.source_of_document();
        let session = self.own_session();
        let mut seen = Seen::default();
        let reading = self.reading;
        let items: Vec<Item> =
            (0u32..).zip(&reading.items).map(|(order, item)| self.item(order, item, session, &mut seen)).collect();
        for (order, passage) in (0u32..).zip(&reading.passages) {
            let node = self.passage(order, passage.label, passage.span, items.get(passage.item as usize));
            self.points.push(Point { node, item: passage.item, mentions: 0, acts: 0, flows: 0 });
        }
        for (item, emitted) in reading.items.iter().zip(&items) {
            self.notes(item, emitted);
        }
    }

    fn source_of_document(&mut self) {
        let (document, source) = (self.name, self.source);
        self.link(document, rdf::TYPE, gm::DOCUMENT);
        let file = source.name.rsplit(['/', '\\']).next().unwrap_or(&source.name);
        self.text(document, gm::FILE_NAME, file);
        self.text(document, gm::TOOL_VERSION, env!("CARGO_PKG_VERSION"));
        let bytes = self.id(&["source/", &source.digest]);
        self.say(document, prov::WAS_DERIVED_FROM, bytes);
        self.text(bytes, gm::SHA256, &source.digest);
    }

    fn own_session(&mut self) -> Option<TermId> {
        let heading = &self.reading.session;
        let conference = self.conference()?;
        let path = self.session.clone()?;
        let node = self.session(conference, &path);
        let document = self.name;
        self.say(document, gm::IN_SESSION, node);
        self.link(node, rdf::TYPE, gm::SESSION);
        if !heading.span.is_empty() {
            let evidence = self.evidence(heading.span);
            self.say(node, gm::EVIDENCE, evidence);
        }
        if let Some(record) = iri::session_record(self.lexicon, conference, heading.number, heading.when) {
            let days = (record.first, record.last);
            self.sitting(node, record.number, days, record.place.as_deref());
            if let Some(grade) = &record.grade {
                self.text(node, gm::GRADE, grade);
            }
            if let Some(location) = &record.location {
                let place = self.listed(&location.key);
                self.say(node, dcterms::SPATIAL, place);
                self.link(place, rdf::TYPE, dcterms::LOCATION);
                self.text(place, rdfs::LABEL, &location.label);
                self.outward(place, &location.key, &location.links);
            }
        } else {
            let days = heading.when.map_or((None, None), |when| (when.first_day(), when.last_day()));
            self.sitting(node, heading.number, days, heading.place.as_deref());
        }
        Some(node)
    }

    /// A sitting of this or another body: what its path says. The rest stands in the graph of its own collection.
    pub(super) fn session(&mut self, body: &Body, path: &str) -> TermId {
        let node = self.id(&["session/", path]);
        let holder = self.body_node(body);
        self.say(node, gm::SESSION_OF, holder);
        let label = self.session_label(body, path);
        self.text(node, rdfs::LABEL, &label);
        node
    }

    fn sitting(&mut self, node: TermId, number: Option<u32>, days: (Option<Date>, Option<Date>), place: Option<&str>) {
        if let Some(number) = number {
            self.count(node, gm::NUMBER, number);
        }
        for (property, day) in [(gm::FIRST_DAY, days.0), (gm::LAST_DAY, days.1)] {
            if let Some(day) = day {
                self.typed(node, property, &day.to_string(), xsd::DATE);
            }
        }
        if let Some(place) = place {
            self.text(node, gm::PLACE, place);
        }
    }

    fn item(&mut self, order: u32, item: &AgendaItem, session: Option<TermId>, seen: &mut Seen) -> Item {
        let conference = self.conference();
        // A collection of several sittings dates each item.
        let own = conference.zip(item.when).and_then(|(body, when)| iri::session(self.lexicon, body, None, Some(when)));
        let (session, session_path) = match (own, conference) {
            (Some(path), Some(body)) => (Some(self.session(body, &path)), path),
            _ => (session, self.path.clone()),
        };
        let path = seen.once(iri::item(&session_path, &item.number));
        let label = self.item_label(conference, &session_path, &item.number);
        let node = self.id(&["item/", &path]);
        self.link(node, rdf::TYPE, gm::AGENDA_ITEM);
        let number = self.graph.string(&item.number);
        self.say(node, gm::TOP, number);
        self.text(node, rdfs::LABEL, &label);
        self.count(node, gm::ORDER, order);
        if let Some(session) = session {
            self.say(node, gm::IN_SESSION, session);
        }
        if let Some(heading) = self.reading.passages.get(item.heading as usize) {
            let title = heading.span.of(&self.reading.reading).replace('\n', " ");
            self.german(node, dcterms::TITLE, &title);
        }
        let numbered = item.resolution.iter().filter(|id| {
            self.reading.passages.get(**id as usize).is_some_and(|passage| matches!(passage.label, Label::Point(_)))
        });
        let numbered = numbered.fold(0, |count, _| count + 1);
        self.count(node, gm::POINT_COUNT, numbered);
        self.count(node, gm::NOTE_COUNT, item.notes.iter().flat_map(|note| &note.points).fold(0, |count, _| count + 1));
        let resolution = (!item.resolution.is_empty()).then(|| {
            let resolution = self.id(&["resolution/", &path]);
            self.link(resolution, rdf::TYPE, gm::RESOLUTION);
            self.say(resolution, gm::IN_ITEM, node);
            resolution
        });
        Item { node, path, label, number, resolution }
    }

    fn passage(&mut self, order: u32, label: Label, span: Span, item: Option<&Item>) -> TermId {
        let above = item.map_or(self.path.as_str(), |item| &item.path);
        let own = label.to_string();
        let node = self.graph.new_iri(&[self.base, "point/", above, "/", &own]);
        self.link(node, rdf::TYPE, gm::POINT);
        self.text(node, gm::POINT_LABEL, &own);
        self.count(node, gm::ORDER, order);
        self.long_text(node, gm::TEXT, span.of(&self.reading.reading));
        self.position(node, span);
        if let Some(item) = item {
            self.say(node, gm::IN_ITEM, item.node);
            self.say(node, gm::TOP, item.number);
            self.text(node, rdfs::LABEL, &point_label(&item.label, label));
            if let (Some(resolution), Label::Point(_) | Label::Whole) = (item.resolution, label) {
                self.say(node, dcterms::IS_PART_OF, resolution);
            }
        }
        node
    }

    fn notes(&mut self, item: &AgendaItem, emitted: &Item) {
        for (number, note) in (1u32..).zip(&item.notes) {
            let node = self.id(&["note/", &emitted.path, "/", itoa::Buffer::new().format(number)]);
            self.link(node, rdf::TYPE, gm::PROTOCOL_NOTE);
            self.say(node, gm::IN_ITEM, emitted.node);
            let by = note.by.of(&self.reading.reading).trim();
            if !by.is_empty() {
                self.text(node, gm::BY_LINE, by);
                let known =
                    self.mentions.bodies.iter().find(|body| body.label == by || body.name.as_deref() == Some(by));
                if let Some(body) = known {
                    let body = self.body_node(body);
                    self.say(node, gm::BY, body);
                }
            }
            for passage in &note.points {
                if let Some(point) = self.points.get(*passage as usize).map(|point| point.node) {
                    self.say(point, dcterms::IS_PART_OF, node);
                }
            }
        }
    }

    /// `IMK 2021-12-03`
    fn session_label(&self, body: &Body, path: &str) -> String {
        let body = super::body::label(body, self.lexicon);
        path.rsplit_once('/').map_or_else(|| body.to_owned(), |(_, sitting)| [body, " ", sitting].concat())
    }

    /// `IMK 2021-12-03 TOP 54`; the same from its own collection as from one that cites it.
    pub(super) fn item_label(&self, body: Option<&Body>, session: &str, number: &str) -> String {
        match body {
            Some(body) if number.contains('/') => [super::body::label(body, self.lexicon), " ", number].concat(),
            Some(body) => [&*self.session_label(body, session), " TOP ", number].concat(),
            None => ["TOP ", number].concat(),
        }
    }
}

/// `IMK 2021-12-03 TOP 54 Ziffer 2`
pub(super) fn point_label(item: &str, label: Label) -> String {
    let (mut number, mut letter) = (itoa::Buffer::new(), [0; 4]);
    let (kind, own) = match label {
        Label::Heading => (" Überschrift", ""),
        Label::SubHeading(c) => (" Buchstabe ", &*c.encode_utf8(&mut letter)),
        Label::Point(point) => (" Ziffer ", number.format(point)),
        Label::Whole => (" Beschluss", ""),
        Label::Note => (" Protokollnotiz", ""),
        Label::NotePoint(point) => (" Protokollnotiz Ziffer ", number.format(point)),
    };
    [item, kind, own].concat()
}

/// How often a path was given out: two items of one number in one collection stay two things. Within an item no label
/// stands twice.
#[derive(Default)]
struct Seen(FxHashMap<String, u32>);

impl Seen {
    fn once(&mut self, path: String) -> String {
        let count = self.0.entry(path.clone()).and_modify(|count| *count += 1).or_insert(1);
        if *count == 1 { path } else { format!("{path}~{count}") }
    }
}
