//! How many packages are worked on at the same time: few enough that a repository of any size needs the memory
//! of a few archives only, and that no host is stormed. All that is read with one client shares one pool.
//!
//! May import: `error`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::Error;

/// Packages that are held in memory at once.
pub const AT_ONCE: usize = 8;
/// Packages that are asked of one host at once.
const OF_A_HOST: usize = 4;

/// Whose turn it is.
#[derive(Debug)]
pub struct Pool {
    places: Arc<Semaphore>,
    cores: Arc<Semaphore>,
    hosts: Mutex<HashMap<String, Arc<Semaphore>>>,
}

/// Leave to hold one package.
#[derive(Debug)]
pub struct Turn {
    /// Given back when its bytes have come.
    pub host: Option<OwnedSemaphorePermit>,
    /// Given back when its bytes are gone.
    pub place: OwnedSemaphorePermit,
}

impl Default for Pool {
    fn default() -> Self {
        let cores = available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            places: Arc::new(Semaphore::new(AT_ONCE)),
            cores: Arc::new(Semaphore::new(cores.min(AT_ONCE))),
            hosts: Mutex::default(),
        }
    }
}

impl Pool {
    /// Waits for leave to fetch a package from a host; `""` is this machine.
    ///
    /// # Errors
    /// Only when cancelled.
    pub async fn turn(&self, host: &str) -> Result<Turn, Error> {
        let host = match host {
            "" => None,
            host => Some(acquired(self.host(host)).await?),
        };
        Ok(Turn { host, place: acquired(Arc::clone(&self.places)).await? })
    }

    /// Waits for a processor.
    ///
    /// # Errors
    /// Only when cancelled.
    pub async fn core(&self) -> Result<OwnedSemaphorePermit, Error> {
        acquired(Arc::clone(&self.cores)).await
    }

    fn host(&self, host: &str) -> Arc<Semaphore> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let made = || Arc::new(Semaphore::new(OF_A_HOST));
        Arc::clone(hosts.entry(host.to_owned()).or_insert_with(made))
    }
}

/// Nobody closes these; if somebody did, it would be to end the work.
async fn acquired(semaphore: Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Error> {
    semaphore.acquire_owned().await.map_err(|_| Error::cancelled())
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn a_host_gets_few_questions_and_all_hosts_together_some_more() {
        let pool = Pool::default();
        let mut turns = Vec::new();
        for _ in 0..OF_A_HOST {
            turns.push(pool.turn("a.example").await.unwrap());
        }
        assert!(pool.turn("a.example").now_or_never().is_none(), "one more of the same host");
        let mut first = turns.remove(0);
        first.host = None;
        turns.push(pool.turn("a.example").now_or_never().unwrap().unwrap());
        turns.push(first);
        while turns.len() < AT_ONCE {
            turns.push(pool.turn("b.example").now_or_never().unwrap().unwrap());
        }
        assert!(pool.turn("c.example").now_or_never().is_none(), "memory is bounded");
        assert!(pool.turn("").now_or_never().is_none(), "on this machine too");
    }
}
