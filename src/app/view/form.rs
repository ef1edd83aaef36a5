//! The form that adds or edits a repository: fields, buttons, and the check as a list of steps.
//!
//! May import: `app::{layout, state, text, theme, view::*}`, `model`, `ops`.

use std::time::Duration;

use ratatui::layout::{Rect, Size};

use super::confirm::button;
use super::painter::{Focus, Painter, Titles};
use super::window::join;
use crate::app::layout::Areas;
use crate::app::state::State;
use crate::app::state::field::Field;
use crate::app::state::form::{Form, Purpose, Spot};
use crate::app::text::wrap::wrap_row;
use crate::app::text::{Row, cells};
use crate::app::theme::Role;
use crate::model::RepositoryKind;
use crate::model::text::clean;
use crate::ops::{Step, StepState};

/// How wide the form wants to be, and its labels.
const WIDTH: u16 = 80;
const LABEL: usize = 14;
/// Cells that the text fields take where there is room.
const FIELD: usize = 42;

/// One line of the form: a row at the left, one at the right, and where the cursor goes.
#[derive(Default)]
struct Line {
    left: Row,
    right: Row,
    /// The column of the cursor, on the line that has the focus.
    cursor: Option<usize>,
}

/// Draws it.
pub(crate) fn draw(painter: &mut Painter<'_>, areas: &Areas, form: &Form, state: &State) {
    let width = usize::from(WIDTH.min(areas.screen.width)).saturating_sub(4);
    let mut lines = lines(form, state, width);
    if lines.len() + 2 >= usize::from(areas.screen.height) {
        lines.retain(|line| !line.left.pieces.is_empty());
    }
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    let room = areas.screen.height.saturating_sub(1);
    let area = areas.overlay(Size::new(WIDTH, height.min(room)));
    let area = Rect { y: area.y.min(areas.footer.y.saturating_sub(area.height)), ..area };
    painter.clear(area);
    let name = match &form.purpose {
        Purpose::Add => "Add repository".to_owned(),
        Purpose::Edit(name) => format!("Edit repository {}", clean(name)),
    };
    let titles = Titles {
        left: Row::of(name, Role::Accent),
        right: Row::of("* required", Role::Muted),
        ..Titles::default()
    };
    let inner = painter.frame(area, Focus::Here, &titles);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let first = first_line(&lines, form, usize::from(inner.height));
    for (number, line) in lines.iter().skip(first).enumerate() {
        painter.row_both(inner, number, &line.left, &line.right);
        if let Some(column) = line.cursor {
            painter.park(inner, number, column);
        }
    }
}

/// Where a form that is taller than the screen starts: the focused line is seen, and below a focused
/// button as much of the check as fits.
fn first_line(lines: &[Line], form: &Form, height: usize) -> usize {
    let most = lines.len().saturating_sub(height);
    let focused = lines.iter().position(|line| line.cursor.is_some()).unwrap_or(0);
    let on_button =
        matches!(form.spot, Spot::Validate | Spot::Save | Spot::SaveUnverified | Spot::Cancel);
    if on_button {
        focused.min(most)
    } else {
        focused.saturating_sub(height.saturating_sub(2)).min(most)
    }
}

fn lines(form: &Form, state: &State, width: usize) -> Vec<Line> {
    let mut out = fields(form, width);
    out.push(Line::default());
    out.push(buttons(form, width));
    out.extend(remark(form, width));
    out.push(Line::default());
    out.extend(check(form, &total(form, state), width));
    out
}

fn fields(form: &Form, width: usize) -> Vec<Line> {
    let values = &form.values;
    let field_width = width.saturating_sub(LABEL + 10).clamp(8, FIELD);
    let input =
        |spot, name, field| Input { spot, name, field, width: field_width, note: Row::default() };
    let name = match &form.name_problem {
        Some(problem) => Row::of(clean(problem), Role::Error),
        None if values.name.is_empty() => Row::default(),
        None => Row::of("ok", Role::Ok),
    };
    let mut out = vec![
        field(form, Input { note: name, ..input(Spot::Name, "Name *", &values.name) }),
        field(form, input(Spot::Location, "URL *", &values.location)),
        Line { left: join([label(""), understood(form)]).fit(width), ..Line::default() },
        kind(form),
        field(form, input(Spot::Description, "Description", &values.description)),
        field(form, input(Spot::Username, "User", &values.username)),
        password(form, input(Spot::Password, "Password", &values.password)),
    ];
    for (number, (name, wanted)) in form.siblings.iter().enumerate() {
        let text = if number == 0 { "Also register" } else { "" };
        let mark = if *wanted { "[x] " } else { "[ ] " };
        let here = form.spot == Spot::Sibling(number);
        let row = Row::of(
            format!("{mark}{}", clean(name)),
            if here { Role::Selection } else { Role::Text },
        );
        let cursor = here.then_some(LABEL + 1);
        out.push(Line { left: join([label(text), row]), cursor, ..Line::default() });
    }
    out
}

fn label(text: &str) -> Row {
    Row::of(cells::pad(text, LABEL), Role::Muted)
}

/// A text field: what it is called, what it holds, how wide it is, and what is said of it.
struct Input<'form> {
    spot: Spot,
    name: &'static str,
    field: &'form Field,
    width: usize,
    note: Row,
}

