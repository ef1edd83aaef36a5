//! `ssh://` and `git://` URLs of Git servers, and the form of scp, `user@host:path`.
//!
//! What stands here may become a word on a command line: nothing in it begins with a `-` or holds
//! characters that no host, user or path needs.
//! May import: `model::location::{error, mask, percent, text}`, `model::credentials`.

use url::Url;

use crate::model::credentials::Credentials;
use crate::model::location::error::LocationError;
use crate::model::location::mask::shareable;
use crate::model::location::percent::decode;
use crate::model::location::text::{MOVED, after, host_name};

/// `user@host:path` as a URL; `None` for other texts.
pub(super) fn scp_form(text: &str) -> Option<String> {
    let (user, rest) = text.split_once('@')?;
    let (host, path) = match rest.strip_prefix('[') {
        Some(_) => rest.split_once("]:").map(|(host, path)| (format!("{host}]"), path))?,
        None => rest.split_once(':').map(|(host, path)| (host.to_owned(), path))?,
    };
    let plain = |word: &str| !word.is_empty() && !word.contains(['/', '?', '#', '@']);
    // What has an `@` behind the colon is a user name with a password, and lacks its scheme.
    let is_scp = plain(user) && !user.contains(':') && plain(&host) && !path.contains('@');
    is_scp.then(|| format!("ssh://{user}@{host}/{}", path.trim_start_matches('/')))
}

/// `user@host:2222:/path`, in which a port was meant: the form of scp has none.
pub(super) fn scp_with_port(text: &str) -> Option<LocationError> {
    let (user, rest) = text.split_once('@')?;
    let (host, rest) = rest.split_once(':')?;
    let (port, path) = rest.split_once(':')?;
    let is_port = port.parse::<u16>().is_ok_and(|port| port > 0);
    if !is_port || user.contains([':', '/', '?']) || host.is_empty() || host.contains(['/', '@']) {
        return None;
    }
    let error = LocationError::new("user@host:path has no port: write ssh:// for one");
    let text = format!("git::ssh://{user}@{host}:{port}/{}", path.trim_start_matches('/'));
    Some(LocationError { suggestion: shareable(&text), ..error })
}

/// What was read of a server's URL.
pub(super) struct Server {
    pub(super) url: Url,
    pub(super) credentials: Option<Credentials>,
}

/// Reads `ssh://[user@]host[:port]/path` or `git://host[:port]/path`.
pub(super) fn read(text: &str, warnings: &mut Vec<String>) -> Result<Server, LocationError> {
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(LocationError::new("a URL cannot hold blanks: write %20 for each"));
    }
    let is_ssh = after(text, "ssh://").is_some();
    let (scheme, usual_port) = if is_ssh { ("ssh", 22) } else { ("git", 9418) };
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (login, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (host, port, folder) = host_and_port(host)?;
    let path = path_text(folder, path)?;
    let name = host_name(host).ok_or_else(|| LocationError::new("this is no name of a host"))?;
    let mut url = Url::parse(&format!("{scheme}://{name}/{path}"))
        .map_err(|error| LocationError::new(format!("this is no URL: {error}")))?;
    // None of these can fail: the URL has a host.
    let _ = url.set_port(port.filter(|port| *port != usual_port));
    let (user, password) = login.split_once(':').unwrap_or((login, ""));
    let (user, password) = (plain(user)?, plain(password)?);
    let mut credentials = None;
    if is_ssh {
        let _ = url.set_username(check_user(&user)?);
    }
    if !password.is_empty() || !is_ssh && !user.is_empty() {
        warnings.push(if is_ssh {
            format!("the password {MOVED}: Git hosts ask for a key instead")
        } else {
            format!("git:// knows no users: what stood before the @ {MOVED}")
        });
        credentials = Some(Credentials::login(user, password));
    }
    if !is_ssh {
        warnings.push(
            "git:// is neither encrypted nor signed: anybody on the way can change what comes"
                .to_owned(),
        );
    }
    if !folder.is_empty() {
        warnings.push(format!(
            "ssh:// goes with / after the host: \"{host}:{folder}\" was read as \"{host}/{folder}\""
        ));
    }
    Ok(Server { url, credentials })
}

/// Host, port, and what stands in the port's place in a mixture of both forms: `ssh://git@host:org/x`,
/// of which go-getter makes a file's name.
fn host_and_port(text: &str) -> Result<(&str, Option<u16>, &str), LocationError> {
    let at = text.rfind(']').unwrap_or(0);
    let Some(colon) = text.get(at..).and_then(|rest| rest.find(':')).map(|found| at + found) else {
        return Ok((text, None, ""));
    };
    let (host, port) =
        (text.get(..colon).unwrap_or_default(), text.get(colon + 1..).unwrap_or_default());
    if port.is_empty() {
        return Ok((host, None, ""));
    }
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok((host, None, port));
    }
    match port.parse() {
        Ok(number) if number > 0 => Ok((host, Some(number), "")),
        _ => Err(LocationError::new("the port is not between 1 and 65535")),
    }
}

fn path_text(folder: &str, path: &str) -> Result<String, LocationError> {
    let joined = if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") };
    let shown =
        decode(&joined).ok_or_else(|| LocationError::new("the repository's path is not UTF-8"))?;
    if shown.trim_matches('/').is_empty() {
        return Err(LocationError::new("the repository's path is missing after the host"));
    }
    if shown.trim_start_matches('/').starts_with('-') || shown.chars().any(char::is_control) {
        return Err(LocationError::new(
            "the repository's path begins with \"-\", or holds control characters",
        ));
    }
    Ok(joined)
}

fn check_user(user: &str) -> Result<&str, LocationError> {
    let usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '+' | '@');
    if user.starts_with('-') || !user.chars().all(usual) {
        return Err(LocationError::new(
            "the user's name begins with \"-\", or holds characters that none has",
        ));
    }
    Ok(user)
}

fn plain(text: &str) -> Result<String, LocationError> {
    decode(text).ok_or_else(|| LocationError::new("user name or password are not UTF-8"))
}
