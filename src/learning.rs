//! Labelled texts to weights: how the evidence learns.
//!
//! Each outcome is learned by itself, as a logistic regression with a squared penalty, by coordinate descent in the
//! dual (Yu, Huang and Lin, *Machine Learning* 85, 2011). Texts come in a fixed order and nothing is drawn at random
//! but by a fixed seed, so the same texts give the same weights.

mod examples;
mod networks;
mod regression;
mod shown;
mod tasks;
mod windows;

pub use examples::{Labels, Learner, Place, Texts};
