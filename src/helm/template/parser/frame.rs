//! Blocks that are open while a template is read.
//!
//! May import: `helm::template::{fault, scope, tree}`, `model::rule`.

use std::borrow::Cow;
use std::mem;

use crate::helm::template::fault::Fault;
use crate::helm::template::scope::Scope;
use crate::helm::template::tree::{Branch, Bytes, ControlKind, Node, Pipeline};
use crate::model::rule::template as rules;

/// What a frame was opened by.
pub(super) enum Opener<'text> {
    /// Nothing: the file itself.
    File,
    /// `if`, `with`, `range`.
    Control { kind: ControlKind, branches: Vec<Branch<'text>>, is_else: bool },
    /// `define`, `block`.
    Define { name: Cow<'text, str>, place: Bytes },
}

/// A block that is open.
pub(super) struct Frame<'text> {
    /// By what.
    pub(super) opener: Opener<'text>,
    /// The action that opened it.
    pub(super) action: Bytes,
    /// What was read in it, or in its last branch.
    pub(super) nodes: Vec<Node<'text>>,
    /// How many variables there were before.
    pub(super) mark: usize,
    /// What belongs to the template around a definition.
    pub(super) outer: Option<(Scope<'text>, usize)>,
}

impl<'text> Frame<'text> {
    /// A block that was just opened.
    pub(super) fn new(opener: Opener<'text>, action: Bytes, mark: usize) -> Self {
        Self { opener, action, nodes: Vec::new(), mark, outer: None }
    }

    /// Whether an `else` of that kind may stand here.
    pub(super) fn allow_else(
        &self,
        wanted: Option<ControlKind>,
        action: &Bytes,
    ) -> Result<(), Box<Fault>> {
        let fault = |message: &str| Fault::new(&rules::TPL012, action.clone(), message);
        let refused = match &self.opener {
            Opener::File => return Err(Box::new(fault("else belongs to no block"))),
            Opener::Define { .. } => fault("define and block have no else"),
            Opener::Control { is_else: true, .. } => fault("the block has an else already"),
            Opener::Control { kind, .. } if wanted.is_some_and(|wanted| wanted != *kind) => {
                fault("only if goes on with else if, and only with with else with")
            }
            Opener::Control { .. } => return Ok(()),
        };
        Err(Box::new(refused.related(self.action.clone(), "the block begins here")))
    }

    /// Begins another branch.
    pub(super) fn next_branch(&mut self, condition: Pipeline<'text>) {
        self.close_branch();
        if let Opener::Control { branches, .. } = &mut self.opener {
            branches.push(Branch { condition, body: Vec::new() });
        }
    }

    /// Ends the last branch, unless that is done; tells whether a loop ends with it.
    pub(super) fn end_branches(&mut self) -> bool {
        if !matches!(self.opener, Opener::Control { is_else: false, .. }) {
            return false;
        }
        self.close_branch();
        let Opener::Control { kind, is_else, .. } = &mut self.opener else { return false };
        *is_else = true;
        *kind == ControlKind::Range
    }

    /// Gives what was read since to the branch that is open.
    fn close_branch(&mut self) {
        if let Opener::Control { branches, .. } = &mut self.opener
            && let Some(branch) = branches.last_mut()
        {
            branch.body = mem::take(&mut self.nodes);
        }
    }
}
