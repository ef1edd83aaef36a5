//! Comments in files by which their authors accept a finding: `# chartroom:ignore IDX034 a mirror inside`.
//!
//! They speak of their own line or, standing alone on theirs, of the next line that is no such comment;
//! `chartroom:ignore-file` speaks of the whole file. Rules are named by code, name or the beginning of codes,
//! several with commas. A reason must follow.
//!
//! May import: nothing of the crate.

/// What marks such a comment.
const MARK: &str = "chartroom:ignore";

/// One comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Comment<'text> {
    /// The line it stands on, from 1.
    pub(super) line: u32,
    /// The line it speaks of; `None` means the whole file.
    pub(super) of: Option<u32>,
    /// Names of rules.
    pub(super) rules: Vec<&'text str>,
    /// Why; empty when no reason is given.
    pub(super) reason: &'text str,
}

/// All such comments of a text, in order.
pub(super) fn comments(text: &str) -> Vec<Comment<'_>> {
    if !text.contains(MARK) {
        return Vec::new();
    }
    let mut found: Vec<Comment<'_>> = Vec::new();
    // Comments that wait for the next line of content.
    let mut waiting: Vec<usize> = Vec::new();
    for (line, number) in text.lines().zip(1_u32..) {
        let comment = comment(line, number);
        let is_alone = comment.as_ref().is_some_and(|(_, is_alone)| *is_alone);
        if !is_alone && !line.trim().is_empty() {
            for place in waiting.drain(..) {
                if let Some(waiting) = found.get_mut(place) {
                    waiting.of = Some(number);
                }
            }
        }
        if let Some((comment, _)) = comment {
            if is_alone && comment.of.is_some() {
                waiting.push(found.len());
            }
            found.push(comment);
        }
    }
    found
}

/// The comment on a line, and whether the line holds nothing else.
fn comment(line: &str, number: u32) -> Option<(Comment<'_>, bool)> {
    let (before, after) = line.split_once(MARK)?;
    let before = before.trim_end();
    // YAML, a template's comment, Markdown.
    let opening = ["#", "/*", "<!--"].into_iter().find(|sign| before.ends_with(sign))?;
    let content = before.trim_end_matches(opening).trim();
    let is_alone = ["", "{{", "{{-"].contains(&content);
    let (after, of) = match after.strip_prefix("-file") {
        Some(rest) => (rest, None),
        None => (after, Some(number)),
    };
    let end = ["*/", "-->"].iter().filter_map(|sign| after.find(sign)).min();
    let said = after.get(..end.unwrap_or(after.len())).unwrap_or(after);
    let said = said.strip_prefix([' ', '\t'])?.trim();
    let (rules, reason) = said.split_once(char::is_whitespace).unwrap_or((said, ""));
    let rules = rules.split(',').filter(|name| !name.is_empty()).collect();
    Some((Comment { line: number, of, rules, reason: reason.trim() }, is_alone))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let tell = |comment: Comment<'_>| {
            let of = comment.of.map_or("file".to_owned(), |line| line.to_string());
            format!("{}>{of} {} ({})", comment.line, comment.rules.join("+"), comment.reason)
        };
        comments(text).into_iter().map(tell).collect()
    }

    #[test]
    fn comments_speak_of_their_line_the_next_or_the_file() {
        for (text, expected) in [
            ("a: 1\n", vec![]),
            ("a: 1 # chartroom:ignore IDX034 inside\n", vec!["1>1 IDX034 (inside)"]),
            ("# chartroom:ignore IDX034,CHT a b\n\na: 1", vec!["1>3 IDX034+CHT (a b)"]),
            (
                "# chartroom:ignore A x\n# chartroom:ignore B y\n a: 1",
                vec!["1>3 A (x)", "2>3 B (y)"],
            ),
            ("# chartroom:ignore-file IDX034 why", vec!["1>file IDX034 (why)"]),
            ("# chartroom:ignore IDX034", vec!["1>1 IDX034 ()"]),
            ("{{- /* chartroom:ignore TPL001 odd */}}\n{{ x }}", vec!["1>2 TPL001 (odd)"]),
            ("<!-- chartroom:ignore ADD082 draft -->\ntext", vec!["1>2 ADD082 (draft)"]),
            ("a: chartroom:ignore IDX034 no comment", vec![]),
            ("# chartroom:ignored IDX034 x", vec![]),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }
}
