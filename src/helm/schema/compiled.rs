//! A schema that has been read, judged and made into a validator.
//!
//! May import: `helm::schema::{defaults, reference, walk}`, `helm::{cost, duplicate}`, `yaml`, `model`.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jsonschema::{Draft, PatternOptions, Retrieve, Uri, Validator};
use serde_json::Value as Json;

use super::defaults::locate;
use super::walk::{self, Fault};
use crate::helm::cost::{self, Library};
use crate::helm::duplicate;
use crate::helm::field::shown;
use crate::model::rule::values as rules;
use crate::model::{Findings, Package, PackageFile, Related, Span};
use crate::yaml::{self, Node};

/// More faults of one schema than that are counted only.
const FAULTS: usize = 200;
/// The places of more faults of one rule than that are not looked for.
const PLACES: usize = 1_000;
/// How much work one schema may be on all values together, as [`cost::of`] counts.
const WORK: u64 = 10_000_000;
/// A pattern whose program is larger is refused.
const PATTERN_SIZE: usize = 256 << 10;

/// The name under which Helm keeps a chart's schema.
const BASE: &str = "file:///values.schema.json";

/// A chart's schema.
pub(super) struct Schema {
    /// How users name the file.
    pub(super) file: String,
    /// What it says, with places.
    pub(super) tree: Node,
    /// What it says, without what leads out of the chart.
    pub(super) json: Json,
    /// The files of the chart that it may refer to, by path.
    files: Vec<(String, Json)>,
    /// How much more work trying it may be, as [`cost::of`] counts.
    left: Cell<u64>,
    /// What judges values; `None` where the schema is none.
    pub(super) validator: Option<Validator>,
}

impl Schema {
    /// Where a JSON pointer leads in the file.
    pub(super) fn locate(&self, pointer: &str) -> Option<Span> {
        locate(&self.tree, pointer).filter(|span| span.line > 0)
    }

    /// Whether it can be tried on these values, too, at a bearable cost.
    pub(super) fn is_bearable(&self, values: &Json) -> bool {
        let cost = cost::of(&Library::of(&self.json, &self.files), values);
        let left = cost.and_then(|cost| self.left.get().checked_sub(cost));
        self.left.set(left.unwrap_or_else(|| self.left.get()));
        left.is_some()
    }
}

/// Reads the schema of a chart, and tells everything that is wrong with it.
pub(super) fn read(package: &Package) -> Option<(Schema, Findings)> {
    let file = package.file("values.schema.json")?;
    let bytes = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file.bytes);
    // What is no JSON was told by the loader.
    let mut json: Json = serde_json::from_slice(bytes).ok()?;
    let tree = yaml::read_json(std::str::from_utf8(bytes).ok()?).ok()?;
    let mut findings = Findings::of(package.place("values.schema.json"));
    twins(&tree, &mut findings);
    let draft = draft(&json, &tree, &mut findings);
    let faults = shape(draft, &json);
    let is_sound = faults.is_empty();
    tell(faults, &tree, &mut findings);
    let file = package.place("values.schema.json");
    let left = Cell::new(WORK);
    if !is_sound {
        return Some((
            Schema { file, tree, json, files: Vec::new(), left, validator: None },
            findings,
        ));
    }
    tell(walk::walk(&mut json, package), &tree, &mut findings);
    let validator = match compile(draft, &json, package) {
        Ok(validator) => Some(validator),
        Err(message) => {
            findings.add(&rules::VAL002, Span { line: 1, column: 1, length: 0 }, message);
            None
        }
    };
    let files = referred(&json, package);
    Some((Schema { file, tree, json, files, left, validator }, findings))
}

/// The files of the chart that a schema may refer to.
fn referred(schema: &Json, package: &Package) -> Vec<(String, Json)> {
    let names = cost::names_of_files(schema);
    let is_named = |path: &str| path.rsplit('/').next().is_some_and(|name| names.contains(name));
    let files = package.files.iter().filter(|file| is_named(&file.path));
    let read = |file: &PackageFile| {
        let mut json = serde_json::from_slice(&file.bytes).ok()?;
        walk::cut(&mut json);
        Some((file.path.clone(), json))
    };
    files.filter_map(read).collect()
}

