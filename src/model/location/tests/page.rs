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
    ("$ helm repo add x https://example.com/x --username me", "! https://example.com/x"),
    ("git clone https://github.com/o/r.git", "! github.com/o/r//index.yaml"),
    ("git clone git@github.com:o/r.git", "! git@github.com:o/r.git"),
    ("aws s3 ls s3://bucket/charts", "! s3://bucket/charts"),
    ("curl -LO 'https://example.com/index.yaml'", "! https://example.com/index.yaml"),
    ("https://github.com/o/r/edit/main/x/i.yaml", "! github.com/o/r//x/i.yaml?ref=main"),
    ("https://www.github.com/o/r/tree/main/x", "! github.com/o/r//x/index.yaml?ref=main"),
    ("https://github.com/o/r/issues", "! github.com/o/r//index.yaml"),
    (
        "https://codeberg.org/o/r/src/branch/main/x/i.yaml",
        "! git::https://codeberg.org/o/r.git//x/i.yaml?ref=main",
    ),
    ("https://h.org:3000/o/r/src/tag/v1", "! git::https://h.org:3000/o/r.git//index.yaml?ref=v1"),
    (
        "https://dev.azure.com/o/p/_git/r?path=/a/i.yaml&version=GBmain",
        "! git::https://dev.azure.com/o/p/_git/r//a/i.yaml?ref=main",
    ),
    ("https://dev.azure.com/o/p/_git/r", "! git::https://dev.azure.com/o/p/_git/r//index.yaml"),
    (
        "git::https://dev.azure.com/o/p/_git/r//i.yaml",
        "git::https://dev.azure.com/o/p/_git/r//i.yaml",
    ),
    ("https://hub.helm.sh/charts/stable/redis", "! "),
    ("https://artifacthub.io/", "! "),
    ("https://kubernetes-charts.storage.googleapis.com", "! https://charts.helm.sh/stable"),
    (
        "https://s3.console.aws.amazon.com/s3/buckets/charts?region=eu-west-1&prefix=stable/",
        "! s3://charts/stable/?region=eu-west-1",
    ),
    ("https://eu-west-1.console.aws.amazon.com/s3/buckets/charts", "! s3://charts/"),
    (
        "https://console.cloud.google.com/storage/browser/charts/stable",
        "! https://storage.googleapis.com/charts/stable",
    ),
    (
        "http://minio.local:9001/browser/charts/stable",
        "! s3::http://minio.local:9000/charts/stable",
    ),
    ("gs://bucket/charts", "! https://storage.googleapis.com/bucket/charts"),
    ("gcs::https://www.googleapis.com/storage/v1/b/index.yaml", "! "),
    ("oci://registry-1.docker.io/bitnamicharts", "! https://charts.bitnami.com/bitnami"),
    ("git::git::https://h.org/r//i.yaml", "! git::https://h.org/r//i.yaml"),
    ("sftp://h.org/charts", "! "),
];
