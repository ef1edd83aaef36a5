//! Reads a template file: its blocks and definitions. Unlike Go's reader it goes on after a fault, with the next
//! action, and tells them all.
//!
//! May import: `helm::template::{fault, lexer, pipeline, scope, tree}`, `model::rule`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::iter::Peekable;
use std::mem;

use super::fault::{Fault, MOST};
use super::lexer::{Kind, Lexer, Token, Wrong};
use super::pipeline::{Context, Cursor};
use super::scope::Scope;
use super::tree::{Branch, Bytes, Call, Control, ControlKind, Define, Node, Pipeline, Tree};
use crate::model::rule::template as rules;
use crate::model::text::short_name;

/// Deeper blocks are not told apart.
const DEPTH: usize = 100;

/// A template file as far as it could be understood, and what is wrong with its syntax.
#[derive(Debug, Default)]
pub(in crate::helm) struct Parsed<'text> {
    /// What it says.
    pub(in crate::helm) tree: Tree<'text>,
    /// Why Go would not read it; empty when it would.
    pub(in crate::helm) faults: Vec<Fault>,
}

/// Reads a template file.
pub(in crate::helm) fn parse(text: &str) -> Parsed<'_> {
    let mut parser = Parser {
        text,
        tokens: Lexer::new(text).peekable(),
        frames: vec![Frame::new(Opener::File, 0..0, 0)],
        scope: Scope::default(),
        ranges: 0,
        skipped: 0,
        parsed: Parsed::default(),
        misplaced: None,
    };
    parser.file();
    parser.finish()
}

/// What a frame was opened by.
enum Opener<'text> {
    File,
    Control { kind: ControlKind, branches: Vec<Branch<'text>>, is_else: bool },
    Define { name: Cow<'text, str>, place: Bytes },
}

/// A block that is open.
struct Frame<'text> {
    opener: Opener<'text>,
    /// The action that opened it.
    action: Bytes,
    nodes: Vec<Node<'text>>,
    /// How many variables there were before.
    mark: usize,
    /// What belongs to the template around a definition.
    outer: Option<(Scope<'text>, usize)>,
}

impl<'text> Frame<'text> {
    fn new(opener: Opener<'text>, action: Bytes, mark: usize) -> Self {
        Self { opener, action, nodes: Vec::new(), mark, outer: None }
    }
}

/// One action, cut out of the tokens.
struct Action {
    tokens: Vec<Token>,
    range: Bytes,
    /// Whether what it says can be read.
    is_sound: bool,
}

struct Parser<'text> {
    text: &'text str,
    tokens: Peekable<Lexer<'text>>,
    frames: Vec<Frame<'text>>,
    scope: Scope<'text>,
    /// How many loops are around.
    ranges: usize,
    /// How many blocks beyond the limit are open.
    skipped: usize,
    parsed: Parsed<'text>,
    /// The block in which a definition was last found to be misplaced.
    misplaced: Option<usize>,
}

type Read<T> = Result<T, Box<Fault>>;

impl<'text> Parser<'text> {
    fn file(&mut self) {
        while let Some(token) = self.tokens.next() {
            match token.kind {
                Kind::Text => self.push(Node::Text(token.range)),
                Kind::Left => {
                    let action = self.cut(token.range);
                    if let Err(fault) = self.action(&action) {
                        self.tell(*fault);
                        self.hole();
                    } else if !action.is_sound {
                        self.hole();
                    }
                }
                Kind::Wrong(wrong) => {
                    self.wrong(wrong, token.range, 0..0);
                    self.hole();
                }
                _ => {}
            }
        }
    }

    fn tell(&mut self, fault: Fault) {
        if self.parsed.faults.len() < MOST {
            self.parsed.faults.push(fault);
        }
    }

    fn push(&mut self, node: Node<'text>) {
        if let Some(frame) = self.frames.last_mut() {
            frame.nodes.push(node);
        }
    }

    /// What cannot be read may render anything: without a node the text around it would look like one piece.
    fn hole(&mut self) {
        self.push(Node::Action(Pipeline::default()));
    }

