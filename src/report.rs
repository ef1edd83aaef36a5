//! How reports are told: one format per file, all with the same signature.
//!
//! May import: `report/*`, `model`.

mod calm;
mod github;
mod json;
mod junit;
mod markdown;
mod options;
mod pretty;
mod sarif;
mod sequence;
mod spot;
mod summary;
mod text;
mod verdict;

use std::fmt;
use std::io;
use std::str::FromStr;

pub use options::{Options, Paint};

use crate::model::Report;

pub use verdict::{verdict_object, write_matrix, write_verdict};

/// The formats in which a report can be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// One line per diagnostic, for editors and grep.
    #[default]
    Text,
    /// By file, with excerpts, for people.
    Pretty,
    /// One object, for scripts.
    Json,
    /// SARIF 2.1.0, for code hosts.
    Sarif,
    /// A test report, for what shows tests.
    Junit,
    /// Workflow commands of GitHub Actions.
    Github,
    /// A summary for comments and pages of jobs.
    Markdown,
}

impl Format {
    /// All formats, in the order in which help lists them.
    pub const ALL: [Self; 7] = [
        Self::Text,
        Self::Pretty,
        Self::Json,
        Self::Sarif,
        Self::Junit,
        Self::Github,
        Self::Markdown,
    ];

    /// The word used in flags.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Pretty => "pretty",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Github => "github",
            Self::Markdown => "markdown",
        }
    }

    /// Whether it is read by programs, which must find every target in it: those that could not be looked at, too.
    /// A person finds these on the standard error.
    #[must_use]
    pub fn tells_every_target(self) -> bool {
        !matches!(self, Self::Text | Self::Pretty)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|format| format.name() == text).ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            format!("unknown format \"{text}\": use one of {names}")
        })
    }
}

/// Writes the report of one target, with the default options.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(format: Format, report: &Report, out: &mut impl io::Write) -> io::Result<()> {
    write_all(format, std::slice::from_ref(report), out)
}

/// Writes the reports of several targets, with the default options.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_all(format: Format, reports: &[Report], out: &mut impl io::Write) -> io::Result<()> {
    write_with(format, reports, &Options::default(), out)
}

/// Writes the reports of any number of targets, as the options say. The same reports give the same bytes.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_with(
    format: Format,
    reports: &[Report],
    options: &Options,
    out: &mut impl io::Write,
) -> io::Result<()> {
    match format {
        Format::Text => text::write(reports, options, out),
        Format::Pretty => pretty::write(reports, options, out),
        Format::Json => json::write(reports, options, out),
        Format::Sarif => sarif::write(reports, options, out),
        Format::Junit => junit::write(reports, options, out),
        Format::Github => github::write(reports, options, out),
        Format::Markdown => markdown::write(reports, options, out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::target::TGT001;
    use crate::model::{Diagnostic, Place, RepositoryKind, Span};

    fn report() -> Report {
        let place = Place::at("index.yaml", Span { line: 41, column: 7, length: 5 });
        Report {
            target: "https://charts.example/\u{1b}[2J".to_owned(),
            kind: Some(RepositoryKind::Addons),
            entries: 1,
            versions: 2,
            diagnostics: vec![
                Diagnostic::new(&TGT001, place, "no \"redis\"\nhere").of("redis", "0.0.3"),
                Diagnostic::new(&TGT001, Place::file("index-2.yaml"), "gone").fix("look again"),
            ],
            ..Report::default()
        }
    }

    fn written(format: Format, reports: &[Report]) -> String {
        let mut out = Vec::new();
        write_all(format, reports, &mut out).expect("memory takes all");
        String::from_utf8(out).expect("reports are UTF-8")
    }

    #[test]
    fn text_is_one_safe_line_for_each_diagnostic_and_a_summary() {
        assert_eq!(
            written(Format::Text, &[report()]),
            "index.yaml:41:7: error TGT001 no \"redis\" here\n\
             index-2.yaml: error TGT001 gone\n\
             https://charts.example/[2J: 1 addon, 2 versions, 2 errors, 0 warnings, 0 info\n"
        );
    }

    #[test]
    fn json_of_one_target_is_an_object_and_keeps_messages_as_they_are() {
        let value: serde_json::Value =
            serde_json::from_str(&written(Format::Json, &[report()])).expect("it is JSON");
        assert_eq!(value["summary"], serde_json::json!({"error": 2, "warning": 0, "info": 0}));
        assert_eq!(value["catalog"], serde_json::json!({"entries": 1, "versions": 2}));
        let [first, second] = [&value["diagnostics"][0], &value["diagnostics"][1]];
        assert_eq!(first["message"], "no \"redis\"\nhere");
        assert_eq!(first["entry"], "redis");
        assert_eq!(first["location"]["line"], 41);
        assert_eq!(second["location"]["line"], serde_json::Value::Null);
        assert_eq!(second["fix"], "look again");
    }

    #[test]
    fn json_of_several_targets_is_an_array() {
        let text = written(Format::Json, &[report(), report()]);
        let value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(value.as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn formats_are_read_by_their_names() {
        for format in Format::ALL {
            assert_eq!(format.name().parse(), Ok(format));
        }
        assert!("yaml".parse::<Format>().is_err());
    }
}
