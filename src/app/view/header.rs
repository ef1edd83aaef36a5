//! The first line: how the repositories stand, and what needs attention. Where only one pane is shown, it
//! also says where one stands.
//!
//! May import: `app::{layout, pane, state, text, theme, view::*}`.

use super::health::health_role;
use super::painter::Painter;
use super::{details, entries, window};
use crate::app::layout::{Areas, Shape};
use crate::app::pane::Pane;
use crate::app::state::{Health, State};
use crate::app::text::Row;
use crate::app::theme::Role;
use crate::model::text::counted;

/// Draws it.
pub(crate) fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &State) {
    let badges = badges(state);
    match areas.shape {
        Shape::Single | Shape::Floor => {
            let first = trail(state);
            if areas.shape == Shape::Single {
                painter.row(areas.header, 0, &first);
                painter.row_both(areas.header, 1, &places(state), &badges);
            } else {
                painter.row_both(areas.header, 0, &first, &position(state));
            }
        }
        _ => {
            let mut row = summary(state, areas.shape);
            let contents = Row::of(" | ", Role::Border).with(contents(state), Role::Text);
            let room = usize::from(areas.header.width).saturating_sub(badges.width() + 1);
            if row.width() + contents.width() <= room {
                row = window::join([row, contents]);
            }
            painter.row_both(areas.header, 0, &row, &badges);
        }
    }
}

/// Where the cursor stands in the pane that is shown.
fn position(state: &State) -> Row {
    match state.focus {
        Pane::Repositories => window::counter(&state.repositories),
        Pane::Entries => entries::counter(state),
        Pane::Details => details::position(state),
    }
}

/// `chartroom 0.1.0 | 5 repositories: 2 ok, 1 stale`.
fn summary(state: &State, shape: Shape) -> Row {
    let mut row = Row::of(" chartroom", Role::Header);
    if shape == Shape::Wide {
        row.push(concat!(" ", env!("CARGO_PKG_VERSION")), Role::Muted);
    }
    row.push(" | ", Role::Border);
    let count = state.shelves.len();
    let word = if count == 1 { "repository" } else { "repositories" };
    row.push(format!("{count} {word}"), Role::Text);
    let mut separator = ": ";
    for health in
        [Health::Fresh, Health::Working, Health::Stale, Health::Unverified, Health::Failed]
    {
        let number = state.shelves.iter().filter(|shelf| shelf.health(state.now) == health).count();
        let ordinary = matches!(health, Health::Fresh | Health::Working);
        if number == 0 || (ordinary && shape != Shape::Wide) {
            continue;
        }
        row.push(separator, Role::Muted);
        let word = if health == Health::Fresh { "ok" } else { health.word() };
        row.push(format!("{number} {word}"), health_role(health));
        separator = ", ";
    }
    row
}

/// `174 charts, 3 addons`.
fn contents(state: &State) -> String {
    use crate::model::RepositoryKind::{Addons, Helm};
    let count = |kind| -> usize {
        let catalogs = state.shelves.iter().filter_map(|shelf| shelf.catalog());
        catalogs.filter(|catalog| catalog.kind == kind).map(|catalog| catalog.entries.len()).sum()
    };
    match (count(Helm), count(Addons)) {
        (charts, 0) => counted(charts, "chart"),
        (0, addons) => counted(addons, "addon"),
        (charts, addons) => format!("{}, {}", counted(charts, "chart"), counted(addons, "addon")),
    }
}

/// Running and failed tasks.
fn badges(state: &State) -> Row {
    let (running, failed) = (state.tasks.alive().count(), state.tasks.failed());
    let mut row = Row::default();
    if running > 0 {
        let word = if running == 1 { "task" } else { "tasks" };
        row.push(format!("{running} {word} "), Role::Busy);
    }
    if failed > 0 {
        row.push(if running > 0 { " " } else { "" }, Role::Text);
        row.push(format!("{failed} failed "), Role::Error);
    }
    row
}

/// ` chartroom  kyma-addons > redis 0.0.3 > Plans`.
fn trail(state: &State) -> Row {
    let mut row = Row::of(" chartroom  ", Role::Header);
    let Some(shelf) = state.shelf() else {
        return row.with("no repositories", Role::Muted);
    };
    row.push(shelf.repository.name.as_str(), Role::Text);
    if state.focus == Pane::Repositories {
        return row;
    }
    if let Some(entry) = state.entry() {
        row.push(" > ", Role::Muted);
        row.push(crate::model::text::clean(&entry.name), Role::Text);
        if let Some(version) = state.version() {
            row.push(format!(" {}", crate::model::text::clean(&version.version)), Role::Text);
        }
    }
    if state.focus == Pane::Details {
        row.push(" > ", Role::Muted);
        row.push(state.details.tab.label(), Role::Accent);
    }
    row
}

/// ` 1 Repositories | 2 Charts | 3 Details`, the present one marked.
fn places(state: &State) -> Row {
    let mut row = Row::default();
    for pane in Pane::ALL {
        row.push(if pane == Pane::Repositories { " " } else { " | " }, Role::Border);
        let name = match pane {
            Pane::Repositories => "Repositories",
            Pane::Entries => entries::name(state),
            Pane::Details => "Details",
        };
        let here = pane == state.focus;
        let text = format!("{} {name}", pane.number());
        row.push(text, if here { Role::Accent } else { Role::Muted });
    }
    row
}
