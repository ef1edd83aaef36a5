//! Text to tree. Broken YAML still gives the part before the fault; hostile YAML ends at a limit.
//!
//! May import: `yaml::{node, opinion}`, `model::diagnostic::Span`.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span as Range};

use super::node::{Node, Style, Value, text_weight};
use super::opinion;
use crate::model::diagnostic::Span;

/// How much a document may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Deepest nesting.
    pub depth: usize,
    /// Most nodes, aliases counted as what they stand for.
    pub nodes: usize,
    /// Most nodes that come from aliases; long texts count as several.
    pub alias_nodes: usize,
    /// Most nodes that are set aside because an alias may ask for them; long texts count as several.
    pub anchored_nodes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 128, nodes: 20_000_000, alias_nodes: 100_000, anchored_nodes: 1_000_000 }
    }
}

/// Texts up to this size are always shown to a second parser: both must agree that they are YAML.
const ASKED_ALWAYS: usize = 256 << 10;
/// Texts up to this size are shown to it when the first one finds a fault.
const ASKED_ABOUT_FAULTS: usize = 16 << 20;

/// Texts with more brackets within each other are not shown to it.
const DEEP: usize = 1_000;

/// Whether the text or its size is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntaxKind {
    /// It is not YAML.
    Syntax,
    /// It goes beyond a limit.
    Limit,
}

/// Why reading stopped, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is at fault.
    pub kind: SyntaxKind,
    /// In words, lower case.
    pub message: String,
    /// Where.
    pub span: Span,
}

/// The first document of a text, as far as it could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The tree; `None` for an empty text. After an error: what came before it.
    pub root: Option<Node>,
    /// Why it ends early, if it does.
    pub error: Option<SyntaxError>,
    /// Where a second document starts, if one does. It is not read.
    pub second: Option<Span>,
}

/// Reads the first document of a text. A byte order mark is skipped.
///
/// ```
/// let document = chartroom::yaml::read("entries:\n  redis: []\n", Default::default());
/// let root = document.root.unwrap();
/// assert_eq!(root.get("entries").unwrap().span.line, 2);
/// ```
#[must_use]
pub fn read(text: &str, limits: Limits) -> Document {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut document = first_document(text, limits);
    if is_deep(text) {
        return document;
    }
    match document.error.as_ref().map(|error| error.kind) {
        Some(SyntaxKind::Syntax) if text.len() <= ASKED_ABOUT_FAULTS => {
            if opinion::fault(text).is_none()
                && let Some(root) = opinion::tree(text, second_budget(text, limits))
            {
                document = Document { root: Some(root), error: None, second: None };
            }
        }
        None if text.len() <= ASKED_ALWAYS && document.root.is_some() => {
            document.error = opinion::fault(text).map(|(message, span)| SyntaxError {
                kind: SyntaxKind::Syntax,
                message,
                span,
            });
        }
        _ => {}
    }
    document
}

/// Whether brackets are nested so deep that the second parser would need time that grows with the square of the
/// text's size; the first one refuses such a text. Brackets in quotes count too.
fn is_deep(text: &str) -> bool {
    let mut depth = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEEP
    })
}

/// What the second tree may cost: what the text itself can hold (a value takes at least half a character), and
/// as much by aliases as in the first.
fn second_budget(text: &str, limits: Limits) -> usize {
    limits.nodes.min(text.len().saturating_mul(2)).saturating_add(limits.alias_nodes)
}

fn first_document(text: &str, limits: Limits) -> Document {
    let mut builder = Builder::new(limits);
    let mut document = Document { root: None, error: None, second: None };
    let mut documents = 0;
    for next in Parser::new_from_str(text) {
        let (event, range) = match next {
            Ok(found) => found,
            Err(error) => {
                // A second document is never looked at, so a fault in it is none of ours.
                if document.second.is_none() {
                    document.error = Some(syntax(&error));
                }
                break;
            }
        };
        if matches!(event, Event::DocumentStart(_)) {
            documents += 1;
            if documents == 2 {
                document.second = Some(span(&range));
                break;
            }
        }
        if let Err(error) = builder.take(event, &range) {
            document.error = Some(error);
            break;
        }
    }
    document.root = builder.finish();
    document
}

