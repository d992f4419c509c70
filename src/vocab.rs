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
    ("skosxl", skosxl::NS),
    ("org", "http://www.w3.org/ns/org#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("void", void::NS),
    ("dcat", dcat::NS),
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
        ABBREVIATION = "abbreviation", ABOUT = "about", ACT = "Act", ACTOR = "actor", ADDRESSED = "addressed", ADDRESSEE = "addressee",
        AGENDA_ITEM = "AgendaItem", AMBIGUOUS_BODY = "AmbiguousBody", ARISES_FROM = "arisesFrom", ARTICLE_NUMBER = "articleNumber",
         BODY_CLASS = "Body", BODY_KIND = "bodyKind", BODY_MENTION = "BodyMention", BY = "by",
        BY_LINE = "byLine", CANDIDATE = "candidate", CHAIR_OF = "chairOf", CITED_BODY = "citedBody",
        CITED_DATE = "citedDate", CITED_ITEM = "citedItem", CITED_SESSION = "citedSession", CITES = "cites", CITES_PAPER = "citesPaper",
        CLASSIFICATION = "classification", CORRECTED_BY = "correctedBy", COLLECTIVE_BODY = "CollectiveBody", DATE = "date",
        DATE_MENTION = "DateMention", DEADLINE = "deadline", DENOTES = "denotes", DOCUMENT = "Document",
        DUE_DATE = "dueDate", DUE_SESSION = "dueSession", EVIDENCE = "evidence", EVIDENCE_CLASS = "Evidence", EVIDENCED = "evidenced",
        FILE_NAME = "fileName", FIRST_DAY = "firstDay", FLOW = "Flow", FLOW_KIND = "flowKind", FORM = "form",
        FROM = "from", GRADE = "grade", GROUNDING = "grounding", IN_ITEM = "inItem", IN_POINT = "inPoint",
        IN_SESSION = "inSession", ITEM_NUMBER = "itemNumber", KIND = "kind", LAST_DAY = "lastDay", LEAD = "lead",
        LETTER = "letter", MENTIONS = "mentions", MODALITY = "modality", NAME_AT_SESSION = "nameAtSession",
        NAMES_REPORT = "namesReport", NEXT_SESSION_OF = "nextSessionOf", NO_ITEM_KNOWN = "noItemKnown", NORM = "Norm", NORM_MENTION = "NormMention",
        NOTE_COUNT = "noteCount", NUMBER = "number", ORDER = "order", PARAGRAPH = "paragraph",
        PARTICIPANT = "participant", PARTICIPATION = "participation", PARTICIPATION_CLASS = "Participation",
        PLACE = "place", POINT = "Point", POINT_COUNT = "pointCount", POINT_LABEL = "pointLabel",
        PRINTED_MENTION = "PrintedMention", PRINTED_PAPER = "PrintedPaper", PROTOCOL_NOTE = "ProtocolNote", REFERENCE = "Reference", REFERENCE_KIND = "referenceKind",
        REFERS_TO = "refersTo", REJECTS = "rejects", RELEASE = "release", REPORT = "Report", REPORTER = "reporter",
        REPORT_MENTION = "ReportMention", RESOLUTION = "Resolution", ROLE = "role", RULE = "rule",
        SECTION_NUMBER = "sectionNumber", SENTENCE = "sentence", SENTENCE_CLASS = "Sentence", SENTENCE_NUMBER = "sentenceNumber",
        SESSION = "Session", SESSION_OF = "sessionOf", SHA256 = "sha256", SOURCES = "sources", STATUS = "status", STATUS_DATE = "statusDate", STATUTE = "Statute",
        TEXT = "text", TO = "to", TOOL_VERSION = "toolVersion", TOP = "top", TRIGGER = "trigger", USES_NAME = "usesName",
        UNKNOWN_BODY = "UnknownBody", VALID_FROM = "validFrom", VALID_UNTIL = "validUntil",
        // Proposals of links.
        BODY = "body", ITEM = "item", MEASURE = "measure", MEASURED = "measured", MEASUREMENT = "Measurement", LINK_PROPOSAL = "LinkProposal", REASON = "reason", SCORE = "score", STRENGTH = "strength",
        // Edges between bodies; those of act kinds are made from the kind's name (`requests`, `commissions`).
        INFORMS = "informs", REPORTS_TO = "reportsTo", SUBMITS_TO = "submitsTo", PRESENTS_TO = "presentsTo",
        PROVIDES_TO = "providesTo", ASKS = "asks",
    }
}

