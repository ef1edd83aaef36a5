//! Private networks: authorities and certificates of one's own, tokens and headers, and where they stay.

use chartroom::error::Error;
use chartroom::model::{Credentials, Fault, Repository, Secret};
use chartroom::monitor::Monitor;
use chartroom::ops::{
    Draft, Fetched, Freshness, Probe, Step, StepName, StepState, fetch, inspect, probe,
};

use crate::support::content::{LOGIN_PAGE, chart, helm_index};
use crate::support::tls::{self, Fault as Flaw};
use crate::support::web::{Reply, Seen, Server};
use crate::support::{Place, repository};

async fn ask(place: &Place, repository: &Repository) -> Result<Fetched, Error> {
    fetch(&place.client, repository, Freshness::Reload, &Monitor::silent()).await
}

async fn refused(place: &Place, repository: &Repository, fault: Fault, words: &str) -> Error {
    let error = ask(place, repository).await.expect_err("this must fail");
    assert_eq!(error.fault, Some(fault), "{error}: {}", error.hint);
    assert!(error.message.contains(words), "\"{}\" lacks \"{words}\"", error.message);
    assert!(!error.hint.is_empty(), "{error}");
    error
}

async fn check(place: &Place, repository: &Repository) -> Probe {
    let draft = Draft {
        location: repository.location.canonical(),
        credentials: repository.credentials.clone().unwrap_or_default(),
        access: repository.access.clone(),
        ..Draft::default()
    };
    probe(&place.client, &draft, &|_| (), &Monitor::silent()).await
}

fn step(probe: &Probe, name: StepName) -> &Step {
    probe.steps.iter().find(|step| step.name == name).expect("that step")
}

async fn secure(flaw: Flaw) -> tls::Server {
    tls::Server::start(flaw, &helm_index("a.tgz")).await
}

fn at(server: &tls::Server) -> Repository {
    repository(&server.url("/charts"))
}

#[tokio::test]
async fn certificates_have_their_own_words_and_a_ca_file_heals_only_what_it_can() {
    let place = Place::new();
    for (flaw, fault, words, healed) in [
        (Flaw::None, Fault::TlsUntrusted, "does not know", None),
        (Flaw::SelfSigned, Fault::TlsUntrusted, "self-signed", None),
        (Flaw::OtherName, Fault::TlsUntrusted, "does not know", Some(Fault::TlsWrongHost)),
        (Flaw::Expired, Fault::TlsExpired, " days ago", Some(Fault::TlsExpired)),
    ] {
        let server = secure(flaw).await;
        let mut repository = at(&server);
        refused(&place, &repository, fault, words).await;
        repository.access.ca_file = Some(place.write("ca.pem", &server.root));
        let outcome = ask(&place, &repository).await;
        let left = outcome.as_ref().err().and_then(|error| error.fault);
        assert_eq!(left, healed, "{flaw:?}: {outcome:?}");
        let text = Credentials { authorities: server.root.clone(), ..Credentials::default() };
        repository.access.ca_file = None;
        repository.credentials = Some(text);
        assert_eq!(ask(&place, &repository).await.is_ok(), healed.is_none(), "{flaw:?} by text");
    }
}

#[tokio::test]
async fn a_ca_file_is_read_again_when_it_has_changed() {
    let place = Place::new();
    let (server, other) = (secure(Flaw::None).await, secure(Flaw::None).await);
    let mut repository = at(&server);
    repository.access.ca_file = Some(place.write("ca.pem", &other.root));
    // Both authorities have one name, as those of a company that renews its own.
    refused(&place, &repository, Fault::TlsUntrusted, "the authority of that name").await;
    place.write("ca.pem", format!("{}{}", other.root, server.root));
    ask(&place, &repository).await.expect("the second authority in the file is the right one");
    place.write("ca.pem", "nothing");
    refused(&place, &repository, Fault::CaUnusable, "there is no certificate in it").await;
    std::fs::remove_file(place.path().join("ca.pem")).unwrap();
    refused(&place, &repository, Fault::LocalFile, "ca.pem: No such file").await;
}

#[tokio::test]
async fn a_certificate_that_is_not_looked_at_passes_for_its_own_host_only_and_is_told() {
    let place = Place::new();
    for flaw in [Flaw::None, Flaw::OtherName, Flaw::Expired, Flaw::SelfSigned, Flaw::Authority] {
        let server = secure(flaw).await;
        let mut repository = at(&server);
        repository.access.skip_tls_verify = true;
        let found = check(&place, &repository).await;
        assert!(found.passed(), "{flaw:?}: {:?}", found.steps);
        let told = step(&found, StepName::Tls);
        assert_eq!(told.state, StepState::Warned);
        assert!(told.hint.contains("NOT verified"), "{}", told.hint);
    }
    let strange = secure(Flaw::None).await;
    let target = strange.url("/index.yaml");
    let server = Server::start(move |_| Reply::redirect(&target)).await;
    let mut repository = repository(&server.url("/charts"));
    repository.access.skip_tls_verify = true;
    refused(&place, &repository, Fault::TlsUntrusted, "does not know").await;
}

