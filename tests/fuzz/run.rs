//! Runs one target for its time, and keeps what breaks it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::mutate::{Random, damaged};

/// What a single input may take at most: unoptimised, beside other tests, on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

type Current = Arc<Mutex<Vec<u8>>>;

/// Throws damaged seeds at a target until its time is over.
pub(crate) fn fuzz(name: &'static str, seeds: &[&[u8]], target: fn(&[u8])) {
    let seconds = number("CHARTROOM_FUZZ_SECONDS").unwrap_or(5);
    let seed = number("CHARTROOM_FUZZ_SEED").unwrap_or(1);
    let seeds: Vec<Vec<u8>> = seeds.iter().map(|seed| seed.to_vec()).collect();
    let current = Current::default();
    let (sender, done) = channel();
    let worker = std::thread::Builder::new().stack_size(8 << 20).spawn({
        let current = Arc::clone(&current);
        move || work(&seeds, (seed, Duration::from_secs(seconds)), target, (&current, &sender))
    });
    let worker = worker.expect("a thread");
    let mut count = 0_u64;
    loop {
        match done.recv_timeout(LONGEST) {
            Ok(()) => count += 1,
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                let path = keep(name, &current);
                panic!(
                    "{name}, seed {seed}, input {count}: takes longer than {LONGEST:?}: {}",
                    path.display()
                );
            }
        }
    }
    if let Ok(Err(told)) = worker.join() {
        let path = keep(name, &current);
        panic!("{name}, seed {seed}, input {count}: {told}: {}", path.display());
    }
    assert!(count > 0, "{name}: nothing was tried");
}

/// Every seed as it is, then damaged ones; ends with the first that breaks something, and with what it broke.
fn work(
    seeds: &[Vec<u8>],
    (seed, time): (u64, Duration),
    target: fn(&[u8]),
    (current, done): (&Current, &Sender<()>),
) -> Result<(), String> {
    let (mut random, end) = (Random::of(seed), Instant::now() + time);
    let borrowed: Vec<&[u8]> = seeds.iter().map(Vec::as_slice).collect();
    let mut whole = seeds.iter().cloned();
    while Instant::now() < end {
        let input = whole.next().unwrap_or_else(|| damaged(&mut random, &borrowed));
        input.clone_into(&mut current.lock().unwrap_or_else(PoisonError::into_inner));
        catch_unwind(AssertUnwindSafe(|| target(&input))).map_err(|told| {
            let text = told.downcast_ref::<String>().cloned();
            text.or_else(|| told.downcast_ref::<&str>().map(|text| (*text).to_owned()))
                .unwrap_or_default()
        })?;
        if done.send(()).is_err() {
            break;
        }
    }
    Ok(())
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Writes the input that is worked on, and tells where.
fn keep(name: &str, current: &Current) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../fuzz");
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.canonicalize().expect("a folder").join(name);
    std::fs::write(&path, &*current.lock().unwrap_or_else(PoisonError::into_inner))
        .expect("a file");
    path
}
