//! Themes: what each *role* on the screen looks like. The rest of the screen names roles, never colours.
//!
//! May import: `yaml`, `app::theme::*`.

mod depth;
mod paint;

use std::collections::BTreeMap;

use ratatui::style::Style;
use serde::Deserialize;

use crate::yaml;

pub use depth::{ColorDepth, Frames};
pub use paint::Paint;

/// Declares the roles once: the variant, the name in theme files, and what it is for.
macro_rules! roles {
    ($($variant:ident $name:literal $purpose:literal)*) => {
        /// What a piece of the screen means.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
        pub enum Role {
            $(#[doc = $purpose] #[serde(rename = $name)] $variant,)*
        }

        impl Role {
            /// Every role, in the order in which theme files name them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name in theme files.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

roles! {
    Text "text" "Everything that has no other role; its background is the screen's."
    Muted "muted" "What may be overlooked: units, old values, explanations."
    Accent "accent" "What should be seen first: the name in a title, the active tab."
    Header "header" "The first line of the screen."
    Title "title" "Pane titles."
    Border "border" "Frames of panes without focus."
    BorderFocused "border_focused" "The frame of the focused pane."
    Selection "selection" "The selected row of the focused pane."
    SelectionUnfocused "selection_unfocused" "The selected row of other panes."
    Match "match" "The cells that a filter or a search matched."
    Input "input" "A field that can be typed into."
    Ok "ok" "Good, passed, current."
    Warning "warning" "Worth a look."
    Error "error" "Failed, refused, broken."
    Info "info" "Worth knowing."
    Busy "busy" "Under way."
    Stale "stale" "Shown from the cache, older than it should be."
    Key "key" "Keys to press, in the footer and in the help."
    Strong "strong" "Words that a document stresses strongly."
    Emphasis "emphasis" "Words that a document stresses."
    Heading "heading" "Headings in documents, and labels above groups."
    Link "link" "URLs."
    CodeKey "code.key" "Keys of YAML and JSON."
    CodeString "code.string" "Texts in code."
    CodeNumber "code.number" "Numbers, booleans and null in code."
    CodeComment "code.comment" "Comments in code."
    CodeTemplate "code.template" "Template expressions."
    CodePunctuation "code.punctuation" "Colons, dashes, brackets."
}

/// What a theme file holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ThemeFile {
    #[serde(rename = "description")]
    _description: String,
    roles: BTreeMap<Role, Paint>,
}

/// The embedded themes: name and text. The first is the default.
const EMBEDDED: &[(&str, &str)] = &[
    ("terminal", include_str!("../../themes/terminal.yaml")),
    ("dark", include_str!("../../themes/dark.yaml")),
    ("light", include_str!("../../themes/light.yaml")),
    ("mono", include_str!("../../themes/mono.yaml")),
];

/// How each role looks on this terminal.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    styles: Vec<Style>,
    frames: Frames,
}

impl Theme {
    /// The names of the embedded themes, the default first.
    pub fn names() -> impl Iterator<Item = &'static str> {
        EMBEDDED.iter().map(|(name, _)| *name)
    }

    /// The text of an embedded theme, as a start for one's own.
    #[must_use]
    pub fn source(name: &str) -> Option<&'static str> {
        EMBEDDED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }

    /// The embedded theme of that name.
    ///
    /// # Errors
    /// When there is none of that name; the text lists those that there are.
    pub fn embedded(name: &str, depth: ColorDepth) -> Result<Self, String> {
        let Some(text) = Self::source(name) else {
            let names: Vec<&str> = Self::names().collect();
            return Err(format!("unknown theme \"{name}\": use one of {}", names.join(", ")));
        };
        Self::from_yaml(text, depth)
    }

    /// Reads a theme file for a terminal of that colour depth.
    ///
    /// # Errors
    /// Unknown keys, roles, colours and attributes, with the line; roles that are not named.
    pub fn from_yaml(text: &str, depth: ColorDepth) -> Result<Self, String> {
        let file: ThemeFile = yaml::from_str(text).map_err(|error| error.to_string())?;
        let missing: Vec<&str> = Role::ALL
            .iter()
            .filter(|role| !file.roles.contains_key(role))
            .map(|role| role.name())
            .collect();
        if !missing.is_empty() {
            return Err(format!("roles not named: {}", missing.join(", ")));
        }
        let styles = file.roles.values().map(|paint| paint.style(depth)).collect();
        Ok(Self { styles, frames: Frames::Lines })
    }

    /// The same theme with other frames.
    #[must_use]
    pub fn with_frames(mut self, frames: Frames) -> Self {
        self.frames = frames;
        self
    }

    /// How that role looks.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }

    /// What frames are drawn with.
    #[must_use]
    pub fn frames(&self) -> Frames {
        self.frames
    }
}

