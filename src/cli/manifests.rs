//! Manifests that the user named, and what is wrong with them, for the commands that read such.
//!
//! May import: `cli::output`, `manifest`, `model`, `error`.

use std::fs::File;
use std::io::{self, Read};

use super::output::{say, tell};
use crate::error::{Error, ErrorKind};
use crate::manifest::Text;
use crate::model::Diagnostic;
use crate::model::rule::manifest::MAN027;
use crate::model::text::clean;

/// Largest text that is read, in bytes. Kubernetes itself takes objects of 1.5 MB.
const LIMIT: u64 = 64 << 20;

/// Takes out what is no fault to somebody who allows plain http, as Helm Broker does in its develop mode.
pub(super) fn forgive_plain_http(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.retain(|found| found.rule.code != MAN027.code);
}

/// Texts that could be read.
pub(super) struct Texts {
    /// In the order of the arguments.
    pub(super) texts: Vec<Text>,
    /// Whether a file could not be read; it was told.
    pub(super) is_short: bool,
}

/// Reads files; `-` is standard input. One that cannot be read does not keep the others from being read.
pub(super) fn read(files: &[String]) -> Texts {
    let mut found = Texts { texts: Vec::new(), is_short: false };
    for file in files {
        match read_one(file) {
            Ok(text) => found.texts.push(Text { file: file.clone(), text }),
            Err(error) => {
                tell(&anyhow::Error::new(error));
                found.is_short = true;
            }
        }
    }
    found
}

fn read_one(file: &str) -> Result<String, Error> {
    let shown = clean(file);
    let failed = |error: io::Error| {
        let kind = match error.kind() {
            io::ErrorKind::NotFound => ErrorKind::NotFound,
            _ => ErrorKind::Io,
        };
        Error::new(kind, format!("cannot read {shown}: {error}"))
            .hint("name a file with manifests, or - for standard input")
    };
    let mut bytes = Vec::new();
    let read = if file == "-" {
        io::stdin().lock().take(LIMIT + 1).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|open| open.take(LIMIT + 1).read_to_end(&mut bytes))
    };
    let size = read.map_err(failed)?;
    if size as u64 > LIMIT {
        let message = format!("{shown} is larger than {} MB", LIMIT >> 20);
        return Err(Error::new(ErrorKind::TooLarge, message)
            .hint("name only the file with the configurations and Secrets"));
    }
    String::from_utf8(bytes).map_err(|_| {
        Error::new(ErrorKind::Malformed, format!("{shown} is not UTF-8 text"))
            .hint("save it as UTF-8; packages are looked at by chartroom validate")
    })
}

/// Tells findings on standard error, each on a line of its own as editors understand it, and how to mend it.
pub(super) fn tell_findings(found: &[Diagnostic]) {
    for one in found {
        let span = one.place.span.map(|span| format!("{}:{}:", span.line, span.column));
        let (file, span) = (clean(&one.place.file), span.unwrap_or_default());
        let (severity, code) = (one.severity.name(), one.rule.code);
        let (message, advice) = (clean(&one.message), clean(one.advice()));
        say(&format!("{file}:{span} {severity} {code} {message} ({advice})"));
    }
}
