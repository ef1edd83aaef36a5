//! How Git reaches a web server: our own trust, timeouts and credentials; no helpers, no prompts.
//!
//! May import: `source::git::place`, `source::client`.

use std::sync::{Arc, Mutex};

use base64::Engine;
use gix::credentials::helper::Action;
use gix::credentials::protocol::Outcome;
use gix::protocol::transport::client::blocking_io::http;
use gix::protocol::transport::client::blocking_io::http::reqwest::Options as Backend;
use gix::sec::identity::Account;
use reqwest::blocking::ClientBuilder;
use url::Url;

use super::place::{Place, Web};
use crate::model::Credentials;
use crate::source::client::Proxies;

/// Answers the transport's question for credentials: ours, for our host only, once.
pub(super) fn credentials(
    place: &Place,
) -> impl FnMut(Action) -> Result<Option<Outcome>, gix::Error> + 'static {
    let own = place.credentials.clone();
    let home = place.url.clone();
    move |action| {
        let Action::Get(context) = action else { return Ok(None) };
        let asks = context.url.as_ref().and_then(|url| Url::parse(&url.to_string()).ok());
        let is_home = asks.is_none_or(|url| url.origin() == home.origin());
        let identity = own.as_ref().filter(|_| is_home).map(account);
        Ok(identity.map(|identity| Outcome { identity, next: context.into() }))
    }
}

fn account(own: &Credentials) -> Account {
    Account {
        username: own.username.clone(),
        password: own.password.reveal().to_owned(),
        oauth_refresh_token: None,
    }
}

/// Options for the HTTP transport.
pub(super) fn options(place: &Place) -> http::Options {
    let mut options = http::Options::default();
    if let Some(web) = place.web.clone() {
        let configure = move |builder: ClientBuilder| Ok(configure(builder, &web));
        let backend =
            Backend { configure_client: Some(Box::new(configure)), configure_request: None };
        options.backend = Some(Arc::new(Mutex::new(backend)));
    }
    // The transport itself refuses to send credentials over http. Who gives them with an http:// location
    // was warned; with own headers the transport follows no redirect, so they stay with this host.
    if place.url.scheme() == "http"
        && let Some(own) = &place.credentials
    {
        let pair = format!("{}:{}", own.username, own.password.reveal());
        let pair = base64::engine::general_purpose::STANDARD.encode(pair);
        options.extra_headers = vec![format!("Authorization: Basic {pair}")];
    }
    options
}

fn configure(builder: ClientBuilder, web: &Web) -> ClientBuilder {
    let builder = builder
        .tls_backend_preconfigured((*web.tls).clone())
        .connect_timeout(web.connect_timeout)
        .timeout(web.read_timeout)
        .user_agent(concat!("git/chartroom-", env!("CARGO_PKG_VERSION")));
    if web.proxies == Proxies::Never { builder.no_proxy() } else { builder }
}
