//! A report as a test report, the form that `JUnit` made common: a suite for each target, in it a case for each rule
//! that a file breaks. So a case keeps its name while lines move, and viewers tell new failures from old ones.
//! What would not make the caller fail stands in a case that passes; what is suppressed is skipped; what could not be
//! looked at is an error instead of a failure. A target without findings is one case that passes.
//!
//! The form has no standard; this is what GitLab, Jenkins and Azure read alike:
//! <https://github.com/testmoapp/junitxml>.
//!
//! May import: `report::{junit::*, options, spot, summary}`, `model`.

mod case;

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use case::{Case, Outcome, plain};

use super::options::Options;
use super::summary;
use crate::model::Report;

/// Writes all targets into one document.
pub(super) fn write(
    reports: &[Report],
    options: &Options,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let suites: Vec<Vec<Case>> =
        reports.iter().map(|report| case::cases(report, options)).collect();
    let mut writer = Writer::new_with_indent(&mut *out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all = || suites.iter().flatten();
    let [tests, failures, errors, skipped] = counts(&all());
    writer
        .create_element("testsuites")
        .with_attributes([
            ("name", "chartroom"),
            ("tests", &tests),
            ("failures", &failures),
            ("errors", &errors),
            ("skipped", &skipped),
        ])
        .write_inner_content(|writer| {
            let pairs = reports.iter().zip(&suites);
            pairs.into_iter().try_for_each(|(report, cases)| suite(report, cases, writer))
        })?;
    writeln!(out)
}

fn suite<W: io::Write>(report: &Report, cases: &[Case], writer: &mut Writer<W>) -> io::Result<()> {
    let [tests, failures, errors, skipped] = counts(&cases.iter());
    writer
        .create_element("testsuite")
        .with_attributes([
            ("name", plain(&report.target).as_str()),
            ("tests", &tests),
            ("failures", &failures),
            ("errors", &errors),
            ("skipped", &skipped),
        ])
        .write_inner_content(|writer| {
            cases.iter().try_for_each(|case| write_case(case, writer))?;
            element("system-out", &summary::all(report), writer)
        })?;
    Ok(())
}

fn write_case<W: io::Write>(case: &Case, writer: &mut Writer<W>) -> io::Result<()> {
    let mut start = writer
        .create_element("testcase")
        .with_attributes([("classname", case.class.as_str()), ("name", &case.name)]);
    if let Some(file) = &case.file {
        start = start.with_attribute(("file", file.as_str()));
    }
    if let Some(line) = case.line {
        start = start.with_attribute(("line", line.to_string().as_str()));
    }
    let word = match case.outcome {
        Outcome::Passed if case.text.is_empty() => return start.write_empty().map(|_| ()),
        Outcome::Passed => {
            return start
                .write_inner_content(|writer| element("system-out", &case.text, writer))
                .map(|_| ());
        }
        Outcome::Skipped => "skipped",
        Outcome::Failed => "failure",
        Outcome::Unseen => "error",
    };
    start.write_inner_content(|writer| told(word, case, writer)).map(|_| ())
}

/// The element that says why a case did not pass.
fn told<W: io::Write>(word: &str, case: &Case, writer: &mut Writer<W>) -> io::Result<()> {
    let mut start = writer.create_element(word).with_attribute(("message", case.message.as_str()));
    if case.outcome != Outcome::Skipped {
        start = start.with_attribute(("type", case.severity));
    }
    start.write_text_content(BytesText::new(&case.text)).map(|_| ())
}

fn element<W: io::Write>(word: &str, text: &str, writer: &mut Writer<W>) -> io::Result<()> {
    writer.create_element(word).write_text_content(BytesText::new(text)).map(|_| ())
}

/// How many cases there are, how many failed, erred and were skipped.
fn counts<'case>(cases: &(impl Iterator<Item = &'case Case> + Clone)) -> [String; 4] {
    let count = |outcome| cases.clone().filter(|case| case.outcome == outcome).count().to_string();
    let [failures, errors, skipped] =
        [Outcome::Failed, Outcome::Unseen, Outcome::Skipped].map(count);
    [cases.clone().count().to_string(), failures, errors, skipped]
}
