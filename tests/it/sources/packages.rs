//! Packages: where they are sought, who gets credentials, what is kept.

use chartroom::error::ErrorKind;
use chartroom::monitor::Monitor;
use chartroom::source::{PackageBytes, PackageName, read_local_package, read_package, siblings};
use sha2::Digest;

use crate::support::web::{Reply, Server};
use crate::support::{Place, repository};

fn chart(url: &str) -> PackageName<'_> {
    PackageName::Chart { url, digest: "" }
}

fn archive(package: &PackageBytes) -> (&str, &[u8]) {
    match package {
        PackageBytes::Archive { name, bytes } => (name, bytes),
        PackageBytes::Tree { name, .. } => (name, b"a tree"),
    }
}

fn paths(package: &PackageBytes) -> Vec<&str> {
    match package {
        PackageBytes::Archive { .. } => Vec::new(),
        PackageBytes::Tree { files, .. } => files.iter().map(|(path, _)| path.as_str()).collect(),
    }
}

#[tokio::test]
async fn charts_are_sought_as_helm_seeks_them() {
    let server = Server::start(|asked| Reply::ok(format!("{}?{}", asked.path, asked.query))).await;
    let other = Server::start(|_| Reply::ok("elsewhere")).await;
    let (place, monitor) = (Place::new(), Monitor::silent());
    let location = server.url("/charts?key=v").replace("http://", "http://alice:hunter2@");
    let repository = repository(&location);
    let absolute = other.url("/x-1.0.0.tgz");
    for (url, expected) in [
        ("x-1.0.0.tgz", "/charts/x-1.0.0.tgz?key=v"),
        ("sub/x-1.0.0+b.tgz", "/charts/sub/x-1.0.0+b.tgz?key=v"),
        ("/top.tgz", "/top.tgz?key=v"),
        (absolute.as_str(), "elsewhere"),
    ] {
        let package = read_package(&place.client, &repository, chart(url), &monitor).await.unwrap();
        assert_eq!(String::from_utf8_lossy(archive(&package).1), expected, "{url}");
        assert!(archive(&package).0.contains(".tgz"));
    }
    assert!(server.seen().iter().all(|seen| seen.header("authorization").is_some()));
    assert_eq!(other.seen()[0].header("authorization"), None);
    assert_eq!(
        server.seen()[0].header("accept-encoding"),
        None,
        "an archive's bytes are its digest"
    );
    let error =
        read_package(&place.client, &repository, chart("oci://h/x"), &monitor).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unsupported);
}

#[tokio::test]
async fn a_package_of_known_digest_is_fetched_once() {
    let digest = sha2::Sha256::digest(b"bytes");
    let digest = digest.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    let server = Server::start(|_| Reply::ok("bytes")).await;
    let (place, monitor) = (Place::new(), Monitor::silent());
    let repository = repository(&server.url("/"));
    for digest in [digest.as_str(), &format!("sha256:{digest}")] {
        let wanted = PackageName::Chart { url: "x-1.0.0.tgz", digest };
        let package = read_package(&place.client, &repository, wanted, &monitor).await.unwrap();
        assert_eq!(archive(&package).1, b"bytes");
    }
    assert_eq!(server.seen().len(), 1);
    let wrong = PackageName::Chart { url: "x-1.0.0.tgz", digest: &"0".repeat(64) };
    for _ in 0..2 {
        let package = read_package(&place.client, &repository, wrong, &monitor).await.unwrap();
        assert_eq!(archive(&package).1, b"bytes", "the digest is judged elsewhere");
    }
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn addons_lie_beside_their_index() {
    let server = Server::start(|asked| Reply::ok(format!("{}?{}", asked.path, asked.query))).await;
    let (place, monitor) = (Place::new(), Monitor::silent());
    let wanted = PackageName::Addon { key: "redis", version: "0.0.3" };
    let at = repository(&server.url("/addons/index-2.yaml?token=t"));
    let package = read_package(&place.client, &at, wanted, &monitor).await.unwrap();
    assert_eq!(archive(&package), ("redis-0.0.3.tgz", &b"/addons/redis-0.0.3.tgz?"[..]));
    place.write("addons/index.yaml", "entries:\n");
    place.write("addons/redis-0.0.3/meta.yaml", "name: redis\n");
    place.write("addons/redis-0.0.3/plans/micro/meta.yaml", "name: micro\n");
    let at = repository(&place.path().join("addons").display().to_string());
    let package = read_package(&place.client, &at, wanted, &monitor).await.unwrap();
    assert_eq!(paths(&package), ["meta.yaml", "plans/micro/meta.yaml"]);
    let missing = PackageName::Addon { key: "redis", version: "9.9.9" };
    let error = read_package(&place.client, &at, missing, &monitor).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
    let outside = PackageName::Addon { key: "../redis", version: "0.0.3" };
    let error = read_package(&place.client, &at, outside, &monitor).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Malformed);
}

