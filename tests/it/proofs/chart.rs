//! Proofs about charts that no text can hold.

use chartroom::{archive, helm};

use super::Proof;

/// Proofs of rules about charts and their values.
pub(super) const PROOFS: &[Proof] =
    &[Proof { rule: "VAL031", fails: || values_of(1_100_000), passes: || values_of(900_000) }];

/// What is told of a chart whose values are that long.
fn values_of(length: usize) -> Vec<String> {
    let chart = "apiVersion: v2\nname: shop\nversion: 1.0.0\n".to_owned();
    let values = format!("text: {}\n", "x".repeat(length));
    codes(vec![("Chart.yaml", chart.into_bytes()), ("values.yaml", values.into_bytes())])
}

fn codes(files: Vec<(&str, Vec<u8>)>) -> Vec<String> {
    let files = files.into_iter().map(|(path, bytes)| (path.to_owned(), bytes));
    let (_, found) = helm::lint::read(&archive::from_tree("shop", files.collect()));
    found.into_iter().map(|found| found.rule.code.to_owned()).collect()
}
