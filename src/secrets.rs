//! Secret values and where they come from; what a repository is once they are in their places.
//!
//! May import: `secrets/*`.

mod choose;
mod command;
mod doubt;
mod known;
mod listing;
mod parts;
mod resolve;
mod store;
mod value;

pub use self::listing::{Listing, Put, Summary};
pub use self::resolve::{Resolved, resolve};
pub use self::store::Store;
