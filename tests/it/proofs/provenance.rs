//! Signed packages, with keys that are made for the purpose.

use std::sync::OnceLock;

use chartroom::model::digest::sha256;
use chartroom::ops::Request;
use pgp::composed::{
    ArmorOptions, CleartextSignedMessage, EncryptionCaps, KeyType, SecretKeyParamsBuilder,
    SignedPublicKey, SignedSecretKey, SubkeyParamsBuilder,
};
use pgp::crypto::ecc_curve::ECCCurve;
use pgp::crypto::hash::HashAlgorithm;
use pgp::packet::{
    RevocationCode, Signature, SignatureConfig, SignatureType, Subpacket, SubpacketData as Data,
};
use pgp::ser::Serialize as _;
use pgp::types::{Duration, KeyDetails as _, Password, SigningKey, Timestamp};
use rand::thread_rng;

use super::Proof;
use super::fixture::archive;
use crate::support::Place;
use crate::validate::{codes, request, validated};

/// In the year 2020.
const LONG_AGO: u32 = 1_600_000_000;
const CHART: &str = "apiVersion: v2\nname: redis\nversion: 1.0.0\ndescription: A store\nsources:\n- https://example.org\n";
const NAME: &str = "redis-1.0.0.tgz";

pub(crate) const PROOFS: &[Proof] = &[
    Proof { rule: "PRV001", fails: || told(&body().replace("...", "---"), None), passes: good },
    Proof {
        rule: "PRV002",
        fails: || told(&sign(&body().replace("\n...", "\n#")), None),
        passes: good,
    },
    Proof {
        rule: "PRV003",
        fails: || told(&sign(&body().replace("name: redis", "name: [redis")), None),
        passes: good,
    },
    Proof {
        rule: "PRV004",
        fails: || told(&sign(&body().replace(": sha256:", ": [sha256] #")), None),
        passes: good,
    },
    Proof {
        rule: "PRV005",
        fails: || told(&sign(&other_file(&"0".repeat(64))), None),
        passes: good,
    },
    Proof { rule: "PRV006", fails: || told(&sign(&other_file(&digest())), None), passes: good },
    Proof {
        rule: "PRV007",
        fails: || told(&sign(&body().replace(&digest(), &"0".repeat(64))), None),
        passes: good,
    },
    Proof {
        rule: "PRV008",
        fails: || told(&sign(&body().replace("version: 1.0.0", "version: 1.0.1")), None),
        passes: good,
    },
    Proof {
        rule: "PRV009",
        fails: || told(&sign(&body().replace("A store", "A stove")), None),
        passes: good,
    },
    Proof {
        rule: "PRV010",
        fails: || told(&signed_with(&elliptic(), Some(HashAlgorithm::Sha1), None), None),
        passes: || told(&signed_with(&elliptic(), Some(HashAlgorithm::Sha256), None), None),
    },
    Proof {
        rule: "PRV011",
        fails: || told(&sign(&body()), Some(&ring(&public(&elliptic())))),
        passes: verified,
    },
    Proof {
        rule: "PRV012",
        fails: || told(&sign(&body()).replace("A store", "A stove"), Some(&own_ring())),
        passes: verified,
    },
    Proof { rule: "PRV013", fails: || by(&expired(1_000)), passes: || by(&expired(u32::MAX)) },
    Proof { rule: "PRV014", fails: || by(&revoked()), passes: || by(&public(key())) },
    Proof {
        rule: "PRV015",
        fails: || told(&signed_with(&elliptic(), None, Some(60)), None),
        passes: || told(&signed_with(&elliptic(), None, Some(u32::MAX)), None),
    },
    Proof {
        rule: "PRV016",
        fails: || told(&sign(&body()), Some(b"\0\0\0\x20\x01\x01\0\x02KBXf\0\0\0\0")),
        passes: verified,
    },
    Proof {
        rule: "PRV017",
        fails: || told_of(&[("1.0.0", None)], Some(&own_ring())),
        passes: verified,
    },
    Proof { rule: "PRV018", fails: || annotated("00"), passes: || annotated("") },
    Proof {
        rule: "PRV019",
        fails: || told_of(&[("1.1.0", None), ("1.0.0", Some(&sign(&body())))], None),
        passes: || told_of(&[("1.0.0", Some(&sign(&body()))), ("0.9.0", None)], None),
    },
    Proof { rule: "PRV020", fails: || by_subkey(true), passes: || by_subkey(false) },
    Proof {
        rule: "PRV021",
        fails: || {
            let armored = public(key()).to_armored_bytes(ArmorOptions::default());
            told(&sign(&body()), Some(&armored.expect("memory takes all")))
        },
        passes: verified,
    },
    Proof {
        rule: "PRV022",
        fails: || {
            told(
                &sign(&body()),
                Some(&[&own_ring()[..], &[0x99, 0, 10, 4, 0, 0, 0, 0, 1, 0, 9, 1, 255]].concat()),
            )
        },
        passes: verified,
    },
];