    /// Takes the tokens up to the end of the action; what is wrong with them is told at once.
    fn cut(&mut self, left: Bytes) -> Action {
        let mut action = Action { tokens: Vec::new(), range: left.clone(), is_sound: true };
        while let Some(token) = self.tokens.next() {
            action.range.end = token.range.end;
            match token.kind {
                Kind::Right => return action,
                Kind::Wrong(wrong) => {
                    // One fault is enough; the rest of the action may be its consequence.
                    if action.is_sound {
                        self.wrong(wrong, token.range.clone(), left.clone());
                    }
                    action.is_sound = false;
                    if wrong == Wrong::Action {
                        return action;
                    }
                }
                _ => {}
            }
            action.tokens.push(token);
        }
        action
    }

    fn wrong(&mut self, wrong: Wrong, range: Bytes, left: Bytes) {
        let word = self.text.get(range.clone()).unwrap_or_default();
        let last = word.chars().next_back().unwrap_or_default();
        let name = short_name(word);
        let fault = match wrong {
            Wrong::Action => {
                let message = "the action is never closed";
                Fault::new(&rules::TPL001, left, message).related(range, "it goes on up to here")
            }
            Wrong::Comment => {
                let start = range.start..(range.start + 4).min(range.end);
                Fault::new(&rules::TPL002, start, "the comment is never closed")
                    .fix("End it with */}}")
            }
            Wrong::CommentTail => {
                let end = word.find("*/").map_or(range.start, |place| range.start + place);
                let message = "the comment's end is not followed by the end of its action";
                Fault::new(&rules::TPL002, end..end + 2, message)
                    .fix("Write */}} or */ -}}, and nothing else into the action")
            }
            Wrong::Quoted => {
                Fault::new(&rules::TPL003, range, "the text in quotes does not end on its line")
            }
            Wrong::Raw => {
                Fault::new(&rules::TPL003, range, "the text in back quotes is never closed")
            }
            Wrong::Constant => Fault::new(
                &rules::TPL003,
                range,
                "a single quote begins a character constant, and it does not end on its line",
            )
            .fix("Put texts in double quotes"),
            Wrong::Number => {
                let fault = Fault::new(&rules::TPL005, range, format!("\"{name}\" is no number"));
                if word.starts_with('-') {
                    fault.fix("Put a blank after the dash of a trim marker")
                } else {
                    fault
                }
            }
            Wrong::Colon => Fault::new(&rules::TPL006, range, "a colon stands without ="),
            Wrong::Character if last == '-' => {
                let message = format!("a dash follows \"{}\" at once", name.trim_end_matches('-'));
                Fault::new(&rules::TPL006, range, message)
                    .fix("Put a blank before the dash of a trim marker; use get or index for keys with dashes")
            }
            Wrong::Character => {
                let message = format!("unexpected character in \"{name}\"");
                Fault::new(&rules::TPL006, range, message)
            }
            Wrong::Unknown => {
                let message = format!("an action cannot hold the character {last:?}");
                Fault::new(&rules::TPL006, range, message)
            }
        };
        self.tell(fault);
    }

