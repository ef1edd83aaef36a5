//! A list with a selection that is never out of range, a window that jumps at its edges, and a filter.
//!
//! May import: `app::state::{field, filter}`.

use std::ops::Range;

use super::field::Field;
use super::filter::{Filter, Scatter};

/// One shown row: which item of the whole list it is, and which characters matched the filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Index into the unfiltered items.
    pub item: usize,
    /// Matched characters of the item's name, ascending.
    pub marks: Vec<u32>,
}

/// In which order filtered rows stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Best match first; letters may be scattered.
    #[default]
    Ranked,
    /// As the items stand; only substrings match.
    Kept,
}

/// Where to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// That many rows down; negative is up.
    By(isize),
    /// The first row.
    First,
    /// The last row.
    Last,
}

/// Selection, window and filter over items that live elsewhere; it knows only how many there are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List {
    /// The filter's text.
    pub filter: Field,
    /// Whether the filter field has the keys.
    pub filtering: bool,
    order: Order,
    total: usize,
    rows: Vec<Row>,
    selected: usize,
    offset: usize,
}

impl List {
    /// An unfiltered list of that many items, first one selected.
    #[must_use]
    pub fn of(total: usize) -> Self {
        let rows = (0..total).map(|item| Row { item, marks: Vec::new() }).collect();
        Self { total, rows, ..Self::default() }
    }

    /// The same, filtered without changing the order.
    #[must_use]
    pub fn kept(mut self) -> Self {
        self.order = Order::Kept;
        self
    }

    /// How many items there are without the filter.
    #[must_use]
    pub fn total(&self) -> usize {
        self.total
    }

    /// How many rows are shown.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no row is shown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The shown rows.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Position of the selected row among the shown ones; 0 in an empty list.
    #[must_use]
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// The selected item, as an index into the unfiltered items.
    #[must_use]
    pub fn item(&self) -> Option<usize> {
        self.rows.get(self.selected).map(|row| row.item)
    }

    /// First row in the window.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The rows to draw in a window of that height; the selected one is always among them.
    #[must_use]
    pub fn visible(&self, height: usize) -> Range<usize> {
        let start = window(self.selected, self.offset, self.rows.len(), height);
        start..start.saturating_add(height).min(self.rows.len())
    }

    /// Takes new items: number and name of each that may be shown, in order. The item `keep` stays
    /// selected if it is shown, else the position is kept as well as possible.
    pub fn fill<'name>(
        &mut self,
        names: impl Iterator<Item = (usize, &'name str)>,
        keep: Option<usize>,
    ) {
        let scatter = match self.order {
            Order::Ranked => Scatter::Allowed,
            Order::Kept => Scatter::Refused,
        };
        let mut filter = (!self.filter.trimmed().is_empty())
            .then(|| Filter::parse(self.filter.value(), scatter));
        let mut ranked: Vec<(u32, Row)> = Vec::new();
        self.total = 0;
        for (item, name) in names {
            self.total += 1;
            let found = match &mut filter {
                Some(filter) => filter.rank(name),
                None => Some((0, Vec::new())),
            };
            ranked.extend(found.map(|(score, marks)| (score, Row { item, marks })));
        }
        if filter.is_some() && self.order == Order::Ranked {
            ranked.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        }
        self.rows = ranked.into_iter().map(|(_, row)| row).collect();
        self.select_item(keep);
    }

    /// Selects the row of that item; without such a row the position stays, within range.
    pub fn select_item(&mut self, item: Option<usize>) {
        let row = item.and_then(|item| self.rows.iter().position(|row| row.item == item));
        self.selected = row.unwrap_or(self.selected).min(self.rows.len().saturating_sub(1));
    }

    /// Selects the first row, as after each change of the filter.
    pub fn select_first(&mut self) {
        (self.selected, self.offset) = (0, 0);
    }

    /// Moves the selection and keeps it inside a window of that height. Tells whether it moved.
    pub fn step(&mut self, step: Step, height: usize) -> bool {
        let before = self.selected;
        let last = self.rows.len().saturating_sub(1);
        self.selected = match step {
            Step::By(rows) => self.selected.saturating_add_signed(rows).min(last),
            Step::First => 0,
            Step::Last => last,
        };
        self.fit(height);
        self.selected != before
    }

