//! The check as a list of steps.
//!
//! May import: `app::{state, text, theme, view::{form::line, window}}`, `model`, `ops`.

use std::time::Duration;

use super::line::Line;
use crate::app::state::State;
use crate::app::state::form::Form;
use crate::app::text::wrap::wrap_row;
use crate::app::text::{Row, cells};
use crate::app::theme::Role;
use crate::app::view::window::join;
use crate::model::Offer;
use crate::model::text::clean;
use crate::ops::{Step, StepState};

/// How long the check took, or runs by now; empty when that is nothing yet.
pub(super) fn total(form: &Form, state: &State) -> String {
    if let Some(task) = form.check.task.and_then(|task| state.tasks.find(task)) {
        let passed = state.now.as_second().saturating_sub(task.asked.as_second());
        return if passed > 0 { format!("{passed} s") } else { String::new() };
    }
    let total: Duration = form.check.steps.iter().filter_map(|step| step.elapsed).sum();
    if total.is_zero() { String::new() } else { seconds(total) }
}

pub(super) fn check(form: &Form, total: &str, width: usize) -> Vec<Line> {
    let title = match &form.check {
        check if check.task.is_some() => "Check, running",
        check if check.passed() => "Check, passed",
        check if check.was_cancelled() => "Check, cancelled",
        check if check.failed() => "Check, failed",
        check if check.steps.is_empty() => "",
        _ => "Check",
    };
    if title.is_empty() {
        return Vec::new();
    }
    let right = Row::of(total, Role::Muted);
    let mut out = vec![Line { left: Row::of(title, Role::Heading), right, cursor: None }];
    for found in &form.check.steps {
        out.extend(step(found, width));
    }
    if let Some(failure) = form.check.failure.as_ref().filter(|_| !form.check.was_cancelled()) {
        for (text, role) in [(&failure.summary, Role::Error), (&failure.hint, Role::Text)] {
            let rows =
                wrap_row(&Row::of(clean(text), role), width, &Row::default(), &Row::default());
            out.extend(rows.into_iter().map(|left| Line { left, ..Line::default() }));
        }
    }
    if let Some(offer) = form.check.offer() {
        let told = form.check.steps.iter().map(|step| format!("{} {}", step.detail, step.hint));
        out.extend(offered(offer, &told.collect::<Vec<_>>().join(" "), width));
    }
    out
}

/// What the program could do, as far as no step has told it.
fn offered(offer: &Offer, told: &str, width: usize) -> Vec<Line> {
    let lines = match offer {
        Offer::TrustHostKey(key) if told.contains(&key.fingerprint) => Vec::new(),
        Offer::TrustHostKey(key) => vec![
            (
                format!("{}, port {}, shows the key {}", key.host, key.port, key.algorithm),
                Role::Text,
            ),
            (key.fingerprint.clone(), Role::Accent),
        ],
        Offer::Instead(location, what) => {
            vec![(format!("instead: {what}"), Role::Text), (location.to_string(), Role::Link)]
        }
    };
    let indent = Row::of("     ", Role::Text);
    let rows = lines
        .iter()
        .flat_map(|(text, role)| wrap_row(&Row::of(clean(text), *role), width, &indent, &indent));
    rows.map(Line::told).collect()
}

/// A step, and below it its hint. The detail of a failed one is shown whole.
fn step(step: &Step, width: usize) -> Vec<Line> {
    let (sign, role) = match step.state {
        StepState::Running => ("..", Role::Busy),
        StepState::Passed => ("ok", Role::Ok),
        StepState::Warned => ("~~", Role::Warning),
        StepState::Failed => ("!!", Role::Error),
        StepState::Skipped => ("--", Role::Muted),
    };
    let first = join([
        Row::of(format!(" {sign}  "), role),
        Row::of(cells::pad(step.name.label(), 11), Role::Text),
    ]);
    let other = Row::of(" ".repeat(first.width()), Role::Text);
    let right =
        step.elapsed.map(|elapsed| Row::of(millis(elapsed), Role::Muted)).unwrap_or_default();
    let room = width.saturating_sub(right.width() + 1);
    let plain = if step.state == StepState::Skipped { Role::Muted } else { Role::Text };
    let detail = Row::of(clean(&step.detail), plain);
    let mut rows = wrap_row(&detail, room, &first, &other);
    if step.state != StepState::Failed && rows.len() > 1 {
        rows = vec![join([first, detail]).fit(room)];
    }
    if !step.hint.is_empty() {
        let hint = Row::of(clean(&step.hint), Role::Muted);
        rows.extend(wrap_row(&hint, room, &other, &other));
    }
    let mut lines: Vec<Line> =
        rows.into_iter().map(|left| Line { left, ..Line::default() }).collect();
    if let Some(line) = lines.first_mut() {
        line.right = right;
    }
    lines
}

fn millis(elapsed: Duration) -> String {
    if elapsed < Duration::from_secs(1) {
        format!("{} ms", elapsed.as_millis())
    } else {
        seconds(elapsed)
    }
}

fn seconds(elapsed: Duration) -> String {
    format!("{:.1} s", elapsed.as_secs_f64())
}
