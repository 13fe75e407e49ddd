//! Labelled texts to examples, and examples to files of weights.

use super::networks;
use super::shown::{shows, tells_of};
use super::tasks::{HEAD, Names, Task, is_withheld};
use super::windows;
use crate::check::Checker;
use crate::document::Format;
use crate::evidence::DECISIONS;
use crate::evidence::clauses::{self, Clause, Forms};
use crate::evidence::features::{self, Gather, Setting, Subjects};
use crate::evidence::statements::{self, IS_ABOUT};
use crate::evidence::timing::{self, Side, Soon};
use crate::hits;
use crate::lexicon::Lexicon;
use crate::lexicon::examples::{Expected, StandsFor};
use crate::lexicon::network;
use crate::lexicon::schema::Mechanism;
use crate::lexicon::weights::{Hashed, Kind, probability};
use crate::lexicon::windows::{self as windows_of, UNKNOWN};
use crate::mentions::{self, Mention, Reading};
use crate::report::{Decision, Status};
use crate::span::Span;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// What is labelled in one text. `None` means that nobody has looked for it.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// Factors, by identifier and status.
    pub factors: Option<Vec<(String, Status, Place)>>,
    /// What the text decides, if it is whole.
    pub decision: Option<Decision>,
    /// Rules, where the text breaks them.
    pub rules: Vec<(String, Place)>,
    /// The places of those rules that the text breaks between the lines only.
    pub veiled: Vec<Place>,
    /// Where the text states the decision.
    pub decides: Option<Vec<(Decision, Place)>>,
    /// Where the text mentions what a rule asks about, properly or not, by the rule's identifier.
    pub mentions: Option<Vec<(String, Place)>>,
}

/// Where labelled words stand: byte offsets into the text, half open.
pub type Place = Span;

/// Where labelled texts come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts {
    /// Passages of a few sentences, chosen to hold what is labelled; whole memos otherwise.
    pub passages: bool,
    /// Whether the lexicon's phrases were written with these texts at hand. They find more in them than they would
    /// elsewhere, so half of what they find is withheld while learning.
    pub known_to_phrases: bool,
}

/// A sentence, whose features are complete only when it is known what its clauses are likely to be about.
#[derive(Debug)]
struct Statement {
    /// Its clauses, as rows of their task.
    clauses: Range<usize>,
    /// The sentence before it, if it stands in the same block.
    before: Option<usize>,
    /// The beginnings of its words.
    words: Vec<String>,
    cues: Vec<String>,
    /// The sentences that are close to it in time, and how soon.
    soon: Vec<(usize, &'static str)>,
}

/// A whole text: what it decides, and what tells that.
#[derive(Debug)]
struct Decided {
    decision: Decision,
    /// Its clauses, as rows of their task.
    clauses: Range<usize>,
    /// What it cites: factors of the lexicon, and their status.
    facts: Vec<(usize, Status)>,
}

/// Gathers examples, then learns from them.
#[derive(Debug)]
pub struct Learner<'a> {
    checker: &'a Checker,
    lists: BTreeMap<String, Vec<String>>,
    clause: Task,
    status: Task,
    sentence: Task,
    decision: Task,
    /// The text of each row of `clause`, and of `sentence`.
    text_of_clause: Vec<u64>,
    text_of_sentence: Vec<u64>,
    /// What the rows of `sentence` are still to learn.
    statements: Vec<Statement>,
    /// The sentences, in their order, and the forms of words: what number each has, and how often it was seen.
    in_order: Vec<windows::Sentence>,
    forms: HashMap<String, (u32, u32)>,
    /// The whole texts whose decision is labelled.
    decided: Vec<Decided>,
    /// What the memo around the texts does that are taken up now, where they are sentences of one.
    around: Option<Setting>,
    texts: u64,
}

impl<'a> Learner<'a> {
    /// `checker` holds the lexicon whose phrases are features; its own weights are not looked at.
    #[must_use]
    pub fn new(checker: &'a Checker) -> Self {
        let lists = checker.lexicon().lists_by_word();
        Self {
            checker,
            lists,
            clause: Task::default(),
            status: Task::default(),
            sentence: Task::default(),
            decision: Task::default(),
            text_of_clause: Vec::new(),
            text_of_sentence: Vec::new(),
            statements: Vec::new(),
            in_order: Vec::new(),
            forms: HashMap::new(),
            decided: Vec::new(),
            around: None,
            texts: 0,
        }
    }

