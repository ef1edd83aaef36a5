//! All that is known of a finding, as rows: rule, place, the lines around it, what, why, fix, further places,
//! and what each consumer makes of it.
//!
//! May import: `app::text::{cells, code, row, wrap}`, `app::theme` (roles), `model`.

use super::cells;
use super::code::{Language, highlight};
use super::row::Row;
use super::wrap::wrap_row;
use crate::app::theme::Role;
use crate::model::text::clean;
use crate::model::{Consumer, Diagnostic, Effect, Excerpt, Place, Rule, Severity, Span};

/// Cells of the labels at the left.
const LABEL: usize = 10;
/// In less room the labels take a line less.
const ROOMY: usize = 44;
/// Lines of a whole excerpt with its carets.
const EXCERPT: usize = 6;
/// Cells of the word for an effect, and a gap.
const EFFECT: usize = 9;
/// How many cells a step to the side is.
const ASIDE: isize = 8;

/// What of a finding is shown, and how.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// Columns.
    pub width: usize,
    /// Which of its places is chosen: 0 is its own.
    pub place: usize,
    /// The lines around the chosen place, if it is not its own and its text is at hand.
    pub lines: Option<Excerpt>,
    /// Steps to the side by hand.
    pub aside: isize,
    /// The key that ignores its rule.
    pub ignore: String,
    /// Whether it is of a local repository, where files accept findings.
    pub is_local: bool,
}

/// `index.yaml:41:7`, cleaned.
#[must_use]
pub fn place_text(place: &Place) -> String {
    match place.span {
        Some(span) => format!("{}:{}:{}", clean(&place.file), span.line, span.column),
        None => clean(&place.file).into_owned(),
    }
}

/// The word of a severity in lists.
#[must_use]
pub fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARN",
        Severity::Info => "INFO",
    }
}

/// How a severity looks.
#[must_use]
pub fn role(severity: Severity) -> Role {
    match severity {
        Severity::Error => Role::Error,
        Severity::Warning => Role::Warning,
        Severity::Info => Role::Info,
    }
}

/// All that is known of a finding.
#[must_use]
pub fn finding(found: &Diagnostic, look: &Look) -> Vec<Row> {
    let mut rows = head(found, look);
    let (place, lines) = match look.place.checked_sub(1).and_then(|place| found.related.get(place))
    {
        Some(related) => (&related.place, look.lines.as_ref()),
        None => (&found.place, found.excerpt.as_ref().or(look.lines.as_ref())),
    };
    if let (Some(span), Some(lines)) = (place.span, lines) {
        rows.push(Row::default());
        let language = Language::of(&place.file);
        let end = rows.len() + EXCERPT;
        rows.extend(excerpt(lines, span, language, (look.width, look.aside)));
        // At the ends of a file there are fewer lines: what stands below stays where it is all the same.
        rows.resize(rows.len().max(end), Row::default());
    }
    rows.push(Row::default());
    labelled(&mut rows, "What", &Row::of(clean(&found.message), Role::Text), look.width);
    labelled(&mut rows, "Why", &Row::of(found.rule.why, Role::Text), look.width);
    labelled(&mut rows, "Fix", &Row::of(clean(found.advice()), Role::Text), look.width);
    also(&mut rows, found, look);
    consumers(&mut rows, found.rule, look.width);
    silence(&mut rows, found, look);
    labelled(&mut rows, "Rule", &Row::of(found.rule.origin, Role::Muted), look.width);
    rows
}

/// What a rule is about, for the head of its group.
#[must_use]
pub fn rule(rule: &Rule, width: usize) -> Vec<Row> {
    let mut rows = vec![title(rule), Row::default()];
    labelled(&mut rows, "What", &Row::of(rule.what, Role::Text), width);
    labelled(&mut rows, "Why", &Row::of(rule.why, Role::Text), width);
    labelled(&mut rows, "Fix", &Row::of(rule.fix, Role::Text), width);
    consumers(&mut rows, rule, width);
    labelled(&mut rows, "Rule", &Row::of(rule.origin, Role::Muted), width);
    rows
}

fn title(rule: &Rule) -> Row {
    Row::of(format!("{}  ", rule.code), role(rule.severity)).with(rule.name, Role::Strong)
}

