//! IRIs of the vocabularies that the graph speaks.
//!
//! Reused before invented: ORG for bodies, SKOS for schemes and labels, DCTERMS for titles and dates, PROV-O for
//! derivation, Web Annotation for the words that prove a statement, ELI for statutes.

/// Things stand below this, unless the caller says otherwise.
pub const BASE: &str = "https://w3id.org/gremium/id/";

/// Prefixes for writing graphs and queries.
pub const PREFIXES: &[(&str, &str)] = &[
    ("gm", gm::NS),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// A module of names in one namespace: `ACT = "Act"` becomes the constant `ACT` holding the whole IRI.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $module:ident = $namespace:literal { $($name:ident = $local:literal),* $(,)? }) => {
        $(#[$doc])*
        pub mod $module {
            pub const NS: &str = $namespace;
            $(pub const $name: &str = concat!($namespace, $local);)*
        }
    };
}

vocabulary! {
    /// Gremium's own ontology, `ontology/gremium.ttl`.
    gm = "https://w3id.org/gremium/ontology#" {
        ACT = "Act", ACTOR = "actor", ADDRESSED = "addressed", ADDRESSEE = "addressee", AGENDA_ITEM = "AgendaItem",
        ABOUT = "about", ACT_LABEL = "actLabel", AMBIGUOUS_BODY = "AmbiguousBody", ARISES_FROM = "arisesFrom",
        BODY = "body", BY = "by", CANDIDATE = "candidate", CHAIR_OF = "chairOf", CITATION = "citation",
        CITES = "cites", CLASSIFICATION = "classification", COLLECTIVE_BODY = "CollectiveBody", DATE = "date",
        DATE_MENTION = "DateMention", DEADLINE = "deadline", DOCUMENT = "Document", DUE_DATE = "dueDate",
        EVIDENCE = "evidence", FILE_NAME = "fileName", FIRST_DAY = "firstDay", FLOW = "Flow", FLOW_KIND = "flowKind",
        FORM = "form", FROM = "from", GRADE = "grade", GROUNDING = "grounding", IN_ITEM = "inItem", IN_POINT = "inPoint",
        ITEM = "item", ITEM_LABEL = "itemLabel", ITEM_REFERENCE = "itemReference", KIND = "kind", KIND_LABEL = "kindLabel",
        LAST_DAY = "lastDay", LEAD = "lead", LETTER = "letter", MENTION = "Mention", MENTIONS = "mentions",
        MODALITY = "modality", NEXT_SESSION_OF = "nextSessionOf", NORM = "Norm", NOTE_COUNT = "noteCount", NUMBER = "number",
        ORDER = "order", PARAGRAPH = "paragraph", PARTICIPANT = "participant", PARTICIPATION = "participation",
        PARTICIPATION_CLASS = "Participation", POINT = "Point", POINT_COUNT = "pointCount", POINT_LABEL = "pointLabel",
        POSITION = "position", PROTOCOL_NOTE = "ProtocolNote", PROVISION = "provision", RAISED_IN = "raisedIn",
        REFERENCE = "Reference", REFERENCE_KIND = "referenceKind", REFERS_TO = "refersTo", RELEASE = "release",
        REPORT = "Report", REPORTER = "reporter", REPORT_MENTION = "reportMention", RESOLUTION = "Resolution", ROLE = "role",
        RULE = "rule", SENTENCE = "sentence", SENTENCE_NUMBER = "sentenceNumber", SEASON = "season", SESSION = "Session",
        IN_SESSION = "inSession", STATUS = "status", STATUS_DATE = "statusDate", STATUTE = "Statute", OF_STATUTE = "statute",
        STUB = "Stub", TEXT = "text", TO = "to", TOOL_VERSION = "toolVersion", TOP = "top", TRIGGER = "trigger",
        UNKNOWN_BODY = "UnknownBody",
        // Between bodies, only for what is asserted.
        INFORMS = "informs", REPORTS_TO = "reportsTo", SUBMITS_TO = "submitsTo", PRESENTS_TO = "presentsTo",
        PROVIDES_TO = "providesTo", ASKS = "asks",
    }
}

vocabulary! {
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#" { TYPE = "type" }
}

vocabulary! {
    rdfs = "http://www.w3.org/2000/01/rdf-schema#" { LABEL = "label", SEE_ALSO = "seeAlso" }
}

vocabulary! {
    skos = "http://www.w3.org/2004/02/skos/core#" {
        ALT_LABEL = "altLabel", BROADER = "broader", CONCEPT = "Concept", EXACT_MATCH = "exactMatch",
        PREF_LABEL = "prefLabel",
    }
}

vocabulary! {
    org = "http://www.w3.org/ns/org#" {
        FORMAL_ORGANIZATION = "FormalOrganization", ORGANIZATION = "Organization",
        ORGANIZATIONAL_UNIT = "OrganizationalUnit", POST = "Post", SUB_ORGANIZATION_OF = "subOrganizationOf",
        UNIT_OF = "unitOf", POST_IN = "postIn", CLASSIFICATION = "classification",
    }
}

vocabulary! {
    dcterms = "http://purl.org/dc/terms/" {
        IDENTIFIER = "identifier", IS_PART_OF = "isPartOf", SPATIAL = "spatial", TITLE = "title", CREATOR = "creator",
        LANGUAGE = "language",
    }
}

vocabulary! {
    prov = "http://www.w3.org/ns/prov#" { WAS_DERIVED_FROM = "wasDerivedFrom", WAS_ATTRIBUTED_TO = "wasAttributedTo" }
}

vocabulary! {
    /// Web Annotation: where in a text the words stand. Positions count code points.
    oa = "http://www.w3.org/ns/oa#" {
        END = "end", EXACT = "exact", START = "start", TEXT_POSITION_SELECTOR = "TextPositionSelector",
        TEXT_QUOTE_SELECTOR = "TextQuoteSelector",
    }
}

vocabulary! {
    /// European Legislation Identifier.
    eli = "http://data.europa.eu/eli/ontology#" {
        IS_PART_OF = "is_part_of", LEGAL_RESOURCE = "LegalResource",
        LEGAL_RESOURCE_SUBDIVISION = "LegalResourceSubdivision", TITLE = "title", TITLE_SHORT = "title_short",
    }
}

vocabulary! {
    owl = "http://www.w3.org/2002/07/owl#" { SAME_AS = "sameAs" }
}

vocabulary! {
    xsd = "http://www.w3.org/2001/XMLSchema#" {
        BOOLEAN = "boolean", DATE = "date", G_YEAR = "gYear", G_YEAR_MONTH = "gYearMonth", INTEGER = "integer", STRING = "string",
    }
}
