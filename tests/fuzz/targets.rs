//! What inputs are thrown at.

use std::io::Write as _;

use chartroom::archive::{self, Layout, Limits};
use chartroom::helm::provenance::{Keyring, Provenance};
use chartroom::model::{Diagnostic, Location, annotate};
use chartroom::validate::{Baseline, Configuration};
use chartroom::{helm, kyma, manifest, ops};
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;

use crate::check::{bounded, check};

pub(crate) fn helm_index(input: &[u8]) {
    check("index.yaml", input, &helm::index::read("index.yaml", input).diagnostics);
}

pub(crate) fn addon_index(input: &[u8]) {
    check("index.yaml", input, &kyma::index::read("index.yaml", input).diagnostics);
}

/// A folder, written as `-- PATH` lines with the files below them.
fn tree(input: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for line in input.split_inclusive(|byte| *byte == b'\n') {
        match (line.strip_prefix(b"-- "), files.last_mut()) {
            (Some(path), _) => {
                let path = String::from_utf8_lossy(path).trim().to_owned();
                files.push((path, Vec::new()));
            }
            (None, Some((_, content))) => content.extend_from_slice(line),
            (None, None) => {}
        }
    }
    files
}

fn check_files(root: &str, files: &[(String, Vec<u8>)], found: &[Diagnostic]) {
    for (path, content) in files {
        // Of twins nobody knows which one is meant.
        if files.iter().filter(|(other, _)| other == path).count() == 1 {
            check(&format!("{root}/{path}"), content, found);
        }
    }
}

pub(crate) fn chart(input: &[u8]) {
    let files = tree(input);
    let package = archive::from_tree("redis", files.clone());
    check_files("redis", &files, &helm::lint::read(&package).1);
}

pub(crate) fn addon(input: &[u8]) {
    let files = tree(input);
    let package = archive::from_tree("redis-1.0.0", files.clone());
    check_files("redis-1.0.0", &files, &kyma::addon::read(&package).1);
}

pub(crate) fn archive(input: &[u8]) {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(input).expect("memory takes all");
    let packed = packed.finish().expect("memory takes all");
    for bytes in [input, &packed] {
        for layout in [Layout::RootFolder, Layout::NoRoot] {
            let read = archive::read("redis-1.0.0.tgz", bytes, layout, Limits::default());
            bounded(bytes.len(), &read.diagnostics);
            for file in &read.package.files {
                let is_inside =
                    !file.path.starts_with('/') && !file.path.split('/').any(|part| part == "..");
                assert!(is_inside, "{} leads out of the package", file.path);
            }
            bounded(bytes.len(), &helm::lint::read(&read.package).1);
        }
    }
}

pub(crate) fn template(input: &[u8]) {
    let chart = b"apiVersion: v2\nname: redis\nversion: 1.0.0\n".to_vec();
    let files = [
        ("Chart.yaml".to_owned(), chart),
        ("values.yaml".to_owned(), b"image: {tag: '1'}\n".to_vec()),
        ("templates/a.yaml".to_owned(), input.to_vec()),
    ];
    let package = archive::from_tree("redis", files.to_vec());
    check_files("redis", &files, &helm::lint::read(&package).1);
}

pub(crate) fn location(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    // What is shown of what was typed must not fail either.
    let shown = ops::shown_target(&text);
    assert!(shown.len() <= 3 * text.len() + 100, "{} bytes shown of {}", shown.len(), text.len());
    if let Ok(parsed) = Location::parse(&text) {
        assert!(!parsed.location.to_string().is_empty());
        let _ = parsed.location.package_url("redis-1.0.0.tgz");
        let _ = parsed.location.package_path("redis-1.0.0.tgz");
    }
    if let Ok(fixed) = Location::parse("https://example.org/charts/index.yaml") {
        let _ = fixed.location.package_url(&text);
        let _ = fixed.location.addon_url(&text, &text);
    }
}

pub(crate) fn manifest(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let found = manifest::read("manifests.yaml", &text);
    assert!(found.objects.len() + found.unread.len() <= text.len() + 1);
}

pub(crate) fn provenance(input: &[u8]) {
    let (keyring, findings) = Keyring::read("ring.gpg", input);
    bounded(input.len(), &findings.finish());
    let files = vec![(
        "Chart.yaml".to_owned(),
        b"apiVersion: v1\nname: hashtest\nversion: 1.2.3\n".to_vec(),
    )];
    let package = archive::from_tree("hashtest-1.2.3.tgz", files);
    let chart = helm::chart::read(&package).chart;
    let name = "hashtest-1.2.3.tgz.prov".to_owned();
    let file =
        Provenance { name, bytes: input, keyring: Some(&keyring), now: Timestamp::UNIX_EPOCH };
    let found = helm::provenance::judge(&file, &package, &chart).finish();
    check("hashtest-1.2.3.tgz.prov", input, &found);
    let found = helm::artifacthub::repository::judge("artifacthub-repo.yml", input).finish();
    check("artifacthub-repo.yml", input, &found);
}

pub(crate) fn policy(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    // Whether they are taken is theirs to say.
    let _ = (Configuration::parse(&text), Baseline::parse(&text));
    let mut found = helm::index::read("index.yaml", input).diagnostics;
    annotate::text("index.yaml", &text, &mut found);
    bounded(input.len(), &found);
}
