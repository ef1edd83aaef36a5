//! A screen as a picture: one `<text>` per run of cells at a fixed place, one `<rect>` per run of
//! background. Byte for byte the same for the same screen.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Size of a cell in the picture.
const CELL: (u32, u32) = (9, 19);
/// Space around the screen.
const MARGIN: u32 = 12;
/// What a terminal's own text and background look like.
pub(super) struct Paper {
    text: &'static str,
    background: &'static str,
}

/// A dark terminal.
pub(super) const DARK: Paper = Paper { text: "#d3d7de", background: "#171a21" };
/// A light terminal.
pub(super) const LIGHT: Paper = Paper { text: "#23272e", background: "#fbfbf9" };

/// The terminal's own 16 colours.
const SIXTEEN: [&str; 16] = [
    "#20242d", "#ff8a80", "#86d993", "#ffcf70", "#7fb4ff", "#d7a6ff", "#8fd3e8", "#d3d7de",
    "#8b93a1", "#ffab9f", "#a8e6b1", "#ffe0a3", "#a8ccff", "#e6c8ff", "#b5e4f1", "#ffffff",
];

/// How a run of cells looks.
#[derive(Clone, PartialEq)]
struct Look {
    text: String,
    background: String,
    modifier: Modifier,
}

/// The screen as SVG.
pub(super) fn svg(buffer: &Buffer, title: &str, paper: &Paper) -> String {
    let area = buffer.area;
    let (width, height) = (u32::from(area.width) * CELL.0, u32::from(area.height) * CELL.1);
    let (full_width, full_height) = (width + 2 * MARGIN, height + 2 * MARGIN);
    let screen = paper.background;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {full_width} {full_height}\" \
         width=\"{full_width}\" height=\"{full_height}\" role=\"img\" font-size=\"15\" \
         font-family=\"'DejaVu Sans Mono','Cascadia Mono',Menlo,Consolas,monospace\">\n\
         <title>{}</title>\n<rect width=\"{full_width}\" height=\"{full_height}\" rx=\"8\" fill=\"{screen}\"/>\n",
        escape(title)
    );
    for y in 0..area.height {
        for (x, text, look) in runs(buffer, y, paper) {
            let columns = u32::try_from(unicode_width::UnicodeWidthStr::width(text.as_str()))
                .expect("a run is no longer than a line");
            let (left, top) = (MARGIN + u32::from(x) * CELL.0, MARGIN + u32::from(y) * CELL.1);
            write_run(&mut out, &Run { left, top, width: columns * CELL.0, text, look }, screen);
        }
    }
    out.push_str("</svg>\n");
    out
}

struct Run {
    left: u32,
    top: u32,
    width: u32,
    text: String,
    look: Look,
}

fn write_run(out: &mut String, run: &Run, screen: &str) {
    let Run { left, top, width, text, look } = run;
    if look.background != screen {
        let fill = &look.background;
        let height = CELL.1;
        writeln!(
            out,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>"
        )
        .expect("a string takes everything");
    }
    if text.trim().is_empty() {
        return;
    }
    let mut more = String::new();
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.65\""),
    ] {
        if look.modifier.contains(modifier) {
            more.push_str(attribute);
        }
    }
    writeln!(
        out,
        "<text x=\"{left}\" y=\"{}\" textLength=\"{width}\" fill=\"{}\"{more} xml:space=\"preserve\">{}</text>",
        top + 14,
        look.text,
        escape(text)
    )
    .expect("a string takes everything");
}

/// The runs of one line: where they start, their text, their look.
fn runs(buffer: &Buffer, y: u16, paper: &Paper) -> Vec<(u16, String, Look)> {
    let mut runs: Vec<(u16, String, Look)> = Vec::new();
    let mut covered = 0;
    for x in 0..buffer.area.width {
        let cell = buffer.cell((x, y)).expect("within the area");
        if x < covered {
            continue;
        }
        let width = unicode_width::UnicodeWidthStr::width(cell.symbol()).max(1);
        covered = x + u16::try_from(width).expect("a cell is narrow");
        let look = look(cell, paper);
        match runs.last_mut() {
            Some((_, text, last)) if *last == look => text.push_str(cell.symbol()),
            _ => runs.push((x, cell.symbol().to_owned(), look)),
        }
    }
    for (x, text, look) in &mut runs {
        if !look.modifier.contains(Modifier::UNDERLINED) && look.background == paper.background {
            let blanks = text.len() - text.trim_start_matches(' ').len();
            if blanks < text.len() {
                *x += u16::try_from(blanks).expect("a run is no longer than a line");
                *text = text.trim().to_owned();
            }
        }
    }
    runs
}

fn look(cell: &Cell, paper: &Paper) -> Look {
    let (mut text, mut background) = (color(cell.fg, paper.text), color(cell.bg, paper.background));
    if cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut text, &mut background);
    }
    Look { text, background, modifier: cell.modifier }
}

fn color(color: Color, default: &str) -> String {
    let index = match color {
        Color::Reset => return default.to_owned(),
        Color::Rgb(red, green, blue) => return format!("#{red:02x}{green:02x}{blue:02x}"),
        Color::Indexed(index) => usize::from(index),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    SIXTEEN.get(index).copied().unwrap_or(default).to_owned()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
