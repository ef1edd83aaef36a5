//! Digests of locks, as Helm made them.

use crate::archive;
use crate::helm::chart;

fn codes(files: &[(&str, &str)]) -> Vec<&'static str> {
    let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), text.as_bytes().to_vec());
    let package = archive::from_tree("parent", files.iter().map(owned).collect());
    let read = chart::read(&package);
    super::judge(&read).finish().iter().map(|found| found.rule.code).collect()
}

/// A chart of apiVersion v2 whose lock Helm 3 made.
const NEW: &str = "\
apiVersion: v2
name: parent
version: 1.0.0
dependencies:
- name: dev
  repository: file://../dev
  version: '>= 0.0.1'
  condition: dev.enabled,global.dev.enabled
  tags: [dev]
  import-values: [data]
";

#[test]
fn the_digest_of_a_lock_is_that_of_declared_and_locked() {
    let lock = |version: &str| {
        format!(
            "dependencies:\n- name: dev\n  repository: file://../dev\n  version: {version}\ndigest: sha256:@\n"
        )
    };
    let json = "[[{\"name\":\"dev\",\"version\":\"\\u003e= 0.0.1\",\"repository\":\"file://../dev\",\"condition\":\"dev.enabled,global.dev.enabled\",\"tags\":[\"dev\"],\"import-values\":[\"data\"]}],[{\"name\":\"dev\",\"version\":\"v0.1.0\",\"repository\":\"file://../dev\"}]]";
    let digest = crate::model::digest::sha256(json.as_bytes());
    let values = ("values.yaml", "dev: {enabled: true}\ntags: {dev: true}\n");
    for (version, expected) in [("v0.1.0", vec![]), ("v0.1.1", vec!["DEP003"])] {
        let lock = lock(version).replace('@', &digest);
        assert_eq!(codes(&[("Chart.yaml", NEW), ("Chart.lock", &lock), values]), expected);
    }
}

#[test]
fn a_lock_of_helm_2_counts_for_old_charts() {
    // Made by Helm 2 from exactly this list.
    let lock = "dependencies:\n- name: alpine\n  repository: file://../alpine\n  version: 0.1.0\ndigest: sha256:7b380b1a826e7be1eecb089f66209d6d3df54be4bf879d4a8e6f8a9e871710e5\n";
    let needed =
        "dependencies:\n- name: alpine\n  version: 0.1.0\n  repository: file://../alpine\n";
    let old = "apiVersion: v1\nname: parent\nversion: 1.0.0\n";
    let files = [("Chart.yaml", old), ("requirements.yaml", needed), ("requirements.lock", lock)];
    assert_eq!(codes(&files), [""; 0]);
    let new = old.replace("v1", "v2");
    let files =
        [("Chart.yaml", new.as_str()), ("requirements.yaml", needed), ("requirements.lock", lock)];
    assert_eq!(codes(&files), ["DEP007", "DEP003"]);
}
