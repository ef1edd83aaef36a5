//! The middle pane: the charts or addons of the selected repository.
//!
//! May import: `app::{action, layout, pane, state, text, theme, view::*}`, `model`.

use super::columns::measure;
use super::painter::{Painter, Titles};
use super::window::{self, Window, cell, hint, join, no_match, pane_focus, title};
use crate::app::action::Action;
use crate::app::layout::{Areas, Shape};
use crate::app::pane::Pane;
use crate::app::state::{Shelf, Sorting, State};
use crate::app::text::Row;
use crate::app::theme::Role;
use crate::model::text::clean;
use crate::model::{Catalog, Entry, EntryVersion, RepositoryKind};

/// Names are given room up to this width before other columns get any.
const NAME: usize = 24;
/// From this much room on, what is left is given to the description.
const DESCRIBED: usize = 24;

/// Widths of the columns; 0 is not shown.
#[derive(Clone, Copy, Default)]
struct Columns {
    name: usize,
    version: usize,
    app: usize,
    flags: usize,
    description: usize,
}

/// Draws it.
pub(crate) fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &State) {
    let focus = pane_focus(state, Pane::Entries);
    if areas.shape != Shape::Floor {
        let left = title(Pane::Entries, name(state), focus);
        let titles = Titles { left, right: counter(state), ..Titles::default() };
        painter.frame(areas.pane(Pane::Entries), focus, &titles);
    }
    let body = areas.body(Pane::Entries);
    let head = areas.head(Pane::Entries);
    let Some(catalog) = state.shelf().and_then(Shelf::catalog) else {
        window::empty(painter, body, &without_catalog(state));
        return;
    };
    let columns = columns(catalog, usize::from(body.width.saturating_sub(1)));
    window::head(painter, head, &state.entries, &heads(columns), focus);
    if state.entries.is_empty() {
        window::empty(painter, body, &nothing(state, catalog));
        return;
    }
    let bar = (1, u16::try_from(columns.name).unwrap_or(u16::MAX));
    Window { body, list: &state.entries, focus, bar }.draw(painter, |item, marks| {
        let Some(entry) = catalog.entries.get(item) else { return Row::default() };
        row(entry, shown_version(state, entry), columns, marks)
    });
}

/// What the entries are called: `Charts` or `Addons`.
pub(crate) fn name(state: &State) -> &'static str {
    let shelf = state.shelf();
    let kind = shelf
        .and_then(|shelf| shelf.catalog().map(|catalog| catalog.kind).or(shelf.repository.kind));
    if kind == Some(RepositoryKind::Addons) { "Addons" } else { "Charts" }
}

/// `3/14 newest first`.
pub(crate) fn counter(state: &State) -> Row {
    let mut row = window::counter(&state.entries);
    if state.sorting == Sorting::Date && !row.pieces.is_empty() {
        row.push(" newest first", Role::Muted);
    }
    row
}

/// The name comes first and is no wider than the longest, so that the eye has no gap to cross; version, flags and
/// application follow as far as there is room.
fn columns(catalog: &Catalog, width: usize) -> Columns {
    let count = catalog.entries.len();
    let of = |item: usize, text: fn(&EntryVersion) -> &str| {
        catalog.entries.get(item).and_then(Entry::head).map_or("", text)
    };
    let name = |item: usize| catalog.entries.get(item).map_or("", |entry| entry.name.as_str());
    let longest = measure(count, name, 8, 40);
    let version = measure(count, |item| of(item, |head| &head.version), 7, 14);
    let mut columns = Columns { version, ..Columns::default() };
    let mut left = width.saturating_sub(1 + version + 2);
    if catalog.kind == RepositoryKind::Helm {
        let app = measure(count, |item| of(item, |head| &head.app_version), 3, 9);
        for (column, cells) in [(&mut columns.flags, 2), (&mut columns.app, app)] {
            if left >= longest.min(NAME) + cells + 2 {
                *column = cells;
                left -= cells + 2;
            }
        }
    }
    let described = left >= longest + 2 + DESCRIBED;
    columns.name = left.min(longest.max(16));
    columns.description = if described { left - longest - 2 } else { 0 };
    columns
}