impl Default for Theme {
    /// The default theme with the terminal's own 16 colours.
    fn default() -> Self {
        Self::embedded("terminal", ColorDepth::Sixteen)
            .expect("the embedded default theme is loaded by a test")
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::{Color, Modifier};

    use super::*;

    #[test]
    fn every_embedded_theme_loads_at_every_depth() {
        for name in Theme::names() {
            for depth in
                [ColorDepth::None, ColorDepth::Sixteen, ColorDepth::Indexed, ColorDepth::True]
            {
                let theme = Theme::embedded(name, depth);
                assert!(theme.is_ok(), "{name}: {theme:?}");
            }
        }
    }

    #[test]
    fn without_colours_no_role_has_one_and_states_still_differ_from_text() {
        for name in Theme::names() {
            let theme = Theme::embedded(name, ColorDepth::None).unwrap();
            for role in Role::ALL {
                let style = theme.style(*role);
                assert!(style.fg.is_none() && style.bg.is_none(), "{name}: {}", role.name());
            }
            assert!(
                theme.style(Role::Selection).add_modifier.contains(Modifier::REVERSED),
                "{name}"
            );
            for role in [Role::Match, Role::Error, Role::BorderFocused, Role::SelectionUnfocused] {
                assert_ne!(theme.style(role), theme.style(Role::Text), "{name}: {}", role.name());
            }
        }
    }

    #[test]
    fn the_default_theme_uses_the_terminals_own_colours_at_every_depth() {
        let theme = Theme::embedded("terminal", ColorDepth::True).unwrap();
        for role in Role::ALL {
            let style = theme.style(*role);
            for color in [style.fg, style.bg].into_iter().flatten() {
                assert!(!matches!(color, Color::Rgb(..) | Color::Indexed(_)), "{}", role.name());
            }
        }
    }

    #[test]
    fn faults_in_a_theme_file_are_told_with_their_line() {
        let good = Theme::source("mono").unwrap();
        let cases = [
            (good.replace("  accent:", "  accnt:"), "accnt"),
            (good.replace("  accent: {", "  accent: { fgg: red,"), "fgg"),
            (good.replace("  accent: {", "  accent: { fg: reddish,"), "reddish"),
            (good.replace("  accent: {", "  accent: { fg: \"#12345 1 red\","), "#12345"),
            (good.replace("  accent: {", "  accent: { bg: \"#123456 300 red\","), "300"),
            (good.replace("roles:", "rules:"), "rules"),
        ];
        for (text, word) in cases {
            let error = Theme::from_yaml(&text, ColorDepth::True).unwrap_err();
            assert!(error.contains(word) && error.contains("line"), "{error}");
        }
        let error = Theme::from_yaml(&good.replace("  link:", "  #link:"), ColorDepth::True);
        assert_eq!(error.unwrap_err(), "roles not named: link");
    }

    /// Relative luminance of WCAG 2.
    fn luminance(color: Color) -> f64 {
        let Color::Rgb(red, green, blue) = color else {
            unreachable!("{color:?} is no RGB colour")
        };
        let [red, green, blue] = [red, green, blue].map(|value| {
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(one: Color, other: Color) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// The background is the terminal's: each colour has to do on all that terminals come with.
    #[test]
    fn every_text_of_the_truecolor_themes_has_a_contrast_of_at_least_4_5() {
        let dark = [0x00_0000, 0x17_1a21, 0x1e_1e1e, 0x28_2c34];
        let light = [0xff_ffff, 0xfb_fbf9, 0xfd_f6e3];
        for (name, grounds) in [("dark", &dark[..]), ("light", &light[..])] {
            let theme = Theme::embedded(name, ColorDepth::True).unwrap();
            assert_eq!(theme.style(Role::Text), Style::new(), "{name}: the terminal's own");
            for role in Role::ALL {
                let style = theme.style(*role);
                let Some(ink) = style.fg.filter(|_| *role != Role::Border) else {
                    assert_eq!(style.bg, None, "{name}: {} has no colour of its own", role.name());
                    continue;
                };
                let grounds = grounds.iter().map(|ground| Color::from_u32(*ground));
                for ground in style.bg.map_or(grounds.collect(), |own| vec![own]) {
                    let ratio = contrast(ink, ground);
                    assert!(ratio >= 4.5, "{name}: {} has {ratio:.2} on {ground}", role.name());
                }
            }
        }
    }
}
