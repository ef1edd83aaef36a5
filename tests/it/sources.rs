//! Sources against real servers: what is read, what is kept, and what each failure says.

mod archives;
mod failures;
mod fetching;
mod git;
mod packages;
mod private;
mod probing;
mod proxy;
mod s3;
mod s3_outside;
mod ssh;
mod wires;
