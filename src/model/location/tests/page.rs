//! Pages from a browser, and forms that are known and not supported.

use super::Case;

pub(super) const TEXTS: &[Case] = &[
    // Pages from a browser.
    ("https://github.com/o/r", "! github.com/o/r//index.yaml"),
    ("https://github.com/o/r.git", "! github.com/o/r//index.yaml"),
    ("https://github.com/o/r/tree/main", "! github.com/o/r//index.yaml?ref=main"),
    ("https://github.com/o/r/tree/main/x", "! github.com/o/r//x/index.yaml?ref=main"),
    ("https://github.com/o/r/blob/v1/x/i.yaml", "! github.com/o/r//x/i.yaml?ref=v1"),
    ("github.com/o/r/blob/main/i.yaml", "! github.com/o/r//i.yaml?ref=main"),
    ("git::https://github.com/o/r/tree/main/x", "! github.com/o/r//x/index.yaml?ref=main"),
    (
        "https://github.com/o/r/raw/main/x/index.yaml",
        "https://github.com/o/r/raw/main/x/index.yaml",
    ),
    (
        "https://github.com/o/r/releases/download/v1/index.yaml",
        "https://github.com/o/r/releases/download/v1/index.yaml",
    ),
    ("https://gitlab.com/g/s/p/-/tree/main/x", "! gitlab.com/g/s/p//x/index.yaml?ref=main"),
    ("https://gitlab.com/g/p/-/blob/main/i.yaml", "! gitlab.com/g/p//i.yaml?ref=main"),
    (
        "https://git.corp.example/g/p/-/tree/main/x",
        "! git::https://git.corp.example/g/p.git//x/index.yaml?ref=main",
    ),
    ("https://gitlab.com/g/p", "! gitlab.com/g/p//index.yaml"),
    (
        "https://gitlab.com/api/v4/projects/1/packages/helm/stable",
        "https://gitlab.com/api/v4/projects/1/packages/helm/stable/index.yaml",
    ),
    ("https://bitbucket.org/o/r/src/main/x/", "! bitbucket.org/o/r//x/index.yaml?ref=main"),
    ("https://artifacthub.io/packages/helm/bitnami/redis", "! https://charts.bitnami.com/bitnami"),
    ("https://artifacthub.io/packages/helm/nobody/x", "! "),
    ("https://h.org/o/r.git", "! git::https://h.org/o/r.git//index.yaml"),
    ("https://h.org/o/r.git//c/i.yaml?ref=x", "! git::https://h.org/o/r.git//c/i.yaml?ref=x"),
    (
        "helm repo add bitnami https://charts.bitnami.com/bitnami",
        "! https://charts.bitnami.com/bitnami",
    ),
    // Known and not supported.
    ("oci://ghcr.io/o/charts", "! "),
    ("hg::https://h.org/r//index.yaml", "! "),
    ("ftp://h.org/charts", "! "),
    ("git+https://h.org/o/r@c?ref=x", "! git::https://h.org/o/r//c/index.yaml?ref=x"),
    ("git+ssh://git@h.org/o/r@c?ref=x", "! git::ssh://git@h.org/o/r//c/index.yaml?ref=x"),
    ("", "! "),
    ("   ", "! "),
];
