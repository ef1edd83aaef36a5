//! The screen of findings: which of them are shown, in which order and groups, and where the cursor is. The
//! findings themselves stay where they are: only their numbers are kept.
//!
//! May import: `app::state::{board::*, field, list}`, `app::pane`, `model`.

pub mod order;
pub mod origin;
pub mod sieve;
pub mod tally;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::field::Field;
use super::list::{Step, window};
use crate::app::pane::Side;
use crate::model::{Diagnostic, Place};
use order::{By, Heads, merged};
pub use origin::Origin;
use sieve::Sieve;
pub use tally::Tally;

/// Findings under one head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they have in common: a code, an entry, a file.
    pub name: String,
    /// How many there are.
    pub tally: Tally,
    /// One of them, to ask about what they have in common.
    pub first: usize,
    /// Whether only the head is shown.
    pub is_folded: bool,
}

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The head of that group.
    Head(usize),
    /// That finding.
    Item(usize),
}

/// Which way a walk through the findings goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    /// Down the list.
    Next,
    /// Up the list.
    Previous,
}

/// What the cursor is on, whatever its line.
#[derive(Clone, Debug, PartialEq)]
enum Anchor {
    Group(String),
    Finding(&'static str, Place, String),
}

/// The screen of findings of one repository.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Board {
    /// The repository's name.
    pub repository: String,
    /// Which half has the keys.
    pub side: Side,
    /// The filter's text.
    pub filter: Field,
    /// Whether the filter has the keys.
    pub filtering: bool,
    /// The order.
    pub by: By,
    /// The groups.
    pub heads: Heads,
    /// Which of its places the source shows: 0 is the finding's own, then the related ones.
    pub place: usize,
    /// How many lines of the source are scrolled out at its top.
    pub scroll: usize,
    /// How far the excerpt is scrolled to the side by hand, in steps.
    pub aside: isize,
    tally: Tally,
    ignored: usize,
    shown: Vec<usize>,
    groups: Vec<Group>,
    folded: HashSet<String>,
    lines: Vec<Line>,
    selected: usize,
    offset: usize,
    anchor: Option<Anchor>,
    origin: Origin,
    seen: usize,
}

impl Board {
    /// An empty one; [`Self::follow`] fills it.
    #[must_use]
    pub fn of(repository: &str) -> Self {
        Self { repository: repository.to_owned(), ..Self::default() }
    }

    /// Where its findings come from.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// How many findings there are of each severity, but for ignored rules and whatever the filter.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// How many findings ignored rules hide.
    #[must_use]
    pub fn ignored(&self) -> usize {
        self.ignored
    }

    /// The findings that are shown, folded or not, in their order.
    #[must_use]
    pub fn shown(&self) -> &[usize] {
        &self.shown
    }

    /// The groups, in the order of their first findings.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The lines of the list.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Position of the selected line; 0 in an empty list.
    #[must_use]
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// The selected line.
    #[must_use]
    pub fn line(&self) -> Option<Line> {
        self.lines.get(self.selected).copied()
    }

    /// The number of the selected finding; `None` on a head.
    #[must_use]
    pub fn item(&self) -> Option<usize> {
        match self.line()? {
            Line::Item(item) => Some(item),
            Line::Head(_) => None,
        }
    }

    /// The group whose head is selected.
    #[must_use]
    pub fn head(&self) -> Option<&Group> {
        match self.line()? {
            Line::Head(group) => self.groups.get(group),
            Line::Item(_) => None,
        }
    }

    /// How many findings stand above the selected one, and it included; 0 on a head before all findings.
    #[must_use]
    pub fn position(&self) -> usize {
        if self.heads == Heads::None {
            return self.selected + usize::from(!self.lines.is_empty());
        }
        let until = self.lines.iter().take(self.selected + 1);
        until.filter(|line| matches!(line, Line::Item(_))).count()
    }

    /// The lines to draw in a window of that height; the selected one is always among them.
    #[must_use]
    pub fn visible(&self, height: usize) -> Range<usize> {
        let start = window(self.selected, self.offset, self.lines.len(), height);
        start..start.saturating_add(height).min(self.lines.len())
    }

