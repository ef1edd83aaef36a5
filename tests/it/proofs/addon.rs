//! Proofs about addons and manifests that no text can say: large files, and what only an import meets.

use chartroom::archive::from_tree;
use chartroom::kyma;
use chartroom::manifest::bundle::{self, Text};
use chartroom::model::Diagnostic;

use super::Proof;

/// Proofs in code.
pub(super) const PROOFS: &[Proof] = &[
    Proof { rule: "ADD060", fails: || schema(64 << 10), passes: || schema((64 << 10) - 1) },
    Proof { rule: "IDX223", fails: || index(8 << 20), passes: || index((8 << 20) - 1) },
    // Nothing shows of which kind an index without entries is.
    Proof {
        rule: "IDX203",
        fails: || entries("{}"),
        passes: || entries("{cache: [{name: cache, version: 0.1.0}]}"),
    },
    Proof {
        rule: "MAN008",
        fails: || manifest("# nothing yet\n"),
        passes: || manifest("kind: X\n"),
    },
];

fn codes(found: &[Diagnostic]) -> Vec<String> {
    found.iter().map(|found| found.rule.code.to_owned()).collect()
}

fn schema(size: usize) -> Vec<String> {
    let (head, tail) = ("{\"description\": \"", "\"}");
    let text = format!("{head}{}{tail}", "x".repeat(size - head.len() - tail.len()));
    let path = "plans/micro/create-instance-schema.json".to_owned();
    codes(&kyma::addon::read(&from_tree("cache-0.1.0", vec![(path, text.into_bytes())])).1)
}

fn index(size: usize) -> Vec<String> {
    let head = "apiVersion: v1\nentries:\n  cache:\n  - {name: cache, version: 0.1.0}\n";
    let line = format!("# {}\n", "x".repeat(997));
    let mut text = head.to_owned();
    text.push_str(&line.repeat((size - text.len()) / line.len()));
    let rest = size - text.len();
    text.push_str(&"\n".repeat(rest));
    codes(&kyma::index::read("index.yaml", text.as_bytes()).diagnostics)
}

fn entries(text: &str) -> Vec<String> {
    let text = format!("apiVersion: v1\nentries: {text}\n");
    codes(&kyma::index::read("index.yaml", text.as_bytes()).diagnostics)
}

fn manifest(text: &str) -> Vec<String> {
    let text = Text { file: "manifest.yaml".to_owned(), text: text.to_owned() };
    codes(&bundle::read(&[text]).diagnostics)
}
