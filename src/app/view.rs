//! Draws the state. It changes nothing, and asks for nothing but the state and a theme.
//!
//! May import: `app::{state, layout, pane, text, theme, view/*}`.

mod board;
mod columns;
mod confirm;
mod consumers;
mod details;
mod entries;
mod export;
mod findings;
mod footer;
mod form;
mod header;
mod health;
mod import;
mod log;
mod painter;
mod palette;
mod reader;
mod repositories;
mod secret_form;
mod secrets;
mod status;
mod window;

use ratatui::Frame;

use super::layout::{self, Areas, LEAST, Shape};
use super::pane::Pane;
use super::state::State;
use super::state::dialog::Dialog;
use super::text::Row;
use super::theme::{Role, Theme};
use painter::Painter;

/// Draws the whole screen.
pub fn view(frame: &mut Frame<'_>, state: &State, theme: &Theme) {
    let mut painter = Painter::new(frame.buffer_mut(), theme);
    // The frame may already have another size than the state knows of.
    let areas = layout::areas(painter.area().as_size(), state.focus, state.zoom);
    if areas.shape == Shape::TooSmall {
        too_small(&mut painter);
    } else {
        screen(&mut painter, &areas, state);
    }
    if let Some(position) = painter.cursor {
        frame.set_cursor_position(position);
    }
}

fn screen(painter: &mut Painter<'_>, areas: &Areas, state: &State) {
    match &state.board {
        Some(board) => {
            let areas = layout::board::board(painter.area().as_size(), board.side);
            board::draw(painter, &areas, board, state);
        }
        None => panes(painter, areas, state),
    }
    status::draw(painter, areas, state);
    footer::draw(painter, areas.footer, state);
    dialogs(painter, areas, state);
}

fn panes(painter: &mut Painter<'_>, areas: &Areas, state: &State) {
    header::draw(painter, areas, state);
    for pane in Pane::ALL {
        if !areas.pane(pane).is_empty() {
            match pane {
                Pane::Repositories => repositories::draw(painter, areas, state),
                Pane::Entries => entries::draw(painter, areas, state),
                Pane::Details => details::draw(painter, areas, state),
            }
        }
    }
}

fn dialogs(painter: &mut Painter<'_>, areas: &Areas, state: &State) {
    for dialog in &state.dialogs {
        match dialog {
            Dialog::Form(form) => form::draw(painter, areas, form, state),
            Dialog::Confirm(confirm) => confirm::draw(painter, areas, confirm),
            Dialog::Help(palette) => palette::draw_help(painter, areas, palette, state),
            Dialog::Palette(palette) => palette::draw(painter, areas, palette, state),
            Dialog::Tasks(list) => log::draw_tasks(painter, areas, list, state),
            Dialog::Export(export) => export::draw(painter, areas, export),
            Dialog::Consumers(shown) => consumers::draw(painter, areas, shown, state),
            Dialog::Ignored(list) => consumers::draw_ignored(painter, areas, list, state),
            Dialog::Import(import) => import::draw(painter, areas, import, state),
            Dialog::Secrets(list) => secrets::draw(painter, areas, list, state),
            Dialog::Secret(form) => secret_form::draw(painter, areas, form),
            Dialog::Messages(list) => log::draw_messages(painter, areas, list, state),
        }
    }
}

/// The one line of a screen without room.
fn too_small(painter: &mut Painter<'_>) {
    let area = painter.area();
    let text =
        format!("need {}x{}, have {}x{}", LEAST.width, LEAST.height, area.width, area.height);
    let row = Row::of(text, Role::Text).fit(usize::from(area.width));
    let width = u16::try_from(row.width()).unwrap_or(area.width);
    let left = ratatui::layout::Rect { x: (area.width - width) / 2, width, ..area };
    painter.row(left, usize::from(area.height / 2), &row);
}
