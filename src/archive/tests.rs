//! Archives of every hostile kind, built here byte for byte.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use tar::{EntryType, Header};

use super::*;

fn member(builder: &mut tar::Builder<Vec<u8>>, name: &str, kind: EntryType, content: &[u8]) {
    let mut header = Header::new_gnu();
    if let Some(field) = header.as_gnu_mut() {
        field.name[..name.len()].copy_from_slice(name.as_bytes());
    }
    header.set_entry_type(kind);
    header.set_size(content.len() as u64);
    header.set_mode(0o644);
    header.set_cksum();
    builder.append(&header, content).expect("writing to memory");
}

fn tar_of(members: &[(&str, EntryType, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, kind, content) in members {
        member(&mut builder, name, *kind, content);
    }
    builder.into_inner().expect("writing to memory")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("writing to memory");
    encoder.finish().expect("writing to memory")
}

fn files(members: &[(&str, &str)]) -> Vec<u8> {
    let members: Vec<_> = members
        .iter()
        .map(|(name, content)| (*name, EntryType::Regular, content.as_bytes()))
        .collect();
    gzip(&tar_of(&members))
}

fn clean() -> Vec<u8> {
    files(&[("redis/Chart.yaml", "name: redis\n"), ("redis/templates/a.yaml", "a: 1\n")])
}

fn codes(bytes: &[u8], layout: Layout, limits: Limits) -> Vec<&'static str> {
    read("x.tgz", bytes, layout, limits).diagnostics.iter().map(|found| found.rule.code).collect()
}

fn cut(mut bytes: Vec<u8>, end: usize) -> Vec<u8> {
    bytes.truncate(bytes.len() - end);
    bytes
}

#[test]
fn a_clean_chart_is_read_without_a_word() {
    let read = read("redis-1.tgz", &clean(), Layout::RootFolder, Limits::default());
    assert_eq!(read.diagnostics, []);
    assert!(!read.refused);
    assert_eq!(read.package.root, "redis");
    let paths: Vec<_> = read.package.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["Chart.yaml", "templates/a.yaml"]);
    assert_eq!(read.package.place("Chart.yaml"), "redis-1.tgz!redis/Chart.yaml");
    assert_eq!(read.package.digest.as_deref().map(str::len), Some(64));
}

/// One failing input for every rule that is about the archive itself.
fn faults() -> Vec<(&'static str, Vec<u8>, Limits)> {
    let usual = Limits::default();
    let one = |name: &str| files(&[("r/Chart.yaml", "a: 1\n"), (name, "x")]);
    let special = |kind| {
        gzip(&tar_of(&[("r/Chart.yaml", EntryType::Regular, b"a: 1\n"), ("r/odd", kind, b"")]))
    };
    let zeros = vec![0; 4 << 20];
    let bomb: Vec<(&str, EntryType, &[u8])> =
        ["r/a", "r/b", "r/c", "r/d", "r/e"].map(|name| (name, EntryType::Regular, &*zeros)).into();
    let single = [
        &tar_of(&[("r/a", EntryType::Regular, b"x")])[..1536],
        &tar_of(&[("r/b", EntryType::Regular, b"x")]),
    ]
    .concat();
    let header = gzip(&tar_of(&[
        ("pax", EntryType::XGlobalHeader, b"11 a=hello\n"),
        ("r/Chart.yaml", EntryType::Regular, b"a: 1\n"),
    ]));
    vec![
        ("PKG001", b"plain".to_vec(), usual),
        ("PKG002", b"\n<!DOCTYPE html><html>".to_vec(), usual),
        ("PKG003", cut(clean(), 40), usual),
        ("PKG004", gzip(&cut(tar_of(&[("r/a", EntryType::Regular, &[7; 900])]), 1100)), usual),
        ("PKG005", gzip(&tar_of(&[])), usual),
        ("PKG006", one("//etc/passwd"), usual),
        ("PKG007", one("Chart.yaml"), usual),
        ("PKG008", one("r/../../x"), usual),
        ("PKG009", one("r/c:/x"), usual),
        ("PKG010", one("Chart.yaml/x"), usual),
        ("PKG011", one("r/big"), Limits { file: 4, ..usual }),
        ("PKG012", one("r/big"), Limits { total: 5, ..usual }),
        ("PKG013", one("r/b"), Limits { count: 1, ..usual }),
        ("PKG014", gzip(&tar_of(&bomb)), usual),
        ("PKG012", gzip(&tar_of(&bomb)), Limits { total: 20 << 20, ..usual }),
        ("PKG012", gzip(&tar_of(&bomb)), Limits { total: 12 << 20, ..usual }),
        ("PKG004", gzip(&single), usual),
        ("PKG016", clean(), Limits { compressed: 10, ..usual }),
        ("PKG017", special(EntryType::Symlink), usual),
        ("PKG017", special(EntryType::Link), usual),
        ("PKG018", special(EntryType::Char), usual),
        ("PKG018", special(EntryType::Fifo), usual),
        ("PKG019", one("r/Chart.yaml"), usual),
        ("PKG020", one("r\\a.yaml"), usual),
        ("PKG021", one("s/a.yaml"), usual),
        ("PKG022", [clean(), b"garbage".to_vec()].concat(), usual),
        ("PKG022", cut(clean(), 4), usual),
        ("PKG023", one("r/a\u{1b}[2J"), usual),
        ("PKG024", header, usual),
    ]
}

