//! Pages that people paste from a browser where the URL of an index is meant, and what they mean.
//!
//! May import: `model::location::{console, error, name, text}`.

use url::Url;

use super::console;
use super::error::LocationError;
use super::name::{INDEX, is_index_name};
use super::text::host_and_port;

/// Repositories whose page on Artifact Hub is often pasted, and where they are.
const ARTIFACT_HUB: &[(&str, &str)] = &[
    ("argo", "https://argoproj.github.io/argo-helm"),
    ("bitnami", "https://charts.bitnami.com/bitnami"),
    ("cert-manager", "https://charts.jetstack.io"),
    ("grafana", "https://grafana.github.io/helm-charts"),
    ("hashicorp", "https://helm.releases.hashicorp.com"),
    ("ingress-nginx", "https://kubernetes.github.io/ingress-nginx"),
    ("jetstack", "https://charts.jetstack.io"),
    ("prometheus-community", "https://prometheus-community.github.io/helm-charts"),
];

/// The error for a browser page, with the URL that is probably meant.
pub(super) fn recognise(url: &Url) -> Option<LocationError> {
    let host = url.host_str()?.trim_start_matches("www.");
    let parts: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    if let Some(error) = console::recognise(url).or_else(|| old(host)) {
        return Some(error);
    }
    match (host, parts.as_slice()) {
        ("artifacthub.io", parts) => Some(artifact_hub(parts)),
        ("hub.helm.sh" | "hub.kubeapps.com", _) => Some(LocationError::new(
            "the Helm Hub is gone: look the chart up on artifacthub.io, and use the URL that its page names",
        )),
        ("dev.azure.com", [organization, project, "_git", name]) => {
            let repository = format!("git::https://{host}/{organization}/{project}/_git/{name}");
            Some(azure(url, &repository))
        }
        // Gitea and Forgejo, on whatever host.
        (_, [owner, name, "src", "branch" | "tag" | "commit", reference, path @ ..]) => {
            let place =
                format!("git::{}://{}/{owner}/{name}.git", url.scheme(), host_and_port(url));
            let error =
                LocationError::new("this is a page of a Git host, not the index file itself");
            Some(error.suggest(form(&place, path, Some(reference))))
        }
        _ => code_host(url, host, &parts),
    }
}

/// Hosts that moved.
fn old(host: &str) -> Option<LocationError> {
    let new = match host {
        "kubernetes-charts.storage.googleapis.com" => "https://charts.helm.sh/stable",
        "kubernetes-charts-incubator.storage.googleapis.com" => "https://charts.helm.sh/incubator",
        _ => return None,
    };
    Some(
        LocationError::new("this repository moved in 2020, and its old place is gone").suggest(new),
    )
}

/// Azure's pages tell path and branch in the query.
fn azure(url: &Url, repository: &str) -> LocationError {
    let value = |key: &str| url.query_pairs().find(|(name, _)| name == key).map(|(_, value)| value);
    let path = value("path").unwrap_or_default().into_owned();
    let path: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let version = value("version").unwrap_or_default().into_owned();
    let reference = version.strip_prefix("GB").or_else(|| version.strip_prefix("GT"));
    let error = LocationError::new("this is a page of Azure DevOps, not the index file itself");
    let is_odd = |text: &str| text.contains(|c: char| c.is_whitespace() || "?#&%".contains(c));
    if is_odd(repository) || path.iter().any(|part| is_odd(part)) || reference.is_some_and(is_odd) {
        return error;
    }
    error.suggest(form(repository, &path, reference))
}

/// The pages of the big code hosts.
fn code_host(url: &Url, host: &str, parts: &[&str]) -> Option<LocationError> {
    match host {
        "github.com" => {
            code_page("GitHub", "github.com", parts, &["tree", "blob", "edit", "blame", "commits"])
        }
        "bitbucket.org" => code_page("Bitbucket", "bitbucket.org", parts, &["src"]),
        _ => gitlab(url, host, parts),
    }
}

fn artifact_hub(parts: &[&str]) -> LocationError {
    let ["packages", _, repository, ..] = parts else {
        return LocationError::new(
            "this is a page of Artifact Hub: use the URL that its \"helm repo add\" line names",
        );
    };
    let error = LocationError::new(format!(
        "this is the page of \"{repository}\" on Artifact Hub: use the URL that its \"helm repo add\" \
         line names (button Install)"
    ));
    match ARTIFACT_HUB.iter().find(|(name, _)| name == repository) {
        Some((_, url)) => error.suggest(*url),
        None => error,
    }
}

/// Pages of a host with `owner/repository/<word>/ref/path`. Raw files and release downloads are no pages.
fn code_page(name: &str, host: &str, parts: &[&str], words: &[&str]) -> Option<LocationError> {
    let suggest = |owner: &str, repository: &str, path: &[&str], reference: Option<&str>| {
        let repository = repository.trim_end_matches(".git");
        LocationError::new(format!("this is a page of {name}, not the index file itself"))
            .suggest(form(&format!("{host}/{owner}/{repository}"), path, reference))
    };
    match parts {
        [owner, repository] | [owner, repository, "src"] => {
            Some(suggest(owner, repository, &[], None))
        }
        [owner, repository, word, reference, path @ ..] if words.contains(word) => {
            Some(suggest(owner, repository, path, Some(reference)))
        }
        [_, _, "raw" | "releases" | "downloads" | "archive", ..] => None,
        [owner, repository, path @ ..] if path.last().is_some_and(|last| is_index_name(last)) => {
            Some(suggest(owner, repository, path, None))
        }
        [owner, repository, ..] => Some(suggest(owner, repository, &[], None)),
        _ => None,
    }
}

/// GitLab, on whatever host: its pages have `/-/` after the repository.
fn gitlab(url: &Url, host: &str, parts: &[&str]) -> Option<LocationError> {
    let error = LocationError::new("this is a page of GitLab, not the index file itself");
    let place = |repository: &[&str]| {
        let repository = repository.join("/");
        let repository = repository.trim_end_matches(".git");
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        match host {
            "gitlab.com" => format!("gitlab.com/{repository}"),
            _ => format!("git::{}://{host}{port}/{repository}.git", url.scheme()),
        }
    };
    if let Some(at) = parts.iter().position(|part| *part == "-") {
        let (repository, rest) = parts.split_at(at);
        return match rest {
            ["-", "tree" | "blob", reference, path @ ..] => {
                Some(error.suggest(form(&place(repository), path, Some(reference))))
            }
            _ => None,
        };
    }
    let is_page = host == "gitlab.com" && parts.len() >= 2 && parts.first() != Some(&"api");
    is_page.then(|| error.suggest(form(&place(parts), &[], None)))
}

fn form(repository: &str, path: &[&str], reference: Option<&str>) -> String {
    let mut path = path.to_vec();
    if !path.last().is_some_and(|last| is_index_name(last)) {
        path.push(INDEX);
    }
    let query = reference.map(|name| format!("?ref={name}")).unwrap_or_default();
    format!("{repository}//{}{query}", path.join("/"))
}
