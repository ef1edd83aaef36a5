//! Judges the values and objects that templates name: `.Values.a.b`, `.Release.Name`, `.Files.Get "x"`.
//!
//! May import: `helm::template::{context, defaults, define, fault, source, tree}`, `helm::chart`, `model`.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::context::{Called, Seen, Shape, Use, Visitor, Walk};
use super::defaults::{Default as Value, Defaults, Found};
use super::define::Names;
use super::fault::{Fault, MOST};
use super::source::Source;
use super::tree::{Bytes, Define};
use crate::helm::chart::ChartRead;
use crate::model::rule::Rule;
use crate::model::rule::template as rules;
use crate::model::text::short_name;
use crate::model::{Findings, Package, spelling};

/// Objects at the top.
const OBJECTS: [&str; 7] =
    ["Values", "Release", "Chart", "Capabilities", "Files", "Template", "Subcharts"];

/// What the objects hold; those of `Chart` and `Capabilities` fail for anything else, the others give nothing.
const FIELDS: [(&str, &[&str], &Rule); 5] = [
    (
        "Chart",
        &[
            "Name",
            "Home",
            "Sources",
            "Version",
            "Description",
            "Keywords",
            "Maintainers",
            "Icon",
            "APIVersion",
            "Condition",
            "Tags",
            "AppVersion",
            "Deprecated",
            "Annotations",
            "KubeVersion",
            "Dependencies",
            "Type",
            "IsRoot",
        ],
        &rules::TPL030,
    ),
    ("Capabilities", &["APIVersions", "KubeVersion", "HelmVersion"], &rules::TPL030),
    (
        "Release",
        &["Name", "Namespace", "IsUpgrade", "IsInstall", "Revision", "Service", "Time"],
        &rules::TPL031,
    ),
    ("Template", &["Name", "BasePath"], &rules::TPL031),
    ("Files", &["Get", "GetBytes", "Glob", "AsConfig", "AsSecrets", "Lines"], &rules::TPL031),
];

/// Fields of `.Capabilities.KubeVersion`.
const KUBE_VERSION: [&str; 5] = ["Version", "Major", "Minor", "GitVersion", "String"];

/// Judges the files of a chart. `defaults` is `None` where values cannot be told.
pub(super) fn judge<'chart>(
    sources: &[Source<'chart>],
    names: &Names<'_, 'chart>,
    read: &ChartRead,
    defaults: Option<&Defaults>,
    findings: &mut Findings,
) {
    let own: Vec<&Source<'chart>> = sources.iter().filter(|source| source.depth == 0).collect();
    let dots = dots(&own, names, defaults);
    let mut judge = Judge::new(defaults, &read.package);
    for source in &own {
        judge.prefixes.clear();
        if source.is_rendered() {
            Walk::new(defaults, &mut judge, Shape::top(), true).nodes(&source.parsed.tree.body);
        }
        for define in &source.parsed.tree.defines {
            if let Some((shape, is_certain)) = dots.get(define.name.as_ref()) {
                Walk::new(defaults, &mut judge, shape.clone(), *is_certain).nodes(&define.body);
            }
        }
        for (path, fault) in judge.found.drain(..) {
            judge.told.push((path, source.diagnostic(fault)));
        }
    }
    let Judge { told, changed, .. } = judge;
    let is_changed = |path: &[String]| {
        (0..=path.len()).any(|length| changed.contains(path.get(..length).unwrap_or_default()))
    };
    for (path, diagnostic) in told {
        if !is_changed(&path) {
            findings.push(diagnostic);
        }
    }
}

/// What the dot of each named template stands for, and whether it is rendered for sure: by all calls of the chart.
type Dots<'chart> = HashMap<String, (Shape<'chart>, bool)>;

fn dots<'chart>(
    own: &[&Source<'chart>],
    names: &Names<'_, 'chart>,
    defaults: Option<&Defaults>,
) -> Dots<'chart> {
    let mut calls = Calls::default();
    for source in own.iter().filter(|source| source.is_rendered()) {
        Walk::new(defaults, &mut calls, Shape::top(), true).nodes(&source.parsed.tree.body);
    }
    // Each name comes back at most a few times: its shape and its certainty change once each.
    while let Some(name) = calls.pending.pop() {
        let Some((shape, is_certain)) = calls.dots.get(&name).cloned() else { continue };
        let defined = names.get(name.as_str()).into_iter().flatten();
        for (_, define) in defined.filter(|(source, _)| source.depth == 0) {
            let define: &Define<'chart> = define;
            Walk::new(defaults, &mut calls, shape.clone(), is_certain).nodes(&define.body);
        }
    }
    calls.dots
}

/// Collects how named templates are called.
#[derive(Default)]
struct Calls<'chart> {
    dots: Dots<'chart>,
    pending: Vec<String>,
}

