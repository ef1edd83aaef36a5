//! Cuts a template into the YAML documents that it renders, as far as its plain text tells them.
//!
//! May import: `helm::template::*`.

use crate::helm::template::defaults::{Default as Value, Defaults, Found};
use crate::helm::template::source::Source;
use crate::helm::template::tree::{Branch, Bytes, ControlKind, Node, Operand, Pipeline, Term};

/// Under which conditions a piece of text is rendered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Guard {
    /// How many blocks are around.
    pub(super) depth: usize,
    /// Whether some condition asks for versions or capabilities of the cluster.
    pub(super) is_versioned: bool,
    /// Whether some condition does not hold with the default values.
    pub(super) is_off: bool,
    /// Which block is innermost, counted in order of appearance.
    pub(super) block: usize,
}

/// A line of plain text, whole from its first column to its end.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Where, without the line break.
    pub(super) range: Bytes,
    /// Under which conditions.
    pub(super) guard: Guard,
}

/// One document.
#[derive(Clone, Debug, Default)]
pub(super) struct Document {
    /// Its whole lines of plain text.
    pub(super) lines: Vec<Line>,
    /// Where its text stands if it is one piece without any action.
    pub(super) literal: Option<Bytes>,
    /// From its beginning to its end, in the template.
    pub(super) range: Bytes,
    /// Whether actions may render whole parts of it.
    pub(super) has_parts: bool,
}

/// A top-level field with a plain value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field<'text> {
    /// Its value without quotes.
    pub(super) value: &'text str,
    /// Where the value stands.
    pub(super) range: Bytes,
    /// Under which conditions.
    pub(super) guard: Guard,
}

/// The documents of a template, in order.
pub(super) fn split(source: &Source<'_>, defaults: Option<&Defaults>) -> Vec<Document> {
    let mut splitter = Splitter {
        text: source.text,
        defaults,
        documents: Vec::new(),
        current: Document::default(),
        pieces: Vec::new(),
        has_holes: false,
        start: 0,
        blocks: 0,
    };
    splitter.nodes(&source.parsed.tree.body, Guard::default());
    splitter.close(source.text.len());
    splitter.documents
}

struct Splitter<'split> {
    text: &'split str,
    defaults: Option<&'split Defaults>,
    documents: Vec<Document>,
    current: Document,
    /// Pieces of text of the current document that are not blank.
    pieces: Vec<Bytes>,
    has_holes: bool,
    /// Where the current document starts.
    start: usize,
    blocks: usize,
}

impl Splitter<'_> {
    fn close(&mut self, end: usize) {
        let mut document = std::mem::take(&mut self.current);
        let pieces = std::mem::take(&mut self.pieces);
        let has_holes = std::mem::take(&mut self.has_holes);
        document.range = self.start.min(end)..end;
        if let ([piece], false) = (pieces.as_slice(), has_holes) {
            document.literal = Some(piece.clone());
        }
        if !pieces.is_empty() {
            self.documents.push(document);
        }
    }

    fn nodes(&mut self, nodes: &[Node<'_>], guard: Guard) {
        for node in nodes {
            match node {
                Node::Text(range) => self.lines(range, guard),
                Node::Action(pipeline) if !pipeline.variables.is_empty() => {}
                Node::Action(pipeline) => {
                    self.has_holes = true;
                    self.current.has_parts |=
                        renders_parts(pipeline) && self.is_alone(start_of(pipeline));
                }
                Node::Call(call) => {
                    self.has_holes = true;
                    self.current.has_parts |= self.is_alone(call.place.start);
                }
                Node::Control(control) => {
                    let mut inner = Guard { depth: guard.depth + 1, ..guard };
                    inner.is_off |= control.kind == ControlKind::Range
                        && false_range(self.defaults, &control.branches);
                    for branch in &control.branches {
                        self.blocks += 1;
                        inner.block = self.blocks;
                        inner.is_versioned |= asks_for_versions(self.text, &branch.condition);
                        let is_off = inner.is_off || is_off(self.defaults, &branch.condition);
                        self.nodes(&branch.body, Guard { is_off, ..inner });
                    }
                    self.blocks += 1;
                    inner.block = self.blocks;
                    self.nodes(&control.otherwise, inner);
                }
            }
        }
    }

    /// Whether the action around a place is the first thing on its line: what it renders may be more than a value.
    fn is_alone(&self, place: usize) -> bool {
        let before = self.text.get(..place).unwrap_or_default();
        let head = before.rsplit_once("{{").map_or("", |(head, _)| head);
        let head = head.trim_end_matches(|next: char| next.is_whitespace() && next != '\n');
        head.is_empty() || head.ends_with('\n')
    }

    fn lines(&mut self, range: &Bytes, guard: Guard) {
        let mut place = range.start;
        let mut piece = place..place;
        for line in self.text.get(range.clone()).unwrap_or_default().split_inclusive('\n') {
            let is_whole = place == 0 || self.text.as_bytes().get(place - 1) == Some(&b'\n');
            let bare = line.trim_end();
            if is_whole && (bare == "---" || bare.starts_with("--- ")) {
                self.piece(piece);
                self.close(place);
                self.start = place + line.len();
                piece = place + line.len()..place + line.len();
            } else {
                piece.end = place + line.len();
                let ends = line.ends_with('\n') || piece.end == self.text.len();
                if is_whole && ends && !bare.is_empty() {
                    let range = place..place + bare.len();
                    self.current.lines.push(Line { range, guard });
                }
            }
            place += line.len();
        }
        self.piece(piece);
    }

    fn piece(&mut self, piece: Bytes) {
        let text = self.text.get(piece.clone()).unwrap_or_default();
        let is_said =
            text.lines().map(str::trim).any(|line| !line.is_empty() && !line.starts_with('#'));
        if is_said {
            self.pieces.push(piece);
        }
    }
}

