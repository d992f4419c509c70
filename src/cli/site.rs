use super::Outcome;
use super::input::{self, Documents};
use anyhow::{Context, Result, bail};
use gremium::query::{self, AnswerFormat, QueryResults};
use gremium::room::{ASSETS, Address, Language, Room, Step, file_stem, page_file};
use gremium::store::Store;
use oxigraph::io::RdfFormat;
use oxigraph::sparql::results::QueryResultsFormat;
use std::fs;
use std::path::{Path, PathBuf};

/// Write the pages of `gremium serve` as files for any web server
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  gremium site examples/imk-215.md --out site --date 2022-06-30")]
pub struct Args {
    #[command(flatten)]
    documents: Documents,
    /// Folder to write; it must be empty or not exist
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The day to judge deadlines by, as 2022-06-30; without it nothing is called overdue
    #[arg(long, value_name = "DAY", value_parser = day)]
    date: Option<String>,
}

fn day(text: &str) -> Result<String, String> {
    let fits = text.len() == 10
        && text.char_indices().all(|(at, c)| if at == 4 || at == 7 { c == '-' } else { c.is_ascii_digit() });
    if fits { Ok(text.to_owned()) } else { Err("a day looks like 2022-06-30".to_owned()) }
}

pub fn run(args: &Args) -> Result<Outcome> {
    if fs::read_dir(&args.out).is_ok_and(|mut entries| entries.next().is_some()) {
        bail!("{} is not empty; name a folder that is, or a new one", args.out.display());
    }
    let corpus = input::corpus(&args.documents.files, &args.documents.settings)?;
    if corpus.documents == 0 {
        bail!("no document could be read; there is nothing to write");
    }
    let room = Room::new(&corpus.graph, &args.documents.settings.base);
    let store = Store::new(&corpus.graph)?;
    let parent = args.out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).with_context(|| format!("cannot write {}", parent.display()))?;
    // Written beside its place and put there at the end, so that nobody finds half a site.
    let draft = tempfile::Builder::new().prefix(".gremium-").tempdir_in(parent)?;
    let (pages, files) = room.addresses();
    for path in &pages {
        for language in Language::ALL {
            let path_in = if language == Language::De { path.clone() } else { format!("{}/{path}", language.tag()) };
            let content = open(
                &room,
                &store,
                &Address { path: path_in, today: args.date.clone(), is_static: true, ..Address::default() },
            )?;
            write(draft.path(), &page_file(path, language), &content)?;
        }
    }
    for path in &files {
        let content = open(&room, &store, &Address { path: path.clone(), is_static: true, ..Address::default() })?;
        write(draft.path(), &file_stem(path), &content)?;
    }
    for (name, _, content) in ASSETS {
        write(draft.path(), name, content)?;
    }
    let _ = fs::remove_dir(&args.out);
    let draft = draft.keep();
    set_open(&draft)?;
    fs::rename(&draft, &args.out).with_context(|| format!("cannot write {}", args.out.display()))?;
    Ok(corpus.outcome)
}

fn open(room: &Room, store: &Store, address: &Address) -> Result<Vec<u8>> {
    let sparql = match room.open(address, None) {
        Step::Page(page) => return Ok(page.content),
        Step::Ask { sparql, .. } => sparql,
    };
    let mut answered = Vec::new();
    let answer = query::ask(store, &sparql, &[])?;
    let format = match answer {
        QueryResults::Graph(_) => AnswerFormat::Triples(RdfFormat::Turtle),
        _ => AnswerFormat::Results(QueryResultsFormat::Json),
    };
    query::write(answer, format, &mut answered)?;
    let answered = String::from_utf8(answered)?;
    match room.open(address, Some(Ok(&answered))) {
        Step::Page(page) => Ok(page.content),
        Step::Ask { .. } => bail!("{} asks again", address.path),
    }
}

fn write(folder: &Path, name: &str, content: &[u8]) -> Result<()> {
    let path = folder.join(name);
    let parent = path.parent().unwrap_or(folder);
    fs::create_dir_all(parent).and_then(|()| fs::write(&path, content)).with_context(|| format!("cannot write {name}"))
}

/// A draft is for nobody else's eyes, a site is for all.
#[cfg(unix)]
fn set_open(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?)
}

#[cfg(not(unix))]
fn set_open(_: &Path) -> Result<()> {
    Ok(())
}
