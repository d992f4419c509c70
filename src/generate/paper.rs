//! A collection as it is published: pages of lines with a text layer.

use encoding_rs::WINDOWS_1252;
use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, Stream, dictionary};

/// A4 in points.
const PAGE: [i64; 2] = [595, 842];
const MARGIN: i64 = 72;
const LETTERS: i64 = 10;
const LINE: i64 = 14;
/// Lines of a page, the number of the page aside.
const LINES: usize = 48;
/// Characters of a line.
const WIDTH: usize = 84;

/// The text on pages, each with its number: the bytes of a PDF, the same for the same text.
///
/// Letters that Windows-1252 does not have become numeric references (`&#8594;`); German has none of them.
///
/// ```
/// let paper = gremium::generate::pdf("TOP 2: Haushalt\n\nDie IMK bittet das BMI.");
/// assert!(paper.is_some_and(|bytes| bytes.starts_with(b"%PDF-")));
/// ```
#[must_use]
pub fn pdf(text: &str) -> Option<Vec<u8>> {
    let lines: Vec<&str> = text.lines().flat_map(wrapped).collect();
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
    });
    let resources = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
    let mut kids: Vec<Object> = Vec::new();
    for (number, lines) in (1..).zip(lines.chunks(LINES)) {
        let content = Content { operations: page(lines, number) }.encode().ok()?;
        let content = document.add_object(Stream::new(dictionary! {}, content));
        let kid = document.add_object(dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content });
        kids.push(kid.into());
    }
    let tree = dictionary! {
        "Type" => "Pages", "Count" => i64::try_from(kids.len()).ok()?, "Kids" => kids, "Resources" => resources,
        "MediaBox" => vec![0.into(), 0.into(), PAGE[0].into(), PAGE[1].into()],
    };
    document.objects.insert(pages, Object::Dictionary(tree));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).ok()?;
    Some(bytes)
}

fn page(lines: &[&str], number: i64) -> Vec<Operation> {
    let show =
        |words: &str| Operation::new("Tj", vec![Object::string_literal(WINDOWS_1252.encode(words).0.into_owned())]);
    let mut all = vec![
        Operation::new("BT", vec![]),
        Operation::new("Tf", vec!["F1".into(), LETTERS.into()]),
        Operation::new("TL", vec![LINE.into()]),
        Operation::new("Td", vec![MARGIN.into(), (PAGE[1] - MARGIN).into()]),
    ];
    for line in lines {
        all.extend([show(line), Operation::new("T*", vec![])]);
    }
    all.extend([Operation::new("ET", vec![]), Operation::new("BT", vec![])]);
    all.push(Operation::new("Tf", vec!["F1".into(), LETTERS.into()]));
    all.push(Operation::new("Td", vec![(PAGE[0] / 2).into(), (MARGIN / 2).into()]));
    all.extend([show(&format!("- {number} -")), Operation::new("ET", vec![])]);
    all
}

/// A line of text as lines of a page, cut at blanks.
fn wrapped(line: &str) -> Vec<&str> {
    let (mut cut, mut rest) = (Vec::new(), line);
    while let Some((most, _)) = rest.char_indices().nth(WIDTH) {
        let Some((first, behind)) = rest.get(..most).and_then(|first| first.rfind(' ')).map(|at| rest.split_at(at))
        else {
            break;
        };
        cut.push(first);
        rest = behind.trim_start();
    }
    cut.push(rest);
    cut
}
