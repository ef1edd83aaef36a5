//! A body as it streams in: counted, inflated if need be, ended by its limit.
//!
//! May import: `source::{fault, refusal}`, `model::location::mask`, `error`.

use std::io::Write;

use flate2::write::MultiGzDecoder;
use url::Url;

use super::{fault, refusal};
use crate::error::Error;
use crate::model::location::mask::masked;

/// Bytes so far.
pub(super) struct Body {
    sink: Sink,
    received: u64,
    limit: u64,
}

enum Sink {
    Plain(Vec<u8>),
    Gzip(Box<MultiGzDecoder<Limited>>),
}

/// Takes no more than its limit, so that a small compressed body cannot fill the memory.
struct Limited {
    bytes: Vec<u8>,
    limit: u64,
    full: bool,
}

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if (self.bytes.len() + bytes.len()) as u64 > self.limit {
            self.full = true;
            return Err(std::io::Error::other("more than the limit"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Body {
    /// A body that comes as it is.
    pub(super) fn plain(limit: u64) -> Self {
        Self { sink: Sink::Plain(Vec::new()), received: 0, limit }
    }

    /// A body that comes compressed; the limit counts inflated bytes.
    pub(super) fn gzip(limit: u64) -> Self {
        let limited = Limited { bytes: Vec::new(), limit, full: false };
        Self { sink: Sink::Gzip(Box::new(MultiGzDecoder::new(limited))), received: 0, limit }
    }

    /// Bytes on the wire so far.
    pub(super) fn received(&self) -> u64 {
        self.received
    }

    /// Bytes on the wire, if they were compressed.
    pub(super) fn compressed(&self) -> Option<u64> {
        matches!(self.sink, Sink::Gzip(_)).then_some(self.received)
    }

    /// Takes a chunk.
    pub(super) fn push(&mut self, chunk: &[u8], url: &Url) -> Result<(), Error> {
        self.received += chunk.len() as u64;
        if self.received > self.limit {
            return Err(fault::too_large(&masked(url), self.limit));
        }
        match &mut self.sink {
            Sink::Plain(bytes) => {
                bytes.extend_from_slice(chunk);
                Ok(())
            }
            Sink::Gzip(decoder) => {
                let outcome = decoder.write_all(chunk);
                outcome.map_err(|error| Self::broken(decoder, &error, url))
            }
        }
    }

    /// The whole body.
    pub(super) fn finish(self, url: &Url) -> Result<Vec<u8>, Error> {
        match self.sink {
            Sink::Plain(bytes) => Ok(bytes),
            Sink::Gzip(mut decoder) => {
                let outcome = decoder.try_finish();
                outcome.map_err(|error| Self::broken(&decoder, &error, url))?;
                Ok(std::mem::take(&mut decoder.get_mut().bytes))
            }
        }
    }

    fn broken(decoder: &MultiGzDecoder<Limited>, error: &std::io::Error, url: &Url) -> Error {
        let limited = decoder.get_ref();
        if limited.full {
            fault::too_large(&format!("{}, inflated,", masked(url)), limited.limit)
        } else {
            refusal::inflate(url, &error.to_string())
        }
    }
}
