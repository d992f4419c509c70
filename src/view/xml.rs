//! Text within XML: whatever a document says stays text.

use std::fmt;

/// A text as content or attribute value of XML: markup escaped, line ends kept in attributes too, and what XML forbids
/// replaced by U+FFFD.
pub(super) struct Xml<'t>(pub &'t str);

impl fmt::Display for Xml<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '"' => out.write_str("&quot;")?,
                '\'' => out.write_str("&#39;")?,
                '\t' | '\n' | '\r' => write!(out, "&#{};", c as u32)?,
                '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => out.write_str("\u{fffd}")?,
                c => write!(out, "{c}")?,
            }
        }
        Ok(())
    }
}

/// A length in at most one decimal, as short as may be.
pub(super) struct Px(pub f64);

impl fmt::Display for Px {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Adding zero makes -0 a plain 0.
        let tenths = (self.0 * 10.0).round() / 10.0 + 0.0;
        write!(out, "{tenths}")
    }
}