    /// Takes up one labelled text.
    pub fn add(&mut self, text: &str, format: Format, labels: &Labels, from: Texts) {
        self.texts += 1;
        let lexicon = self.checker.lexicon();
        let document = self.checker.parse(text, format);
        let hits = hits::find(&document, text, lexicon);
        let reading = Reading::new(text, &document, lexicon, &hits);
        let mut found = mentions::find(&reading);
        let withheld = from.known_to_phrases.then_some(self.texts);
        if let Some(text) = withheld {
            found.retain(|mention| !is_withheld(text + mention.words.start as u64, "mention"));
        }
        let mut split = Vec::new();
        let mut last: Option<(usize, usize)> = None;
        let (first_clause, first_statement) = (self.clause.rows.len(), self.statements.len());
        let numbers: Vec<usize> = reading.sentences_read().collect();
        for &number in &numbers {
            let forms = Forms::of(&reading, number);
            clauses::split(&reading, number, &forms, &mut split);
            let first = self.clause.rows.len();
            let mut in_order = self.in_order(&reading, number, &forms);
            for clause in split.drain(..) {
                let from_start = reading.sentence(number).words.start;
                let words = clause.words.start - from_start..clause.words.end - from_start;
                in_order.clauses.push((words, self.clause.rows.len()));
                self.clause_example(&reading, &clause, &forms, &found, labels, from, withheld);
                let statuses = self.status_examples(&reading, &clause, &forms, &found, labels);
                let at = in_order.clauses.len() - 1;
                in_order.statuses.extend(statuses.into_iter().map(|(factor, row)| (at, factor, row)));
            }
            self.in_order.push(in_order);
            self.text_of_clause.resize(self.clause.rows.len(), self.texts);
            let before = last.filter(|(before, _)| features::before(&reading, number) == Some(*before));
            last = Some((number, self.statements.len()));
            let words = reading.sentence(number).words.clone();
            let words = words.map(|word| forms.beginning(word).word.to_owned());
            self.statements.push(Statement {
                clauses: first..self.clause.rows.len(),
                before: before.map(|(_, statement)| statement),
                words: words.filter(|word| !word.is_empty()).collect(),
                cues: features::cues(&reading, number).map(str::to_owned).collect(),
                soon: Vec::new(),
            });
            self.sentence_example(&reading, number, &forms, &found, labels, from, withheld);
            self.text_of_sentence.push(self.texts);
        }
        for Soon { sentence, other, when } in timing::soon(&reading, numbers.iter().copied()) {
            let [here, other] = [sentence, other].map(|number| numbers.partition_point(|before| *before < number));
            self.statements[first_statement + here].soon.push((first_statement + other, when));
        }
        if let (Some(decision), Some(factors), false) = (labels.decision, &labels.factors, from.passages) {
            let number = |id: &String| lexicon.factors().iter().position(|factor| factor.id == *id);
            let facts = factors.iter().filter_map(|(id, status, _)| Some((number(id)?, *status))).collect();
            self.decided.push(Decided { decision, clauses: first_clause..self.clause.rows.len(), facts });
        }
    }

    /// Takes up the sentences that stand as examples on the pages of rules and beside their words: as sentences of this
    /// memo, since how much else it weighs bears on whether a sentence of it breaks a rule, or by themselves.
    pub fn add_own_examples(&mut self, memo: Option<(&str, Format, &Labels)>) {
        let lexicon = self.checker.lexicon();
        self.around = memo.map(|(text, format, labels)| {
            let sentences = self.checker.parse(text, format).sentences.len();
            setting(lexicon, sentences, labels, labels.decision.unwrap_or(Decision::Unknown))
        });
        for page in lexicon.rules().iter().filter(|page| !page.weighed.is_empty()) {
            for (heading, breaks) in [("Fires", true), ("Does not fire", false)] {
                for sentence in page.sentences(heading) {
                    self.add_own_example(&page.id, &sentence, breaks);
                }
            }
        }
        for entry in lexicon.entries() {
            let StandsFor::Rule(rule) = entry.stands_for else { continue };
            for example in entry.examples {
                let breaks = matches!(example.expected, Expected::Found(_));
                self.add_own_example(rule, example.text, breaks);
            }
        }
        self.around = None;
    }

    fn add_own_example(&mut self, rule: &str, sentence: &str, breaks: bool) {
        let place = (rule.to_owned(), Place::new(0, sentence.len()));
        let rules = breaks.then_some(place).into_iter().collect();
        let labels = Labels { rules, ..Labels::default() };
        self.add(
            sentence,
            Format::Markdown,
            &labels,
            Texts { passages: self.around.is_none(), known_to_phrases: false },
        );
    }