fn good() -> Vec<String> {
    told(&sign(&body()), None)
}

fn verified() -> Vec<String> {
    told(&sign(&body()), Some(&own_ring()))
}

/// The signature of our key, verified with that public key.
fn by(public: &SignedPublicKey) -> Vec<String> {
    told(&sign(&body()), Some(&ring(public)))
}

fn package(version: &str) -> Vec<u8> {
    let chart = CHART.replace("1.0.0", version);
    archive(&[("redis/Chart.yaml", chart.as_bytes()), ("redis/values.yaml", b"{}\n")])
}

fn digest() -> String {
    sha256(&package("1.0.0"))
}

/// What Helm signs.
fn body() -> String {
    format!("{CHART}\n...\nfiles:\n  {NAME}: sha256:{}\n", digest())
}

fn other_file(digest: &str) -> String {
    format!("{CHART}\n...\nfiles:\n  valkey-1.0.0.tgz: sha256:{digest}\n")
}

fn made(kind: KeyType, created: Timestamp) -> SignedSecretKey {
    let mut subkey = SubkeyParamsBuilder::default();
    subkey.key_type(kind.clone()).can_sign(true).can_encrypt(EncryptionCaps::None);
    let mut params = SecretKeyParamsBuilder::default();
    params
        .key_type(kind)
        .can_certify(true)
        .can_sign(true)
        .created_at(created)
        .primary_user_id("Signer <signer@example.org>".into())
        .subkeys(vec![subkey.build().expect("a subkey")]);
    params.build().expect("parameters").generate(thread_rng()).expect("a key")
}

fn key() -> &'static SignedSecretKey {
    static KEY: OnceLock<SignedSecretKey> = OnceLock::new();
    KEY.get_or_init(|| made(KeyType::Ed25519Legacy, Timestamp::from_secs(LONG_AGO)))
}

/// Another one, of a kind that signs weak hashes.
fn elliptic() -> SignedSecretKey {
    made(KeyType::ECDSA(ECCCurve::P256), Timestamp::from_secs(LONG_AGO))
}

fn public(key: &SignedSecretKey) -> SignedPublicKey {
    key.to_public_key()
}

fn ring(key: &SignedPublicKey) -> Vec<u8> {
    key.to_bytes().expect("memory takes all")
}

fn own_ring() -> Vec<u8> {
    ring(&public(key()))
}

fn sign(text: &str) -> String {
    sign_by(text, &key().primary_key)
}

fn sign_by(text: &str, key: &impl SigningKey) -> String {
    let signed = CleartextSignedMessage::sign(thread_rng(), text, key, &Password::empty());
    armored(&signed.expect("it can be signed"))
}

fn armored(signed: &CleartextSignedMessage) -> String {
    signed.to_armored_string(ArmorOptions::default()).expect("memory takes all")
}

/// Signed long ago, to hold for so many seconds, and said to be over that hash: the library signs no weak ones.
fn signed_with(key: &SignedSecretKey, hash: Option<HashAlgorithm>, lasts: Option<u32>) -> String {
    let key = &key.primary_key;
    let mut config =
        SignatureConfig::from_key(thread_rng(), key, SignatureType::Text).expect("a signature");
    let made = Data::SignatureCreationTime(Timestamp::from_secs(LONG_AGO));
    let lasts = lasts.map(|lasts| Data::SignatureExpirationTime(Duration::from_secs(lasts)));
    let issuer = Data::IssuerFingerprint(key.fingerprint());
    let said = [Some(made), lasts, Some(issuer)].into_iter().flatten();
    config.hashed_subpackets = said.map(regular).collect();
    let told = SignatureConfig { hash_alg: hash.unwrap_or(config.hash_alg), ..config.clone() };
    let signed = CleartextSignedMessage::new_many(&body(), |text| {
        let signature = config.sign(key, &Password::empty(), text.as_bytes())?;
        let bytes = signature.signature().expect("a known kind").clone();
        Ok(vec![Signature::from_config(told, [0, 0], bytes)?])
    });
    armored(&signed.expect("it can be signed"))
}

