//! Files of a lexicon to a compiled [`Lexicon`], or every mistake in them with its place.

mod evidence;

use super::automaton::{Builder, Found};
use super::examples::Stored;
use super::inflection::{self, Inflection, Irregular};
use super::schema::{Concept, Direction, Entry as EntryFile, Examples, Guidelines, Mechanism, Reach, RuleFront, Words};
use super::{Entry, Factor, Lexicon, LexiconError, Role, RulePage, Shape};
use crate::report::Decision;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use toml::Spanned;

/// The files of a lexicon: path below its folder, with `/`, to text.
pub(crate) type Files = BTreeMap<String, String>;

const ENGLISH: &str = "english";

/// Reads every file below `folder`.
///
/// # Errors
/// A folder or file that cannot be read.
pub(crate) fn read_folder(folder: &Path) -> Result<Files, Vec<LexiconError>> {
    let mut files = Files::new();
    let mut problems = Vec::new();
    for found in ignore::WalkBuilder::new(folder).standard_filters(false).build() {
        match found {
            // labelled passages are for those who learn weights
            Ok(found) if found.path().extension().is_some_and(|ending| ending == "jsonl") => {}
            Ok(found) if found.file_type().is_some_and(|kind| kind.is_file()) => {
                let below = found.path().strip_prefix(folder).unwrap_or(found.path());
                let name: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
                match std::fs::read_to_string(found.path()) {
                    Ok(text) => {
                        files.insert(name.join("/"), text);
                    }
                    Err(error) => problems.push(LexiconError::whole(below, &error.to_string())),
                }
            }
            Ok(_) => {}
            Err(error) => problems.push(LexiconError::whole(folder, &error.to_string())),
        }
    }
    if problems.is_empty() { Ok(files) } else { Err(problems) }
}

/// Files laid over others that stand where nothing is read.
pub(crate) fn lost(built_in: &Files, own: &Files) -> Vec<LexiconError> {
    fn kind(name: &str) -> (&str, &str) {
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        (folder, name.rsplit_once('.').map_or("", |(_, ending)| ending))
    }
    let kinds: HashSet<_> = built_in.keys().map(|name| kind(name)).collect();
    let is_read =
        |name: &str| kinds.contains(&kind(name)) && (kind(name).0.contains('/') || built_in.contains_key(name));
    let lost = |name: &String| LexiconError {
        help: "what is laid over the built-in lexicon has the folders and endings of its files; see lexicons/README.md"
            .to_owned(),
        ..LexiconError::whole(Path::new(name), "nothing would read this file")
    };
    if own.is_empty() {
        return vec![LexiconError::whole(Path::new(""), "nothing of a lexicon is here")];
    }
    own.keys().filter(|name| !is_read(name)).map(lost).collect()
}

