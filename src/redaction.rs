//! What names a person, hidden: A-numbers, dates of birth, telephone and social security numbers, e-mail addresses, and
//! the names that fields of the text give.
//!
//! Where it stands is found in one way, so that no command tells what another one hides. It is hidden in two: under a
//! mask of the same length ([`mask`]), where places must stay right in the text that is shown, and by words that say
//! what stood there ([`placeholder`]), where the text is read. What is found by its shape is found everywhere; names are
//! found only if a field tells them. Prose can always say who someone is, so this lowers a risk and never ends it.

mod birth;
mod mask;
mod names;
mod people;
mod placeholder;
mod places;

pub(crate) use mask::Mask;
pub(crate) use names::{is_naming, values};
pub(crate) use placeholder::Redaction;