    /// Moves the window so that the selection is in it. At an edge it jumps by half a window: one repaint
    /// in place of many, which is what counts over a slow line.
    pub fn fit(&mut self, height: usize) {
        self.offset = window(self.selected, self.offset, self.rows.len(), height);
    }
}

/// The first row of a window of that height over `count` rows, near `offset`, that shows `cursor`.
#[must_use]
pub fn window(cursor: usize, offset: usize, count: usize, height: usize) -> usize {
    let height = height.max(1);
    let furthest = count.saturating_sub(height);
    let half = (height / 2).max(1);
    let offset = if cursor < offset {
        cursor.saturating_sub(height - half)
    } else if cursor >= offset.saturating_add(height) {
        cursor.saturating_sub(half - 1)
    } else {
        offset
    };
    // With tiny windows half of the height may not reach the cursor.
    offset.clamp(cursor.saturating_sub(height - 1), cursor).min(furthest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug)]
    enum Deed {
        Step(isize, usize),
        First,
        Last(usize),
        Fill(Vec<bool>, Option<usize>),
        Type(char),
        Clear,
    }

    fn deed() -> impl Strategy<Value = Deed> {
        prop_oneof![
            (-40_isize..40, 0_usize..20).prop_map(|(rows, height)| Deed::Step(rows, height)),
            Just(Deed::First),
            (0_usize..20).prop_map(Deed::Last),
            (proptest::collection::vec(any::<bool>(), 0..40), proptest::option::of(0_usize..50))
                .prop_map(|(shown, keep)| Deed::Fill(shown, keep)),
            prop_oneof![Just('1'), Just('2'), Just('x'), Just('!'), Just(' ')].prop_map(Deed::Type),
            Just(Deed::Clear),
        ]
    }

    fn perform(list: &mut List, deed: Deed) -> usize {
        let names: Vec<String> = (0..50).map(|number| format!("entry-{number}")).collect();
        let mut height = 1;
        match deed {
            Deed::Step(rows, tall) => {
                height = tall;
                list.step(Step::By(rows), tall);
            }
            Deed::First => list.select_first(),
            Deed::Last(tall) => {
                height = tall;
                list.step(Step::Last, tall);
            }
            Deed::Fill(shown, keep) => {
                let all = names.iter().map(String::as_str).enumerate();
                let items = all.zip(&shown).filter(|(_, shown)| **shown).map(|(item, _)| item);
                list.fill(items, keep);
            }
            Deed::Type(letter) => {
                list.filter.edit(tui_input::InputRequest::InsertChar(letter));
            }
            Deed::Clear => list.filter.clear(),
        }
        list.fit(height);
        height.max(1)
    }

    proptest! {
        #[test]
        fn the_selection_is_never_out_of_range_nor_out_of_sight(
            deeds in proptest::collection::vec(deed(), 0..60)
        ) {
            let mut list = List::of(10);
            for deed in deeds {
                let height = perform(&mut list, deed);
                prop_assert!(list.is_empty() || list.selected() < list.len());
                prop_assert!(list.is_empty() || list.visible(height).contains(&list.selected()));
                prop_assert_eq!(list.item().is_none(), list.is_empty());
            }
        }
    }

    #[test]
    fn the_window_jumps_by_half_its_height_at_the_edge() {
        let mut list = List::of(100);
        for _ in 0..9 {
            list.step(Step::By(1), 10);
        }
        assert_eq!(list.offset(), 0);
        list.step(Step::By(1), 10);
        assert_eq!((list.selected(), list.offset()), (10, 6));
    }

    #[test]
    fn better_matches_come_first_and_the_kept_order_keeps() {
        let names = ["r-e-d", "redis"];
        let mut list = List::of(2);
        list.filter.set("red");
        list.fill(names.iter().copied().enumerate(), None);
        assert_eq!(list.rows().iter().map(|row| row.item).collect::<Vec<_>>(), [1, 0]);
        let mut list = List::of(2).kept();
        list.filter.set("e");
        list.fill(names.iter().copied().enumerate(), None);
        assert_eq!(list.rows().iter().map(|row| row.item).collect::<Vec<_>>(), [0, 1]);
    }
}
