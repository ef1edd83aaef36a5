//! One archive, member by member, as Helm and Helm Broker see it, within limits.
//!
//! May import: `archive::{inflate, limits, member_path, sniff}`, `model`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use super::inflate::{Inflate, Rest, Stop};
use super::limits::Budget;
use super::member_path::{self, Layout, Located, PathFault};
use super::sniff;
use crate::model::digest::sha256;
use crate::model::rule::archive as rules;
use crate::model::{Diagnostic, Findings, Package, PackageFile, Place, Rule, Severity};

/// No file system takes longer paths, and no message should hold them.
const LONGEST_PATH: usize = 4096;
/// What a message shows of a name, in bytes.
const LONGEST_SHOWN: usize = 256;
/// How many of several root folders a message names.
const ROOTS_NAMED: usize = 5;

/// What reading an archive gave, good or bad.
#[derive(Clone, Debug, PartialEq)]
pub struct ArchiveRead {
    /// The files that could be read and may be shown.
    pub package: Package,
    /// Everything that is wrong with the archive.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether its consumer (Helm, or Helm Broker for [`Layout::NoRoot`]) refuses the archive as a whole.
    pub refused: bool,
}

/// One archive being read.
pub(super) struct Reader<'budget> {
    package: Package,
    layout: Layout,
    pub(super) budget: &'budget mut Budget,
    findings: Findings,
    refused: bool,
    files: BTreeMap<String, Vec<u8>>,
    roots: BTreeSet<String>,
    folders: BTreeSet<String>,
    members: usize,
    seen: bool,
}

impl<'budget> Reader<'budget> {
    pub(super) fn new(
        name: &str,
        bytes: &[u8],
        layout: Layout,
        budget: &'budget mut Budget,
    ) -> Self {
        let package = Package {
            name: name.to_owned(),
            archive: true,
            digest: Some(sha256(bytes)),
            size: bytes.len() as u64,
            ..Package::default()
        };
        Self {
            package,
            layout,
            budget,
            findings: Findings::of(name),
            refused: false,
            files: BTreeMap::new(),
            roots: BTreeSet::new(),
            folders: BTreeSet::new(),
            members: 0,
            seen: false,
        }
    }

    pub(super) fn read(mut self, bytes: &[u8]) -> ArchiveRead {
        if let Some((rule, message)) = sniff::fault(bytes) {
            self.found(rule, "", message);
        } else if bytes.len() as u64 > self.budget.limits.compressed {
            let message = format!("{} bytes are more than chartroom reads", bytes.len());
            self.found(&rules::PKG016, "", message);
        } else {
            self.unpack(bytes);
        }
        self.finish()
    }

    fn unpack(&mut self, bytes: &[u8]) {
        let mut archive = tar::Archive::new(Inflate::new(bytes, self.budget.total));
        let outcome = self.members(&mut archive);
        let mut inflate = archive.into_inner();
        match (inflate.stop(), outcome) {
            (Some(stop), Err(_)) => self.stopped(stop),
            (None, Err(error)) => {
                let message = format!("the tar stream cannot be read on: {error}");
                self.found(&rules::PKG004, "", message);
            }
            (_, Ok(Walk::Ended)) => {
                let rest = inflate.rest();
                self.after_end(rest, inflate.stop());
                self.ended();
            }
            (_, Ok(Walk::Limit)) => {}
        }
        if let Some(ratio) = inflate.ratio().filter(|ratio| *ratio > self.budget.limits.ratio) {
            self.found(&rules::PKG014, "", format!("it unpacks to {ratio} times its size"));
        }
    }

    fn after_end(&mut self, rest: Rest, stop: Option<Stop>) {
        match (rest, stop) {
            (Rest::Padding, _) => {}
            (_, Some(Stop::Total)) => self.stopped(Stop::Total),
            (Rest::Ignored(what), _) => {
                self.found(&rules::PKG022, "", format!("after the archive's end: {what}"));
            }
            (Rest::Broken(_), Some(stop)) => self.stopped(stop),
            (Rest::Broken(what), None) => self.found(&rules::PKG004, "", what),
        }
    }

