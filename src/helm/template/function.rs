//! The functions that templates may call: Go's own, Sprig's and Helm's, with how many arguments they take.
//!
//! May import: `model::spelling`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::model::spelling;

/// Any number of arguments.
const MANY: u8 = u8::MAX;

/// Least and most arguments, and the functions that take so many.
const FUNCTIONS: &[(u8, u8, &str)] = &[
    // Go
    (1, MANY, "and or call index printf"),
    (1, 1, "not len"),
    (2, MANY, "eq"),
    (2, 2, "ne lt le gt ge"),
    (0, MANY, "html js print println urlquery"),
    // Sprig: dates
    (0, 0, "hello now uuidv4"),
    (1, 1, "ago duration durationRound htmlDate unixEpoch"),
    (2, 2, "date date_modify dateModify htmlDateInZone must_date_modify mustDateModify"),
    (2, 2, "mustToDate toDate"),
    (3, 3, "date_in_zone dateInZone"),
    // Sprig: texts
    (1, 1, "trim upper lower title untitle nospace initials randAlphaNum randAlpha randAscii"),
    (1, 1, "randNumeric swapcase shuffle snakecase camelcase kebabcase sha1sum sha256sum"),
    (1, 1, "sha512sum adler32sum toString"),
    (2, 2, "abbrev trunc repeat trimall trimAll trimSuffix trimPrefix wrap contains hasPrefix"),
    (2, 2, "hasSuffix indent nindent"),
    (3, 3, "abbrevboth substr wrapWith replace plural"),
    (0, MANY, "quote squote cat"),
    // Sprig: numbers
    (1, 1, "atoi int64 int float64 toDecimal until add1 add1f ceil floor"),
    (2, 2, "sub div mod randInt"),
    (3, 3, "untilStep"),
    (0, MANY, "seq add addf"),
    (1, MANY, "mul subf divf mulf biggest max min maxf minf"),
    (2, MANY, "round"),
    // Sprig: lists and dictionaries
    (1, 1, "toStrings sortAlpha compact mustCompact first mustFirst rest mustRest last mustLast"),
    (1, 1, "initial mustInitial reverse mustReverse uniq mustUniq deepCopy mustDeepCopy values"),
    (2, 2, "split splitList join append mustAppend push mustPush prepend mustPrepend has mustHas"),
    (2, 2, "chunk mustChunk get unset hasKey"),
    (3, 3, "splitn set"),
    (0, MANY, "tuple list dict keys concat coalesce all any"),
    (1, MANY, "pluck pick omit merge mergeOverwrite mustMerge mustMergeOverwrite without"),
    (1, MANY, "mustWithout slice mustSlice default"),
    (3, MANY, "dig"),
    // Sprig: the rest
    (1, 1, "empty typeOf kindOf base dir clean ext isAbs osBase osClean osDir osExt osIsAbs"),
    (1, 1, "b64enc b64dec b32enc b32dec bcrypt genPrivateKey randBytes semver fail"),
    (1, 1, "regexQuoteMeta urlParse urlJoin getHostByName"),
    (2, 2, "typeIs typeIsLike kindIs deepEqual htpasswd buildCustomCert genCA encryptAES"),
    (2, 2, "decryptAES semverCompare regexMatch mustRegexMatch regexFind mustRegexFind"),
    (3, 3, "ternary genCAWithKey regexFindAll mustRegexFindAll regexReplaceAll"),
    (3, 3, "mustRegexReplaceAll regexReplaceAllLiteral mustRegexReplaceAllLiteral regexSplit"),
    (3, 3, "mustRegexSplit"),
    (4, 4, "genSelfSignedCert"),
    (5, 5, "derivePassword genSelfSignedCertWithKey genSignedCert"),
    (6, 6, "genSignedCertWithKey"),
    // Helm
    (1, 1, "toToml fromToml toYaml mustToYaml toYamlPretty fromYaml fromYamlArray toJson"),
    (1, 1, "mustToJson toPrettyJson mustToPrettyJson toRawJson mustToRawJson fromJson"),
    (1, 1, "mustFromJson fromJsonArray"),
    (2, 2, "include tpl required"),
    (4, 4, "lookup"),
];

/// What Helm 4 knows and Helm 3 does not.
const HELM_4: &[(u8, u8, &str)] = &[
    (1, 1, "mustToToml mustToDuration durationSeconds durationMilliseconds durationMicroseconds"),
    (1, 1, "durationNanoseconds durationMinutes durationHours durationDays durationWeeks"),
    (2, 2, "durationRoundTo durationTruncateTo"),
];

/// Functions of Sprig that Helm takes away.
const REMOVED: [&str; 2] = ["env", "expandenv"];

/// What is known of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Function {
    /// Fewest arguments.
    pub(super) least: u8,
    /// Most arguments; [`MANY`] where there is no limit.
    pub(super) most: u8,
    /// Who knows it.
    pub(super) known: Known,
}

/// Who knows a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// Helm 3 and 4.
    Both,
    /// Helm 4 alone.
    Helm4,
    /// Sprig, but neither Helm.
    Removed,
}

static TABLE: LazyLock<HashMap<&str, Function>> = LazyLock::new(|| {
    let rows = |table: &'static [(u8, u8, &'static str)], known| {
        table.iter().flat_map(move |&(least, most, names)| {
            names.split(' ').map(move |name| (name, Function { least, most, known }))
        })
    };
    let removed = Function { least: 1, most: 1, known: Known::Removed };
    rows(FUNCTIONS, Known::Both)
        .chain(rows(HELM_4, Known::Helm4))
        .chain(REMOVED.map(|name| (name, removed)))
        .collect()
});

/// The function of that name.
pub(super) fn find(name: &str) -> Option<Function> {
    TABLE.get(name).copied()
}

/// The known name that a misspelt one was likely meant to be.
pub(super) fn similar(name: &str) -> Option<&'static str> {
    let mut names: Vec<&'static str> = TABLE.keys().copied().collect();
    names.sort_unstable();
    spelling::nearest(name, &names)
}

impl Function {
    /// Whether it takes so many arguments.
    pub(super) fn takes(self, count: usize) -> bool {
        count >= usize::from(self.least) && (self.most == MANY || count <= usize::from(self.most))
    }

    /// How many it takes, in words.
    pub(super) fn arguments(self) -> String {
        let plural = |count: u8| if count == 1 { "" } else { "s" };
        match (self.least, self.most) {
            (least, MANY) => format!("at least {least} argument{}", plural(least)),
            (least, _) => format!("{least} argument{}", plural(least)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_known_with_their_arguments() {
        for (name, count, expected) in [
            ("include", 2, true),
            ("include", 1, false),
            ("default", 1, true),
            ("default", 2, true),
            ("quote", 0, true),
            ("lookup", 4, true),
            ("dig", 2, false),
        ] {
            let function = find(name).expect("it is known");
            assert_eq!(function.takes(count), expected, "{name} {count}");
        }
        assert_eq!(find("toYAML"), None);
        assert_eq!(similar("toYAML"), Some("toYaml"));
        assert_eq!(find("env").map(|function| function.known), Some(Known::Removed));
        assert_eq!(find("durationDays").map(|function| function.known), Some(Known::Helm4));
    }
}
