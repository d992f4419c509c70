//! A PDF as it comes → one whose pages hold only text operators and fonts that the interpreter can run.
//!
//! The interpreter behind [`glyphs`](super::glyphs) panics on colours, patterns and pictures it does not know, follows
//! forms that contain themselves for ever, forgets where a form stands on its page, skips the operators `'` and `"`, and
//! misreads ranges of widths. None of that reaches it from here. Section numbers are those of ISO 32000-1.

use super::{Limits, PdfError};
use pdf_extract::content::{Content, Operation};
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};
use std::collections::BTreeMap;

/// Forms within forms, and pages within folders of pages.
const DEEPEST: usize = 32;

/// What calling a form counts as, in bytes of content: forms that call forms twice each grow by powers of two.
const FORM_CALL: u64 = 1000;

/// Parses a PDF and simplifies its pages; the number says how many bytes of text had no usable font.
pub(super) fn load(bytes: &[u8], limits: &Limits) -> Result<(Document, usize), PdfError> {
    let mut document = Document::load_mem(bytes).map_err(damaged)?;
    if document.is_encrypted() {
        document.decrypt("").map_err(|_| PdfError::Encrypted)?;
    }
    repair_widths(&mut document);
    let pages: Vec<ObjectId> = document.page_iter().collect();
    if pages.is_empty() {
        return Err(PdfError::Damaged("it has no pages".to_owned()));
    }
    // Drawing text takes about four bytes for one.
    let mut budget = limits.pdf_text_bytes.saturating_mul(4);
    let mut unusable = 0;
    for id in pages {
        let mut page = Page {
            document: &document,
            operations: Vec::new(),
            fonts: BTreeMap::new(),
            budget,
            unusable: 0,
            open: Vec::new(),
        };
        let content = document.get_page_content(id).map_err(damaged)?;
        let resources = inherited(&document, id, b"Resources").and_then(|found| found.as_dict().ok());
        let media_box = inherited(&document, id, b"MediaBox").cloned();
        page.run(&content, resources).map_err(|error| match error {
            PdfError::TooLarge(_) => PdfError::TooLarge(limits.pdf_text_bytes.saturating_mul(4)),
            other => other,
        })?;
        budget = page.budget;
        unusable += page.unusable;
        let (operations, fonts) = (page.operations, page.fonts);
        replace(&mut document, id, operations, fonts, media_box)?;
    }
    Ok((document, unusable))
}

#[allow(clippy::needless_pass_by_value)] // as `map_err` wants it
fn damaged(cause: pdf_extract::Error) -> PdfError {
    match cause {
        pdf_extract::Error::InvalidPassword | pdf_extract::Error::Decryption(_) => PdfError::Encrypted,
        cause => PdfError::Damaged(cause.to_string().replace(char::is_control, " ").chars().take(200).collect()),
    }
}

fn replace(
    document: &mut Document,
    id: ObjectId,
    operations: Vec<Operation>,
    fonts: BTreeMap<Vec<u8>, Object>,
    media_box: Option<Object>,
) -> Result<(), PdfError> {
    let content = Content { operations }.encode().map_err(damaged)?;
    let content = document.add_object(Stream::new(Dictionary::new(), content));
    let fonts: Dictionary = fonts.into_iter().collect();
    let mut resources = Dictionary::new();
    resources.set("Font", fonts);
    let a4 = || Object::Array([0, 0, 595, 842].map(Object::Integer).to_vec());
    let is_box =
        |found: &Object| found.as_array().is_ok_and(|corners| corners.len() == 4 && corners.iter().all(is_number));
    let page = document.get_object_mut(id).and_then(Object::as_dict_mut).map_err(damaged)?;
    page.set("Contents", content);
    page.set("Resources", resources);
    page.set("MediaBox", media_box.filter(is_box).unwrap_or_else(a4));
    page.remove(b"ArtBox");
    Ok(())
}

