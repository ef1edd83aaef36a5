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
    /// The stream is damaged, in the decoder's words.
    Fault(String),
}

/// What follows the block of zeros with which an archive ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// Nothing, or padding.
    Padding,
    /// Something that every client ignores.
    Ignored(String),
    /// Something for which Go, and so Helm, refuses the archive.
    Broken(String),
}

/// A reader of gzip bytes, concatenated streams included, as Go reads them.
pub(super) struct Inflate<'a> {
    decoder: MultiGzDecoder<&'a [u8]>,
    compressed: u64,
    produced: u64,
    allowed: u64,
    stop: Option<Stop>,
}

impl<'a> Inflate<'a> {
    pub(super) fn new(bytes: &'a [u8], total: u64) -> Self {
        Self {
            decoder: MultiGzDecoder::new(bytes),
            compressed: bytes.len() as u64,
            produced: 0,
            allowed: total.saturating_add(OVERHEAD),
            stop: None,
        }
    }

    pub(super) fn stop(&self) -> Option<Stop> {
        self.stop.clone()
    }

    /// How many times its size the archive has unpacked to so far, once that is worth a thought.
    pub(super) fn ratio(&self) -> Option<u64> {
        (self.produced > RATIO_FLOOR).then(|| self.produced / self.compressed.max(1))
    }

    /// Reads what follows the first block of zeros: a second one, then padding.
    pub(super) fn rest(&mut self) -> Rest {
        let mut block = [0; 512];
        match self.fill(&mut block) {
            Err(error) => return Rest::Broken(error.to_string()),
            Ok(0) => return Rest::Padding,
            Ok(count) if count < block.len() => {
                return Rest::Broken("the block of zeros at its end is cut off".to_owned());
            }
            Ok(_) if block.iter().any(|byte| *byte != 0) => {
                return Rest::Broken("a single block of zeros stands between members".to_owned());
            }
            Ok(_) => {}
        }
        loop {
            match self.fill(&mut block) {
                Ok(0) => return Rest::Padding,
                Ok(count) if block.iter().take(count).all(|byte| *byte == 0) => {}
                Ok(_) => return Rest::Ignored("bytes that belong to no member".to_owned()),
                Err(error) => return Rest::Ignored(error.to_string()),
            }
        }
    }

    /// Fills the buffer, or as much of it as there is.
    fn fill(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while let Some(free) = buffer.get_mut(filled..).filter(|free| !free.is_empty()) {
            match self.read(free)? {
                0 => break,
                count => filled += count,
            }
        }
        Ok(filled)
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
            self.stop = Some(Stop::Total);
            return Err(io::Error::other("limit reached"));
        }
        Ok(count)
    }
}
