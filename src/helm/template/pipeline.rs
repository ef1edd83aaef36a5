//! Reads what stands within one action: pipelines, commands, operands.
//!
//! May import: `helm::template::{fault, lexer, literal, scope, tree}`, `model::rule`.

use std::borrow::Cow;

use super::fault::Fault;
use super::lexer::{Kind, Token};
use super::literal;
use super::scope::Scope;
use super::tree::{Bytes, Command, Operand, Pipeline, Term};
use crate::model::rule::template as rules;
use crate::model::text::short_name;

/// Deeper parentheses are not read.
const DEPTH: usize = 100;

/// Words that are no functions.
const KEYWORDS: [&str; 10] =
    ["block", "break", "continue", "define", "else", "end", "if", "range", "template", "with"];

/// What a pipeline belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// A plain action.
    Command,
    /// `if`
    If,
    /// `with`
    With,
    /// `range`
    Range,
    /// `template`
    Template,
    /// `block`
    Block,
    /// Parentheses.
    Parentheses,
}

impl Context {
    fn name(self) -> &'static str {
        match self {
            Self::Command => "the action",
            Self::If => "if",
            Self::With => "with",
            Self::Range => "range",
            Self::Template => "template",
            Self::Block => "block",
            Self::Parentheses => "parentheses",
        }
    }
}

/// The tokens of one action, without its delimiters.
pub(super) struct Cursor<'text, 'parse> {
    /// The whole text.
    pub(super) text: &'text str,
    /// The tokens.
    pub(super) tokens: &'parse [Token],
    /// The next of them.
    pub(super) next: usize,
    /// Where the action ends.
    pub(super) end: usize,
    /// Variables that are declared.
    pub(super) scope: &'parse mut Scope<'text>,
    /// How many parentheses are open.
    pub(super) depth: usize,
}

type Read<T> = Result<T, Box<Fault>>;

