//! Object stores that speak S3: an index, packages and listings by bucket and key.
//!
//! May import: `source::{answer, authorization, cache, client, fault, file, http, race, refusal, variables}`,
//! `source::s3/*`, `secrets`, `model`, `monitor`, `error`.

mod address;
mod fault;
mod keys;
mod listing;
mod profile;
mod region;
mod sign;
mod store;
mod tree;
mod xml;

use url::Url;

use self::address::Target;
use self::fault::Subject;
use self::listing::{Depth, list};
use self::store::{Question, Store};
use self::xml::Object;
use super::answer::{ArchiveFile, Archives, IndexBytes, PackageBytes, PackageName, Validators};
use super::cache;
use super::client::Client;
use super::file::other_indexes;
use super::http::Encoding;
use super::race::blocking;
use crate::error::{Error, ErrorKind};
use crate::model::digest;
use crate::model::location::s3::{S3Index, S3Place};
use crate::model::text::{clean, counted};
use crate::model::{Fault, Location, Offer};
use crate::monitor::Monitor;
use crate::secrets::Resolved;

/// Hides the keys that requests are signed with, wherever they are from; others than the repository's own are not
/// known before. Where there are none to be had, whoever asks is told so.
pub(super) async fn hide_keys(client: &Client, resolved: &mut Resolved, monitor: &Monitor) {
    let Some(keys) = store::keys(client, resolved, monitor).await else { return };
    for value in [&keys.secret, &keys.token] {
        resolved.redactor.hide(value, "***");
    }
}

/// Reads the index; `None` when the known one is current.
pub(super) async fn index(
    client: &Client,
    resolved: &Resolved,
    known: Option<&Validators>,
    monitor: &Monitor,
) -> Result<Option<IndexBytes>, Error> {
    let store = Store::open(client, resolved, monitor).await?;
    let question = Question {
        place: &store.place,
        subject: Subject::Index,
        options: &[],
        etag: known.and_then(|known| known.etag.as_deref()),
        encoding: Encoding::Gzip,
    };
    let mut answer = match store.ask(&question).await {
        Err(error) if error.fault == Some(Fault::S3IndexMissing) => {
            return Err(look_around(&store, error).await);
        }
        answer => answer?,
    };
    if answer.unchanged {
        return Ok(None);
    }
    let name = resolved.repository.location.index_file().to_owned();
    let bytes = store.read(&mut answer, &name, client.settings.index_limit).await?;
    let validators = answer.validators();
    Ok(Some(IndexBytes { name, bytes, validators, trail: answer.trail }))
}

/// There is no index: what lies there instead, and whether it may do.
async fn look_around(store: &Store<'_>, error: Error) -> Error {
    let prefix = store.place.prefix();
    let page = match listing::page(store, prefix, Depth::One, None).await {
        Ok((page, _)) => page,
        // Some stores say of a missing bucket that the object is missing.
        Err(failed)
            if failed.kind == ErrorKind::Cancelled
                || failed.fault == Some(Fault::S3BucketMissing) =>
        {
            return failed;
        }
        Err(failed) => {
            let hint =
                format!("{}; what lies there cannot be listed: {}", error.hint, failed.message);
            return error.hint(hint);
        }
    };
    let names: Vec<&str> = listing::names(&page.objects, prefix).collect();
    let archives = names.iter().filter(|name| is_archive(name)).count();
    let indexes = other_indexes(names.iter().map(|name| (*name).to_owned()), "");
    let some = |names: &[String]| {
        clean(&names.iter().take(3).cloned().collect::<Vec<_>>().join(", ")).into_owned()
    };
    if archives > 0 {
        let more = if page.next.is_some() { " or more" } else { "" };
        let lie = if archives == 1 { "lies" } else { "lie" };
        let lie = format!("{}{more} {lie} there", counted(archives, "archive"));
        let what = format!("{lie}: a catalogue can be read from them");
        let instead = S3Place { index: S3Index::Archives, ..store.place.clone() };
        let hint = format!("{}; {lie}", error.hint);
        return error.hint(hint).offer(Offer::Instead(Location::S3(instead), what));
    }
    let there = if !indexes.is_empty() {
        format!("index files there: {}", some(&indexes))
    } else if !page.folders.is_empty() {
        format!("there are only folders: {}", some(&page.folders))
    } else if names.is_empty() {
        "nothing lies there at all".to_owned()
    } else {
        format!("no archives lie there, but {}", counted(names.len(), "other object"))
    };
    let hint = format!("{}; {there}", error.hint);
    let error = error.hint(hint);
    match page.folders.as_slice() {
        [folder] if names.is_empty() && page.next.is_none() => {
            let file = store.place.key.rsplit('/').next().unwrap_or_default();
            let instead = S3Place { key: format!("{folder}{file}"), ..store.place.clone() };
            error.offer(Offer::Instead(Location::S3(instead), "the only folder there".to_owned()))
        }
        _ => error,
    }
}

