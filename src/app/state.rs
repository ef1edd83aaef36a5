//! All that the screen knows, and questions about it.
//!
//! May import: `app::{state/*, key, keymap, layout, mode, pane, task}`, `error`, `model`, `ops`, `registry`, `secrets`.

pub mod board;
pub mod consumers;
pub mod details;
pub mod dialog;
pub mod document;
pub mod export;
pub mod field;
pub mod filter;
pub mod form;
pub mod import;
pub mod list;
pub mod mark;
pub mod messages;
pub mod palette;
pub mod remote;
pub mod run;
pub mod secret_form;
pub mod secrets;
pub mod shelf;
pub mod tasks;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use ratatui::layout::Size;

use super::key::Key;
use super::keymap::Keymap;
use super::layout::{self, Areas, Zoom};
use super::mode::Mode;
use super::pane::Pane;
use super::task::TaskId;
use crate::error::Failure;
use crate::model::{Catalog, Diagnostic, Entry, EntryVersion, Place, Repository, SecretName};
use crate::registry::Change;
use crate::secrets::Listing;
use board::Board;
use details::Details;
use dialog::{Dialog, Then};
use export::ExportSpot;
use form::{Form, Purpose};
use list::List;
use messages::Messages;
use secret_form::SecretForm;
pub use shelf::{Health, STALE_AFTER, Shelf};
use tasks::Tasks;

/// The order of charts and addons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sorting {
    /// By name.
    #[default]
    Name,
    /// Newest first, by the date in the index.
    Date,
}

/// A change to the registry that can be undone.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    /// What was done, in words: `add "podinfo"`.
    pub what: String,
    /// What undoes it.
    pub inverse: Vec<Change>,
}

/// What a change to the registry is for.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// The user did something, which can then be undone.
    Deed(Deed),
    /// The user takes that back.
    Undo(Deed),
    /// The repository of that name was found current.
    Synced(String),
}

/// A change to the registry that is being written.
#[derive(Clone, Debug, PartialEq)]
pub struct Saving {
    /// The task that writes it.
    pub task: TaskId,
    /// What it is for.
    pub cause: Cause,
    /// Which repository to select when it is written.
    pub select: Option<String>,
}

/// A change to the store of Secrets that is being written.
#[derive(Clone, Debug, PartialEq)]
pub struct Keeping {
    /// The task that writes it.
    pub task: TaskId,
    /// The Secret's name after it, where it is one that was typed.
    pub name: Option<SecretName>,
    /// What is done, in words.
    pub what: String,
}

/// The key of an SSH server that is being trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trusting {
    /// The task that does it.
    pub task: TaskId,
    /// The server.
    pub host: String,
    /// What goes on then.
    pub then: Then,
}

/// All that the screen knows.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The terminal's size.
    pub size: Size,
    /// The time of the last message.
    pub now: Timestamp,
    /// Which key means what.
    pub keymap: Arc<Keymap>,
    /// The first key of a sequence that was begun.
    pub prefix: Option<Key>,
    /// The registered repositories, in the registry's order.
    pub shelves: Vec<Shelf>,
    /// Which pane has the focus.
    pub focus: Pane,
    /// Whether the focused pane has the whole screen.
    pub zoom: Zoom,
    /// Selection and filter over `shelves`.
    pub repositories: List,
    /// Selection and filter over the entries of the selected repository's catalog.
    pub entries: List,
    /// The repository that `entries` is of.
    pub entries_repository: Option<String>,
    /// The catalog that `entries` was filled from; `None` while there is none.
    pub entries_of: Option<Arc<Catalog>>,
    /// The order of `entries`.
    pub sorting: Sorting,
    /// Whether pre-releases and deprecated entries are shown.
    pub show_hidden: bool,
    /// Versions picked in place of an entry's head, by repository and entry.
    pub picked: HashMap<(String, String), String>,
    /// The third pane.
    pub details: Details,
    /// The screen of findings, while it is open in the place of the panes.
    pub board: Option<Board>,
    /// The codes of rules that are not shown there in this session, in the order in which they were ignored.
    pub ignored: Vec<&'static str>,
    /// Package hosts that did not answer, by scheme, name and port: following the cursor leaves them alone
    /// until the user asks.
    pub silent_hosts: HashMap<String, Failure>,
    /// The Secrets of the store, without their values.
    pub secrets: Listing,
    /// What lies over the panes; the last one has the keys.
    pub dialogs: Vec<Dialog>,
    /// Forms that were closed without saving.
    pub drafts: Vec<(Purpose, Form)>,
    /// The background work.
    pub tasks: Tasks,
    /// The message log.
    pub messages: Messages,
    /// Changes to the registry that are being written.
    pub savings: Vec<Saving>,
    /// Changes to the store of Secrets that are being written.
    pub keeping: Vec<Keeping>,
    /// Keys of SSH servers that are being trusted.
    pub trusting: Vec<Trusting>,
    /// The form of a new Secret that was closed without saving.
    pub secret_draft: Option<SecretForm>,
    /// Changes to the registry that can be undone, oldest first.
    pub deeds: Vec<Deed>,
    /// Whether the last key was a Ctrl-C that had nothing to cancel: the next one quits.
    pub interrupted: bool,
}