    fn cursor<'parse>(&'parse mut self, action: &'parse Action) -> Cursor<'text, 'parse> {
        let delimiter = self.text.get(..action.range.end).unwrap_or_default();
        let closing = if delimiter.ends_with("}}") { 2 } else { 0 };
        Cursor {
            text: self.text,
            tokens: &action.tokens,
            next: 0,
            end: action.range.end - closing,
            scope: &mut self.scope,
            depth: 0,
        }
    }

    /// The first word of an action, if it begins with one, and how many tokens that took.
    fn keyword(&self, action: &Action) -> (&'text str, usize) {
        let is_blank = |token: &&Token| token.kind == Kind::Space;
        let skipped = action.tokens.iter().take_while(is_blank).count();
        match action.tokens.get(skipped) {
            Some(token) if token.kind == Kind::Word => {
                (self.text.get(token.range.clone()).unwrap_or_default(), skipped + 1)
            }
            _ => ("", skipped),
        }
    }

    fn action(&mut self, action: &Action) -> Read<()> {
        let (keyword, skipped) = self.keyword(action);
        match keyword {
            "if" => self.control(ControlKind::If, Context::If, action, skipped),
            "with" => self.control(ControlKind::With, Context::With, action, skipped),
            "range" => self.control(ControlKind::Range, Context::Range, action, skipped),
            "define" => self.define(action, skipped),
            "block" => self.block(action, skipped),
            "else" => self.otherwise(action, skipped),
            "end" => self.end(action, skipped),
            "template" if action.is_sound => self.call(action, skipped),
            "break" | "continue" if action.is_sound => self.jump(action, keyword, skipped),
            _ if !action.is_sound => Ok(()),
            _ => {
                let pipeline = self.cursor(action).pipeline(Context::Command)?;
                self.push(Node::Action(pipeline));
                Ok(())
            }
        }
    }

    /// Opens a block, unless there are too many.
    fn open(&mut self, frame: Frame<'text>) -> Read<()> {
        if self.frames.len() > DEPTH {
            self.skipped += 1;
            if self.skipped == 1 {
                let message = format!("more than {DEPTH} blocks are open here");
                return Err(Box::new(Fault::new(&rules::TPL024, frame.action, message)));
            }
            return Ok(());
        }
        self.frames.push(frame);
        Ok(())
    }

    /// A pipeline after so many tokens; where it is broken, an empty one with the fault.
    fn condition(
        &mut self,
        context: Context,
        action: &Action,
        skipped: usize,
    ) -> (Pipeline<'text>, Read<()>) {
        if !action.is_sound {
            return (Pipeline::default(), Ok(()));
        }
        let mut cursor = self.cursor(action);
        cursor.next = skipped;
        match cursor.pipeline(context) {
            Ok(pipeline) => (pipeline, Ok(())),
            Err(fault) => (Pipeline::default(), Err(fault)),
        }
    }

    fn control(
        &mut self,
        kind: ControlKind,
        context: Context,
        action: &Action,
        skipped: usize,
    ) -> Read<()> {
        let mark = self.scope.mark();
        let (condition, read) = self.condition(context, action, skipped);
        let branch = Branch { condition, body: Vec::new() };
        let opener = Opener::Control { kind, branches: vec![branch], is_else: false };
        if kind == ControlKind::Range && self.frames.len() <= DEPTH {
            self.ranges += 1;
        }
        let limit = self.open(Frame::new(opener, action.range.clone(), mark));
        read.and(limit)
    }

    fn define(&mut self, action: &Action, skipped: usize) -> Read<()> {
        let misplaced = self.misplaced_define(action);
        let (name, read) = self.name(action, skipped, "define", expect_end);
        let opened = self.template(name, action);
        misplaced.and(read.map(|_| ())).and(opened)
    }

    fn misplaced_define(&mut self, action: &Action) -> Read<()> {
        let depth = self.frames.len();
        let Some(frame) = self.frames.last().filter(|_| depth > 1) else { return Ok(()) };
        if self.misplaced == Some(frame.action.start) {
            return Ok(());
        }
        self.misplaced = Some(frame.action.start);
        let message = "define stands within another block";
        let fault = Fault::new(&rules::TPL018, action.range.clone(), message)
            .related(frame.action.clone(), "this block is still open");
        Err(Box::new(fault))
    }

    fn block(&mut self, action: &Action, skipped: usize) -> Read<()> {
        let pipeline = |cursor: &mut Cursor<'text, '_>, _: &str| cursor.pipeline(Context::Block);
        let (name, read) = self.name(action, skipped, "block", pipeline);
        let (name, place) = name;
        let argument = match read {
            Ok(argument) => argument,
            Err(fault) => {
                self.template((name, place), action)?;
                return Err(fault);
            }
        };
        let call = Call { name: name.clone(), place: place.clone(), argument };
        self.push(Node::Call(call));
        self.template((name, place), action)
    }

    /// The name that follows a keyword, and what comes after it.
    fn name<T>(
        &mut self,
        action: &Action,
        skipped: usize,
        context: &str,
        rest: impl FnOnce(&mut Cursor<'text, '_>, &str) -> Read<T>,
    ) -> ((Cow<'text, str>, Bytes), Read<Option<T>>) {
        let unknown = (Cow::Borrowed(""), action.range.clone());
        if !action.is_sound {
            return (unknown, Ok(None));
        }
        let mut cursor = self.cursor(action);
        cursor.next = skipped;
        match cursor.name(context) {
            Ok(name) => (name, rest(&mut cursor, context).map(Some)),
            Err(fault) => (unknown, Err(fault)),
        }
    }

    /// Opens a named template, with variables of its own.
    fn template(&mut self, (name, place): (Cow<'text, str>, Bytes), action: &Action) -> Read<()> {
        let mut frame = Frame::new(Opener::Define { name, place }, action.range.clone(), 0);
        if self.frames.len() <= DEPTH {
            frame.outer = Some((mem::take(&mut self.scope), mem::take(&mut self.ranges)));
        }
        self.open(frame)
    }

    fn call(&mut self, action: &Action, skipped: usize) -> Read<()> {
        let argument = |cursor: &mut Cursor<'text, '_>, _: &str| {
            cursor.skip_space();
            if cursor.next >= cursor.tokens.len() {
                return Ok(None);
            }
            cursor.pipeline(Context::Template).map(Some)
        };
        let ((name, place), read) = self.name(action, skipped, "template", argument);
        let argument = read?.flatten();
        self.push(Node::Call(Call { name, place, argument }));
        Ok(())
    }

    fn jump(&mut self, action: &Action, keyword: &str, skipped: usize) -> Read<()> {
        let mut cursor = self.cursor(action);
        cursor.next = skipped;
        cursor.expect_end(keyword)?;
        if self.ranges == 0 && self.skipped == 0 {
            let message = format!("{keyword} stands outside of any range");
            return Err(Box::new(Fault::new(&rules::TPL014, action.range.clone(), message)));
        }
        Ok(())
    }

    fn otherwise(&mut self, action: &Action, skipped: usize) -> Read<()> {
        if self.skipped > 0 {
            return Ok(());
        }
        let rest = action.tokens.get(skipped..).unwrap_or_default();
        let blanks = rest.iter().take_while(|token| token.kind == Kind::Space).count();
        let next = rest.get(blanks).and_then(|token| self.text.get(token.range.clone()));
        let (kind, context) = match next {
            Some("if") => (Some(ControlKind::If), Context::If),
            Some("with") => (Some(ControlKind::With), Context::With),
            _ => (None, Context::Command),
        };
        self.check_else(kind, action)?;
        if kind.is_none() {
            self.plain_else();
            let mut cursor = self.cursor(action);
            cursor.next = skipped;
            return if action.is_sound { cursor.expect_end("else") } else { Ok(()) };
        }
        self.close_branch();
        let (condition, read) = self.condition(context, action, skipped + blanks + 1);
        let branch = Branch { condition, body: Vec::new() };
        if let Some(Frame { opener: Opener::Control { branches, .. }, .. }) = self.frames.last_mut()
        {
            branches.push(branch);
        }
        read
    }

    /// Whether an `else` of that kind may stand here.
    fn check_else(&self, wanted: Option<ControlKind>, action: &Action) -> Read<()> {
        let fault = |message: &str| Fault::new(&rules::TPL012, action.range.clone(), message);
        let Some(frame) = self.frames.last() else { return Ok(()) };
        let refused = match &frame.opener {
            Opener::File => return Err(Box::new(fault("else belongs to no block"))),
            Opener::Define { .. } => fault("define and block have no else"),
            Opener::Control { is_else: true, .. } => fault("the block has an else already"),
            Opener::Control { kind, .. } if wanted.is_some_and(|wanted| wanted != *kind) => {
                fault("only if goes on with else if, and only with with else with")
            }
            Opener::Control { .. } => return Ok(()),
        };
        Err(Box::new(refused.related(frame.action.clone(), "the block begins here")))
    }

    /// Gives what was read since to the branch that is open.
    fn close_branch(&mut self) {
        if let Some(Frame { opener: Opener::Control { branches, .. }, nodes, .. }) =
            self.frames.last_mut()
            && let Some(branch) = branches.last_mut()
        {
            branch.body = mem::take(nodes);
        }
    }

    fn plain_else(&mut self) {
        self.close_branch();
        if let Some(Frame { opener: Opener::Control { kind, is_else, .. }, .. }) =
            self.frames.last_mut()
        {
            *is_else = true;
            // What follows else is outside of the loop.
            if *kind == ControlKind::Range {
                self.ranges = self.ranges.saturating_sub(1);
            }
        }
    }

    fn end(&mut self, action: &Action, skipped: usize) -> Read<()> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        if self.frames.len() <= 1 {
            let message = "end closes nothing: no block is open";
            return Err(Box::new(Fault::new(&rules::TPL011, action.range.clone(), message)));
        }
        self.close(action.range.end);
        let mut cursor = self.cursor(action);
        cursor.next = skipped;
        if action.is_sound { cursor.expect_end("end") } else { Ok(()) }
    }

    /// Closes the innermost block.
    fn close(&mut self, end: usize) {
        let is_else = match self.frames.last() {
            Some(Frame { opener: Opener::Control { is_else, kind, .. }, .. }) => {
                if *kind == ControlKind::Range && !is_else {
                    self.ranges = self.ranges.saturating_sub(1);
                }
                *is_else
            }
            _ => true,
        };
        if !is_else {
            self.close_branch();
        }
        let Some(frame) = self.frames.pop() else { return };
        let Frame { opener, action, nodes, mark, outer } = frame;
        match opener {
            Opener::File => {}
            Opener::Control { kind, branches, .. } => {
                self.scope.forget(mark);
                self.push(Node::Control(Control { kind, branches, otherwise: nodes }));
            }
            Opener::Define { name, place } => {
                if let Some((scope, ranges)) = outer {
                    (self.scope, self.ranges) = (scope, ranges);
                }
                let range = action.start..end;
                self.parsed.tree.defines.push(Define { name, place, body: nodes, range });
            }
        }
    }

    fn finish(mut self) -> Parsed<'text> {
        let end = self.text.len();
        while let Some(frame) = self.frames.get(1..).and_then(<[_]>::last) {
            let message = "the block has no end";
            let fault = Fault::new(&rules::TPL010, frame.action.clone(), message)
                .related(end..end, "the text ends here");
            self.tell(fault);
            self.close(end);
        }
        if let Some(file) = self.frames.pop() {
            self.parsed.tree.body = file.nodes;
        }
        self.twice();
        self.parsed
    }

    /// Go refuses a second definition in one file, unless one of them is empty.
    fn twice(&mut self) {
        let mut first: HashMap<&str, &Define<'text>> = HashMap::new();
        for define in &self.parsed.tree.defines {
            if define.name.is_empty() || is_empty(self.text, &define.body) {
                continue;
            }
            let Some(earlier) = first.insert(&define.name, define) else { continue };
            let message = format!("the template \"{}\" is defined twice", short_name(&define.name));
            let fault = Fault::new(&rules::TPL019, define.place.clone(), message);
            self.parsed.faults.push(fault.related(earlier.place.clone(), "first here"));
        }
    }
}