/// A property that a page has from itself or from the folders it lies in (7.7.3.4).
fn inherited<'d>(document: &'d Document, page: ObjectId, key: &[u8]) -> Option<&'d Object> {
    let mut dict = document.get_dictionary(page).ok()?;
    for _ in 0..DEEPEST {
        if let Ok(found) = dict.get_deref(key, document) {
            return Some(found);
        }
        dict = dict.get_deref(b"Parent", document).and_then(Object::as_dict).ok()?;
    }
    None
}

/// A page being rewritten.
struct Page<'d> {
    document: &'d Document,
    operations: Vec<Operation>,
    /// Fonts by names that are unique on the page, forms included.
    fonts: BTreeMap<Vec<u8>, Object>,
    /// Bytes of content that may still be unpacked.
    budget: u64,
    unusable: usize,
    /// The forms that are being run, outermost first.
    open: Vec<&'d Stream>,
}

impl<'d> Page<'d> {
    fn run(&mut self, content: &[u8], resources: Option<&'d Dictionary>) -> Result<(), PdfError> {
        self.budget = self.budget.checked_sub(content.len() as u64 + FORM_CALL).ok_or(PdfError::TooLarge(0))?;
        let content = Content::decode(content).map_err(damaged)?;
        // Whether the current font is usable; saved and restored with the graphics state.
        let mut usable = false;
        let mut saved = Vec::new();
        for mut operation in content.operations {
            let operands = &mut operation.operands;
            match operation.operator.as_str() {
                "q" => saved.push(usable),
                // More restored than saved would reach into the page around a form.
                "Q" => match saved.pop() {
                    Some(before) => usable = before,
                    None => continue,
                },
                "BT" | "ET" | "T*" => {}
                "cm" | "Tm" if operands.len() == 6 && operands.iter().all(is_number) => {}
                "Td" | "TD" if operands.len() == 2 && operands.iter().all(is_number) => {}
                "Tc" | "Tw" | "Tz" | "TL" | "Ts" if operands.len() == 1 && operands.iter().all(is_number) => {}
                "Tf" if operands.len() == 2 && operands.get(1).is_some_and(is_number) => {
                    let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                    let font = self.font(resources, name);
                    usable = font.is_some();
                    match (font, operands.first_mut()) {
                        (Some(name), Some(operand)) => *operand = Object::Name(name),
                        _ => continue,
                    }
                }
                "Tj" | "TJ" | "'" | "\"" => {
                    self.show(&operation, usable);
                    continue;
                }
                "Do" => {
                    let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                    self.form(resources, name)?;
                    continue;
                }
                _ => continue,
            }
            self.operations.push(operation);
        }
        for _ in saved {
            self.emit("Q", Vec::new());
        }
        Ok(())
    }

    fn emit(&mut self, operator: &str, operands: Vec<Object>) {
        self.operations.push(Operation::new(operator, operands));
    }

    /// Text-showing operators (9.4.3), the two that also begin a line spelled out.
    fn show(&mut self, operation: &Operation, usable: bool) {
        let operands = &operation.operands;
        match (operation.operator.as_str(), operands.as_slice()) {
            ("'", _) => self.emit("T*", Vec::new()),
            ("\"", [word, letter, _]) if is_number(word) && is_number(letter) => {
                self.emit("Tw", vec![word.clone()]);
                self.emit("Tc", vec![letter.clone()]);
                self.emit("T*", Vec::new());
            }
            _ => {}
        }
        match operands.last() {
            Some(shown @ (Object::String(..) | Object::Array(_))) if usable => {
                let operator = if matches!(shown, Object::Array(_)) { "TJ" } else { "Tj" };
                self.emit(operator, vec![shown.clone()]);
            }
            Some(Object::String(text, _)) => self.unusable += text.len(),
            Some(Object::Array(parts)) => {
                let texts = parts.iter().filter_map(|part| part.as_str().ok());
                self.unusable += texts.map(<[u8]>::len).sum::<usize>();
            }
            _ => {}
        }
    }

