//! One role's looks, as a theme file writes them: colours for three depths, and attributes.
//!
//! May import: `app::theme::depth`.

use std::fmt;

use ratatui::style::{Color, Modifier, Style};
use serde::de::{Deserialize, Deserializer, Error, Visitor};

use super::depth::ColorDepth;

/// One role's looks.
///
/// `fg` and `bg` hold either one of the terminal's own colours (`blue`, `bright-red`, `default`) or three
/// choices: `"#7aa2f7 111 blue"` for red-green-blue, for 256 and for 16 colours. Nothing is converted:
/// whoever writes a theme chooses for each.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Paint {
    /// Colour of the text.
    pub fg: Option<Ink>,
    /// Colour behind the text.
    pub bg: Option<Ink>,
    /// Attributes.
    pub with: Vec<Attribute>,
    /// Attributes where there are no colours; `None` keeps `with`.
    pub mono: Option<Vec<Attribute>>,
}

impl Paint {
    /// The style for a terminal of that depth.
    #[must_use]
    pub fn style(&self, depth: ColorDepth) -> Style {
        let colored = depth != ColorDepth::None;
        let with = if colored { &self.with } else { self.mono.as_ref().unwrap_or(&self.with) };
        let mut style = Style::new();
        for attribute in with {
            style = style.add_modifier(attribute.modifier());
        }
        if let (true, Some(ink)) = (colored, &self.fg) {
            style = style.fg(ink.color(depth));
        }
        if let (true, Some(ink)) = (colored, &self.bg) {
            style = style.bg(ink.color(depth));
        }
        style
    }
}

/// What a cell can have besides colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Attribute {
    /// Bold.
    Bold,
    /// Darker. Not every terminal has it.
    Dim,
    /// Slanted. Not every terminal has it.
    Italic,
    /// Underlined.
    Underline,
    /// Text and background exchanged.
    Reverse,
}

impl Attribute {
    fn modifier(self) -> Modifier {
        match self {
            Self::Bold => Modifier::BOLD,
            Self::Dim => Modifier::DIM,
            Self::Italic => Modifier::ITALIC,
            Self::Underline => Modifier::UNDERLINED,
            Self::Reverse => Modifier::REVERSED,
        }
    }
}

/// A colour for each depth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink {
    /// For red, green and blue.
    pub full: Color,
    /// For 256 colours.
    pub indexed: Color,
    /// For the terminal's own 16.
    pub sixteen: Color,
}

impl Ink {
    /// The colour for that depth.
    #[must_use]
    pub fn color(self, depth: ColorDepth) -> Color {
        match depth {
            ColorDepth::None => Color::Reset,
            ColorDepth::Sixteen => self.sixteen,
            ColorDepth::Indexed => self.indexed,
            ColorDepth::True => self.full,
        }
    }

    fn parse(text: &str) -> Result<Self, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        match *words.as_slice() {
            [name] => {
                let color = named(name)?;
                Ok(Self { full: color, indexed: color, sixteen: color })
            }
            [full, index, name] => Ok(Self {
                full: hexadecimal(full)?,
                indexed: index
                    .parse()
                    .map(Color::Indexed)
                    .map_err(|_| format!("\"{index}\" is not a number from 0 to 255"))?,
                sixteen: named(name)?,
            }),
            _ => Err(format!(
                "\"{text}\" is neither one of the 16 colours nor three choices like \"#7aa2f7 111 blue\""
            )),
        }
    }
}

impl<'de> Deserialize<'de> for Ink {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InkVisitor;
        impl Visitor<'_> for InkVisitor {
            type Value = Ink;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a colour such as blue or \"#7aa2f7 111 blue\"")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Ink, E> {
                Ink::parse(text).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(InkVisitor)
    }
}

fn hexadecimal(text: &str) -> Result<Color, String> {
    text.strip_prefix('#')
        .filter(|digits| digits.len() == 6)
        .and_then(|digits| u32::from_str_radix(digits, 16).ok())
        .map(Color::from_u32)
        .ok_or_else(|| format!("\"{text}\" is not a colour like #7aa2f7"))
}

const NAMED: [(&str, Color); 17] = [
    ("default", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright-black", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
];

fn named(name: &str) -> Result<Color, String> {
    NAMED
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, color)| *color)
        .ok_or_else(|| format!("\"{name}\" is none of the terminal's 16 colours, nor \"default\""))
}
