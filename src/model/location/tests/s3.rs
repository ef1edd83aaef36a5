//! Object stores: every form that the two source systems and their tools know.

use super::super::{Explanation, Location};
use super::Case;

pub(super) const TEXTS: &[Case] = &[
    // The bucket alone, as helm-s3 and Amazon's own tools write it.
    ("s3://bucket", "s3://bucket/index.yaml"),
    ("s3://bucket/", "s3://bucket/index.yaml"),
    ("s3://bucket/charts", "s3://bucket/charts/index.yaml"),
    ("S3://bucket/charts/", "s3://bucket/charts/index.yaml"),
    ("s3://bucket/charts/index-2.yaml", "s3://bucket/charts/index-2.yaml"),
    ("s3://bucket/a/./b//c", "s3://bucket/a/b/c/index.yaml"),
    ("s3://bucket/a%20b", "s3://bucket/a%20b/index.yaml"),
    ("s3://my.bucket/charts", "s3://my.bucket/charts/index.yaml"),
    (
        "s3://bucket/charts?region=eu-west-1",
        "s3::https://s3.amazonaws.com/bucket/charts/index.yaml?region=eu-west-1",
    ),
    ("s3://bucket?region=EU", "s3::https://s3.amazonaws.com/bucket/index.yaml?region=eu-west-1"),
    ("s3://bucket?addressing=virtual", "s3://bucket/index.yaml?addressing=virtual"),
    ("s3://bucket?aws_profile=work", "s3://bucket/index.yaml?aws_profile=work"),
    ("s3://bucket?index=archives", "s3://bucket/index.yaml?index=archives"),
    ("s3://bucket?index=archives&region=", "s3://bucket/index.yaml?index=archives"),
    ("s3://bucket?aws_access_key_id=a&aws_access_key_secret=b", "s3://bucket/index.yaml"),
    ("s3://AKIA:secret@bucket/charts", "s3://bucket/charts/index.yaml"),
    ("s3://12345/charts", "s3://12345/charts/index.yaml"),
    ("s3://my_bucket", "s3://my_bucket/index.yaml"),
    ("s3://MyBucket", "s3://MyBucket/index.yaml"),
    ("s3://bucket#top", "s3://bucket/index.yaml"),
    (
        "s3://bucket?endpoint=https://minio.example.com:9000",
        "s3::https://minio.example.com:9000/bucket/index.yaml",
    ),
    ("s3://bucket/c?endpoint=minio:9000", "s3::http://minio:9000/bucket/c/index.yaml"),
    (
        "s3://bucket?endpoint=https://s3.eu-west-3.amazonaws.com",
        "s3::https://s3.eu-west-3.amazonaws.com/bucket/index.yaml",
    ),
    (
        "s3://my.local?endpoint=https://s3.amazonaws.com&region=",
        "s3::https://s3.amazonaws.com/my.local/index.yaml?region=",
    ),
    (
        "s3://127.0.0.1:9000/bucket?endpoint=https://127.0.0.1:9000",
        "s3::https://127.0.0.1:9000/bucket/index.yaml",
    ),
    // The endpoint first, as OpenPitrix and KubeSphere write it.
    ("s3://s3.amazonaws.com/bucket/c", "s3::https://s3.amazonaws.com/bucket/c/index.yaml"),
    (
        "s3://s3.eu-west-1.amazonaws.com/bucket?region=us-east-1",
        "s3::https://s3.eu-west-1.amazonaws.com/bucket/index.yaml?region=us-east-1",
    ),
    ("s3://s3.pek3a.qingstor.com/op-repo/", "s3::https://s3.pek3a.qingstor.com/op-repo/index.yaml"),
    ("s3://s3.gd2.qsstor.com/op-repo", "s3::https://s3.gd2.qsstor.com/op-repo/index.yaml"),
    (
        "s3://op-repo.s3.sh1a.qingstor.com",
        "s3::https://s3.sh1a.qingstor.com/op-repo/index.yaml?addressing=virtual",
    ),
    (
        "s3://bucket.s3-fips.us-east-1.amazonaws.com",
        "s3::https://s3-fips.us-east-1.amazonaws.com/bucket/index.yaml?addressing=virtual",
    ),
    (
        "s3://bucket.s3.eu-west-1.amazonaws.com?addressing=path",
        "s3::https://s3.eu-west-1.amazonaws.com/bucket/index.yaml",
    ),
    ("s3://localhost:9000/bucket", "s3::http://localhost:9000/bucket/index.yaml"),
    ("s3://minio:9000/bucket", "s3::http://minio:9000/bucket/index.yaml"),
    ("s3://minio.svc/bucket/helm/", "s3::http://minio.svc/bucket/helm/index.yaml"),
    ("s3://minio.example.com:443/bucket", "s3::https://minio.example.com/bucket/index.yaml"),
    ("s3://minio.example.com:9001/bucket", "s3::http://minio.example.com:9001/bucket/index.yaml"),
    ("s3://[::1]:9000/bucket", "s3::http://[::1]:9000/bucket/index.yaml"),
    (
        "s3://s3.eu-central-1.wasabisys.com/bucket",
        "s3::https://s3.eu-central-1.wasabisys.com/bucket/index.yaml",
    ),
    (
        "s3://nyc3.digitaloceanspaces.com/bucket",
        "s3::https://nyc3.digitaloceanspaces.com/bucket/index.yaml",
    ),
    // go-getter's form, as Kyma has it, and its detector.
    (
        "s3::https://s3-eu-west-1.amazonaws.com/bucket//addons/index.yaml",
        "s3::https://s3-eu-west-1.amazonaws.com/bucket/addons/index.yaml",
    ),
    (
        "s3::http://minio.svc:9000/bucket//index.yaml?region=x-1",
        "s3::http://minio.svc:9000/bucket/index.yaml?region=x-1",
    ),
    ("s3::https://minio.example.com/bucket", "s3::https://minio.example.com/bucket/index.yaml"),
    (
        "s3::https://bucket.s3.amazonaws.com/c",
        "s3::https://s3.amazonaws.com/bucket/c/index.yaml?addressing=virtual",
    ),
    (
        "s3::https://b.with.dots.s3.amazonaws.com/c",
        "s3::https://s3.amazonaws.com/b.with.dots/c/index.yaml",
    ),
    ("s3::s3://bucket/c", "s3://bucket/c/index.yaml"),
    (
        "s3::bucket.s3.eu-west-1.amazonaws.com/c",
        "s3::https://s3.eu-west-1.amazonaws.com/bucket/c/index.yaml?addressing=virtual",
    ),
    (
        "bucket.s3-eu-west-1.amazonaws.com/c",
        "s3::https://s3-eu-west-1.amazonaws.com/bucket/c/index.yaml?addressing=virtual",
    ),
    (
        "s3.eu-west-1.amazonaws.com/bucket/c",
        "s3::https://s3.eu-west-1.amazonaws.com/bucket/c/index.yaml",
    ),
    ("s3.pek3a.qingstor.com/op-repo", "s3::https://s3.pek3a.qingstor.com/op-repo/index.yaml"),
    (
        "s3::https://s3.amazonaws.com/bucket/index.yaml?version=7&archive=zip",
        "s3::https://s3.amazonaws.com/bucket/index.yaml",
    ),
    // What cannot be.
    ("s3://", "! s3://BUCKET/charts"),
    ("s3:///charts", "! s3://BUCKET/charts"),
    ("s3::", "! s3://BUCKET/charts"),
    ("s3://s3.pek3a.qingstor.com", "! s3://s3.pek3a.qingstor.com/BUCKET"),
    ("s3://127.0.0.1:9000/", "! s3://127.0.0.1:9000/BUCKET"),
    ("s3::https://s3.amazonaws.com", "! s3::https://s3.amazonaws.com/BUCKET"),
    ("s3::https://s3.amazonaws.com/b/index.yaml", "! "),
    ("s3://ab", "! "),
    ("s3://-bucket", "! "),
    ("s3://bucket-", "! "),
    ("s3://two..dots", "! "),
    ("s3://s3.amazonaws.com/10.0.0.1/c", "! "),
    ("s3://buc%2Fket/c", "! "),
    ("s3://bucket/a b", "! s3://bucket/a%20b"),
    ("s3://bucket/../etc", "! "),
    ("s3://bucket/a/%2e%2e/b", "! "),
    ("s3://bucket?addressing=cname", "! "),
    ("s3://bucket?index=none", "! "),
    ("s3://bucket?region=a%20b", "! "),
    ("s3://bucket?aws_access_key_id=a", "! "),
    ("s3://bucket?aws_access_key_secret=b", "! "),
    ("s3://127.0.0.1:9000/bucket?addressing=virtual", "! "),
    ("s3://minio:99999/bucket", "! "),
    ("s3://bucket/c/redis-1.0.0.tgz", "! s3://bucket/c"),
    (
        "s3::https://s3.amazonaws.com/bucket/redis-1.0.0.tgz",
        "! s3::https://s3.amazonaws.com/bucket/",
    ),
    ("s3::ftp://h.org/bucket", "! "),
    ("s3://op-repo.pek3a.qingstor.com/charts/", "! https://op-repo.pek3a.qingstor.com/charts/"),
    (
        "s3://bucket.s3-website-us-east-1.amazonaws.com/c",
        "! http://bucket.s3-website-us-east-1.amazonaws.com/c",
    ),
    // A web URL stays one, whoever's host it is.
    ("https://bucket.s3.amazonaws.com/c", "https://bucket.s3.amazonaws.com/c/index.yaml"),
    (
        "https://bucket.s3.amazonaws.com/c?X-Amz-Signature=x",
        "https://bucket.s3.amazonaws.com/c/index.yaml?X-Amz-Signature=x",
    ),
];