/// Compiles the files.
///
/// # Errors
/// Every mistake in them.
pub(crate) fn compile(files: &Files) -> Result<Lexicon, Vec<LexiconError>> {
    let mut problems = Problems { files, found: Vec::new() };
    let words: Words = problems.toml("english/words.toml").unwrap_or_default();
    let irregular = Irregular {
        forms: words.irregular.clone().into_iter().collect(),
        uninflected: words.uninflected.iter().cloned().collect(),
    };
    let folders: Vec<&str> = {
        let mut seen: Vec<&str> = files
            .keys()
            .filter_map(|name| name.strip_suffix("/guidelines.toml"))
            .filter(|folder| !folder.contains('/'))
            .collect();
        seen.sort_unstable();
        seen
    };
    let [folder] = folders[..] else {
        problems.found.push(LexiconError::whole(
            Path::new("guidelines.toml"),
            "a lexicon needs exactly one folder with a `guidelines.toml`",
        ));
        return Err(problems.found);
    };
    let guidelines: Guidelines = problems.toml(&format!("{folder}/guidelines.toml")).unwrap_or_default();

    let mut builder = Builder::new(&irregular);
    declare_lists(files, &mut builder);
    let lists_by_word = add_lists(files, &mut builder, &irregular, &mut problems);
    let learned = evidence::read(files, folder, &lists_by_word, &mut problems.found);

    let mut parts = Parts {
        builder,
        entries: Vec::new(),
        cues: Vec::new(),
        factors: Vec::new(),
        rules: Vec::new(),
        shapes: Vec::new(),
        examples: Vec::new(),
    };
    let named = |folder: &str, sub: &str, ending: &str| -> Vec<String> {
        let start = format!("{folder}/{sub}/");
        files
            .keys()
            .filter(|name| name.strip_prefix(&start).is_some_and(|rest| !rest.contains('/') && rest.ends_with(ending)))
            .cloned()
            .collect()
    };
    let mut cue_files = named(ENGLISH, "cues", ".toml");
    cue_files.extend(named(folder, "cues", ".toml"));
    for file in &cue_files {
        let stem = stem(file);
        if !parts.cues.contains(&stem) {
            parts.cues.push(stem);
        }
    }
    for file in &cue_files {
        parts.concept(file, &mut problems, &guidelines, |parts, stem, _| Role::Cue(index(&parts.cues, stem)));
    }
    for file in named(folder, "factors", ".toml") {
        parts.concept(&file, &mut problems, &guidelines, |parts, stem, concept| {
            parts.factors.push(Factor {
                id: stem.to_owned(),
                kind: concept.kind.as_ref().map(|kind| kind.get_ref().clone()).unwrap_or_default(),
                section: concept.section.clone().unwrap_or_default(),
                title: concept.title.clone(),
                dated: concept.dated,
            });
            Role::Factor(parts.factors.len() - 1)
        });
    }
    for file in named(folder, "decisions", ".toml") {
        parts.concept(&file, &mut problems, &guidelines, |_, _, concept| {
            Role::Decision(concept.decision.unwrap_or(Decision::Unknown))
        });
    }
    for file in named(folder, "subject", ".toml") {
        parts.concept(&file, &mut problems, &guidelines, |_, _, _| Role::Subject);
    }
    let mut pages: Vec<Listed> = named(folder, "rules", ".md").iter().filter_map(|file| problems.page(file)).collect();
    pages.sort_by(|a, b| (a.order, &a.page.id).cmp(&(b.order, &b.page.id)));
    let (rules, mechanisms) = pages.into_iter().map(|listed| (listed.page, listed.mechanism)).unzip();
    parts.rules = rules;
    for file in named(folder, "rules", ".toml") {
        let stem = stem(&file);
        let Some(rule) = parts.rules.iter().position(|rule| rule.id == stem) else {
            problems.found.push(LexiconError::whole(
                Path::new(&file),
                &format!("these words belong to no rule: there is no page `rules/{stem}.md` beside them"),
            ));
            continue;
        };
        parts.concept(&file, &mut problems, &guidelines, |_, _, _| Role::Rule(rule));
    }
    if !problems.found.is_empty() {
        return Err(problems.found);
    }
    let Parts { builder, entries, cues, factors, rules, shapes, examples } = parts;
    Ok(Lexicon {
        guidelines: guidelines.name.clone(),
        title: guidelines.title,
        kinds: guidelines.kinds,
        grounds: guidelines.grounds,
        recent_entry_after: guidelines.recent_entry_after,
        months: words.months.into_iter().collect(),
        seasons: words.seasons.into_iter().collect(),
        date_links: words.date_links.into_iter().collect(),
        in_force: guidelines.in_force.into_iter().map(Into::into).collect(),
        rules,
        mechanisms,
        factors,
        cues,
        entries,
        shapes,
        automaton: builder.build(),
        contractions: words.contractions.into_iter().collect(),
        abbreviations: words.abbreviations.into_iter().collect(),
        transparent: words.transparent.into_iter().collect(),
        barriers: words.barriers.into_iter().collect(),
        clause_links: words.clause_links.into_iter().collect(),
        examples: Stored::of(examples),
        lists_by_word,
        digest: OnceLock::new(),
        clause_weights: learned.clause_weights,
        status_weights: learned.status_weights,
        sentence_weights: learned.sentence_weights,
        decision_weights: learned.decision_weights,
        clause_network: learned.clause_network,
        sentence_network: learned.sentence_network,
        windows: learned.windows,
    })
}

