//! The program: chooses the face and turns the outcome into an exit code.
//!
//! May import: `app`, `cli`.

use std::process::ExitCode;

use chartroom::cli::{self, Outcome};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Outcome::Done(code) => code,
        Outcome::Screen => screen(),
    }
}

fn screen() -> ExitCode {
    cli::no_terminal()
}
