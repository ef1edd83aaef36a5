//! Machine tests: messages in, state and effects out.
