//! Gzip decompression that stops at limits, and remembers why it stopped.
//!
//! May import: nothing of the crate.

use std::io::{self, Read};

use flate2::bufread::MultiGzDecoder;

/// Below this size no ratio is suspicious: a chart may well hold a few megabytes of zeros.
const RATIO_FLOOR: u64 = 16 << 20;
/// Room for headers and padding, which do not count as content.
const OVERHEAD: u64 = 32 << 20;

/// Why no more comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// More bytes than allowed.
    Total,
    /// This many times the compressed size.
    Ratio(u64),
    /// The stream is damaged, in the decoder's words.
    Fault(String),
}

/// A reader of gzip bytes, concatenated streams included, as Go reads them.
pub(super) struct Inflate<'a> {
    decoder: MultiGzDecoder<&'a [u8]>,
    compressed: u64,
    produced: u64,
    allowed: u64,
    ratio: u64,
    stop: Option<Stop>,
}

impl<'a> Inflate<'a> {
    pub(super) fn new(bytes: &'a [u8], total: u64, ratio: u64) -> Self {
        Self {
            decoder: MultiGzDecoder::new(bytes),
            compressed: bytes.len() as u64,
            produced: 0,
            allowed: total.saturating_add(OVERHEAD),
            ratio,
            stop: None,
        }
    }

    pub(super) fn stop(&self) -> Option<Stop> {
        self.stop.clone()
    }

    /// Reads what follows the archive's end; says what it is, unless it is padding.
    pub(super) fn rest(&mut self) -> Option<String> {
        let mut buffer = [0; 8192];
        loop {
            match self.read(&mut buffer) {
                Ok(0) => return None,
                Ok(count) if buffer.iter().take(count).all(|byte| *byte == 0) => {}
                Ok(_) => return Some("bytes that belong to no member".to_owned()),
                Err(error) => return Some(error.to_string()),
            }
        }
    }

    fn halt(&mut self, stop: Stop) -> io::Error {
        self.stop = Some(stop);
        io::Error::other("limit reached")
    }
}

impl Read for Inflate<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = match self.decoder.read(buffer) {
            Ok(count) => count,
            Err(error) => {
                self.stop = Some(Stop::Fault(error.to_string()));
                return Err(error);
            }
        };
        self.produced += count as u64;
        if self.produced > self.allowed {
            return Err(self.halt(Stop::Total));
        }
        let ratio = self.produced / self.compressed.max(1);
        if self.produced > RATIO_FLOOR && ratio > self.ratio {
            return Err(self.halt(Stop::Ratio(ratio)));
        }
        Ok(count)
    }
}
