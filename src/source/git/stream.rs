//! Streams of the runtime for blocking readers and writers, with their deadlines and limits.
//!
//! May import: `source::git::{fault, place, run}`, `error`.

use std::io::{self, Read, Write};
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::fault;
use super::place::Place;
use super::run::Run;

/// What comes.
pub(super) struct Incoming<S> {
    pub(super) inner: S,
    pub(super) place: Arc<Place>,
    pub(super) run: Arc<Run>,
}

impl<S: AsyncRead + Unpin> Read for Incoming<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (place, run) = (&self.place, &self.run);
        let late = || fault::silent(place, run.received());
        let count = run.wait(place.read_timeout, late, self.inner.read(buffer));
        let count =
            count.map_err(|error| run.fail(fault::cut_off(place, run.received(), &error)))?;
        run.count(count, || fault::too_large(place))?;
        Ok(count)
    }
}

/// What goes.
pub(super) struct Outgoing<S> {
    pub(super) inner: S,
    pub(super) place: Arc<Place>,
    pub(super) run: Arc<Run>,
}

impl<S: AsyncWrite + Unpin> Write for Outgoing<S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (place, run) = (&self.place, &self.run);
        let late = || fault::silent(place, run.received());
        run.wait(place.read_timeout, late, self.inner.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        let (place, run) = (&self.place, &self.run);
        let late = || fault::silent(place, run.received());
        run.wait(place.read_timeout, late, self.inner.flush())
    }
}
