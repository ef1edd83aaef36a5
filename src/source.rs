//! The outside: one transport per scheme, behind functions that read an index, a package or a listing.
//!
//! May import: `source/*`.

pub mod answer;
pub mod cache;
pub mod client;
pub mod index;
pub mod look;
pub mod package;
pub mod peer;
pub mod plain_http;
pub mod pool;
pub mod provenance;
pub mod proxy;
pub mod variables;

mod authorization;
mod certificate;
mod embedded;
mod fault;
mod file;
mod git;
mod http;
mod inflate;
mod patience;
mod race;
mod refusal;
mod resolved;
mod s3;
mod said;
mod ssh;

pub use answer::{
    ArchiveFile, Archives, IndexAnswer, IndexBytes, PackageAnswer, PackageBytes, PackageName,
    Trail, Validators,
};
pub use client::{Client, Proxies, Settings, check_authorities};
pub use index::{Asked, ask_index, read_index, siblings};
pub use look::{Look, addon_folders, archives_in, look};
pub use package::{ask_package, lies_beside, read_archive_url, read_local_package, read_package};
pub use pool::Turn;
pub use provenance::{
    Search, read_keyring, read_local_provenance, read_provenance, read_provenance_url,
};
pub use resolved::resolve;
pub use ssh::{
    forget_host_keys, leave, meet_host, trust_as_told, trust_host, trust_host_key,
    trusted_host_keys,
};
pub use variables::Variables;