/// Rule, severity and place, on one line where there is room.
fn head(found: &Diagnostic, look: &Look) -> Vec<Row> {
    let severity = Row::of(word(found.severity), role(found.severity));
    let mut left = Row::of(format!("{}  ", found.rule.code), role(found.severity))
        .with(found.rule.name, Role::Strong);
    let place = place_text(&found.place);
    let one_line = left.width() + 3 + severity.width() + 2 + cells::width(&place) <= look.width;
    let mut right = severity;
    if one_line {
        right.push(format!("  {place}"), Role::Muted);
    }
    let gap = look.width.saturating_sub(left.width() + right.width()).max(2);
    left.push(" ".repeat(gap), Role::Text);
    right.pieces.into_iter().for_each(|piece| left.push(piece.text, piece.role));
    let mut rows = vec![left.fit(look.width)];
    if !one_line {
        let place = Row::of(place, Role::Muted);
        rows.extend(wrap_row(&place, look.width, &Row::default(), &Row::default()));
    }
    if let Some(entry) = &found.entry {
        let version = found.version.as_deref().unwrap_or_default();
        let of = format!("of {} {}", clean(entry), clean(version));
        rows.push(Row::of(of.trim_end(), Role::Muted).fit(look.width));
    }
    rows
}

fn label_cells(width: usize) -> usize {
    if width < ROOMY { 6 } else { LABEL }
}

/// A label, and a text that is wrapped beside it.
fn labelled(rows: &mut Vec<Row>, label: &str, text: &Row, width: usize) {
    let cells = label_cells(width);
    let first = Row::of(cells::pad(label, cells), Role::Muted);
    let other = Row::of(" ".repeat(cells), Role::Muted);
    rows.extend(wrap_row(text, width, &first, &other));
}

/// The further places; the chosen one is marked.
fn also(rows: &mut Vec<Row>, found: &Diagnostic, look: &Look) {
    for (number, related) in found.related.iter().enumerate() {
        let is_chosen = look.place == number + 1;
        let role = if is_chosen { Role::Accent } else { Role::Text };
        let text = Row::of(if is_chosen { "> " } else { "" }, Role::Accent)
            .with(place_text(&related.place), role)
            .with(format!("  {}", clean(&related.message)), Role::Muted);
        labelled(rows, if number == 0 { "Also" } else { "" }, &text, look.width);
    }
}

/// Effects, the gravest first; what a consumer never looks at is not told.
const EFFECTS: [Effect; 7] = [
    Effect::Crashes,
    Effect::Refuses,
    Effect::Skips,
    Effect::Fails,
    Effect::Loses,
    Effect::Warns,
    Effect::Ignores,
];

fn effect_role(effect: Effect) -> Role {
    match effect {
        Effect::Crashes | Effect::Refuses => Role::Error,
        Effect::Skips | Effect::Fails | Effect::Loses => Role::Warning,
        Effect::Warns => Role::Info,
        Effect::Ignores | Effect::Unseen => Role::Muted,
    }
}

/// What each consumer does when it meets such a thing.
fn consumers(rows: &mut Vec<Row>, rule: &Rule, width: usize) {
    let label_cells = label_cells(width);
    let mut label = if width < ROOMY { "Who" } else { "Consumers" };
    for effect in EFFECTS {
        let such = Consumer::ALL.iter().zip(rule.effects).filter(|(_, other)| *other == effect);
        let names: Vec<&str> = such.map(|(consumer, _)| consumer.title()).collect();
        if names.is_empty() {
            continue;
        }
        let first = Row::of(cells::pad(label, label_cells), Role::Muted)
            .with(cells::pad(effect.name(), EFFECT), effect_role(effect));
        let other = Row::of(" ".repeat(label_cells + EFFECT), Role::Muted);
        let names = Row::of(names.join(", "), Role::Text);
        rows.extend(wrap_row(&names, width, &first, &other));
        label = "";
    }
}

