//! What is wrong: a list, and below it all that is known of the selected finding.
//!
//! May import: `app::{layout, state, text, theme, view::*}`, `model`.

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::columns::measure;
use super::painter::{Focus, Painter};
use super::window::{self, Window, cell, join, no_match};
use crate::app::layout::halves;
use crate::app::state::State;
use crate::app::state::details::{Findings, Subject};
use crate::app::text::excerpt::excerpt;
use crate::app::text::wrap::wrap_row;
use crate::app::text::{Language, Row, cells};
use crate::app::theme::Role;
use crate::model::text::clean;
use crate::model::{Diagnostic, Place, Severity};

/// Cells of a row that a place cannot have: the mark before it and the gap behind.
const AROUND: usize = 3;
/// In less room the name of a rule says nothing.
const LEAST_NAME: usize = 6;
/// In less room a message says less than the name of the rule.
const LEAST_MESSAGE: usize = 24;

/// Draws them.
pub(crate) fn draw(
    painter: &mut Painter<'_>,
    body: Rect,
    found: &Findings,
    state: &State,
    focus: Focus,
) {
    if found.diagnostics.is_empty() {
        let text = format!("Nothing was found in the {}.", found.scope);
        window::empty(painter, body, &[Row::of(text, Role::Ok)]);
        return;
    }
    if found.list.is_empty() {
        window::empty(painter, body, &no_match(found.list.filter.trimmed()));
        return;
    }
    let halves = halves(body, found.list.len());
    list(painter, halves.list, found, focus);
    if let Some(diagnostic) = found.selected() {
        explain(painter, halves.text, diagnostic, state);
    }
}

fn list(painter: &mut Painter<'_>, body: Rect, found: &Findings, focus: Focus) {
    let count = found.diagnostics.len();
    let width = usize::from(body.width);
    let place = |item: usize| found.diagnostics.get(item).map_or(String::new(), near);
    let place = measure(count, place, 10, 36).min(width / 2);
    let window = Window { body, list: &found.list, focus, bar: (1, 13) };
    window.draw(painter, |item, _| {
        let Some(diagnostic) = found.diagnostics.get(item) else { return Row::default() };
        let near = near(diagnostic);
        let row = join([
            cell(word(diagnostic.severity), 5, role(diagnostic.severity)),
            cell(diagnostic.rule.code, 6, Role::Text),
        ]);
        // A place may be longer than its column, for the message says less without it; where it does not
        // fit at all, its end with the line is worth more than its middle.
        let near = cells::fit_middle(&near, width.saturating_sub(AROUND + row.width()));
        let row = join([row, cell(&near, place.max(cells::width(&near)), Role::Muted)]);
        let room = width.saturating_sub(1 + row.width());
        row.with(gist(diagnostic, room), Role::Text)
    });
}

/// What a finding says, in so much room: its message, or at least the name of its rule.
fn gist(diagnostic: &Diagnostic, room: usize) -> Cow<'_, str> {
    let message = clean(&diagnostic.message);
    match room {
        _ if cells::width(&message) <= room => message,
        ..LEAST_NAME => Cow::Borrowed(""),
        LEAST_NAME..LEAST_MESSAGE => Cow::Borrowed(diagnostic.rule.name),
        _ => message,
    }
}

/// The file's name within its package or folder.
fn short(file: &str) -> &str {
    file.rsplit_once('!').map_or(file, |(_, inside)| inside)
}

/// The place within its package.
fn near(diagnostic: &Diagnostic) -> String {
    place_text(&diagnostic.place, short(&diagnostic.place.file))
}

fn place_text(place: &Place, file: &str) -> String {
    match place.span {
        Some(span) => format!("{}:{}:{}", clean(file), span.line, span.column),
        None => clean(file).into_owned(),
    }
}

/// `1 error, 2 warnings` of all that was found, for the frame's lower line.
pub(crate) fn summary(found: &Findings) -> Row {
    let mut row = Row::default();
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let count = found.count(severity);
        if count == 0 {
            continue;
        }
        row.push(if row.pieces.is_empty() { "" } else { ", " }, Role::Muted);
        row.push(severity.counted(count), role(severity));
    }
    row
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARN",
        Severity::Info => "INFO",
    }
}

fn role(severity: Severity) -> Role {
    match severity {
        Severity::Error => Role::Error,
        Severity::Warning => Role::Warning,
        Severity::Info => Role::Info,
    }
}

fn explain(painter: &mut Painter<'_>, area: Rect, diagnostic: &Diagnostic, state: &State) {
    let rule = Row::of("─".repeat(usize::from(area.width)), Role::Border);
    painter.row(area, 0, &rule);
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    for (line, row) in explanation(diagnostic, state, usize::from(inner.width)).iter().enumerate() {
        painter.row(inner, line + 1, row);
    }
}

/// Rule, place, excerpt, and what, why, fix.
fn explanation(diagnostic: &Diagnostic, state: &State, width: usize) -> Vec<Row> {
    let severity = diagnostic.severity;
    let mut rows = vec![
        Row::of(format!("{} ", diagnostic.rule.code), role(severity))
            .with(diagnostic.rule.name, Role::Strong),
    ];
    let place = Row::of(place_text(&diagnostic.place, &diagnostic.place.file), Role::Muted);
    rows.extend(wrap_row(&place, width, &Row::default(), &Row::default()));
    let lines = source(&diagnostic.place, state);
    if !lines.is_empty() {
        rows.push(Row::default());
        rows.extend(lines);
    }
    rows.push(Row::default());
    labelled(&mut rows, "What", &clean(&diagnostic.message), width);
    labelled(&mut rows, "Why", diagnostic.rule.why, width);
    labelled(&mut rows, "Fix", &clean(diagnostic.advice()), width);
    for related in &diagnostic.related {
        let place = place_text(&related.place, short(&related.place.file));
        labelled(&mut rows, "Also", &format!("{place}: {}", clean(&related.message)), width);
    }
    labelled(&mut rows, "Rule", diagnostic.rule.origin, width);
    rows
}

fn labelled(rows: &mut Vec<Row>, label: &str, text: &str, width: usize) {
    let first = Row::of(format!("{label:<5}"), Role::Muted);
    let other = Row::of("     ", Role::Muted);
    rows.extend(wrap_row(&Row::of(text, Role::Text), width, &first, &other));
}

/// The lines around a place, if its file is at hand: the index, or a file of the package.
fn source(place: &Place, state: &State) -> Vec<Row> {
    let Some(span) = place.span else { return Vec::new() };
    let name = match &state.details.subject {
        Subject::Nothing => return Vec::new(),
        Subject::Repository(name) | Subject::Entry { repository: name, .. } => name,
    };
    let fetched = state.shelf_named(name).and_then(|shelf| shelf.fetched.value.as_ref());
    if let Some(fetched) = fetched.filter(|fetched| fetched.index.name == place.file) {
        return excerpt(&fetched.index.text, span, Language::Yaml);
    }
    let Some(inspection) = &state.details.inspection.value else { return Vec::new() };
    let package = &inspection.package;
    let file = package.files.iter().find(|file| package.place(&file.path) == place.file);
    let text = file.and_then(|file| Some((file.text()?, Language::of(&file.path))));
    text.map(|(text, language)| excerpt(text, span, language)).unwrap_or_default()
}
