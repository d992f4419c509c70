//! How far a long command has come: a bar on a terminal, now and then a line elsewhere.

use super::input::say;
use indicatif::{HumanBytes, HumanDuration, ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

/// Between two lines.
const PAUSE: Duration = Duration::from_secs(10);

pub struct Progress {
    bar: ProgressBar,
    documents: u64,
    /// Where there is no terminal, when the last line was written.
    last: Option<Instant>,
}

impl Progress {
    /// `total`: bytes to be read, if that is known.
    pub fn new(total: Option<u64>, quiet: bool) -> Self {
        let bar =
            if quiet { ProgressBar::hidden() } else { total.map_or_else(ProgressBar::no_length, ProgressBar::new) };
        let template = match total {
            Some(_) => "{wide_bar} {bytes} of {total_bytes}, {msg} documents, {bytes_per_sec}, {eta} left",
            None => "{spinner} {bytes}, {msg} documents, {bytes_per_sec}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        let last = (!quiet && !io::stderr().is_terminal()).then(Instant::now);
        Self { bar, documents: 0, last }
    }

    /// One more document of so many bytes is done.
    pub fn advance(&mut self, bytes: u64) {
        self.documents += 1;
        self.bar.set_message(self.documents.to_string());
        self.bar.inc(bytes);
        if self.last.is_some_and(|last| last.elapsed() >= PAUSE) {
            self.last = Some(Instant::now());
            say(format_args!("gremium: {}", self.line()));
        }
    }

    fn line(&self) -> String {
        let done = self.bar.position();
        let seconds = self.bar.elapsed().as_secs_f64().max(f64::MIN_POSITIVE);
        #[allow(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "rates are rounded"
        )]
        let rate = (done as f64 / seconds) as u64;
        let documents = self.documents;
        match self.bar.length() {
            Some(total) if rate > 0 => {
                let left = HumanDuration(Duration::from_secs(total.saturating_sub(done) / rate));
                let (done, total, rate) = (HumanBytes(done), HumanBytes(total), HumanBytes(rate));
                format!("{done} of {total}, {documents} documents, {rate}/s, {left} left")
            }
            _ => format!("{}, {documents} documents, {}/s", HumanBytes(done), HumanBytes(rate)),
        }
    }

    /// Writes lines on standard error, above the bar.
    pub fn say(&self, lines: &[String]) {
        if !lines.is_empty() {
            self.bar.suspend(|| lines.iter().for_each(|line| say(format_args!("{line}"))));
        }
    }

    pub fn finish(self) {
        self.bar.finish_and_clear();
    }
}