fn regular(data: Data) -> Subpacket {
    Subpacket::regular(data).expect("a subpacket")
}

/// What the owner of our key says of it.
fn statement(kind: SignatureType, data: Data) -> Signature {
    let key = &key().primary_key;
    let mut config = SignatureConfig::from_key(thread_rng(), key, kind).expect("a signature");
    let issuer = Data::IssuerFingerprint(key.fingerprint());
    config.hashed_subpackets =
        [Data::SignatureCreationTime(Timestamp::now()), issuer, data].map(regular).to_vec();
    config.sign_key(key, &Password::empty(), key.public_key()).expect("it can be signed")
}

fn expired(lasts: u32) -> SignedPublicKey {
    let mut public = public(key());
    let data = Data::KeyExpirationTime(Duration::from_secs(lasts));
    public.details.direct_signatures.push(statement(SignatureType::Key, data));
    public
}

fn revoked() -> SignedPublicKey {
    let mut public = public(key());
    let data = Data::RevocationReason(RevocationCode::KeyCompromised, b"stolen"[..].into());
    public.details.revocation_signatures.push(statement(SignatureType::KeyRevocation, data));
    public
}

/// Signed by a subkey that belongs to another key, or to the one it stands with.
fn by_subkey(is_stolen: bool) -> Vec<String> {
    let subkey = key().secret_subkeys.first().expect("a subkey");
    let mut public = public(key());
    if is_stolen {
        let other = elliptic().to_public_key();
        public = SignedPublicKey::new(other.primary_key, other.details, public.public_subkeys);
    }
    told(&sign_by(&body(), &subkey.key), Some(&ring(&public)))
}

/// A chart whose annotation names the signer's key with that before its fingerprint.
fn annotated(before: &str) -> Vec<String> {
    let print = format!("{before}{:X}", key().primary_key.fingerprint());
    let annotation = format!(
        "annotations:\n  artifacthub.io/signKey: |\n    fingerprint: {print}\n    url: https://example.org/key\n"
    );
    let chart = format!("{CHART}{annotation}");
    let package = archive(&[("redis/Chart.yaml", chart.as_bytes())]);
    let body = format!("{chart}\n...\nfiles:\n  {NAME}: sha256:{}\n", sha256(&package));
    let place = Place::new();
    place.write(NAME, package);
    place.write(&format!("{NAME}.prov"), sign(&body));
    place.write("ring.gpg", own_ring());
    run(
        &place,
        &Request {
            keyring: Some(place.path().join("ring.gpg")),
            ..request(place.path().join(NAME).display().to_string())
        },
    )
}

/// What is told of the repository of one signed package.
fn told(provenance: &str, ring: Option<&[u8]>) -> Vec<String> {
    told_of(&[("1.0.0", Some(provenance))], ring)
}

/// What is told of a repository of these versions, with their provenance files.
fn told_of(versions: &[(&str, Option<&str>)], ring: Option<&[u8]>) -> Vec<String> {
    let place = Place::new();
    let mut index = "apiVersion: v1\nentries:\n  redis:\n".to_owned();
    for (version, provenance) in versions {
        let (name, package) = (format!("redis-{version}.tgz"), package(version));
        index.extend([
            format!("  - apiVersion: v2\n    name: redis\n    version: {version}\n"),
            format!("    digest: {}\n    urls: [{name}]\n", sha256(&package)),
        ]);
        place.write(&format!("charts/{name}"), package);
        if let Some(provenance) = provenance {
            place.write(&format!("charts/{name}.prov"), provenance);
        }
    }
    place.write("charts/index.yaml", index);
    let keyring = ring.map(|ring| place.write("ring.gpg", ring));
    run(&place, &Request { keyring, ..request(place.path().join("charts").display().to_string()) })
}

fn run(place: &Place, request: &Request) -> Vec<String> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let report = runtime.block_on(validated(place, request));
    codes(&report).into_iter().map(str::to_owned).collect()
}

#[test]
fn what_helm_would_verify_is_told_nothing_of() {
    for codes in [good(), verified(), by_subkey(false), annotated("")] {
        assert!(codes.iter().all(|code| !code.starts_with("PRV")), "{codes:?}");
    }
}
