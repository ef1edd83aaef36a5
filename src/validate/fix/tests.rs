//! Texts before and after they are mended.

use super::mend;
use crate::helm;
use crate::model::{Diagnostic, Package, PackageFile};

/// The index after it was mended by its own findings; `None` when there is nothing to do.
fn index(text: &str) -> Option<String> {
    let found = helm::index::read("index.yaml", text.as_bytes()).diagnostics;
    mend(text, &found).map(|mended| mended.text)
}

/// `Chart.yaml` after it was mended.
fn chart(text: &str) -> Option<String> {
    let file = |path: &str, text: &str| PackageFile {
        path: path.to_owned(),
        bytes: text.as_bytes().into(),
    };
    let package = Package {
        name: "redis".to_owned(),
        files: vec![file("Chart.yaml", text)],
        ..Package::default()
    };
    let (_, found) = helm::lint::read(&package);
    let of_file = |found: &&Diagnostic| found.place.file == "redis/Chart.yaml";
    mend(text, found.iter().filter(of_file)).map(|mended| mended.text)
}

const HEAD: &str = "apiVersion: v1\nentries:\n  redis:\n";

#[test]
fn an_index_is_mended_where_it_is_safe_and_keeps_its_comments() {
    for (before, after) in [
        (
            "  - name: redis # ours\n    version: 1.0.0\n    appVersion: 1.10 # the cache\n",
            "  - name: redis # ours\n    version: 1.0.0\n    appVersion: \"1.10\" # the cache\n",
        ),
        (
            "  - name: redis\n    version: 1.0.0\n    created: 2024-02-02 17:26:28+00:00\n",
            "  - name: redis\n    version: 1.0.0\n    created: 2024-02-02T17:26:28+00:00\n",
        ),
        (
            "  - name: redis\n    version: 1.0.0\n  -\n  # kept\n",
            "  - name: redis\n    version: 1.0.0\n  # kept\n",
        ),
        (
            "  - name: redis\n    version: 1.0.0\n    maintainers:\n    - name: a\n    - null\n",
            "  - name: redis\n    version: 1.0.0\n    maintainers:\n    - name: a\n",
        ),
    ] {
        assert_eq!(index(&format!("{HEAD}{before}")), Some(format!("{HEAD}{after}")));
    }
}

#[test]
fn what_is_not_mechanical_stays() {
    for body in [
        "  - name: redis\n    version: 1.0.0\n    digest: junk\n",
        "  - name: redis\n    version: 1.0.0\n    created: 2024-02-02\n",
        "  - name: redis\n    version: v1.0\n",
        "  - name: redis\n    version: 1.0.0\n  - name: redis\n    version: 1.0.0\n",
    ] {
        assert_eq!(index(&format!("{HEAD}{body}")), None, "{body}");
    }
    assert_eq!(index("{\"entries\": {}}"), None, "JSON is left alone");
}

#[test]
fn a_missing_api_version_is_what_readers_take_for_granted() {
    assert_eq!(
        index("# ours\n---\nentries: {}\n").as_deref(),
        Some("# ours\n---\napiVersion: v1\nentries: {}\n")
    );
    let with = |head: &str, more: &str| format!("{head}name: redis\nversion: 1.0.0\n{more}");
    let typed = "type: application\n";
    assert_eq!(
        chart("name: redis\r\nversion: 1.0.0\r\n").as_deref(),
        Some("apiVersion: v1\r\nname: redis\r\nversion: 1.0.0\r\n"),
        "lines end as they did"
    );
    assert_eq!(chart(&with("", "")), Some(with("apiVersion: v1\n", "")));
    assert_eq!(chart(&with("", typed)), Some(with("apiVersion: v2\n", typed)));
}

#[test]
fn versions_of_a_chart_keep_what_is_written() {
    let with = |version: &str, app: &str| {
        format!("apiVersion: v2\nname: redis\nversion: {version}\nappVersion: {app} # why\n")
    };
    assert_eq!(chart(&with("1.10", "7")), Some(with("\"1.10\"", "\"7\"")));
    assert_eq!(chart(&with("1.10.0", "\"7\"")), None);
    for number in ["1e3", "1.5e3", "0x1f", "0o17", "017", "1_000", ".inf"] {
        assert_eq!(chart(&with("1.10.0", number)), None, "{number} may be meant as a number");
    }
}