/// A URL, and endpoint, region, bucket, prefix and addressing as they are wanted; `!` for an error, `http`
/// for a repository on a web server. From what `OpenPitrix` and `KubeSphere` accept, and should.
const WANTED: &[(&str, &str, &str, &str, &str, &str)] = &[
    (
        "s3://s3.pek3a.qingstor.com/op-repo",
        "https://s3.pek3a.qingstor.com",
        "pek3a",
        "op-repo",
        "",
        "path",
    ),
    (
        "s3://s3.pek3a.qingstor.com/op-repo/",
        "https://s3.pek3a.qingstor.com",
        "pek3a",
        "op-repo",
        "",
        "path",
    ),
    (
        "http://s3.pek3a.qingstor.com/op-repo/",
        "http://s3.pek3a.qingstor.com",
        "pek3a",
        "op-repo",
        "",
        "path",
    ),
    (
        "https://op-repo.s3.pek3a.qingstor.com/charts/",
        "https://s3.pek3a.qingstor.com",
        "pek3a",
        "op-repo",
        "charts",
        "virtual",
    ),
    ("https://op-repo.pek3a.qingstor.com/charts/", "http", "", "", "", ""),
    (
        "s3://s3.us-east-2.amazonaws.com/my-openpitrix",
        "https://s3.us-east-2.amazonaws.com",
        "us-east-2",
        "my-openpitrix",
        "",
        "path",
    ),
    (
        "s3://s3.us-east-2.amazonaws.com/my-openpitrix/charts/stable",
        "https://s3.us-east-2.amazonaws.com",
        "us-east-2",
        "my-openpitrix",
        "charts/stable",
        "path",
    ),
    ("s3://s3.amazonaws.com/bucket", "https://s3.amazonaws.com", "us-east-1", "bucket", "", "path"),
    (
        "s3://s3.cn-north-1.amazonaws.com.cn/bucket",
        "https://s3.cn-north-1.amazonaws.com.cn",
        "cn-north-1",
        "bucket",
        "",
        "path",
    ),
    (
        "s3://s3-us-west-2.amazonaws.com/bucket",
        "https://s3-us-west-2.amazonaws.com",
        "us-west-2",
        "bucket",
        "",
        "path",
    ),
    (
        "s3://s3.dualstack.us-west-2.amazonaws.com/bucket",
        "https://s3.dualstack.us-west-2.amazonaws.com",
        "us-west-2",
        "bucket",
        "",
        "path",
    ),
    (
        "https://bucket.s3.us-west-2.amazonaws.com/charts",
        "https://s3.us-west-2.amazonaws.com",
        "us-west-2",
        "bucket",
        "charts",
        "virtual",
    ),
    (
        "https://bucket.s3.amazonaws.com/charts",
        "https://s3.amazonaws.com",
        "us-east-1",
        "bucket",
        "charts",
        "virtual",
    ),
    (
        "https://my.dotted.bucket.s3.eu-central-1.amazonaws.com/charts",
        "https://s3.eu-central-1.amazonaws.com",
        "eu-central-1",
        "my.dotted.bucket",
        "charts",
        "path",
    ),
    (
        "s3://bucket.s3.us-west-2.amazonaws.com/charts",
        "https://s3.us-west-2.amazonaws.com",
        "us-west-2",
        "bucket",
        "charts",
        "virtual",
    ),
    (
        "s3://minio.kubesphere-system.svc:9000/openpitrix-internal-repo/helm",
        "http://minio.kubesphere-system.svc:9000",
        "us-east-1",
        "openpitrix-internal-repo",
        "helm",
        "path",
    ),
    ("s3://127.0.0.1:9000/bucket", "http://127.0.0.1:9000", "us-east-1", "bucket", "", "path"),
    (
        "s3://s3.example.com:9000/bucket",
        "https://s3.example.com:9000",
        "us-east-1",
        "bucket",
        "",
        "path",
    ),
    ("s3://bucket/charts", "https://s3.amazonaws.com", "", "bucket", "charts", "path"),
    ("s3://bucket", "https://s3.amazonaws.com", "", "bucket", "", "path"),
    ("s3://s3.pek3a.qingstor.com", "!", "", "", "", ""),
    ("s3://s3.pek3a.qingstor.com/", "!", "", "", "", ""),
    (
        "s3::https://s3-eu-west-1.amazonaws.com/bucket/foo/index.yaml?version=1234",
        "https://s3-eu-west-1.amazonaws.com",
        "eu-west-1",
        "bucket",
        "foo",
        "path",
    ),
    (
        "s3::https://s3.eu-west-1.amazonaws.com/bucket/foo/index.yaml",
        "https://s3.eu-west-1.amazonaws.com",
        "eu-west-1",
        "bucket",
        "foo",
        "path",
    ),
    (
        "s3::http://127.0.0.1:9000/test-bucket/hello.txt?region=us-east-2",
        "http://127.0.0.1:9000",
        "us-east-2",
        "test-bucket",
        "",
        "path",
    ),
];

