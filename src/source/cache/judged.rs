//! What was found in packages, by a key that stands for their bytes and for who judged them.
//!
//! May import: `source::cache::file`.

use std::fs;
use std::path::{Path, PathBuf};

use super::file::{self, Sync};

/// All of it together, in bytes; what was written first goes first.
const LIMIT: u64 = 256 << 20;
/// The most that is kept of one package, in bytes.
const LARGEST: usize = 4 << 20;

/// What was kept under that key.
#[must_use]
pub fn read(cache: &Path, key: &str) -> Option<Vec<u8>> {
    fs::read(path(cache, key)).ok()
}

/// Keeps what was found under a key of lower-case hexadecimal digits. What is too large is not kept, and a full
/// disk is no reason to fail: it is then found again.
pub fn write(cache: &Path, key: &str, bytes: &[u8]) {
    if bytes.len() <= LARGEST {
        let _ = file::put(&path(cache, key), bytes, Sync::Later);
    }
}

/// Removes what was written first until the rest is within the limit.
pub fn prune(cache: &Path) {
    file::prune(&folder(cache), LIMIT);
}

fn folder(cache: &Path) -> PathBuf {
    cache.join("judged")
}

fn path(cache: &Path, key: &str) -> PathBuf {
    folder(cache).join(key)
}
