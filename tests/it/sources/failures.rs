//! Each way to fail has its own kind, words and advice, and none tells a secret.

use std::time::{Duration, Instant};

use chartroom::error::{Error, ErrorKind, Failure};
use chartroom::monitor::Monitor;
use chartroom::ops::{Draft, Freshness, fetch, probe};

use crate::support::content::{LOGIN_PAGE, helm_index};
use crate::support::raw::Then;
use crate::support::tls::{self, Fault};
use crate::support::web::{Reply, Server};
use crate::support::{Place, git, raw, repository};

async fn failure(place: &Place, location: &str) -> Error {
    let repository = repository(location);
    fetch(&place.client, &repository, Freshness::Reload, &Monitor::silent())
        .await
        .expect_err("this must fail")
}

fn check(error: &Error, kind: ErrorKind, words: &str, advice: &str) {
    assert_eq!(error.kind, kind, "{error}");
    assert!(error.message.contains(words), "\"{}\" lacks \"{words}\"", error.message);
    assert!(error.hint.contains(advice), "\"{}\" lacks \"{advice}\"", error.hint);
}

#[tokio::test]
async fn statuses_have_their_own_words() {
    let place = Place::new();
    for (status, kind, words, advice) in [
        (401, ErrorKind::Unauthorized, "401 Unauthorized", "give a user name"),
        (403, ErrorKind::Unauthorized, "403 Forbidden", "without credentials"),
        (404, ErrorKind::NotFound, "404 Not Found", "check the path"),
        (429, ErrorKind::Unreachable, "429 Too Many Requests", "wait"),
        (500, ErrorKind::Unreachable, "500 Internal Server Error", "the server failed"),
        (204, ErrorKind::Malformed, "204 No Content", "no answer to a request for a file"),
    ] {
        let server = Server::start(move |_| Reply::status(status)).await;
        check(&failure(&place, &server.url("/charts")).await, kind, words, advice);
    }
    let server = Server::start(|_| Reply::status(401)).await;
    let location = server.url("/").replace("http://", "http://alice:hunter2@");
    check(&failure(&place, &location).await, ErrorKind::Unauthorized, "401", "was not accepted");
}

#[tokio::test]
async fn what_a_server_says_to_its_refusal_is_told() {
    let place = Place::new();
    let certificate = "<html><head><title>400 No required SSL certificate was sent</title></head>";
    for (status, body, words, advice) in [
        (400, certificate, "400 Bad Request: No required SSL certificate was sent", "--key-file"),
        (
            400,
            "<title>400 The SSL certificate error</title>",
            "SSL certificate error",
            "not accept",
        ),
        (400, "Client sent an HTTP request to an HTTPS server.", "to an HTTPS server", "https://"),
        (403, r#"{"errors": [{"message": "no licence"}]}"#, "403 Forbidden: no licence", "without"),
        (404, "<title>404 Not Found</title>", "404 Not Found", "check the path"),
        (503, "the tunnel is down", "503 Service Unavailable: the tunnel is down", "server failed"),
    ] {
        let reply = move |_: &_| Reply { status, ..Reply::ok(body) };
        let server = Server::start(reply).await;
        for location in
            [server.url("/charts"), format!("git::{}", server.url("/x.git//index.yaml"))]
        {
            let error = failure(&place, &location).await;
            let is_page = status == 404;
            assert!(error.message.contains(words), "\"{}\" lacks \"{words}\"", error.message);
            assert!(!is_page || error.message.ends_with(words), "{error}");
            assert!(error.hint.contains(advice) || location.starts_with("git"), "{}", error.hint);
        }
    }
    let hasty = Place::with(|settings| settings.read_timeout = Duration::from_millis(200));
    let head = "HTTP/1.1 403 Forbidden\r\ncontent-length: 1000\r\n\r\nthe filter says no\n";
    let server = raw::Server::start(head, Then::Hold).await;
    let error = failure(&hasty, &server.url("/")).await;
    check(&error, ErrorKind::Unauthorized, "403 Forbidden: the filter says no", "without");
}

#[tokio::test]
async fn a_web_page_is_told_from_an_index() {
    let place = Place::new();
    let listing = "<html><head><title>Index of /charts</title></head></html>";
    for (body, words, advice) in [
        (LOGIN_PAGE, "titled \"Sign in · Example\"", "login page"),
        (listing, "titled \"Index of /charts\"", "add the name of the index file"),
        ("\u{feff}\n<!DOCTYPE html><p>Welcome", "a web page, not an index", "check the path"),
        ("<?xml version=\"1.0\"?><Error/>", "an XML document, not an index", "check the path"),
    ] {
        let server = Server::start(move |_| Reply::ok(body)).await;
        check(&failure(&place, &server.url("/")).await, ErrorKind::Malformed, words, advice);
    }
}

#[tokio::test]
async fn bodies_that_stall_or_break_off_or_never_end_are_told_apart() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\napiVersion: v1\n";
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n";
    let endless = "HTTP/1.1 200 OK\r\n\r\n";
    let hasty = Place::with(|settings| settings.read_timeout = Duration::from_millis(200));
    let place = Place::with(|settings| settings.index_limit = 1 << 20);
    let stalled = raw::Server::start(head, Then::Hold).await;
    let error = failure(&hasty, &stalled.url("/")).await;
    check(&error, ErrorKind::Timeout, "stalled: nothing more came after 15 B", "try again");
    for text in [head, chunked] {
        let cut = raw::Server::start(text, Then::Close).await;
        let error = failure(&place, &cut.url("/")).await;
        check(&error, ErrorKind::Malformed, "was cut off after", "try again");
    }
    let server = raw::Server::start(endless, Then::Repeat(b"# and so on\n")).await;
    let error = failure(&place, &server.url("/")).await;
    check(&error, ErrorKind::TooLarge, "is larger than 1.0 MB", "limits.index");
    let patience = Place::with(|settings| settings.patience = Duration::from_millis(50));
    let server = raw::Server::start(endless, Then::Repeat(b"# and so on\n")).await;
    let error = failure(&patience, &server.url("/")).await;
    check(&error, ErrorKind::Timeout, "did not come to its end in 0 s", "too slow");
    let announced =
        raw::Server::start("HTTP/1.1 200 OK\r\ncontent-length: 2000000\r\n\r\n", Then::Hold).await;
    let error = failure(&place, &announced.url("/")).await;
    check(&error, ErrorKind::TooLarge, "is larger than 1.0 MB", "limits.index");
    let silent = raw::Server::start("", Then::Hold).await;
    let error = failure(&hasty, &silent.url("/")).await;
    check(&error, ErrorKind::Timeout, "no answer from 127.0.0.1:", "said nothing");
}