fn heads(columns: Columns) -> Row {
    let texts = Texts {
        name: Row::of("NAME", Role::Muted),
        version: "VERSION",
        app: "APP",
        flags: "FL",
        description: "DESCRIPTION",
        role: Role::Muted,
        flag_role: Role::Muted,
    };
    join([Row::of(" ", Role::Muted), line(&texts, columns)])
}

struct Texts<'entry> {
    name: Row,
    version: &'entry str,
    app: &'entry str,
    flags: &'entry str,
    description: &'entry str,
    role: Role,
    flag_role: Role,
}

fn line(texts: &Texts<'_>, columns: Columns) -> Row {
    let mut name = texts.name.fit(columns.name);
    name.push(" ".repeat(columns.name.saturating_sub(name.width())), Role::Text);
    let mut out = vec![name, Row::of("  ", Role::Text)];
    for (text, width, role) in [
        (texts.version, columns.version, texts.role),
        (texts.app, columns.app, Role::Muted),
        (texts.flags, columns.flags, texts.flag_role),
        (texts.description, columns.description, Role::Muted),
    ] {
        if width > 0 {
            out.push(cell(&clean(text), width, role));
        }
    }
    let mut row = join(out);
    if let Some(last) = row.pieces.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    row
}

fn row(entry: &Entry, version: Option<&EntryVersion>, columns: Columns, marks: &[u32]) -> Row {
    let deprecated = version.is_some_and(|version| version.deprecated);
    let prerelease = version.is_some_and(EntryVersion::is_prerelease);
    let role = if deprecated { Role::Muted } else { Role::Text };
    let flags = match (deprecated, prerelease) {
        (true, true) => "DP",
        (true, false) => "D",
        (false, true) => "P",
        (false, false) => "",
    };
    let texts = Texts {
        name: Row::of(clean(&entry.name), role).matched(marks),
        version: version.map_or("", |version| &version.version),
        app: version.map_or("", |version| &version.app_version),
        flags,
        description: version.map_or("", |version| &version.description),
        role,
        flag_role: Role::Warning,
    };
    line(&texts, columns)
}

/// The version that the details would speak of.
fn shown_version<'state>(state: &State, entry: &'state Entry) -> Option<&'state EntryVersion> {
    let picked = match state.shelf() {
        Some(shelf) if !state.picked.is_empty() => {
            state.picked.get(&(shelf.repository.name.clone(), entry.name.clone()))
        }
        _ => None,
    };
    picked.and_then(|version| entry.version(version)).or_else(|| entry.head())
}

fn without_catalog(state: &State) -> Vec<Row> {
    let Some(shelf) = state.shelf() else { return Vec::new() };
    let refresh = state.keymap.key(Action::Refresh).unwrap_or_default();
    match &shelf.fetched {
        remote if remote.pending.is_some() => vec![Row::of("Reading the index ..", Role::Busy)],
        remote => {
            let Some(failure) = &remote.failure else {
                return vec![
                    Row::of("No index was read yet.", Role::Text),
                    hint(&refresh, "reads it"),
                ];
            };
            vec![
                Row::of("The index could not be read.", Role::Error),
                hint(&refresh, "tries again"),
                Row::default(),
                Row::of(clean(&failure.summary), Role::Text),
                Row::of(clean(&failure.hint), Role::Muted),
            ]
        }
    }
}

fn nothing(state: &State, catalog: &Catalog) -> Vec<Row> {
    let filter = state.entries.filter.trimmed();
    if !filter.is_empty() {
        return no_match(filter);
    }
    let what = catalog.kind.entries_name();
    if catalog.entries.is_empty() {
        return vec![Row::of(format!("The index lists no {what}."), Role::Text)];
    }
    let key = state.keymap.key(Action::ToggleHidden).unwrap_or_default();
    vec![
        Row::of(format!("All {what} are pre-releases or deprecated."), Role::Text),
        hint(&key, "shows them"),
    ]
}
