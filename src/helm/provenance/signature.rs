//! The signature of a provenance file: who made it, whether it holds, and whether its key may be relied on.
//!
//! The library checks the mathematics; bindings, expiry and revocation are judged here, after RFC 9580.
//! May import: `helm::provenance::{keyring, message}`, `helm::chart`, `yaml`, `model`.

use jiff::Timestamp;
use pgp::composed::{CleartextSignedMessage, SignedPublicKey, SignedPublicSubKey};
use pgp::crypto::hash::HashAlgorithm;
use pgp::packet::{KeyFlags, Signature, SignatureType};
use pgp::types::{KeyDetails, Tag};

use super::keyring::Keyring;
use super::message::Message;
use crate::helm::chart::Chart;
use crate::model::rule::provenance as rules;
use crate::model::{Findings, Rule};
use crate::yaml::{self, Limits};

/// So many signatures of one file are looked at, and so many keys that may have made one.
const MOST: usize = 16;
const SIGN_KEY: &str = "artifacthub.io/signKey";

/// What the signature of a message is judged by.
pub(super) struct Judge<'judged> {
    pub(super) message: &'judged Message<'judged>,
    pub(super) now: Timestamp,
    pub(super) chart: &'judged Chart,
}

/// How the verification of one signature ended.
enum Outcome<'ring> {
    /// It holds, and so does its key.
    Good(Maker<'ring>),
    /// It does not.
    Bad(&'static Rule, String),
}

/// The key that may have made a signature, and its subkey if it was that.
#[derive(Clone, Copy)]
struct Maker<'ring> {
    key: &'ring SignedPublicKey,
    subkey: Option<&'ring SignedPublicSubKey>,
}

impl Judge<'_> {
    /// Judges all signatures; that they hold only with a keyring.
    pub(super) fn run(&self, keyring: Option<&Keyring>, findings: &mut Findings) {
        let place = self.message.signature;
        let signed = match CleartextSignedMessage::from_string(self.message.whole) {
            Ok((signed, _)) if !signed.signatures().is_empty() => signed,
            Ok(_) => {
                findings.add(&rules::PRV001, place, "there is no signature in the signature block");
                return;
            }
            Err(error) => {
                let message = format!("the signature cannot be read: {error}");
                findings.add(&rules::PRV001, place, message);
                return;
            }
        };
        let signatures = || signed.signatures().iter().take(MOST);
        for signature in signatures() {
            self.form(signature, findings);
        }
        let Some(keyring) = keyring.filter(|keyring| !keyring.keys.is_empty()) else { return };
        let text = signed.signed_text();
        let outcomes: Vec<Outcome<'_>> =
            signatures().map(|signature| self.verify(signature, &text, keyring)).collect();
        let good = outcomes.iter().find_map(|outcome| match outcome {
            Outcome::Good(maker) => Some(*maker),
            Outcome::Bad(..) => None,
        });
        if let Some(maker) = good {
            self.sign_key(maker, findings);
            return;
        }
        for outcome in outcomes {
            if let Outcome::Bad(rule, message) = outcome {
                findings.add(rule, place, message);
            }
        }
    }

    /// What can be told without a key.
    fn form(&self, signature: &Signature, findings: &mut Findings) {
        let place = self.message.signature;
        let weak = [HashAlgorithm::Md5, HashAlgorithm::Sha1, HashAlgorithm::Ripemd160];
        if let Some(hash) = signature.hash_alg().filter(|hash| weak.contains(hash)) {
            findings.add(&rules::PRV010, place, format!("the signature is made over {hash}"));
        }
        let made = signature.created().map(|made| i64::from(made.as_secs()));
        let lasts = signature.signature_expiration_time().map(|lasts| i64::from(lasts.as_secs()));
        if let (Some(made), Some(lasts @ 1..)) = (made, lasts)
            && made + lasts < self.now.as_second()
        {
            let message = format!("the signature held until {}", day(made + lasts));
            findings.add(&rules::PRV015, place, message);
        }
    }

    fn verify<'ring>(
        &self,
        signature: &Signature,
        text: &str,
        keyring: &'ring Keyring,
    ) -> Outcome<'ring> {
        let makers: Vec<Maker<'_>> = makers(signature, keyring).take(MOST).collect();
        if makers.is_empty() {
            let message = format!("the keyring does not hold the key {}", issuer(signature));
            return Outcome::Bad(&rules::PRV011, message);
        }
        let mut last = None;
        for maker in makers {
            let verified = match maker.subkey {
                None => signature.verify(&maker.key.primary_key, text.as_bytes()),
                Some(subkey) => signature.verify(&subkey.key, text.as_bytes()),
            };
            let outcome = match verified {
                Err(_) => {
                    let owner = maker.name();
                    let message = format!("the signature by {owner} does not fit the text");
                    Outcome::Bad(&rules::PRV012, message)
                }
                Ok(()) => match maker.fault(self.now) {
                    None => return Outcome::Good(maker),
                    Some((rule, message)) => Outcome::Bad(rule, message),
                },
            };
            last = Some(outcome);
        }
        last.unwrap_or_else(|| Outcome::Bad(&rules::PRV011, "no key was tried".to_owned()))
    }

    /// The key that Artifact Hub tells users of.
    fn sign_key(&self, maker: Maker<'_>, findings: &mut Findings) {
        let annotations = &self.chart.metadata.annotations;
        let Some((_, text)) = annotations.iter().find(|(name, _)| name == SIGN_KEY) else { return };
        let document = yaml::read(text, Limits::default());
        let told = document.root.as_ref().and_then(|root| root.get("fingerprint"));
        let Some(told) = told.and_then(yaml::Node::as_str) else { return };
        let plain = |text: &str| -> String {
            let text = text.trim().trim_start_matches("0x").trim_start_matches("0X");
            text.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_lowercase()
        };
        let (plain, own) = (plain(told), maker.fingerprints());
        if !plain.is_empty() && !own.iter().any(|own| own.ends_with(&plain)) {
            let message = format!(
                "{} signed it, the annotation names {}",
                maker.name(),
                crate::helm::field::shown(told)
            );
            findings.add(&rules::PRV018, self.message.signature, message);
        }
    }
}