/// Refuses whatever follows a name.
fn expect_end(cursor: &mut Cursor<'_, '_>, within: &str) -> Read<()> {
    cursor.expect_end(within)
}

/// Whether nodes render nothing but blanks, whatever happens.
pub(in crate::helm) fn is_empty(text: &str, nodes: &[Node<'_>]) -> bool {
    nodes.iter().all(|node| match node {
        Node::Text(range) => text.get(range.clone()).unwrap_or_default().trim().is_empty(),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let parsed = parse(text);
        let found: Vec<(&str, &str)> = parsed
            .faults
            .iter()
            .map(|fault| (fault.rule.code, &text[fault.range.clone()]))
            .collect();
        assert_eq!(found, expected, "{text}: {:?}", parsed.faults);
    }

    #[test]
    fn what_go_reads_is_no_fault() {
        for text in [
            "",
            "plain } text }}",
            "{{ .Values.a.b | default \"x\" | quote }}",
            "{{- if and .a (not .b) -}}{{ else if .c }}{{ else }}{{- end -}}",
            "{{ with .a }}{{ . }}{{ else with .b }}{{ else }}{{ end }}",
            "{{ range $i, $x := .a }}{{ $i }}{{ break }}{{ else }}{{ end }}",
            "{{ range $x := 3 }}{{ if $x }}{{ continue }}{{ end }}{{ end }}",
            "{{ range 5 }}{{ end }}",
            "{{ $x := 1 }}{{ $x = 2 }}{{ if $x }}{{ $y := $x }}{{ end }}",
            "{{ (index .a 0).b.c }}{{ $.x }}{{ (.a).b }}",
            "{{ define \"a\" }}{{ $ }}{{ end }}{{ template \"a\" . }}{{ template `a` }}",
            "{{ block \"a\" . }}{{ end }}",
            "{{ define \"a\" }} {{ end }}{{ define \"a\" }}x{{ end }}",
            "{{/* a comment */}}{{- /* {{ another }} */ -}}",
            "{{ include \"x\" (dict\n  \"a\" 1\n  \"b\" 'c') }}",
            "{{ printf `a\nb` }}{{ true }}{{ -1 }}{{ 1_000 }}",
            "{{ .x | }}",
            "{{ print nil }}",
            "{{ $a := (eq 1 2) }}",
            "{{\n  $a\n  :=\n  1\n}}",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn every_fault_is_told_at_its_place() {
        check("{{ .a", &[("TPL001", "{{")]);
        check("{{ .a\n{{ .b }}", &[("TPL001", "{{")]);
        check("{{/* a", &[("TPL002", "{{/*")]);
        check(
            "{{ \"a }}{{ 'b }}{{ `c }}",
            &[("TPL003", "\"a "), ("TPL003", "'b "), ("TPL003", "`c ")],
        );
        check(r#"{{ "\d" }}"#, &[("TPL004", r"\d")]);
        check(
            "{{ 0xg }}{{ 'ab' }}{{-.a }}",
            &[("TPL005", "0xg"), ("TPL005", "'ab'"), ("TPL005", "-.a")],
        );
        check("{{ a-}}{{ $x:1 }}{{ § }}", &[("TPL006", "a-"), ("TPL006", ":"), ("TPL006", "§")]);
        check(
            "{{ { }}{{ .a \"b\"\"c\" }}{{ end if }}",
            &[("TPL007", "{"), ("TPL007", "\"c\""), ("TPL011", "{{ end if }}")],
        );
        check(
            "{{ }}{{ if }}{{ end }}{{ () }}{{ template }}",
            &[("TPL008", " "), ("TPL008", " "), ("TPL008", ")"), ("TPL008", "")],
        );
        check(
            "{{ $x }}{{ if true }}{{ $y := 1 }}{{ end }}{{ $y }}{{ $z = 1 }}",
            &[("TPL009", "$x"), ("TPL009", "$y"), ("TPL009", "$z")],
        );
        check("{{ if .a }}{{ range .b }}{{ end }}", &[("TPL010", "{{ if .a }}")]);
        check("{{ end }}{{ else }}", &[("TPL011", "{{ end }}"), ("TPL012", "{{ else }}")]);
        check("{{ if .a }}{{ else }}{{ else }}{{ end }}", &[("TPL012", "{{ else }}")]);
        check("{{ range .a }}{{ else if .b }}{{ end }}", &[("TPL012", "{{ else if .b }}")]);
        check("{{ (.a }}{{ .a) }}", &[("TPL013", "("), ("TPL013", ")")]);
        check(
            "{{ break }}{{ range .a }}{{ else }}{{ continue }}{{ end }}",
            &[("TPL014", "{{ break }}"), ("TPL014", "{{ continue }}")],
        );
        check(
            "{{ if .a }}{{ define \"b\" }}{{ end }}{{ end }}",
            &[("TPL018", "{{ define \"b\" }}")],
        );
        check("{{ define \"a\" }}x{{ end }}{{ define \"a\" }}y{{ end }}", &[("TPL019", "\"a\"")]);
        check("{{ 1 | 2 }}", &[("TPL023", "2")]);
    }

    #[test]
    fn endless_nesting_ends_at_a_limit() {
        let parsed = parse(&"{{ if . }}".repeat(100_000)).faults;
        assert_eq!(parsed.iter().filter(|fault| fault.rule == &rules::TPL024).count(), 1);
        let text = format!("{{{{ {}1{} }}}}", "(".repeat(100_000), ")".repeat(100_000));
        assert_eq!(parse(&text).faults.len(), 1);
        let text = "{{ if . }}".repeat(300) + &"{{ end }}".repeat(300);
        let codes: Vec<_> = parse(&text).faults.iter().map(|fault| fault.rule.code).collect();
        assert_eq!(codes, ["TPL024"]);
    }

    fn template() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            prop_oneof![
                Just("{{ if .a }}"),
                Just("{{ else }}"),
                Just("{{ end }}"),
                Just("{{ range $x := .b }}"),
                Just("{{ define \"a\" }}"),
                Just("{{ block \"b\" . }}"),
                Just("{{ else with . }}"),
                Just("{{ ("),
                Just("}}"),
                Just("{{ $x }}"),
                Just("{{ break }}"),
                Just("{{/*"),
            ]
            .prop_map(str::to_owned),
            "\\{\\{[-+.$|()\"'`\\\\:=,0-9a-fx \n]{0,8}\\}\\}",
            "\\PC{0,4}",
        ];
        proptest::collection::vec(part, 0..30).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn faults_are_within_any_text(text in template()) {
            for fault in parse(&text).faults {
                prop_assert!(text.get(fault.range).is_some());
                prop_assert!(fault.related.is_none_or(|(range, _)| text.get(range).is_some()));
            }
        }
    }
}