fn is_archive(name: &str) -> bool {
    let (stem, end) = name.rsplit_once('.').unwrap_or_default();
    !stem.is_empty() && end.eq_ignore_ascii_case("tgz")
}

/// Lists the archives that a catalogue is to be read from; `None` when the known listing is current.
pub(super) async fn archives(
    client: &Client,
    resolved: &Resolved,
    known: Option<&Validators>,
    monitor: &Monitor,
) -> Result<Option<Archives>, Error> {
    let store = Store::open(client, resolved, monitor).await?;
    let prefix = store.place.prefix();
    let (page, trail) = list(&store, prefix, Depth::One).await?;
    let mut files: Vec<ArchiveFile> = Vec::new();
    for object in page.objects {
        let name = object.key.strip_prefix(prefix).unwrap_or_default().to_owned();
        if is_archive(&name) && !name.contains('/') {
            let url = address::reference(&name);
            let Object { size, etag, modified, .. } = object;
            files.push(ArchiveFile { name, url, size, etag, modified });
        }
    }
    if files.is_empty() {
        let place = clean(&format!("s3://{}/{prefix}", store.place.bucket)).into_owned();
        return Err(Error::new(ErrorKind::NotFound, format!("no archives lie in {place}"))
            .hint("upload charts as .tgz files there, or name the index file instead")
            .fault(Fault::S3IndexMissing));
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    let tag = digest::name_of(&format!("{files:?}"));
    if known.and_then(|known| known.etag.as_deref()) == Some(tag.as_str()) {
        return Ok(None);
    }
    let name = resolved.repository.location.index_file().to_owned();
    let validators = Validators { etag: Some(tag), ..Validators::default() };
    Ok(Some(Archives { name, files, validators, trail }))
}

/// The URL of a package that an index in a bucket names on a web server; keys are not for it.
pub(super) fn web_url(place: &S3Place, wanted: PackageName<'_>) -> Option<Url> {
    let PackageName::Chart { url, .. } = wanted else { return None };
    match address::resolve(place, url)? {
        Target::Web(url) => Some(url),
        Target::Object(_) | Target::Other(_) => None,
    }
}

/// Reads a package: a chart by its key, an addon as the folder `<key>-<version>/`, or as an archive of that
/// name where there is no folder.
pub(super) async fn package(
    client: &Client,
    resolved: &Resolved,
    wanted: PackageName<'_>,
    monitor: &Monitor,
) -> Result<PackageBytes, Error> {
    let store = Store::open(client, resolved, monitor).await?;
    match wanted {
        PackageName::Chart { url, digest } => match address::resolve(&store.place, url) {
            Some(Target::Object(place)) => archive(&store, place, digest).await,
            Some(Target::Other(place)) => {
                archive(&store.stranger(place.clone()), place, digest).await
            }
            Some(Target::Web(_)) | None => Err(nowhere(url)),
        },
        PackageName::Addon { key, version } => addon(&store, &format!("{key}-{version}")).await,
    }
}

async fn addon(store: &Store<'_>, name: &str) -> Result<PackageBytes, Error> {
    if name.contains('/') {
        return Err(nowhere(name));
    }
    let (limit, prefix) = (store.client.settings.package_limit, store.place.prefix());
    if let Some(tree) = tree::read(store, prefix, name, limit).await? {
        return Ok(tree);
    }
    let place = S3Place { key: format!("{prefix}{name}.tgz"), ..store.place.clone() };
    archive(store, place, "").await.map_err(|error| match error.kind {
        ErrorKind::NotFound if error.fault.is_none() => {
            let what = format!(
                "there is neither {name}/ nor {name}.tgz in s3://{}/{prefix}",
                store.place.bucket
            );
            Error::new(ErrorKind::NotFound, clean(&what).into_owned())
                .hint("upload the addon's folder, with its files below it, beside the index")
        }
        _ => error,
    })
}

/// An archive, from the cache if its digest is known there.
async fn archive(store: &Store<'_>, place: S3Place, digest: &str) -> Result<PackageBytes, Error> {
    let name = place.key.rsplit('/').next().unwrap_or_default().to_owned();
    let (folder, wanted) = (store.client.package_cache(), digest.to_owned());
    let cached = move || Ok(folder.and_then(|folder| cache::read_package(&folder, &wanted)));
    if let Some(bytes) = blocking(store.monitor, cached).await? {
        return Ok(PackageBytes::Archive { name, bytes });
    }
    let question = Question::package(&place);
    let mut answer = store.ask(&question).await?;
    let bytes = store.read(&mut answer, &name, store.client.settings.package_limit).await?;
    let (folder, digest) = (store.client.settings.cache.clone(), digest.to_owned());
    blocking(store.monitor, move || {
        cache::write_package(&folder, &digest, &bytes);
        Ok(PackageBytes::Archive { name, bytes })
    })
    .await
}

fn nowhere(text: &str) -> Error {
    Error::new(ErrorKind::Malformed, format!("\"{}\" is no path of a package", clean(text)))
        .hint("the index must name packages by a URL, an s3:// URL, or a path below its own folder")
}

/// Names of the other index files beside the index.
pub(super) async fn siblings(
    client: &Client,
    resolved: &Resolved,
    monitor: &Monitor,
) -> Result<Vec<String>, Error> {
    let store = Store::open(client, resolved, monitor).await?;
    let prefix = store.place.prefix();
    let (page, _) = list(&store, prefix, Depth::One).await?;
    let names = listing::names(&page.objects, prefix).map(str::to_owned);
    Ok(other_indexes(names, resolved.repository.location.index_file()))
}

/// Names of the objects right below a folder below the index's own.
pub(super) async fn names(
    client: &Client,
    resolved: &Resolved,
    folder: &str,
    monitor: &Monitor,
) -> Result<Vec<String>, Error> {
    let store = Store::open(client, resolved, monitor).await?;
    let end = if folder.is_empty() { "" } else { "/" };
    let prefix = format!("{}{folder}{end}", store.place.prefix());
    let (page, _) = list(&store, &prefix, Depth::One).await?;
    Ok(listing::names(&page.objects, &prefix).map(str::to_owned).collect())
}

/// Names of the folders beside the index that hold a `meta.yaml`.
pub(super) async fn addon_folders(
    client: &Client,
    resolved: &Resolved,
    monitor: &Monitor,
) -> Result<Vec<String>, Error> {
    let store = Store::open(client, resolved, monitor).await?;
    let prefix = store.place.prefix();
    let (page, _) = list(&store, prefix, Depth::All).await?;
    let paths = page.objects.iter().filter_map(|object| object.key.strip_prefix(prefix));
    let folders = paths.filter_map(|path| path.strip_suffix("/meta.yaml"));
    Ok(folders.filter(|path| !path.is_empty() && !path.contains('/')).map(str::to_owned).collect())
}
