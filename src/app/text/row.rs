//! A row of text: pieces, each with its role.
//!
//! May import: `app::theme` (roles), `app::text::cells`.

use std::borrow::Cow;

use super::cells;
use crate::app::theme::Role;

/// Some text of one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text; no line break, no control character.
    pub text: String,
    /// What it means.
    pub role: Role,
}

/// One row of the screen, or what would like to be one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// From left to right.
    pub pieces: Vec<Piece>,
}

impl Row {
    /// A row of one piece.
    #[must_use]
    pub fn of<'text>(text: impl Into<Cow<'text, str>>, role: Role) -> Self {
        Self::default().with(text, role)
    }

    /// The same row with one more piece.
    #[must_use]
    pub fn with<'text>(mut self, text: impl Into<Cow<'text, str>>, role: Role) -> Self {
        self.push(text, role);
        self
    }

    /// Adds text at the end, to the last piece if it has the same role.
    pub fn push<'text>(&mut self, text: impl Into<Cow<'text, str>>, role: Role) {
        let text = text.into();
        match self.pieces.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.role == role => last.text.push_str(&text),
            _ => self.pieces.push(Piece { text: text.into_owned(), role }),
        }
    }

    /// How many cells it takes.
    #[must_use]
    pub fn width(&self) -> usize {
        self.pieces.iter().map(|piece| cells::width(&piece.text)).sum()
    }

    /// The text without roles.
    #[must_use]
    pub fn plain(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// The row without its first `skipped` cells, for scrolling sideways.
    #[must_use]
    pub fn skip(&self, skipped: usize) -> Self {
        let (mut left, mut out) = (skipped, Self::default());
        for piece in &self.pieces {
            let (start, taken) = cells::prefix(&piece.text, left);
            left -= taken;
            let rest = piece.text.get(start.len()..).unwrap_or_default();
            if !rest.is_empty() {
                left = 0;
            }
            out.push(rest, piece.role);
        }
        out
    }

    /// The row, with two dots at its end if it takes more than `cells`.
    #[must_use]
    pub fn fit(&self, cells: usize) -> Self {
        if self.width() <= cells {
            return self.clone();
        }
        let (mut left, mut out) = (cells, Self::default());
        let mark = if cells > 4 { 2 } else { 0 };
        for piece in &self.pieces {
            let room = left.saturating_sub(mark);
            let (start, taken) = cells::prefix(&piece.text, room);
            out.push(start, piece.role);
            left -= taken;
            if start.len() < piece.text.len() {
                out.push(&".."[..mark], piece.role);
                break;
            }
        }
        out
    }

    /// The row, with two dots in its middle if it takes more than `cells`, so that both of its ends show; where
    /// there is too little room for that, as [`Self::fit`].
    #[must_use]
    pub fn fit_middle(&self, cells: usize) -> Self {
        let whole = self.width();
        if whole <= cells || cells < 8 {
            return self.fit(cells);
        }
        let room = cells - 2;
        let start = self.prefix(room / 2);
        let left = room - start.width();
        // A grapheme of two cells at the cut goes whole.
        let ends = [whole - left, whole - left + 1].map(|skipped| self.skip(skipped));
        let end = ends.into_iter().find(|end| end.width() <= left).unwrap_or_default();
        let role = start.pieces.last().map_or(Role::Text, |piece| piece.role);
        let mut out = start.with("..", role);
        end.pieces.into_iter().for_each(|piece| out.push(piece.text, piece.role));
        out
    }

    /// Its first cells.
    fn prefix(&self, cells: usize) -> Self {
        let (mut left, mut out) = (cells, Self::default());
        for piece in &self.pieces {
            let (start, taken) = cells::prefix(&piece.text, left);
            out.push(start, piece.role);
            left -= taken;
            if start.len() < piece.text.len() {
                break;
            }
        }
        out
    }

    /// The row with the graphemes at these character positions in the role of matches.
    #[must_use]
    pub fn matched(&self, positions: &[u32]) -> Self {
        if positions.is_empty() {
            return self.clone();
        }
        let (mut at, mut out) = (0_u32, Self::default());
        for piece in &self.pieces {
            for character in piece.text.chars() {
                let hit = positions.contains(&at);
                let role = if hit { Role::Match } else { piece.role };
                out.push(character.to_string(), role);
                at += 1;
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        Row::of("name", Role::CodeKey)
            .with(": ", Role::CodePunctuation)
            .with("名前", Role::CodeString)
    }

    #[test]
    fn a_row_is_cut_on_either_side_by_cells() {
        for (skipped, expected) in
            [(0, "name: 名前"), (2, "me: 名前"), (6, "名前"), (8, "前"), (99, "")]
        {
            assert_eq!(row().skip(skipped).plain(), expected, "{skipped}");
        }
        for (cells, expected) in
            [(10, "name: 名前"), (9, "name: .."), (5, "nam.."), (3, "nam"), (0, "")]
        {
            assert_eq!(row().fit(cells).plain(), expected, "{cells}");
        }
    }

    #[test]
    fn a_row_is_cut_in_its_middle_so_that_both_ends_show() {
        for (text, cells, expected) in [
            ("addons-cfg-sample-host-priv", 12, "addon..-priv"),
            ("addons-cfg-sample-host-project-testing", 12, "addon..sting"),
            ("addons-cfg-sample-host-priv", 13, "addon..t-priv"),
            ("addons-cfg-sample-host-priv", 27, "addons-cfg-sample-host-priv"),
            ("addons-cfg-sample-host-priv", 7, "addon.."),
            ("名前空間名前空間", 11, "名前..空間"),
            ("名前空間名前空間", 12, "名前..前空間"),
        ] {
            let row = Row::of(text, Role::Text).fit_middle(cells);
            assert!(row.width() <= cells, "{}", row.plain());
            assert_eq!(row.plain(), expected, "{cells}");
        }
        let matched = Row::of("kube-prometheus-redis", Role::Text).matched(&[16, 17, 20]);
        let roles: Vec<(String, Role)> =
            matched.fit_middle(12).pieces.into_iter().map(|it| (it.text, it.role)).collect();
        let piece = |text: &str, role| (text.to_owned(), role);
        assert_eq!(
            roles,
            [
                piece("kube-..", Role::Text),
                piece("re", Role::Match),
                piece("di", Role::Text),
                piece("s", Role::Match)
            ]
        );
    }

    #[test]
    fn matches_are_pieces_of_their_own() {
        let row = Row::of("kube-redis", Role::Text).matched(&[5, 6, 7]);
        let texts: Vec<&str> = row.pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(texts, ["kube-", "red", "is"]);
        assert_eq!(row.pieces[1].role, Role::Match);
    }
}
