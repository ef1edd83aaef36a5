//! What a line of Markdown is, by the marks that it starts with.
//!
//! May import: nothing of the crate.

/// A table has no more columns; what follows stays in the last one.
const COLUMNS: usize = 40;

pub(super) fn fence(line: &str) -> Option<&'static str> {
    ["```", "~~~"].into_iter().find(|fence| line.starts_with(fence))
}

pub(super) fn heading(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let is_heading = (1..=6).contains(&level) && (text.is_empty() || text.starts_with(' '));
    is_heading.then(|| (level, text.trim().trim_end_matches('#').trim_end()))
}

pub(super) fn is_rule(line: &str) -> bool {
    let marks = line.replace(' ', "");
    marks.len() >= 3 && ['-', '*', '_'].iter().any(|mark| marks.chars().all(|next| next == *mark))
}

pub(super) fn is_reference(line: &str) -> bool {
    line.starts_with('[') && line.split_once("]:").is_some_and(|(label, _)| !label.contains(']'))
}

/// The mark of a list item, normalised, and the item's text.
pub(super) fn list_mark(line: &str) -> Option<(String, &str)> {
    if let Some(text) = ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)) {
        let box_mark = [("[ ] ", "[ ] "), ("[x] ", "[x] "), ("[X] ", "[x] ")]
            .into_iter()
            .find_map(|(mark, shown)| text.strip_prefix(mark).map(|rest| (shown, rest)));
        return Some(match box_mark {
            Some((shown, rest)) => (shown.to_owned(), rest),
            None => ("- ".to_owned(), text),
        });
    }
    let digits =
        line.find(|next: char| !next.is_ascii_digit()).filter(|digits| (1..=3).contains(digits))?;
    let text = line.get(digits..)?.strip_prefix(". ")?;
    Some((format!("{}. ", line.get(..digits)?), text))
}

pub(super) fn is_divider(line: &str) -> bool {
    line.contains('-') && line.chars().all(|next| matches!(next, '|' | '-' | ':' | ' '))
}

/// Whether a table without outer bars starts here.
pub(super) fn is_table(lines: &[String]) -> bool {
    let (Some(head), Some(rule)) = (lines.first(), lines.get(1)) else { return false };
    head.contains('|') && rule.contains('|') && is_divider(rule)
}

/// The cells of a table's line; a bar inside backticks or after a backslash divides nothing.
pub(super) fn split_cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut ticked, mut escaped) = (Vec::new(), String::new(), false, false);
    let inner = line.trim().strip_prefix('|').unwrap_or(line.trim());
    for character in inner.chars() {
        match character {
            '|' if !ticked && !escaped && cells.len() + 1 < COLUMNS => {
                cells.push(std::mem::take(&mut cell));
            }
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            _ => {
                if escaped && character != '|' {
                    cell.push('\\');
                }
                ticked ^= character == '`';
                cell.push(character);
            }
        }
        escaped = false;
    }
    if !cell.trim().is_empty() {
        cells.push(cell);
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}
