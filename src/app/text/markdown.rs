//! Markdown for a terminal: headings, paragraphs, lists, quotes, code, tables. What it does not know is
//! shown as the text that it is.
//!
//! May import: `app::text::*`, `app::theme` (roles), `model::text`.

mod marks;

use super::code::{Language, highlight};
use super::inline::{References, inline};
use super::row::Row;
use super::table::table;
use super::wrap::wrap_row;
use crate::app::theme::Role;
use crate::model::text::clean;
use marks::{fence, heading, is_divider, is_reference, is_rule, is_table, list_mark, split_cells};

/// No line of prose is longer: the eye would lose the next.
const READABLE: usize = 100;

/// A Markdown document as rows of at most `width` cells.
#[must_use]
pub fn markdown(text: &str, width: usize) -> Vec<Row> {
    let lines: Vec<String> =
        without_comments(text).lines().map(|line| clean(line).into_owned()).collect();
    let mut writer = Writer {
        width: width.clamp(8, READABLE.max(8)),
        full: width.max(8),
        references: references(&lines),
        paragraph: Paragraph::default(),
        out: Vec::new(),
    };
    let mut at = 0;
    while at < lines.len() {
        at += writer.block(lines.get(at..).unwrap_or_default());
    }
    writer.end_paragraph();
    while writer.out.last().is_some_and(|row| row.pieces.is_empty()) {
        writer.out.pop();
    }
    writer.out
}