#[tokio::test]
async fn what_lies_beside_a_local_index_comes_before_what_its_urls_lead_to() {
    let (place, monitor) = (Place::new(), Monitor::silent());
    place.write("charts/index.yaml", "apiVersion: v1\n");
    place.write("charts/redis-1.2.3+1.tgz", "archive");
    place.write("charts/mail-0.1.0.tgz", "packed");
    place.write("charts/cache-0.1.0.tgz", "packed");
    place.write("charts/cache-0.1.0/meta.yaml", "name: cache\n");
    let at = repository(&place.path().join("charts").display().to_string());
    let url = "https://no.such.host.invalid/stable/redis-1.2.3%2B1.tgz?token=t";
    let chart = PackageName::Chart { url, digest: "" };
    let package = read_package(&place.client, &at, chart, &monitor).await.unwrap();
    assert_eq!(archive(&package), ("redis-1.2.3+1.tgz", &b"archive"[..]));
    let mail = PackageName::Addon { key: "mail", version: "0.1.0" };
    let package = read_package(&place.client, &at, mail, &monitor).await.unwrap();
    assert_eq!(archive(&package), ("mail-0.1.0.tgz", &b"packed"[..]));
    let cache = PackageName::Addon { key: "cache", version: "0.1.0" };
    let package = read_package(&place.client, &at, cache, &monitor).await.unwrap();
    assert_eq!(paths(&package), ["meta.yaml"], "the unpacked folder is what is being worked on");
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_is_read_without_what_its_links_point_to_and_within_the_limit() {
    let place = Place::with(|settings| settings.package_limit = 100);
    let secret = place.write("outside", "secret");
    place.write("chart/Chart.yaml", "name: x\n");
    std::os::unix::fs::symlink(secret, place.path().join("chart/link")).unwrap();
    std::os::unix::fs::symlink(place.path(), place.path().join("chart/loop")).unwrap();
    let (path, monitor) = (place.path().join("chart"), Monitor::silent());
    let package = read_local_package(&place.client, &path, &monitor).await.unwrap();
    assert_eq!(paths(&package), ["Chart.yaml"]);
    place.write("chart/values.yaml", [b'#'; 99]);
    let error = read_local_package(&place.client, &path, &monitor).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::TooLarge);
}

#[tokio::test]
async fn samples_hold_every_package_that_their_indexes_name() {
    let (place, monitor) = (Place::new(), Monitor::silent());
    let fresh = chartroom::ops::Freshness::Cached;
    for name in ["charts", "addons"] {
        let at = repository(&format!("sample://{name}"));
        let fetched = chartroom::ops::fetch(&place.client, &at, fresh, &monitor).await.unwrap();
        let mut found = 0;
        for entry in &fetched.catalog.entries {
            for version in &entry.versions {
                let wanted = match version.urls.first() {
                    Some(url) => PackageName::Chart { url, digest: &version.digest },
                    None => PackageName::Addon { key: &entry.name, version: &version.version },
                };
                found +=
                    usize::from(read_package(&place.client, &at, wanted, &monitor).await.is_ok());
            }
        }
        assert!(found > 0, "{name}");
    }
}

#[tokio::test]
async fn further_indexes_of_a_folder_are_found() {
    let (place, monitor) = (Place::new(), Monitor::silent());
    for name in ["index.yaml", "index-2.yaml", "mocks.yml", "README.md", ".hidden.yaml"] {
        place.write(&format!("addons/{name}"), "entries:\n");
    }
    let at = repository(&place.path().join("addons").display().to_string());
    let names = siblings(&place.client, &at, &monitor).await.unwrap();
    assert_eq!(names, ["index-2.yaml", "mocks.yml"]);
}