/// A collection that is still open.
enum Open {
    Sequence(Vec<Node>),
    Mapping(Vec<(Node, Node)>, Option<Node>),
}

struct Frame {
    open: Open,
    span: Span,
    anchor: usize,
    /// What is in it so far, itself included.
    size: Size,
}

/// How much a node costs where it is copied to, and how deep it reaches.
#[derive(Clone, Copy)]
struct Size {
    weight: usize,
    depth: usize,
}

struct Builder {
    limits: Limits,
    frames: Vec<Frame>,
    anchors: HashMap<usize, (Node, Size)>,
    root: Option<Node>,
    nodes: usize,
    alias_nodes: usize,
    anchored_nodes: usize,
    /// Where a collection stands as a key, which no Go program reads.
    odd_key: Option<Span>,
}

impl Builder {
    fn new(limits: Limits) -> Self {
        Self {
            limits,
            frames: Vec::new(),
            anchors: HashMap::new(),
            root: None,
            nodes: 0,
            alias_nodes: 0,
            anchored_nodes: 0,
            odd_key: None,
        }
    }

    fn take(&mut self, event: Event<'_>, range: &Range) -> Result<(), SyntaxError> {
        let at = span(range);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.count(1, at)?;
                // An explicit `!!str` says of a plain scalar what quotes say.
                let is_text = tag.is_some_and(|tag| tag.suffix == "str" || tag.suffix.is_empty());
                let style = match style {
                    ScalarStyle::Plain if is_text => Style::Quoted,
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
                    _ => Style::Block,
                };
                let size = Size { weight: text_weight(&text), depth: 0 };
                let value = Value::Scalar { text: text.into_owned(), style };
                self.put(Node { value, span: at }, size, anchor);
            }
            Event::SequenceStart(anchor, _) => self.open(Open::Sequence(Vec::new()), at, anchor)?,
            Event::MappingStart(anchor, _) => {
                self.open(Open::Mapping(Vec::new(), None), at, anchor)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(anchor) => self.alias(anchor, at)?,
            _ => {}
        }
        self.odd_key.map_or(Ok(()), |span| {
            let message = "a list or mapping stands as a key; quote it if it is meant as text";
            Err(SyntaxError { kind: SyntaxKind::Syntax, message: message.to_owned(), span })
        })
    }

    fn open(&mut self, open: Open, span: Span, anchor: usize) -> Result<(), SyntaxError> {
        self.count(1, span)?;
        self.reach(1, span)?;
        self.frames.push(Frame { open, span, anchor, size: Size { weight: 1, depth: 1 } });
        Ok(())
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        let value = match frame.open {
            Open::Sequence(items) => Value::Sequence(items),
            Open::Mapping(mut pairs, waiting) => {
                if let Some(key) = waiting {
                    let value = Value::Scalar { text: String::new(), style: Style::Plain };
                    let span = key.span;
                    pairs.push((key, Node { value, span }));
                }
                Value::Mapping(pairs)
            }
        };
        self.put(Node { value, span: frame.span }, frame.size, frame.anchor);
    }

    fn alias(&mut self, anchor: usize, at: Span) -> Result<(), SyntaxError> {
        let left = self.limits.alias_nodes - self.alias_nodes;
        let known = self.anchors.get(&anchor).filter(|(_, size)| size.weight <= left);
        let Some((node, size)) = known.cloned() else {
            let message = "aliases stand for too much, or for nothing".to_owned();
            return Err(SyntaxError { kind: SyntaxKind::Limit, message, span: at });
        };
        self.reach(size.depth, at)?;
        self.alias_nodes += size.weight;
        self.count(size.weight, at)?;
        self.put(Node { value: node.value, span: at }, size, 0);
        Ok(())
    }

    /// Whether so many levels more are still allowed here.
    fn reach(&self, levels: usize, span: Span) -> Result<(), SyntaxError> {
        if self.frames.len() + levels > self.limits.depth {
            return Err(SyntaxError {
                kind: SyntaxKind::Limit,
                message: format!("nested deeper than {} levels", self.limits.depth),
                span,
            });
        }
        Ok(())
    }

    fn count(&mut self, nodes: usize, span: Span) -> Result<(), SyntaxError> {
        self.nodes += nodes;
        if self.nodes > self.limits.nodes {
            return Err(SyntaxError {
                kind: SyntaxKind::Limit,
                message: format!("more than {} values", self.limits.nodes),
                span,
            });
        }
        Ok(())
    }

    fn put(&mut self, node: Node, size: Size, anchor: usize) {
        if anchor > 0 {
            self.set_aside(&node, size, anchor);
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.size.weight += size.weight;
            frame.size.depth = frame.size.depth.max(size.depth + 1);
        }
        match self.frames.last_mut().map(|frame| &mut frame.open) {
            Some(Open::Sequence(items)) => items.push(node),
            Some(Open::Mapping(pairs, waiting)) => {
                if let Some(key) = waiting.take() {
                    pairs.push((key, node));
                    return;
                }
                if !matches!(node.value, Value::Scalar { .. }) {
                    self.odd_key.get_or_insert(node.span);
                }
                *waiting = Some(node);
            }
            None => self.root = Some(node),
        }
    }

    /// Keeps a copy for aliases. What no alias could afford, or what is too much together (anchors within
    /// anchors are copied at each level), is not kept: an alias to it is then refused.
    fn set_aside(&mut self, node: &Node, size: Size, anchor: usize) {
        let left = self.limits.anchored_nodes - self.anchored_nodes;
        if size.weight <= left.min(self.limits.alias_nodes) {
            self.anchored_nodes += size.weight;
            self.anchors.insert(anchor, (node.clone(), size));
        }
    }

    /// Closes what a fault left open, so that the part before it can be judged.
    fn finish(mut self) -> Option<Node> {
        while !self.frames.is_empty() {
            self.close();
        }
        self.root
    }
}

