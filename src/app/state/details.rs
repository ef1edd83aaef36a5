//! The third pane: of what it speaks, which tab is open, and what the tab holds.
//!
//! May import: `app::state::{document, list, remote}`, `model`, `ops`.

use std::sync::Arc;

use super::document::Reader;
use super::list::List;
use super::remote::Remote;
use crate::error::Failure;
use crate::model::{Diagnostic, RepositoryKind, Severity};
use crate::ops::Inspection;

/// One aspect of a repository, chart or addon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tab {
    /// Facts.
    #[default]
    Overview,
    /// All versions of a chart or addon.
    Versions,
    /// A chart's README.
    Readme,
    /// A chart's `values.yaml`.
    Values,
    /// A chart's `values.schema.json`.
    Schema,
    /// An addon's plans.
    Plans,
    /// The schemas of an addon's plans.
    Schemas,
    /// An addon's documents.
    Docs,
    /// All files of the package; templates first for charts.
    Files,
    /// What is wrong.
    Findings,
}

impl Tab {
    /// The label shown to users.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Versions => "Versions",
            Self::Readme => "README",
            Self::Values => "Values",
            Self::Schema => "Schema",
            Self::Plans => "Plans",
            Self::Schemas => "Schemas",
            Self::Docs => "Docs",
            Self::Files => "Files",
            Self::Findings => "Findings",
        }
    }
}

/// Of what the details speak.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Subject {
    /// Nothing is selected.
    #[default]
    Nothing,
    /// A repository as a whole.
    Repository(String),
    /// One version of a chart or addon.
    Entry {
        /// The repository's name.
        repository: String,
        /// Which kind.
        kind: RepositoryKind,
        /// The entry's key.
        entry: String,
        /// The version text.
        version: String,
    },
}

impl Subject {
    /// The tabs that this subject has, in order.
    #[must_use]
    pub fn tabs(&self) -> &'static [Tab] {
        match self {
            Self::Nothing => &[Tab::Overview],
            Self::Repository(_) => &[Tab::Overview, Tab::Findings],
            Self::Entry { kind: RepositoryKind::Helm, .. } => &[
                Tab::Overview,
                Tab::Versions,
                Tab::Readme,
                Tab::Values,
                Tab::Schema,
                Tab::Files,
                Tab::Findings,
            ],
            Self::Entry { kind: RepositoryKind::Addons, .. } => &[
                Tab::Overview,
                Tab::Versions,
                Tab::Plans,
                Tab::Schemas,
                Tab::Docs,
                Tab::Files,
                Tab::Findings,
            ],
        }
    }
}

/// What a tab holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Content {
    /// Nothing, and why in words.
    Empty(String),
    /// The package is on its way.
    #[default]
    Waiting,
    /// It could not be had.
    Failed(Failure),
    /// A text.
    Text(Reader),
    /// A list; Enter opens the selected item.
    List(Items),
    /// Findings; Enter shows the place of the selected one.
    Findings(Findings),
}

/// One row of a list tab.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// What the row says first, cleaned: a path, a version.
    pub name: String,
    /// What it says further, cleaned: size, date.
    pub note: String,
    /// What Enter opens: path of a file, text of a version, as it is.
    pub key: String,
    /// Whether it is the one in use (the version that is shown).
    pub current: bool,
}

/// A list in a tab.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Items {
    /// All rows.
    pub items: Vec<Item>,
    /// Selection and filter over them.
    pub list: List,
    /// The file that was opened from the list; it covers the list until closed.
    pub opened: Option<Reader>,
}

impl Items {
    /// A list of those rows, the current one selected.
    #[must_use]
    pub fn of(items: Vec<Item>) -> Self {
        let mut list = List::of(items.len());
        list.select_item(items.iter().position(|item| item.current));
        Self { items, list, opened: None }
    }

    /// The selected row.
    #[must_use]
    pub fn selected(&self) -> Option<&Item> {
        self.items.get(self.list.item()?)
    }

    /// Applies the filter anew.
    pub fn filter(&mut self) {
        let keep = self.list.item();
        self.list.fill(self.items.iter().map(|item| item.name.as_str()).enumerate(), keep);
    }
}

