//! One audit from end to end.

use super::anonymous::Anonymizer;
use super::examine::{Examined, Examiner};
use super::feed::{Feed, LeftOut, Meter, Options};
use super::figures::{Course, Figures, Provenance, Unread};
use super::outputs::{Outputs, Plan, Prepared};
use super::part;
use super::pipeline;
use super::progress::Progress;
use super::store::Store;
use super::tally::Tally;
use crate::output::trouble::Trouble;
use crate::session::{Outcome, Session};
use std::io;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use totality::check::Checker;

/// So many texts that could not be read are told of one by one.
const MOST_TOLD: u64 = 20;

/// What an audit is to do.
pub(crate) struct Order<'a> {
    pub(crate) paths: &'a [PathBuf],
    pub(crate) lists: &'a [PathBuf],
    pub(crate) options: &'a Options,
    pub(crate) group_by: &'a [String],
    pub(crate) plan: &'a Plan,
    pub(crate) store: Option<&'a Store>,
    pub(crate) anonymizer: Option<&'a Anonymizer<'a>>,
    pub(crate) threads: usize,
    pub(crate) shows_progress: bool,
    pub(crate) made: Provenance,
}

/// What has been counted so far.
struct Count<'a> {
    tally: Tally,
    course: Course,
    outputs: Outputs<'a>,
    session: &'a mut Session,
    progress: Progress,
}

/// Audits; says what was found.
///
/// # Errors
/// Those of writing.
pub(crate) fn run<'a>(
    order: Order<'a>,
    examiner: &Examiner<'_>,
    checker: &Checker,
    session: &'a mut Session,
) -> io::Result<Figures> {
    let meter = Arc::new(Meter::default());
    let progress = Progress::new(order.shows_progress, &meter);
    stop_on_interrupt(&meter, progress.teller(session.quiet));
    let mut count = Count {
        tally: Tally::new(order.group_by),
        course: Course::default(),
        outputs: Outputs::open(order.plan, order.store)?,
        session,
        progress,
    };
    let left_out = Mutex::new(LeftOut::default());
    let feed = |take: &mut pipeline::Take<'_, _>| {
        let left = Feed::new(order.options, &meter).run(order.paths, order.lists, take);
        *left_out.lock().unwrap_or_else(PoisonError::into_inner) = left;
    };
    let weight = |next: &super::feed::Next| next.as_ref().map_or(256, super::feed::Material::weight);
    let work = |next: super::feed::Next| {
        let examined = next.and_then(|material| examiner.examine(material));
        let without_names = |trouble: Trouble| order.anonymizer.map_or(trouble.clone(), |all| all.trouble(&trouble));
        let mut examined = examined.map_err(without_names)?;
        if let Some(anonymizer) = order.anonymizer {
            anonymizer.apply(&mut examined);
        }
        let prepared = order.plan.prepare(&examined, order.store);
        Ok((examined, prepared))
    };
    pipeline::run(order.threads, feed, weight, work, |result| count.take(result))?;
    let Count { tally, mut course, outputs, session, progress } = count;
    progress.finish();
    course.is_interrupted = meter.stop.load(Ordering::Relaxed);
    let left_out = left_out.into_inner().unwrap_or_else(PoisonError::into_inner);
    course.left_out = left_out.line().unwrap_or_default();
    if course.unread > MOST_TOLD {
        session.report(&Trouble::usage(
            format!("{} more texts could not be read", course.unread - MOST_TOLD),
            "`--jsonl` writes a line for each",
        ))?;
    }
    let lexicon = checker.lexicon();
    let rules: Vec<_> = lexicon.rules().iter().map(|rule| (rule.id.clone(), rule.summary.clone())).collect();
    let figures = Figures::new(&tally, lexicon.kinds(), &rules, order.made, course);
    outputs.finish(&figures)?;
    Ok(figures)
}

impl Count<'_> {
    fn take(&mut self, result: Result<(Examined, Prepared), Trouble>) -> io::Result<()> {
        match result {
            Ok((examined, prepared)) => {
                self.tally.add(&examined.entry);
                self.course.reused += u64::from(examined.is_reused);
                self.outputs.write(&examined, prepared)?;
                self.progress.count(true);
            }
            Err(trouble) => {
                self.course.unread += 1;
                self.outputs.write_unread(&trouble)?;
                if self.course.unread <= MOST_TOLD {
                    let path = trouble.place.as_ref().map_or_else(String::new, |place| place.name.clone());
                    self.course.first_unread.push(Unread { path, message: trouble.message.clone() });
                    let session = &mut *self.session;
                    self.progress.aside(|| session.report(&trouble))?;
                }
                self.progress.count(false);
            }
        }
        Ok(())
    }
}

/// Ctrl-C ends the feed: what was begun is finished and written. Where that takes too long (a very long text, a pipe from
/// which nothing comes), a second one ends the program.
fn stop_on_interrupt(meter: &Arc<Meter>, tell: impl Fn(&str) + Send + 'static) {
    let meter = Arc::clone(meter);
    // If there can be no handler, an interrupt ends the program, and no file gets its name.
    let _ = ctrlc::set_handler(move || {
        if !meter.stop.swap(true, Ordering::Relaxed) {
            tell(
                "stopping: what was begun is finished first; interrupt again to end at once and keep no file of this run",
            );
            return;
        }
        part::abandon();
        #[expect(
            clippy::exit,
            clippy::disallowed_methods,
            reason = "threads at work cannot be ended otherwise; a database undoes what was not complete"
        )]
        std::process::exit(Outcome::Failed.code().into());
    });
}
