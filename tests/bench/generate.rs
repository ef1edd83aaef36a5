//! Index files of any size in the form that `helm repo index` writes.

use std::fmt::Write as _;

/// An index with that many charts of that many versions each.
pub(crate) fn helm_index(charts: usize, versions: usize) -> String {
    let mut text = String::from("apiVersion: v1\nentries:\n");
    for chart in 0..charts {
        let name = chart_name(chart);
        let _ = writeln!(text, "  {name}:");
        for version in (0..versions).rev() {
            let _ = write!(
                text,
                "  - apiVersion: v2\n    appVersion: {app}.{version}.0\n    created: \"2026-01-02T03:04:05.678Z\"\n    \
                 description: A chart that stands for {name} in measurements\n    digest: {digest:064x}\n    \
                 home: https://charts.example.org/{name}\n    keywords:\n    - database\n    - cache\n    \
                 maintainers:\n    - email: team@example.org\n      name: team\n    name: {name}\n    \
                 type: application\n    urls:\n    - https://charts.example.org/{name}-1.{version}.0.tgz\n    \
                 version: 1.{version}.0\n",
                app = chart % 9,
                digest = chart * 1000 + version,
            );
        }
    }
    text.push_str("generated: \"2026-01-02T03:04:05.678Z\"\n");
    text
}

/// The name of that chart: varied, so that filters have something to choose from.
pub(crate) fn chart_name(chart: usize) -> String {
    let stem = ["redis", "postgresql", "nginx", "kafka", "vault", "grafana", "argo"][chart % 7];
    format!("{stem}-{chart:05}")
}