fn span(range: &Range) -> Span {
    let (start, end) = (range.start, range.end);
    let length = if start.line() == end.line() { end.col().saturating_sub(start.col()) } else { 0 };
    Span { line: number(start.line()), column: number(start.col() + 1), length: number(length) }
}

fn syntax(error: &ScanError) -> SyntaxError {
    let marker = error.marker();
    let span = Span { line: number(marker.line()), column: number(marker.col() + 1), length: 0 };
    SyntaxError { kind: SyntaxKind::Syntax, message: error.info().to_owned(), span }
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn duplicate_keys_and_positions_are_kept() {
        let root = read("a: 1\nb: [x, 'y']\na: 2\n", Limits::default()).root.expect("a tree");
        let pairs = root.pairs().expect("a mapping");
        assert_eq!(pairs.len(), 3);
        assert_eq!(pairs[2].0.span, Span { line: 3, column: 1, length: 1 });
        assert_eq!(root.get("a").and_then(Node::as_str), Some("2"));
    }

    #[test]
    fn a_fault_leaves_the_part_before_it() {
        let document = read("a: 1\nb: [1, 2\nc: 3\n", Limits::default());
        assert!(document.error.is_some());
        assert_eq!(document.root.expect("a part").get("a").and_then(Node::as_str), Some("1"));
    }

    #[test]
    fn brackets_without_end_are_refused_in_no_time() {
        for text in ["[".repeat(300_000), "{".repeat(300_000), "a: [".repeat(100_000)] {
            let before = std::time::Instant::now();
            assert!(read(&text, Limits::default()).error.is_some());
            assert!(before.elapsed().as_secs() < 20, "{:?}", before.elapsed());
        }
    }

    #[test]
    fn an_alias_bomb_ends_at_the_limit() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let last = level - 1;
            let items = vec![format!("*a{last}"); 10].join(", ");
            let _ = writeln!(text, "a{level}: &a{level} [{items}]");
        }
        assert!(
            read(&text, Limits::default()).error.expect("an error").message.contains("aliases")
        );
    }

    #[test]
    fn a_bomb_of_one_long_text_ends_at_the_limit() {
        let text = format!("a: &a {}\nb: [{}]\n", "x".repeat(64_000), vec!["*a"; 200].join(", "));
        let error = read(&text, Limits::default()).error.expect("an error");
        assert_eq!(error.kind, SyntaxKind::Limit);
    }

    #[test]
    fn anchors_within_anchors_are_set_aside_within_a_budget_only() {
        let limits = Limits { anchored_nodes: 20, ..Limits::default() };
        for (text, expected) in [
            ("a: &a [&b [&c [x, y]]]\nd: *c\n", None),
            ("a: &a [&b [&c [&d [&e [&f [x, y, z]]]]]]\ng: *f\n", None),
            ("a: &a [&b [&c [&d [&e [&f [x, y, z]]]]]]\ng: *a\n", Some(SyntaxKind::Limit)),
        ] {
            let error = read(text, limits).error.map(|error| error.kind);
            assert_eq!(error, expected, "{text}");
        }
    }

    #[test]
    fn the_second_parser_has_limits_too() {
        // The first parser stumbles over the quoted text, so libyaml's tree is what counts.
        let text = |times: usize| {
            let aliases = vec!["*a"; times].join(", ");
            format!("q: \"x\ny\"\na: &a [{}]\nb: [{aliases}]\n", vec!["x"; 1_000].join(","))
        };
        assert_eq!(read(&text(10), Limits::default()).error, None);
        assert!(read(&text(200), Limits::default()).error.is_some());
    }

    #[test]
    fn aliases_do_not_nest_deeper_than_brackets() {
        let (open, close) = ("[".repeat(100), "]".repeat(100));
        let text = format!("a: &a {open}{close}\nb: {open}*a{close}\n");
        let error = read(&text, Limits::default()).error.expect("an error");
        assert!(error.message.contains("nested deeper"), "{}", error.message);
    }

    #[test]
    fn deep_nesting_ends_at_the_limit() {
        let text = "[".repeat(100_000);
        assert!(read(&text, Limits::default()).error.is_some());
    }

    #[test]
    fn where_parsers_differ_libyaml_decides() {
        for (text, expected) in [
            ("a: \"x\ny\"\n", true),
            ("a:\tb\n", true),
            ("a: [b, c\nd]\n", true),
            (":\n:   a:\n", false),
            ("{!{ .Values }}\n", false),
            ("{{ .Values }}\na: b\n", false),
            ("? [a]\n: b\n", false),
            ("a: {reposi\ntory: b}\n", false),
        ] {
            let document = read(text, Limits::default());
            assert_eq!(document.error.is_none(), expected, "{text:?}: {:?}", document.error);
            assert!(!expected || document.root.is_some(), "{text:?}");
        }
    }

    #[test]
    fn merges_stand_in_their_place_and_the_first_source_wins() {
        let text = "p: &p {a: 1, b: 1}\nq: &q {a: 2, c: 2}\nr: {a: 0, <<: [*p, *q], c: 3}\n";
        let root = read(text, Limits::default()).root.expect("a tree");
        let merged = crate::yaml::merged(root.get("r").expect("the third key"));
        let last = |name| merged.iter().rev().find(|(key, _)| key.as_str() == Some(name));
        let value = |name| last(name).and_then(|(_, value)| value.as_str());
        assert_eq!(["a", "b", "c"].map(value), [Some("1"), Some("1"), Some("3")]);
    }

    #[test]
    fn a_second_document_is_seen_but_not_read() {
        let document = read("a: 1\n---\nb: [\n", Limits::default());
        assert_eq!(document.second.map(|span| span.line), Some(2));
        assert_eq!(document.error, None);
    }
}
