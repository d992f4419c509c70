//! What `ontology/links.ttl` says about things elsewhere: which types fit which kind of body, which give a namesake away,
//! which names a country has, how a service names the properties that are asked for.

use super::names::fold;
use super::{Body, Directory};
use oxttl::TurtleParser;
use std::collections::BTreeMap;

const TEXT: &str = include_str!("../../ontology/links.ttl");

/// Words and names to score with.
#[derive(Clone, Debug, Default)]
pub struct Advice {
    /// Subject and property → objects, IRIs and values alike.
    said: BTreeMap<(String, String), Vec<String>>,
    namesakes: Vec<String>,
}

/// How a service names what is asked about a candidate; what it does not know is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    pub address: String,
    pub types: Vec<String>,
    pub countries: Vec<String>,
    pub parents: Vec<String>,
    pub from: Vec<String>,
    pub until: Vec<String>,
    pub aliases: Vec<String>,
    pub description: Vec<String>,
    /// IRI of a kind of ours and the type to ask for there.
    pub kinds: Vec<(String, String)>,
}

impl Advice {
    /// The advice that comes with the crate; `base` is what the IRIs of things begin with.
    #[must_use]
    pub fn embedded(base: &str) -> Self {
        let mut advice = Self::default();
        let Ok(parser) = TurtleParser::new().with_base_iri(base) else { return advice };
        for triple in parser.for_slice(TEXT.as_bytes()).map_while(Result::ok) {
            let property = triple.predicate.as_str().rsplit('#').next().unwrap_or_default().to_owned();
            let object = match &triple.object {
                oxrdf::Term::NamedNode(node) => node.as_str().to_owned(),
                oxrdf::Term::Literal(literal) => literal.value().to_owned(),
                oxrdf::Term::BlankNode(_) => continue,
            };
            let oxrdf::NamedOrBlankNode::NamedNode(subject) = triple.subject else { continue };
            if property == "namesakeWord" {
                advice.namesakes.push(fold(&object));
            }
            advice.said.entry((subject.into_string(), property)).or_default().push(object);
        }
        advice
    }

    fn all(&self, subject: &str, property: &str) -> &[String] {
        self.said.get(&(subject.to_owned(), property.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// Folded names of the countries that a body is in; none where nothing is said.
    #[must_use]
    pub fn countries(&self, body: &Body, directory: &Directory) -> Vec<String> {
        let fields = body.jurisdictions.iter();
        let kinds_of_fields =
            body.jurisdictions.iter().filter_map(|iri| directory.bodies.get(iri)).flat_map(|body| &body.kinds);
        // Whose field is known is not asked by kind: a police of the Union is in no country.
        let own = body.kinds.iter().filter(|_| body.jurisdictions.is_empty());
        let mut countries: Vec<String> = fields
            .chain(kinds_of_fields)
            .chain(own)
            .flat_map(|iri| self.all(iri, "inCountry"))
            .flat_map(|country| self.all(country, "country"))
            .map(|name| fold(name))
            .collect();
        countries.sort_unstable();
        countries.dedup();
        countries
    }

    /// The name of a body's country as a service is to be asked for it.
    #[must_use]
    pub fn country(&self, body: &Body, directory: &Directory) -> Option<&str> {
        let folded = self.countries(body, directory);
        let mut named = self.said.iter().filter(|((_, property), _)| property == "country");
        named.find_map(|(_, names)| names.first().filter(|name| folded.contains(&fold(name)))).map(String::as_str)
    }

    /// Words that the types of fitting things hold.
    #[must_use]
    pub fn words(&self, kinds: &[String]) -> Vec<String> {
        kinds.iter().flat_map(|kind| self.all(kind, "itemWord")).cloned().collect()
    }

    /// Whether a type fits one of these kinds.
    #[must_use]
    pub fn fits(&self, kinds: &[String], kind_elsewhere: &str) -> bool {
        let folded = fold(kind_elsewhere);
        kinds.iter().flat_map(|kind| self.all(kind, "itemWord")).any(|word| holds(&folded, &fold(word)))
    }

    /// Whether a type is one of those whose things bear the names of bodies without being one.
    #[must_use]
    pub fn is_namesake(&self, kind_elsewhere: &str) -> bool {
        let folded = fold(kind_elsewhere);
        self.namesakes.iter().any(|word| holds(&folded, word))
    }

    /// Whether the word that says so stands where the head of a German name does, at its end or before its attributes.
    #[must_use]
    pub fn heads_namesake(&self, kind_elsewhere: &str) -> bool {
        let folded = fold(kind_elsewhere);
        let head =
            |word: &String| word.len() > 5 && (folded.ends_with(word.as_str()) || folded.starts_with(word.as_str()));
        self.is_namesake(kind_elsewhere) && self.namesakes.iter().any(head)
    }

    /// Whether nothing elsewhere is to be expected for a body.
    #[must_use]
    pub fn expects_nothing(&self, body: &Body) -> bool {
        body.kinds.iter().any(|kind| self.all(kind, "noItemExpected").iter().any(|value| value == "true"))
    }

    /// How a service names things: the one at that address, else nothing is known.
    #[must_use]
    pub fn profile(&self, address: &str) -> Profile {
        let at = |(_, property): &&(String, String), values: &[String]| {
            property == "serviceAddress" && values.iter().any(|value| value == address)
        };
        let Some(((service, _), _)) = self.said.iter().find(|(key, values)| at(key, values)) else {
            return Profile { address: address.to_owned(), ..Profile::default() };
        };
        let all = |property| self.all(service, property).to_vec();
        Profile {
            address: address.to_owned(),
            types: all("typeProperty"),
            countries: all("countryProperty"),
            parents: all("parentProperty"),
            from: all("fromProperty"),
            until: all("untilProperty"),
            aliases: all("aliasProperty"),
            description: all("descriptionProperty"),
            kinds: Vec::new(),
        }
    }

    /// The address of the service that is asked where none is named.
    #[must_use]
    pub fn usual_service(&self) -> Option<&str> {
        self.said.iter().find(|((_, property), _)| property == "serviceAddress")?.1.first().map(String::as_str)
    }
}

/// Whether a folded type holds a folded word: long ones anywhere, for German puts words together; short ones as words.
fn holds(text: &str, word: &str) -> bool {
    if word.len() > 5 { text.contains(word) } else { text.split(' ').any(|found| found == word) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::BASE;

    #[test]
    fn the_advice_is_read() {
        let advice = Advice::embedded(BASE);
        let kinds = |name: &str| vec![format!("{BASE}kind/{name}")];
        assert!(advice.fits(&kinds("police"), "Bundespolizeibehörde"));
        assert!(!advice.fits(&kinds("police"), "Bibliothek"));
        assert!(advice.is_namesake("Spezialbibliothek"));
        assert!(advice.is_namesake("Stadt in Deutschland"));
        assert!(!advice.is_namesake("Landeskriminalamt"));
        assert!(advice.heads_namesake("Parlamentsbibliothek"));
        assert!(advice.heads_namesake("Bibliothek der Polizei"));
        assert!(!advice.heads_namesake("Behörde mit Bibliothek und Schule"));
        assert!(advice.usual_service().unwrap().starts_with("https://"));
        assert_eq!(advice.profile(advice.usual_service().unwrap()).countries.len(), 1);
        assert!(advice.profile("https://example.org/").countries.is_empty());
    }
}
