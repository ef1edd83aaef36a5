//! Validating a whole repository: packages a second, the second look against the first, and the memory it takes.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use chartroom::model::digest::sha256;
use chartroom::model::{Looked, Report};
use chartroom::monitor::Monitor;
use chartroom::ops::{self, Request, Target};
use chartroom::source::{Client, Settings};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::generate::chart_name;
use crate::measure::row;

const CHARTS: usize = 2_000;

/// The archive of a chart with some templates and values, as `helm package` would make it.
fn package(name: &str) -> Vec<u8> {
    let about = format!(
        "apiVersion: v2\nname: {name}\nversion: 1.0.0\nappVersion: \"1.0\"\ndescription: For measurements\n"
    );
    let values: String = (0..60).fold(String::new(), |mut text, number| {
        let _ =
            write!(text, "part{number}:\n  enabled: true\n  image: example.org/{name}:{number}\n");
        text
    });
    let template = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  \
                    image: {{ .Values.part1.image | quote }}\n";
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    let mut add = |path: String, text: &str| {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, path, text.as_bytes()).expect("memory takes all");
    };
    add(format!("{name}/Chart.yaml"), &about);
    add(format!("{name}/values.yaml"), &values);
    for number in 0..8 {
        add(format!("{name}/templates/part{number}.yaml"), template);
    }
    archive.into_inner().and_then(GzEncoder::finish).expect("memory takes all")
}

/// A folder with so many charts and their index.
fn repository(folder: &Path, charts: usize) {
    let mut index = String::from("apiVersion: v1\nentries:\n");
    for chart in 0..charts {
        let name = chart_name(chart);
        let bytes = package(&name);
        let _ = write!(
            index,
            "  {name}:\n  - apiVersion: v2\n    name: {name}\n    version: 1.0.0\n    \
             description: For measurements\n    digest: {}\n    urls:\n    - {name}-1.0.0.tgz\n",
            sha256(&bytes)
        );
        fs::write(folder.join(format!("{name}-1.0.0.tgz")), bytes).expect("a file");
    }
    fs::write(folder.join("index.yaml"), index).expect("a file");
}

fn validated(client: &Client, folder: &Path) -> (Report, Duration) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let request = Request::of(Target::Place(folder.display().to_string()));
    let start = Instant::now();
    let report = runtime.block_on(ops::validate(client, &request, &Monitor::silent()));
    (report.expect("it can be looked at"), start.elapsed())
}

/// The most memory that this process ever had, in MiB, where the system tells.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kilobytes| kilobytes >> 10)
}

/// Prints the rows on packages. First of all, for the peak of memory is that of the whole process.
pub(crate) fn run() {
    let folder = tempfile::tempdir().expect("a folder");
    let charts = folder.path().join("charts");
    fs::create_dir(&charts).expect("a folder");
    repository(&charts, CHARTS);
    let settings = Settings::with_cache(folder.path().join("cache"));
    let client = Client::new(settings).expect("a client");
    let (report, first) = validated(&client, &charts);
    let memory = peak();
    assert_eq!(report.packages, Looked { judged: CHARTS, ..Looked::default() });
    let (report, second) = validated(&client, &charts);
    assert_eq!(report.packages, Looked { remembered: CHARTS, ..Looked::default() });
    row("2,000 packages again / the first time", (second, first));
    let rate = CHARTS as u128 * 1000 / first.as_millis().max(1);
    let memory = memory.map(|peak| format!(", {peak} MiB at most")).unwrap_or_default();
    println!("{:<44} {rate} packages a second{memory}", "2,000 packages the first time");
}
