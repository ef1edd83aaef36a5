//! What the screen of findings tells of its selected line, as rows. `update` asks how many there are, `view`
//! draws them.
//!
//! May import: `app::{action, layout, state, text, theme}` (roles), `model`.

use super::action::Action;
use super::layout::board::{Board as Areas, board as areas};
use super::state::board::order::Heads;
use super::state::board::{Board, Group, Line};
use super::state::{Shelf, State};
use super::text::Row;
use super::text::finding::{Look, finding, role, rule};
use super::text::wrap::wrap;
use super::theme::Role;
use crate::model::text::{clean, counted};
use crate::model::{Diagnostic, Excerpt, Location, Place, Severity};

/// Where things are while the screen of findings is shown.
#[must_use]
pub fn board_areas(state: &State) -> Areas {
    areas(state.size, state.board.as_ref().map(|board| board.side).unwrap_or_default())
}

/// All that is known of the selected line, within that width.
#[must_use]
pub fn account(state: &State, width: usize) -> Vec<Row> {
    let Some((board, shelf)) = state.board_shelf() else { return Vec::new() };
    let found = shelf.findings().1;
    match board.line() {
        None => Vec::new(),
        Some(Line::Head(_)) => {
            board.head().map(|group| of_group(group, board.heads, found, width)).unwrap_or_default()
        }
        Some(Line::Item(item)) => found
            .get(item)
            .map(|found| finding(found, &look(state, (board, shelf), found, width)))
            .unwrap_or_default(),
    }
}

fn look(state: &State, (board, shelf): (&Board, &Shelf), found: &Diagnostic, width: usize) -> Look {
    let place = chosen_place(board, found);
    let own = board.place == 0 && found.excerpt.is_some();
    Look {
        width,
        place: board.place,
        lines: if own { None } else { lines(state, shelf, place) },
        aside: board.aside,
        ignore: state.keymap.key(Action::IgnoreRule).unwrap_or_default(),
        is_local: matches!(shelf.repository.location, Location::File { .. }),
    }
}

/// The place of a finding that the user has chosen: its own, or a related one.
#[must_use]
pub fn chosen_place<'found>(board: &Board, found: &'found Diagnostic) -> &'found Place {
    let related = board.place.checked_sub(1).and_then(|place| found.related.get(place));
    related.map_or(&found.place, |related| &related.place)
}

/// The lines around a place, where its text is at hand: the index, or the package that was read last.
fn lines(state: &State, shelf: &Shelf, place: &Place) -> Option<Excerpt> {
    let span = place.span?;
    let index = shelf.fetched.value.as_ref().map(|fetched| &fetched.index);
    let text = match index.filter(|index| index.name == place.file) {
        Some(index) => &index.text,
        None => state.text_of(place)?,
    };
    // Only these lines are gathered: an index has many megabytes.
    let first = (span.line as usize).saturating_sub(3);
    let near: Vec<&str> = text.lines().skip(first).take(5).collect();
    let first = u32::try_from(first).ok()?;
    let found = Excerpt::of(&near, span.line.checked_sub(first)?, span.column)?;
    Some(Excerpt { first_line: found.first_line + first, ..found })
}

fn of_group(group: &Group, heads: Heads, found: &[Diagnostic], width: usize) -> Vec<Row> {
    let mut rows = match (heads, found.get(group.first)) {
        (Heads::Rule, Some(first)) => rule(first.rule, width),
        _ => wrap(&group_name(group, heads), width, Role::Strong),
    };
    rows.push(Row::default());
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let count = group.tally.of(severity);
        if count > 0 {
            rows.push(Row::of(severity.counted(count), role(severity)));
        }
    }
    if group.is_folded {
        rows.push(Row::of(
            format!("{} folded: Enter shows them", counted(group.tally.all(), "finding")),
            Role::Muted,
        ));
    }
    rows
}

/// The name of a group as users read it, cleaned.
#[must_use]
pub fn group_name(group: &Group, heads: Heads) -> String {
    match heads {
        Heads::Entry if group.name.is_empty() => "no chart or addon".to_owned(),
        _ => clean(&group.name).into_owned(),
    }
}
