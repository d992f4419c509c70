//! Which of several bodies that bear one name is meant.

use crate::lexicon::{AuthorityId, Lexicon};
use crate::structure::Document;
use jiff::civil::Date;

/// What a document tells about the names in it before a word of them is read.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::mention) struct Circumstances {
    pub conference: Option<AuthorityId>,
    /// Who speaks, if it is not the conference: a Land in its note.
    pub speaker: Option<AuthorityId>,
    /// Last day of the sitting.
    pub day: Option<Date>,
}

/// By what bearers of a name are told apart, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::mention) enum Ground {
    /// Who belongs to the conference.
    Conference,
    /// Who acts for the one that speaks.
    Speaker,
    /// Who existed, and was called so, on the day of the sitting.
    Day,
    /// Who is a conference like the one that speaks: among each other they go by their short forms, and a body of another
    /// kind would be introduced.
    Peer,
}

/// The day of a document's sitting, as its heading or the authority file gives it.
pub(in crate::mention) fn day(document: &Document, conference: Option<AuthorityId>, lexicon: &Lexicon) -> Option<Date> {
    let by_number = || {
        let number = document.session.number?;
        let of = |record: &&crate::lexicon::SessionRecord| Some(record.body) == conference;
        lexicon.sessions.iter().filter(of).find(|record| record.number == Some(number))?.last
    };
    document.session.when.and_then(crate::calendar::When::last_day).or_else(by_number)
}

/// The bearers that are left, and what each ground left of those before it. A ground that fits nobody decides nothing.
pub(in crate::mention) fn narrow(
    lexicon: &Lexicon,
    candidates: &[AuthorityId],
    name: &str,
    circumstances: Circumstances,
) -> (Vec<AuthorityId>, Vec<(Ground, usize)>) {
    let Circumstances { conference, speaker, day } = circumstances;
    let kind = |id: Option<AuthorityId>| Some(&lexicon.authority(id?)?.kind);
    let mut left = candidates.to_vec();
    let mut tried = Vec::new();
    for ground in [Ground::Conference, Ground::Speaker, Ground::Day, Ground::Peer] {
        let fits = |id: AuthorityId| match ground {
            Ground::Conference => conference.is_some_and(|home| lexicon.is_within(id, home)),
            Ground::Speaker => {
                speaker.is_some() && lexicon.authority(id).is_some_and(|body| body.jurisdiction == speaker)
            }
            Ground::Day => day.is_none_or(|day| lexicon.bears(id, name, day)),
            Ground::Peer => speaker.is_none() && kind(Some(id)) == kind(conference) && conference.is_some(),
        };
        let fitting: Vec<AuthorityId> = left.iter().copied().filter(|id| fits(*id)).collect();
        tried.push((ground, fitting.len()));
        if !fitting.is_empty() {
            left = fitting;
        }
        if left.len() == 1 {
            break;
        }
    }
    (left, tried)
}
