//! YAML, line by line: keys, values, comments, and block texts that last until their indentation ends.
//!
//! May import: `app::theme` (roles).

use crate::app::theme::Role;

/// The block text that a line is in.
#[derive(Default)]
pub(super) struct State {
    /// Indentation of the line that opened a block text: deeper lines and empty ones belong to it.
    block: Option<usize>,
}

impl State {
    /// Reads a line that is not shown.
    pub(super) fn pass(&mut self, line: &str) {
        let indent = indentation(line);
        if self.in_block(line, indent) {
            return;
        }
        let code = line.get(..comment_start(line)).unwrap_or(line);
        self.block = opens_block(code).then_some(indent);
    }

    /// Gives each byte of the line its role.
    pub(super) fn paint(&mut self, line: &str, roles: &mut [Role]) {
        let indent = indentation(line);
        if self.in_block(line, indent) {
            fill(roles, indent, line.len(), Role::CodeString);
            return;
        }
        let comment = comment_start(line);
        fill(roles, comment, line.len(), Role::CodeComment);
        let code = line.get(..comment).unwrap_or(line);
        self.block = opens_block(code).then_some(indent);
        if code.starts_with("---") || code.starts_with("...") {
            fill(roles, 0, 3, Role::CodePunctuation);
            return;
        }
        let mut at = indent;
        while code.get(at..).is_some_and(|rest| rest == "-" || rest.starts_with("- ")) {
            fill(roles, at, at + 1, Role::CodePunctuation);
            at += 1 + indentation(code.get(at + 1..).unwrap_or_default());
        }
        if let Some(colon) = key_end(code, at) {
            fill(roles, at, colon, Role::CodeKey);
            fill(roles, colon, colon + 1, Role::CodePunctuation);
            at = colon + 1;
        }
        paint_value(code, at, roles);
    }

    fn in_block(&mut self, line: &str, indent: usize) -> bool {
        match self.block {
            Some(opened) if line.trim().is_empty() || indent > opened => true,
            _ => {
                self.block = None;
                false
            }
        }
    }
}

fn fill(roles: &mut [Role], start: usize, end: usize, role: Role) {
    if let Some(bytes) = roles.get_mut(start..end) {
        bytes.fill(role);
    }
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Where the comment starts: a `#` at the start or after a blank, outside quotes.
fn comment_start(line: &str) -> usize {
    let mut quote = None;
    let mut before = ' ';
    for (at, character) in line.char_indices() {
        match (quote, character) {
            (Some(open), close) if open == close => quote = None,
            (None, '"' | '\'') if matches!(before, ' ' | '[' | '{' | ',' | ':') => {
                quote = Some(character);
            }
            (None, '#') if before == ' ' => return at,
            _ => {}
        }
        before = character;
    }
    line.len()
}

/// Whether a block text follows: the line's last word is `|` or `>` with indicators.
fn opens_block(code: &str) -> bool {
    let word = code.trim_end().rsplit([' ', ':']).next().unwrap_or_default();
    let indicators = word.strip_prefix(['|', '>']);
    indicators.is_some_and(|rest| rest.chars().all(|mark| matches!(mark, '-' | '+' | '1'..='9')))
}

/// Where the colon after the key stands.
fn key_end(code: &str, start: usize) -> Option<usize> {
    let rest = code.get(start..)?;
    if let Some(quote @ ('"' | '\'')) = rest.chars().next() {
        let close = start + 1 + rest.get(1..)?.find(quote)?;
        return code.get(close + 1..)?.starts_with(':').then_some(close + 1);
    }
    if rest.starts_with(['{', '[', '|', '>']) {
        return None;
    }
    let colon = rest.find(": ").or_else(|| {
        let trimmed = rest.trim_end();
        trimmed.ends_with(':').then(|| trimmed.len() - 1)
    })?;
    (colon > 0).then_some(start + colon)
}

fn paint_value(code: &str, start: usize, roles: &mut [Role]) {
    let bytes = code.as_bytes();
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        let (end, role) = match byte {
            b' ' => (at + 1, Role::Text),
            b'[' | b']' | b'{' | b'}' | b',' | b':' => (at + 1, Role::CodePunctuation),
            b'"' | b'\'' => (quoted_end(bytes, at), Role::CodeString),
            b'&' | b'*' | b'!' | b'|' | b'>' => (word_end(bytes, at), Role::CodePunctuation),
            _ => plain(code, at),
        };
        fill(roles, at, end, role);
        at = end;
    }
}

/// A plain value: up to the end of the line, or inside brackets up to the next mark.
fn plain(code: &str, start: usize) -> (usize, Role) {
    let rest = code.get(start..).unwrap_or_default();
    let in_flow = code.get(..start).is_some_and(|before| before.contains(['[', '{']));
    let end = if in_flow { rest.find([',', ']', '}', ':']) } else { None };
    let text = rest.get(..end.unwrap_or(rest.len())).unwrap_or(rest).trim_end();
    let constant = matches!(
        text,
        "~" | "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "True" | "False"
    );
    let role =
        if constant || text.parse::<f64>().is_ok() { Role::CodeNumber } else { Role::CodeString };
    (start + text.len().max(1), role)
}

fn quoted_end(bytes: &[u8], start: usize) -> usize {
    let quote = bytes.get(start);
    let mut escaped = false;
    for (offset, byte) in bytes.iter().enumerate().skip(start + 1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quote == Some(&b'"') => escaped = true,
            close if Some(close) == quote => return offset + 1,
            _ => {}
        }
    }
    bytes.len()
}

fn word_end(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    start + rest.iter().position(|byte| *byte == b' ').unwrap_or(rest.len())
}
