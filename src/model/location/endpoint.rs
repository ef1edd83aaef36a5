//! What the name of an object store's host tells: the service, a bucket in front of it, the region.
//!
//! Forms: Amazon's endpoint tables (`s3.`, `s3-region`, `dualstack`, `fips`, accelerate, private links,
//! China), `QingStor`'s (`s3.zone.qingstor.com`, `qsstor.com`), and the rule of `OpenPitrix` that a host
//! beginning with `s3.` is a service.
//! May import: nothing of the crate.

use std::net::IpAddr;

/// What a host's name was recognised as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Recognised {
    /// A service that speaks S3.
    Service(Service),
    /// A host of a provider that we know, which does not speak S3, and why.
    Other(&'static str),
    /// Nothing tells.
    Unknown,
}

/// A service that speaks S3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Service {
    /// Its host, without a bucket.
    pub(super) host: String,
    /// The bucket in front of it.
    pub(super) bucket: Option<String>,
    /// The region.
    pub(super) region: Option<String>,
    /// Whose it is.
    pub(super) family: Family,
}

/// Whose service it is, as far as that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// Amazon: the region is found out by asking.
    Amazon,
    /// A provider on the internet: always encrypted.
    Provider,
    /// Near: usually not encrypted.
    Near,
}

/// Where global endpoints lead, and the region of services that know none.
pub(super) const USUAL_REGION: &str = "us-east-1";

/// Ends of hosts of providers whose host names do not begin with `s3`.
const PROVIDERS: &[&str] = &[
    ".aliyuncs.com",
    ".backblazeb2.com",
    ".digitaloceanspaces.com",
    ".linodeobjects.com",
    ".r2.cloudflarestorage.com",
    ".vultrobjects.com",
    ".wasabisys.com",
    "storage.googleapis.com",
];

/// Ends of hosts that are not on the internet.
const NEAR: &[&str] = &[".svc", ".svc.cluster.local", ".local", ".localhost", ".internal", ".test"];

/// Recognises a host, whatever its case.
pub(super) fn recognise(host: &str) -> Recognised {
    let host = host.to_ascii_lowercase();
    let name = host.trim_end_matches('.');
    for end in [".amazonaws.com", ".amazonaws.com.cn"] {
        if let Some(stem) = name.strip_suffix(end) {
            return amazon(stem, end);
        }
    }
    for end in [".qingstor.com", ".qsstor.com"] {
        if let Some(stem) = name.strip_suffix(end) {
            return qingstor(stem, end);
        }
    }
    let near = name == "localhost"
        || name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok()
        || NEAR.iter().any(|end| name.ends_with(end));
    if near { service(name, None, None, Family::Near) } else { other(name) }
}

/// The host of the same service in another region: `None` unless its name tells a region, and is below a domain
/// of a provider that we know: other names mean what their owners want, and what lets us in is not for guesses.
pub(super) fn in_region(host: &str, region: &str) -> Option<String> {
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let ends = [".amazonaws.com", ".amazonaws.com.cn", ".qingstor.com", ".qsstor.com"];
    let mut known = ends.iter().chain(PROVIDERS);
    if region.is_empty()
        || !region.chars().all(is_name)
        || !known.any(|end| host.ends_with(end))
        || host.ends_with(".vpce.amazonaws.com")
    {
        return None;
    }
    let Recognised::Service(found) = recognise(host) else { return None };
    // The one endpoint for all regions has a name of its own.
    let is_global = matches!(host, "s3.amazonaws.com" | "s3-external-1.amazonaws.com");
    let other = if is_global {
        format!("s3.{region}.amazonaws.com")
    } else {
        let (name, rest) = found.host.split_at_checked("s3".len())?;
        format!("{name}{}", rest.replacen(&found.region?, region, 1))
    };
    (other != host && found.bucket.is_none()).then_some(other)
}

fn service(host: &str, bucket: Option<String>, region: Option<&str>, family: Family) -> Recognised {
    let bucket = bucket.filter(|bucket| !bucket.is_empty());
    let region = region.map(str::to_owned);
    Recognised::Service(Service { host: host.to_owned(), bucket, region, family })
}

