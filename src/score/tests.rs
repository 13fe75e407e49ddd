//! A small report and small labels whose figures were counted by hand.

use super::floor::Floor;
use super::*;
use crate::output::samples;
use totality::diagnostic::Diagnostic;
use totality::report::{Decision, FactorMention};

fn page(id: &str, group: &str, severity: Severity, scored: bool, net_for: &[&str]) -> RulePage {
    RulePage {
        group: group.to_owned(),
        severity,
        scored,
        net_for: net_for.iter().map(|&group| group.to_owned()).collect(),
        weighed: String::new(),
        ..samples::page(id)
    }
}

fn pages() -> Vec<RulePage> {
    vec![
        page("trait", "netted", Severity::Error, true, &[]),
        page("alone", "reliance", Severity::Error, true, &[]),
        page("missing", "assessment", Severity::Warning, true, &[]),
        page("see", "netted", Severity::Note, false, &["netted"]),
        page("aside", "assessment", Severity::Warning, false, &[]),
    ]
}

fn kind_of(factor: &str) -> Option<String> {
    (factor != "strange").then(|| "basis".to_owned())
}

fn entry<K>(key: K, start: usize) -> Entry<K> {
    Entry { key, span: Some(Span::new(start, start + 10)) }
}

fn absent(key: &str) -> Entry<String> {
    Entry { key: key.to_owned(), span: None }
}

fn report(decision: Decision, diagnostics: &[Entry<String>], factors: &[Entry<(&str, Status)>]) -> Report {
    let diagnostic = |entry: &Entry<String>| Diagnostic {
        rule: entry.key.clone(),
        severity: Severity::Error,
        message: String::new(),
        section: String::new(),
        note: String::new(),
        help: String::new(),
        span: entry.span,
        caption: String::new(),
        labels: Vec::new(),
        fingerprint: String::new(),
    };
    let factor = |entry: &Entry<(&str, Status)>| FactorMention {
        id: entry.key.0.to_owned(),
        kind: String::new(),
        status: entry.key.1,
        span: entry.span.unwrap_or(Span::new(0, 0)),
        cues: Vec::new(),
    };
    Report {
        justification: true,
        decision,
        decision_span: None,
        factors: factors.iter().map(factor).collect(),
        diagnostics: diagnostics.iter().map(diagnostic).collect(),
        suppressed: Vec::new(),
        fields: Vec::new(),
    }
}

#[test]
fn places_match_with_slack_on_both_sides() {
    let at = |start| Some(Span::new(start, start + 10));
    assert!(near(at(100), at(189), 80), "overlap by one byte once widened");
    assert!(!near(at(100), at(190), 80), "touch only");
    assert!(near(at(189), at(100), 80));
    assert!(!near(at(190), at(100), 80));
    assert!(near(None, None, 0));
    assert!(!near(None, at(0), 80) && !near(at(0), None, 80));
}

#[test]
fn one_label_serves_one_report_and_the_nearest_goes_first() {
    let (reported, labels) = ([entry("a", 60), entry("a", 62)], [entry("a", 0), entry("a", 61)]);
    let pairing = pair_once(&reported, &labels, 80);
    assert_eq!((pairing.hits.len(), pairing.wrong.len(), pairing.missed.len()), (2, 0, 0));
    let pairing = pair_once(&reported, &labels[1..], 80);
    assert_eq!((pairing.hits.len(), pairing.wrong.len(), pairing.missed.len()), (1, 1, 0));
}

#[test]
fn a_mention_in_two_pieces_is_no_false_alarm() {
    let (reported, labels) = ([entry("a", 0), entry("a", 12), entry("a", 500)], [entry("a", 5), entry("b", 5)]);
    let pairing = pair_any(&reported, &labels, 40);
    assert_eq!(pairing.hits, [&labels[0]]);
    assert_eq!(pairing.wrong, [&reported[2]]);
    assert_eq!(pairing.missed, [&labels[1]]);
}

/// Two memos: one with errors, one clean.
fn score() -> (Score, Vec<Miss>) {
    let pages = pages();
    let terms = Terms::new(&pages, &kind_of);
    let mut score = Score::default();
    let named = |name: &str, start| entry(name.to_owned(), start);
    let labels = Labels {
        decision: Decision::Enforce,
        factors: vec![
            entry(("plea".to_owned(), Status::Asserted), 100),
            entry(("plea".to_owned(), Status::Negated), 300),
            entry(("strange".to_owned(), Status::Asserted), 400),
        ],
        diagnostics: vec![named("trait", 100), named("trait", 1000), named("alone", 500), absent("missing")],
        veiled: vec![false, true, true, false],
    };
    let found = [named("trait", 150), named("see", 1050), named("aside", 0), absent("missing"), absent("alone")];
    let factors = [
        entry(("plea", Status::Asserted), 95),
        entry(("plea", Status::Asserted), 107),
        entry(("plea", Status::Asserted), 300),
    ];
    let mut misses = add(&mut score, &terms, &report(Decision::Enforce, &found, &factors), &labels);
    let clean = Labels {
        decision: Decision::Decline,
        factors: vec![],
        diagnostics: vec![absent("missing")],
        veiled: vec![false],
    };
    misses.extend(add(&mut score, &terms, &report(Decision::Unknown, &[named("trait", 0)], &[]), &clean));
    (score, misses)
}

