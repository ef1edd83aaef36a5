//! A repository of addons with branches and tags, and what must come of each wish for one of them.

use std::path::Path;

use chartroom::error::{Error, ErrorKind};
use chartroom::model::{Fault, Repository};
use chartroom::monitor::Monitor;
use chartroom::ops::{Fetched, Freshness, fetch};

use super::content::addons_index;
use super::{Place, git, repository};

/// Two commits on `main`, a branch with a slash, a light and an annotated tag.
pub(crate) struct Fixture {
    pub(crate) place: Place,
    pub(crate) repository: git::Repository,
    pub(crate) first: String,
}

impl Fixture {
    pub(crate) fn create() -> Self {
        Self::at(Place::new())
    }

    /// The same with settings of the test.
    pub(crate) fn at(place: Place) -> Self {
        let repository = git::Repository::create(&place.path().join("served/addons"));
        let at_version = |version: &str| {
            repository.write("addons/index.yaml", addons_index("redis", version));
            repository.write(&format!("addons/redis-{version}/meta.yaml"), "name: redis\n");
            repository.commit(version)
        };
        let first = at_version("0.0.1");
        repository.git(&["tag", "light"]);
        repository.git(&["tag", "-a", "annotated", "-m", "annotated"]);
        repository.git(&["checkout", "-q", "-b", "feature/x"]);
        at_version("0.0.2");
        repository.git(&["checkout", "-q", "main"]);
        repository.write("addons/index-2.yaml", addons_index("mysql", "0.0.9"));
        at_version("0.0.3");
        Self { place, repository, first }
    }

    pub(crate) fn served(&self) -> &Path {
        self.repository.path.parent().expect("served below a folder")
    }

    pub(crate) async fn fetch(&self, location: &str) -> Result<Fetched, Error> {
        self.fetch_from(&repository(location)).await
    }

    pub(crate) async fn fetch_from(&self, repository: &Repository) -> Result<Fetched, Error> {
        fetch(&self.place.client, repository, Freshness::Revalidate, &Monitor::silent()).await
    }

    /// Puts so many bytes into a new commit that nothing can compress, and gives the version that it has.
    pub(crate) fn grow(&self, bytes: usize, version: &str) {
        let mut noise = Vec::with_capacity(bytes);
        let mut state = version.bytes().fold(88_172_645_463_325_252_u64, |state, byte| {
            state.wrapping_mul(31).wrapping_add(u64::from(byte))
        });
        while noise.len() < bytes {
            // Xorshift.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            noise.extend(state.to_le_bytes());
        }
        self.repository.write("noise", noise);
        self.repository.write("addons/index.yaml", addons_index("redis", version));
        self.repository.commit(version);
    }
}

/// Which depths every kind of reference is asked for with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depths {
    /// Each with all of them.
    All,
    /// Each with one, in turn: where a connection costs much.
    InTurn,
}

const DEPTHS: [&str; 3] = ["", "&depth=1", "&depth=1000"];

pub(crate) fn version(fetched: &Fetched) -> &str {
    &fetched.catalog.entries[0].versions[0].version
}

/// Every kind of reference with its depths, and what is wrong with some, whatever the transport. `open` makes
/// a repository of a location.
pub(crate) async fn every_ref_is_found(
    fixture: &Fixture,
    (root, depths): (&str, Depths),
    open: impl Fn(&str) -> Repository,
) {
    let short = fixture.first.get(..8).expect("an id");
    let wishes = [
        (String::new(), "0.0.3"),
        ("ref=main".to_owned(), "0.0.3"),
        ("ref=feature/x".to_owned(), "0.0.2"),
        ("ref=light".to_owned(), "0.0.1"),
        ("ref=annotated".to_owned(), "0.0.1"),
        ("ref=refs/heads/main".to_owned(), "0.0.3"),
        (format!("ref={}", fixture.first), "0.0.1"),
        (format!("ref={short}"), "0.0.1"),
    ];
    let found = wishes.iter().enumerate().map(async |(position, (reference, expected))| {
        let chosen = match depths {
            Depths::All => DEPTHS.as_slice(),
            Depths::InTurn => &DEPTHS[position % DEPTHS.len()..][..1],
        };
        for depth in chosen {
            let query = format!("{reference}{depth}");
            let text = format!("{root}//addons/index.yaml?{}", query.trim_start_matches('&'));
            let fetched = fixture.fetch_from(&open(text.trim_end_matches('?'))).await;
            assert_eq!(fetched.as_ref().map(version).ok(), Some(*expected), "{query}: {fetched:?}");
        }
    });
    futures_util::future::join_all(found).await;
    bad_wishes_are_told(fixture, root, open).await;
}

async fn bad_wishes_are_told(fixture: &Fixture, root: &str, open: impl Fn(&str) -> Repository) {
    let unknown = format!("//addons/index.yaml?ref={}", "1".repeat(40));
    let (missing, index) = (Some(Fault::RefMissing), Some(Fault::IndexMissing));
    let told = [
        ("//addons/index.yaml?ref=nope", missing, "tag or commit \"nope\"", "there is annotated"),
        ("//addons/index.yaml?ref=Mian", missing, "tag or commit \"Mian\"", "similar: main"),
        ("//addons/index.yaml?ref=1111111", missing, "tag or commit \"1111111\"", "spelling"),
        (&unknown, missing, "no branch, tag or commit", "check the commit's digits"),
        ("//nowhere/index.yaml", index, "there is no nowhere/index.yaml", "check the path"),
        (
            "//addons/redis-0.0.3/index.yaml",
            index,
            "there is no addons/redis-0.0.3",
            "check the path",
        ),
    ];
    let told = told.into_iter().map(async |(tail, fault, words, hint): (&str, _, _, _)| {
        let error = fixture.fetch_from(&open(&format!("{root}{tail}"))).await;
        let error = error.expect_err("a bad ref or path");
        assert_eq!((error.kind, error.fault), (ErrorKind::NotFound, fault), "{error}");
        assert!(error.message.contains(words), "{error}");
        assert!(error.hint.contains(hint), "{tail}: {}", error.hint);
    });
    futures_util::future::join_all(told).await;
}
