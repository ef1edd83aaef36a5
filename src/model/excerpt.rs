//! The lines around a place, as they stand in the file but for the secrets of URLs.
//!
//! May import: `model::location`.

use serde::{Deserialize, Serialize};

use super::location::starred;

/// How many lines are shown before and after the one that is meant.
const AROUND: u32 = 2;

/// How many characters of a line are kept.
const WIDTH: usize = 200;

/// How many characters are kept before the column that is meant, of a line that is too long.
const BEFORE: usize = 60;

/// How many bytes are counted at once.
const BLOCK: usize = 1 << 12;

/// How many characters before and after those that are kept are looked at, to know a URL that is cut.
const BEYOND: usize = 2_000;

/// Some lines of a text, with stars for secrets of URLs and raw but for that: whoever shows them cleans them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The number of its first line, from 1.
    pub first_line: u32,
    /// The column at which all its lines begin, from 1; more than 1 where lines are too long.
    pub first_column: u32,
    /// The lines.
    pub lines: Vec<String>,
}

impl Excerpt {
    /// The lines around a place. `lines` are those of the whole text.
    #[must_use]
    pub fn of(lines: &[&str], line: u32, column: u32) -> Option<Self> {
        lines.get(usize::try_from(line.checked_sub(1)?).ok()?)?;
        let first_line = line.saturating_sub(AROUND).max(1);
        let from = usize::try_from(first_line - 1).ok()?;
        let count = usize::try_from(line + AROUND - first_line + 1).ok()?;
        let column = usize::try_from(column).ok()?;
        let skipped = if column > WIDTH - BEFORE / 2 { column - BEFORE } else { 0 };
        Some(Self {
            first_line,
            first_column: u32::try_from(skipped + 1).ok()?,
            lines: lines.iter().skip(from).take(count).map(|line| part(line, skipped)).collect(),
        })
    }
}

/// What follows so many characters of a line. Whole blocks are counted at once: a line may be all of a file, and have
/// a thousand places that are meant.
fn after(line: &str, mut skipped: usize) -> &str {
    let mut start = 0;
    for block in line.as_bytes().chunks(BLOCK) {
        let begun = block.iter().filter(|byte| (**byte & 0xc0) != 0x80).count();
        if begun > skipped {
            break;
        }
        skipped -= begun;
        start += block.len();
    }
    let rest = line.get(line.ceil_char_boundary(start)..).unwrap_or_default();
    let end = rest.char_indices().nth(skipped).map_or(rest.len(), |(place, _)| place);
    rest.get(end..).unwrap_or_default()
}

/// The part of a line that is kept.
fn part(line: &str, skipped: usize) -> String {
    let before = skipped.min(BEYOND);
    let around = after(line, skipped - before).chars().take(before + WIDTH + BEYOND);
    let around: String = around.collect();
    starred(&around).chars().skip(before).take(WIDTH).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, line: u32, column: u32) -> Option<(u32, u32, String)> {
        let lines: Vec<&str> = text.lines().collect();
        Excerpt::of(&lines, line, column)
            .map(|found| (found.first_line, found.first_column, found.lines.join("|")))
    }

    #[test]
    fn the_lines_around_a_place_are_kept() {
        let text = "a\nb\nc\nd\ne\nf";
        for (line, expected) in [
            (1, Some((1, 1, "a|b|c".to_owned()))),
            (4, Some((2, 1, "b|c|d|e|f".to_owned()))),
            (6, Some((4, 1, "d|e|f".to_owned()))),
            (7, None),
            (0, None),
        ] {
            assert_eq!(excerpt(text, line, 1), expected, "{line}");
        }
    }

    #[test]
    fn characters_are_counted_across_blocks() {
        for text in ["x", "ä", "€", "xä€😀"] {
            let line = text.repeat(BLOCK + 5);
            for skipped in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, BLOCK + 4, 9 * BLOCK] {
                let expected: String = line.chars().skip(skipped).collect();
                assert_eq!(after(&line, skipped), expected, "{text} {skipped}");
            }
        }
    }

    #[test]
    fn of_an_endless_line_only_the_part_around_the_place_is_kept() {
        let text = format!("{}here{}", "x".repeat(9_996), "y".repeat(10_000));
        let (_, column, line) = excerpt(&text, 1, 9_997).expect("an excerpt");
        assert_eq!((column, line.chars().count(), line.find("here")), (9_938, WIDTH, Some(59)));
    }

    #[test]
    fn secrets_of_urls_are_starred_even_where_the_line_is_cut() {
        for before in [0, 140, 190, 195, 500] {
            let line = format!("{}- http://user:sekret@h/x.tgz?token=hunter2", "x ".repeat(before));
            for column in [1, 300, 400, 1_000] {
                let (_, _, shown) = excerpt(&line, 1, column).expect("an excerpt");
                assert!(!shown.contains("sekr") && !shown.contains("hunt"), "{shown}");
            }
        }
        let (_, column, shown) = excerpt("- http://me:pw@h/x", 1, 3).expect("an excerpt");
        assert_eq!((column, shown.as_str()), (1, "- http://*****@h/x"));
    }
}
