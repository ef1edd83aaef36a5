//! What object stores refuse, and what is said of it.

use super::*;

fn refusal(status: u16, code: &str, extra: &str, headers: &[(&'static str, &str)]) -> Refusal {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.insert(*name, value.parse().unwrap());
    }
    let body = format!("<Error><Code>{code}</Code><Message>words</Message>{extra}</Error>");
    Refusal::of(StatusCode::from_u16(status).unwrap(), &map, body.as_bytes())
}

fn error(refusal: &Refusal, subject: Subject, origin: &Origin) -> Error {
    let url = Url::parse("http://minio.example.com:9000/charts/index.yaml").unwrap();
    let place = "s3://charts/index.yaml";
    refusal.error(&Context { place, url: &url, subject, origin, region: "us-east-1" })
}

#[test]
fn every_refusal_has_its_cause() {
    for (status, code, fault) in [
        (403, "InvalidAccessKeyId", Fault::S3KeyUnknown),
        (403, "SignatureDoesNotMatch", Fault::S3SecretWrong),
        (403, "RequestTimeTooSkewed", Fault::S3ClockSkewed),
        (400, "ExpiredToken", Fault::S3TokenExpired),
        (403, "InvalidToken", Fault::S3TokenExpired),
        (403, "AccessDenied", Fault::S3AccessDenied),
        (404, "NoSuchBucket", Fault::S3BucketMissing),
        (404, "NoSuchKey", Fault::S3IndexMissing),
        (301, "PermanentRedirect", Fault::S3Region),
        (400, "AuthorizationHeaderMalformed", Fault::S3Region),
        (400, "InvalidBucketName", Fault::S3BucketName),
        (503, "SlowDown", Fault::S3Busy),
        (500, "InternalError", Fault::S3Busy),
        (501, "NotImplemented", Fault::S3Unsupported),
        (403, "Strange", Fault::S3AccessDenied),
        (400, "Strange", Fault::HttpStatus),
    ] {
        let error = error(&refusal(status, code, "", &[]), Subject::Index, &Origin::Repository);
        assert_eq!(error.fault, Some(fault), "{status} {code}");
        let words = format!(
            "s3://charts/index.yaml at minio.example.com:9000 answered {status} {code}: words"
        );
        assert!(error.message.starts_with(&words), "{}", error.message);
        assert!(!error.hint.is_empty());
    }
}

#[test]
fn a_forbidden_index_may_be_a_missing_one_and_the_keys_decide_what_to_do() {
    let refusal = refusal(403, "AccessDenied", "", &[]);
    for (subject, origin, expected) in [
        (
            Subject::Index,
            Origin::Environment,
            "lacks the right s3:GetObject; where s3:ListBucket is not",
        ),
        (Subject::Listing, Origin::Repository, "lacks the right s3:ListBucket"),
        (Subject::Index, Origin::Nobody, "the bucket is not public: give an access key id"),
        (
            Subject::Index,
            Origin::Withheld("those of x".to_owned()),
            "no keys were sent: those of x are",
        ),
    ] {
        let error = error(&refusal, subject, &origin);
        assert!(error.hint.contains(expected), "{}", error.hint);
    }
}

#[test]
fn stores_have_more_than_one_word_for_missing_keys() {
    for code in WANT_KEYS {
        let refusal = refusal(400, code, "", &[]);
        let found = error(&refusal, Subject::Index, &Origin::Nobody);
        assert_eq!(found.fault, Some(Fault::S3AccessDenied), "{code}");
    }
}

#[test]
fn a_skewed_clock_is_told_in_seconds() {
    let server = Timestamp::now() - jiff::SignedDuration::from_secs(3600);
    let date =
        jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&server).unwrap();
    let refusal = refusal(403, "RequestTimeTooSkewed", "", &[("date", &date)]);
    let message = error(&refusal, Subject::Index, &Origin::Repository).message;
    let near = ["3600 s ahead", "3601 s ahead"].iter().any(|words| message.contains(words));
    assert!(near, "{message}");
}

#[test]
fn the_region_is_told_by_header_body_or_endpoint() {
    let endpoint = "<Endpoint>charts.s3.eu-west-1.amazonaws.com</Endpoint>";
    for (status, code, extra, headers, expected) in [
        (301, "PermanentRedirect", endpoint, vec![], Some("eu-west-1")),
        (
            307,
            "TemporaryRedirect",
            "",
            vec![("x-amz-bucket-region", "eu-west-1")],
            Some("eu-west-1"),
        ),
        (
            400,
            "AuthorizationHeaderMalformed",
            "<Region>eu-west-1</Region>",
            vec![],
            Some("eu-west-1"),
        ),
        (400, "AuthorizationHeaderMalformed", "<Region>us-east-1</Region>", vec![], None),
        (400, "AuthorizationHeaderMalformed", "", vec![], None),
        (403, "AccessDenied", "", vec![("x-amz-bucket-region", "eu-west-1")], None),
    ] {
        let refusal = refusal(status, code, extra, &headers);
        assert_eq!(
            refusal.other_region("us-east-1").as_deref(),
            expected,
            "{status} {code} {extra}"
        );
    }
}

#[test]
fn strangers_are_named() {
    for (body, url, expected, hint) in [
        ("<!DOCTYPE html><title>MinIO Console", "http://h:9001/x", "with a web page", "port 9000"),
        ("{\"code\":403}", "http://h:9001/x", "with JSON", "port 9000"),
        ("Client sent an HTTP request", "http://h/x", "with something else", "check the endpoint"),
        (
            "<html>",
            "http://b.s3-website.eu-west-1.amazonaws.com/x",
            "with a web page",
            "website endpoint",
        ),
    ] {
        let url = Url::parse(url).unwrap();
        let refusal = Refusal::of(StatusCode::FORBIDDEN, &HeaderMap::new(), body.as_bytes());
        let (place, subject, origin) = ("s3://b/x", Subject::Index, &Origin::Nobody);
        let error = refusal.error(&Context { place, url: &url, subject, origin, region: "x" });
        assert_eq!(error.fault, Some(Fault::S3NotS3));
        assert!(error.message.contains(expected), "{}", error.message);
        assert!(error.hint.contains(hint), "{}", error.hint);
    }
}
