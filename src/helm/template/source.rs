//! The template files of a chart and of the charts below it, read.
//!
//! May import: `helm::template::{fault, parser, position}`, `helm::chart`, `model`.

use super::fault::Fault;
use super::parser::{self, Parsed};
use super::position::Lines;
use super::tree::Bytes;
use crate::helm::chart::ChartRead;
use crate::model::{Diagnostic, Place, Related};

/// A template file.
pub(in crate::helm) struct Source<'chart> {
    /// Its path within its chart.
    pub(in crate::helm) path: &'chart str,
    /// Its text.
    pub(in crate::helm) text: &'chart str,
    /// What it says.
    pub(in crate::helm) parsed: Parsed<'chart>,
    /// How many charts are around its own: 0 for the chart that is judged.
    pub(in crate::helm) depth: usize,
    place: String,
    lines: Lines<'chart>,
}

impl<'chart> Source<'chart> {
    fn of(read: &'chart ChartRead, path: &'chart str, depth: usize) -> Option<Self> {
        let text = read.package.file(path)?.text()?;
        let place = read.package.place(path);
        let (parsed, lines) = (parser::parse(text), Lines::of(text));
        Some(Self { path, text, parsed, depth, place, lines })
    }

    /// The place of a range of its text.
    pub(in crate::helm) fn place(&self, range: &Bytes) -> Place {
        Place::at(self.place.as_str(), self.lines.span(range))
    }

    /// A fault in its text, as a diagnostic.
    pub(in crate::helm) fn diagnostic(&self, fault: Fault) -> Diagnostic {
        let mut found = Diagnostic::new(fault.rule, self.place(&fault.range), fault.message);
        found.fix = fault.fix;
        if let Some((range, message)) = fault.related {
            found.related.push(Related { place: self.place(&range), message });
        }
        found
    }

    /// Whether the file itself is rendered, not only what it defines.
    pub(in crate::helm) fn is_rendered(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        !name.starts_with('_')
    }

    /// Whether what it renders is read as YAML.
    pub(in crate::helm) fn is_manifest(&self) -> bool {
        let ending = self.path.rsplit_once('.').map_or("", |(_, ending)| ending);
        self.is_rendered() && matches!(ending, "yaml" | "yml")
    }
}

/// The template files of a chart, then those of the charts below it.
pub(in crate::helm) fn read(chart: &ChartRead) -> Vec<Source<'_>> {
    let mut sources = Vec::new();
    let mut pending = vec![(chart, 0)];
    while let Some((read, depth)) = pending.pop() {
        let paths = read.chart.templates.iter();
        sources.extend(paths.filter_map(|path| Source::of(read, path, depth)));
        pending.extend(read.vendored.iter().rev().map(|below| (below, depth + 1)));
    }
    sources
}
