//! A line of the form, and what stands at its beginning.
//!
//! May import: `app::{state, text, theme, view::window}`, `model`.

use crate::app::state::field::Field;
use crate::app::state::form::{Form, Spot};
use crate::app::text::wrap::wrap_row;
use crate::app::text::{Row, cells};
use crate::app::theme::Role;
use crate::app::view::window::join;
use crate::model::text::clean;

/// Cells of a label.
pub(super) const LABEL: usize = 14;

/// One line of the form: a row at the left, one at the right, and where the cursor goes.
#[derive(Default)]
pub(super) struct Line {
    pub(super) left: Row,
    pub(super) right: Row,
    /// The column of the cursor, on the line that has the focus.
    pub(super) cursor: Option<usize>,
}

impl Line {
    /// A line that only says something.
    pub(super) fn told(left: Row) -> Self {
        Self { left, ..Self::default() }
    }
}

/// A label, brighter where the focus is.
pub(super) fn label(text: &str, here: bool) -> Row {
    let role = if here { Role::Accent } else { Role::Muted };
    Row::of(cells::pad(text, LABEL), role)
}

/// Text below a field, wrapped.
pub(super) fn below(text: &str, role: Role, width: usize) -> Vec<Line> {
    let row = Row::of(clean(text), role);
    let indent = label("", false);
    wrap_row(&row, width, &indent, &indent).into_iter().map(Line::told).collect()
}

/// A text field: what it is called, what it holds, how wide it is, and what is said of it.
pub(super) struct Input<'form> {
    pub(super) spot: Spot,
    pub(super) name: &'static str,
    pub(super) field: &'form Field,
    pub(super) width: usize,
    pub(super) note: Row,
}

/// Draws a text field.
pub(super) fn field(form: &Form, input: Input<'_>) -> Line {
    let Input { spot, name, field, width, note } = input;
    let here = form.spot == spot;
    let is_shown = form.reveal && !form.values.is_saved_secret(field);
    let shown = if field.is_masked() && !is_shown {
        "*".repeat(field.value().chars().count())
    } else {
        clean(field.value()).into_owned()
    };
    let scroll = if here { field.visual_scroll(width - 1) } else { 0 };
    let text = Row::of(shown, Role::Input).skip(scroll).fit(width);
    let rest = " ".repeat(width.saturating_sub(text.width()));
    let gap = Row::of("  ", Role::Text);
    let left = join([label(name, here), text, Row::of(rest, Role::Input), gap, note]);
    let cursor = here.then(|| LABEL + field.visual_cursor().saturating_sub(scroll));
    Line { left, cursor, ..Line::default() }
}

/// A switch: `[x] text`, and what is said of it.
pub(super) struct Switch<'text> {
    pub(super) spot: Spot,
    pub(super) name: &'static str,
    pub(super) on: bool,
    pub(super) text: &'text str,
    pub(super) role: Role,
}

/// Draws a switch.
pub(super) fn switch(form: &Form, switch: &Switch<'_>) -> Line {
    let here = form.spot == switch.spot;
    let mark = if switch.on { "[x] " } else { "[ ] " };
    let role = if here { Role::Selection } else { switch.role };
    let row = Row::of(format!("{mark}{}", clean(switch.text)), role);
    let cursor = here.then_some(LABEL + 1);
    Line { left: join([label(switch.name, here), row]), cursor, ..Line::default() }
}
