//! Every rule is proven: by an input that breaks it and one that keeps it.
//!
//! Most proofs are texts, `tests/rules/CODE.txt`:
//!
//! ```text
//! == fails
//! -- index.yaml
//! apiVersion: v1
//! -- redis-1.0.0.tgz!redis/Chart.yaml
//! name: redis
//! == passes
//! -- index.yaml
//! apiVersion: v1
//! entries: {}
//! ```
//!
//! Each part is a folder that is validated with all rules selected. There may be several of each. A word after
//! `fails` or `passes` names the target within the folder. Files of one archive are written `ARCHIVE!PATH`;
//! `-- PATH (hex)` takes bytes, and `@SHA256(FILE)@` in a text becomes the digest of that file.
//! What no text can say (servers, odd archives) is a [`Proof`] in a child of this module.

mod addon;
mod archive;
mod chart;
mod fixture;
mod provenance;
mod registration;
mod target;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use chartroom::model::rule;
use chartroom::ops::Request;
use chartroom::validate::{Policy, Selector};

use crate::support::Place;
use crate::validate::{codes, request, validated};
use fixture::{Expectation, Part};

/// Proofs of a rule that need more than a text: the codes told of a bad input, and of a good one.
pub(crate) struct Proof {
    /// The rule's code.
    pub(crate) rule: &'static str,
    /// What is told of an input that breaks it.
    pub(crate) fails: fn() -> Vec<String>,
    /// What is told of an input that keeps it.
    pub(crate) passes: fn() -> Vec<String>,
}

/// Proofs in code, family by family.
const PROOFS: &[&[Proof]] = &[
    addon::PROOFS,
    archive::PROOFS,
    chart::PROOFS,
    provenance::PROOFS,
    registration::PROOFS,
    target::PROOFS,
];

/// Families whose proofs are elsewhere still.
const PENDING: &[&str] = &[];

fn texts() -> BTreeMap<String, String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let files = fs::read_dir(folder).expect("tests/rules can be listed");
    files
        .map(|file| file.expect("tests/rules can be listed").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("a proof is text"))
        })
        .collect()
}

async fn told(place: &Place, number: usize, part: &Part) -> Vec<&'static str> {
    let folder = place.path().join(format!("part-{number}"));
    part.write(&folder);
    let target = folder.join(&part.target).display().to_string();
    let policy = Policy { select: vec![Selector::new("all")], ..Policy::default() };
    codes(&validated(place, &Request { policy, ..request(target) }).await)
}

#[test]
fn every_rule_has_a_proof_and_every_proof_a_rule() {
    let texts = texts();
    let proofs: Vec<&str> = PROOFS.iter().copied().flatten().map(|proof| proof.rule).collect();
    let is_proven = |code: &str| texts.contains_key(code) || proofs.contains(&code);
    let is_pending = |code: &str| PENDING.iter().any(|family| code.starts_with(family));
    let missing: Vec<&str> = rule::all()
        .map(|rule| rule.code)
        .filter(|code| !is_proven(code) && !is_pending(code))
        .collect();
    assert!(missing.is_empty(), "without proof: {missing:?}");
    for code in texts.keys().map(String::as_str).chain(proofs) {
        assert!(rule::find(code).is_some(), "the proof of {code} proves nothing");
    }
}

#[tokio::test]
async fn every_text_breaks_or_keeps_its_rule() {
    let mut wrong = Vec::new();
    for (code, text) in texts() {
        let parts = fixture::parts(&text);
        for expectation in [Expectation::Fails, Expectation::Passes] {
            let is_there = parts.iter().any(|part| part.expectation == expectation);
            assert!(is_there, "{code} has no part that {expectation:?}");
        }
        let place = Place::new();
        for (number, part) in parts.iter().enumerate() {
            let told = told(&place, number, part).await;
            if told.contains(&code.as_str()) != (part.expectation == Expectation::Fails) {
                wrong.push(format!(
                    "{code}, part {}: {:?}: {told:?}",
                    number + 1,
                    part.expectation
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_proof_in_code_breaks_and_keeps_its_rule() {
    for Proof { rule, fails, passes } in PROOFS.iter().copied().flatten() {
        assert!(fails().iter().any(|code| code == rule), "{rule} is not told");
        assert!(passes().iter().all(|code| code != rule), "{rule} is told of a good input");
    }
}