#[test]
fn each_fault_is_told_by_its_own_rule() {
    for (code, bytes, limits) in faults() {
        let found = codes(&bytes, Layout::RootFolder, limits);
        assert!(found.contains(&code), "{code}: found {found:?}");
    }
    assert_eq!(
        codes(&files(&[("plans/micro/meta.yaml", "")]), Layout::NoRoot, Limits::default()),
        ["PKG025"]
    );
    let mut budget = Budget::new(Limits { depth: 0, ..Limits::default() });
    assert_eq!(read_nested("x", &clean(), &mut budget).diagnostics[0].rule.code, "PKG015");
}

#[test]
fn every_rule_about_archives_is_provoked() {
    let told: Vec<_> = faults().into_iter().map(|(code, ..)| code).collect();
    for rule in rules::RULES.iter().filter(|rule| rule.code < "PKG040") {
        let elsewhere = ["PKG015", "PKG025"].contains(&rule.code);
        assert!(elsewhere || told.contains(&rule.code), "{} has no failing input", rule.code);
    }
}

#[test]
fn a_ratio_is_suspicious_but_no_reason_to_refuse() {
    let zeros = vec![0; 5 << 20];
    let files: Vec<(&str, EntryType, &[u8])> =
        ["r/a", "r/b", "r/c", "r/d"].map(|name| (name, EntryType::Regular, &*zeros)).into();
    let read = read("x.tgz", &gzip(&tar_of(&files)), Layout::RootFolder, Limits::default());
    assert!(!read.refused);
    assert_eq!(read.package.files.len(), 4);
}

#[test]
fn folders_of_the_oldest_tar_form_are_folders() {
    let mut tar =
        tar_of(&[("r/", EntryType::Regular, b""), ("r/Chart.yaml", EntryType::Regular, b"x")]);
    let mut header = Header::new_old();
    header.as_mut_bytes().copy_from_slice(&tar[..512]);
    header.as_old_mut().linkflag = [0];
    header.set_cksum();
    tar[..512].copy_from_slice(header.as_bytes());
    let bytes = gzip(&tar);
    assert_eq!(codes(&bytes, Layout::RootFolder, Limits::default()), [""; 0]);
}

#[test]
fn refused_members_never_leave_the_reader_and_the_rest_does() {
    let bytes = files(&[("r/../../evil", "x"), ("/abs", "x"), ("r/ok", "y"), ("//abs", "x")]);
    let read = read("x.tgz", &bytes, Layout::RootFolder, Limits::default());
    assert!(read.refused);
    let paths: Vec<_> = read.package.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["abs", "ok"]);
}

#[test]
fn a_link_is_an_empty_file_to_helm_and_nothing_to_helm_broker() {
    let bytes = gzip(&tar_of(&[("r/link", EntryType::Symlink, b"")]));
    let chart = read("x.tgz", &bytes, Layout::RootFolder, Limits::default());
    assert_eq!(chart.package.file("link").map(|file| file.bytes.len()), Some(0));
    assert!(!chart.refused);
    let addon = read("x.tgz", &bytes, Layout::NoRoot, Limits::default());
    assert_eq!(addon.package.files, []);
}