#[test]
fn every_form_of_the_source_systems_tells_endpoint_region_bucket_prefix_and_addressing() {
    for (text, endpoint, region, bucket, prefix, addressing) in WANTED {
        let mut explained = Location::explain(text);
        if *endpoint == "!" {
            assert!(explained.error.is_some_and(|error| error.contains("bucket")), "{text}");
            continue;
        }
        // What is written as a web URL is one; the S3 form is offered beside it.
        if text.starts_with("http") {
            assert_eq!(explained.scheme.as_deref(), text.split(':').next(), "{text}");
            if *endpoint == "http" {
                assert!(explained.suggestion.is_none(), "{text}");
                continue;
            }
            explained = Location::explain(&explained.suggestion.unwrap_or_default());
        }
        assert_eq!(told(&explained), [*endpoint, region, bucket, prefix, addressing], "{text}");
    }
}

fn told(explained: &Explanation) -> [&str; 5] {
    let Explanation { endpoint, region, bucket, prefix, addressing, .. } = explained;
    [endpoint, region, bucket, prefix, addressing].map(|part| part.as_deref().unwrap_or_default())
}

#[test]
fn keys_of_the_query_become_credentials_and_are_in_no_text() {
    for text in [
        "s3::https://s3.amazonaws.com/bucket/c?aws_access_key_id=AKIA&aws_access_key_secret=hun+ter/2&aws_access_token=zebra%3D",
        "s3://bucket/c?aws_access_token=zebra%3D&aws_access_key_id=AKIA&aws_access_key_secret=hun%2Bter%2F2",
    ] {
        let parsed = Location::parse(text).unwrap();
        let shown = format!("{parsed:?}{}{:?}", parsed.location, Location::explain(text));
        assert!(!shown.contains("hun") && !shown.contains("zebra"), "{shown}");
        assert!(!parsed.location.canonical().contains("AKIA"));
        let keys = parsed.credentials.unwrap();
        assert_eq!(
            (keys.username.as_str(), keys.password.reveal(), keys.token.reveal()),
            ("AKIA", "hun+ter/2", "zebra=")
        );
    }
}

#[test]
fn what_is_guessed_is_said() {
    for (text, word) in [
        ("s3://127.0.0.1:9000/bucket", "not encrypted"),
        ("s3://minio.example.com:9001/bucket", "console"),
        ("s3://charts.example.com/stable", "read as a bucket"),
        ("s3://bucket?version=1", "no effect"),
        ("s3://bucket?colour=red", "no option"),
        ("s3://bucket?region=a&region=b", "twice"),
        ("s3://MyBucket", "capitals"),
        ("s3://a.b.c?addressing=virtual", "certificate"),
        ("https://bucket.s3.amazonaws.com/charts", "speaks S3"),
    ] {
        let warnings = Location::parse(text).unwrap().warnings;
        assert!(warnings.iter().any(|warning| warning.contains(word)), "{text}: {warnings:?}");
    }
}
