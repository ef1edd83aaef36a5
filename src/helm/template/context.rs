//! Walks a template as it would be rendered, knowing what the dot and the variables stand for, what guards each
//! place, and whether it is reached for sure with the default values.
//!
//! May import: `helm::template::{defaults, tree}`.

use std::collections::HashMap;

use super::defaults::{Default as Value, Defaults, Found};
use super::tree::{Bytes, Command, Control, ControlKind, Node, Operand, Pipeline, Term};

/// More conditions are not remembered.
const GUARDS: usize = 256;

/// Longer paths are not followed.
const LONGEST: usize = 16;

/// What the dot or a variable stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape<'text> {
    /// The object at that path from the top: none for the top itself.
    At(Vec<&'text str>),
    /// Anything else.
    Other,
}

impl Shape<'_> {
    /// The top, with `Values`, `Release` and the rest.
    pub(super) fn top() -> Self {
        Self::At(Vec::new())
    }
}

/// How a value is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// It is asked for by a condition.
    Condition,
    /// It goes through a function that copes with its absence.
    Handled,
    /// It is written or handed on as it is.
    Plain,
}

/// A value that is named by its path.
pub(super) struct Seen<'tree, 'text> {
    /// The path from the top.
    pub(super) path: Vec<&'text str>,
    /// The operand that names it.
    pub(super) operand: &'tree Operand<'text>,
    /// How it is used.
    pub(super) usage: Use,
    /// Whether this place is reached for sure with the default values.
    pub(super) is_certain: bool,
    /// Paths that conditions around it ask for.
    pub(super) guards: &'tree [Vec<&'text str>],
    /// Texts in those conditions, such as the key that `hasKey` asks for.
    pub(super) words: &'tree [String],
}

/// A named template that is called.
pub(super) struct Called<'tree, 'text> {
    /// Its name.
    pub(super) name: &'tree str,
    /// What becomes its dot.
    pub(super) shape: Shape<'text>,
    /// Whether the call is reached for sure.
    pub(super) is_certain: bool,
}

