//! What servers tell of regions.
//!
//! May import: nothing of the crate.

/// What a server's `LocationConstraint` and the like mean: AWS has two old names. `None` for what is no name, as
/// the answer goes into a signature.
pub(super) fn plain(told: &str) -> Option<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    match told.trim() {
        "" => None,
        "EU" => Some("eu-west-1".to_owned()),
        "US" => Some("us-east-1".to_owned()),
        other if other.len() <= 64 && other.chars().all(is_name) => Some(other.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_are_regions() {
        for (told, expected) in [
            (" eu-central-1\n", Some("eu-central-1")),
            ("garage", Some("garage")),
            ("RegionOne", Some("RegionOne")),
            ("EU", Some("eu-west-1")),
            ("US", Some("us-east-1")),
            ("", None),
            ("a b", None),
            ("a/b", None),
            ("a\nb", None),
            (&"a".repeat(65), None),
        ] {
            assert_eq!(plain(told).as_deref(), expected, "{told}");
        }
    }
}
