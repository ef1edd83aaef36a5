//! How much a package may cost, and what is left of that while it and the archives within it are read.
//!
//! May import: `model`.

use crate::model::Package;

/// How much a package may cost. The defaults are Helm's (5 MiB a file, 100 MiB together) and our own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the archive itself.
    pub compressed: u64,
    /// Bytes of all files together, nested archives included.
    pub total: u64,
    /// Bytes of one file.
    pub file: u64,
    /// Number of files, nested archives included.
    pub count: usize,
    /// Unpacked to packed size, from which on a package that unpacks to more than 16 MiB is suspicious.
    pub ratio: u64,
    /// Archives within archives.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            compressed: 50 << 20,
            total: 100 << 20,
            file: 5 << 20,
            count: 10_000,
            ratio: 200,
            depth: 4,
        }
    }
}

/// What is left of the [`Limits`] for a package and all archives within it.
#[derive(Clone, Debug)]
pub struct Budget {
    pub(super) limits: Limits,
    pub(super) total: u64,
    pub(super) count: usize,
    pub(super) depth: usize,
}

impl Budget {
    /// The whole budget.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, total: limits.total, count: limits.count, depth: limits.depth }
    }

    /// The budget that is left once a package has been read.
    #[must_use]
    pub fn after(limits: Limits, package: &Package) -> Self {
        let mut budget = Self::new(limits);
        let bytes: usize = package.files.iter().map(|file| file.bytes.len()).sum();
        budget.total = budget.total.saturating_sub(bytes as u64);
        budget.count = budget.count.saturating_sub(package.files.len());
        budget
    }

    /// What is left for the content of an archive within the present one.
    #[must_use]
    pub fn deeper(&self) -> Self {
        Self { depth: self.depth.saturating_sub(1), ..self.clone() }
    }

    /// Takes over what an inner budget has spent.
    pub fn settle(&mut self, inner: &Self) {
        (self.total, self.count) = (inner.total, inner.count);
    }
}
