//! What servers answer that bring every path to its failure, most of them telling back all that they were sent.

use crate::support::web::{Reply, Seen};

/// An answer and what it is called.
pub(crate) type Answer = (&'static str, fn(&Seen) -> Reply);

/// All of them.
pub(crate) const ANSWERS: &[Answer] = &[
    ("401", |_| Reply::status(401)),
    ("401 with an echo", |asked| refused(401, asked)),
    ("403 with an echo", |asked| refused(403, asked)),
    ("404 with an echo", |asked| refused(404, asked)),
    ("429 with an echo", |asked| refused(429, asked)),
    ("500 with an echo", |asked| refused(500, asked)),
    ("a refusing page with an echo", refusing_page),
    ("a refusing document with an echo", refusing_document),
    ("S3's refusal with an echo", s3_refusal),
    ("a web page with an echo", web_page),
    ("a text with an echo", |asked| Reply::ok(echo(asked))),
    ("a mapping with an echo", |asked| Reply::ok(format!("? {:?}\n", echo(asked)))),
    ("a challenge with an echo", challenge),
    ("a redirect with an echo", |asked| redirected("https://127.0.0.1:9/", asked)),
    ("a redirect in circles", |asked| Reply::redirect(format!("{}?{}", asked.path, asked.query))),
    ("a redirect to no URL", |asked| Reply::redirect(format!("nowhere://{}", secret(asked)))),
    ("a redirect to another host", |asked| redirected("http://localhost:9/", asked)),
];

/// Everything that a request held.
fn echo(asked: &Seen) -> String {
    let headers = asked.headers.iter();
    let headers: Vec<String> = headers
        .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())))
        .collect();
    format!("you asked for {}?{} with {}", asked.path, asked.query, headers.join(", "))
}

/// The value that lets in, as it was sent.
fn secret(asked: &Seen) -> String {
    let sent = ["authorization", "x-marked"].into_iter().find_map(|name| asked.header(name));
    sent.unwrap_or(&asked.path).replace(' ', "/")
}

fn refused(status: u16, asked: &Seen) -> Reply {
    let body = echo(asked).into_bytes();
    Reply { body, ..Reply::status(status) }.header("content-type", "text/plain")
}

fn refusing_page(asked: &Seen) -> Reply {
    let said = echo(asked).replace('&', "&amp;").replace('"', "&quot;");
    let body = format!("<html><title>400 Bad Request</title><h1>{}: {said}</h1>", secret(asked));
    Reply { status: 400, ..Reply::ok(body) }.header("content-type", "text/html")
}

fn refusing_document(asked: &Seen) -> Reply {
    let body = serde_json::json!({ "message": format!("{}: {}", secret(asked), echo(asked)) });
    Reply { status: 403, ..Reply::ok(body.to_string()) }.header("content-type", "application/json")
}

fn redirected(to: &str, asked: &Seen) -> Reply {
    Reply::redirect(format!("{to}{}?{}", secret(asked), asked.query))
}

fn challenge(asked: &Seen) -> Reply {
    let realm = secret(asked).replace('"', "");
    refused(401, asked).header("www-authenticate", format!("Basic realm=\"{realm}\""))
}

fn s3_refusal(asked: &Seen) -> Reply {
    let body = format!(
        "<Error><Code>SignatureDoesNotMatch</Code><Message>{}</Message></Error>",
        echo(asked).replace('&', "&amp;")
    );
    Reply { body: body.into_bytes(), ..Reply::status(403) }
        .header("content-type", "application/xml")
}

fn web_page(asked: &Seen) -> Reply {
    let body = format!("<!DOCTYPE html><title>{}</title>", echo(asked));
    Reply::ok(body).header("content-type", "text/html")
}
