//! The form that adds or edits a repository: fields, buttons, and the check as a list of steps.
//!
//! May import: `app::{layout, state, text, theme, view::*, view::form::*}`, `model`.

mod check;
mod fields;
mod line;
mod secret;
mod understood;

use ratatui::layout::{Rect, Size};

use self::check::{check, total};
use self::fields::fields;
use self::line::Line;
use super::confirm::button;
use super::painter::{Focus, Painter, Titles};
use super::window::join;
use crate::app::layout::Areas;
use crate::app::state::State;
use crate::app::state::form::{Form, Purpose, Spot};
use crate::app::text::Row;
use crate::app::text::wrap::wrap_row;
use crate::app::theme::Role;
use crate::model::Offer;
use crate::model::text::clean;

/// How wide the form wants to be.
const WIDTH: u16 = 80;

/// Draws it.
pub(crate) fn draw(painter: &mut Painter<'_>, areas: &Areas, form: &Form, state: &State) {
    let width = usize::from(WIDTH.min(areas.screen.width)).saturating_sub(4);
    let mut lines = lines(form, state, width);
    let room = usize::from(areas.screen.height.saturating_sub(3));
    while lines.len() > room
        && let Some(blank) = lines.iter().rposition(|line| line.left.pieces.is_empty())
    {
        lines.remove(blank);
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
    if form.spot.is_button() {
        focused.min(most)
    } else {
        focused.saturating_sub(height.saturating_sub(2)).min(most)
    }
}

fn lines(form: &Form, state: &State, width: usize) -> Vec<Line> {
    let mut out = fields(form, &state.secrets, width);
    out.push(Line::default());
    out.push(buttons(form, width));
    out.extend(remark(form, width));
    out.push(Line::default());
    out.extend(check(form, &total(form, state), width));
    out
}

/// All buttons; where they do not fit, those at the left give way to the focused one.
fn buttons(form: &Form, width: usize) -> Line {
    let (mut line, mut end) = (Line::default(), 0);
    let offer = match form.check.offer() {
        Some(Offer::TrustHostKey(_)) => "Trust this key",
        _ => "Take that URL",
    };
    let labels = [
        (Spot::Validate, "Validate"),
        (Spot::Save, "Save"),
        (Spot::Offer, offer),
        (Spot::SaveUnverified, "Save unverified"),
        (Spot::Cancel, "Cancel"),
    ];
    let offered = form.spots();
    let shown: Vec<_> = labels.into_iter().filter(|(spot, _)| offered.contains(spot)).collect();
    let taken: usize = shown.iter().map(|(_, label)| label.len() + 4).sum();
    let gap = if taken + 3 * (shown.len() - 1) > width { " " } else { "   " };
    for (spot, label) in shown {
        let here = form.spot == spot;
        if here {
            line.cursor = Some(line.left.width() + 2);
        }
        line.left = join([std::mem::take(&mut line.left), button(label, here)]);
        end = if here { line.left.width() } else { end };
        line.left.push(gap, Role::Text);
    }
    let hidden = end.saturating_sub(width);
    line.left = line.left.skip(hidden);
    line.cursor = line.cursor.map(|column| column.saturating_sub(hidden));
    line
}

/// Why the last press did nothing; else why Save would do nothing now.
fn remark(form: &Form, width: usize) -> Vec<Line> {
    let (text, role) = match (&form.refusal, form.save_refusal()) {
        // It stands below the URL already.
        (None, refusal @ Some(_)) if refusal == form.location_problem => {
            ("Save needs a URL that can be registered.".to_owned(), Role::Muted)
        }
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
