//! Signals that end a command: nothing private is left behind then.
//!
//! May import: `source`.

use std::fs;

use futures_util::future::select_all;
use tokio::signal::unix::{SignalKind, signal};

use crate::source;

/// Waits for Ctrl-C, for being ended and for the terminal to hang up; then removes what is private, and ends the
/// program with 128 and the number of the signal, as shells tell it.
///
/// A signal that the program was started to ignore (as by `nohup`) stays ignored.
pub(super) async fn end() {
    let ignored = ignored(&fs::read_to_string("/proc/self/status").unwrap_or_default());
    let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
    let heard = kinds.into_iter().filter(|kind| ignored & bit(*kind) == 0);
    let mut signals: Vec<_> =
        heard.filter_map(|kind| signal(kind).ok().map(|signal| (kind, signal))).collect();
    if signals.is_empty() {
        return;
    }
    let waits = signals.iter_mut().map(|(kind, signal)| {
        Box::pin(async {
            signal.recv().await;
            *kind
        })
    });
    let (kind, ..) = select_all(waits).await;
    source::leave();
    std::process::exit(128 + kind.as_raw_value());
}

fn bit(kind: SignalKind) -> u64 {
    1 << (kind.as_raw_value() - 1)
}

/// The set of ignored signals, as Linux tells it (`man 5 proc_pid_status`); empty where it is not told.
fn ignored(status: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    line.and_then(|set| u64::from_str_radix(set.trim(), 16).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ignored_is_read_as_linux_tells_it() {
        let told = "Name:\tsh\nSigBlk:\t0000000000000000\nSigIgn:\t0000000000001003\n";
        for (kind, expected) in [
            (SignalKind::hangup(), true),
            (SignalKind::interrupt(), true),
            (SignalKind::terminate(), false),
        ] {
            assert_eq!(ignored(told) & bit(kind) != 0, expected, "{kind:?}");
        }
        assert_eq!(ignored(""), 0);
    }
}
