//! The plan of an import: what would be registered and stored, and what is wrong with the manifests.
//!
//! May import: `app::{layout, state, text, theme, view::*}`, `model`, `ops`.

use ratatui::layout::Rect;

use super::confirm::button;
use super::log::{frame, notes};
use super::painter::{Focus, Painter};
use super::window::{Window, cell, join};
use crate::app::layout::{Areas, split};
use crate::app::state::State;
use crate::app::state::import::{Import, ImportRow, ImportSpot};
use crate::app::text::{Row, cells};
use crate::app::theme::Role;
use crate::model::Severity;
use crate::model::text::clean;
use crate::ops::import::{Deed, Planned};

/// Cells of what becomes of something.
const DEED: usize = 9;

/// Draws it.
pub(crate) fn draw(painter: &mut Painter<'_>, areas: &Areas, import: &Import, state: &State) {
    let (body, note) = frame(painter, areas, &import.list, "Import");
    let name = names(import, usize::from(body.width));
    let bar = (1, u16::try_from(DEED + 2 + name).unwrap_or(u16::MAX));
    let window = Window { body, list: &import.list, focus: Focus::Here, bar };
    window.draw(painter, |item, _| row(import, item, name, state));
    let height = note.height.saturating_sub(1);
    let (told, line) = split(note, height);
    let mut lines: Vec<String> = import.notes.iter().map(|text| clean(text).into_owned()).collect();
    lines.extend(import.list.item().map(|item| about(import, item)).unwrap_or_default());
    notes(painter, told, &lines);
    buttons(painter, line, import);
}

/// Cells of the longest name.
fn names(import: &Import, width: usize) -> usize {
    let repositories = import.plan.repositories.iter().map(|it| it.repository.name.clone());
    let secrets = import.plan.secrets.iter().map(|secret| secret.name.to_string());
    let longest = repositories.chain(secrets).map(|name| cells::width(&name)).max();
    longest.unwrap_or(0).clamp(8, (width / 2).max(8))
}

fn row(import: &Import, item: usize, name: usize, state: &State) -> Row {
    let plan = &import.plan;
    match import.row(item) {
        ImportRow::Repository(number) => plan.repositories.get(number).map(|planned| {
            join([
                cell(planned.deed.name(), DEED, role(&planned.deed)),
                cell(&clean(&planned.repository.name), name, Role::Text),
                Row::of(clean(&planned.repository.location.to_string()), Role::Link),
            ])
        }),
        ImportRow::Secret(number) => plan.secrets.get(number).map(|secret| {
            let is_there = state.secrets.find(&secret.name).is_some();
            let (word, role) =
                if is_there { ("replaced", Role::Warning) } else { ("new", Role::Ok) };
            let keys: Vec<&str> = secret.values.keys().map(String::as_str).collect();
            join([
                cell(word, DEED, role),
                cell(&clean(&secret.name.to_string()), name, Role::Text),
                Row::of(format!("Secret: {}", clean(&keys.join(", "))), Role::Muted),
            ])
        }),
        ImportRow::Finding(number) => plan.diagnostics.get(number).map(|found| {
            let (word, role) = match found.severity {
                Severity::Error => ("error", Role::Error),
                Severity::Warning => ("warning", Role::Warning),
                Severity::Info => ("info", Role::Info),
            };
            join([cell(word, DEED, role), Row::of(clean(&found.message), Role::Text)])
        }),
    }
    .unwrap_or_default()
}

fn role(deed: &Deed) -> Role {
    match deed {
        Deed::New => Role::Ok,
        Deed::Changed(_) | Deed::Removed => Role::Warning,
        Deed::Same | Deed::Kept => Role::Muted,
    }
}

/// All that is known of a row.
fn about(import: &Import, item: usize) -> Vec<String> {
    let plan = &import.plan;
    let lines = match import.row(item) {
        ImportRow::Repository(number) => plan.repositories.get(number).map(of_repository),
        ImportRow::Secret(_) => {
            Some(vec!["its values go to the store, which only you may read".to_owned()])
        }
        ImportRow::Finding(number) => plan.diagnostics.get(number).map(|found| {
            let place = match found.place.span {
                Some(span) => format!("{}:{}:{}", found.place.file, span.line, span.column),
                None => found.place.file.clone(),
            };
            vec![
                format!("{} {} {place}", found.rule.code, found.rule.name),
                found.message.clone(),
                format!("fix: {}", found.advice()),
            ]
        }),
    };
    lines.unwrap_or_default().iter().map(|line| clean(line).into_owned()).collect()
}

fn of_repository(planned: &Planned) -> Vec<String> {
    let repository = &planned.repository;
    let mut lines = vec![format!("from {}", planned.configuration)];
    if let Deed::Changed(what) = &planned.deed {
        lines.push(format!("changes: {}", what.join(", ")));
    }
    lines.extend(repository.secret.as_ref().map(|name| format!("Secret {name}")));
    let labels: Vec<String> =
        repository.labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
    if !labels.is_empty() {
        lines.push(format!("labels {}", labels.join(", ")));
    }
    lines.push(repository.location.to_string());
    lines
}

fn buttons(painter: &mut Painter<'_>, line: Rect, import: &Import) {
    let imports = import.spot == ImportSpot::Import;
    let first = Row::of(
        format!("[ Import {} ]", import.what()),
        if imports { Role::Selection } else { Role::Text },
    );
    let second = first.width() + 3;
    let row = join([first, Row::of("   ", Role::Text), button("Cancel", !imports)]);
    painter.row(line, 0, &row);
    painter.park(line, 0, if imports { 2 } else { second + 2 });
}
