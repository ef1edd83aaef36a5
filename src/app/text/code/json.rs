//! JSON, one line at a time: no text of JSON spans lines.
//!
//! May import: `app::theme` (roles).

use crate::app::theme::Role;

/// Gives each byte of the line its role.
pub(super) fn paint(line: &str, roles: &mut [Role]) {
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let (end, role) = match byte {
            b'"' => {
                let end = string_end(bytes, at);
                let is_key = line.get(end..).is_some_and(|rest| rest.trim_start().starts_with(':'));
                (end, if is_key { Role::CodeKey } else { Role::CodeString })
            }
            b'{' | b'}' | b'[' | b']' | b':' | b',' => (at + 1, Role::CodePunctuation),
            b'-' | b'0'..=b'9' | b'a'..=b'z' => (word_end(bytes, at), Role::CodeNumber),
            _ => (at + 1, Role::Text),
        };
        roles.get_mut(at..end).unwrap_or_default().fill(role);
        at = end;
    }
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut escaped = false;
    for (offset, byte) in bytes.iter().enumerate().skip(start + 1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return offset + 1,
            _ => {}
        }
    }
    bytes.len()
}

fn word_end(bytes: &[u8], start: usize) -> usize {
    let word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
    let rest = bytes.get(start..).unwrap_or_default();
    start + rest.iter().position(|byte| !word(byte)).unwrap_or(rest.len()).max(1)
}
