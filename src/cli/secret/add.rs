//! `chartroom secret add`: Secrets of manifests into the store.
//!
//! May import: `cli::{args, manifests, output}`, `manifest`, `ops`, `secrets`, `model`.

use std::io::Write;

use crate::cli::args::SecretAddArguments;
use crate::cli::manifests;
use crate::cli::output::{Exit, note, say, tell};
use crate::manifest::{SecretManifest, Unread, read};
use crate::model::text::clean;
use crate::ops::Workplace;
use crate::secrets::{Put, Store};

/// Carries out `secret add`.
pub(super) fn run(
    arguments: &SecretAddArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let store = &place.client.settings.secrets;
    let texts = manifests::read(&arguments.files);
    let mut exit = if texts.is_short { Exit::Failed } else { Exit::Clean };
    let mut is_any = false;
    for text in &texts.texts {
        let found = read(&text.file, &text.text);
        exit = exit.max(told(&found.unread));
        for object in &found.objects {
            let (secret, unread) = SecretManifest::of(object);
            exit = exit.max(told(&unread));
            let Some(secret) = secret else { continue };
            is_any = true;
            match put(store, &secret, arguments.trust_references) {
                Ok(Put::Added) => writeln!(out, "added {}", secret.name)?,
                Ok(Put::Replaced) => writeln!(out, "replaced {}", secret.name)?,
                Err(error) => {
                    tell(&anyhow::Error::new(error));
                    exit = Exit::Failed;
                }
            }
        }
    }
    if !is_any && exit == Exit::Clean {
        note("there is no Secret in it; chartroom import takes addons configurations");
        exit = Exit::Failed;
    }
    Ok(exit)
}

fn put(
    store: &Store,
    secret: &SecretManifest,
    is_trusted: bool,
) -> Result<Put, crate::error::Error> {
    if !is_trusted {
        Store::check_foreign(secret)?;
    }
    store.put(secret)
}

/// Tells what is wrong, each on a line of its own as editors understand it.
fn told(unread: &[Unread]) -> Exit {
    for one in unread {
        let span = one.place.span.unwrap_or_default();
        let file = clean(&one.place.file);
        say(&format!("{file}:{}:{}: {}", span.line, span.column, clean(&one.message)));
    }
    if unread.is_empty() { Exit::Clean } else { Exit::Findings }
}
