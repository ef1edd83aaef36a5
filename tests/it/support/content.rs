//! Small indexes of both kinds, and a chart.

use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

/// A Helm index with one chart of one version, whose package has that URL.
pub(crate) fn helm_index(url: &str) -> String {
    format!(
        "apiVersion: v1\nentries:\n  redis:\n  - apiVersion: v2\n    name: redis\n    version: 1.2.3\n    \
         urls:\n    - {url}\n"
    )
}

/// An index of addons with one addon.
pub(crate) fn addons_index(name: &str, version: &str) -> String {
    format!(
        "apiVersion: v1\nentries:\n  {name}:\n  - name: {name}\n    description: An addon\n    version: {version}\n"
    )
}

/// The archive of a folder's files, at its root, as Kyma's addons have them.
pub(crate) fn archive_of(folder: &Path) -> Vec<u8> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    archive.append_dir_all("", folder).expect("a folder of files");
    let encoder = archive.into_inner().expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

/// What a page looks like behind which an index hides.
pub(crate) const LOGIN_PAGE: &str = "<!DOCTYPE html>\n<html><head><title>Sign in · Example</title></head>\
    <body><form><input type=\"password\"></form></body></html>";

/// The archive of a chart, as `helm package` would make it.
pub(crate) fn chart(name: &str, version: &str) -> Vec<u8> {
    let about = format!("apiVersion: v2\nname: {name}\nversion: {version}\nappVersion: \"1.10\"\n");
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (path, text) in [("Chart.yaml", about.as_str()), ("values.yaml", "a: b\n")] {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        let path = format!("{name}/{path}");
        archive.append_data(&mut header, path, text.as_bytes()).expect("memory takes all");
    }
    let mut encoder = archive.into_inner().expect("memory takes all");
    encoder.flush().expect("memory takes all");
    encoder.finish().expect("memory takes all")
}
