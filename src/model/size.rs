//! Sizes for people, in one notation for the whole program.
//!
//! May import: nothing of the crate.

/// Units of more than one byte, each 1000 of the one before.
const UNITS: [&str; 6] = ["kB", "MB", "GB", "TB", "PB", "EB"];

/// A number of bytes, in the largest unit that it fills, with one decimal, rounded down.
///
/// ```
/// use chartroom::model::size::bytes;
/// assert_eq!(bytes(372), "372 B");
/// assert_eq!(bytes(1_234_567), "1.2 MB");
/// ```
#[must_use]
pub fn bytes(count: u64) -> String {
    let mut size = 1;
    let mut name = "B";
    for unit in UNITS {
        if count / size < 1000 {
            break;
        }
        size *= 1000;
        name = unit;
    }
    if size == 1 {
        return format!("{count} B");
    }
    format!("{}.{} {name}", count / size, count % size / (size / 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_the_unit_that_fits_and_never_exaggerated() {
        for (count, expected) in [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1.0 kB"),
            (1024, "1.0 kB"),
            (1999, "1.9 kB"),
            (999_999, "999.9 kB"),
            (1_000_000, "1.0 MB"),
            (1_234_567, "1.2 MB"),
            (268_435_456, "268.4 MB"),
            (1_000_000_000, "1.0 GB"),
            (u64::MAX, "18.4 EB"),
        ] {
            assert_eq!(bytes(count), expected, "{count}");
        }
    }
}
