//! Who holds what only one may have: Helm Broker compares ids within a configuration, and names with versions
//! between configurations of one kind (and, where they have one, of one namespace).
//!
//! May import: nothing of the crate.

use std::collections::HashMap;

/// Where things of one key collide: kind of the configuration, and its namespace. Ids of a configuration have a
/// room of their own.
pub type Room = (String, Option<String>);

/// Holders of keys, of which the first in each room counts.
#[derive(Clone, Debug)]
pub struct Holders<Holder> {
    held: HashMap<(Room, String), Holder>,
}

impl<Holder> Default for Holders<Holder> {
    fn default() -> Self {
        Self { held: HashMap::new() }
    }
}

impl<Holder> Holders<Holder> {
    /// Who holds a key.
    #[must_use]
    pub fn holder(&self, room: &Room, key: &str) -> Option<&Holder> {
        self.held.get(&(room.clone(), key.to_owned()))
    }

    /// Gives a key to somebody, unless it is held.
    pub fn hold(&mut self, room: &Room, key: &str, holder: Holder) {
        self.held.entry((room.clone(), key.to_owned())).or_insert(holder);
    }
}
