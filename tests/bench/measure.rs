//! How things are timed: the two sides take turns, and the best of each counts.

use std::hint::black_box;
use std::time::{Duration, Instant};

const ROUNDS: usize = 7;

/// The best time of each side, with the sides interleaved so that both see the same machine.
pub(crate) fn compare<A, B>(
    mut ours: impl FnMut() -> A,
    mut yardstick: impl FnMut() -> B,
) -> (Duration, Duration) {
    let mut best = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        best.0 = best.0.min(time(&mut ours));
        best.1 = best.1.min(time(&mut yardstick));
    }
    best
}

/// Prints one row of the table.
pub(crate) fn row(what: &str, (ours, yardstick): (Duration, Duration)) {
    let ratio = ours.as_secs_f64() / yardstick.as_secs_f64();
    println!("{what:<44} {:>10} {:>10} {ratio:>8.3}", shown(ours), shown(yardstick));
}

fn time<T>(work: &mut impl FnMut() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn shown(time: Duration) -> String {
    match time.as_micros() {
        micros @ 0..10_000 => format!("{micros} µs"),
        micros => format!("{} ms", micros / 1000),
    }
}