/// How not to hear of it: now, for one run, and for good with a reason. A stranger's repository accepts nothing.
fn silence(rows: &mut Vec<Row>, found: &Diagnostic, look: &Look) {
    let code = found.rule.code;
    let mut now = Row::default();
    if !look.ignore.is_empty() {
        now.push(look.ignore.as_str(), Role::Key);
        now.push(format!(" hides {code} in this session; "), Role::Muted);
    }
    now.push(format!("chartroom validate --ignore {code}"), Role::Muted);
    labelled(rows, "Hide", &now, look.width);
    if look.is_local {
        let comment = comment(found).map(|comment| format!("{comment} in the line above; "));
        let text = format!(
            "with a reason: {}chartroom.yaml beside the repository",
            comment.unwrap_or_default()
        );
        labelled(rows, "Accept", &Row::of(text, Role::Muted), look.width);
    }
}

/// The comment that accepts a finding, if its file is one that can be written and has such comments.
fn comment(found: &Diagnostic) -> Option<String> {
    let (place, code) = (&found.place, found.rule.code);
    let in_template = place.file.split('/').any(|part| part == "templates");
    let extension = place.file.rsplit_once('.').map(|(_, extension)| extension)?;
    let can = place.span.is_some() && !place.file.contains('!');
    match extension {
        _ if !can => None,
        "yaml" | "yml" | "tpl" | "txt" if in_template => {
            Some(format!("{{{{/* chartroom:ignore {code} WHY */}}}}"))
        }
        "yaml" | "yml" => Some(format!("# chartroom:ignore {code} WHY")),
        _ => None,
    }
}

/// The lines around a place, with numbers, and carets under what is meant. Where the lines are too long they are
/// scrolled so that it is seen.
#[must_use]
pub fn excerpt(
    lines: &Excerpt,
    span: Span,
    language: Language,
    (width, aside): (usize, isize),
) -> Vec<Row> {
    let count = lines.lines.len();
    let number = |offset: usize| lines.first_line as usize + offset;
    let digits = number(count).to_string().len();
    let room = width.saturating_sub(digits + 3);
    let (start, length) = caret(lines, span);
    let skipped = skipped((start, length), room, aside);
    let code = highlight(&lines.lines.join("\n"), language, 0..count);
    let mut out = Vec::new();
    for offset in 0..count {
        let is_meant = number(offset) == span.line as usize;
        let role = if is_meant { Role::Strong } else { Role::Muted };
        let mut row = Row::of(cells::pad_left(&number(offset).to_string(), digits), role);
        row.push(" | ", Role::Muted);
        // What is around it is told quietly: the eye finds the line, and a move costs less on a slow line.
        let mut line = code.get(offset).cloned().unwrap_or_default();
        if !is_meant {
            line = Row::of(line.plain(), Role::Muted);
        }
        cut(&line, skipped, lines.first_column > 1)
            .pieces
            .into_iter()
            .for_each(|piece| row.push(piece.text, piece.role));
        out.push(row);
        if is_meant {
            let hidden = skipped.saturating_sub(start);
            let seen = length.saturating_sub(hidden).min(room);
            out.push(
                Row::of(" ".repeat(digits) + " | ", Role::Muted)
                    .with(" ".repeat(start.saturating_sub(skipped)), Role::Text)
                    .with("^".repeat(seen), Role::Error),
            );
        }
    }
    out
}

/// Where in its line what is meant stands, in cells, and how many it takes.
fn caret(lines: &Excerpt, span: Span) -> (usize, usize) {
    let offset = span.line.saturating_sub(lines.first_line) as usize;
    let line = lines.lines.get(offset).map_or("", String::as_str);
    let before = span.column.saturating_sub(lines.first_column) as usize;
    let head: String = line.chars().take(before).collect();
    let meant: String = line.chars().skip(before).take(span.length as usize).collect();
    (cells::width(&clean(&head)), cells::width(clean(&meant).trim_end()).max(1))
}

/// How many cells are scrolled out at the left.
fn skipped((start, length): (usize, usize), room: usize, aside: isize) -> usize {
    let end = start + length.min(room / 2);
    let needed = if end > room { start.saturating_sub(room / 3) } else { 0 };
    needed.saturating_add_signed(aside.saturating_mul(ASIDE))
}

