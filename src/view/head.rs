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
/// # season: Herbst 11 autumn            # where a word in deadlines belongs in the year, and its English
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
    /// Words in deadlines, the month they stand for, and what they are in English.
    seasons: Vec<[String; 3]>,
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
        let seasons =
            lines().filter_map(|line| Some(line.strip_prefix("season:")?.split_whitespace().map(str::to_owned)));
        let seasons = seasons.filter_map(|mut words| {
            let (word, month) = (words.next()?, words.next()?);
            let english = words.next().unwrap_or_else(|| word.clone());
            Some([word, month, english])
        });
        let seasons = seasons.collect();
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
        self.seasons.iter().fold(deadline.to_owned(), |day, [word, month, _]| day.replace(word, month))
    }

    /// A deadline for readers: `2022-Herbst` as `Herbst 2022`, `next AK II session` as `nächste Sitzung: AK II`.
    pub(super) fn due(&self, deadline: &str, language: Language) -> String {
        let say = |[de, en]: [String; 2]| language.of(&[de, en]).to_owned();
        if let Some(body) = deadline.strip_prefix("next ").and_then(|rest| rest.strip_suffix(" session")) {
            return say([format!("nächste Sitzung: {body}"), format!("next session of {body}")]);
        }
        if let Some((number, body)) = deadline.strip_suffix(" session").and_then(|rest| rest.split_once(". ")) {
            return say([format!("{number}. Sitzung: {body}"), format!("session {number} of {body}")]);
        }
        let Some((year, part)) = deadline.split_once('-') else { return deadline.to_owned() };
        if let Some([word, _, english]) = self.seasons.iter().find(|[word, _, _]| word == part) {
            return say([format!("{word} {year}"), format!("{english} {year}")]);
        }
        match part.split_at_checked(1) {
            Some(("Q", number)) => say([format!("{number}. Quartal {year}"), format!("quarter {number} of {year}")]),
            Some(("H", number)) => say([format!("{number}. Halbjahr {year}"), format!("half {number} of {year}")]),
            _ => deadline.to_owned(),
        }
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
    fn deadlines_are_told_in_both_languages() {
        let head = Head::new("# season: Herbst 11 autumn");
        let due = |deadline: &str| [Language::De, Language::En].map(|language| head.due(deadline, language));
        assert_eq!(due("2022-Herbst"), ["Herbst 2022", "autumn 2022"]);
        assert_eq!(due("2022-Q3"), ["3. Quartal 2022", "quarter 3 of 2022"]);
        assert_eq!(due("2022-06-30"), ["2022-06-30", "2022-06-30"]);
        assert_eq!(due("next AK II session"), ["nächste Sitzung: AK II", "next session of AK II"]);
        assert_eq!(due("86. GMK session"), ["86. Sitzung: GMK", "session 86 of GMK"]);
        assert_eq!(head.day_of("2022-Herbst"), "2022-11");
    }

    #[test]
    fn a_head_gives_titles_and_roles() {
        let head = Head::new("# title@de: Wer\n# title@en: Who\n# map: kind gm:classification\nSELECT\n# alt@de: no");
        assert_eq!((&*head.title[0], &*head.title[1], &*head.alt[0]), ("Wer", "Who", ""));
        assert_eq!(head.role(gm::CLASSIFICATION), Some(Role::Kind));
        assert_eq!((head.role(gm::BODY_KIND), head.role(gm::FROM)), (None, Some(Role::From)));
    }
}