#[test]
fn addons_with_folder_members_are_clean() {
    let bytes = gzip(&tar_of(&[
        ("./", EntryType::Directory, b""),
        ("./plans/", EntryType::Directory, b""),
        ("./plans/meta.yaml", EntryType::Regular, b"x"),
        ("./meta.yaml", EntryType::Regular, b"x"),
    ]));
    let read = read("x.tgz", &bytes, Layout::NoRoot, Limits::default());
    assert_eq!(read.diagnostics, []);
    assert_eq!(read.package.place("meta.yaml"), "x.tgz!meta.yaml");
}

#[test]
fn exactly_the_limit_passes() {
    let limit = Limits::default().file;
    let content = vec![b'x'; usize::try_from(limit).expect("small")];
    let bytes = gzip(&tar_of(&[("r/big", EntryType::Regular, &content)]));
    assert_eq!(codes(&bytes, Layout::RootFolder, Limits::default()), [""; 0]);
}

#[test]
fn trees_are_sorted_and_kept_inside() {
    let package = from_tree(
        "redis-1",
        vec![("b".into(), vec![1]), ("./a".into(), vec![2, 3]), ("../x".into(), vec![])],
    );
    let paths: Vec<_> = package.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!((paths, package.size), (vec!["a", "b"], 3));
    assert_eq!(package.place("a"), "redis-1/a");
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let _ = read("x.tgz", &bytes, Layout::RootFolder, Limits::default());
        let _ = read("x.tgz", &gzip(&bytes), Layout::NoRoot, Limits::default());
    }

    #[test]
    fn no_flipped_byte_lets_a_path_out(place in 0..3000_usize, value in any::<u8>()) {
        let mut tar = tar_of(&[("r/a", EntryType::Regular, b"x"), ("r/../../b", EntryType::Regular, b"y")]);
        if let Some(byte) = tar.get_mut(place) {
            *byte = value;
        }
        for file in read("x.tgz", &gzip(&tar), Layout::RootFolder, Limits::default()).package.files {
            prop_assert!(!file.path.starts_with('/') && !file.path.split('/').any(|part| part == ".."));
        }
    }
}

#[test]
fn paths_of_absurd_length_are_left_out_and_not_repeated() {
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = Header::new_gnu();
    header.set_size(1);
    let name = format!("r/{}", "a/".repeat(50_000));
    builder.append_data(&mut header, format!("{name}x"), b"x".as_slice()).expect("in memory");
    let bytes = gzip(&builder.into_inner().expect("in memory"));
    let read = read("x.tgz", &bytes, Layout::RootFolder, Limits::default());
    assert_eq!(read.package.files, []);
    assert!(read.diagnostics.iter().all(|found| found.message.len() < 200));
    assert_eq!(read.diagnostics[0].rule.code, "PKG023");
}

#[test]
fn many_roots_are_counted_and_not_listed() {
    let names: Vec<_> = (0..3_000).map(|number| format!("r{number}/a\\b")).collect();
    let members: Vec<_> = names.iter().map(|name| (name.as_str(), "")).collect();
    let read = read("x.tgz", &files(&members), Layout::RootFolder, Limits::default());
    // Two rules speak of each member: backslashes, and the same path again; one of the roots.
    assert_eq!(read.diagnostics.len(), 6_000);
    let roots = read.diagnostics.iter().find(|found| found.rule.code == "PKG021");
    let message = &roots.expect("there are many roots").message;
    assert!(message.len() < 200 && message.ends_with("and 2995 more"), "{message}");
}

#[test]
fn a_name_full_of_control_characters_does_not_grow_in_messages() {
    let name = format!("r/{}", "\u{1}".repeat(90));
    for found in
        read("x.tgz", &files(&[(&name, "")]), Layout::RootFolder, Limits::default()).diagnostics
    {
        assert!(found.message.len() < 400, "{}", found.message);
    }
}

#[test]
fn a_fault_in_a_file_leads_to_the_file() {
    let bytes = files(&[("redis/a.yaml", "1"), ("redis/a.yaml", "2")]);
    let read = read("x.tgz", &bytes, Layout::RootFolder, Limits::default());
    let places: Vec<_> = read.diagnostics.iter().map(|found| found.place.file.as_str()).collect();
    assert_eq!(places, [read.package.place("a.yaml")]);
    assert_eq!(places, ["x.tgz!redis/a.yaml"]);
}