impl State {
    /// A screen of that size with those repositories; nothing is fetched yet.
    #[must_use]
    pub fn new(size: Size, now: Timestamp, keymap: Keymap, repositories: Vec<Repository>) -> Self {
        let shelves: Vec<Shelf> = repositories.into_iter().map(Shelf::of).collect();
        Self {
            size,
            now,
            keymap: Arc::new(keymap),
            prefix: None,
            repositories: List::of(shelves.len()),
            shelves,
            focus: Pane::Repositories,
            zoom: Zoom::Off,
            entries: List::default(),
            entries_repository: None,
            entries_of: None,
            sorting: Sorting::Name,
            show_hidden: true,
            picked: HashMap::new(),
            details: Details::default(),
            board: None,
            ignored: Vec::new(),
            silent_hosts: HashMap::new(),
            secrets: Listing::default(),
            dialogs: Vec::new(),
            drafts: Vec::new(),
            tasks: Tasks::default(),
            messages: Messages::default(),
            savings: Vec::new(),
            keeping: Vec::new(),
            trusting: Vec::new(),
            secret_draft: None,
            deeds: Vec::new(),
            interrupted: false,
        }
    }

    /// Where things are on the screen.
    #[must_use]
    pub fn areas(&self) -> Areas {
        layout::areas(self.size, self.focus, self.zoom)
    }

    /// The selected repository.
    #[must_use]
    pub fn shelf(&self) -> Option<&Shelf> {
        self.shelves.get(self.repositories.item()?)
    }

    /// The repository of that name.
    #[must_use]
    pub fn shelf_named(&self, name: &str) -> Option<&Shelf> {
        self.shelves.iter().find(|shelf| shelf.repository.name == name)
    }

    /// The same, to be changed.
    pub fn shelf_named_mut(&mut self, name: &str) -> Option<&mut Shelf> {
        self.shelves.iter_mut().find(|shelf| shelf.repository.name == name)
    }

    /// The repository of which the findings are shown, and their screen.
    #[must_use]
    pub fn board_shelf(&self) -> Option<(&Board, &Shelf)> {
        let board = self.board.as_ref()?;
        Some((board, self.shelf_named(&board.repository)?))
    }

    /// The finding that is selected there.
    #[must_use]
    pub fn board_finding(&self) -> Option<&Diagnostic> {
        let (board, of) = self.board_shelf()?;
        of.findings().1.get(board.item()?)
    }

    /// The selected chart or addon.
    #[must_use]
    pub fn entry(&self) -> Option<&Entry> {
        self.shelf()?.catalog()?.entries.get(self.entries.item()?)
    }

    /// The version of the selected entry that the details speak of: the picked one, else its head.
    #[must_use]
    pub fn version(&self) -> Option<&EntryVersion> {
        let (repository, entry) = (&self.shelf()?.repository, self.entry()?);
        let picked = self.picked.get(&(repository.name.clone(), entry.name.clone()));
        picked.and_then(|version| entry.version(version)).or_else(|| entry.head())
    }

    /// The file that a place names, where it is in memory: the index of the selected repository, or a file of
    /// the package that is shown.
    #[must_use]
    pub fn text_of(&self, place: &Place) -> Option<&str> {
        let index = self.shelf()?.fetched.value.as_ref().map(|fetched| &fetched.index);
        if let Some(index) = index.filter(|index| index.name == place.file) {
            return Some(&index.text);
        }
        let package = &self.details.inspection.value.as_ref()?.package;
        let file = package.files.iter().find(|file| package.place(&file.path) == place.file)?;
        file.text()
    }

    /// What lies on top of the panes.
    #[must_use]
    pub fn dialog(&self) -> Option<&Dialog> {
        self.dialogs.last()
    }

    /// The open form, on top or below a question.
    #[must_use]
    pub fn form(&self) -> Option<&Form> {
        self.dialogs.iter().rev().find_map(|dialog| match dialog {
            Dialog::Form(form) => Some(&**form),
            _ => None,
        })
    }

    /// The same, to be changed.
    pub fn form_mut(&mut self) -> Option<&mut Form> {
        self.dialogs.iter_mut().rev().find_map(|dialog| match dialog {
            Dialog::Form(form) => Some(&mut **form),
            _ => None,
        })
    }

    /// Who gets the keys.
    #[must_use]
    pub fn mode(&self) -> Mode {
        match self.dialog() {
            Some(Dialog::Form(form)) if form.field(form.spot).is_some() => Mode::Text,
            Some(Dialog::Secret(form)) if form.focused().is_some() => Mode::Text,
            Some(Dialog::Export(export)) if export.spot == ExportSpot::File => Mode::Text,
            Some(Dialog::Form(_) | Dialog::Secret(_) | Dialog::Export(_)) => Mode::Form,
            Some(Dialog::Confirm(_)) => Mode::Confirm,
            Some(Dialog::Help(_) | Dialog::Palette(_)) => Mode::Text,
            None if self.is_typing() => Mode::Text,
            Some(
                Dialog::Tasks(_)
                | Dialog::Messages(_)
                | Dialog::Secrets(_)
                | Dialog::Import(_)
                | Dialog::Consumers(_)
                | Dialog::Ignored(_),
            )
            | None => Mode::Browse,
        }
    }

    /// Whether what is typed goes into the filter or the search of what has the focus.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        if let Some(board) = &self.board {
            return board.filtering;
        }
        match self.focus {
            Pane::Repositories => self.repositories.filtering,
            Pane::Entries => self.entries.filtering,
            Pane::Details => {
                self.details.reader().is_some_and(|reader| reader.searching)
                    || self.details.list().is_some_and(|list| list.filtering)
            }
        }
    }

    /// Whether anything runs, so that counters move.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.tasks.alive().next().is_some()
    }
}