    /// Brings the lines in line with the findings: new ones are sorted in, others replace the old. What is
    /// selected stays selected.
    pub fn follow(&mut self, origin: Origin, found: &[Diagnostic], ignored: &[&'static str]) {
        if origin == self.origin && found.len() == self.seen {
            return;
        }
        if origin == self.origin && found.len() > self.seen {
            self.extend(found, ignored);
        } else {
            self.origin = origin;
            self.fill(found, ignored);
        }
    }

    /// Filters, sorts and groups anew.
    pub fn fill(&mut self, found: &[Diagnostic], ignored: &[&'static str]) {
        (self.tally, self.ignored, self.seen) = (Tally::default(), 0, 0);
        self.shown.clear();
        self.extend(found, ignored);
    }

    /// Takes the findings that came since the last time.
    fn extend(&mut self, found: &[Diagnostic], ignored: &[&'static str]) {
        let sieve = Sieve::parse(self.filter.value());
        let mut new = Vec::new();
        for (item, diagnostic) in found.iter().enumerate().skip(self.seen) {
            if ignored.contains(&diagnostic.rule.code) {
                self.ignored += 1;
                continue;
            }
            self.tally.add(diagnostic.severity);
            if sieve.passes(diagnostic) {
                new.push(item);
            }
        }
        self.seen = found.len();
        let by = self.by;
        let compare = |one: usize, other: usize| match (found.get(one), found.get(other)) {
            (Some(one), Some(other)) => by.compare(one, other),
            _ => one.cmp(&other),
        };
        new.sort_by(|one, other| compare(*one, *other));
        let old = std::mem::take(&mut self.shown);
        self.shown = merged(old, new, |one, other| compare(one, other).is_lt());
        self.arrange(found);
    }

    /// Puts the shown findings below their heads.
    fn arrange(&mut self, found: &[Diagnostic]) {
        self.groups.clear();
        self.lines.clear();
        if self.heads == Heads::None {
            self.lines.extend(self.shown.iter().copied().map(Line::Item));
        } else {
            let members = self.gather(found);
            for (group, items) in members.into_iter().enumerate() {
                self.lines.push(Line::Head(group));
                if self.groups.get(group).is_some_and(|group| !group.is_folded) {
                    self.lines.extend(items.into_iter().map(Line::Item));
                }
            }
        }
        self.reselect(found);
    }

    fn gather(&mut self, found: &[Diagnostic]) -> Vec<Vec<usize>> {
        let (mut numbers, mut members) = (HashMap::new(), Vec::<Vec<usize>>::new());
        for (item, diagnostic) in
            self.shown.iter().filter_map(|item| Some((*item, found.get(*item)?)))
        {
            let name = self.heads.of(diagnostic);
            let number = *numbers.entry(name).or_insert_with(|| {
                self.groups.push(Group {
                    name: name.to_owned(),
                    tally: Tally::default(),
                    first: item,
                    is_folded: self.folded.contains(name),
                });
                members.push(Vec::new());
                members.len() - 1
            });
            if let (Some(group), Some(items)) =
                (self.groups.get_mut(number), members.get_mut(number))
            {
                group.tally.add(diagnostic.severity);
                items.push(item);
            }
        }
        members
    }

    /// Finds the line of what was selected. While it is not there, its position is kept, and it is found when
    /// it comes back.
    fn reselect(&mut self, found: &[Diagnostic]) {
        let is_it = |line: &Line| match (line, &self.anchor) {
            (Line::Head(group), Some(Anchor::Group(name))) => {
                self.groups.get(*group).is_some_and(|group| group.name == *name)
            }
            (Line::Item(item), Some(Anchor::Finding(code, place, message))) => {
                found.get(*item).is_some_and(|found| {
                    found.rule.code == *code && found.place == *place && found.message == *message
                })
            }
            _ => false,
        };
        let place = self.lines.iter().position(is_it);
        self.selected = place.unwrap_or(self.selected).min(self.lines.len().saturating_sub(1));
        if self.anchor.is_none() {
            self.hold(found);
        }
    }

    /// Remembers what is selected now, by what it is.
    pub fn hold(&mut self, found: &[Diagnostic]) {
        self.anchor = match self.line() {
            Some(Line::Head(_)) => self.head().map(|group| Anchor::Group(group.name.clone())),
            Some(Line::Item(item)) => found.get(item).map(|found| {
                Anchor::Finding(found.rule.code, found.place.clone(), found.message.clone())
            }),
            None => return,
        };
    }

    /// Moves the selection. Tells whether it moved.
    pub fn step(&mut self, step: Step, height: usize) -> bool {
        let last = self.lines.len().saturating_sub(1);
        let to = match step {
            Step::By(rows) => self.selected.saturating_add_signed(rows).min(last),
            Step::First => 0,
            Step::Last => last,
        };
        self.go_to(to, height)
    }

    /// The next or previous finding, past heads. Tells whether there is one.
    pub fn walk(&mut self, toward: Toward, height: usize) -> bool {
        let is_item = |place: &usize| matches!(self.lines.get(*place), Some(Line::Item(_)));
        let next = match toward {
            Toward::Next => (self.selected + 1..self.lines.len()).find(is_item),
            Toward::Previous => (0..self.selected.min(self.lines.len())).rev().find(is_item),
        };
        next.is_some_and(|next| self.go_to(next, height))
    }

    /// Selects the line of a finding, if it is shown.
    pub fn select(&mut self, item: usize, height: usize) -> bool {
        let line = self.lines.iter().position(|line| *line == Line::Item(item));
        line.map(|line| self.go_to(line, height)).is_some()
    }

    fn go_to(&mut self, line: usize, height: usize) -> bool {
        let before = std::mem::replace(&mut self.selected, line);
        self.fit(height);
        if before != line {
            (self.place, self.scroll, self.aside) = (0, 0, 0);
        }
        before != line
    }

    /// The first line, as after each change of the filter.
    pub fn select_first(&mut self) {
        (self.selected, self.offset, self.anchor) = (0, 0, None);
        (self.place, self.scroll, self.aside) = (0, 0, 0);
    }

    /// Moves the window so that the selection is in it.
    pub fn fit(&mut self, height: usize) {
        self.offset = window(self.selected, self.offset, self.lines.len(), height);
    }

    /// Folds or unfolds the group of the selected line; its head is selected then. Tells whether there is one.
    pub fn fold(&mut self, found: &[Diagnostic], folded: bool) -> bool {
        let head = self.lines.iter().take(self.selected + 1).rev().find_map(|line| match line {
            Line::Head(group) => self.groups.get(*group),
            Line::Item(_) => None,
        });
        let Some(name) = head.map(|group| group.name.clone()) else { return false };
        if folded {
            self.folded.insert(name.clone());
        } else {
            self.folded.remove(&name);
        }
        self.anchor = Some(Anchor::Group(name));
        self.arrange(found);
        true
    }

    /// Folds or unfolds all groups.
    pub fn fold_all(&mut self, found: &[Diagnostic], folded: bool) {
        let names = self.groups.iter().map(|group| group.name.clone());
        self.folded = if folded { names.collect() } else { HashSet::new() };
        if folded && let Some(Line::Item(item)) = self.line() {
            let name = found.get(item).map(|found| self.heads.of(found).to_owned());
            self.anchor = name.map(Anchor::Group);
        }
        self.arrange(found);
    }
}
