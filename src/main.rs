//! The program: chooses the face and turns the outcome into an exit code.
//!
//! May import: `app`, `cli`, `ops` (the workplace), `source`.

use std::process::ExitCode;

use chartroom::cli::{self, Outcome};
use chartroom::source;

fn main() -> ExitCode {
    let code = match cli::run(std::env::args_os()) {
        Outcome::Done(code) => code,
        Outcome::Screen => screen(),
    };
    // Work that nobody waits for any more may not have come to its end: nothing private stays behind.
    source::leave();
    code
}

#[cfg(feature = "tui")]
fn screen() -> ExitCode {
    use std::io::{self, IsTerminal};

    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return cli::no_terminal();
    }
    let opened = chartroom::ops::Workplace::open().map_err(anyhow::Error::from);
    match opened.and_then(|workplace| chartroom::app::run(&workplace)) {
        Ok(code) => ExitCode::from(code),
        Err(error) => cli::fail(&error),
    }
}

#[cfg(not(feature = "tui"))]
fn screen() -> ExitCode {
    cli::fail(&anyhow::anyhow!("this build has no screen: see chartroom --help for its commands"))
}
