//! What a provenance file says: the chart's metadata, and the digests of files.
//!
//! May import: `helm::provenance::message`, `helm::{chart, field, metadata}`, `yaml`, `model`.

use super::message::{Message, Part};
use crate::helm::chart::Chart;
use crate::helm::field::{Dialect, Reader, shown};
use crate::helm::metadata;
use crate::model::rule::provenance as rules;
use crate::model::{EntryVersion, Findings, Package, Span};
use crate::yaml::{self, Limits, Node};

/// Compares what is said with the package.
pub(super) fn judge(
    message: &Message<'_>,
    package: &Package,
    chart: &Chart,
    findings: &mut Findings,
) {
    let Some((metadata, files)) = message.parts() else {
        let text = "the signed text ends here without a line of three dots";
        findings.add(&rules::PRV002, message.end(), text);
        return;
    };
    Judge { message, part: &metadata }.metadata(chart, findings);
    Judge { message, part: &files }.files(package, findings);
}

struct Judge<'message> {
    message: &'message Message<'message>,
    part: &'message Part,
}

impl Judge<'_> {
    fn at(&self, span: Span) -> Span {
        self.message.span(self.part, span)
    }

    /// The signed metadata against that of the package.
    fn metadata(&self, chart: &Chart, findings: &mut Findings) {
        let document = yaml::read(&self.part.text, Limits::default());
        if let Some(error) = document.error {
            findings.add(&rules::PRV003, self.at(error.span), error.message);
            return;
        }
        let mut reader = Reader::new(Dialect::Chart);
        let root = document.root.filter(|root| !root.is_null());
        let fields = root.as_ref().and_then(|root| {
            let fields = reader.fields(root, "the metadata", metadata::FIELDS)?;
            let signed = metadata::read(&mut reader, &fields);
            Some((fields, signed))
        });
        let Some((fields, signed)) = fields else {
            let what = root.as_ref().map_or("nothing", Node::kind);
            let message = format!("the metadata is {what}, where a mapping is due");
            findings.add(&rules::PRV003, self.at(Span::default()), message);
            return;
        };
        if chart.refused.is_some() {
            return;
        }
        let own = &chart.metadata;
        for (field, signed, own) in
            [("name", &signed.name, &own.name), ("version", &signed.version, &own.version)]
        {
            if signed != own {
                let message = format!(
                    "the signed {field} is {}, that of the package is {}",
                    shown(signed),
                    shown(own)
                );
                findings.add(&rules::PRV008, self.at(fields.place(field)), message);
            }
        }
        let differing = differing(&signed, own);
        if let Some(first) = differing.first() {
            let list = differing.join(", ");
            let message = format!("other values than in Chart.yaml are signed: {list}");
            findings.add(&rules::PRV009, self.at(fields.place(first)), message);
        }
    }

    /// The signed digest against that of the package.
    fn files(&self, package: &Package, findings: &mut Findings) {
        let document = yaml::read(&self.part.text, Limits::default());
        if let Some(error) = document.error {
            findings.add(&rules::PRV004, self.at(error.span), error.message);
            return;
        }
        let Some(pairs) = self.pairs(document.root.as_ref(), findings) else { return };
        let (Some(digest), Some(name)) = (&package.digest, package.name.rsplit('/').next()) else {
            return;
        };
        let due = format!("sha256:{digest}");
        let named = pairs.iter().rev().find(|(key, _)| key.as_str() == Some(name));
        if let Some((_, value)) = named {
            let signed = value.as_str().unwrap_or_default();
            if signed != due {
                let message = format!("{} is signed, but the package has {due}", shown(signed));
                let found = findings.add(&rules::PRV007, self.at(value.span), message);
                if signed.eq_ignore_ascii_case(&due) || signed.eq_ignore_ascii_case(digest) {
                    let fix = "write the digest as sha256: and lower-case digits, then sign again";
                    found.fix = Some(fix.to_owned());
                }
            }
            return;
        }
        let same = pairs.iter().find(|(_, value)| value.as_str() == Some(due.as_str()));
        if let Some((key, _)) = same {
            let signed = shown(key.as_str().unwrap_or_default());
            let message = format!("{signed} was signed, and is called {} now", shown(name));
            findings.add(&rules::PRV006, self.at(key.span), message);
        } else {
            let place = pairs.first().map_or_else(Span::default, |(key, _)| key.span);
            let spoken: Vec<String> = pairs
                .iter()
                .take(3)
                .map(|(key, _)| shown(key.as_str().unwrap_or_default()))
                .collect();
            let named = if spoken.is_empty() { "no file".to_owned() } else { spoken.join(", ") };
            let message = format!("it speaks of {named}, and not of {}", shown(name));
            findings.add(&rules::PRV005, self.at(place), message);
        }
    }

    /// Names and digests.
    fn pairs<'node>(
        &self,
        root: Option<&'node Node>,
        findings: &mut Findings,
    ) -> Option<&'node [(Node, Node)]> {
        let root = root.filter(|root| !root.is_null());
        let files = match root {
            None => return Some(&[]),
            Some(root) if root.pairs().is_none() => root,
            Some(root) => match root.get("files").filter(|files| !files.is_null()) {
                None => return Some(&[]),
                Some(files) => files,
            },
        };
        let pairs = files.pairs().filter(|_| root.is_some_and(|root| root.pairs().is_some()));
        let Some(pairs) = pairs else {
            let message = format!("the digests are {}, where a mapping is due", files.kind());
            findings.add(&rules::PRV004, self.at(files.span), message);
            return None;
        };
        if let Some((key, value)) = pairs.iter().find(|(_, value)| value.as_str().is_none()) {
            let name = shown(key.as_str().unwrap_or_default());
            let message = format!("the digest of {name} is {}, not a text", value.kind());
            findings.add(&rules::PRV004, self.at(value.span), message);
            return None;
        }
        Some(pairs)
    }
}

/// Fields beyond name and version that differ.
fn differing(signed: &EntryVersion, own: &EntryVersion) -> Vec<&'static str> {
    let sorted = |pairs: &[(String, String)]| {
        let mut pairs = pairs.to_vec();
        pairs.sort_unstable();
        pairs
    };
    // Those of a chart of the first format stand in another file, which is not signed for.
    let has_same_needs = own.api_version != "v2" || signed.dependencies == own.dependencies;
    let fields = [
        ("apiVersion", signed.api_version == own.api_version),
        ("appVersion", signed.app_version == own.app_version),
        ("description", signed.description == own.description),
        ("kubeVersion", signed.kube_version == own.kube_version),
        ("type", signed.chart_type == own.chart_type),
        ("deprecated", signed.deprecated == own.deprecated),
        ("home", signed.home == own.home),
        ("icon", signed.icon == own.icon),
        ("keywords", signed.keywords == own.keywords),
        ("sources", signed.sources == own.sources),
        ("maintainers", signed.maintainers == own.maintainers),
        ("dependencies", has_same_needs),
        ("annotations", sorted(&signed.annotations) == sorted(&own.annotations)),
    ];
    fields.into_iter().filter(|(_, is_same)| !is_same).map(|(name, _)| name).collect()
}
