//! Archives that no careful writer makes: built byte for byte.

use std::io::Write;

use chartroom::archive::{self, Budget, Layout, Limits};
use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{EntryType, Header};

use super::Proof;

/// The proofs of the rules about archives.
pub(super) const PROOFS: &[Proof] = &[
    Proof { rule: "PKG003", fails: || told(&cut(clean(), 40)), passes: || told(&clean()) },
    Proof { rule: "PKG004", fails: || told(&torn()), passes: || told(&clean()) },
    Proof { rule: "PKG005", fails: || told(&gzip(&tar(&[]))), passes: || told(&clean()) },
    Proof { rule: "PKG006", fails: || with("//etc/passwd"), passes: || with("r/etc/passwd") },
    Proof { rule: "PKG008", fails: || with("r/../../x"), passes: || with("r/.x") },
    Proof { rule: "PKG011", fails: || sized(FILE + 1), passes: || sized(FILE) },
    Proof { rule: "PKG012", fails: || many(21), passes: || many(19) },
    Proof { rule: "PKG013", fails: || crowd(10_001), passes: || crowd(9_000) },
    Proof { rule: "PKG014", fails: || many(4), passes: || many(3) },
    Proof { rule: "PKG015", fails: || nested(0), passes: || nested(1) },
    Proof { rule: "PKG016", fails: || packed(10), passes: || packed(10_000) },
    Proof { rule: "PKG017", fails: || odd(EntryType::Symlink), passes: || odd(EntryType::Regular) },
    Proof { rule: "PKG018", fails: || odd(EntryType::Fifo), passes: || odd(EntryType::Regular) },
    Proof {
        rule: "PKG022",
        fails: || told(&[&*clean(), b"more"].concat()),
        passes: || told(&clean()),
    },
    Proof { rule: "PKG023", fails: || with("r/a\u{1b}[2J"), passes: || with("r/a[2J") },
    Proof { rule: "PKG024", fails: || told(&global_header()), passes: || told(&clean()) },
];

/// What one file of an archive may hold, in bytes.
const FILE: usize = 5 << 20;

type Member<'a> = (&'a str, EntryType, &'a [u8]);

const CHART: Member<'_> = ("r/Chart.yaml", EntryType::Regular, b"name: r\n");

fn tar(members: &[Member<'_>]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, kind, content) in members {
        let mut header = Header::new_gnu();
        // The usual way would refuse the very names that are wanted here.
        let field = &mut header.as_gnu_mut().expect("it was made so").name;
        field[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(*kind);
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append(&header, *content).expect("memory takes all");
    }
    builder.into_inner().expect("memory takes all")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

fn told_within(bytes: &[u8], limits: Limits) -> Vec<String> {
    let read = archive::read("r-1.0.0.tgz", bytes, Layout::RootFolder, limits);
    read.diagnostics.iter().map(|found| found.rule.code.to_owned()).collect()
}

fn told(bytes: &[u8]) -> Vec<String> {
    told_within(bytes, Limits::default())
}

fn clean() -> Vec<u8> {
    gzip(&tar(&[CHART]))
}

fn cut(mut bytes: Vec<u8>, end: usize) -> Vec<u8> {
    bytes.truncate(bytes.len() - end);
    bytes
}

fn torn() -> Vec<u8> {
    gzip(&cut(tar(&[CHART, ("r/a", EntryType::Regular, &[7; 900])]), 1_100))
}

fn with(name: &str) -> Vec<String> {
    told(&gzip(&tar(&[CHART, (name, EntryType::Regular, b"x")])))
}

fn odd(kind: EntryType) -> Vec<String> {
    told(&gzip(&tar(&[CHART, ("r/odd", kind, b"")])))
}

fn sized(length: usize) -> Vec<String> {
    let content: Vec<u8> = noise().take(length).collect();
    told(&gzip(&tar(&[CHART, ("r/big", EntryType::Regular, &content)])))
}

/// So many files of the greatest size allowed, all of one byte.
fn many(count: usize) -> Vec<String> {
    let content = vec![0; FILE];
    let names: Vec<String> = (0..count).map(|number| format!("r/{number}")).collect();
    let members = names.iter().map(|name| (name.as_str(), EntryType::Regular, &*content));
    told(&gzip(&tar(&members.collect::<Vec<_>>())))
}

fn crowd(count: usize) -> Vec<String> {
    let names: Vec<String> = (0..count).map(|number| format!("r/{number}")).collect();
    let members = names.iter().map(|name| (name.as_str(), EntryType::Regular, b"".as_slice()));
    told(&gzip(&tar(&members.collect::<Vec<_>>())))
}

fn nested(depth: usize) -> Vec<String> {
    let mut budget = Budget::new(Limits { depth, ..Limits::default() });
    let read = archive::read_nested("r-1.0.0.tgz", &clean(), &mut budget);
    read.diagnostics.iter().map(|found| found.rule.code.to_owned()).collect()
}

fn packed(compressed: u64) -> Vec<String> {
    told_within(&clean(), Limits { compressed, ..Limits::default() })
}

fn global_header() -> Vec<u8> {
    gzip(&tar(&[("pax", EntryType::XGlobalHeader, b"11 a=hello\n"), CHART]))
}

/// Bytes that do not compress to nothing.
fn noise() -> impl Iterator<Item = u8> {
    let mut state = 1_u32;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    })
}