/// Who is told what is met on the way.
pub(super) trait Visitor<'text> {
    /// A value is named.
    fn seen(&mut self, seen: &Seen<'_, 'text>);
    /// A template is called.
    fn called(&mut self, called: Called<'_, 'text>);
    /// A function is called with a value that is named by its path first, and a text second.
    fn applied(&mut self, _function: &str, _path: &[&'text str], _text: &str, _range: &Bytes) {}
}

/// Functions that cope with values that are not there.
const HANDLERS: [&str; 24] = [
    "and", "any", "all", "or", "not", "default", "coalesce", "empty", "eq", "ne", "hasKey", "dig",
    "get", "ternary", "required", "kindIs", "kindOf", "typeOf", "typeIs", "tpl", "include", "dict",
    "list", "merge",
];

/// A walk through one template.
pub(super) struct Walk<'walk, 'text, V> {
    defaults: Option<&'walk Defaults>,
    visitor: &'walk mut V,
    top: Shape<'text>,
    dot: Shape<'text>,
    variables: HashMap<&'text str, Vec<Shape<'text>>>,
    declared: Vec<&'text str>,
    guards: Vec<Vec<&'text str>>,
    words: Vec<String>,
    is_certain: bool,
}

impl<'walk, 'text, V: Visitor<'text>> Walk<'walk, 'text, V> {
    /// A walk with that dot at its start.
    pub(super) fn new(
        defaults: Option<&'walk Defaults>,
        visitor: &'walk mut V,
        dot: Shape<'text>,
        is_certain: bool,
    ) -> Self {
        Self {
            defaults,
            visitor,
            top: dot.clone(),
            dot,
            variables: HashMap::new(),
            declared: Vec::new(),
            guards: Vec::new(),
            words: Vec::new(),
            is_certain,
        }
    }

    /// Goes through nodes.
    pub(super) fn nodes(&mut self, nodes: &[Node<'text>]) {
        for node in nodes {
            match node {
                Node::Text(_) => {}
                Node::Action(pipeline) => self.pipeline(pipeline, Use::Plain),
                Node::Control(control) => self.control(control),
                Node::Call(call) => {
                    let shape = match &call.argument {
                        Some(argument) => {
                            self.pipeline(argument, Use::Handled);
                            self.shape(argument)
                        }
                        None => Shape::Other,
                    };
                    let is_certain = self.is_certain;
                    self.visitor.called(Called { name: &call.name, shape, is_certain });
                }
            }
        }
    }

    fn control(&mut self, control: &Control<'text>) {
        let before = (self.guards.len(), self.words.len(), self.declared.len(), self.is_certain);
        let dot = self.dot.clone();
        for branch in &control.branches {
            self.pipeline(&branch.condition, Use::Condition);
            let truth = self.truth(&branch.condition);
            self.guard(&branch.condition);
            let reached = self.is_certain;
            self.is_certain = reached && truth == Some(true);
            match control.kind {
                ControlKind::If => {}
                ControlKind::With => self.dot = self.shape_within(&branch.condition),
                ControlKind::Range => {
                    self.dot = Shape::Other;
                    self.is_certain = false;
                }
            }
            self.nodes(&branch.body);
            self.dot.clone_from(&dot);
            self.is_certain = reached && truth == Some(false);
        }
        self.nodes(&control.otherwise);
        self.guards.truncate(before.0);
        self.words.truncate(before.1);
        self.is_certain = before.3;
        for name in self.declared.drain(before.2..) {
            if let Some(shapes) = self.variables.get_mut(name) {
                shapes.pop();
            }
        }
    }

    /// The dot within `with`: what is below values is guarded by the condition itself.
    fn shape_within(&self, condition: &Pipeline<'text>) -> Shape<'text> {
        match self.shape(condition) {
            Shape::At(path) if path.len() <= 1 => Shape::At(path),
            _ => Shape::Other,
        }
    }

    /// Remembers what a condition asks for.
    fn guard(&mut self, condition: &Pipeline<'text>) {
        let (mut paths, mut words) = (Vec::new(), Vec::new());
        condition.operands(&mut |operand| match &operand.term {
            Term::Text(text) => words.push(text.chars().take(200).collect()),
            _ => paths.extend(self.path(operand)),
        });
        let room = GUARDS.saturating_sub(self.guards.len());
        self.guards.extend(paths.into_iter().take(room));
        let room = GUARDS.saturating_sub(self.words.len());
        self.words.extend(words.into_iter().take(room));
    }

    /// The path of an operand from the top, if it has one.
    fn path(&self, operand: &Operand<'text>) -> Option<Vec<&'text str>> {
        let shape = match operand.term {
            Term::Dot => &self.dot,
            Term::Variable("$") => &self.top,
            Term::Variable(name) => self.variables.get(name)?.last()?,
            _ => return None,
        };
        let Shape::At(path) = shape else { return None };
        let fields = operand.fields.iter().map(|(name, _)| *name);
        (path.len() + fields.len() <= LONGEST).then(|| path.iter().copied().chain(fields).collect())
    }

    fn shape(&self, pipeline: &Pipeline<'text>) -> Shape<'text> {
        let [Command { operands }] = pipeline.commands.as_slice() else { return Shape::Other };
        let [operand] = operands.as_slice() else { return Shape::Other };
        match &operand.term {
            Term::Pipeline(inner) if operand.fields.is_empty() => self.shape(inner),
            _ => self.path(operand).map_or(Shape::Other, Shape::At),
        }
    }

    /// One pipeline: what it names, calls and declares.
    fn pipeline(&mut self, pipeline: &Pipeline<'text>, usage: Use) {
        let mut usage = usage;
        if usage == Use::Plain && is_handled(pipeline) {
            usage = Use::Handled;
        }
        for command in &pipeline.commands {
            self.command(command, usage);
        }
        let shape = self.shape(pipeline);
        for (name, _) in &pipeline.variables {
            let shape = if pipeline.variables.len() > 1 { Shape::Other } else { shape.clone() };
            let shapes = self.variables.entry(name).or_default();
            if pipeline.is_assignment {
                for known in shapes.iter_mut() {
                    *known = Shape::Other;
                }
            } else {
                shapes.push(shape);
                self.declared.push(name);
            }
        }
    }

    fn command(&mut self, command: &Command<'text>, usage: Use) {
        let function = match command.operands.first().map(|operand| &operand.term) {
            Some(Term::Function(name)) => *name,
            _ => "",
        };
        let is_short = matches!(function, "and" | "or");
        let before = (self.guards.len(), self.words.len(), self.is_certain);
        for (place, operand) in command.operands.iter().enumerate() {
            self.operand(operand, usage);
            if is_short && place > 0 {
                // What follows is looked at only if this does not decide.
                self.is_certain = false;
                let inner = Pipeline::default();
                let condition =
                    if let Term::Pipeline(inner) = &operand.term { inner } else { &inner };
                self.guard(condition);
                if self.guards.len() < GUARDS {
                    self.guards.extend(self.path(operand));
                }
            }
        }
        self.guards.truncate(before.0);
        self.words.truncate(before.1);
        self.is_certain = before.2;
        self.function(function, command);
    }

    /// Tells of calls that templates and values depend on.
    fn function(&mut self, function: &str, command: &Command<'text>) {
        let [method, first, rest @ ..] = command.operands.as_slice() else { return };
        if let ("", Some(path), Term::Text(text)) = (function, self.path(method), &first.term) {
            self.visitor.applied("", &path, text, &first.range);
            return;
        }
        if function == "include" {
            let (Term::Text(name), Some(argument)) = (&first.term, rest.first()) else { return };
            let shape = self.path(argument).map_or(Shape::Other, Shape::At);
            let is_certain = self.is_certain;
            self.visitor.called(Called { name, shape, is_certain });
            return;
        }
        let path = match &first.term {
            Term::Pipeline(inner) => match self.shape(inner) {
                Shape::At(path) => Some(path),
                Shape::Other => None,
            },
            _ => self.path(first),
        };
        let Some(path) = path else { return };
        let text = match rest.first().map(|operand| &operand.term) {
            Some(Term::Text(text)) => text.as_ref(),
            _ => "",
        };
        self.visitor.applied(function, &path, text, &first.range);
    }

    fn operand(&mut self, operand: &Operand<'text>, usage: Use) {
        if let Term::Pipeline(inner) = &operand.term {
            self.pipeline(
                inner,
                if usage == Use::Plain && !operand.fields.is_empty() {
                    Use::Handled
                } else {
                    usage
                },
            );
            return;
        }
        let Some(path) = self.path(operand).filter(|path| !path.is_empty()) else { return };
        let (guards, words) = (self.guards.as_slice(), self.words.as_slice());
        let is_certain = self.is_certain;
        self.visitor.seen(&Seen { path, operand, usage, is_certain, guards, words });
    }

    /// Whether a condition holds with the default values, where that can be told.
    fn truth(&self, pipeline: &Pipeline<'text>) -> Option<bool> {
        let [command] = pipeline.commands.as_slice() else { return None };
        let (first, arguments) = command.operands.split_first()?;
        let Term::Function(function) = first.term else {
            return if arguments.is_empty() { self.holds(first) } else { None };
        };
        match (function, arguments) {
            ("not", [only]) => self.holds(only).map(|holds| !holds),
            ("and", _) => {
                let all: Vec<_> = arguments.iter().map(|operand| self.holds(operand)).collect();
                let is_false = all.contains(&Some(false));
                if is_false { Some(false) } else { all.iter().all(Option::is_some).then_some(true) }
            }
            ("or", _) => {
                let all: Vec<_> = arguments.iter().map(|operand| self.holds(operand)).collect();
                let is_true = all.contains(&Some(true));
                if is_true { Some(true) } else { all.iter().all(Option::is_some).then_some(false) }
            }
            ("eq", [left, right]) => Some(self.text(left)? == self.text(right)?),
            ("ne", [left, right]) => Some(self.text(left)? != self.text(right)?),
            _ => None,
        }
    }

    fn holds(&self, operand: &Operand<'text>) -> Option<bool> {
        match &operand.term {
            Term::Boolean(value) => Some(*value),
            Term::Pipeline(inner) if operand.fields.is_empty() => self.truth(inner),
            _ => match self.value(operand)? {
                Found::Unknown => None,
                Found::Missing => Some(false),
                Found::Value(Value::Scalar(holds, _) | Value::List(holds)) => Some(*holds),
                Found::Value(Value::Mapping(pairs)) => {
                    // A mapping of a chart below may be filled from there.
                    if pairs.is_empty() { None } else { Some(true) }
                }
            },
        }
    }

    fn text(&self, operand: &Operand<'text>) -> Option<String> {
        match &operand.term {
            Term::Text(text) => Some(text.to_string()),
            _ => match self.value(operand)? {
                Found::Value(Value::Scalar(_, text)) => Some(text.clone()),
                _ => None,
            },
        }
    }

    fn value(&self, operand: &Operand<'text>) -> Option<Found<'walk>> {
        let path = self.path(operand)?;
        let (first, rest) = path.split_first()?;
        (*first == "Values").then_some(())?;
        Some(self.defaults?.find(rest))
    }
}

/// Whether some function of a pipeline copes with what is not there.
fn is_handled(pipeline: &Pipeline<'_>) -> bool {
    let mut is_handled = false;
    pipeline.operands(&mut |operand| {
        if let Term::Function(name) = operand.term {
            is_handled |= HANDLERS.contains(&name);
        }
    });
    is_handled
}
