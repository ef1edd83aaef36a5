//! Regions in the names of hosts, and the endpoint of another region.
//!
//! May import: nothing of the crate.

use url::Url;

/// The region that a host of an object store names: `s3.eu-west-1.amazonaws.com`,
/// `bucket.s3-us-west-2.amazonaws.com`, `s3.dualstack.us-west-2.amazonaws.com`, `s3.pek3a.qingstor.com`.
pub(super) fn of_host(host: &str) -> Option<&str> {
    let labels: Vec<&str> = host.split('.').collect();
    let at = labels.iter().position(|label| is_service(label))?;
    let service = labels.get(at)?;
    let glued = ["s3-fips-", "s3-"].iter().find_map(|start| service.strip_prefix(start));
    if let Some(region) =
        glued.filter(|region| !matches!(*region, "fips" | "accelerate" | "website"))
    {
        return Some(region);
    }
    let mut rest = labels.get(at + 1..)?;
    if let Some(("dualstack", after)) = rest.split_first().map(|(first, after)| (*first, after)) {
        rest = after;
    }
    // A domain has two labels at least.
    rest.first().copied().filter(|_| rest.len() >= 3)
}

fn is_service(label: &str) -> bool {
    label == "s3" || label.starts_with("s3-")
}

/// The endpoint of another region of the same service: the region in the host's name is exchanged. `None` when
/// its name has none and it is not the one endpoint of AWS for all regions.
pub(super) fn endpoint_in(endpoint: &Url, region: &str) -> Option<Url> {
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if region.is_empty() || !region.chars().all(is_name) {
        return None;
    }
    let host = endpoint.host_str()?;
    let other = match of_host(host) {
        Some(own) if own == region => return None,
        Some(own) => host.replacen(own, region, 1),
        None if host == "s3.amazonaws.com" => format!("s3.{region}.amazonaws.com"),
        None => return None,
    };
    let mut endpoint = endpoint.clone();
    endpoint.set_host(Some(&other)).ok()?;
    Some(endpoint)
}

/// What a server's `LocationConstraint` and the like mean: AWS has two old names.
pub(super) fn plain(told: &str) -> Option<String> {
    match told.trim() {
        "" => None,
        "EU" => Some("eu-west-1".to_owned()),
        "US" => Some("us-east-1".to_owned()),
        other if other.len() <= 64 => Some(other.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_name_regions() {
        for (host, expected) in [
            ("s3.eu-west-1.amazonaws.com", Some("eu-west-1")),
            ("bucket.s3.eu-west-1.amazonaws.com", Some("eu-west-1")),
            ("s3-us-west-2.amazonaws.com", Some("us-west-2")),
            ("bucket.s3-us-west-2.amazonaws.com", Some("us-west-2")),
            ("s3.dualstack.us-west-2.amazonaws.com", Some("us-west-2")),
            ("s3-fips.us-gov-west-1.amazonaws.com", Some("us-gov-west-1")),
            ("s3.cn-north-1.amazonaws.com.cn", Some("cn-north-1")),
            ("s3.pek3a.qingstor.com", Some("pek3a")),
            ("s3.amazonaws.com", None),
            ("bucket.s3.amazonaws.com", None),
            ("s3.example.com", None),
            ("minio.example.com", None),
            ("127.0.0.1", None),
            ("", None),
        ] {
            assert_eq!(of_host(host), expected, "{host}");
        }
    }

    #[test]
    fn an_endpoint_has_one_for_each_region() {
        for (endpoint, region, expected) in [
            ("https://s3.amazonaws.com", "eu-west-1", Some("https://s3.eu-west-1.amazonaws.com/")),
            (
                "https://s3.us-east-1.amazonaws.com",
                "eu-west-1",
                Some("https://s3.eu-west-1.amazonaws.com/"),
            ),
            (
                "https://s3-us-west-2.amazonaws.com",
                "eu-west-1",
                Some("https://s3-eu-west-1.amazonaws.com/"),
            ),
            ("https://s3.pek3a.qingstor.com", "sh1a", Some("https://s3.sh1a.qingstor.com/")),
            ("https://s3.pek3a.qingstor.com", "pek3a", None),
            ("https://s3.pek3a.qingstor.com", "evil.example.com/", None),
            ("http://127.0.0.1:9000", "eu-west-1", None),
        ] {
            let found = endpoint_in(&Url::parse(endpoint).unwrap(), region);
            assert_eq!(found.as_ref().map(Url::as_str), expected, "{endpoint} {region}");
        }
    }
}
