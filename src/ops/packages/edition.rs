//! Which program judges: findings of another one are not told as one's own.
//!
//! May import: `archive`, `model`.

use std::fmt::Write as _;
use std::sync::OnceLock;

use crate::archive::Limits;
use crate::model::digest::name_of;
use crate::model::rule;

/// A name for the version of the program, its rules and its limits.
pub(super) fn edition() -> &'static str {
    static EDITION: OnceLock<String> = OnceLock::new();
    EDITION.get_or_init(|| {
        let mut text =
            format!("{} {:?} {}\n", env!("CARGO_PKG_VERSION"), Limits::default(), build());
        for rule in rule::all() {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "{rule:?}");
        }
        name_of(&text)
    })
}

/// While the program is being worked on its version stays and its rules change: then the file tells.
fn build() -> String {
    if !cfg!(debug_assertions) {
        return String::new();
    }
    let program = std::env::current_exe().and_then(std::fs::metadata);
    program.map(|data| format!("{} {:?}", data.len(), data.modified().ok())).unwrap_or_default()
}
