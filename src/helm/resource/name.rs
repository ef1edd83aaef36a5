//! Names of Kubernetes objects, as their kinds allow them.
//!
//! May import: nothing of the crate.

/// Why a name is refused for a kind, in words; `None` when it is allowed.
pub(super) fn fault(kind: &str, name: &str) -> Option<&'static str> {
    match kind {
        "Service" => (!is_label(name, Start::Letter)).then_some(
            "it takes up to 63 lower-case letters, digits and dashes, and begins with a letter",
        ),
        "Namespace" => (!is_label(name, Start::Any))
            .then_some("it takes up to 63 lower-case letters, digits and dashes"),
        "CertificateSigningRequest" => None,
        "Role" | "ClusterRole" | "RoleBinding" | "ClusterRoleBinding" => {
            let is_segment = !matches!(name, "." | "..") && !name.contains(['/', '%']);
            (!is_segment).then_some("it takes neither slashes nor percent signs")
        }
        _ => (name.len() > 253 || !name.split('.').all(|part| is_part(part, Start::Any))).then_some(
            "it takes lower-case letters, digits, dashes and dots, and begins and ends with a letter or digit",
        ),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Start {
    Letter,
    Any,
}

fn is_label(name: &str, start: Start) -> bool {
    name.len() <= 63 && is_part(name, start)
}

fn is_part(part: &str, start: Start) -> bool {
    let is_alphanumeric = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_inner = |byte: u8| is_alphanumeric(byte) || byte == b'-';
    let (Some(first), Some(last)) = (part.bytes().next(), part.bytes().last()) else {
        return false;
    };
    let begins =
        if start == Start::Letter { first.is_ascii_lowercase() } else { is_alphanumeric(first) };
    begins && is_alphanumeric(last) && part.bytes().all(is_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_judged_by_their_kind() {
        for (kind, name, expected) in [
            ("ConfigMap", "a.b-c", true),
            ("ConfigMap", "A", false),
            ("ConfigMap", "a-", false),
            ("ConfigMap", "a_b", false),
            ("Service", "a1", true),
            ("Service", "1a", false),
            ("Service", "a.b", false),
            ("Namespace", "1a", true),
            ("ClusterRole", "system:a", true),
            ("ClusterRole", "a/b", false),
        ] {
            assert_eq!(fault(kind, name).is_none(), expected, "{kind} {name}");
        }
    }
}