    fn stopped(&mut self, stop: Stop) {
        match stop {
            Stop::Total => {
                let limit = self.budget.limits.total >> 20;
                self.found(&rules::PKG012, "", format!("it unpacks to more than {limit} MiB"));
            }
            Stop::Fault(words) => {
                let message = format!("the gzip stream cannot be read on: {words}");
                self.found(&rules::PKG003, "", message);
            }
        }
    }

    /// What can only be said once every member has been seen.
    fn ended(&mut self) {
        if !self.seen {
            self.found(&rules::PKG005, "", "the archive holds no file");
        }
        if self.layout == Layout::RootFolder && self.roots.len() > 1 {
            let names = self.roots.iter().take(ROOTS_NAMED);
            let names: Vec<_> =
                names.map(|root| format!("\"{}\"", shown(root.as_bytes()))).collect();
            let more = match self.roots.len().saturating_sub(ROOTS_NAMED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let message =
                format!("files are spread over the root folders {}{more}", names.join(", "));
            self.found(&rules::PKG021, "", message);
        }
    }

    fn members(&mut self, archive: &mut tar::Archive<Inflate<'_>>) -> std::io::Result<Walk> {
        for entry in archive.entries()? {
            let mut entry = entry?;
            self.members += 1;
            if self.members > self.budget.limits.count.saturating_mul(4) || self.budget.count == 0 {
                let message = format!("more than {} files", self.budget.limits.count);
                self.found(&rules::PKG013, "", message);
                return Ok(Walk::Limit);
            }
            let raw = entry.path_bytes().into_owned();
            let kind = kind_of(entry.header(), &raw);
            let target = entry.link_name_bytes().map(|name| shown(&name)).unwrap_or_default();
            if self.is_wanted(&raw, kind, &target)
                && let Some(path) = self.locate(&raw)
                && self.fits(&path, entry.size())
            {
                let mut content = Vec::new();
                (&mut entry).take(self.budget.limits.file + 1).read_to_end(&mut content)?;
                self.keep(path, content);
            }
        }
        Ok(Walk::Ended)
    }

    /// Whether a member counts as a file, as Helm sees it: links and devices do, with no content.
    fn is_wanted(&mut self, raw: &[u8], kind: tar::EntryType, target: &str) -> bool {
        let name = shown(raw);
        match kind {
            tar::EntryType::XGlobalHeader => {
                self.found(&rules::PKG024, "", "a global PAX header stands before the files");
                return false;
            }
            tar::EntryType::Directory => {
                let name = name.trim_start_matches("./").trim_end_matches('/').to_owned();
                self.folders.insert(name);
                return false;
            }
            tar::EntryType::Symlink | tar::EntryType::Link => {
                self.found(&rules::PKG017, &name, format!("\"{name}\" is a link to \"{target}\""));
            }
            tar::EntryType::Regular | tar::EntryType::Continuous | tar::EntryType::GNUSparse => {}
            _ => self.found(&rules::PKG018, &name, format!("\"{name}\" is no regular file")),
        }
        self.layout == Layout::RootFolder || kind.is_file() || kind.is_contiguous()
    }

    /// The path below the package's root, after Helm's checks in Helm's order.
    fn locate(&mut self, raw: &[u8]) -> Option<String> {
        self.seen = true;
        if raw.len() > LONGEST_PATH {
            let message = format!("the path of a member has {} bytes; it is left out", raw.len());
            self.found(&rules::PKG023, "", message);
            return None;
        }
        let text = String::from_utf8_lossy(raw);
        let name = shown(raw);
        if text.chars().any(|character| character.is_control() || character == '\u{fffd}') {
            let message = format!("\"{name}\" has characters that do not belong into a path");
            self.found(&rules::PKG023, &name, message);
        }
        if text.contains('\\') {
            self.found(&rules::PKG020, &name, format!("\"{name}\" is written with backslashes"));
        }
        match member_path::locate(&text, self.layout) {
            Ok(Located { root, path }) => {
                self.missing_folders(&path);
                if self.package.root.is_empty() {
                    self.package.root.clone_from(&root);
                }
                self.roots.insert(root);
                Some(path)
            }
            Err(fault) => {
                self.found(fault_rule(fault), &name, fault.message(&name));
                None
            }
        }
    }

    /// Helm Broker unpacks without making parent folders.
    fn missing_folders(&mut self, path: &str) {
        let Some((folder, _)) = path.rsplit_once('/') else { return };
        if self.layout == Layout::NoRoot && self.folders.insert(folder.to_owned()) {
            let message = format!("the folder \"{folder}\" is not listed before \"{path}\"");
            self.found_in(&rules::PKG025, path, message);
        }
    }

    fn fits(&mut self, path: &str, size: u64) -> bool {
        if size > self.budget.total {
            self.found_in(&rules::PKG012, path, "with this file the archive unpacks to too much");
            return false;
        }
        if size > self.budget.limits.file {
            let limit = self.budget.limits.file;
            let message = format!("\"{path}\" has {size} bytes, {limit} are allowed");
            self.found_in(&rules::PKG011, path, message);
            return false;
        }
        true
    }

    fn keep(&mut self, path: String, content: Vec<u8>) {
        // Sparse members may hold more than their header says.
        if !self.fits(&path, content.len() as u64) {
            return;
        }
        self.budget.total = self.budget.total.saturating_sub(content.len() as u64);
        if self.budget.total == 0 {
            self.found_in(&rules::PKG012, &path, "with this file the archive unpacks to too much");
        }
        self.budget.count = self.budget.count.saturating_sub(1);
        if self.files.contains_key(&path) {
            let message = format!("\"{path}\" is in the archive twice; the last one is shown");
            self.found_in(&rules::PKG019, &path, message);
        }
        self.files.insert(path, content);
    }

    pub(super) fn found(&mut self, rule: &'static Rule, member: &str, message: impl Into<String>) {
        self.refused |= rule.severity == Severity::Error;
        let place = Place::file(match member {
            "" => self.package.name.clone(),
            member => format!("{}!{member}", self.package.name),
        });
        self.findings.push(Diagnostic::new(rule, place, message));
    }

    /// Speaks of a file of the package, whose path is below the root.
    fn found_in(&mut self, rule: &'static Rule, path: &str, message: impl Into<String>) {
        self.refused |= rule.severity == Severity::Error;
        let place = Place::file(self.package.place(path));
        self.findings.push(Diagnostic::new(rule, place, message));
    }

    pub(super) fn finish(mut self) -> ArchiveRead {
        self.package.files = std::mem::take(&mut self.files)
            .into_iter()
            .map(|(path, bytes)| PackageFile { path, bytes: bytes.into() })
            .collect();
        let diagnostics = self.findings.finish();
        ArchiveRead { package: self.package, diagnostics, refused: self.refused }
    }
}

/// What a member is. In the oldest tar form a folder is a file whose name ends with a slash.
fn kind_of(header: &tar::Header, raw: &[u8]) -> tar::EntryType {
    if header.as_old().linkflag == [0] && raw.ends_with(b"/") {
        return tar::EntryType::Directory;
    }
    header.entry_type()
}

/// How the walk over the members went.
enum Walk {
    Ended,
    Limit,
}

fn fault_rule(fault: PathFault) -> &'static Rule {
    match fault {
        PathFault::Absolute => &rules::PKG006,
        PathFault::Outside => &rules::PKG007,
        PathFault::Parent => &rules::PKG008,
        PathFault::Drive => &rules::PKG009,
        PathFault::ChartYaml => &rules::PKG010,
    }
}

/// A member's name with control characters made visible, cut where it is too long for a message.
fn shown(raw: &[u8]) -> String {
    let mut text = String::new();
    for character in String::from_utf8_lossy(raw).chars() {
        if text.len() >= LONGEST_SHOWN {
            text.push('…');
            break;
        }
        if character.is_control() {
            text.extend(character.escape_default());
        } else {
            text.push(character);
        }
    }
    text
}