#[tokio::test]
async fn a_small_body_that_inflates_to_a_large_one_ends_at_the_limit() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::copy(&mut std::io::Read::take(std::io::repeat(b'#'), 4 << 20), &mut encoder).unwrap();
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 1 << 14);
    let server =
        Server::start(move |_| Reply::ok(bomb.clone()).header("content-encoding", "gzip")).await;
    let place = Place::with(|settings| settings.index_limit = 1 << 20);
    check(&failure(&place, &server.url("/")).await, ErrorKind::TooLarge, "inflated", "limit");
    for (body, encoding, words) in
        [("not gzip at all", "gzip", "broken compression"), ("x", "br", "\"br\"")]
    {
        let server =
            Server::start(move |_| Reply::ok(body).header("content-encoding", encoding)).await;
        check(&failure(&place, &server.url("/")).await, ErrorKind::Malformed, words, "");
    }
}

#[tokio::test]
async fn certificates_that_do_not_verify_have_their_own_words() {
    let body = helm_index("a.tgz");
    for (fault, words, advice) in [
        (Fault::Expired, " days ago", "clock"),
        (Fault::Authority, "is an authority's own (self-signed)", "a certificate for the server"),
        (Fault::OtherName, "is for another host", "the host name that the certificate names"),
    ] {
        let server = tls::Server::start(fault, &body).await;
        let place = trusting(&server);
        check(&failure(&place, &server.url("/")).await, ErrorKind::Untrusted, words, advice);
    }
    let server = tls::Server::start(Fault::None, &body).await;
    let error = failure(&Place::new(), &server.url("/")).await;
    check(&error, ErrorKind::Untrusted, "does not know", "CA file");
    let place = trusting(&server);
    let good = repository(&server.url("/"));
    assert!(fetch(&place.client, &good, Freshness::Reload, &Monitor::silent()).await.is_ok());
    let plain = Server::start(|_| Reply::ok("x")).await;
    let error = failure(&place, &plain.url("/").replace("http://", "https://")).await;
    check(&error, ErrorKind::Untrusted, "does not speak TLS", "plain HTTP");
}

fn trusting(server: &tls::Server) -> Place {
    let root = server.root.clone();
    Place::with(move |settings| {
        let path = settings.cache.with_extension("pem");
        std::fs::write(&path, root).expect("a certificate file");
        settings.extra_roots.push(path);
    })
}