fn start_of(pipeline: &Pipeline<'_>) -> usize {
    let command = pipeline.commands.first();
    let operand = command.and_then(|command| command.operands.first());
    operand.map_or(0, |operand| operand.range.start)
}

/// Whether a pipeline may render more than a value: whole fields.
fn renders_parts(pipeline: &Pipeline<'_>) -> bool {
    let mut found = false;
    pipeline.operands(&mut |operand| {
        if let Term::Function(name) = operand.term {
            found |= ["include", "tpl"].contains(&name);
        }
    });
    found
}

/// Whether a condition asks for what the cluster can do.
fn asks_for_versions(text: &str, condition: &Pipeline<'_>) -> bool {
    let mut found = false;
    condition.operands(&mut |operand| {
        let word = text.get(operand.range.clone()).unwrap_or_default().to_ascii_lowercase();
        found |= ["capabilit", "semver", "version", "api", "legacy", "beta"]
            .iter()
            .any(|sign| word.contains(sign));
    });
    found
}

/// Whether an operand is a value that does not hold by default.
fn operand_is_off(defaults: Option<&Defaults>, operand: &Operand<'_>) -> bool {
    if let Term::Pipeline(inner) = &operand.term {
        return operand.fields.is_empty() && is_off(defaults, inner);
    }
    let is_top = matches!(operand.term, Term::Dot | Term::Variable("$"));
    let fields: Vec<&str> = operand.fields.iter().map(|(name, _)| *name).collect();
    let (true, Some(defaults), ["Values", path @ ..]) = (is_top, defaults, fields.as_slice())
    else {
        return false;
    };
    match defaults.find(path) {
        Found::Unknown => false,
        Found::Missing => true,
        Found::Value(Value::Scalar(holds, _) | Value::List(holds)) => !holds,
        Found::Value(Value::Mapping(pairs)) => pairs.is_empty(),
    }
}

/// Whether a condition surely does not hold with the default values.
fn is_off(defaults: Option<&Defaults>, condition: &Pipeline<'_>) -> bool {
    let [command] = condition.commands.as_slice() else { return false };
    match command.operands.as_slice() {
        [only] => operand_is_off(defaults, only),
        [first, rest @ ..] if matches!(first.term, Term::Function("and")) => {
            rest.iter().any(|operand| operand_is_off(defaults, operand))
        }
        _ => false,
    }
}

fn false_range(defaults: Option<&Defaults>, branches: &[Branch<'_>]) -> bool {
    branches.first().is_some_and(|branch| is_off(defaults, &branch.condition))
}

impl Document {
    /// The fields of that name in the first column, where their values are plain.
    pub(super) fn fields<'text>(&self, text: &'text str, name: &str) -> Vec<Field<'text>> {
        let head = format!("{name}:");
        self.lines.iter().filter_map(|line| field(text, line, &head)).collect()
    }

    /// The fields of that name directly below `metadata`.
    pub(super) fn metadata<'text>(&self, text: &'text str, name: &str) -> Vec<Field<'text>> {
        let head = format!("{name}:");
        let lines = self.below(text, &["metadata"]);
        lines.iter().filter_map(|line| field(text, line, &head)).collect()
    }

    /// The lines directly below the field that a path leads to, from their first word on.
    pub(super) fn below(&self, text: &str, path: &[&str]) -> Vec<Line> {
        let mut found = Vec::new();
        // How deep the fields stand that led here, and whether the next line tells one more.
        let (mut depths, mut is_opened) = (vec![0], false);
        for line in &self.lines {
            let said = text.get(line.range.clone()).unwrap_or_default();
            let bare = said.trim_start_matches(' ');
            let depth = said.len() - bare.len();
            if bare.starts_with('#') {
                continue;
            }
            if std::mem::take(&mut is_opened) && depths.last().is_some_and(|last| depth > *last) {
                depths.push(depth);
            }
            depths.retain(|open| *open <= depth);
            if depths.last() != Some(&depth) {
                continue;
            }
            if let Some(name) = path.get(depths.len() - 1) {
                is_opened = opens(bare, name);
            } else {
                let range = line.range.start + depth..line.range.end;
                found.push(Line { range, guard: line.guard });
            }
        }
        found
    }
}

/// Whether a line is the head of a block of that name.
fn opens(line: &str, name: &str) -> bool {
    let rest = line.strip_prefix(name).and_then(|rest| rest.strip_prefix(':'));
    rest.is_some_and(|rest| {
        rest.is_empty() || rest.trim_start().starts_with('#') && rest.starts_with(' ')
    })
}

/// The plain value of a line `name: value`.
fn field<'text>(text: &'text str, line: &Line, head: &str) -> Option<Field<'text>> {
    let said = text.get(line.range.clone())?;
    let rest = said.strip_prefix(head)?;
    let rest = rest.split(" #").next().unwrap_or_default();
    let value = rest.trim_start();
    let start = line.range.start + head.len() + (rest.len() - value.len());
    let value = value.trim_end();
    let is_quoted = value.len() > 1
        && (value.starts_with('"') && value.ends_with('"')
            || value.starts_with('\'') && value.ends_with('\''));
    let quotes = usize::from(is_quoted);
    let range = start + quotes..start + value.len() - quotes;
    let value = text.get(range.clone())?;
    let is_plain = !value.is_empty() && !value.contains(['\\', '{', '}', '&', '*', '|', '>', '"']);
    is_plain.then_some(Field { value, range, guard: line.guard })
}