fn stem(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

fn index(names: &[String], name: &str) -> usize {
    names.iter().position(|known| known == name).unwrap_or(usize::MAX)
}

fn list_files(files: &Files) -> impl Iterator<Item = (&String, &String)> {
    files.iter().filter(|(name, _)| name.contains("/lists/") && name.ends_with(".txt"))
}

fn declare_lists(files: &Files, builder: &mut Builder<'_>) {
    for (name, _) in list_files(files) {
        builder.declare_list(&stem(name));
    }
}

/// A list is a text file: a phrase per line, `#` starts a comment, a first comment `# inflect: any|noun|none` says
/// which forms its words take (nouns where nothing is said).
///
/// Tells which lists hold each single word, in all its forms.
fn add_lists(
    files: &Files,
    builder: &mut Builder<'_>,
    irregular: &Irregular,
    problems: &mut Problems<'_>,
) -> BTreeMap<String, Vec<String>> {
    let mut by_word: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, text) in list_files(files) {
        let list = builder.declare_list(&stem(name));
        let mut how = Inflection::Noun;
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if let Some(comment) = line.strip_prefix("# ") {
                match comment.strip_prefix("inflect:").map(str::trim) {
                    Some("any" | "verb") => how = Inflection::Any,
                    Some("none") => how = Inflection::Fixed,
                    _ => {}
                }
                continue;
            }
            if line.is_empty() || line == "#" {
                continue;
            }
            if line.chars().all(|c| c.is_alphabetic() || c == '\'') {
                for form in inflection::forms(line, how, irregular) {
                    let lists = by_word.entry(form).or_default();
                    if lists.last() != Some(&stem(name)) {
                        lists.push(stem(name));
                    }
                }
            }
            if let Err(message) = builder.add(line, how, Found::Member(list)) {
                problems.found.push(LexiconError {
                    file: PathBuf::from(name),
                    line: number + 1,
                    column: 1,
                    message: format!("`{line}`: {message}"),
                    help: NOTATION.to_owned(),
                });
            }
        }
    }
    // families of words are lists without a name of their own
    let families = files.get("english/families.txt").map_or("", String::as_str);
    for (number, family) in families.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        for word in family.split(' ') {
            by_word.entry(word.to_owned()).or_default().push(format!("family-{}", number + 1));
        }
    }
    by_word
}

const NOTATION: &str = "the notation of phrases is explained in lexicons/README.md";

struct Problems<'a> {
    files: &'a Files,
    found: Vec<LexiconError>,
}

impl Problems<'_> {
    fn at(&mut self, file: &str, place: &Range<usize>, message: String, help: &str) {
        let text = self.files.get(file).map_or("", String::as_str);
        let before = text.get(..place.start.min(text.len())).unwrap_or_default();
        self.found.push(LexiconError {
            file: PathBuf::from(file),
            line: before.matches('\n').count() + 1,
            column: before.rsplit('\n').next().unwrap_or_default().chars().count() + 1,
            message,
            help: help.to_owned(),
        });
    }

    fn parse<T: serde::de::DeserializeOwned>(&mut self, file: &str, text: &str, offset: usize) -> Option<T> {
        match toml::from_str(text) {
            Ok(value) => Some(value),
            Err(error) => {
                let place = error.span().unwrap_or(0..0);
                let place = place.start + offset..place.end + offset;
                self.at(
                    file,
                    &place,
                    error.message().to_owned(),
                    "what may stand here is explained in lexicons/README.md",
                );
                None
            }
        }
    }

    fn toml<T: serde::de::DeserializeOwned>(&mut self, file: &str) -> Option<T> {
        let Some(text) = self.files.get(file) else {
            self.found.push(LexiconError::whole(Path::new(file), "the file is missing"));
            return None;
        };
        self.parse(file, text, 0)
    }

    fn page(&mut self, file: &str) -> Option<Listed> {
        const FENCE: &str = "+++\n";
        let text = self.files.get(file)?;
        let Some((front, body)) = text.strip_prefix(FENCE).and_then(|rest| rest.split_once("\n+++\n")) else {
            self.at(file, &(0..0), "the page has no front matter".into(), "begin it with `+++`, settings, `+++`");
            return None;
        };
        let front: RuleFront = self.parse(file, front, FENCE.len())?;
        let page = RulePage {
            id: stem(file),
            group: front.group,
            severity: front.severity,
            section: front.section,
            summary: front.summary,
            message: front.message,
            caption: front.caption,
            note: front.note,
            help: front.help,
            scored: front.scored,
            net_for: front.net_for,
            weighed: front.weighed,
            body: body.trim().to_owned(),
        };
        Some(Listed { order: front.order, mechanism: front.mechanism.into(), page })
    }
}

/// A rule's page, how it is decided, and where it stands in lists.
struct Listed {
    order: u32,
    mechanism: Mechanism,
    page: RulePage,
}

