//! The whole screen, driven by keys.

mod bytes;
mod pictures;
mod scenes;
mod screen;
mod storm;
mod styles;
mod svg;
mod words;
mod world;
