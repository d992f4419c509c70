//! The table of contents of gesetze-im-internet.de (`gii-toc.xml`): which statute stands in which folder.

use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::BufRead;

/// A statute of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TocEntry {
    /// As printed, blanks made single.
    pub title: String,
    /// The folder: `stpo`.
    pub slug: String,
}

/// Why a file is not the table of contents.
#[derive(Debug, thiserror::Error)]
pub enum TocError {
    #[error("byte {position}: {cause} (download the table anew from the publisher's site)")]
    Xml { position: u64, cause: String },
    #[error("no statute in it; expected <items><item><title>…</title><link>…</link></item>…</items>")]
    Empty,
    #[error("{what} of more than {most} (this is no table of contents)")]
    TooLarge { what: &'static str, most: usize },
}

const MOST_ITEMS: usize = 100_000;
const LONGEST_TEXT: usize = 8_192;
/// What one event of the parser may hold: an unclosed comment must not take all memory.
const LONGEST_EVENT: u64 = 1 << 20;

/// Reads the table: the entries whose link leads to a folder, in the order of the file.
///
/// Entities other than XML's five are errors, so nothing is expanded; an item, a text and the number of items are bounded.
///
/// # Errors
/// Where it is no XML, holds no entry, or is larger than any such table.
///
/// ```
/// let xml = "<items><item><title>Strafprozeßordnung</title>\
///            <link>http://www.gesetze-im-internet.de/stpo/xml.zip</link></item></items>";
/// let entries = gremium::read::toc(xml.as_bytes()).unwrap();
/// assert_eq!((entries[0].title.as_str(), entries[0].slug.as_str()), ("Strafprozeßordnung", "stpo"));
/// ```
pub fn toc(input: impl BufRead) -> Result<Vec<TocEntry>, TocError> {
    let mut reader = Reader::from_reader(Bounded { input, left: LONGEST_EVENT });
    let (mut buffer, mut entries) = (Vec::new(), Vec::new());
    let (mut title, mut link) = (String::new(), String::new());
    let mut field: Option<bool> = None;
    loop {
        reader.get_mut().left = LONGEST_EVENT;
        let position = reader.buffer_position();
        let wrong = |cause: String| TocError::Xml { position, cause };
        match reader.read_event_into(&mut buffer).map_err(|error| wrong(error.to_string()))? {
            Event::Start(start) => match start.local_name().as_ref() {
                b"item" => (title, link) = (String::new(), String::new()),
                b"title" => field = Some(true),
                b"link" => field = Some(false),
                _ => {}
            },
            Event::Text(text) => {
                let text = text.unescape().map_err(|error| wrong(error.to_string()))?;
                add(field, &text, &mut title, &mut link)?;
            }
            Event::CData(text) => {
                let text = text.decode().map_err(|error| wrong(error.to_string()))?;
                add(field, &text, &mut title, &mut link)?;
            }
            Event::End(end) => match end.local_name().as_ref() {
                b"title" | b"link" => field = None,
                b"item" => {
                    if let Some(slug) = slug(&link) {
                        entries.push(TocEntry { title: title.split_whitespace().collect::<Vec<_>>().join(" "), slug });
                    }
                    if entries.len() > MOST_ITEMS {
                        return Err(TocError::TooLarge { what: "entries", most: MOST_ITEMS });
                    }
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    if entries.is_empty() { Err(TocError::Empty) } else { Ok(entries) }
}

fn add(field: Option<bool>, text: &str, title: &mut String, link: &mut String) -> Result<(), TocError> {
    let Some(of_title) = field else { return Ok(()) };
    let target = if of_title { title } else { link };
    target.push_str(text);
    if target.len() > LONGEST_TEXT {
        return Err(TocError::TooLarge { what: "a text", most: LONGEST_TEXT });
    }
    Ok(())
}

/// The folder in an address of the site; none for an address elsewhere.
fn slug(link: &str) -> Option<String> {
    let link = link.trim();
    let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"))?;
    let slug = rest.strip_prefix("www.gesetze-im-internet.de/")?.strip_suffix("/xml.zip")?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '+');
    (!slug.is_empty() && slug.len() <= 200 && slug.chars().all(plain) && !slug.starts_with('.'))
        .then(|| slug.to_owned())
}

/// A reader that ends where an event grows too long.
struct Bounded<R> {
    input: R,
    left: u64,
}

impl<R: BufRead> std::io::Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let read = self.input.read(out)?;
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.left == 0 {
            return Err(std::io::Error::other("an element or comment that does not end"));
        }
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount as u64);
        self.input.consume(amount);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(title: &str, link: &str) -> String {
        format!("<item><title>{title}</title><link>{link}</link></item>")
    }

    #[test]
    fn entries_are_read_and_strange_links_left_out() {
        let site = "http://www.gesetze-im-internet.de";
        let xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><items>{}{}{}{}</items>",
            item("Gesetz &amp;\n  Recht", &format!("{site}/gur_2001/xml.zip")),
            item("X", "http://example.org/x/xml.zip"),
            item("Y", &format!("{site}/../etc/xml.zip")),
            item("<![CDATA[Zweites Gesetz]]>", &format!("{site}/zg/xml.zip")),
        );
        let entries = toc(xml.as_bytes()).expect("it is a table");
        let entries: Vec<_> = entries.iter().map(|entry| (entry.title.as_str(), entry.slug.as_str())).collect();
        assert_eq!(entries, [("Gesetz & Recht", "gur_2001"), ("Zweites Gesetz", "zg")]);
    }

    #[test]
    fn what_is_no_table_is_an_error() {
        let bomb = "<!DOCTYPE items [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><items><item><title>&b;</title></item></items>";
        assert!(matches!(toc(bomb.as_bytes()), Err(TocError::Xml { .. })), "nothing is expanded");
        for (bad, why) in [
            (String::new(), "empty"),
            ("<html><p>not found</p></html>".to_owned(), "a page"),
            ("<items><item><title>x</items>".to_owned(), "crossed tags"),
            (format!("<items><item><title>{}</title></item></items>", "x".repeat(9_000)), "a long text"),
            (format!("<items><!-- {}", "x".repeat(3 << 20)), "a comment without end"),
            (item("X", "http://example.org/x/xml.zip"), "other links"),
        ] {
            assert!(toc(bad.as_bytes()).is_err(), "{why}");
        }
    }
}
