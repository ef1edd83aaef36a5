//! Reads a template file: its blocks and definitions. Unlike Go's reader it goes on after a fault, with the next
//! action, and tells them all.
//!
//! May import: `helm::template::parser::*`, `helm::template::{fault, lexer, pipeline, scope, tree}`, `model::rule`.

mod action;
mod frame;
mod twice;
mod wrong;

use std::borrow::Cow;
use std::iter::Peekable;
use std::mem;

use super::fault::{Fault, MOST};
use super::lexer::{Kind, Lexer, Wrong};
use super::pipeline::{Context, Cursor};
use super::scope::Scope;
use super::tree::{Branch, Bytes, Call, Control, ControlKind, Define, Node, Pipeline, Tree};
use crate::model::rule::template as rules;
use action::Action;
use frame::{Frame, Opener};

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
                    self.tell(wrong::fault(self.text, wrong, token.range, 0..0));
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
                        let range = token.range.clone();
                        self.tell(wrong::fault(self.text, wrong, range, left.clone()));
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

    fn action(&mut self, action: &Action) -> Read<()> {
        let (keyword, skipped) = action.keyword(self.text);
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
                let pipeline =
                    action.cursor(self.text, &mut self.scope).pipeline(Context::Command)?;
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
        let mut cursor = action.cursor(self.text, &mut self.scope);
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
        let rest = |cursor: &mut Cursor<'text, '_>, within: &str| cursor.expect_end(within);
        let (name, read) = self.name(action, skipped, "define", rest);
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
        let mut cursor = action.cursor(self.text, &mut self.scope);
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
        let mut cursor = action.cursor(self.text, &mut self.scope);
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
        self.frames.last().map_or(Ok(()), |frame| frame.allow_else(kind, &action.range))?;
        if kind.is_none() {
            self.end_branches();
            let mut cursor = action.cursor(self.text, &mut self.scope);
            cursor.next = skipped;
            return if action.is_sound { cursor.expect_end("else") } else { Ok(()) };
        }
        let (condition, read) = self.condition(context, action, skipped + blanks + 1);
        if let Some(frame) = self.frames.last_mut() {
            frame.next_branch(condition);
        }
        read
    }

    /// Ends the branches of the innermost block: an `else` or `end` comes, and both are outside of a loop.
    fn end_branches(&mut self) {
        if self.frames.last_mut().is_some_and(Frame::end_branches) {
            self.ranges = self.ranges.saturating_sub(1);
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
        let mut cursor = action.cursor(self.text, &mut self.scope);
        cursor.next = skipped;
        if action.is_sound { cursor.expect_end("end") } else { Ok(()) }
    }

    /// Closes the innermost block.
    fn close(&mut self, end: usize) {
        self.end_branches();
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
        self.parsed.faults.extend(twice::faults(self.text, &self.parsed.tree.defines));
        self.parsed
    }
}

#[cfg(test)]
mod tests;
