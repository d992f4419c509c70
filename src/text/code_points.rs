/// How many code points stand before a byte, for every 16th byte: an answer costs a look-up and at most 15 bytes.
///
/// For thousands of spans in no particular order, of which neither line nor column is asked, as a
/// [`PositionIndex`](super::PositionIndex) would count along.
///
/// ```
/// use gremium::text::CodePoints;
/// let section = "§ 5 für"; // “section 5 for”
/// assert_eq!(CodePoints::new(section).before(6), 5); // § is two bytes, so six stand before “ü”
/// ```
#[derive(Debug)]
pub struct CodePoints<'t> {
    bytes: &'t [u8],
    before: Vec<u32>,
}

const STRIDE: usize = 16;

impl<'t> CodePoints<'t> {
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let counted = |before: &mut u32, chunk| {
            let here = *before;
            *before += starts(chunk);
            Some(here)
        };
        let before = bytes.chunks(STRIDE).scan(0, counted).collect();
        Self { bytes, before }
    }

    /// Code points that begin before the byte; all of them for one behind the end.
    #[must_use]
    pub fn before(&self, byte: u32) -> u32 {
        let byte = (byte as usize).min(self.bytes.len());
        let start = byte / STRIDE * STRIDE;
        match self.before.get(byte / STRIDE) {
            Some(before) => before + self.bytes.get(start..byte).map_or(0, starts),
            // The end of a text that fills its last chunk.
            None => {
                self.before.last().copied().unwrap_or(0)
                    + self.bytes.get(start.saturating_sub(STRIDE)..byte).map_or(0, starts)
            }
        }
    }
}

/// Code points that start in these bytes.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().map(|byte| u32::from(byte & 0xC0 != 0x80)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_agree_with_counting() {
        for length in [0, 1, 62, 63, 64, 65, 128, 200] {
            let text: String = "aü§𝄞".chars().cycle().take(length).collect();
            let index = CodePoints::new(&text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(index.before(u32::try_from(byte).expect("short")) as usize, count);
            }
            assert_eq!(index.before(u32::try_from(text.len()).expect("short")) as usize, length);
        }
    }
}
