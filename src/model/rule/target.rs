//! Rules about a target as a whole: what was asked to be validated.
//!
//! May import: `model::rule::row`.

use super::row::rules;

rules! { Target:
    TGT001 "unreachable" Error "The target could not be reached" "Nothing of it could be looked at" "Check the address, the network and the credentials" "chartroom";
}
