//! One action of a template: what is between `{{` and `}}`.
//!
//! May import: `helm::template::{lexer, pipeline, scope, tree}`.

use crate::helm::template::lexer::{Kind, Token};
use crate::helm::template::pipeline::Cursor;
use crate::helm::template::scope::Scope;
use crate::helm::template::tree::Bytes;

/// One action, cut out of the tokens.
pub(super) struct Action {
    /// What is between its delimiters.
    pub(super) tokens: Vec<Token>,
    /// With its delimiters.
    pub(super) range: Bytes,
    /// Whether what it says can be read.
    pub(super) is_sound: bool,
}

impl Action {
    /// Reads its tokens from the first one on.
    pub(super) fn cursor<'text, 'parse>(
        &'parse self,
        text: &'text str,
        scope: &'parse mut Scope<'text>,
    ) -> Cursor<'text, 'parse> {
        let delimiter = text.get(..self.range.end).unwrap_or_default();
        let closing = if delimiter.ends_with("}}") { 2 } else { 0 };
        let end = self.range.end - closing;
        Cursor { text, tokens: &self.tokens, next: 0, end, scope, depth: 0 }
    }

    /// Its first word, if it begins with one, and how many tokens that took.
    pub(super) fn keyword<'text>(&self, text: &'text str) -> (&'text str, usize) {
        let is_blank = |token: &&Token| token.kind == Kind::Space;
        let skipped = self.tokens.iter().take_while(is_blank).count();
        match self.tokens.get(skipped) {
            Some(token) if token.kind == Kind::Word => {
                (text.get(token.range.clone()).unwrap_or_default(), skipped + 1)
            }
            _ => ("", skipped),
        }
    }
}
