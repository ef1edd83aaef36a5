//! How a text reaches the clipboard of the terminal in front of the user, over SSH and through
//! multiplexers. Nothing confirms that it arrived, so nobody may say "copied".
//!
//! May import: nothing of the crate.

use std::process::Stdio;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::AsyncWriteExt as _;

/// Terminals drop longer sequences.
const LIMIT: usize = 74_994;

/// GNU screen passes sequences on only in small pieces.
const SCREEN_PIECE: usize = 700;

/// The way to the clipboard, told by the environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// `tmux load-buffer -w -`: the only way that works with tmux's defaults.
    Tmux,
    /// The sequence OSC 52, in pieces wrapped for GNU screen.
    Screen,
    /// The sequence OSC 52.
    Plain,
    /// The terminal would show the sequence as garbage.
    None,
}

impl Way {
    /// Chooses by `TMUX`, `STY` and `TERM`.
    #[must_use]
    pub fn detect(variable: impl Fn(&str) -> Option<String>) -> Self {
        let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        let term = variable("TERM").unwrap_or_default();
        match term.as_str() {
            _ if is_set("TMUX") => Self::Tmux,
            _ if is_set("STY") => Self::Screen,
            "linux" | "dumb" | "" | "ansi" => Self::None,
            term if term.starts_with("vt") => Self::None,
            _ => Self::Plain,
        }
    }
}

/// The bytes that ask the terminal to take the text.
///
/// # Errors
/// Why there are none, in words.
pub fn sequence(way: Way, text: &str) -> Result<Vec<u8>, String> {
    let encoded = STANDARD.encode(text);
    if encoded.len() > LIMIT {
        return Err(format!("not sent: {} bytes are too much for terminals", text.len()));
    }
    let osc = format!("\u{1b}]52;c;{encoded}\u{7}");
    match way {
        Way::None => Err("not sent: this terminal has no clipboard".to_owned()),
        Way::Screen => {
            let mut wrapped = Vec::new();
            for piece in osc.as_bytes().chunks(SCREEN_PIECE) {
                wrapped.extend_from_slice(b"\x1bP");
                wrapped.extend_from_slice(piece);
                wrapped.extend_from_slice(b"\x1b\\");
            }
            Ok(wrapped)
        }
        Way::Tmux | Way::Plain => Ok(osc.into_bytes()),
    }
}

/// Hands the text to tmux.
///
/// # Errors
/// Why tmux did not take it, in words.
pub async fn to_tmux(text: &str) -> Result<(), String> {
    let work = async {
        let mut child = tokio::process::Command::new("tmux")
            .args(["load-buffer", "-w", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        if let Some(mut input) = child.stdin.take() {
            input.write_all(text.as_bytes()).await?;
        }
        child.wait().await
    };
    match tokio::time::timeout(Duration::from_secs(2), work).await {
        Ok(Ok(status)) if status.success() => Ok(()),
        Ok(Ok(status)) => Err(format!("tmux load-buffer ended with {status}")),
        Ok(Err(error)) => Err(format!("tmux cannot be run: {error}")),
        Err(_) => Err("tmux did not answer".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_follows_the_multiplexer_and_the_terminal() {
        let cases = [
            (&[("TMUX", "/tmp/x"), ("TERM", "screen")][..], Way::Tmux),
            (&[("STY", "1.x"), ("TERM", "screen")], Way::Screen),
            (&[("TERM", "xterm-256color")], Way::Plain),
            (&[("TERM", "linux")], Way::None),
            (&[], Way::None),
        ];
        for (environment, expected) in cases {
            let variable = |name: &str| {
                let found = environment.iter().find(|(key, _)| *key == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(Way::detect(variable), expected, "{environment:?}");
        }
    }

    #[test]
    fn long_texts_are_refused_and_screen_gets_pieces() {
        assert!(sequence(Way::Plain, &"x".repeat(60_000)).is_err());
        let plain = sequence(Way::Plain, "redis").expect("it is short");
        assert_eq!(plain, b"\x1b]52;c;cmVkaXM=\x07");
        let wrapped = sequence(Way::Screen, &"x".repeat(3000)).expect("it is short");
        let longest = wrapped.split(|byte| *byte == 0x1b).map(<[u8]>::len).max();
        assert!(longest.is_some_and(|length| length < 768));
    }
}