fn field(form: &Form, input: Input<'_>) -> Line {
    let Input { spot, name, field, width, note } = input;
    let here = form.spot == spot;
    let shown = if field.is_masked() && !form.reveal {
        "*".repeat(field.value().chars().count())
    } else {
        clean(field.value()).into_owned()
    };
    let scroll = if here { field.visual_scroll(width - 1) } else { 0 };
    let text = Row::of(shown, Role::Input).skip(scroll).fit(width);
    let rest = " ".repeat(width.saturating_sub(text.width()));
    let mut left = label(name);
    if here {
        left = Row::of(cells::pad(name, LABEL), Role::Accent);
    }
    let left = join([left, text, Row::of(rest, Role::Input), Row::of("  ", Role::Text), note]);
    let cursor = here.then(|| LABEL + field.visual_cursor().saturating_sub(scroll));
    Line { left, cursor, ..Line::default() }
}

/// How the URL is understood, or why it is not.
fn understood(form: &Form) -> Row {
    if let Some(problem) = &form.location_problem {
        return Row::of(clean(problem), Role::Error);
    }
    let explanation = &form.explanation;
    if let Some(warning) = explanation.warnings.first() {
        return Row::of(clean(warning), Role::Warning);
    }
    let parts = [
        explanation.scheme.clone(),
        explanation.host.as_ref().map(|host| match explanation.port {
            Some(port) => format!("host {host}:{port}"),
            None => format!("host {host}"),
        }),
        explanation.reference.as_ref().map(|reference| format!("ref {reference}")),
        explanation.index_path.as_ref().map(|path| format!("index {path}")),
    ];
    let words: Vec<String> = parts.into_iter().flatten().collect();
    let text = words.join(", ");
    Row::of(clean(&text), Role::Muted)
}

fn kind(form: &Form) -> Line {
    let here = form.spot == Spot::Kind;
    let choices = [
        (None, "auto"),
        (Some(RepositoryKind::Helm), "helm"),
        (Some(RepositoryKind::Addons), "addons"),
    ];
    let (mut row, mut cursor) = (label("Kind"), None);
    if here {
        row = Row::of(cells::pad("Kind", LABEL), Role::Accent);
    }
    for (choice, name) in choices {
        let chosen = form.values.kind == choice;
        let mark = if chosen { "(o)" } else { "( )" };
        if here && chosen {
            cursor = Some(row.width() + 1);
        }
        let role = if here && chosen { Role::Selection } else { Role::Text };
        row.push(format!("{mark} {name}"), role);
        row.push("   ", Role::Text);
    }
    let told = form.check.outcome.as_ref().and_then(|probe| probe.fetched.as_ref());
    if let Some(fetched) = told.filter(|_| form.values.kind.is_none()) {
        row.push(format!("the index is {}", fetched.catalog.kind.name()), Role::Muted);
    }
    Line { left: row, cursor, ..Line::default() }
}

fn password(form: &Form, input: Input<'_>) -> Line {
    let mut line = field(form, input);
    let here = form.spot == Spot::Reveal;
    let mark = if form.reveal { "[x] show" } else { "[ ] show" };
    if here {
        line.cursor = Some(line.left.width() + 1);
    }
    line.left.push(mark, if here { Role::Selection } else { Role::Muted });
    line
}

/// All buttons; where they do not fit, those at the left give way to the focused one.
fn buttons(form: &Form, width: usize) -> Line {
    let mut line = Line::default();
    let mut end = 0;
    let labels = [
        (Spot::Validate, "Validate"),
        (Spot::Save, "Save"),
        (Spot::SaveUnverified, "Save unverified"),
        (Spot::Cancel, "Cancel"),
    ];
    let offered = form.spots();
    for (spot, label) in labels.into_iter().filter(|(spot, _)| offered.contains(spot)) {
        let here = form.spot == spot;
        if here {
            line.cursor = Some(line.left.width() + 2);
        }
        line.left = join([std::mem::take(&mut line.left), button(label, here)]);
        end = if here { line.left.width() } else { end };
        line.left.push(if width < 60 { " " } else { "   " }, Role::Text);
    }
    let hidden = end.saturating_sub(width);
    line.left = line.left.skip(hidden);
    line.cursor = line.cursor.map(|column| column.saturating_sub(hidden));
    line
}

/// Why the last press did nothing; else why Save would do nothing now.
fn remark(form: &Form, width: usize) -> Vec<Line> {
    let (text, role) = match (&form.refusal, form.save_refusal()) {
        (Some(refusal), _) => (refusal.clone(), Role::Error),
        (None, Some(refusal)) => (refusal, Role::Muted),
        (None, None) if !form.check.passed() => {
            ("This place was checked before: Save may be pressed.".to_owned(), Role::Ok)
        }
        (None, None) => ("These values passed: Save may be pressed.".to_owned(), Role::Ok),
    };
    let row = Row::of(clean(&text), role);
    let rows = wrap_row(&row, width, &Row::default(), &Row::default());
    rows.into_iter().map(|left| Line { left, ..Line::default() }).collect()
}

/// How long the check took, or runs by now; empty when that is nothing yet.
fn total(form: &Form, state: &State) -> String {
    if let Some(task) = form.check.task.and_then(|task| state.tasks.find(task)) {
        let passed = state.now.as_second().saturating_sub(task.asked.as_second());
        return if passed > 0 { format!("{passed} s") } else { String::new() };
    }
    let total: Duration = form.check.steps.iter().filter_map(|step| step.elapsed).sum();
    if total.is_zero() { String::new() } else { seconds(total) }
}

fn check(form: &Form, total: &str, width: usize) -> Vec<Line> {
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
    out
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