    /// Puts the content of a form (8.10) where it is called; pictures are left out, and forms that contain themselves.
    fn form(&mut self, resources: Option<&'d Dictionary>, name: &[u8]) -> Result<(), PdfError> {
        let found = self.resource(resources, b"XObject", name);
        let Some(form) = found.and_then(|form| form.as_stream().ok()) else { return Ok(()) };
        let is_form = form.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form");
        if !is_form || self.open.len() >= DEEPEST || self.open.iter().any(|open| std::ptr::eq(*open, form)) {
            return Ok(());
        }
        self.emit("q", Vec::new());
        match form.dict.get_deref(b"Matrix", self.document).and_then(Object::as_array) {
            Ok(matrix) if matrix.len() == 6 && matrix.iter().all(is_number) => self.emit("cm", matrix.clone()),
            _ => {}
        }
        let own = form.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok();
        let content = form.get_plain_content().map_err(damaged)?;
        self.open.push(form);
        self.run(&content, own.or(resources))?;
        self.open.pop();
        self.emit("Q", Vec::new());
        Ok(())
    }

    fn resource(&self, resources: Option<&'d Dictionary>, kind: &[u8], name: &[u8]) -> Option<&'d Object> {
        resources?.get_deref(kind, self.document).and_then(Object::as_dict).ok()?.get_deref(name, self.document).ok()
    }

    /// The unique name of a font that the interpreter can make sense of.
    fn font(&mut self, resources: Option<&'d Dictionary>, name: &[u8]) -> Option<Vec<u8>> {
        let fonts = resources?.get_deref(b"Font", self.document).and_then(Object::as_dict).ok()?;
        let entry = fonts.get(name).ok()?;
        let (id, font) = self.document.dereference(entry).ok()?;
        if !is_usable(self.document, font.as_dict().ok()?) {
            return None;
        }
        let unique = match id {
            Some((number, generation)) => format!("F{number}-{generation}").into_bytes(),
            // A font without a number of its own is known by where it stands in memory, which lasts as long as the page.
            None => format!("D{:p}", std::ptr::from_ref(entry)).into_bytes(),
        };
        self.fonts.entry(unique.clone()).or_insert_with(|| entry.clone());
        Some(unique)
    }
}

/// Whether a font has what the interpreter takes for granted (9.6, 9.7).
fn is_usable(document: &Document, font: &Dictionary) -> bool {
    let is_name =
        |dict: &Dictionary, key: &[u8]| dict.get_deref(key, document).is_ok_and(|value| value.as_name().is_ok());
    match font.get_deref(b"Subtype", document).and_then(Object::as_name) {
        Ok(b"Type0") => {
            let encoding = match font.get_deref(b"Encoding", document) {
                Ok(Object::Name(name)) => name.starts_with(b"Identity-"),
                Ok(Object::Stream(_)) => true,
                _ => false,
            };
            let descendant = font
                .get_deref(b"DescendantFonts", document)
                .and_then(Object::as_array)
                .ok()
                .and_then(|fonts| document.dereference(fonts.first()?).ok()?.1.as_dict().ok());
            is_name(font, b"BaseFont")
                && encoding
                && descendant.is_some_and(|font| {
                    font.get_deref(b"FontDescriptor", document).is_ok_and(|found| found.as_dict().is_ok())
                })
        }
        Ok(b"Type3") => font.has(b"Encoding") && font.has(b"FirstChar") && font.has(b"LastChar") && font.has(b"Widths"),
        Ok(_) => is_name(font, b"BaseFont"),
        Err(_) => false,
    }
}

fn is_number(object: &Object) -> bool {
    matches!(object, Object::Integer(_) | Object::Real(_))
}

fn number(object: &Object) -> Option<f32> {
    object.as_float().ok()
}

/// Rewrites the widths of all fonts into the one form that is read correctly.
fn repair_widths(document: &mut Document) {
    let mut repaired = Vec::new();
    for (id, object) in &document.objects {
        let Ok(font) = object.as_dict() else { continue };
        let set = match font.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"CIDFontType0" | b"CIDFontType2") => cid_widths(document, font),
            Ok(b"Type1" | b"MMType1" | b"TrueType" | b"Type3") => simple_widths(document, font),
            _ => continue,
        };
        repaired.push((*id, set));
    }
    for (id, set) in repaired {
        if let Ok(font) = document.get_object_mut(id).and_then(Object::as_dict_mut) {
            for (key, value) in set {
                font.set(key, value);
            }
        }
    }
}

