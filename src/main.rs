//! The command line: everything that touches files and the terminal.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::string_slice)]

mod cli;

use std::io::{self, Write};
use std::process::ExitCode;

/// Exit status: 0 done, 1 findings or a bad document among others, 2 error.
fn main() -> ExitCode {
    // A PDF is read by a copy of this program, so that a hostile one costs a process and nothing else.
    if std::env::args_os().nth(1).is_some_and(|first| first == gremium::read::PDF_WORKER) {
        gremium::read::pdf_worker();
        return ExitCode::SUCCESS;
    }
    // The graph is kept, and every query answered, by copies of this program.
    #[cfg(unix)]
    if std::env::args_os().nth(1).is_some_and(|first| first == gremium::serve::KEEPER) {
        return match gremium::serve::keeper() {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                let _ = writeln!(io::stderr(), "gremium: error: {error}");
                ExitCode::from(2)
            }
        };
    }
    match cli::parse().and_then(cli::run) {
        Ok(cli::Outcome::Clean) => ExitCode::SUCCESS,
        Ok(cli::Outcome::Findings) => ExitCode::from(1),
        // Whoever reads our output has had enough; that is their right and no error of ours.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "gremium: error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}
