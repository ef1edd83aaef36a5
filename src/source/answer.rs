//! What sources are asked for and what they answer: raw bytes, judged elsewhere.
//!
//! May import: nothing of the crate.

use std::fmt;

use jiff::Timestamp;

/// What a source gave with an index, to ask later whether it is still current.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag` of an HTTP answer.
    pub etag: Option<String>,
    /// `Last-Modified` of an HTTP answer.
    pub last_modified: Option<String>,
    /// Commit that a Git reference led to.
    pub commit: Option<String>,
}

/// An index file as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexBytes {
    /// The file's name, as places in diagnostics name it.
    pub name: String,
    /// Its bytes, after decompression.
    pub bytes: Vec<u8>,
    /// For the next conditional question.
    pub validators: Validators,
    /// What was seen on the way.
    pub trail: Trail,
}

/// What was seen on the way to an index; every part that does not apply is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail {
    /// HTTP status and protocol of the final answer: `200 OK, HTTP/1.1`.
    pub status: String,
    /// Content type of the final answer.
    pub content_type: String,
    /// Content encoding of the final answer.
    pub encoding: String,
    /// URLs that the request was redirected to, masked.
    pub redirects: Vec<String>,
    /// Hosts and ports among them that the repository's credentials were not sent to.
    pub withheld: Vec<String>,
    /// Bytes on the wire, where the body came compressed.
    pub compressed: Option<u64>,
    /// Address of the other side.
    pub peer: String,
    /// What else is worth knowing: which keys were used, which region the server told.
    pub notes: Vec<String>,
    /// How many archives a catalogue was read from, where there is no index file.
    pub archives: Option<usize>,
}

/// The answer to a conditional question for an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexAnswer {
    /// What the caller has is still current.
    Unchanged,
    /// The index as it is now.
    Read(IndexBytes),
    /// There is no index, and the user wants the archives that lie there to be read.
    Listed(Archives),
}

/// The archives of a bucket from which a catalogue is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Archives {
    /// The name under which the catalogue's text goes.
    pub name: String,
    /// All of them, by name.
    pub files: Vec<ArchiveFile>,
    /// For the next conditional question: of the listing as a whole.
    pub validators: Validators,
    /// What was seen on the way.
    pub trail: Trail,
}

/// One archive of a bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArchiveFile {
    /// Its name as it is.
    pub name: String,
    /// The reference that leads to it from beside it: its name, percent-encoded.
    pub url: String,
    /// Bytes.
    pub size: u64,
    /// An opaque tag of its content; may be empty.
    pub etag: String,
    /// When it was written.
    pub modified: Option<Timestamp>,
}

/// Which package of a repository is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackageName<'wanted> {
    /// A Helm chart, by the first URL of its index entry, absolute or relative to the index.
    Chart {
        /// As written in the index.
        url: &'wanted str,
        /// As written in the index; may be empty. Packages in the cache are known by it.
        digest: &'wanted str,
    },
    /// A Kyma addon: `<key>-<version>` beside the index.
    Addon {
        /// Key below `entries:`.
        key: &'wanted str,
        /// Version as written.
        version: &'wanted str,
    },
}

/// A package as it came.
#[derive(Clone, PartialEq, Eq)]
pub enum PackageBytes {
    /// As an archive (`.tgz`).
    Archive {
        /// Its file name.
        name: String,
        /// Its bytes as transferred.
        bytes: Vec<u8>,
    },
    /// As a folder. Links and special files are left out.
    Tree {
        /// The folder's name.
        name: String,
        /// Path below the folder, `/`-separated, and content; sorted by path.
        files: Vec<(String, Vec<u8>)>,
    },
}

/// A package with what was seen on the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageAnswer {
    /// The package.
    pub bytes: PackageBytes,
    /// For the next conditional question; empty where the place takes none.
    pub validators: Validators,
    /// What was seen on the way.
    pub trail: Trail,
}

impl From<PackageBytes> for PackageAnswer {
    fn from(bytes: PackageBytes) -> Self {
        Self { bytes, validators: Validators::default(), trail: Trail::default() }
    }
}

impl fmt::Debug for PackageBytes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Archive { name, bytes } => {
                write!(formatter, "Archive({name}, {} B)", bytes.len())
            }
            Self::Tree { name, files } => write!(formatter, "Tree({name}, {} files)", files.len()),
        }
    }
}
