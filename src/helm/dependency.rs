//! Declared dependencies against `Chart.lock` and the charts below `charts/`.
//!
//! May import: `helm::dependency/*`, `helm::chart`, `model`.

mod declared;
mod digest;
mod lock;
mod origin;
mod switch;
mod vendored;

use super::chart::ChartRead;
use crate::model::Findings;

/// Judges a chart by the rules of this family.
pub(super) fn judge(read: &ChartRead) -> Findings {
    let mut all = Findings::of(read.package.place(""));
    let (lock, findings) = lock::read(read);
    let has_lock = lock.is_some() || !findings.list.is_empty();
    all.absorb(findings);
    let source = declared::source(read);
    let declared = source.as_ref().map(declared::declared).unwrap_or_default();
    let path = source.as_ref().map_or("Chart.yaml", |source| source.path);
    let mut findings = Findings::of(read.package.place(path));
    if let Some(lock) = &lock {
        all.absorb(lock::compare(read, &declared, lock));
    } else if !has_lock {
        lock::missing(read, &declared, &mut findings);
    }
    for other in &declared {
        origin::judge(read, other, &mut findings);
    }
    vendored::compare(read, &declared, &mut findings);
    switch::judge(read, &declared, &mut findings);
    all.absorb(findings);
    let locked = lock.and_then(|lock| lock.locked).unwrap_or_default();
    all.absorb(vendored::against(read, &locked));
    all
}

#[cfg(test)]
mod tests;
