//! Where results go: standard output, a regular file that appears whole or not at all, or a device or pipe that is
//! written as it is.

use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, Once, PoisonError};

/// Runs `fill` on the place that the user named; none and `-` are standard output.
///
/// # Errors
/// Where the place cannot be written. A regular file is then as it was before.
pub fn write(place: Option<&Path>, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let Some(path) = place.filter(|path| *path != Path::new("-")) else {
        return buffered(io::stdout().lock(), fill).context("cannot write to standard output");
    };
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => bail!("cannot write {}: it is a folder", path.display()),
        Ok(there) if there.is_file() => replace(&fs::canonicalize(path)?, Some(there.permissions()), fill),
        Ok(_) => File::options().write(true).open(path).and_then(|device| buffered(device, fill)),
        Err(_) => replace(path, None, fill),
    }
    .with_context(|| format!("cannot write {}", path.display()))
}

fn buffered(out: impl Write, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    fill(&mut out)?;
    out.flush()
}

/// Writes beside the target and renames, so that nobody ever reads half a file.
fn replace(
    target: &Path,
    permissions: Option<fs::Permissions>,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    clean_up_when_interrupted();
    let draft = {
        let mut drafts = drafts();
        let draft =
            tempfile::Builder::new().prefix(".gremium-").permissions(default_permissions()).tempfile_in(folder)?;
        drafts.push(draft.path().to_owned());
        draft
    };
    let written = buffered(&draft, fill).and_then(|()| match permissions {
        Some(permissions) => draft.as_file().set_permissions(permissions),
        None => Ok(()),
    });
    // Held from the rename until the name is forgotten, so that an interrupt finds either a draft or a finished file.
    let mut drafts = drafts();
    let outcome = written.and_then(|()| draft.persist(target).map(drop).map_err(|error| error.error));
    drafts.pop();
    outcome
}

/// What a new file gets from the shell: readable by all that the umask leaves.
#[cfg(unix)]
fn default_permissions() -> fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o666)
}

/// Drafts that exist at this moment.
static DRAFTS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn drafts() -> std::sync::MutexGuard<'static, Vec<PathBuf>> {
    DRAFTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// On Ctrl-C and on a request to stop, removes the drafts and leaves as the signal asks.
fn clean_up_when_interrupted() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let leave = || {
            for draft in drafts().drain(..) {
                let _ = fs::remove_file(draft);
            }
            std::process::exit(130);
        };
        // Without a handler a draft may stay behind; the target is whole all the same.
        let _ = ctrlc::set_handler(leave);
    });
}