struct Parts<'a> {
    builder: Builder<'a>,
    entries: Vec<Entry>,
    cues: Vec<String>,
    factors: Vec<Factor>,
    rules: Vec<RulePage>,
    shapes: Vec<Shape>,
    examples: Vec<(usize, Examples)>,
}

impl Parts<'_> {
    fn concept(
        &mut self,
        file: &str,
        problems: &mut Problems<'_>,
        guidelines: &Guidelines,
        role: impl FnOnce(&mut Self, &str, &Concept) -> Role,
    ) {
        let Some(concept) = problems.toml::<Concept>(file) else { return };
        if let Some(kind) = &concept.kind
            && !guidelines.kinds.contains(kind.get_ref())
        {
            let message = format!("`{}` is no kind of factor", kind.get_ref());
            problems.at(file, &kind.span(), message, &format!("kinds are {}", guidelines.kinds.join(", ")));
        }
        let role = role(self, &stem(file), &concept);
        let mut names = HashSet::new();
        for entry in &concept.entry {
            if !names.insert(entry.get_ref().name.clone()) {
                let message = format!("two entries are named `{}`", entry.get_ref().name);
                problems.at(file, &entry.span(), message, "give each entry a name of its own");
            }
            self.entry(file, &concept, entry.get_ref(), role, problems);
        }
    }

    fn entry(&mut self, file: &str, concept: &Concept, entry: &EntryFile, role: Role, problems: &mut Problems<'_>) {
        let number = self.entries.len();
        let mut cue_numbers = |names: &[Spanned<String>]| -> Vec<usize> {
            let mut numbers = Vec::new();
            for name in names {
                match self.cues.iter().position(|cue| cue == name.get_ref()) {
                    Some(known) => numbers.push(known),
                    None => problems.at(
                        file,
                        &name.span(),
                        format!("there are no cues `{}`", name.get_ref()),
                        &format!("there are {}", self.cues.join(", ")),
                    ),
                }
            }
            numbers
        };
        let deaf_to = cue_numbers(&entry.deaf_to);
        let only_with = cue_numbers(&entry.only_with);
        // Labels and headings are entries of their own behind the scenes: their phrases are found like any other.
        let own = u32::try_from(number).unwrap_or(u32::MAX);
        let mut add = |phrases: &[Spanned<String>], found: Found| {
            for phrase in phrases {
                if let Err(message) = self.builder.add(phrase.get_ref(), Inflection::Any, found) {
                    problems.at(file, &phrase.span(), format!("`{}`: {message}", phrase.get_ref()), NOTATION);
                }
            }
        };
        add(&entry.phrases, Found::Phrase(own));
        add(&entry.except, Found::Exception(own));
        let label = own + 1;
        add(&entry.except, Found::Exception(label));
        add(&entry.labels, Found::Phrase(label));
        add(&entry.under, Found::Phrase(label + 1));
        if let Role::Rule(rule) = role {
            for shape in &entry.shapes {
                match super::shape::compile(shape.get_ref()) {
                    Ok(_) => {
                        self.shapes.push(Shape {
                            rule,
                            entry: number,
                            pattern: shape.get_ref().clone(),
                            within: entry.shapes_in.clone(),
                            except: entry.shapes_except.iter().cloned().collect(),
                            compiled: OnceLock::new(),
                        });
                    }
                    Err(error) => {
                        problems.at(file, &shape.span(), error.to_string(), "shapes are regular expressions");
                    }
                }
            }
        }
        let base = Entry {
            file: file.to_owned(),
            name: entry.name.clone(),
            role,
            status: entry.status,
            dated: entry.dated,
            deaf_to,
            only_with,
            someone_else: entry.someone_else.unwrap_or(concept.someone_else),
            reproach: entry.reproach,
            direction: entry.direction.or(concept.direction).unwrap_or(Direction::Both),
            reach: entry.reach.or(concept.reach).unwrap_or(Reach::Clause),
            weight: entry.weight.unwrap_or(1),
            under: (!entry.under.is_empty()).then_some(number + 2),
        };
        let labels = Entry { role: Role::Label(number), ..base.clone() };
        let under = Entry { role: Role::Under(number), ..labels.clone() };
        self.examples.push((number, entry.examples.clone()));
        self.entries.push(base);
        self.entries.push(labels);
        self.entries.push(under);
    }
}
