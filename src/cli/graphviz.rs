//! Drawing by Graphviz, where it is installed and asked for.

use anyhow::{Context, Result, bail, ensure};
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Lets `dot` draw a text of the DOT language as `svg` or `png`, for so many seconds at most.
///
/// # Errors
/// Where there is no `dot`, it fails, or the time is over.
pub fn draw(dot: &str, format: &str, seconds: u64) -> Result<Vec<u8>> {
    let mut child = Command::new("dot")
        .arg(format!("-T{format}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot start dot; install Graphviz, or leave --engine out")?;
    let (Some(mut input), Some(mut output)) = (child.stdin.take(), child.stdout.take()) else {
        bail!("dot has no pipes");
    };
    let text = dot.to_owned();
    // A dot that is stopped closes its end; what was not written then does not matter.
    let writer = thread::spawn(move || input.write_all(text.as_bytes()));
    let reader = thread::spawn(move || {
        let mut bytes = Vec::new();
        output.read_to_end(&mut bytes).map(|_| bytes)
    });
    let in_time = wait(&mut child, Duration::from_secs(seconds))?;
    let bytes = reader.join().ok().context("reading from dot failed")?.context("cannot read from dot")?;
    let _ = writer.join();
    ensure!(in_time, "dot took longer than {seconds} s; give it --time-limit, filter the view, or leave --engine out");
    ensure!(child.wait()?.success(), "dot could not draw the graph");
    Ok(bytes)
}

/// Whether the process ended by itself in time.
fn wait(child: &mut Child, limit: Duration) -> Result<bool> {
    let start = Instant::now();
    while child.try_wait()?.is_none() {
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(false);
        }
        thread::sleep(Duration::from_millis(10));
    }
    Ok(true)
}
