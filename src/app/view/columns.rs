//! Widths of columns, measured over the whole list so that scrolling moves nothing.
//!
//! May import: `app::text`.

use crate::app::text::cells;

/// How many items are measured: enough to be right, few enough to cost nothing in a list of 100,000.
const SAMPLE: usize = 512;

/// The width of the widest text among items spread over the whole list, within `least..=most`.
pub(crate) fn measure<Text: AsRef<str>>(
    count: usize,
    text: impl Fn(usize) -> Text,
    least: usize,
    most: usize,
) -> usize {
    let step = count.div_ceil(SAMPLE).max(1);
    let widest = (0..count).step_by(step).map(|item| cells::width(text(item).as_ref())).max();
    widest.unwrap_or(0).clamp(least, most)
}
