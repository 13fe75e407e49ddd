//! How far an audit has come, on a terminal only.

use super::feed::Meter;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// The least time between two looks at how far reading has come.
const PAUSE: Duration = Duration::from_millis(100);

/// The bar, or nothing where nobody looks.
pub(crate) struct Progress {
    bar: ProgressBar,
    meter: Arc<Meter>,
    documents: u64,
    unread: u64,
    start: Instant,
    last: Instant,
}

impl Progress {
    /// Shown if `is_shown`, on standard error.
    pub(crate) fn new(is_shown: bool, meter: &Arc<Meter>) -> Self {
        let target = if is_shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        let style = ProgressStyle::with_template("{spinner} {msg} {wide_bar} {percent:>3} % {eta:>4} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("█▉▊▋▌▍▎▏ "));
        let now = Instant::now();
        Self { bar, meter: Arc::clone(meter), documents: 0, unread: 0, start: now, last: now }
    }

    /// One more text.
    pub(crate) fn count(&mut self, is_read: bool) {
        *(if is_read { &mut self.documents } else { &mut self.unread }) += 1;
        if self.bar.is_hidden() || self.last.elapsed() < PAUSE {
            return;
        }
        self.last = Instant::now();
        let rate = self.documents as f64 / self.start.elapsed().as_secs_f64().max(0.001);
        let unread = if self.unread == 0 { String::new() } else { format!(", {} not read", self.unread) };
        let stopping = if self.meter.stop.load(Ordering::Relaxed) { ", stopping" } else { "" };
        self.bar.set_length(self.meter.total.load(Ordering::Relaxed).max(1));
        self.bar.set_position(self.meter.read.load(Ordering::Relaxed));
        self.bar.set_message(format!("{} documents{unread}, {rate:.0}/s{stopping}", self.documents));
    }

    /// Does something that writes to the terminal.
    pub(crate) fn aside<T>(&self, action: impl FnOnce() -> T) -> T {
        self.bar.suspend(action)
    }

    /// What tells of an interrupt, from any thread.
    pub(crate) fn teller(&self, is_quiet: bool) -> impl Fn(&str) + Send + 'static {
        let bar = self.bar.clone();
        move |line| {
            // Whether anybody reads it is no matter.
            let tell = || writeln!(std::io::stderr(), "{line}");
            let _ = if is_quiet { Ok(()) } else { bar.suspend(tell) };
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(self) {
        self.bar.finish_and_clear();
    }
}
