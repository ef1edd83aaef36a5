//! `.helmignore`: which files of an unpacked chart's folder Helm does not see.
//!
//! May import: nothing of the crate.

/// Why Helm refuses a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RuleFault {
    DoubleStar,
    Pattern,
}

/// A rule that Helm refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BadRule {
    pub(super) line: u32,
    pub(super) text: String,
    pub(super) fault: RuleFault,
}

struct Rule {
    line: u32,
    pattern: String,
    negates: bool,
    only_folders: bool,
    anchor: Anchor,
}

/// What a pattern is compared with.
#[derive(Clone, Copy, PartialEq)]
enum Anchor {
    /// The whole relative path.
    Path,
    /// The last part of the path.
    Name,
}

/// The rules of one file, in order, with Helm's own one at the end.
pub(super) struct Ignore {
    rules: Vec<Rule>,
}

impl Ignore {
    /// Reads rules. Those that Helm refuses are told and left out.
    pub(super) fn parse(text: &str) -> (Self, Vec<BadRule>) {
        let mut ignore = Self { rules: Vec::new() };
        let mut bad = Vec::new();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (index, line) in text.lines().chain(["templates/.?*"]).enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let line_number = u32::try_from(index + 1).unwrap_or(u32::MAX);
            let fault = if line.contains("**") {
                RuleFault::DoubleStar
            } else if !is_pattern(line) {
                RuleFault::Pattern
            } else {
                ignore.rules.push(rule(line_number, line));
                continue;
            };
            bad.push(BadRule { line: line_number, text: line.to_owned(), fault });
        }
        (ignore, bad)
    }

    /// The line of the rule for which Helm does not see a file: it, or a folder above it, is ignored.
    pub(super) fn hidden_by(&self, path: &str) -> Option<u32> {
        let folders = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
        let by_folder = folders.into_iter().find_map(|folder| self.ignores(folder, Node::Folder));
        by_folder.or_else(|| self.ignores(path, Node::File))
    }

    /// The lines of rules that begin with `!`.
    pub(super) fn negations(&self) -> impl Iterator<Item = u32> {
        self.rules.iter().filter(|rule| rule.negates).map(|rule| rule.line)
    }

    /// The lines of rules that no path can match: paths never begin with `./`.
    pub(super) fn idle(&self) -> impl Iterator<Item = u32> {
        let is_idle = |rule: &&Rule| rule.anchor == Anchor::Path && rule.pattern.starts_with("./");
        self.rules.iter().filter(is_idle).map(|rule| rule.line)
    }

    /// The first rule that speaks decides. A negated rule hides whatever it does not match.
    fn ignores(&self, path: &str, node: Node) -> Option<u32> {
        for rule in &self.rules {
            let misses_kind = rule.only_folders && node != Node::Folder;
            if rule.negates {
                if misses_kind || !rule.matches(path) {
                    return Some(rule.line);
                }
            } else if !misses_kind && rule.matches(path) {
                return Some(rule.line);
            }
        }
        None
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Node {
    File,
    Folder,
}

fn rule(line_number: u32, line: &str) -> Rule {
    let negates = line.starts_with('!');
    let body = line.strip_prefix('!').unwrap_or(line);
    let only_folders = body.ends_with('/');
    let body = body.strip_suffix('/').unwrap_or(body);
    let (pattern, anchor) = match body.strip_prefix('/') {
        Some(rest) => (rest, Anchor::Path),
        None if body.contains('/') => (body, Anchor::Path),
        None => (body, Anchor::Name),
    };
    Rule { line: line_number, pattern: pattern.to_owned(), negates, only_folders, anchor }
}

impl Rule {
    fn matches(&self, path: &str) -> bool {
        let text = match self.anchor {
            Anchor::Path => path,
            Anchor::Name => path.rsplit('/').next().unwrap_or(path),
        };
        let pattern: Vec<char> = self.pattern.chars().collect();
        let text: Vec<char> = text.chars().collect();
        glob(&pattern, &text)
    }
}

/// Whether a glob is well formed: brackets closed and filled, nothing ends with a backslash.
fn is_pattern(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let mut rest = chars.as_slice();
    while let Some((first, after)) = rest.split_first() {
        rest = match first {
            '\\' => match after.split_first() {
                Some((_, after)) => after,
                None => return false,
            },
            '[' => match class(after, 'a') {
                Some((_, after)) => after,
                None => return false,
            },
            _ => after,
        };
    }
    true
}

/// Go's `filepath.Match`: `*` and `?` stop at slashes. Linear in practice: only the last star is retried.
fn glob(pattern: &[char], text: &[char]) -> bool {
    let (mut pattern, mut text) = (pattern, text);
    let mut retry: Option<(&[char], &[char])> = None;
    loop {
        if let Some(('*', after)) = pattern.split_first().map(|(first, after)| (*first, after)) {
            retry = Some((after, text));
            pattern = after;
            continue;
        }
        let step = match (pattern.is_empty(), text.split_first()) {
            (true, None) => return true,
            (_, None) => None,
            (_, Some((character, rest))) => one(pattern, *character).map(|after| (after, rest)),
        };
        if let Some((after, rest)) = step {
            (pattern, text) = (after, rest);
            continue;
        }
        let Some((after, start)) = retry else { return false };
        match start.split_first() {
            Some((character, rest)) if *character != '/' => {
                retry = Some((after, rest));
                (pattern, text) = (after, rest);
            }
            _ => return false,
        }
    }
}

/// The rest of the pattern when its first element matches the character.
fn one(pattern: &[char], character: char) -> Option<&[char]> {
    let (first, after) = pattern.split_first()?;
    match first {
        '?' => (character != '/').then_some(after),
        '[' => class(after, character)
            .and_then(|(matches, after)| (matches && character != '/').then_some(after)),
        '\\' => {
            after.split_first().and_then(|(wanted, after)| (*wanted == character).then_some(after))
        }
        wanted => (*wanted == character).then_some(after),
    }
}

/// Reads a class after its `[`: whether it matches, and what follows; `None` when it is malformed.
fn class(pattern: &[char], character: char) -> Option<(bool, &[char])> {
    let (negated, mut rest) = match pattern.split_first()? {
        ('^', after) => (true, after),
        _ => (false, pattern),
    };
    let mut matches = false;
    let mut count = 0;
    loop {
        if let (']', after) = rest.split_first().map(|(first, after)| (*first, after))?
            && count > 0
        {
            return Some((matches != negated, after));
        }
        let (low, after) = bound(rest)?;
        let (high, after) = match after.split_first()? {
            ('-', after) => bound(after)?,
            _ => (low, after),
        };
        matches |= (low..=high).contains(&character);
        count += 1;
        rest = after;
    }
}

/// One end of a range.
fn bound(pattern: &[char]) -> Option<(char, &[char])> {
    match pattern.split_first()? {
        ('-' | ']', _) => None,
        ('\\', after) => after.split_first().map(|(first, after)| (*first, after)),
        (first, after) => Some((*first, after)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rules: &str, hidden: &[&str], seen: &[&str]) {
        let (ignore, bad) = Ignore::parse(rules);
        assert_eq!(bad, [], "{rules:?}");
        for path in hidden {
            assert!(ignore.hidden_by(path).is_some(), "{rules:?} should hide {path}");
        }
        for path in seen {
            assert!(ignore.hidden_by(path).is_none(), "{rules:?} should not hide {path}");
        }
    }

    #[test]
    fn rules_hide_what_helm_hides() {
        check("helm.txt", &["helm.txt", "a/helm.txt"], &["tiller.txt"]);
        check("*.txt\n# no\n\n", &["a.txt", "b/c.txt"], &["a.yaml", "txt"]);
        check("cargo/*.t", &["cargo/a.t"], &["x/cargo/a.t", "cargo/b/a.t"]);
        check("cargo/", &["cargo/a.t", "x/cargo/b"], &["cargo"]);
        check("/a.txt", &["a.txt"], &["b/a.txt"]);
        check("/cargo/a?.txt", &["cargo/ab.txt"], &["cargo/a.txt"]);
        check("[a-c]*.txt\n[^x]y", &["b1.txt", "zy"], &["d1.txt", "xy"]);
        check("!a.txt", &["b.txt"], &["a.txt"]);
        check("", &["templates/.hidden"], &["templates/a.yaml", "templates/."]);
        check("a\\*", &["a*"], &["ab"]);
        check("*a*b", &["xaab", "ab"], &["a/b", "ba"]);
    }

    #[test]
    fn bad_rules_are_told_with_their_line() {
        let (_, bad) = Ignore::parse("ok\n\u{20}**/x\n[a\n[]\nx\\\n[a-]\n");
        let found: Vec<_> = bad.iter().map(|rule| (rule.line, rule.fault)).collect();
        assert_eq!(found[0], (2, RuleFault::DoubleStar));
        assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
    }
}