impl<'chart> Visitor<'chart> for Calls<'chart> {
    fn seen(&mut self, _seen: &Seen<'_, 'chart>) {}

    fn called(&mut self, called: Called<'_, 'chart>) {
        let Some((shape, is_certain)) = self.dots.get_mut(called.name) else {
            self.dots.insert(called.name.to_owned(), (called.shape, called.is_certain));
            self.pending.push(called.name.to_owned());
            return;
        };
        let before = (shape.clone(), *is_certain);
        if *shape != called.shape {
            *shape = Shape::Other;
        }
        *is_certain |= called.is_certain;
        if before != (shape.clone(), *is_certain) {
            self.pending.push(called.name.to_owned());
        }
    }
}

/// Judges what a walk meets.
struct Judge<'judge> {
    defaults: Option<&'judge Defaults>,
    /// The paths of all files.
    files: HashSet<&'judge str>,
    /// Those that `.Files` holds.
    kept: BTreeSet<&'judge str>,
    /// Found in the current file, with the path below `Values` that it depends on.
    found: Vec<(Vec<String>, Fault)>,
    told: Vec<(Vec<String>, crate::model::Diagnostic)>,
    /// Paths below `Values` that templates change.
    changed: HashSet<Vec<String>>,
    /// What was told of the current file.
    prefixes: HashSet<String>,
    /// What was told of the chart.
    leaves: HashSet<String>,
}

impl<'judge> Judge<'judge> {
    fn new(defaults: Option<&'judge Defaults>, package: &'judge Package) -> Self {
        let files = package.files.iter().map(|file| file.path.as_str());
        Self {
            defaults,
            files: files.clone().collect(),
            kept: files.filter(|path| is_kept(path)).collect(),
            found: Vec::new(),
            told: Vec::new(),
            changed: HashSet::new(),
            prefixes: HashSet::new(),
            leaves: HashSet::new(),
        }
    }

    fn value(&mut self, seen: &Seen<'_, '_>, path: &[&str]) {
        let Some(defaults) = self.defaults else { return };
        for length in 1..path.len() {
            let (prefix, rest) = path.split_at(length);
            let what = match defaults.find(prefix) {
                Found::Unknown => return,
                Found::Value(Value::Mapping(_)) => continue,
                Found::Missing => "is not set",
                Found::Value(Value::Scalar(..)) => "is a single value",
                Found::Value(Value::List(_)) => "is a list",
            };
            self.nil(seen, prefix, rest, what);
            return;
        }
        let is_missing = defaults.find(path) == Found::Missing;
        if is_missing && seen.usage == Use::Plain && !is_guarded(seen, path) {
            self.leaf(seen, path, defaults);
        }
    }

    /// A field of something that is no mapping.
    fn nil(&mut self, seen: &Seen<'_, '_>, prefix: &[&str], rest: &[&str], what: &str) {
        let (name, field) = (prefix.join("."), rest.first().copied().unwrap_or_default());
        let is_known = || {
            let last = prefix.last().copied().unwrap_or_default();
            self.defaults.is_some_and(|defaults| defaults.is_documented(last))
        };
        if !seen.is_certain && (is_guarded(seen, prefix) || is_known()) {
            return;
        }
        if !self.prefixes.insert(name.clone()) {
            return;
        }
        let name = short_name(&name).into_owned();
        let range = seen.operand.range.clone();
        let fault = if seen.is_certain {
            let message = format!(
                "values.yaml has no {name} to take {field} of: {name} {what}, so rendering fails with the default values"
            );
            Fault::new(&rules::TPL027, range, message)
        } else {
            let message = format!(
                "rendering fails when it comes here: {name} {what} in values.yaml, and {field} is taken of it"
            );
            Fault::new(&rules::TPL028, range, message)
        };
        let fault = fault.fix(format!("Add {name} with its fields to values.yaml"));
        self.found.push((owned(prefix), fault));
    }

    fn leaf(&mut self, seen: &Seen<'_, '_>, path: &[&str], defaults: &Defaults) {
        let name = path.join(".");
        let Some((last, parent)) = path.split_last() else { return };
        if defaults.is_documented(last) || !self.leaves.insert(name.clone()) {
            return;
        }
        let siblings: Vec<&str> = match defaults.find(parent) {
            Found::Value(Value::Mapping(pairs)) => pairs.keys().map(String::as_str).collect(),
            _ => return,
        };
        // An empty mapping says that anything may be set below it.
        if siblings.is_empty() {
            return;
        }
        let message = format!("values.yaml does not have {}", short_name(&name));
        let fault = Fault::new(&rules::TPL029, seen.operand.range.clone(), message);
        let can_ask = last.len() > 3 && siblings.len() < 200;
        let similar = can_ask.then(|| spelling::nearest(last, &siblings)).flatten();
        let fault = match similar {
            Some(similar) => fault.fix(format!("Write {similar}, if that is meant")),
            None => fault,
        };
        self.found.push((owned(path), fault));
    }

