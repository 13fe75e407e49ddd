//! Names that were asked for and are not there: which ones may have been meant.

/// How alike names must be to be offered, from 0 to 1.
const ALIKE: f64 = 0.75;

/// The few names most like the one that was asked for, the best first.
#[must_use]
pub fn nearest<'a>(asked: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let asked = asked.to_lowercase().replace('_', "-");
    let likeness = |name: &str| {
        let holds = asked.len() > 2 && name.contains(&asked);
        strsim::jaro_winkler(&asked, name) + if holds { 1.0 } else { 0.0 }
    };
    let mut near: Vec<_> = names.map(|name| (likeness(name), name)).filter(|(likeness, _)| *likeness > ALIKE).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

/// The names as a question, with a space behind it; empty where there are none.
#[must_use]
pub fn question(near: &[&str]) -> String {
    let near: Vec<_> = near.iter().map(|name| format!("`{name}`")).collect();
    if near.is_empty() { String::new() } else { format!("did you mean {}? ", near.join(" or ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_and_a_part_of_a_name_find_it() {
        let names = ["conviction-alone", "database-alone", "incomplete-conviction", "no-totality"];
        assert_eq!(nearest("convicton-alone", names.into_iter())[0], "conviction-alone");
        assert_eq!(nearest("NO_TOTALITY", names.into_iter()), ["no-totality"]);
        assert_eq!(nearest("conviction", names.into_iter()), ["conviction-alone", "incomplete-conviction"]);
        assert!(nearest("weather", names.into_iter()).is_empty());
    }
}
