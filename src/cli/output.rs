//! What the headless face prints: tables, notes, errors, progress.
//!
//! May import: `report`, `model`, `monitor`, `error`.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::error::Error;
use crate::model::text::{clean, counted};
use crate::model::{HostKey, Offer, Severity, Surroundings, size};
use crate::monitor::{Monitor, Progress, Unit};
use crate::report::{Format, Options, Paint};

/// How a command ended, when it did what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exit {
    /// All is well.
    Clean,
    /// Findings at or above the limit.
    Findings,
    /// Something could not be done; it was told already.
    Failed,
}

/// Writes rows in columns; the last column is cut to the width of a terminal, never of a pipe.
pub(super) fn table(out: &mut dyn Write, header: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
    columns(out, header, rows, terminal_width())
}

/// Writes rows in columns, the last one in full: it may hold the reason of a failure.
pub(super) fn full_table(
    out: &mut dyn Write,
    header: &[&str],
    rows: &[Vec<String>],
) -> io::Result<()> {
    columns(out, header, rows, None)
}

fn columns(
    out: &mut dyn Write,
    header: &[&str],
    rows: &[Vec<String>],
    limit: Option<usize>,
) -> io::Result<()> {
    let header: Vec<String> = header.iter().map(|&title| title.to_owned()).collect();
    let rows: Vec<Vec<String>> = std::iter::once(&header)
        .chain(rows)
        .map(|row| row.iter().map(|cell| clean(cell).into_owned()).collect())
        .collect();
    let mut widths = vec![0; header.len()];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    rows.iter().try_for_each(|row| writeln!(out, "{}", line(row, &widths, limit)))
}

fn line(row: &[String], widths: &[usize], limit: Option<usize>) -> String {
    let mut text = String::new();
    for (position, (cell, width)) in row.iter().zip(widths).enumerate() {
        if position + 1 < row.len() {
            let gap = width.saturating_sub(cell.width()) + 2;
            text.push_str(cell);
            text.extend(std::iter::repeat_n(' ', gap));
        } else {
            let room = limit.map_or(usize::MAX, |limit| limit.saturating_sub(text.width()).max(12));
            text.push_str(&cut(cell, room));
        }
    }
    text.trim_end().to_owned()
}

