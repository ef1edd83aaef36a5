//! What this terminal can show, told from the environment alone: no terminal is ever asked, since late
//! answers turn up as typed text.
//!
//! May import: nothing of the crate.

/// How many colours there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColorDepth {
    /// None: bold, reverse and underline must do.
    None,
    /// The terminal's own 16.
    Sixteen,
    /// The 256 of xterm.
    Indexed,
    /// Red, green and blue.
    True,
}

impl ColorDepth {
    /// Reads `NO_COLOR`, `COLORTERM` and `TERM` through `variable`.
    #[must_use]
    pub fn detect(variable: impl Fn(&str) -> Option<String>) -> Self {
        if variable("NO_COLOR").is_some_and(|value| !value.is_empty()) {
            return Self::None;
        }
        let term = variable("TERM").unwrap_or_default();
        if is_monochrome(&term) {
            return Self::None;
        }
        let color_term = variable("COLORTERM").unwrap_or_default();
        if matches!(color_term.as_str(), "truecolor" | "24bit") || term.ends_with("-direct") {
            Self::True
        } else if term.contains("256color") || term.starts_with("tmux") {
            Self::Indexed
        } else {
            Self::Sixteen
        }
    }
}

fn is_monochrome(term: &str) -> bool {
    matches!(term, "" | "dumb" | "unknown") || term.starts_with("vt")
}

/// What frames are drawn with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Frames {
    /// Box drawing characters.
    #[default]
    Lines,
    /// `+`, `-`, `|`, and `#` and `=` for the focused pane.
    Ascii,
}

impl Frames {
    /// Reads `TERM` and the locale through `variable`: lines need UTF-8 and a terminal that has them.
    #[must_use]
    pub fn detect(variable: impl Fn(&str) -> Option<String>) -> Self {
        let term = variable("TERM").unwrap_or_default();
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .filter_map(variable)
            .find(|value| !value.is_empty())
            .unwrap_or_default()
            .to_ascii_lowercase();
        let utf8 = locale.contains("utf-8") || locale.contains("utf8");
        let poor = is_monochrome(&term) || matches!(term.as_str(), "linux" | "ansi");
        if utf8 && !poor { Self::Lines } else { Self::Ascii }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &'static [(&str, &str)]) -> impl Fn(&str) -> Option<String> {
        |name| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn the_environment_decides_the_colour_depth() {
        let cases: &[(&'static [(&str, &str)], ColorDepth)] = &[
            (&[("TERM", "xterm")], ColorDepth::Sixteen),
            (&[("TERM", "linux")], ColorDepth::Sixteen),
            (&[("TERM", "screen")], ColorDepth::Sixteen),
            (&[("TERM", "vt220")], ColorDepth::None),
            (&[("TERM", "dumb")], ColorDepth::None),
            (&[], ColorDepth::None),
            (&[("TERM", "xterm-256color")], ColorDepth::Indexed),
            (&[("TERM", "tmux")], ColorDepth::Indexed),
            (&[("TERM", "xterm"), ("COLORTERM", "truecolor")], ColorDepth::True),
            (&[("TERM", "xterm-direct")], ColorDepth::True),
            (&[("TERM", "xterm-direct"), ("NO_COLOR", "1")], ColorDepth::None),
            (&[("TERM", "xterm-direct"), ("NO_COLOR", "")], ColorDepth::True),
        ];
        for (pairs, expected) in cases {
            assert_eq!(ColorDepth::detect(environment(pairs)), *expected, "{pairs:?}");
        }
    }

    #[test]
    fn lines_need_a_utf8_locale_and_a_terminal_that_has_them() {
        let cases: &[(&'static [(&str, &str)], Frames)] = &[
            (&[("TERM", "xterm"), ("LANG", "en_GB.UTF-8")], Frames::Lines),
            (&[("TERM", "xterm"), ("LANG", "C.utf8")], Frames::Lines),
            (&[("TERM", "xterm"), ("LANG", "C.utf8"), ("LC_ALL", "C")], Frames::Ascii),
            (&[("TERM", "linux"), ("LANG", "C.utf8")], Frames::Ascii),
            (&[("TERM", "xterm")], Frames::Ascii),
        ];
        for (pairs, expected) in cases {
            assert_eq!(Frames::detect(environment(pairs)), *expected, "{pairs:?}");
        }
    }
}