fn twins(tree: &Node, findings: &mut Findings) {
    for twice in duplicate::find(tree, None) {
        let place = findings.place(twice.first);
        let message = format!("the key {} stands here again", shown(&twice.key));
        let found = findings.add(&rules::VAL015, twice.span, message);
        found.related.push(Related { place, message: "first here".to_owned() });
    }
}

/// The draft that a schema declares; Helm takes the newest where it declares none.
fn draft(json: &Json, tree: &Node, findings: &mut Findings) -> Draft {
    let Some(name) = json.get("$schema").and_then(Json::as_str) else { return Draft::default() };
    match Draft::from_schema_uri(name) {
        Draft::Unknown => {
            let span = locate(tree, "/$schema").unwrap_or(tree.span);
            let message = format!("{} is none of the drafts that Helm knows", shown(name));
            findings.add(&rules::VAL003, span, message);
            Draft::default()
        }
        draft => draft,
    }
}

/// What the draft says against the schema.
fn shape(draft: Draft, json: &Json) -> Vec<Fault> {
    let judge = match draft {
        Draft::Draft4 => jsonschema::draft4::meta::validator(),
        Draft::Draft6 => jsonschema::draft6::meta::validator(),
        Draft::Draft7 => jsonschema::draft7::meta::validator(),
        Draft::Draft201909 => jsonschema::draft201909::meta::validator(),
        _ => jsonschema::draft202012::meta::validator(),
    };
    let mut told = HashSet::new();
    let errors = judge.iter_errors(json).take(FAULTS);
    let faults = errors.map(|error| {
        let pointer = error.instance_path().as_str().to_owned();
        let name = pointer.rsplit('/').next().filter(|name| !name.is_empty());
        let message = error.masked_with(name.unwrap_or("the schema")).to_string();
        Fault { rule: &rules::VAL001, pointer, message }
    });
    // Drafts of several vocabularies say the same several times.
    faults.filter(|fault| told.insert((fault.pointer.clone(), fault.message.clone()))).collect()
}

fn tell(faults: Vec<Fault>, tree: &Node, findings: &mut Findings) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for Fault { rule, pointer, message } in faults {
        let count = counts.entry(rule.code).or_default();
        *count += 1;
        if *count > PLACES {
            // What is more of a rule is counted only; to look for each place would cost the square of the schema.
            findings.add(rule, Span { line: 1, column: 1, length: 0 }, message);
            continue;
        }
        let mut span = locate(tree, &pointer);
        let mut above = pointer.as_str();
        while span.is_none_or(|span| span.line == 0) {
            let Some(end) = above.rfind('/') else { break };
            above = above.get(..end).unwrap_or_default();
            span = locate(tree, above);
        }
        findings.add(rule, span.unwrap_or(Span { line: 1, column: 1, length: 0 }), message);
    }
}

fn compile(draft: Draft, json: &Json, package: &Package) -> Result<Validator, String> {
    let mut options = jsonschema::options()
        .with_draft(draft)
        .with_pattern_options(PatternOptions::regex().size_limit(PATTERN_SIZE))
        .with_retriever(Packaged::of(package));
    if json.get("$id").or_else(|| json.get("id")).is_none() {
        options = options.with_base_uri(BASE);
    }
    options.build(json).map_err(|error| {
        format!("the schema cannot be compiled: {}", error.masked_with("the schema"))
    })
}

/// The JSON files of a chart, the only ones that a schema may refer to here.
struct Packaged {
    files: HashMap<String, Arc<[u8]>>,
}

impl Packaged {
    fn of(package: &Package) -> Self {
        let is_json =
            |path: &str| path.rsplit_once('.').is_some_and(|(_, ending)| ending == "json");
        let files = package.files.iter().filter(|file| is_json(&file.path));
        Self { files: files.map(|file| (file.path.clone(), Arc::clone(&file.bytes))).collect() }
    }
}

impl Retrieve for Packaged {
    fn retrieve(
        &self,
        uri: &Uri<String>,
    ) -> Result<Json, Box<dyn std::error::Error + Send + Sync>> {
        let path = uri.path().as_str().trim_start_matches('/');
        let is_file = uri.scheme().as_str() == "file";
        let bytes = self.files.get(path).filter(|_| is_file);
        let Some(bytes) = bytes else { return Err("nothing outside the chart is read".into()) };
        let mut json = serde_json::from_slice(bytes)?;
        walk::cut(&mut json);
        Ok(json)
    }
}
