//! Tables whose columns are aligned, and narrowed when the screen is.
//!
//! May import: `app::text::{row, wrap}`, `app::theme` (roles).

use super::row::Row;
use super::wrap::wrap_row;
use crate::app::theme::Role;

/// Cells between columns.
const GAP: usize = 2;
/// No column is narrowed below this.
const LEAST: usize = 6;

/// Draws rows of cells as columns below each other within `width`. The first row is the head when there
/// is more than one; a line divides it from the rest. Cells that do not fit are wrapped.
#[must_use]
pub fn table(cells: &[Vec<Row>], width: usize) -> Vec<Row> {
    let widths = widths(cells, width);
    let mut out = Vec::new();
    for (number, row) in cells.iter().enumerate() {
        out.extend(lines(row, &widths));
        if number == 0 && cells.len() > 1 {
            let mut rule = Row::default();
            for (column, cells) in widths.iter().enumerate() {
                rule.push(" ".repeat(if column > 0 { GAP } else { 0 }), Role::Text);
                rule.push("-".repeat(*cells), Role::Muted);
            }
            out.push(rule);
        }
    }
    out
}

/// Natural widths, none above the whole width, of which the widest are narrowed until all fit.
fn widths(cells: &[Vec<Row>], width: usize) -> Vec<usize> {
    let columns = cells.iter().map(Vec::len).max().unwrap_or(0);
    let mut widths: Vec<usize> = (0..columns)
        .map(|column| {
            cells.iter().filter_map(|row| row.get(column)).map(Row::width).max().unwrap_or(0)
        })
        .map(|cells| cells.clamp(1, width.max(1)))
        .collect();
    let room = width.saturating_sub(GAP * columns.saturating_sub(1));
    while widths.iter().sum::<usize>() > room {
        let next = widths.iter().copied().filter(|cells| *cells > LEAST).max();
        let Some(widest) = widths.iter_mut().find(|cells| Some(**cells) == next) else { break };
        *widest -= 1;
    }
    widths
}

/// One row of the table, as many lines as its tallest cell.
fn lines(row: &[Row], widths: &[usize]) -> Vec<Row> {
    let empty = Row::default();
    let wrapped: Vec<Vec<Row>> = widths
        .iter()
        .enumerate()
        .map(|(column, cells)| {
            wrap_row(row.get(column).unwrap_or(&empty), *cells, &Row::default(), &Row::default())
        })
        .collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(1);
    (0..height)
        .map(|line| {
            let mut out = Row::default();
            let mut at = 0;
            for (cell, width) in wrapped.iter().zip(widths) {
                if let Some(part) = cell.get(line).filter(|part| !part.pieces.is_empty()) {
                    out.push(" ".repeat(at - out.width().min(at)), Role::Text);
                    out.pieces.extend(part.pieces.iter().cloned());
                }
                at += width + GAP;
            }
            out
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[&[&str]], width: usize, expected: &[&str]) {
        let cells: Vec<Vec<Row>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| Row::of(*cell, Role::Text)).collect())
            .collect();
        let lines: Vec<String> = table(&cells, width).iter().map(Row::plain).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn columns_are_aligned_and_narrowed() {
        let rows: &[&[&str]] =
            &[&["Key", "Default", "Description"], &["image.tag", "\"\"", "which image to run"]];
        check(
            rows,
            60,
            &[
                "Key        Default  Description",
                "---------  -------  ------------------",
                "image.tag  \"\"       which image to run",
            ],
        );
        check(
            rows,
            34,
            &[
                "Key        Default  Description",
                "---------  -------  --------------",
                "image.tag  \"\"       which image to",
                "                    run",
            ],
        );
        check(&[&["only", "one"]], 20, &["only  one"]);
        check(&[], 20, &[]);
    }
}
