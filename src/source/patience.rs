//! How long to wait before a request is sent again.
//!
//! May import: nothing of the crate.

use std::time::{Duration, SystemTime};

use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::Response;
use reqwest::header::RETRY_AFTER;

/// Nobody waits longer because a server asks for it.
const LONGEST: Duration = Duration::from_secs(5);

/// The wait after an answer that says "not now"; `None` for other answers, and where the server asks for more
/// patience than there is.
pub(super) fn before_next(response: &Response, base: Duration, attempt: u32) -> Option<Duration> {
    if !matches!(response.status().as_u16(), 429 | 502..=504) {
        return None;
    }
    match asked_for(response) {
        Some(wait) => (wait <= LONGEST).then_some(wait),
        None => Some(pause(base, attempt)),
    }
}

/// The wait that the server asks for: `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3).
pub(super) fn asked_for(response: &Response) -> Option<Duration> {
    let text = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    read(text, SystemTime::now())
}

fn read(text: &str, now: SystemTime) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(Duration::from_secs(u64::from(seconds)));
    }
    let date = DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(SystemTime::from(date).duration_since(now).unwrap_or_default())
}

/// Twice as long each time, and by chance up to half as long again, so that clients do not march in step.
pub(super) fn pause(base: Duration, attempt: u32) -> Duration {
    use std::hash::{BuildHasher, RandomState};
    let chance = u32::try_from(RandomState::new().hash_one(attempt) % 512).unwrap_or_default();
    let pause = base * 2_u32.pow(attempt);
    pause + pause * chance / 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_ask_for_seconds_or_name_a_time() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_445_412_470);
        for (text, expected) in [
            ("0", Some(0)),
            (" 120 ", Some(120)),
            ("Wed, 21 Oct 2015 07:28:00 GMT", Some(10)),
            ("Wed, 21 Oct 2015 07:00:00 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
            ("", None),
        ] {
            assert_eq!(read(text, now), expected.map(Duration::from_secs), "{text}");
        }
    }

    #[test]
    fn pauses_grow_and_differ_by_chance() {
        let base = Duration::from_millis(100);
        for attempt in 0..3 {
            let least = base * 2_u32.pow(attempt);
            let made = pause(base, attempt);
            assert!(made >= least && made <= least * 3 / 2, "{made:?}");
        }
    }
}
