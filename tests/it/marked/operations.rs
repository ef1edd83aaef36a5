//! The operations that both faces stand on: what they return, in `Debug` as the log has it.

use std::sync::Mutex;
use std::time::Duration;

use chartroom::error::Failure;
use chartroom::monitor::Monitor;
use chartroom::ops::{self, Draft, Freshness, Request, Target};
use chartroom::secrets::{self, Store};
use chartroom::source::Settings;
use futures_util::future::join_all;

use super::answers::ANSWERS;
use super::marks::Findings;
use super::ways::{Way, surroundings, ways, with};
use crate::support::web::Server;
use crate::support::{Place, tls};

/// Nothing that the operations return or tell on the way holds a mark.
#[tokio::test(flavor = "multi_thread")]
async fn no_operation_tells_a_secret() {
    let mut findings = Findings::default();
    for (position, (answer, reply)) in ANSWERS.iter().enumerate() {
        let server = Server::start(reply).await;
        let ways = ways(server.port).into_iter().filter(|way| position == 0 || way.is_answered());
        let walks = ways.map(async |way| {
            let place = Place::with(|settings| {
                hasty(settings);
                let file = settings.cache.with_file_name("profiles");
                settings.variables = surroundings(server.port, &file);
            });
            let told = walk(&place, &way).await;
            (format!("{}, answered by {answer}", way.what), place, told)
        });
        for (what, place, told) in join_all(walks).await {
            findings.check(&what, &told);
            let kept =
                [place.client.settings.secrets.folder.clone(), place.path().join("profiles")];
            findings.check_files(&what, place.path(), &kept);
        }
    }
}

/// Nothing of it comes to light where the server's certificate is not trusted, or where it asks for one itself.
#[tokio::test(flavor = "multi_thread")]
async fn no_failure_of_tls_tells_a_secret() {
    let mut findings = Findings::default();
    for fault in [tls::Fault::SelfSigned, tls::Fault::OtherName, tls::Fault::AsksForOne] {
        let server = tls::Server::start(fault, "no index").await;
        let at = format!("https://127.0.0.1:{}", server.port);
        for (url, keys) in [
            (format!("{at}/{{folder}}/index.yaml"), &["folder", "password"][..]),
            (format!("{at}/index.yaml?x={{query}}"), &["query", "tls.crt", "tls.key"]),
            (format!("git::{at}/{{folder}}//index.yaml"), &["folder", "token", "header.X-Marked"]),
            (format!("s3::{at}/bucket/{{folder}}/index.yaml"), &["folder", "secretAccessKey"]),
        ] {
            let place = Place::with(hasty);
            let told = walk(&place, &with(&url, keys)).await;
            findings.check(&format!("{url}, {fault:?}"), &told);
            let kept = [place.client.settings.secrets.folder.clone()];
            findings.check_files(&url, place.path(), &kept);
        }
    }
}

/// Who does not answer here will not answer later.
pub(crate) fn hasty(settings: &mut Settings) {
    settings.secrets = Store::at(settings.cache.with_file_name("secrets"));
    settings.connect_timeout = Duration::from_secs(2);
    settings.read_timeout = Duration::from_secs(2);
}

/// Everything that is told on the way.
async fn walk(place: &Place, way: &Way) -> String {
    let (client, repository) = (&place.client, &way.repository);
    if let Some(secret) = &way.secret {
        client.settings.secrets.put(secret).expect("it is kept");
    }
    let told = Mutex::new(String::new());
    let note = |text: String| told.lock().expect("no test panics here").push_str(&text);
    let monitor = Monitor::silent();
    note(format!("{repository:?} {client:?} {:?}", way.secret));
    note(format!("{:?}", client.settings.secrets.list()));
    note(format!("{:?}", secrets::resolve(&client.settings.secrets, repository, &monitor).await));
    for freshness in [Freshness::Reload, Freshness::Cached] {
        match ops::fetch(client, repository, freshness, &monitor).await {
            Ok(fetched) => {
                note(format!(
                    "{:?} {:?} {:?}",
                    fetched.diagnostics, fetched.refused, fetched.index
                ));
            }
            Err(error) => note(format!("{error} {error:?} {:?}", Failure::from(&error))),
        }
    }
    let target = Target::Registered(Box::new(repository.clone()));
    let request = Request::of(target);
    note(format!("{:?}", ops::validate(client, &request, &monitor).await));
    let draft = Draft {
        location: repository.location.canonical(),
        kind: repository.kind,
        credentials: repository.credentials.clone().unwrap_or_default(),
        access: repository.access.clone(),
        secret: repository.secret.clone(),
        origin: repository.origin.clone(),
    };
    let probe = ops::probe(client, &draft, &|step| note(format!("{step:?}")), &monitor).await;
    note(format!("{draft:?} {:?} {:?}", probe.steps, probe.siblings));
    told.into_inner().expect("no test panics here")
}
