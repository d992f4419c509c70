use crate::likeness::nearest;
use include_dir::{Dir, include_dir};

static QUERIES: Dir = include_dir!("$CARGO_MANIFEST_DIR/queries");

/// A named question of the catalogue.
///
/// The comments at its head say what it is: `# title@de: …`, `# title@en: …`, `# when: …` (in what situation one asks
/// this) and `# param: name default` for each variable that the asker may bind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query<'t> {
    /// Name of its file without the ending.
    pub name: &'t str,
    /// `facts`, `reports`, `checks`, `views`.
    pub folder: &'t str,
    pub title_de: &'t str,
    pub title_en: &'t str,
    pub when: &'t str,
    pub parameters: Vec<Parameter<'t>>,
    /// The whole file: SPARQL with its head.
    pub sparql: &'t str,
}

/// A variable that the asker may bind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter<'t> {
    pub name: &'t str,
    /// Empty: unbound unless the asker binds it.
    pub default: &'t str,
}

impl<'t> Query<'t> {
    /// Reads the head of a question.
    #[must_use]
    pub fn new(folder: &'t str, name: &'t str, sparql: &'t str) -> Self {
        let head = || sparql.lines().map_while(|line| line.strip_prefix('#'));
        let field = |key: &str| {
            head().find_map(|line| line.trim_start().strip_prefix(key)?.strip_prefix(':')).unwrap_or_default().trim()
        };
        let parameters = head()
            .filter_map(|line| line.trim_start().strip_prefix("param:"))
            .map(|line| line.trim().split_once(' ').unwrap_or((line.trim(), "")))
            .map(|(name, default)| Parameter { name, default: default.trim() })
            .collect();
        Self {
            name,
            folder,
            title_de: field("title@de"),
            title_en: field("title@en"),
            when: field("when"),
            parameters,
            sparql,
        }
    }

    /// The values to ask with: what the asker gives, else the defaults.
    #[must_use]
    pub fn bind(&self, given: &[(String, String)]) -> Vec<(String, String)> {
        let defaults = self
            .parameters
            .iter()
            .filter(|parameter| !parameter.default.is_empty() && given.iter().all(|(name, _)| name != parameter.name));
        let defaults = defaults.map(|parameter| (parameter.name.to_owned(), parameter.default.to_owned()));
        given.iter().cloned().chain(defaults).collect()
    }
}

/// All questions, by folder and name.
#[must_use]
pub fn catalogue() -> Vec<Query<'static>> {
    let mut queries: Vec<_> = QUERIES
        .dirs()
        .flat_map(|folder| folder.files().map(move |file| (folder, file)))
        .filter_map(|(folder, file)| {
            let name = file.path().file_name()?.to_str()?.strip_suffix(".rq")?;
            Some(Query::new(folder.path().to_str()?, name, file.contents_utf8()?))
        })
        .collect();
    queries.sort_unstable_by_key(|query| (query.folder, query.name));
    queries
}

/// The question of that name, with or without its folder: `who-informs-whom`, `facts/acts`.
#[must_use]
pub fn find(name: &str) -> Option<Query<'static>> {
    let (folder, name) = name.rsplit_once('/').map_or((None, name), |(folder, name)| (Some(folder), name));
    catalogue().into_iter().find(|query| query.name == name && folder.is_none_or(|folder| folder == query.folder))
}

/// Names of the catalogue that somebody may have meant who wrote this one, the likeliest first.
#[must_use]
pub fn similar(name: &str) -> Vec<&'static str> {
    let name = name.rsplit_once('/').map_or(name, |(_, name)| name);
    nearest(name, catalogue().iter().map(|query| query.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_understood() {
        assert_eq!(similar("who-inform-whom").first(), Some(&"who-informs-whom"));
        assert_eq!(similar("reports/Deadline-Next").first(), Some(&"deadlines-next"));
        assert!(similar("zzz").is_empty());
    }

    #[test]
    fn the_head_describes_the_question() {
        let text = "# title@de: Wer fragt?\n# title@en: Who asks?\n# when: you wonder\n# param: body BMI\n# param: day\n\
                    SELECT * {}\n# param: late no\n";
        let query = Query::new("reports", "who-asks", text);
        assert_eq!((query.title_de, query.title_en, query.when), ("Wer fragt?", "Who asks?", "you wonder"));
        assert_eq!(query.parameters.len(), 2);
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(query.bind(&[]), [pair("body", "BMI")]);
        assert_eq!(query.bind(&[pair("body", "BMJ")]), [pair("body", "BMJ")]);
    }
}