/// A line without its first cells, with two dots where something is missing.
fn cut(line: &Row, skipped: usize, is_part: bool) -> Row {
    if (skipped == 0 && !is_part) || line.width() == 0 {
        return line.clone();
    }
    let mut out = Row::of("..", Role::Muted);
    line.skip(skipped + 2).pieces.into_iter().for_each(|it| out.push(it.text, it.role));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::index::IDX010;

    fn check(lines: (&[&str], u32, u32), span: (u32, u32, u32), width: usize, expected: &[&str]) {
        let (texts, first_line, first_column) = lines;
        let lines = texts.iter().map(|line| (*line).to_owned()).collect();
        let lines = Excerpt { first_line, first_column, lines };
        let span = Span { line: span.0, column: span.1, length: span.2 };
        let rows = excerpt(&lines, span, Language::Yaml, (width, 0));
        let found: Vec<String> = rows.iter().map(Row::plain).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_carets_stand_below_what_is_meant_whatever_is_before_it() {
        check(
            (&["a: 1", "b: 2", "c: 3"], 9, 1),
            (10, 4, 1),
            40,
            &[" 9 | a: 1", "10 | b: 2", "   |    ^", "11 | c: 3"],
        );
        check((&["名前: 空"], 1, 1), (1, 5, 1), 40, &["1 | 名前: 空", "  |       ^^"]);
        check((&["x\ty: 1"], 1, 1), (1, 3, 1), 40, &["1 | x    y: 1", "  |      ^"]);
        check((&["a\u{1b}[2Jb: 1"], 1, 1), (1, 6, 1), 40, &["1 | a[2Jb: 1", "  |     ^"]);
        check((&["a"], 1, 1), (1, 1, 0), 40, &["1 | a", "  | ^"]);
    }

    #[test]
    fn long_lines_are_scrolled_until_what_is_meant_is_seen() {
        let long = format!("{}here{}", "x".repeat(60), "y".repeat(60));
        let shown = format!("1 | ..{}here{}", "x".repeat(3), "y".repeat(60));
        check((&[&long, "b"], 1, 1), (1, 61, 4), 20, &[&shown, "  |      ^^^^", "2 | .."]);
        check((&["of a part"], 1, 900), (1, 903, 1), 40, &["1 | .. a part", "  |    ^"]);
    }

    #[test]
    fn what_accepts_a_finding_is_told_where_it_would_be_heard() {
        let check = |file: &str, is_local: bool, expected: &[&str]| {
            let place = Place::at(file, Span { line: 4, column: 1, length: 1 });
            let found = Diagnostic::new(&IDX010, place, "twice");
            let look = Look { width: 200, is_local, ..Look::default() };
            let rows = finding(&found, &look);
            let told: Vec<String> =
                rows.iter().map(Row::plain).filter(|row| row.starts_with("Accept")).collect();
            assert_eq!(told, expected, "{file}");
        };
        check("index.yaml", false, &[]);
        check(
            "index.yaml",
            true,
            &[
                "Accept    with a reason: # chartroom:ignore IDX010 WHY in the line above; chartroom.yaml beside the repository",
            ],
        );
        check(
            "redis/templates/a.yaml",
            true,
            &[
                "Accept    with a reason: {{/* chartroom:ignore IDX010 WHY */}} in the line above; chartroom.yaml beside the repository",
            ],
        );
        for file in ["values.schema.json", "a.tgz!a/Chart.yaml"] {
            check(file, true, &["Accept    with a reason: chartroom.yaml beside the repository"]);
        }
    }

    #[test]
    fn every_part_fits_its_width_and_consumers_that_never_look_are_not_told() {
        let place = Place::at("index.yaml", Span { line: 4, column: 1, length: 1 });
        let mut found = Diagnostic::new(&IDX010, place.clone(), "\"a\" lists 1.0.0 twice \u{202e}");
        found = found.of("a", "1.0.0").related(place, "first");
        for width in [30, 46, 76] {
            let look = Look { width, ignore: "i".to_owned(), ..Look::default() };
            let rows = finding(&found, &look);
            let text: Vec<String> = rows.iter().map(Row::plain).collect();
            assert!(rows.iter().all(|row| row.width() <= width), "{text:#?}");
            let all = text.join("\n");
            assert!(!all.contains('\u{202e}') && all.contains("first") && all.contains("IDX010"));
        }
    }
}