/// The document without `<!-- … -->` and without front matter.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.trim_start_matches('\u{feff}');
    while let Some(start) = rest.find("<!--") {
        let (before, after) = rest.split_at(start);
        out.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// `[label]: url` lines.
fn references(lines: &[String]) -> References {
    lines
        .iter()
        .filter_map(|line| {
            let (label, url) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
            let url = url.split_whitespace().next()?.trim_matches(['<', '>']);
            Some((label.to_lowercase(), url.to_owned()))
        })
        .collect()
}

/// Lines that belong together, and what stands before them.
#[derive(Default)]
struct Paragraph {
    text: String,
    first: Row,
    other: Row,
}

struct Writer {
    /// For prose.
    width: usize,
    /// For tables and code.
    full: usize,
    references: References,
    paragraph: Paragraph,
    out: Vec<Row>,
}

impl Writer {
    /// Reads one block or one line of a paragraph; tells how many lines it took.
    fn block(&mut self, lines: &[String]) -> usize {
        let Some(line) = lines.first() else { return 1 };
        let trimmed = line.trim_start();
        if trimmed.is_empty() {
            self.gap();
            return 1;
        }
        if let Some(fence) = fence(trimmed) {
            return self.code_block(lines, fence);
        }
        if let Some(heading) = heading(trimmed) {
            self.heading(heading.0, heading.1);
            return 1;
        }
        if self.underlined(lines) {
            return 2;
        }
        if is_rule(trimmed) {
            self.gap();
            self.out.push(Row::of("─".repeat(self.width.min(40)), Role::Muted));
            return 1;
        }
        if trimmed.starts_with('|') || is_table(lines) {
            return self.table(lines);
        }
        if self.paragraph.text.is_empty() && line.starts_with("    ") && self.after_gap() {
            return self.indented(lines);
        }
        if is_reference(trimmed) {
            return 1;
        }
        self.prose(line);
        1
    }

    fn after_gap(&self) -> bool {
        self.paragraph.other.pieces.is_empty()
            && self.out.last().is_none_or(|row| row.pieces.is_empty())
    }

    /// A line of a paragraph, a list item or a quotation.
    fn prose(&mut self, line: &str) {
        let indent = line.len() - line.trim_start().len();
        let trimmed = line.trim();
        if let Some((mark, text)) = list_mark(trimmed) {
            self.end_paragraph();
            let before = " ".repeat(indent.min(12) / 2 * 2);
            self.paragraph.first =
                Row::of(before.as_str(), Role::Text).with(mark.as_str(), Role::Muted);
            let width = self.paragraph.first.width();
            self.paragraph.other = Row::of(" ".repeat(width), Role::Text);
            text.clone_into(&mut self.paragraph.text);
        } else if let Some(text) = trimmed.strip_prefix('>') {
            let bar = Row::of("│ ", Role::Muted);
            if self.paragraph.first != bar {
                self.end_paragraph();
            }
            (self.paragraph.first, self.paragraph.other) = (bar.clone(), bar);
            self.add(text.trim_start());
        } else {
            self.add(trimmed);
        }
        if line.ends_with("  ") || line.ends_with('\\') {
            self.end_paragraph();
        }
    }

    fn add(&mut self, text: &str) {
        if !self.paragraph.text.is_empty() {
            self.paragraph.text.push(' ');
        }
        self.paragraph.text.push_str(text);
    }

    fn end_paragraph(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        if paragraph.text.is_empty() {
            return;
        }
        let row = inline(paragraph.text.trim_end_matches('\\'), Role::Text, &self.references);
        if row.plain().trim().is_empty() {
            return;
        }
        self.out.extend(wrap_row(&row, self.width, &paragraph.first, &paragraph.other));
    }

    fn gap(&mut self) {
        self.end_paragraph();
        if self.out.last().is_some_and(|row| !row.pieces.is_empty()) {
            self.out.push(Row::default());
        }
    }

    fn heading(&mut self, level: usize, text: &str) {
        self.gap();
        let role = if level == 1 { Role::Accent } else { Role::Heading };
        let row = inline(text, role, &self.references);
        let width = row.width().min(self.width);
        if width == 0 {
            return;
        }
        self.out.extend(wrap_row(&row, self.width, &Row::default(), &Row::default()));
        match level {
            1 => self.out.push(Row::of("═".repeat(width), Role::Muted)),
            2 => self.out.push(Row::of("─".repeat(width), Role::Muted)),
            _ => {}
        }
        self.out.push(Row::default());
    }

    /// A heading by the line below it.
    fn underlined(&mut self, lines: &[String]) -> bool {
        let (Some(text), Some(below)) = (lines.first(), lines.get(1)) else { return false };
        let below = below.trim_end();
        let level = match below.chars().next() {
            Some('=') if below.chars().all(|mark| mark == '=') => 1,
            Some('-') if below.len() > 2 && below.chars().all(|mark| mark == '-') => 2,
            _ => return false,
        };
        if !self.paragraph.text.is_empty() || list_mark(text.trim()).is_some() {
            return false;
        }
        self.heading(level, text.trim());
        true
    }

    fn code_block(&mut self, lines: &[String], fence: &str) -> usize {
        self.gap();
        let language = lines.first().map_or("", |line| line.trim().trim_start_matches(['`', '~']));
        let inside = lines.iter().skip(1).take_while(|line| !line.trim_start().starts_with(fence));
        let code: Vec<&str> = inside.map(String::as_str).collect();
        self.code(&code, language.trim());
        self.gap();
        code.len() + 2
    }

    fn indented(&mut self, lines: &[String]) -> usize {
        let code: Vec<&str> = lines
            .iter()
            .map_while(|line| line.strip_prefix("    ").or(line.is_empty().then_some("")))
            .collect();
        let kept = code.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
        self.code(code.get(..kept).unwrap_or_default(), "");
        kept.max(1)
    }

    fn code(&mut self, code: &[&str], language: &str) {
        let language = match language {
            "yaml" | "yml" => Language::Yaml,
            "json" => Language::Json,
            _ => Language::Plain,
        };
        for row in highlight(&code.join("\n"), language, 0..code.len()) {
            let mut indented = Row::of("    ", Role::Text);
            for piece in row.pieces {
                let role = if piece.role == Role::Text { Role::CodeString } else { piece.role };
                indented.push(piece.text, role);
            }
            // Not wrapped and not cut: a command is read by scrolling to the side, and copied whole.
            self.out.push(indented);
        }
    }

    fn table(&mut self, lines: &[String]) -> usize {
        self.gap();
        let rows: Vec<&String> = lines.iter().take_while(|line| line.contains('|')).collect();
        let cells: Vec<Vec<Row>> = rows
            .iter()
            .enumerate()
            .filter(|(_, line)| !is_divider(line))
            .map(|(number, line)| {
                let role = if number == 0 { Role::Heading } else { Role::Text };
                split_cells(line).iter().map(|cell| inline(cell, role, &self.references)).collect()
            })
            .collect();
        self.out.extend(table(&cells, self.full));
        self.gap();
        rows.len().max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, width: usize, expected: &str) {
        let rows = markdown(text, width);
        let lines: Vec<String> = rows.iter().map(Row::plain).collect();
        assert_eq!(lines.join("\n"), expected.trim_matches('\n'), "{text}");
    }

    #[test]
    fn prose_headings_and_lists_keep_their_order_and_are_wrapped() {
        check(
            "# Redis\nA fast\nstore.\n\n## Use\n- one\n- two words that are long\n  and go on\n    1. inner\n\nEnd.\n",
            20,
            "
Redis
═════

A fast store.

Use
───

- one
- two words that are
  long and go on
    1. inner

End.",
        );
    }

    #[test]
    fn code_keeps_its_lines_and_its_indentation() {
        check(
            "Run:\n\n```yaml\na: 1\n\n  b: 2\n```\n\n    indented *x*\n",
            40,
            "
Run:

    a: 1
    
      b: 2

    indented *x*",
        );
    }

    #[test]
    fn tables_are_aligned_even_without_outer_bars() {
        let expected = "
Key    Default
-----  -------
a.b|c  1
d      2";
        check("| Key | Default |\n|:--|--:|\n| `a.b|c` | 1 |\n| d | 2 |", 40, expected);
        check("Key | Default\n--- | ---\na.b\\|c | 1\nd | 2", 40, expected);
    }

    #[test]
    fn quotes_rules_links_and_comments() {
        check(
            "<!-- hidden\nmore -->\n> quoted\n> more\n\n---\n\n[docs]\n\n[docs]: https://d.example\n",
            40,
            "
│ quoted more

────────────────────────────────────────

docs <https://d.example>",
        );
        check("Title\n=====\ntext", 40, "Title\n═════\n\ntext");
    }

    #[test]
    fn any_text_gives_rows_that_fit() {
        for text in [
            "|",
            "||",
            "| a",
            "#",
            "######",
            "- ",
            "1. ",
            ">",
            "> ",
            "[a]:",
            "<!--",
            "---",
            "名前空間".repeat(20).as_str(),
            "a\n-",
        ] {
            for width in [1, 8, 30] {
                for row in markdown(text, width) {
                    assert!(row.width() <= width.max(8), "{text:?} in {width}: {:?}", row.plain());
                }
            }
        }
    }

    /// Whatever never closes, each long enough to take minutes if it were sought from each place anew.
    #[test]
    fn hostile_texts_are_read_in_one_go() {
        for unit in [
            "[", "![", "[](", "[a](b", "<", "<a", "`", "``a", "*", "**a", "_", "|", "a|", "> ",
            "- ", "http://", "&", "\\", "<!--", "[a]:", "word", "名", "[[a](b)",
        ] {
            for (text, width) in
                [(unit.repeat(10_000), 8), (format!("{} ]>)`*", unit.repeat(10_000)), 80)]
            {
                let rows = markdown(&text, width);
                assert!(
                    rows.iter().all(|row| row.width() <= width || text.contains('|')),
                    "{unit}"
                );
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn marks_in_any_order_give_rows_that_fit(
            text in "([-#>*_`|!&<\\[\\]()\\\\ \n~=:.1a]|http://|    |\n\n|```\n|名){0,120}",
            width in 1..60_usize,
        ) {
            let is_prose = !text.contains(['|', '`', '~']) && !text.contains("    ");
            for row in markdown(&text, width) {
                proptest::prop_assert!(row.width() <= width.max(8) || !is_prose, "{}", row.plain());
            }
        }
    }
}
