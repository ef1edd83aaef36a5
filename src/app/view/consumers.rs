//! What each consumer makes of a repository, one row for each; below, what the selected one leaves out and says.
//! And the rules that are ignored.
//!
//! May import: `app::{layout, state, text, theme, view::*}`, `model`.

use super::log::{frame, notes};
use super::painter::{Focus, Painter};
use super::window::{Window, cell, join};
use crate::app::layout::Areas;
use crate::app::state::State;
use crate::app::state::consumers::Consumers;
use crate::app::state::list::List;
use crate::app::text::Row;
use crate::app::text::wrap::wrap;
use crate::app::theme::Role;
use crate::model::text::{clean, counted};
use crate::model::{Outcome, Skipped, Verdict, rule};

/// So many of what a consumer leaves out are told; more nobody reads here.
const SKIPPED: usize = 500;

/// Draws them.
pub(crate) fn draw(painter: &mut Painter<'_>, areas: &Areas, shown: &Consumers, state: &State) {
    let (body, note) = frame(painter, areas, &shown.list, "Consumers");
    let shelf = state.shelf_named(&shown.repository);
    let report = shelf.and_then(|shelf| shelf.report.value.as_ref());
    let verdicts = report.map(|report| report.verdicts.as_slice()).unwrap_or_default();
    let window = Window { body, list: &shown.list, focus: Focus::Here, bar: (1, 14) };
    window.draw(painter, |item, _| verdicts.get(item).map(row).unwrap_or_default());
    let Some(verdict) = shown.list.item().and_then(|item| verdicts.get(item)) else { return };
    let rows = about(verdict, usize::from(note.width));
    let scroll = shown.scroll.min(rows.len().saturating_sub(usize::from(note.height)));
    for (line, row) in rows.iter().skip(scroll).enumerate() {
        painter.row(note, line, row);
    }
}

fn role(outcome: Outcome) -> Role {
    match outcome {
        Outcome::Accept => Role::Ok,
        Outcome::Skip => Role::Warning,
        Outcome::Refuse | Outcome::Crash => Role::Error,
    }
}

/// `Helm 3        skip    keeps 12 versions   leaves out 2   its first words`.
fn row(verdict: &Verdict) -> Row {
    let kept = format!("keeps {}", counted(verdict.kept_versions, "version"));
    let first = verdict.text.lines().next().unwrap_or_default();
    let said = match (first, verdict.skipped.len()) {
        ("", 0) => String::new(),
        ("", count) => format!("leaves out {count}"),
        (words, _) => clean(words).into_owned(),
    };
    join([
        cell(verdict.consumer.title(), 12, Role::Text),
        cell(verdict.outcome.name(), 6, role(verdict.outcome)),
        cell(&kept, 18, Role::Muted),
        Row::of(said, Role::Text),
    ])
}

/// What it says and what it leaves out.
fn about(verdict: &Verdict, width: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    for line in verdict.text.lines() {
        rows.extend(wrap(&clean(line), width, Role::Text));
    }
    if verdict.text.is_empty() {
        rows.push(Row::of("It says nothing.", Role::Muted));
    }
    if !verdict.skipped.is_empty() {
        rows.push(Row::default());
        let count = verdict.skipped.len();
        rows.push(Row::of(format!("It leaves out {count}:"), Role::Heading));
    }
    for skipped in verdict.skipped.iter().take(SKIPPED) {
        let Skipped { entry, version, reason } = skipped;
        let text = format!("{} {}: {}", clean(entry), clean(version), clean(reason));
        rows.extend(wrap(&text, width, Role::Text));
    }
    rows
}

/// Draws the ignored rules.
pub(crate) fn draw_ignored(painter: &mut Painter<'_>, areas: &Areas, list: &List, state: &State) {
    let (body, note) = frame(painter, areas, list, "Ignored rules");
    let of = |item: usize| {
        let code = state.ignored.get(item)?;
        rule::all().find(|rule| rule.code == *code)
    };
    let window = Window { body, list, focus: Focus::Here, bar: (1, 6) };
    window.draw(painter, |item, _| {
        let code = state.ignored.get(item).copied().unwrap_or_default();
        let name = of(item).map_or("", |rule| rule.name);
        join([cell(code, 6, Role::Text), Row::of(name, Role::Muted)])
    });
    let what = list.item().and_then(of).map_or(String::new(), |rule| rule.what.to_owned());
    notes(painter, note, &[what, "Enter brings it back".to_owned()]);
}