#[tokio::test]
async fn a_server_that_wants_a_certificate_gets_it_from_files_or_from_a_secret() {
    let place = Place::new();
    let server = secure(Flaw::AsksForOne).await;
    let mut repository = at(&server);
    repository.access.ca_file = Some(place.write("ca.pem", &server.root));
    refused(&place, &repository, Fault::TlsCertificateAsked, "CertificateRequired").await;
    let found = check(&place, &repository).await;
    assert!(!found.passed());
    let (certificate, key) = &server.client;
    let mut with_files = repository.clone();
    with_files.access.certificate_file = Some(place.write("me.pem", certificate));
    with_files.access.key_file = Some(place.write("me.key", key));
    ask(&place, &with_files).await.expect("two files");
    let both = format!("{certificate}{key}");
    with_files.access.certificate_file = Some(place.write("both.pem", &both));
    with_files.access.key_file = None;
    ask(&place, &with_files).await.expect("one file for both");
    let text = Credentials { certificate: Secret::from(both), ..Credentials::default() };
    let with_text = Repository { credentials: Some(text), ..repository.clone() };
    ask(&place, &with_text).await.expect("a text");
    let stranger = secure(Flaw::AsksForOne).await;
    with_files.access.certificate_file = Some(place.write("me.pem", &stranger.client.0));
    with_files.access.key_file = Some(place.write("me.key", &stranger.client.1));
    refused(&place, &with_files, Fault::TlsCertificateAsked, "ended the TLS handshake").await;
}

#[tokio::test]
async fn a_certificate_that_cannot_be_used_says_why_before_anybody_is_asked() {
    let place = Place::new();
    let server = secure(Flaw::AsksForOne).await;
    let other = secure(Flaw::AsksForOne).await;
    let mut repository = at(&server);
    let encrypted =
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----\n";
    for (certificate, key, words) in [
        (server.client.0.as_str(), other.client.1.as_str(), "holds the key of another certificate"),
        (&server.client.0, encrypted, "encrypted with a passphrase"),
        (&server.client.0, "", "no private key in it"),
        ("", &server.client.1, "no certificate in it"),
    ] {
        repository.access.certificate_file = Some(place.write("me.pem", certificate));
        repository.access.key_file = Some(place.write("me.key", key));
        refused(&place, &repository, Fault::CertificateUnusable, words).await;
    }
    repository.access.certificate_file = None;
    refused(&place, &repository, Fault::CertificateUnusable, "and no certificate").await;
}

#[tokio::test]
async fn a_client_certificate_is_shown_to_its_own_host_only() {
    let place = Place::new();
    let server = secure(Flaw::AsksForOne).await;
    let target = server.url("/charts/index.yaml");
    let door = Server::start(move |_| Reply::redirect(&target)).await;
    let both = format!("{}{}", server.client.0, server.client.1);
    let mut repository = repository(&door.url("/charts"));
    repository.access.ca_file = Some(place.write("ca.pem", &server.root));
    repository.access.certificate_file = Some(place.write("me.pem", both));
    refused(&place, &repository, Fault::TlsCertificateAsked, "CertificateRequired").await;
    repository.location = at(&server).location;
    ask(&place, &repository).await.expect("at home it is shown");
}

#[tokio::test]
async fn a_redirect_from_https_to_http_is_never_followed() {
    let place = Place::new();
    let plain = Server::start(|_| Reply::ok(helm_index("a.tgz"))).await;
    let head = format!(
        "HTTP/1.1 302 Found\r\nlocation: {}\r\ncontent-length: 0\r\n\r\n",
        plain.url("/index.yaml")
    );
    let server = tls::Server::answering(Flaw::None, head).await;
    let mut repository = at(&server);
    repository.access.ca_file = Some(place.write("ca.pem", &server.root));
    refused(&place, &repository, Fault::RedirectRefused, "redirected from https to").await;
    assert_eq!(plain.seen().len(), 0);
}

fn shown(asked: &Seen) -> (Option<&str>, Option<&str>) {
    (asked.header("authorization"), asked.header("x-key"))
}

fn with_token(location: &str) -> Repository {
    let headers = vec![("X-Key".to_owned(), Secret::from("k3y"))];
    let own = Credentials { token: "hunter2".into(), headers, ..Credentials::default() };
    Repository { credentials: Some(own), ..repository(location) }
}

#[tokio::test]
async fn token_and_headers_go_to_their_own_host_and_not_with_a_redirect() {
    let place = Place::new();
    let other = Server::start(|_| Reply::ok(helm_index("a.tgz"))).await;
    let target = other.url("/index.yaml");
    let server = Server::start(move |_| Reply::redirect(&target)).await;
    let repository = with_token(&server.url("/charts"));
    let found = check(&place, &repository).await;
    assert!(found.passed(), "{:?}", found.steps);
    assert_eq!(shown(&server.seen()[0]), (Some("Bearer hunter2"), Some("k3y")));
    assert_eq!(shown(&other.seen()[0]), (None, None));
    let told = step(&found, StepName::Response);
    assert_eq!(told.state, StepState::Warned);
    let host = format!("credentials were not sent to 127.0.0.1:{}", other.port);
    assert!(told.hint.contains(&host), "{}", told.hint);
    assert_eq!(found.redirects, [other.url("/index.yaml")]);
}