/// The text, with an ellipsis where it is wider than the room.
fn cut(text: &str, room: usize) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for character in text.chars() {
        kept.push(character);
        if kept.width() + 1 > room {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

/// The width to keep to, when the standard output is a terminal.
fn terminal_width() -> Option<usize> {
    let known = env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    io::stdout().is_terminal().then(|| known.unwrap_or(120))
}

/// How reports are told here: files as seen from the folder we run in, and colours where somebody looks at them.
pub(super) fn report_options(format: Format, fail_on: Option<Severity>) -> Options {
    let folder = Surroundings::of_process().folder;
    let root = match format {
        Format::Sarif | Format::Junit | Format::Github => checkout(&folder).unwrap_or(folder),
        _ => folder,
    };
    Options { paint: paint(), root: Some(root), fail_on }
}

/// The root of the checkout within which we run, where GitHub or GitLab tells it: they name files from there.
fn checkout(folder: &Path) -> Option<PathBuf> {
    let roots = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"].map(env::var_os).into_iter().flatten();
    roots.map(PathBuf::from).find(|root| root.is_absolute() && folder.starts_with(root))
}

/// Colours on a terminal that has them, unless its user has none of it (<https://no-color.org>).
fn paint() -> Paint {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = env::var("TERM").is_ok_and(|term| term == "dumb");
    let is_painted = io::stdout().is_terminal() && !is_dumb && !is_set("NO_COLOR");
    if is_painted { Paint::Coloured } else { Paint::Plain }
}

/// Writes a value for scripts.
pub(super) fn json(out: &mut dyn Write, value: &Value) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(io::Error::from)?;
    writeln!(out)
}

/// A finding in manifests, for scripts.
pub(super) fn diagnostic_json(found: &crate::model::Diagnostic) -> Value {
    serde_json::json!({
        "rule": found.rule.code,
        "name": found.rule.name,
        "severity": found.severity.name(),
        "message": found.message,
        "fix": found.advice(),
        "location": {
            "file": found.place.file,
            "line": found.place.span.map(|span| span.line),
            "column": found.place.span.map(|span| span.column),
        },
    })
}

/// Tells something on standard error that is no failure.
pub(super) fn note(text: &str) {
    say(&format!("chartroom: note: {}", clean(text)));
}

/// Writes a line to standard error. When nobody reads it, nothing is lost.
pub(super) fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Tells an error in one line, with its causes, and the hint of the innermost error that has one.
pub(super) fn tell(error: &anyhow::Error) {
    let mut line = String::from("chartroom: ");
    let mut last = String::new();
    for cause in error.chain() {
        let text = cause.to_string();
        if last.contains(&text) {
            continue;
        }
        if !last.is_empty() {
            line.push_str(": ");
        }
        line.push_str(&clean(text.trim_end()));
        last = text;
    }
    say(&line);
    let errors = error.chain().filter_map(|cause| cause.downcast_ref::<Error>());
    let hints = errors.map(|error| advice(&error.hint, error.offer.as_deref()));
    if let Some(hint) = hints.filter(|hint| !hint.is_empty()).last() {
        say(&format!("hint: {hint}"));
    }
}

/// A hint, and the command that accepts the offer that comes with it.
pub(super) fn advice(hint: &str, offer: Option<&Offer>) -> String {
    let hint = clean(hint);
    match offer {
        Some(Offer::TrustHostKey(key)) => {
            let (host, fingerprint) = (host_of(key), clean(&key.fingerprint));
            format!("{hint}: chartroom host-key trust {host} --fingerprint {fingerprint}")
        }
        Some(Offer::Instead(..)) | None => hint.into_owned(),
    }
}

/// `example.org`, `example.org:2222`, `[::1]:2222`: a server as the commands take it.
pub(super) fn host_of(key: &HostKey) -> String {
    let host = clean(&key.host);
    match (host.contains(':'), key.port) {
        (_, 22) => host.into_owned(),
        (true, port) => format!("[{host}]:{port}"),
        (false, port) => format!("{host}:{port}"),
    }
}

/// Progress on one line of standard error, only if that is a terminal.
pub(super) struct Meter {
    on: bool,
}

impl Meter {
    /// A meter that draws nothing but on a terminal that can erase a line.
    pub(super) fn of_terminal() -> Self {
        let dumb = env::var("TERM").is_ok_and(|term| term == "dumb");
        Self { on: io::stderr().is_terminal() && !dumb }
    }

    /// Shows how far the whole is.
    pub(super) fn show(&self, text: &str) {
        if self.on {
            draw(text);
        }
    }

    /// The monitor of an operation that is shown under that label.
    pub(super) fn monitor(&self, label: &str) -> Monitor {
        if !self.on {
            return Monitor::silent();
        }
        let label = clean(label).into_owned();
        let last = Mutex::new(None::<Instant>);
        Monitor::new(move |progress| {
            let Ok(mut last) = last.lock() else { return };
            if last.is_none_or(|last| last.elapsed() >= Duration::from_millis(100)) {
                *last = Some(Instant::now());
                draw(&format!("{label}: {}", told(&progress)));
            }
        })
    }
}

/// Draws over the line that is there.
fn draw(text: &str) {
    let text = cut(&clean(text), 78);
    let _ = write!(io::stderr().lock(), "\r{text}\u{1b}[K");
}

impl Drop for Meter {
    fn drop(&mut self) {
        if self.on {
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
        }
    }
}

fn told(progress: &Progress) -> String {
    let words = |noun, number: u64| counted(usize::try_from(number).unwrap_or(usize::MAX), noun);
    let amount = |number| match progress.unit {
        Unit::Bytes => size::bytes(number),
        Unit::Objects => words("object", number),
        Unit::Packages => words("package", number),
    };
    let phase = clean(&progress.phase);
    match progress.total {
        Some(total) if progress.unit == Unit::Bytes => {
            format!("{phase} {} of {}", amount(progress.done), amount(total))
        }
        Some(total) => format!("{phase} {} of {}", progress.done, amount(total)),
        None => format!("{phase} {}", amount(progress.done)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell_and_cells_are_clean() {
        let rows = vec![
            vec!["a".to_owned(), "日本".to_owned(), "one".to_owned()],
            vec!["long\u{1b}[2Jer".to_owned(), String::new(), "two\nlines".to_owned()],
        ];
        let mut out = Vec::new();
        table(&mut out, &["NAME", "VERSION", "TEXT"], &rows).expect("memory takes all");
        let text = String::from_utf8(out).expect("text");
        let expected =
            "NAME       VERSION  TEXT\na          日本     one\nlong[2Jer           two lines\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn progress_is_told_in_words() {
        let told =
            |done, total, unit| super::told(&Progress { phase: "x".to_owned(), done, total, unit });
        assert_eq!(told(1, None, Unit::Objects), "x 1 object");
        assert_eq!(told(0, Some(1), Unit::Packages), "x 0 of 1 package");
        assert_eq!(told(2, Some(3), Unit::Packages), "x 2 of 3 packages");
    }

    #[test]
    fn long_texts_are_cut_by_width_not_by_bytes() {
        assert_eq!(cut("short", 5), "short");
        assert_eq!(cut("longer text", 7), "longer…");
        assert_eq!(cut("日本語の文", 5), "日本…");
    }
}
