//! Which times Helm accepts: RFC 3339 as Go's strict parser reads it.
//!
//! May import: nothing of the crate.

use jiff::Timestamp;

/// Whether the text is an RFC 3339 time with `T`, seconds and a zone.
#[must_use]
pub(super) fn is_valid(text: &str) -> bool {
    check(text).is_some()
}

/// The moment, where the text is one that can be placed on the time line.
#[must_use]
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

fn check(text: &str) -> Option<()> {
    let bytes = text.as_bytes();
    let (date_time, rest) = bytes.split_at_checked(19)?;
    let shape = date_time.iter().zip(b"0000-00-00T00:00:00").all(|(found, wanted)| match wanted {
        b'0' => found.is_ascii_digit(),
        wanted => found == wanted,
    });
    if !shape {
        return None;
    }
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let clock = number(11, 13)? < 24 && number(14, 16)? < 60 && number(17, 19)? < 60;
    let date = day >= 1 && day <= days(year, month);
    (clock && date && is_zone(fraction(rest)?)).then_some(())
}

fn fraction(rest: &[u8]) -> Option<&[u8]> {
    let Some(digits) = rest.strip_prefix(b".") else { return Some(rest) };
    let count = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (count > 0).then(|| digits.get(count..))?
}

fn is_zone(zone: &[u8]) -> bool {
    let two = |high: u8, low: u8| -> Option<u8> {
        (high.is_ascii_digit() && low.is_ascii_digit()).then(|| (high - b'0') * 10 + (low - b'0'))
    };
    match zone {
        b"Z" => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => {
            two(*h1, *h2).is_some_and(|hours| hours < 24)
                && two(*m1, *m2).is_some_and(|minutes| minutes < 60)
        }
        _ => false,
    }
}

fn days(year: u32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rfc_3339_passes() {
        for (text, expected) in [
            ("2024-02-29T17:26:28Z", true),
            ("2024-02-02T17:26:28.743212345678+02:00", true),
            ("0001-01-01T00:00:00Z", true),
            ("2023-02-29T17:26:28Z", false),
            ("2024-02-02", false),
            ("2024-02-02 17:26:28+00:00", false),
            ("2024-02-02T17:26:28", false),
            ("2024-02-02t17:26:28z", false),
            ("2024-02-02T17:26:28.Z", false),
            ("2024-02-02T24:00:00Z", false),
            ("2024-02-02T17:26:60Z", false),
            ("2024-02-02T17:26:28+2:00", false),
            ("yesterday", false),
            ("", false),
            ("2024-02-02T17:26:2ä", false),
        ] {
            assert_eq!(is_valid(text), expected, "{text}");
        }
    }
}
