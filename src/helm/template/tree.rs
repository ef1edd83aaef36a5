//! What a template says, as a tree. Words are borrowed from its text, places are ranges of bytes.
//!
//! May import: nothing of the crate.

use std::borrow::Cow;
use std::ops::Range;

/// A range of bytes.
pub(in crate::helm) type Bytes = Range<usize>;

/// A template file.
#[derive(Debug, Default)]
pub(in crate::helm) struct Tree<'text> {
    /// What stands outside of definitions.
    pub(in crate::helm) body: Vec<Node<'text>>,
    /// Named templates: `define` and `block`.
    pub(in crate::helm) defines: Vec<Define<'text>>,
}

/// A named template.
#[derive(Debug)]
pub(in crate::helm) struct Define<'text> {
    /// Its name.
    pub(in crate::helm) name: Cow<'text, str>,
    /// Where the name stands.
    pub(in crate::helm) place: Bytes,
    /// What it renders.
    pub(in crate::helm) body: Vec<Node<'text>>,
    /// From the opening action to the closing one.
    pub(in crate::helm) range: Bytes,
}

/// A part of a template.
#[derive(Debug)]
pub(in crate::helm) enum Node<'text> {
    /// Text as it stands.
    Text(Bytes),
    /// An action that writes, declares or assigns.
    Action(Pipeline<'text>),
    /// `if`, `with`, `range`.
    Control(Control<'text>),
    /// `template`, and the place of a `block`.
    Call(Call<'text>),
}

/// Which kind of control structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::helm) enum ControlKind {
    /// `if`
    If,
    /// `with`
    With,
    /// `range`
    Range,
}

/// A control structure. `else if` and `else with` are further branches.
#[derive(Debug)]
pub(in crate::helm) struct Control<'text> {
    /// Which.
    pub(in crate::helm) kind: ControlKind,
    /// Conditions with what they guard, in order.
    pub(in crate::helm) branches: Vec<Branch<'text>>,
    /// What a plain `else` guards.
    pub(in crate::helm) otherwise: Vec<Node<'text>>,
}

/// A condition and what it guards.
#[derive(Debug)]
pub(in crate::helm) struct Branch<'text> {
    /// The condition.
    pub(in crate::helm) condition: Pipeline<'text>,
    /// What it guards.
    pub(in crate::helm) body: Vec<Node<'text>>,
}

/// A `template` action.
#[derive(Debug)]
pub(in crate::helm) struct Call<'text> {
    /// Name of the template.
    pub(in crate::helm) name: Cow<'text, str>,
    /// Where the name stands.
    pub(in crate::helm) place: Bytes,
    /// What becomes its dot.
    pub(in crate::helm) argument: Option<Pipeline<'text>>,
}

/// Commands joined by `|`, perhaps with declarations.
#[derive(Debug, Default)]
pub(in crate::helm) struct Pipeline<'text> {
    /// Variables it declares or assigns.
    pub(in crate::helm) variables: Vec<(&'text str, Bytes)>,
    /// Whether they are assigned (`=`), not declared.
    pub(in crate::helm) is_assignment: bool,
    /// Commands in order.
    pub(in crate::helm) commands: Vec<Command<'text>>,
}

/// An operand with its arguments.
#[derive(Debug, Default)]
pub(in crate::helm) struct Command<'text> {
    /// Operands; never empty in a tree.
    pub(in crate::helm) operands: Vec<Operand<'text>>,
}

/// A value, with the fields taken of it.
#[derive(Debug)]
pub(in crate::helm) struct Operand<'text> {
    /// What it begins with.
    pub(in crate::helm) term: Term<'text>,
    /// Names after dots, with their places.
    pub(in crate::helm) fields: Vec<(&'text str, Bytes)>,
    /// Where it stands.
    pub(in crate::helm) range: Bytes,
}

/// What an operand begins with.
#[derive(Debug)]
pub(in crate::helm) enum Term<'text> {
    /// `.`, also where fields of it follow.
    Dot,
    /// `nil`
    Nil,
    /// `true`, `false`
    Boolean(bool),
    /// A number or character.
    Number,
    /// A text, unescaped.
    Text(Cow<'text, str>),
    /// A variable with its dollar sign.
    Variable(&'text str),
    /// A function.
    Function(&'text str),
    /// A pipeline in parentheses.
    Pipeline(Box<Pipeline<'text>>),
}

impl<'text> Pipeline<'text> {
    /// All operands, those in parentheses included, in order of depth first.
    pub(in crate::helm) fn operands<'tree>(
        &'tree self,
        visit: &mut impl FnMut(&'tree Operand<'text>),
    ) {
        let mut pending: Vec<&'tree Self> = vec![self];
        while let Some(pipeline) = pending.pop() {
            for operand in pipeline.commands.iter().flat_map(|command| &command.operands) {
                visit(operand);
                if let Term::Pipeline(inner) = &operand.term {
                    pending.push(inner);
                }
            }
        }
    }

    /// All commands, those in parentheses included, each with whether a value is piped into it.
    pub(in crate::helm) fn commands<'tree>(
        &'tree self,
        visit: &mut impl FnMut(&'tree Command<'text>, bool),
    ) {
        let mut pending: Vec<&'tree Self> = vec![self];
        while let Some(pipeline) = pending.pop() {
            for (stage, command) in pipeline.commands.iter().enumerate() {
                visit(command, stage > 0);
                for operand in &command.operands {
                    if let Term::Pipeline(inner) = &operand.term {
                        pending.push(inner);
                    }
                }
            }
        }
    }
}

impl<'text> Node<'text> {
    /// The pipelines of the node itself, not of what it guards.
    pub(in crate::helm) fn pipelines(&self) -> impl Iterator<Item = &Pipeline<'text>> {
        let (one, branches) = match self {
            Self::Text(_) => (None, None),
            Self::Action(pipeline) => (Some(pipeline), None),
            Self::Call(call) => (call.argument.as_ref(), None),
            Self::Control(control) => (None, Some(&control.branches)),
        };
        one.into_iter().chain(branches.into_iter().flatten().map(|branch| &branch.condition))
    }

    /// The lists of nodes within it.
    pub(in crate::helm) fn bodies(&self) -> impl Iterator<Item = &[Self]> {
        let control = if let Self::Control(control) = self { Some(control) } else { None };
        control.into_iter().flat_map(|control| {
            let bodies = control.branches.iter().map(|branch| branch.body.as_slice());
            bodies.chain(std::iter::once(control.otherwise.as_slice()))
        })
    }
}

/// Visits nodes and what is within them.
pub(in crate::helm) fn walk<'tree, 'text>(
    nodes: &'tree [Node<'text>],
    visit: &mut impl FnMut(&'tree Node<'text>),
) {
    let mut pending: Vec<&'tree Node<'text>> = nodes.iter().rev().collect();
    while let Some(node) = pending.pop() {
        visit(node);
        let start = pending.len();
        pending.extend(node.bodies().flatten());
        pending[start..].reverse();
    }
}

/// Whether nodes render nothing but blanks, whatever happens.
pub(in crate::helm) fn is_empty(text: &str, nodes: &[Node<'_>]) -> bool {
    nodes.iter().all(|node| match node {
        Node::Text(range) => text.get(range.clone()).unwrap_or_default().trim().is_empty(),
        _ => false,
    })
}

impl<'text> Tree<'text> {
    /// Visits every node of the file: its body, then its definitions.
    pub(in crate::helm) fn walk<'tree>(&'tree self, visit: &mut impl FnMut(&'tree Node<'text>)) {
        walk(&self.body, visit);
        for define in &self.defines {
            walk(&define.body, visit);
        }
    }
}
