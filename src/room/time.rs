//! A line of time: what falls on each month, from top to bottom, as dots that can be counted.

use super::View;
use super::facts::Node;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// As many dots are drawn for one month; a number says how many there are.
const DOTS: usize = 24;

/// What falls on one month.
#[derive(Default)]
pub struct Moment {
    pub count: usize,
    /// How many of them are over.
    pub over: usize,
    /// Where to read about it.
    pub address: Option<String>,
}

impl View<'_> {
    /// Draws months, given as `2022-06`; a text that is none stands as it is, an empty one for what has no day.
    pub fn time_line(&self, moments: &BTreeMap<String, Moment>) -> Markup {
        html! {
            @if !moments.is_empty() {
                // What has no day sorts first and is told last.
                @let (dated, undated): (Vec<_>, Vec<_>) = moments.iter().partition(|(month, _)| !month.is_empty());
                @if moments.values().any(|moment| moment.over > 0) {
                    p.quiet { span.dots.key aria-hidden="true" { i.over {} } " " (self.t("due.over")) " " span.dots.key aria-hidden="true" { i {} } " " (self.t("state.open")) }
                }
                ol.timeline {
                    @for (month, moment) in dated.into_iter().chain(undated) {
                        li {
                            @match &moment.address { Some(address) => a.when href=(address) { (self.month(month)) }, None => span.when { (self.month(month)) } }
                            " " span.dots aria-hidden="true" {
                                @for dot in 0..moment.count.min(DOTS) { i.over[dot < moment.over] {} }
                            }
                            " " b { (moment.count) }
                            @if moment.over > 0 { " " span.hidden { (self.fill("time.over", &[("n", &moment.over.to_string())])) } }
                        }
                    }
                }
            }
        }
    }

    /// Mandates by the month in which they are due; `address` is where those of some days are listed.
    pub fn due_line(&self, mandates: &[Node], address: &str) -> Markup {
        let mut moments: BTreeMap<String, Moment> = BTreeMap::new();
        for act in mandates {
            let latest = self.room.latest(*act);
            let month = latest.get(..7).unwrap_or_default().to_owned();
            let days = (!self.links.is_static()).then(|| days_of(&month)).flatten();
            let moment = moments.entry(month).or_default();
            moment.count += 1;
            moment.over += usize::from(self.is_over(&latest));
            moment.address = days.map(|[first, last]| {
                let start = if address.contains('?') { "&" } else { "?" };
                format!("{address}{start}since={first}&until={last}")
            });
        }
        self.time_line(&moments)
    }

    /// `2022-06` → Juni 2022.
    fn month(&self, month: &str) -> String {
        let name = |(year, month): (&str, &str)| {
            let name = self.t("months").split(' ').nth(month.parse::<usize>().ok()?.checked_sub(1)?)?;
            Some(format!("{name} {year}"))
        };
        match month {
            "" => self.t("time.unknown").to_owned(),
            _ => month.split_once('-').and_then(name).unwrap_or_else(|| month.to_owned()),
        }
    }
}

/// First and last day of a month.
fn days_of(month: &str) -> Option<[String; 2]> {
    let (year, number) = month.split_once('-')?;
    let (year, number): (u32, u32) = (year.parse().ok()?, number.parse().ok()?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match number {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    Some([format!("{month}-01"), format!("{month}-{last}")])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_ends_when_it_ends() {
        let last = |month| days_of(month).unwrap()[1].clone();
        assert_eq!(
            (last("2024-02"), last("2100-02"), last("2022-06")),
            ("2024-02-29".into(), "2100-02-28".into(), "2022-06-30".into())
        );
        assert_eq!(days_of("bald"), None);
    }
}