#[tokio::test]
async fn hosts_that_are_not_there_are_told_from_closed_ports() {
    let place = Place::new();
    let error = failure(&place, "http://no-such-host.invalid/charts").await;
    check(
        &error,
        ErrorKind::Unreachable,
        "cannot find the host \"no-such-host.invalid\"",
        "spelling",
    );
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let error = failure(&place, &format!("http://127.0.0.1:{port}/charts")).await;
    check(&error, ErrorKind::Unreachable, "refused the connection", "nothing listens there");
}

#[tokio::test]
async fn a_host_that_never_accepts_is_left_after_the_timeout() {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let full = socket.listen(0).unwrap();
    let address = full.local_addr().unwrap();
    let patience = Duration::from_millis(200);
    let mut waiting = Vec::new();
    // Until the queue of those who wait to be accepted is full.
    while let Ok(stream) =
        tokio::time::timeout(patience, tokio::net::TcpStream::connect(address)).await
    {
        waiting.push(stream.unwrap());
    }
    let place = Place::with(|settings| settings.connect_timeout = patience);
    let location = format!("http://{address}/charts");
    let error = failure(&place, &location).await;
    check(&error, ErrorKind::Timeout, "did not accept a connection in time", "firewall");
    let draft = Draft { location, ..Draft::default() };
    let found = probe(&place.client, &draft, &|_| (), &Monitor::silent()).await;
    assert!(found.steps[1].detail.contains("did not accept a connection"), "{:?}", found.steps);
}

#[tokio::test]
async fn a_waiting_request_ends_at_once_when_cancelled() {
    for answer in ["", "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nentries:"] {
        for prefix in ["", "git::"] {
            let server = raw::Server::start(answer, Then::Hold).await;
            let (place, monitor) = (Place::new(), Monitor::silent());
            let repository =
                repository(&format!("{prefix}{}", server.url("/charts.git//index.yaml")).replace(
                    "charts.git//index.yaml",
                    if prefix.is_empty() { "charts" } else { "charts.git//index.yaml" },
                ));
            let cancel = async {
                server.asked().await;
                monitor.cancel();
                Instant::now()
            };
            let fetching = fetch(&place.client, &repository, Freshness::Reload, &monitor);
            let (outcome, since) = tokio::join!(fetching, cancel);
            assert_eq!(outcome.unwrap_err().kind, ErrorKind::Cancelled);
            // The wait itself would be thirty seconds; the bound leaves room for a busy machine.
            assert!(
                since.elapsed() < Duration::from_millis(500),
                "{prefix}: {:?}",
                since.elapsed()
            );
        }
    }
}

#[tokio::test]
async fn no_error_of_a_failing_login_holds_the_password() {
    let repositories = tempfile::tempdir().unwrap();
    git::Repository::create(&repositories.path().join("charts"));
    let turned_down = git::serve(repositories.path(), Some(("alice", "right"))).await;
    let page = Server::start(|_| Reply::ok(LOGIN_PAGE)).await;
    let away = Server::start(|_| Reply::redirect("http://127.0.0.1:1/x?token=hunter2")).await;
    let cut =
        raw::Server::start("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nx", Then::Close).await;
    let places = [
        turned_down.url("/charts/index.yaml"),
        format!("git::{}", turned_down.url("/charts//index.yaml")),
        page.url("/index.yaml?token=hunter2"),
        away.url("/"),
        cut.url("/index.yaml?X-Amz-Signature=hunter2"),
        "http://no-such-host.invalid/charts?sig=hunter2".to_owned(),
        "http://127.0.0.1:1/charts?password=hunter2".to_owned(),
        "s3://127.0.0.1/charts".to_owned(),
    ];
    for text in places {
        let text = text.replacen("http://", "http://alice:hunter2@", 1);
        let place = Place::new();
        let draft = Draft { location: text.clone(), ..Draft::default() };
        let told = std::sync::Mutex::new(Vec::new());
        let probe = probe(
            &place.client,
            &draft,
            &|step| told.lock().unwrap().push(format!("{step:?}")),
            &Monitor::silent(),
        )
        .await;
        assert!(!probe.passed(), "{text}");
        let mut words =
            vec![format!("{:?} {:?} {:?}", probe.steps, told.lock().unwrap(), place.client)];
        if let Ok(parsed) = chartroom::model::Location::parse(&text) {
            let error = failure(&place, &text).await;
            let failed = Failure::from(&error);
            words.push(format!("{error} {error:?} {failed:?} {} {parsed:?}", parsed.location));
        }
        let words = words.join(" ");
        assert!(!words.contains("hunter2"), "{text}: {words}");
    }
}