/// Glyphs that a font can have at most; ranges may claim more.
const MOST_GLYPHS: usize = 1 << 16;

/// `W` (9.7.4.3) mixes `first [w w w]` with `first last w`; the second form is read wrongly, so it becomes the first.
fn cid_widths(document: &Document, font: &Dictionary) -> Vec<(&'static str, Object)> {
    let mut set = Vec::new();
    if let Some(width) = font.get_deref(b"DW", document).ok().and_then(number) {
        #[allow(clippy::cast_possible_truncation)]
        set.push(("DW", Object::Integer(width.round() as i64)));
    }
    let Ok(given) = font.get_deref(b"W", document).and_then(Object::as_array) else {
        return set;
    };
    let entries = given.iter().filter_map(|entry| document.dereference(entry).ok());
    let given: Vec<&Object> = entries.map(|(_, entry)| entry).collect();
    let (mut widths, mut count, mut rest) = (Vec::new(), 0, given.as_slice());
    loop {
        rest = match rest {
            [Object::Integer(first), Object::Array(list), rest @ ..] => {
                let list = list.iter().filter(|width| is_number(width)).take(MOST_GLYPHS - count);
                let list: Vec<Object> = list.cloned().collect();
                count += list.len();
                widths.extend([Object::Integer(*first), Object::Array(list)]);
                rest
            }
            [Object::Integer(first), Object::Integer(last), width, rest @ ..] if is_number(width) && first <= last => {
                let more = usize::try_from(last.saturating_sub(*first)).unwrap_or(MOST_GLYPHS);
                let glyphs = more.saturating_add(1).min(MOST_GLYPHS - count);
                count += glyphs;
                widths.extend([Object::Integer(*first), Object::Array(vec![(*width).clone(); glyphs])]);
                rest
            }
            [_, rest @ ..] => rest,
            [] => break,
        };
    }
    set.push(("W", Object::Array(widths)));
    set
}

/// `Widths` (9.6.2) must have as many entries as `FirstChar` and `LastChar` say; those of a Type 3 font are in units of
/// its own matrix.
fn simple_widths(document: &Document, font: &Dictionary) -> Vec<(&'static str, Object)> {
    let Ok(given) = font.get_deref(b"Widths", document).and_then(Object::as_array) else {
        return Vec::new();
    };
    let is_type3 = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type3");
    let matrix = font.get_deref(b"FontMatrix", document).and_then(Object::as_array).ok();
    let unit = matrix.and_then(|matrix| number(matrix.first()?));
    let unit = unit.filter(|_| is_type3).map_or(1.0, |unit| unit * 1000.0);
    let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0).clamp(0, 255);
    let mut widths = vec![Object::Integer(0); usize::try_from(first).unwrap_or(0)];
    widths.extend(given.iter().map(|width| {
        let width = document.dereference(width).ok().and_then(|(_, width)| number(width));
        Object::Real(width.unwrap_or(0.0) * unit)
    }));
    widths.resize(256, Object::Integer(0));
    vec![("FirstChar", Object::Integer(0)), ("LastChar", Object::Integer(255)), ("Widths", Object::Array(widths))]
}