/// Findings in a tab.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// All findings.
    pub diagnostics: Arc<[Diagnostic]>,
    /// How each is filtered: `error IDX010 index.yaml message`.
    pub texts: Vec<String>,
    /// Selection and filter over them.
    pub list: List,
    /// The excerpt of the opened one.
    pub opened: Option<Reader>,
    /// What was looked at: `index`, `index and packages`, `package`.
    pub scope: String,
}

impl Findings {
    /// Findings of that scope, gravest first within the given order of files.
    #[must_use]
    pub fn of(diagnostics: Arc<[Diagnostic]>, scope: &str) -> Self {
        let texts = diagnostics
            .iter()
            .map(|found| {
                let (severity, rule) = (found.severity, found.rule);
                let (code, name, file) = (rule.code, rule.name, &found.place.file);
                format!("{severity:?} {code} {name} {file} {}", found.message).to_lowercase()
            })
            .collect();
        let list = List::of(diagnostics.len()).kept();
        Self { diagnostics, texts, list, opened: None, scope: scope.to_owned() }
    }

    /// The selected finding.
    #[must_use]
    pub fn selected(&self) -> Option<&Diagnostic> {
        self.diagnostics.get(self.list.item()?)
    }

    /// How many have that severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|found| found.severity == severity).count()
    }

    /// Applies the filter anew.
    pub fn filter(&mut self) {
        let keep = self.list.item();
        self.list.fill(self.texts.iter().map(String::as_str).enumerate(), keep);
    }
}

/// The third pane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// Of what it speaks.
    pub subject: Subject,
    /// The tab that is open; always one of the subject's.
    pub tab: Tab,
    /// What the tab holds.
    pub content: Content,
    /// The package of the subject, once it was asked for.
    pub inspection: Remote<Inspection>,
    /// Entry and version of the package that was asked for last to show the place of a finding.
    pub sought: Option<(String, String)>,
    /// The finding to open as soon as the package it speaks of has come.
    pub opening: Option<usize>,
}

impl Details {
    /// The tab that stands so many places further, around the ends.
    #[must_use]
    pub fn tab_after(&self, places: isize) -> Tab {
        let tabs = self.subject.tabs();
        let here = tabs.iter().position(|tab| *tab == self.tab).unwrap_or(0).cast_signed();
        let next = (here + places).rem_euclid(tabs.len().cast_signed());
        tabs.get(next.cast_unsigned()).copied().unwrap_or_default()
    }

    /// The text that has the cursor: the tab's own, or one opened from a list or finding.
    #[must_use]
    pub fn reader(&self) -> Option<&Reader> {
        match &self.content {
            Content::Text(reader) => Some(reader),
            Content::List(items) => items.opened.as_ref(),
            Content::Findings(findings) => findings.opened.as_ref(),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub fn reader_mut(&mut self) -> Option<&mut Reader> {
        match &mut self.content {
            Content::Text(reader) => Some(reader),
            Content::List(items) => items.opened.as_mut(),
            Content::Findings(findings) => findings.opened.as_mut(),
            _ => None,
        }
    }

    /// The list that has the cursor, unless a text covers it.
    #[must_use]
    pub fn list(&self) -> Option<&List> {
        match &self.content {
            Content::List(items) if items.opened.is_none() => Some(&items.list),
            Content::Findings(findings) if findings.opened.is_none() => Some(&findings.list),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub fn list_mut(&mut self) -> Option<&mut List> {
        match &mut self.content {
            Content::List(items) if items.opened.is_none() => Some(&mut items.list),
            Content::Findings(findings) if findings.opened.is_none() => Some(&mut findings.list),
            _ => None,
        }
    }

    /// Closes a text that was opened from a list; tells whether there was one.
    pub fn close(&mut self) -> bool {
        match &mut self.content {
            Content::List(items) => items.opened.take().is_some(),
            Content::Findings(findings) => findings.opened.take().is_some(),
            _ => false,
        }
    }

    /// Applies the filter of the shown list anew.
    pub fn filter(&mut self) {
        match &mut self.content {
            Content::List(items) => items.filter(),
            Content::Findings(findings) => findings.filter(),
            _ => {}
        }
    }
}