/// go-getter takes the bucket of `s3.region.amazonaws.com/bucket` to be "s3": it counts the labels. Here
/// the last label that is the service's name divides bucket and region.
fn amazon(stem: &str, end: &str) -> Recognised {
    let labels: Vec<&str> = stem.split('.').collect();
    let is_service = |label: &&str| *label == "s3" || label.starts_with("s3-");
    let Some(at) = labels.iter().rposition(is_service) else {
        return Recognised::Other("this host of Amazon's does not speak S3");
    };
    let (bucket, rest) = labels.split_at(at);
    let (name, rest) = rest.split_first().map_or(("", rest), |(name, rest)| (*name, rest));
    if name.starts_with("s3-website") {
        return Recognised::Other("this is the host of a static website, which does not speak S3");
    }
    if ["s3-accesspoint", "s3-object-lambda", "s3-outposts", "s3-control"].contains(&name) {
        return Recognised::Other("access points are not supported: use the bucket itself");
    }
    let global = if end == ".amazonaws.com.cn" { "cn-north-1" } else { USUAL_REGION };
    let dash = name.strip_prefix("s3-").map(|rest| rest.strip_prefix("fips-").unwrap_or(rest));
    let region = match (dash, rest) {
        (_, [region, "vpce"]) => {
            return service(&format!("{stem}{end}"), None, Some(region), Family::Amazon);
        }
        // The bucket's region is behind it.
        (Some("accelerate"), [] | ["dualstack"]) => None,
        (None | Some("fips"), ["dualstack", region] | [region]) => Some(*region),
        (None | Some("fips" | "external-1"), []) => Some(global),
        (Some(region), []) => Some(region),
        _ => return Recognised::Other("this form of Amazon's hosts is not known"),
    };
    let host = format!("{}{end}", labels.get(at..).unwrap_or_default().join("."));
    service(&host, Some(bucket.join(".")), region, Family::Amazon)
}

fn qingstor(stem: &str, end: &str) -> Recognised {
    let labels: Vec<&str> = stem.split('.').collect();
    let Some(at) = labels.iter().rposition(|label| *label == "s3") else {
        return Recognised::Other(
            "this is QingStor's own protocol: read the repository over https, or put s3. in front of \
             the zone",
        );
    };
    let (bucket, rest) = labels.split_at(at);
    let zone = match rest {
        ["s3"] => None,
        ["s3", zone] => Some(*zone),
        _ => return Recognised::Other("this form of QingStor's hosts is not known"),
    };
    let host = format!("{}{end}", rest.join("."));
    service(&host, Some(bucket.join(".")), zone, Family::Provider)
}

fn other(name: &str) -> Recognised {
    let labels: Vec<&str> = name.split('.').collect();
    let is_service = |label: &str| label == "s3" || label.starts_with("s3-");
    match labels.as_slice() {
        [first, second, _, _, ..] if is_service(first) => {
            service(name, None, Some(*second).filter(|text| is_region(text)), Family::Provider)
        }
        [first, _, _, ..] if is_service(first) => service(name, None, None, Family::Provider),
        // A bucket in front, which only a region behind tells apart from a name with an "s3" in it.
        [.., "s3", region, _, _] if is_region(region) => {
            let at = labels.len() - 4;
            let (bucket, host) = labels.split_at(at);
            service(&host.join("."), Some(bucket.join(".")), Some(region), Family::Provider)
        }
        _ if PROVIDERS.iter().any(|end| name.ends_with(end)) => {
            service(name, None, None, Family::Provider)
        }
        _ => Recognised::Unknown,
    }
}