#[test]
fn the_figures_are_those_counted_by_hand() {
    let (score, misses) = score();
    let figures = |figures: &Figures, group: &str| {
        let tally = figures.groups[group];
        (tally.right, tally.wrong, tally.missed)
    };
    assert_eq!(figures(&score.diagnostics, "netted"), (1, 1, 1));
    assert_eq!(figures(&score.diagnostics, "reliance"), (0, 1, 1));
    assert_eq!(figures(&score.diagnostics, "assessment"), (1, 0, 1));
    assert_eq!(score.diagnostics.all, figures::Tally { right: 2, wrong: 2, missed: 3 });
    assert_eq!(figures(&score.factors, "basis"), (1, 1, 1));
    assert_eq!(figures(&score.factors, "?"), (0, 0, 1));
    let share = |share: figures::Share| (share.part, share.whole);
    assert_eq!(share(score.recall.plain), (2, 3));
    assert_eq!(share(score.recall.veiled), (0, 2));
    assert_eq!(share(score.recall.seen), (2, 2), "one found, one pointed at");
    assert_eq!(share(score.decided), (1, 2));
    assert_eq!(share(score.alarmed), (1, 1));
    assert_eq!((score.memos, score.pointers), (2, 1));
    assert_eq!(misses.iter().filter(|miss| miss.reported).count(), 3);
    assert_eq!(misses.iter().filter(|miss| !miss.reported).count(), 5);
}

#[test]
fn an_empty_score_is_perfect_and_a_useless_one_is_zero() {
    let tally = |right, wrong, missed| figures::Tally { right, wrong, missed };
    assert!((tally(0, 0, 0).f1() - 1.0).abs() < f64::EPSILON);
    assert!(tally(0, 3, 3).f1().abs() < f64::EPSILON);
    assert!((tally(2, 1, 1).f1() - 2.0 / 3.0).abs() < 1e-12);
}

#[test]
fn a_floor_names_the_figure_that_fell() {
    let (score, _) = score();
    let floor = |text| Floor::parse(text).expect("is a floor").breaches(&score);
    let kept = "[at-least]\ndiagnostics.f1 = 0.444\nrecall.seen = 1\n[at-most]\nfalse-alarms = 1\nnotes = 0.5\n";
    assert_eq!(floor(kept), Ok(vec![]), "2·½·⅖/(½+⅖) is 0.4444");
    let breaches = floor("[at-least.diagnostics.netted]\nrecall = 0.6\n[at-most]\nfalse-alarms = 0.1").expect("known");
    let names: Vec<_> = breaches.iter().map(|breach| (breach.figure.as_str(), breach.is_floor)).collect();
    assert_eq!(names, [("diagnostics.netted.recall", true), ("false-alarms", false)]);
    assert_eq!(floor("[at-least]\ndiagnostic.f1 = 0.4"), Err("diagnostic.f1".to_owned()));
    assert!(Floor::parse("[at-lest]\nf1 = 1").is_err());
    assert!(Floor::parse("[at-least]\nf1 = \"high\"").is_err());
    assert_eq!(Floor::parse("x = ").expect_err("is no TOML").1, Some(4));
}

#[test]
fn labels_that_fit_no_memo_are_refused() {
    let pages = pages();
    let terms = Terms::new(&pages, &kind_of);
    let parse = |json| Labels::parse(json, "He was convicted.", &terms);
    let good = r#"{"decision": "enforce", "factors": [{"id": "plea", "status": "asserted", "quote": "convicted"}],
        "diagnostics": [{"rule": "missing", "quote": null}, {"rule": "trait", "quote": "He", "veiled": true}]}"#;
    let labels = parse(good).expect("are labels");
    assert_eq!(labels.factors[0].span, Some(Span::new(7, 16)));
    assert_eq!(labels.veiled, [false, true]);
    let missing = r#"{"decision": "enforce", "factors": [], "diagnostics": [{"rule": "trait", "quote": "She"}]}"#;
    assert_eq!(parse(missing).expect_err("is not in the memo"), "the memo does not hold the quote \"She\"");
    let unscored = r#"{"decision": "enforce", "factors": [], "diagnostics": [{"rule": "aside", "quote": null}]}"#;
    assert!(parse(unscored).is_err());
}
