//! What holds for every text.

use proptest::prelude::*;

use super::super::Location;
use super::surroundings;

proptest! {
    #[test]
    fn what_was_understood_is_understood_again_from_its_canonical_text(
        head in "(https?://|git::https://|git::file:///|git::ssh://(me@)?|git@|me@|git::git://|s3://|s3::https://|s3://s3.|s3://bucket.s3.eu-west-1.amazonaws.com/|s3::|git::/|/|\\./|~/|file:///|github.com/|gitlab.com/|sample://|)",
        host in "[a-z]{1,5}(\\.[a-z]{2,3})?(:[0-9]{2,4})?(:o)?(/bucket)?",
        path in "(/{1,2}[a-zA-Z0-9 ._%+é#-]{0,6}){0,4}",
        query in "(\\?(ref=[a-z/+.]{0,5}|depth=[0-9]|lang=[a-z%&]{0,4}|region=[a-z0-9-]{0,3}|addressing=(path|virtual)|endpoint=[a-z0-9:.]{0,6}|index=archives|aws_profile=[a-z%&]{0,4}))?",
    ) {
        let text = format!("{head}{host}{path}{query}");
        if let Ok(parsed) = Location::parse_from(&text, &surroundings()) {
            let again = Location::parse_from(&parsed.location.canonical(), &surroundings());
            prop_assert_eq!(again.map(|parsed| parsed.location), Ok(parsed.location.clone()));
            prop_assert_eq!(parsed.location.to_string(), parsed.location.canonical());
        }
    }

    #[test]
    fn no_text_is_too_odd(text in "\\PC{0,40}") {
        let _ = Location::parse_from(&text, &surroundings());
        let _ = Location::parse_from(&format!("git::{text}"), &surroundings());
        let location = Location::parse("https://h/c").unwrap().location;
        let _ = (location.package_url(&text), location.package_path(&text));
    }
}