/// Whether a label looks like `us-east-2` or `eu-central-003`.
fn is_region(label: &str) -> bool {
    let digits = label.bytes().rev().take_while(u8::is_ascii_digit).count();
    digits > 0
        && label.contains('-')
        && label.starts_with(|first: char| first.is_ascii_lowercase())
        && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_of_providers_that_are_known_have_others_for_other_regions() {
        for (host, region, expected) in [
            ("s3.amazonaws.com", "eu-west-1", Some("s3.eu-west-1.amazonaws.com")),
            ("s3.us-east-1.amazonaws.com", "eu-west-1", Some("s3.eu-west-1.amazonaws.com")),
            ("s3-us-west-2.amazonaws.com", "eu-west-1", Some("s3-eu-west-1.amazonaws.com")),
            (
                "s3.dualstack.us-west-2.amazonaws.com",
                "eu-west-1",
                Some("s3.dualstack.eu-west-1.amazonaws.com"),
            ),
            ("s3.eu-west-1.amazonaws.com", "eu-west-1", None),
            ("s3-accelerate.amazonaws.com", "eu-west-1", None),
            ("b.vpce-1a.s3.us-east-1.vpce.amazonaws.com", "eu-west-1", None),
            ("s3.pek3a.qingstor.com", "sh1a", Some("s3.sh1a.qingstor.com")),
            ("s3.pek3a.qingstor.com", "pek3a", None),
            ("s3.pek3a.qingstor.com", "evil.example.com/", None),
            ("s3.pek3a.qingstor.com", "", None),
            ("s3.eu-central-1.wasabisys.com", "us-west-1", Some("s3.us-west-1.wasabisys.com")),
            ("s3.corp.example.com", "garage", None),
            ("s3.us-east-2.example.com", "eu-west-1", None),
            ("s3.eu-west-1.amazonaws.com.example.com", "us-east-1", None),
            ("nyc3.digitaloceanspaces.com", "ams3", None),
            ("127.0.0.1", "eu-west-1", None),
        ] {
            assert_eq!(in_region(host, region).as_deref(), expected, "{host} {region}");
        }
    }

    /// `host bucket region`, with `-` for what is not told; or the first words of why not.
    fn told(host: &str) -> String {
        match recognise(host) {
            Recognised::Service(found) => {
                let word = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
                format!("{} {} {}", found.host, word(found.bucket), word(found.region))
            }
            Recognised::Other(why) => why.split_whitespace().take(3).collect::<Vec<_>>().join(" "),
            Recognised::Unknown => "?".to_owned(),
        }
    }

    #[test]
    fn hosts_tell_service_bucket_and_region() {
        for (host, expected) in [
            ("s3.amazonaws.com", "s3.amazonaws.com - us-east-1"),
            ("S3.Us-East-2.AmazonAWS.com", "s3.us-east-2.amazonaws.com - us-east-2"),
            ("s3-us-west-2.amazonaws.com", "s3-us-west-2.amazonaws.com - us-west-2"),
            ("s3-external-1.amazonaws.com", "s3-external-1.amazonaws.com - us-east-1"),
            ("b.s3-eu-west-1.amazonaws.com", "s3-eu-west-1.amazonaws.com b eu-west-1"),
            ("a.b.s3.eu-west-1.amazonaws.com", "s3.eu-west-1.amazonaws.com a.b eu-west-1"),
            ("s3-b.s3.eu-west-1.amazonaws.com", "s3.eu-west-1.amazonaws.com s3-b eu-west-1"),
            (
                "b.s3.dualstack.us-west-2.amazonaws.com",
                "s3.dualstack.us-west-2.amazonaws.com b us-west-2",
            ),
            ("b.s3-fips.us-east-1.amazonaws.com", "s3-fips.us-east-1.amazonaws.com b us-east-1"),
            (
                "s3-fips.dualstack.us-east-1.amazonaws.com",
                "s3-fips.dualstack.us-east-1.amazonaws.com - us-east-1",
            ),
            (
                "s3-fips-us-gov-west-1.amazonaws.com",
                "s3-fips-us-gov-west-1.amazonaws.com - us-gov-west-1",
            ),
            ("b.s3-accelerate.amazonaws.com", "s3-accelerate.amazonaws.com b -"),
            ("s3.cn-north-1.amazonaws.com.cn", "s3.cn-north-1.amazonaws.com.cn - cn-north-1"),
            (
                "bucket.vpce-1a.s3.us-east-1.vpce.amazonaws.com",
                "bucket.vpce-1a.s3.us-east-1.vpce.amazonaws.com - us-east-1",
            ),
            ("b.s3-website-us-east-1.amazonaws.com", "this is the"),
            ("b.s3-website.us-east-1.amazonaws.com", "this is the"),
            ("p-1.s3-accesspoint.us-east-1.amazonaws.com", "access points are"),
            ("x.execute-api.us-east-1.amazonaws.com", "this host of"),
            ("s3.pek3a.qingstor.com", "s3.pek3a.qingstor.com - pek3a"),
            ("op-repo.s3.pek3a.qingstor.com", "s3.pek3a.qingstor.com op-repo pek3a"),
            ("s3.gd2.qsstor.com", "s3.gd2.qsstor.com - gd2"),
            ("op-repo.pek3a.qingstor.com", "this is QingStor's"),
            ("s3.example.com", "s3.example.com - -"),
            ("s3.storage.example.com", "s3.storage.example.com - -"),
            ("s3.eu-central-1.wasabisys.com", "s3.eu-central-1.wasabisys.com - eu-central-1"),
            (
                "b.s3.eu-central-003.backblazeb2.com",
                "s3.eu-central-003.backblazeb2.com b eu-central-003",
            ),
            ("nyc3.digitaloceanspaces.com", "nyc3.digitaloceanspaces.com - -"),
            ("127.0.0.1", "127.0.0.1 - -"),
            ("[::1]", "[::1] - -"),
            ("minio.kubesphere-system.svc", "minio.kubesphere-system.svc - -"),
            ("minio.example.com", "?"),
            ("s3-backups", "?"),
            ("bucket", "?"),
            ("my.bucket", "?"),
        ] {
            assert_eq!(told(host), expected, "{host}");
        }
    }
}
