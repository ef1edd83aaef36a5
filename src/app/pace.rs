//! How often things move on their own: counters while something runs, and the progress that is let through.
//!
//! May import: `monitor`.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::monitor::Progress;

/// How often counters move while something runs.
const TICK: Duration = Duration::from_secs(1);

/// The least time between two reports of one task: nobody reads faster.
const REPORT: Duration = Duration::from_millis(100);

/// When the next tick is due. The time stays the same whatever else wakes the loop meanwhile: news that
/// comes more often than the tick must not put it off.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pulse {
    next: Option<Instant>,
}

impl Pulse {
    /// When to tick next; `None` while nothing runs.
    pub fn due(&mut self, is_busy: bool, now: Instant) -> Option<Instant> {
        if !is_busy {
            self.next = None;
            return None;
        }
        Some(*self.next.get_or_insert(now + TICK))
    }

    /// The tick has come.
    pub fn ticked(&mut self, now: Instant) {
        self.next = Some(now + TICK);
    }
}

/// Lets a task's progress through now and then. What begins a new phase always passes.
#[derive(Debug, Default)]
pub struct Throttle {
    last: Mutex<Option<(Instant, String)>>,
}

impl Throttle {
    /// Whether that progress is to be told.
    pub fn passes(&self, progress: &Progress, now: Instant) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let passes = last.as_ref().is_none_or(|(at, phase)| {
            *phase != progress.phase || now.saturating_duration_since(*at) >= REPORT
        });
        if passes {
            *last = Some((now, progress.phase.clone()));
        }
        passes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::monitor::Unit;

    #[test]
    fn news_that_wakes_the_loop_does_not_put_the_tick_off() {
        let (start, mut pulse) = (Instant::now(), Pulse::default());
        let after = |milliseconds| start + Duration::from_millis(milliseconds);
        for milliseconds in [0, 100, 900, 999, 1_500] {
            assert_eq!(pulse.due(true, after(milliseconds)), Some(after(1_000)));
        }
        pulse.ticked(after(1_010));
        assert_eq!(pulse.due(true, after(1_100)), Some(after(2_010)));
        assert_eq!(pulse.due(false, after(1_200)), None);
        assert_eq!(pulse.due(true, after(9_000)), Some(after(10_000)), "new work, new seconds");
    }

    #[test]
    fn progress_passes_ten_times_a_second_and_with_each_new_phase() {
        let progress = |phase: &str| Progress {
            phase: phase.to_owned(),
            done: 1,
            total: None,
            unit: Unit::Objects,
        };
        let (start, throttle) = (Instant::now(), Throttle::default());
        let told = (0..1_000_u64)
            .filter(|at| throttle.passes(&progress("a"), start + Duration::from_millis(*at)))
            .count();
        assert_eq!(told, 10);
        let late = start + Duration::from_secs(1);
        assert!(throttle.passes(&progress("b"), late), "a new phase");
        assert!(!throttle.passes(&progress("b"), late));
    }
}
