//! Any bytes are read or refused, whatever format they are said to be.

#![no_main]

use gremium::read::{Limits, document};
use gremium::text::{Format, Span};
use libfuzzer_sys::fuzz_target;
use std::sync::Once;

/// The reader of PDF survives panics of the crate below it, as it must; the fuzzer would end at each.
static SURVIVE: Once = Once::new();

fuzz_target!(|bytes: &[u8]| {
    SURVIVE.call_once(|| std::panic::set_hook(Box::new(|_| ())));
    let limits = Limits { pdf_seconds: 5, pdf_text_bytes: 1 << 20, ..Limits::default() };
    for format in [None, Some(Format::Plain), Some(Format::Markdown), Some(Format::Html), Some(Format::Pdf)] {
        let Ok((source, _)) = document("fuzz", bytes.to_vec(), format, &limits) else { continue };
        let whole = source.map.original(Span::at(0, source.text.len()));
        assert!(whole.start <= whole.end && whole.end as usize <= bytes.len());
        assert!(source.pages.iter().all(|page| source.text.is_char_boundary(*page as usize)));
    }
});
