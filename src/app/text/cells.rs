//! Measuring and cutting by terminal cells, grapheme by grapheme.
//!
//! May import: nothing of the crate.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What stands for the part that was cut off. Two dots: the one-cell ellipsis is not in every font.
const CUT: &str = "..";

/// How many cells a text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// The longest start of a text that takes at most `cells`, and the cells that it takes.
#[must_use]
pub fn prefix(text: &str, cells: usize) -> (&str, usize) {
    let mut used = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        let next = used + grapheme.width();
        if next > cells {
            return (text.get(..start).unwrap_or_default(), used);
        }
        used = next;
    }
    (text, used)
}

/// The text, cut to at most `cells`, with two dots in place of what is missing.
#[must_use]
pub fn fit(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let mark = if cells > 4 { CUT } else { "" };
    let (start, _) = prefix(text, cells - mark.len());
    format!("{start}{mark}")
}

/// The text, cut or filled with spaces to exactly `cells`.
#[must_use]
pub fn pad(text: &str, cells: usize) -> String {
    let mut fitted = fit(text, cells);
    let missing = cells.saturating_sub(width(&fitted));
    fitted.extend(std::iter::repeat_n(' ', missing));
    fitted
}

/// The text at the right end of exactly `cells`.
#[must_use]
pub fn pad_left(text: &str, cells: usize) -> String {
    let fitted = fit(text, cells);
    format!("{}{fitted}", " ".repeat(cells.saturating_sub(width(&fitted))))
}

/// The text cut in its middle, for paths and URLs of which both ends matter.
#[must_use]
pub fn fit_middle(text: &str, cells: usize) -> String {
    if width(text) <= cells || cells < 12 {
        return fit(text, cells);
    }
    let (start, taken) = prefix(text, (cells - CUT.len()) / 2);
    let mut end = String::new();
    let mut left = cells - CUT.len() - taken;
    for grapheme in text.graphemes(true).rev() {
        if grapheme.width() > left {
            break;
        }
        left -= grapheme.width();
        end.insert_str(0, grapheme);
    }
    format!("{start}{CUT}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_between_graphemes_and_never_too_wide() {
        for (text, cells, expected) in [
            ("redis", 5, "redis"),
            ("redis-cluster", 8, "redis-.."),
            ("redis", 3, "red"),
            ("名前空間", 7, "名前.."),
            ("名前", 3, "名"),
            ("e\u{301}e\u{301}", 1, "e\u{301}"),
            ("", 0, ""),
            ("x", 0, ""),
        ] {
            assert_eq!(fit(text, cells), expected, "{text} in {cells}");
        }
        assert_eq!(
            fit_middle("https://charts.example.org/stable/index.yaml", 24),
            "https://cha../index.yaml"
        );
    }

    #[test]
    fn padding_gives_exactly_the_width() {
        for text in ["", "a", "名", "名前空間", "a long text"] {
            for cells in 0..9 {
                assert_eq!(width(&pad(text, cells)), cells, "{text}");
                assert_eq!(width(&pad_left(text, cells)), cells, "{text}");
            }
        }
    }
}
