//! Reading an index: ours, with positions and all rules, against a bare typed parse by `serde_yaml`.

use std::collections::BTreeMap;
use std::hint::black_box;

use chartroom::helm;
use serde::Deserialize;

use crate::generate::helm_index;
use crate::measure::{compare, row};

/// The least that a client needs from an index.
#[derive(Deserialize)]
#[expect(dead_code, reason = "the yardstick parses the fields and drops them")]
struct Typed {
    entries: BTreeMap<String, Vec<TypedVersion>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "the yardstick parses the fields and drops them")]
struct TypedVersion {
    name: String,
    version: String,
    app_version: Option<String>,
    description: Option<String>,
    digest: Option<String>,
    urls: Vec<String>,
    keywords: Option<Vec<String>>,
}

/// Prints the rows on index files.
pub(crate) fn run() {
    for (charts, versions) in [(100, 20), (400, 25), (10_000, 2)] {
        let text = helm_index(charts, versions);
        let times = compare(
            || helm::index::read("index.yaml", text.as_bytes()),
            || serde_yaml::from_str::<Typed>(black_box(&text)).expect("the generated index parses"),
        );
        let megabytes = text.len() / 100_000;
        let what =
            format!("index of {}.{} MB, {charts} x {versions}", megabytes / 10, megabytes % 10);
        row(&what, times);
    }
}
