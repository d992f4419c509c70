//! The head of a view's file: what the picture is called, and which property of the answer plays which part in it.

use super::projection::Language;
use crate::vocab::{PREFIXES, dcterms, gm, rdfs, skos};

/// The part that a property plays in a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Label,
    /// Of a kind of nodes or edges, in a language.
    Name,
    Kind,
    Group,
    From,
    To,
    EdgeKind,
    Sentence,
    Place,
    Document,
    Graph,
    Session,
    Day,
    Status,
    Deadline,
}

/// Names of the roles in heads, and the property that plays each unless the head says otherwise.
const ROLES: [(&str, Role, &str); Role::COUNT] = [
    ("label", Role::Label, rdfs::LABEL),
    ("name", Role::Name, skos::PREF_LABEL),
    ("kind", Role::Kind, gm::BODY_KIND),
    ("group", Role::Group, skos::BROADER),
    ("from", Role::From, gm::FROM),
    ("to", Role::To, gm::TO),
    ("edge-kind", Role::EdgeKind, gm::FLOW_KIND),
    ("sentence", Role::Sentence, gm::TEXT),
    ("place", Role::Place, gm::IN_POINT),
    ("document", Role::Document, gm::FILE_NAME),
    ("graph", Role::Graph, dcterms::SOURCE),
    ("session", Role::Session, gm::IN_SESSION),
    ("day", Role::Day, gm::DATE),
    ("status", Role::Status, gm::STATUS),
    ("deadline", Role::Deadline, gm::DEADLINE),
];

impl Role {
    pub(super) const COUNT: usize = 15;
}

/// What the comments at the head of a view's file say.
///
/// ```text
/// # title@de: Wer informiert wen        # caption@de: one sentence below the title
/// # alt@de: what a listener hears       # legend@de: how to read the picture
/// # map: kind gm:classification         # this property plays the role of `kind`
/// # layout: timeline                    # instead of layers: timeline or matrix
/// # season: Herbst 11                   # where a word in deadlines belongs in the year
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// In German and English, as all texts here.
    pub title: [String; 2],
    pub caption: [String; 2],
    pub alt: [String; 2],
    pub legend: [String; 2],
    /// `layered` where the head does not say.
    pub layout: String,
    /// Property → role.
    map: Vec<(String, Role)>,
    /// Words in deadlines and the month they stand for.
    seasons: Vec<(String, String)>,
}

impl Default for Head {
    fn default() -> Self {
        Self::new("")
    }
}

impl Head {
    /// Reads the head of a view; what it does not say is empty or usual.
    #[must_use]
    pub fn new(sparql: &str) -> Self {
        let lines = || sparql.lines().map_while(|line| line.strip_prefix('#')).map(str::trim_start);
        let field = |key: &str| {
            lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':')).unwrap_or_default().trim().to_owned()
        };
        let both = |key: &str| ["de", "en"].map(|language| field(&format!("{key}@{language}")));
        let mut map: Vec<_> = ROLES.iter().map(|(_, role, property)| ((*property).to_owned(), *role)).collect();
        for (name, property) in lines().filter_map(|line| line.strip_prefix("map:")?.trim().split_once(' ')) {
            if let (Some((_, role, _)), Some(property)) = (ROLES.iter().find(|role| role.0 == name), expand(property)) {
                map.retain(|(old, of)| of != role && *old != property);
                map.push((property, *role));
            }
        }
        let seasons = lines().filter_map(|line| line.strip_prefix("season:")?.trim().split_once(' '));
        let seasons = seasons.map(|(word, month)| (word.to_owned(), month.trim().to_owned())).collect();
        let layout = Some(field("layout")).filter(|layout| !layout.is_empty()).unwrap_or_else(|| "layered".to_owned());
        Self {
            title: both("title"),
            caption: both("caption"),
            alt: both("alt"),
            legend: both("legend"),
            layout,
            map,
            seasons,
        }
    }

    pub(super) fn role(&self, property: &str) -> Option<Role> {
        self.map.iter().find(|(named, _)| named == property).map(|(_, role)| *role)
    }

    /// A deadline as a text that sorts by time: `2022-Herbst` as `2022-11`, after what is due that month and day; what
    /// names no year comes last.
    pub(super) fn day_of(&self, deadline: &str) -> String {
        if !deadline.starts_with(|c: char| c.is_ascii_digit()) {
            return format!("~{deadline}");
        }
        self.seasons.iter().fold(deadline.to_owned(), |day, (word, month)| day.replace(word, month))
    }

    /// The title to show.
    #[must_use]
    pub fn title(&self, language: Language) -> &str {
        language.of(&self.title)
    }
}

/// The IRI of a prefixed name or of `<…>`.
fn expand(name: &str) -> Option<String> {
    let name = name.trim();
    if let Some(iri) = name.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        return Some(iri.to_owned());
    }
    let (prefix, local) = name.split_once(':')?;
    PREFIXES.iter().find(|(known, _)| *known == prefix).map(|(_, namespace)| format!("{namespace}{local}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_gives_titles_and_roles() {
        let head = Head::new("# title@de: Wer\n# title@en: Who\n# map: kind gm:classification\nSELECT\n# alt@de: no");
        assert_eq!((&*head.title[0], &*head.title[1], &*head.alt[0]), ("Wer", "Who", ""));
        assert_eq!(head.role(gm::CLASSIFICATION), Some(Role::Kind));
        assert_eq!((head.role(gm::BODY_KIND), head.role(gm::FROM)), (None, Some(Role::From)));
    }
}
