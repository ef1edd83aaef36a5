//! Trusting the key of an SSH server: asked for by name and fingerprint, never done by a stray key.
//!
//! May import: `app::{effect, state}`, `app::update::launch`, `model`.

use super::launch;
use crate::app::effect::Effect;
use crate::app::state::dialog::{Answer, Confirm, Dialog, Matter, Then};
use crate::app::state::{State, Trusting};
use crate::model::HostKey;

/// Shows the key, and asks.
pub fn ask(state: &mut State, key: &HostKey, then: Then) {
    let HostKey { host, port, algorithm, fingerprint, .. } = key;
    let details = vec![
        format!("Server: {host}, port {port}"),
        format!("Key: {algorithm}"),
        fingerprint.clone(),
        String::new(),
        "Ask the server's owner for its fingerprint, and compare. Who trusts the key of another server gives it \
         what only the right one may have."
            .to_owned(),
    ];
    state.dialogs.push(Dialog::Confirm(Confirm {
        question: format!("Trust the key of {host}?"),
        details,
        agree: "Trust this key".to_owned(),
        focus: Answer::Cancel,
        matter: Matter::Trust(Box::new(key.clone()), then),
    }));
}

/// Trusts the key; the question was answered.
pub fn trust(state: &mut State, key: HostKey, then: Then) -> Vec<Effect> {
    let host = key.host.clone();
    let (task, effect) = launch::trust(state, key);
    state.trusting.push(Trusting { task, host, then });
    vec![effect]
}