    #[expect(clippy::too_many_arguments, reason = "all of it describes one example")]
    fn clause_example(
        &mut self,
        reading: &Reading<'_>,
        clause: &Clause,
        forms: &Forms<'_>,
        found: &[Mention],
        labels: &Labels,
        from: Texts,
        withheld: Option<u64>,
    ) {
        let mut names = Names { task: &mut self.clause, lists: &self.lists, row: Vec::new(), withheld };
        features::of_sentence(reading, clause.sentence, forms, &mut names);
        crate::evidence::of_clause(reading, clause, forms, found, &mut names);
        if from.passages {
            names.add(Kind::Source, "passage", "");
        }
        names.finish();
        let lexicon = reading.lexicon;
        let span = reading.span(&clause.words);
        for factor in lexicon.factors() {
            let is_cited = |factors: &Vec<(String, Status, Place)>| {
                factors.iter().any(|(id, _, place)| *id == factor.id && shows(span, *place))
            };
            self.clause.answer(&factor.id, labels.factors.as_ref().map(is_cited));
        }
        for (name, decision) in DECISIONS {
            let answer = labels
                .decides
                .as_ref()
                .map(|decides| decides.iter().any(|(decided, place)| *decided == decision && shows(span, *place)));
            self.clause.answer(name, answer);
        }
        for (rule, mechanism) in lexicon.rules().iter().zip(&lexicon.mechanisms) {
            if let Mechanism::Own { told: Some(told) } = mechanism {
                let answer = tells_of(&rule.id, told, labels, span);
                self.clause.answer(&rule.id, answer);
            }
            let Some(mentions) = &labels.mentions else { continue };
            let places = match mechanism {
                // what it asks about is a factor, or nothing but itself
                Mechanism::Alone { .. } => continue,
                _ if rule.weighed.is_empty() || rule.weighed == rule.id => continue,
                // here too, so that the clause can tell whether the factor is turned
                Mechanism::HeldAgainst { .. } => &labels.rules,
                _ => mentions,
            };
            // a rule that nobody marks mentions of is no outcome
            let is_marked = places.iter().any(|(id, _)| *id == rule.id);
            if is_marked || self.clause.answers.contains_key(&rule.id) {
                let about = places.iter().any(|(id, place)| *id == rule.id && span.overlaps(*place));
                self.clause.answer(&rule.id, Some(about));
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "all of it describes one example")]
    fn sentence_example(
        &mut self,
        reading: &Reading<'_>,
        number: usize,
        forms: &Forms<'_>,
        found: &[Mention],
        labels: &Labels,
        from: Texts,
        withheld: Option<u64>,
    ) {
        const MUCH: usize = 15;
        /// How near a sentence has to be, in bytes, to stand for the labelled one (RULEBOOK § 4).
        const NEAR: usize = 80;
        let mut names = Names { task: &mut self.sentence, lists: &self.lists, row: Vec::new(), withheld };
        features::of_statement(reading, number, forms, found, &mut names);
        let sentences = reading.document.sentences.len();
        let own = labels.decision.map(|decision| setting(reading.lexicon, sentences, labels, decision));
        if let Some(setting) = own.as_ref().or(self.around.as_ref()) {
            features::of_setting(reading.lexicon, setting, &mut names);
        }
        if from.passages {
            names.add(Kind::Source, "passage", "");
        }
        names.finish();
        let span = reading.span(&reading.sentence(number).words);
        let rules = reading.lexicon.rules();
        let weighable = || rules.iter().filter(|rule| !rule.weighed.is_empty());
        let mut broken: Vec<(&str, &str, Option<bool>)> = Vec::new();
        for (id, place) in &labels.rules {
            let Some(rule) = weighable().find(|rule| rule.id == *id) else { continue };
            let common = span.end.min(place.end).saturating_sub(span.start.max(place.start));
            // a basis that is only cited, and is all there is, shows the rule by the whole text, not by its words
            let is_cited = labels.factors.iter().flatten().any(|(_, _, cited)| cited == place);
            if common >= MUCH.min(place.end - place.start) && common > 0 {
                broken.push((&rule.weighed, &rule.id, (!is_cited || rule.group != "reliance").then_some(true)));
            }
        }
        // what is said between the lines is said by the sentences beside as well
        let is_beside = |place: &Place| place.start < span.end + NEAR && span.start < place.end + NEAR;
        let is_open = labels.veiled.iter().any(is_beside);
        let mut answers: BTreeMap<&str, Option<bool>> = BTreeMap::new();
        for rule in weighable() {
            let of_outcome = || broken.iter().filter(|(outcome, _, _)| *outcome == rule.weighed);
            let is_so = of_outcome().map(|(_, _, is_so)| *is_so).next_back();
            answers.insert(&rule.weighed, is_so.unwrap_or((!is_open).then_some(false)));
            // which rule it is, is asked only of sentences that break one
            let is_shared = weighable().any(|other| other.weighed == rule.weighed && other.id != rule.id);
            if is_shared {
                let broken = is_so.map(|_| of_outcome().any(|(_, id, _)| *id == rule.id));
                answers.insert(&rule.id, broken);
            }
        }
        for (outcome, answer) in answers {
            self.sentence.answer(outcome, answer);
        }
    }

    fn status_examples(
        &mut self,
        reading: &Reading<'_>,
        clause: &Clause,
        forms: &Forms<'_>,
        found: &[Mention],
        labels: &Labels,
    ) -> Vec<(usize, usize)> {
        let span = reading.span(&clause.words);
        let mut taken = Vec::new();
        for (factor, known) in reading.lexicon.factors().iter().enumerate() {
            let here = labels.factors.iter().flatten().find(|(id, _, place)| *id == known.id && shows(span, *place));
            let Some((_, status, _)) = here else { continue };
            let mut names = Names { task: &mut self.status, lists: &self.lists, row: Vec::new(), withheld: None };
            features::of_sentence(reading, clause.sentence, forms, &mut names);
            crate::evidence::of_status(reading, clause, forms, &mut names);
            features::of_question(reading, factor, clause.sentence, &clause.words, found, &mut names);
            names.finish();
            taken.push((factor, self.status.rows.len() - 1));
            for other in [Status::Asserted, Status::Negated, Status::Hypothetical, Status::Other] {
                self.status.answer(other.name(), Some(other == *status));
            }
        }
        taken
    }

    /// A sentence in the order of its words, without its clauses.
    fn in_order(&mut self, reading: &Reading<'_>, number: usize, forms: &Forms<'_>) -> windows::Sentence {
        let words = reading.sentence(number).words.clone().map(|word| {
            let next = u32::try_from(self.forms.len()).unwrap_or(u32::MAX);
            let (number, seen) = self.forms.entry(forms.at(word).word.to_owned()).or_insert((next, 0));
            *seen += 1;
            *number
        });
        let words = words.collect();
        let row = self.sentence.rows.len();
        windows::Sentence { text: self.texts, row, words, clauses: Vec::new(), statuses: Vec::new() }
    }

    /// The files of what words in their order teach.
    fn windows(&mut self) -> Vec<(&'static str, String)> {
        const RARE: u32 = 2;
        let seen = self.forms.iter().filter(|(_, (_, seen))| *seen >= RARE);
        let mut known: Vec<(&String, u32, u32)> = seen.map(|(form, (number, seen))| (form, *number, *seen)).collect();
        // common words first: what is often read lies together
        known.sort_unstable_by_key(|(form, _, seen)| (Reverse(*seen), *form));
        let mut renumbered = vec![UNKNOWN; self.forms.len()];
        for (number, (_, old, _)) in (1..).zip(&known) {
            renumbered[*old as usize] = number;
        }
        for word in self.in_order.iter_mut().flat_map(|sentence| &mut sentence.words) {
            *word = renumbered[*word as usize];
        }
        let factors = self.checker.lexicon().factors();
        let tasks = [&self.clause, &self.sentence, &self.status];
        let answers = tasks.map(Task::all_answers);
        let learned = windows::learn(&self.in_order, known.len() + 1, factors.len(), &answers);
        let words: Vec<String> = known.into_iter().map(|(form, ..)| form.clone()).collect();
        let filters = learned.filters.count();
        let [clause, sentence, status] = &learned.networks;
        let of_clause = windows_of::inputs(&windows_of::OF_CLAUSE, filters);
        let of_sentence = windows_of::inputs(&windows_of::OF_SENTENCE, filters);
        let of_factors = status.inputs[of_clause.len() * status.starts.len()..].chunks(status.starts.len());
        let of_factors = factors.iter().map(|factor| factor.id.as_str()).zip(of_factors);
        vec![
            (windows_of::FILE, format!("{HEAD}{}", learned.filters.file(&words, of_factors))),
            ("clause-windows.tsv", tasks[0].file_of(clause, &of_clause)),
            ("sentence-windows.tsv", tasks[1].file_of(sentence, &of_sentence)),
            ("status-windows.tsv", tasks[2].file_of(status, &of_clause)),
        ]
    }

    /// The files of weights, by name, that the texts so far teach.
    #[must_use]
    pub fn learn(mut self) -> Vec<(&'static str, String)> {
        /// Weights that are slighter are left out: half of those for clauses and statuses tell nothing, and those for
        /// sentences, which have fewer examples, do.
        const SLIGHT: f32 = 0.15;
        const SLIGHTEST: f32 = 0.05;
        let outcomes: Vec<String> = self.clause.answers.keys().cloned().collect();
        let first = self.clause.sums_by_others(&self.text_of_clause);
        let rows = networks::rows_of_clauses(&first, &self.text_of_clause);
        let of_clauses = network::inputs(&[(network::CLAUSE, &outcomes)]);
        let clause_network = self.clause.network_file(&of_clauses, &rows);
        let sums = self.clause.network_sums_by_others(of_clauses.len(), &rows, &self.text_of_clause);
        let lexicon = self.checker.lexicon();
        let subjects = |statement: &Statement| {
            let mut subjects = Subjects::default();
            for sums in &sums[statement.clauses.clone()] {
                for (outcome, sum) in outcomes.iter().zip(sums) {
                    if probability(*sum) > IS_ABOUT {
                        subjects.add(lexicon, outcome);
                    }
                }
            }
            subjects
        };
        for (at, statement) in self.statements.iter().enumerate() {
            let before = statement.before.map(|before| subjects(&self.statements[before])).unwrap_or_default();
            let row = std::mem::take(&mut self.sentence.rows[at]);
            let mut names = Names { task: &mut self.sentence, lists: &self.lists, row, withheld: None };
            names.row.iter().for_each(|(column, _)| names.task.seen[*column as usize] -= 1);
            features::of_subjects(
                &subjects(statement),
                &before,
                statement.words.iter().chain(&statement.cues).map(|word| Hashed::new(word)),
                &mut names,
            );
            for (other, when) in &statement.soon {
                let [here, other] = [statement, &self.statements[*other]].map(|statement| Side {
                    subjects: subjects(statement),
                    cues: statement.cues.iter().map(String::as_str).collect(),
                });
                timing::gather(when, &here, &other, &mut names);
            }
            names.finish_at(at);
        }
        let outcome = |name: &str| outcomes.iter().position(|outcome| outcome == name);
        let deciding = DECISIONS.map(|(name, _)| outcome(name));
        for text in &self.decided {
            let mut names = Names { task: &mut self.decision, lists: &self.lists, row: Vec::new(), withheld: None };
            let likely = |sums: &Vec<f32>| deciding.map(|at| at.map_or(0.0, |at| probability(sums[at])));
            let clauses = sums[text.clauses.clone()].iter().map(likely).collect();
            features::of_decision(lexicon, &clauses, text.facts.iter().copied(), &mut names);
            names.finish();
            for decision in [Decision::Enforce, Decision::Decline, Decision::Unknown] {
                self.decision.answer(decision.name(), Some(decision == text.decision));
            }
        }
        let first = self.sentence.sums_by_others(&self.text_of_sentence);
        let sentences: Vec<String> = self.sentence.answers.keys().cloned().collect();
        let clauses: Vec<Range<usize>> = self.statements.iter().map(|statement| statement.clauses.clone()).collect();
        let shared = statements::shared(lexicon, &sentences);
        let rows = networks::rows_of_sentences(&shared, &first, &self.text_of_sentence, &sums, &clauses);
        let of_sentences = network::inputs(&[(network::SENTENCE, &sentences), (network::CLAUSE, &outcomes)]);
        let windows = self.windows();
        let mut files = vec![
            ("clause.tsv", self.clause.file(SLIGHT)),
            ("clause-again.tsv", clause_network),
            ("status.tsv", self.status.file(SLIGHT)),
            ("sentence.tsv", self.sentence.file(SLIGHTEST)),
            ("sentence-again.tsv", self.sentence.network_file(&of_sentences, &rows)),
            ("decision.tsv", self.decision.file(SLIGHTEST)),
        ];
        files.extend(windows);
        files
    }
}

/// What a whole text does, by its labels.
fn setting(lexicon: &Lexicon, sentences: usize, labels: &Labels, decision: Decision) -> Setting {
    let mut setting = Setting::new(decision, sentences);
    for (id, status, _) in labels.factors.iter().flatten() {
        if let Some(factor) = lexicon.factors().iter().position(|factor| factor.id == *id)
            && *status == Status::Asserted
        {
            setting.assert(factor);
        }
    }
    setting
}