    fn object(&mut self, seen: &Seen<'_, '_>) {
        let [object, rest @ ..] = seen.path.as_slice() else { return };
        if !OBJECTS.contains(object) {
            let rule: &Rule = if rest.is_empty() { &rules::TPL031 } else { &rules::TPL030 };
            self.unknown(rule, seen, object, ("the top", &OBJECTS));
            return;
        }
        let Some(field) = rest.first() else { return };
        if let Some((_, fields, rule)) = FIELDS.iter().find(|(name, ..)| name == object)
            && !fields.contains(field)
        {
            self.unknown(rule, seen, field, (&format!(".{object}"), fields));
        }
        if let ("Capabilities", ["KubeVersion", field, ..]) = (*object, rest)
            && !KUBE_VERSION.contains(field)
        {
            let object = ".Capabilities.KubeVersion";
            self.unknown(&rules::TPL030, seen, field, (object, &KUBE_VERSION));
        }
    }

    fn unknown(
        &mut self,
        rule: &'static Rule,
        seen: &Seen<'_, '_>,
        field: &str,
        (object, known): (&str, &[&str]),
    ) {
        if seen.usage == Use::Condition && rule == &rules::TPL031 {
            return;
        }
        let message = format!("{object} has no {}", short_name(field));
        let fault = Fault::new(rule, seen.operand.range.clone(), message);
        self.found.push((
            Vec::new(),
            match spelling::nearest(field, known) {
                Some(known) => fault.fix(format!("Write {known}")),
                None => fault,
            },
        ));
    }

    /// A file that is read by its literal name.
    fn file(&mut self, method: &str, path: &str, range: &Bytes) {
        let is_there = match method {
            "Get" | "GetBytes" | "Lines" => self.files.contains(path),
            "Glob" => {
                let fixed = path.split(['*', '?', '[', '{', '\\']).next().unwrap_or_default();
                let folder = fixed.rsplit_once('/').map_or("", |(folder, _)| folder);
                let below = self.kept.range(folder..).next();
                below.is_some_and(|known| known.starts_with(folder))
            }
            _ => return,
        };
        let is_visible = is_kept(path) && path != "values.yaml" && path != "Chart.yaml";
        if is_there && is_visible {
            return;
        }
        let name = short_name(path);
        let message = match (is_there, is_visible) {
            (true, _) => format!(".Files does not hold \"{name}\""),
            (_, false) => format!(".Files cannot hold \"{name}\""),
            _ => format!("the chart has no file \"{name}\""),
        };
        self.found.push((Vec::new(), Fault::new(&rules::TPL032, range.clone(), message)));
    }
}

/// Whether `.Files` holds what stands there.
fn is_kept(path: &str) -> bool {
    !["templates/", "charts/"].iter().any(|folder| path.starts_with(folder))
}

fn owned(path: &[&str]) -> Vec<String> {
    path.iter().map(|part| (*part).to_owned()).collect()
}

/// Whether conditions around ask for a value or what is below it.
fn is_guarded(seen: &Seen<'_, '_>, path: &[&str]) -> bool {
    let asked = |guard: &Vec<&str>| {
        guard.first() == Some(&"Values")
            && guard.get(1..).is_some_and(|guard| guard.starts_with(path))
    };
    seen.guards.iter().any(asked)
        || path.last().is_some_and(|last| seen.words.iter().any(|word| word == last))
}

impl<'text> Visitor<'text> for Judge<'_> {
    fn seen(&mut self, seen: &Seen<'_, 'text>) {
        if self.found.len() > MOST {
            return;
        }
        match seen.path.as_slice() {
            ["Values", path @ ..] if !path.is_empty() => self.value(seen, path),
            ["Values"] => {}
            _ => self.object(seen),
        }
    }

    fn called(&mut self, _called: Called<'_, 'text>) {}

    fn applied(&mut self, function: &str, path: &[&'text str], text: &str, range: &Bytes) {
        match (function, path) {
            (
                "set" | "unset" | "merge" | "mergeOverwrite" | "mustMerge" | "mustMergeOverwrite",
                [] | ["Values", ..],
            ) => {
                let mut changed = owned(path.get(1..).unwrap_or_default());
                if !text.is_empty() && !path.is_empty() {
                    changed.push(text.to_owned());
                }
                self.changed.insert(changed);
            }
            ("", ["Files", method]) if !text.is_empty() && self.found.len() < MOST => {
                self.file(method, text, range);
            }
            _ => {}
        }
    }
}