vocabulary! {
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#" { TYPE = "type", VALUE = "value" }
}

vocabulary! {
    rdfs = "http://www.w3.org/2000/01/rdf-schema#" { LABEL = "label", SEE_ALSO = "seeAlso" }
}

vocabulary! {
    skos = "http://www.w3.org/2004/02/skos/core#" {
        ALT_LABEL = "altLabel", BROADER = "broader", CLOSE_MATCH = "closeMatch", CONCEPT = "Concept", CONCEPT_SCHEME = "ConceptScheme", DEFINITION = "definition", EXACT_MATCH = "exactMatch", IN_SCHEME = "inScheme", NOTATION = "notation", NOTE = "note",
        PREF_LABEL = "prefLabel",
    }
}

vocabulary! {
    /// Labels that are things, so that they can have dates.
    skosxl = "http://www.w3.org/2008/05/skos-xl#" {
        ALT_LABEL = "altLabel", LABEL = "Label", LITERAL_FORM = "literalForm",
    }
}

vocabulary! {
    org = "http://www.w3.org/ns/org#" {
        FORMAL_ORGANIZATION = "FormalOrganization", ORGANIZATIONAL_UNIT = "OrganizationalUnit", POST = "Post",
        SUB_ORGANIZATION_OF = "subOrganizationOf",
    }
}

vocabulary! {
    dcterms = "http://purl.org/dc/terms/" { DESCRIPTION = "description", IDENTIFIER = "identifier", LICENSE = "license", LOCATION = "Location", PUBLISHER = "publisher", IS_PART_OF = "isPartOf", REPLACES = "replaces", SOURCE = "source", SPATIAL = "spatial", TITLE = "title" }
}

vocabulary! {
    owl = "http://www.w3.org/2002/07/owl#" {
        ANNOTATED_PROPERTY = "annotatedProperty", ANNOTATED_SOURCE = "annotatedSource",
        ANNOTATED_TARGET = "annotatedTarget", AXIOM = "Axiom", VERSION_INFO = "versionInfo",
    }
}

vocabulary! {
    /// What a data set holds.
    void = "http://rdfs.org/ns/void#" {
        CLASS = "class", CLASSES = "classes", CLASS_PARTITION = "classPartition", DATA_DUMP = "dataDump", DATASET = "Dataset",
        DISTINCT_OBJECTS = "distinctObjects", DISTINCT_SUBJECTS = "distinctSubjects", ENTITIES = "entities",
        LINK_PREDICATE = "linkPredicate", LINKSET = "Linkset", OBJECTS_TARGET = "objectsTarget", PROPERTIES = "properties",
        PROPERTY = "property", PROPERTY_PARTITION = "propertyPartition", SUBJECTS_TARGET = "subjectsTarget",
        SUBSET = "subset", TRIPLES = "triples", URI_SPACE = "uriSpace", VOCABULARY = "vocabulary",
    }
}

vocabulary! {
    /// What a data set is and how to get it.
    dcat = "http://www.w3.org/ns/dcat#" {
        ACCESS_URL = "accessURL", DATASET = "Dataset", DISTRIBUTION = "distribution", DISTRIBUTION_CLASS = "Distribution",
        DOWNLOAD_URL = "downloadURL", MEDIA_TYPE = "mediaType",
    }
}

vocabulary! {
    prov = "http://www.w3.org/ns/prov#" { ACTIVITY = "Activity", USED = "used", WAS_DERIVED_FROM = "wasDerivedFrom", WAS_GENERATED_BY = "wasGeneratedBy" }
}

vocabulary! {
    /// Web Annotation: where in a text the words stand. Positions count code points.
    oa = "http://www.w3.org/ns/oa#" { END = "end", EXACT = "exact", START = "start" }
}

vocabulary! {
    /// European Legislation Identifier.
    eli = "http://data.europa.eu/eli/ontology#" { IS_PART_OF = "is_part_of" }
}

vocabulary! {
    xsd = "http://www.w3.org/2001/XMLSchema#" {
        BOOLEAN = "boolean", DATE = "date", DOUBLE = "double", G_YEAR = "gYear", G_YEAR_MONTH = "gYearMonth", INTEGER = "integer",
        STRING = "string",
    }
}