#[tokio::test]
async fn token_and_headers_stay_away_from_charts_on_other_hosts() {
    let place = Place::new();
    let archive = chart("redis", "1.2.3");
    let other = Server::start(move |_| Reply::ok(archive.clone())).await;
    let index = helm_index(&other.url("/redis-1.2.3.tgz"));
    let server = Server::start(move |_| Reply::ok(index.clone())).await;
    let repository = with_token(&server.url("/charts"));
    let fetched = ask(&place, &repository).await.expect("an index");
    let entry = &fetched.catalog.entries[0];
    let wanted = chartroom::ops::Wanted {
        repository,
        kind: fetched.catalog.kind,
        entry: entry.name.clone(),
        version: entry.versions[0].clone(),
    };
    inspect(&place.client, &wanted, &Monitor::silent()).await.expect("a chart");
    assert_eq!(shown(&server.seen()[0]), (Some("Bearer hunter2"), Some("k3y")));
    assert_eq!(shown(&other.seen()[0]), (None, None));
}

#[tokio::test]
async fn who_is_not_known_and_who_may_not_are_told_apart() {
    let place = Place::new();
    let server = Server::start(|asked| match asked.header("authorization") {
        Some("Bearer hunter2") => Reply::status(403),
        _ => Reply::status(401),
    })
    .await;
    let mut repository = with_token(&server.url("/charts"));
    let error = refused(&place, &repository, Fault::Forbidden, "403").await;
    assert!(error.hint.contains("knows you and does not allow"), "{}", error.hint);
    repository.credentials = Some(Credentials { token: "old".into(), ..Credentials::default() });
    let error = refused(&place, &repository, Fault::Unauthorized, "401").await;
    assert!(error.hint.contains("the token was not accepted"), "{}", error.hint);
}

#[tokio::test]
async fn a_busy_server_is_given_the_time_it_asks_for_within_reason() {
    let place = Place::new();
    let count = std::sync::atomic::AtomicUsize::new(0);
    let server =
        Server::start(move |_| match count.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
            0 => Reply::status(429).header("retry-after", "0"),
            1 => Reply::status(503),
            _ => Reply::ok(helm_index("a.tgz")),
        })
        .await;
    ask(&place, &repository(&server.url("/"))).await.expect("the third answer");
    assert_eq!(server.seen().len(), 3);
    let server = Server::start(|_| Reply::status(429).header("retry-after", "3600")).await;
    let repository = repository(&server.url("/"));
    let error = refused(&place, &repository, Fault::HttpStatus, "429 Too Many Requests").await;
    assert!(error.hint.contains("wait 3600 s"), "{}", error.hint);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn the_login_page_of_a_network_is_told_for_what_it_is() {
    let place = Place::new();
    let portal = Server::start(|_| Reply::ok(LOGIN_PAGE)).await;
    // Another name for the same machine is another host.
    let target = portal.url("/login").replace("127.0.0.1", "localhost");
    let server = Server::start(move |_| Reply::redirect(&target)).await;
    let asked = repository(&server.url("/"));
    let error = refused(&place, &asked, Fault::WebPage, "titled \"Sign in").await;
    assert!(error.hint.contains("log in to the network"), "{}", error.hint);
    let gate = Server::start(|_| Reply::status(511)).await;
    let error = refused(&place, &repository(&gate.url("/")), Fault::WebPage, "511").await;
    assert!(error.hint.contains("captive portal"), "{}", error.hint);
}

#[tokio::test]
async fn addons_over_plain_http_are_not_asked_for_with_a_login() {
    use chartroom::model::RepositoryKind;
    let place = Place::new();
    let mut addons = repository("http://no-such-host.invalid/index.yaml");
    addons.kind = Some(RepositoryKind::Addons);
    // Without a login it is asked: that nobody is there is seen.
    refused(&place, &addons, Fault::HostUnknown, "no-such-host").await;
    addons.credentials = Some(Credentials::login("me", "marked"));
    refused(&place, &addons, Fault::PlainHttp, "Helm Broker refuses them").await;
    let mut open = addons.clone();
    open.access.develop_mode = true;
    refused(&place, &open, Fault::HostUnknown, "no-such-host").await;
    addons.kind = Some(RepositoryKind::Helm);
    refused(&place, &addons, Fault::HostUnknown, "no-such-host").await;
}

#[tokio::test]
async fn a_host_that_ssh_alone_knows_is_left_to_ssh() {
    let place = Place::new();
    let repository = repository("git::ssh://git@no-such-host.invalid/r//index.yaml");
    let probe = check(&place, &repository).await;
    assert_eq!(step(&probe, StepName::Connect).state, StepState::Skipped);
    assert_eq!(step(&probe, StepName::Response).state, StepState::Failed);
}
