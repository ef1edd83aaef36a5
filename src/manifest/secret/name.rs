//! Names that Kubernetes allows.
//!
//! Rules: `k8s.io/apimachinery` `pkg/util/validation`, `IsDNS1123Subdomain`, `IsDNS1123Label`, `IsConfigMapKey`.
//! May import: `model`.

use crate::model::SecretName;

/// Whether a Secret may be called that.
///
/// # Errors
/// Why not, lower case, no full stop.
pub fn check_name(name: &SecretName) -> Result<(), String> {
    let parts = name.name.split('.');
    if name.name.len() > 253 || !parts.clone().all(is_label) {
        return Err("a Secret's name has lower-case letters, digits, \"-\" and \".\", begins and ends with a \
             letter or digit, and has at most 253 characters"
            .to_owned());
    }
    match &name.namespace {
        Some(namespace) if namespace.len() > 63 || !is_label(namespace) => {
            Err("a namespace has lower-case letters, digits and \"-\", begins and ends with a letter or \
                 digit, and has at most 63 characters"
                .to_owned())
        }
        _ => Ok(()),
    }
}

/// Whether a key of a Secret may be called that.
///
/// # Errors
/// Why not, lower case, no full stop.
pub fn check_key(key: &str) -> Result<(), String> {
    let usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let good = !key.is_empty() && key.len() <= 253 && key.chars().all(usual);
    if !good || key == "." || key.starts_with("..") {
        return Err(
            "a key has letters, digits, \"-\", \"_\" and \".\", and at most 253 characters"
                .to_owned(),
        );
    }
    Ok(())
}

fn is_label(text: &str) -> bool {
    let usual = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.chars().all(|c| usual(c) || c == '-') && text.starts_with(usual) && text.ends_with(usual)
}