impl<'text> Cursor<'text, '_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn peek_kind(&self) -> Option<Kind> {
        self.peek().map(|token| token.kind)
    }

    /// Passes over blanks.
    pub(super) fn skip_space(&mut self) {
        while self.peek_kind() == Some(Kind::Space) {
            self.next += 1;
        }
    }

    fn take(&mut self) -> Option<Token> {
        let token = self.peek().cloned();
        self.next += 1;
        token
    }

    /// The text of a token.
    pub(super) fn word(&self, range: &Bytes) -> &'text str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// Where the action ends, as a point.
    fn end(&self) -> Bytes {
        self.end..self.end
    }

    /// Refuses the token, or the end of the action.
    pub(super) fn unexpected(&self, token: Option<&Token>, within: &str) -> Fault {
        let Some(token) = token else {
            let message = format!("{within} ends too early");
            return Fault::new(&rules::TPL007, self.end(), message);
        };
        let word = self.word(&token.range);
        if token.kind == Kind::Close {
            let message = "a parenthesis is closed that was never opened";
            return Fault::new(&rules::TPL013, token.range.clone(), message);
        }
        let message = format!("unexpected \"{}\" in {within}", short_name(word));
        Fault::new(&rules::TPL007, token.range.clone(), message)
    }

    /// Refuses whatever follows.
    pub(super) fn expect_end(&mut self, within: &str) -> Read<()> {
        self.skip_space();
        match self.peek() {
            None => Ok(()),
            Some(token) => Err(self.unexpected(Some(token), within).into()),
        }
    }

    /// The name of a template: a literal text, with its place.
    pub(super) fn name(&mut self, context: &str) -> Read<(Cow<'text, str>, Bytes)> {
        self.skip_space();
        match self.take() {
            Some(token) if matches!(token.kind, Kind::Quoted | Kind::Raw) => {
                Ok((self.unquoted(&token)?, token.range))
            }
            Some(token) => {
                let fault = self.unexpected(Some(&token), context);
                Err(Box::new(fault.fix("Write the template's name in quotes")))
            }
            None => {
                let message = format!("{context} needs the name of a template");
                Err(Box::new(Fault::new(&rules::TPL008, self.end(), message)))
            }
        }
    }

    fn unquoted(&self, token: &Token) -> Read<Cow<'text, str>> {
        let word = self.word(&token.range);
        literal::unquote(word).map_err(|(offset, length)| {
            let start = token.range.start + offset;
            let range = start..(start + length).min(token.range.end);
            let escape = self.word(&range);
            let message = format!("\"{escape}\" is no escape that Go knows");
            let fix = "Write a backslash twice, or put the text in back quotes";
            Box::new(Fault::new(&rules::TPL004, range, message).fix(fix))
        })
    }

    /// A pipeline, up to the end of the action or of its parentheses.
    pub(super) fn pipeline(&mut self, context: Context) -> Read<Pipeline<'text>> {
        let mut pipeline = Pipeline::default();
        let start = self.peek().map_or(self.end, |token| token.range.start);
        self.declarations(context, &mut pipeline)?;
        loop {
            self.skip_space();
            match self.peek_kind() {
                None if context == Context::Parentheses => {
                    let message = "a parenthesis is never closed";
                    return Err(Box::new(Fault::new(&rules::TPL013, self.end(), message)));
                }
                None => break,
                Some(Kind::Close) if context == Context::Parentheses => break,
                Some(kind) if self.begins_operand(kind) => {
                    let command = self.command()?;
                    pipeline.commands.push(command);
                }
                Some(_) => return Err(self.unexpected(self.peek(), context.name()).into()),
            }
        }
        self.check(&pipeline, context, start)?;
        Ok(pipeline)
    }

    fn begins_operand(&self, kind: Kind) -> bool {
        match kind {
            Kind::Word => self.peek().is_some_and(|token| !self.is_keyword(token)),
            Kind::Field
            | Kind::Variable
            | Kind::Dot
            | Kind::Number
            | Kind::Character
            | Kind::Quoted
            | Kind::Raw
            | Kind::Open => true,
            _ => false,
        }
    }

    fn is_keyword(&self, token: &Token) -> bool {
        KEYWORDS.contains(&self.word(&token.range))
    }

    /// The variables before `:=` or `=`.
    fn declarations(&mut self, context: Context, pipeline: &mut Pipeline<'text>) -> Read<()> {
        loop {
            self.skip_space();
            let start = self.next;
            let Some(token) = self.peek().filter(|token| token.kind == Kind::Variable).cloned()
            else {
                return Ok(());
            };
            self.next += 1;
            self.skip_space();
            let name = self.word(&token.range);
            let after = self.peek().map(|next| (next.kind, self.word(&next.range)));
            let is_last = match after {
                Some((Kind::Declare | Kind::Assign, _)) => true,
                Some((Kind::Other, ",")) => false,
                _ => {
                    self.next = start;
                    return Ok(());
                }
            };
            if matches!(after, Some((Kind::Assign, _))) {
                pipeline.is_assignment = true;
                if !self.scope.knows(name) {
                    return Err(self.undefined(name, token.range).into());
                }
            }
            self.next += 1;
            pipeline.variables.push((name, token.range.clone()));
            self.scope.declare(name);
            if is_last {
                return Ok(());
            }
            self.another(context, pipeline)?;
        }
    }

    /// Whether another variable may follow a comma.
    fn another(&mut self, context: Context, pipeline: &Pipeline<'text>) -> Read<()> {
        self.skip_space();
        if context != Context::Range || pipeline.variables.len() >= 2 {
            let range = pipeline.variables.last().map_or(self.end(), |(_, range)| range.clone());
            let message = format!("{} declares too many variables", context.name());
            return Err(Box::new(Fault::new(&rules::TPL007, range, message)));
        }
        match self.peek() {
            None => Ok(()),
            Some(token) if matches!(token.kind, Kind::Variable | Kind::Close) => Ok(()),
            Some(token) => {
                let message = "range can only fill variables";
                Err(Box::new(Fault::new(&rules::TPL007, token.range.clone(), message)))
            }
        }
    }

    fn check(&self, pipeline: &Pipeline<'text>, context: Context, start: usize) -> Read<()> {
        if pipeline.commands.is_empty() {
            let message = format!("{} has no value", context.name());
            let end = self.peek().map_or(self.end, |token| token.range.end);
            return Err(Box::new(Fault::new(&rules::TPL008, start.min(end)..end, message)));
        }
        let first = |command: &Command<'text>| -> Option<Bytes> {
            let operand = command.operands.first()?;
            let is_value = match operand.term {
                Term::Dot => operand.fields.is_empty(),
                Term::Nil | Term::Boolean(_) | Term::Number | Term::Text(_) => true,
                _ => false,
            };
            is_value.then(|| operand.range.clone())
        };
        match pipeline.commands.iter().skip(1).find_map(first) {
            Some(range) => {
                let word = short_name(self.word(&range));
                let message = format!("{word} takes no value, but one is piped into it");
                Err(Box::new(Fault::new(&rules::TPL023, range, message)))
            }
            None => Ok(()),
        }
    }

    fn command(&mut self) -> Read<Command<'text>> {
        let mut command = Command::default();
        loop {
            self.skip_space();
            if let Some(operand) = self.operand()? {
                command.operands.push(operand);
            }
            match self.peek_kind() {
                Some(Kind::Space) => {}
                None | Some(Kind::Close) => return Ok(command),
                Some(Kind::Pipe) => {
                    self.next += 1;
                    return Ok(command);
                }
                Some(_) => return Err(self.unexpected(self.peek(), "an operand").into()),
            }
        }
    }

    fn operand(&mut self) -> Read<Option<Operand<'text>>> {
        let Some(start) = self.peek().map(|token| token.range.clone()) else { return Ok(None) };
        let Some(mut operand) = self.term(start)? else { return Ok(None) };
        while let Some(token) = self.peek().filter(|token| token.kind == Kind::Field) {
            let is_value = match operand.term {
                Term::Dot => operand.fields.is_empty(),
                Term::Nil | Term::Boolean(_) | Term::Number | Term::Text(_) => true,
                _ => false,
            };
            if is_value {
                return Err(self.unexpected(Some(token), "a value that has no fields").into());
            }
            let range = token.range.start + 1..token.range.end;
            operand.range.end = range.end;
            operand.fields.push((self.word(&range), range));
            self.next += 1;
        }
        Ok(Some(operand))
    }

    fn term(&mut self, range: Bytes) -> Read<Option<Operand<'text>>> {
        let Some(token) = self.peek().cloned() else { return Ok(None) };
        let word = self.word(&token.range);
        let mut operand = Operand { term: Term::Dot, fields: Vec::new(), range };
        operand.term = match token.kind {
            Kind::Dot => Term::Dot,
            Kind::Field => {
                let range = token.range.start + 1..token.range.end;
                operand.fields.push((self.word(&range), range));
                Term::Dot
            }
            Kind::Word if self.is_keyword(&token) => return Ok(None),
            Kind::Word => match word {
                "nil" => Term::Nil,
                "true" | "false" => Term::Boolean(word == "true"),
                _ => Term::Function(word),
            },
            Kind::Variable if self.scope.knows(word) => Term::Variable(word),
            Kind::Variable => return Err(self.undefined(word, token.range).into()),
            Kind::Number | Kind::Character => {
                self.number(&token)?;
                Term::Number
            }
            Kind::Quoted | Kind::Raw => Term::Text(self.unquoted(&token)?),
            Kind::Open => {
                let (pipeline, end) = self.parentheses(token.range)?;
                operand.range.end = end;
                Term::Pipeline(Box::new(pipeline))
            }
            _ => return Ok(None),
        };
        self.next += 1;
        Ok(Some(operand))
    }

    fn number(&self, token: &Token) -> Read<()> {
        let word = self.word(&token.range);
        let (is_right, what) = match token.kind {
            Kind::Character => (literal::is_character(word), "one character"),
            _ => (literal::is_number(word), "a number"),
        };
        if is_right {
            return Ok(());
        }
        let message = format!("{} is not {what}", short_name(word));
        Err(Box::new(Fault::new(&rules::TPL005, token.range.clone(), message)))
    }

    fn undefined(&self, name: &str, range: Bytes) -> Fault {
        let message = format!("the variable {} is not defined here", short_name(name));
        let fault = Fault::new(&rules::TPL009, range, message);
        match self.scope.similar(name) {
            Some(known) => fault.fix(format!("Write {known}, as where it is declared")),
            None => fault,
        }
    }

    /// What stands between parentheses; leaves the closing one to be taken.
    fn parentheses(&mut self, open: Bytes) -> Read<(Pipeline<'text>, usize)> {
        if self.depth >= DEPTH {
            let message = format!("more than {DEPTH} parentheses are open here");
            return Err(Box::new(Fault::new(&rules::TPL024, open, message)));
        }
        self.next += 1;
        self.depth += 1;
        let read = self.pipeline(Context::Parentheses);
        self.depth -= 1;
        let pipeline = read.map_err(|mut fault| {
            // The end of the action is where it is missed; the opening is where to look.
            if fault.rule == &rules::TPL013 && fault.range == self.end() {
                fault.range = open.clone();
            }
            fault
        })?;
        Ok((pipeline, self.peek().map_or(open.end, |token| token.range.end)))
    }
}