/// The keys that the signature names, or all when it names none.
fn makers<'ring>(
    signature: &Signature,
    keyring: &'ring Keyring,
) -> impl Iterator<Item = Maker<'ring>> {
    keyring.keys.iter().flat_map(move |key| {
        let primary = is_by(signature, &key.primary_key).then_some(Maker { key, subkey: None });
        let subkeys = key.public_subkeys.iter().filter(move |subkey| is_by(signature, &subkey.key));
        primary.into_iter().chain(subkeys.map(move |subkey| Maker { key, subkey: Some(subkey) }))
    })
}

fn is_by(signature: &Signature, key: &impl KeyDetails) -> bool {
    let (ids, prints) = (signature.issuer_key_id(), signature.issuer_fingerprint());
    (ids.is_empty() && prints.is_empty())
        || ids.contains(&&key.legacy_key_id())
        || prints.contains(&&key.fingerprint())
}

fn issuer(signature: &Signature) -> String {
    let print = signature.issuer_fingerprint().first().map(|print| format!("{print:X}"));
    let id = || signature.issuer_key_id().first().map(|id| id.to_string().to_uppercase());
    print
        .or_else(id)
        .unwrap_or_else(|| "that made the signature, which it does not name".to_owned())
}

impl Maker<'_> {
    fn name(self) -> String {
        let id = self.key.details.users.first().map(|user| user.id.id());
        let owner = id.map(|id| String::from_utf8_lossy(id).into_owned()).unwrap_or_default();
        let owner = crate::model::text::clean(&owner).into_owned();
        let print = format!("{:X}", self.key.primary_key.fingerprint());
        if owner.is_empty() { print } else { format!("{owner} ({print})") }
    }

    fn fingerprints(self) -> Vec<String> {
        let own = format!("{:x}", self.key.primary_key.fingerprint());
        let subkey = self.subkey.map(|subkey| format!("{:x}", subkey.key.fingerprint()));
        std::iter::once(own).chain(subkey).collect()
    }

    /// Why the key is not to be relied on.
    fn fault(self, now: Timestamp) -> Option<(&'static Rule, String)> {
        let key = &self.key.primary_key;
        let revoked = &self.key.details.revocation_signatures;
        if let Some(revoked) = revoked.iter().find(|it| it.verify_key(key).is_ok()) {
            return Some((&rules::PRV014, self.revoked("the key", revoked)));
        }
        let Some(newest) = newest(self.self_signatures()) else {
            let message =
                format!("the key of {} carries no valid signature of its own", self.name());
            return Some((&rules::PRV020, message));
        };
        if let Some(fault) = self.expired("the key", key, newest, now) {
            return Some(fault);
        }
        match self.subkey {
            Some(subkey) => self.subkey_fault(subkey, now),
            None => self.no_signing_key(newest),
        }
    }

    fn self_signatures(&self) -> impl Iterator<Item = &Signature> {
        let key = &self.key.primary_key;
        let of_users = self.key.details.users.iter().flat_map(move |user| {
            let own = user.signatures.iter().filter(move |it| is_by(it, key));
            own.filter(move |it| {
                it.typ() != Some(SignatureType::CertRevocation)
                    && it.verify_certification(key, Tag::UserId, &user.id).is_ok()
            })
        });
        let direct = self.key.details.direct_signatures.iter();
        of_users.chain(direct.filter(move |it| it.verify_key(key).is_ok()))
    }

    fn subkey_fault(
        self,
        subkey: &SignedPublicSubKey,
        now: Timestamp,
    ) -> Option<(&'static Rule, String)> {
        let primary = &self.key.primary_key;
        let of_type = |wanted| {
            let all = subkey.signatures.iter().filter(move |it| it.typ() == Some(wanted));
            all.filter(|it| it.verify_subkey_binding(primary, &subkey.key).is_ok())
        };
        if let Some(revoked) = of_type(SignatureType::SubkeyRevocation).next() {
            return Some((&rules::PRV014, self.revoked("the subkey", revoked)));
        }
        let bound = newest(of_type(SignatureType::SubkeyBinding));
        let Some(binding) = bound else {
            let message = format!("nothing binds the subkey to {}", self.name());
            return Some((&rules::PRV020, message));
        };
        let back = binding.embedded_signature();
        let agrees =
            back.is_some_and(|it| it.verify_primary_key_binding(&subkey.key, primary).is_ok());
        if !agrees {
            let message =
                format!("the subkey does not say itself that it belongs to {}", self.name());
            return Some((&rules::PRV020, message));
        }
        let expired = self.expired("the subkey", &subkey.key, binding, now);
        expired.or_else(|| self.no_signing_key(binding))
    }

    /// A key that says what it is for, and does not say for signing.
    fn no_signing_key(self, binding: &Signature) -> Option<(&'static Rule, String)> {
        let flags = binding.key_flags();
        let is_barred = flags != KeyFlags::default() && !flags.sign();
        is_barred.then(|| {
            (&rules::PRV020, format!("that key of {} is not meant for signing", self.name()))
        })
    }

    fn revoked(self, what: &str, revocation: &Signature) -> String {
        let reason = revocation.revocation_reason_string();
        let reason = reason.map(|reason| String::from_utf8_lossy(reason).into_owned());
        let reason = reason.filter(|reason| !reason.trim().is_empty());
        let reason = reason
            .map(|reason| format!(": {}", crate::model::text::clean(reason.trim())))
            .unwrap_or_default();
        format!("{what} of {} was revoked{reason}", self.name())
    }

    fn expired(
        self,
        what: &str,
        key: &impl KeyDetails,
        binding: &Signature,
        now: Timestamp,
    ) -> Option<(&'static Rule, String)> {
        let lasts = binding.key_expiration_time().map(|lasts| i64::from(lasts.as_secs()));
        let lasts = lasts.filter(|lasts| *lasts > 0)?;
        let end = i64::from(key.created_at().as_secs()) + lasts;
        let message = || format!("{what} of {} expired on {}", self.name(), day(end));
        (end < now.as_second()).then(|| (&rules::PRV013, message()))
    }
}

fn newest<'signed>(
    signatures: impl Iterator<Item = &'signed Signature>,
) -> Option<&'signed Signature> {
    signatures.max_by_key(|signature| signature.created())
}

fn day(seconds: i64) -> String {
    let time = Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX);
    time.strftime("%Y-%m-%d").to_string()
}
