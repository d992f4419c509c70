//! Addresses of pages: of a server, or relative ones between files.

use super::Language;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// From where to where a page links.
#[derive(Clone, Debug)]
pub struct Links {
    language: Language,
    /// For files: the way from the page up to the first one. None: addresses of a server.
    up: Option<String>,
}

/// Longer names of files do not exist on common file systems.
const LONGEST_NAME: usize = 120;

impl Links {
    pub fn new(path: &str, language: Language, is_static: bool) -> Self {
        let depth = file_stem(&localized(path, language)).matches('/').count();
        Self { language, up: is_static.then(|| "../".repeat(depth)) }
    }

    pub fn is_static(&self) -> bool {
        self.up.is_some()
    }

    /// A page of this language, `body/imk#mandates` for example.
    pub fn to(&self, path: &str) -> String {
        self.to_in(path, self.language)
    }

    pub fn to_in(&self, path: &str, language: Language) -> String {
        let (path, fragment) = path.split_once('#').map_or((path, None), |(path, fragment)| (path, Some(fragment)));
        let localized = localized(path, language);
        let mut address = match &self.up {
            None => format!("/{}", escape(&localized)),
            Some(up) => format!("{up}{}.html", escape(&file_stem(&localized))),
        };
        if let Some(fragment) = fragment {
            let _ = write!(address, "#{fragment}");
        }
        address
    }

    /// A file that is the same in all languages: `assets/room.css`, `body/imk.ttl`.
    pub fn file(&self, path: &str) -> String {
        match &self.up {
            None => format!("/{}", escape(path)),
            Some(up) => format!("{up}{}", escape(&file_stem(path))),
        }
    }
}

/// The name of the file that holds a page.
#[must_use]
pub fn page_file(path: &str, language: Language) -> String {
    format!("{}.html", file_stem(&localized(path, language)))
}

fn localized(path: &str, language: Language) -> String {
    match (language, path) {
        (Language::De, _) => path.to_owned(),
        (Language::En, "") => "en".to_owned(),
        (Language::En, _) => format!("en/{path}"),
    }
}

/// A path whose parts are names of files: none leads up, none is empty or too long.
#[must_use]
pub fn file_stem(path: &str) -> String {
    if path.is_empty() {
        return "index".to_owned();
    }
    let part = |part: &str| match part {
        "" | "." | ".." => format!("_{}", part.len()),
        _ if part.len() > LONGEST_NAME => {
            let digest = Sha256::digest(part.as_bytes());
            let head: String = part.chars().take(20).collect();
            digest.iter().take(8).fold(head + "-", |name, byte| format!("{name}{byte:02x}"))
        }
        _ => part.replace(['\\', '\0'], "_"),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// What would mean something else in an address is encoded; letters of any script stay.
fn escape(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            '%' | '?' | '#' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | ' ' | '[' | ']' => {
                let _ = write!(out, "%{:02X}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out
}

/// Whether a browser may follow an address of the graph: whatever else one may do there (`javascript:`), it stays text.
pub fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_static_page_leads_up_to_the_first() {
        let links = Links::new("body/imk/ak-ii", Language::En, true);
        assert_eq!(links.to("item/a%2Fb#z1"), "../../../en/item/a%252Fb.html#z1");
        assert_eq!(links.to_in("", Language::De), "../../../index.html");
        assert_eq!(Links::new("", Language::De, false).to("body/ä?"), "/body/ä%3F");
    }

    #[test]
    fn no_file_stands_outside_the_folder() {
        assert_eq!(file_stem("body/../../etc//x"), "body/_2/_2/etc/_0/x");
        assert!(file_stem(&"ü".repeat(5000)).len() < 255);
    }
}
