//! Many items through one function on all cores, in order, with bounded memory.
//!
//! One thread feeds, some work, and the caller's takes the results in the order in which the items were fed. A chunk
//! of items needs a permit, which is given back only when its results were taken: however slow one of them is, no more
//! than a fixed number is under way.

use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// The most items in a chunk.
const CHUNK: usize = 32;

/// A chunk is full when its items weigh this much, in bytes.
const CHUNK_WEIGHT: usize = 1 << 20;

/// How many chunks are under way for each thread.
const CHUNKS_A_THREAD: usize = 3;

/// Takes the next item; says whether more is wanted.
pub(crate) type Take<'a, M> = dyn FnMut(M) -> ControlFlow<()> + 'a;

/// Feeds, works on `threads` threads, and hands over the results in order.
///
/// # Errors
/// Those of `each`; the feed is then stopped.
pub(crate) fn run<M: Send, T: Send>(
    threads: usize,
    feed: impl FnOnce(&mut Take<'_, M>) + Send,
    weight: impl Fn(&M) -> usize + Send,
    work: impl Fn(M) -> T + Sync,
    mut each: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let threads = threads.max(1);
    let (give, permits) = sync_channel(threads * CHUNKS_A_THREAD);
    for _ in 0..threads * CHUNKS_A_THREAD {
        // The channel has room for all of them.
        let _ = give.send(());
    }
    let (to_workers, chunks) = sync_channel(threads * CHUNKS_A_THREAD);
    let (results_in, results) = channel();
    let chunks = Mutex::new(chunks);
    thread::scope(|scope| {
        scope.spawn(move || feed_chunks(feed, weight, &permits, &to_workers));
        for _ in 0..threads {
            let (results, chunks, work) = (results_in.clone(), &chunks, &work);
            scope.spawn(move || {
                while let Some((number, items)) = next(chunks) {
                    let done: Vec<T> = Vec::into_iter(items).map(work).collect();
                    if results.send((number, done)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(results_in);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        let mut outcome = Ok(());
        for (number, done) in &results {
            waiting.insert(number, done);
            while let Some(done) = waiting.remove(&due) {
                due += 1;
                outcome = outcome.and_then(|()| done.into_iter().try_for_each(&mut each));
                // The feed may have ended; it then needs no more permits.
                let _ = give.send(());
            }
            if outcome.is_err() {
                break;
            }
        }
        // Without permits the feed stops, and without takers the workers do.
        drop(give);
        drop(results);
        outcome
    })
}

fn next<T>(chunks: &Mutex<Receiver<T>>) -> Option<T> {
    chunks.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

fn feed_chunks<M>(
    feed: impl FnOnce(&mut Take<'_, M>),
    weight: impl Fn(&M) -> usize,
    permits: &Receiver<()>,
    to_workers: &SyncSender<(usize, Vec<M>)>,
) {
    let (mut chunk, mut weighs, mut number) = (Vec::new(), 0, 0);
    let mut send = |chunk: &mut Vec<M>| {
        if permits.recv().is_err() || to_workers.send((number, std::mem::take(chunk))).is_err() {
            return ControlFlow::Break(());
        }
        number += 1;
        ControlFlow::Continue(())
    };
    feed(&mut |item| {
        weighs += weight(&item);
        chunk.push(item);
        if chunk.len() < CHUNK && weighs < CHUNK_WEIGHT {
            return ControlFlow::Continue(());
        }
        weighs = 0;
        send(&mut chunk)
    });
    if !chunk.is_empty() {
        let _ = send(&mut chunk);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn numbers(most: usize) -> impl FnOnce(&mut Take<'_, usize>) + Send {
        move |take| {
            let _ = (0..most).try_for_each(take);
        }
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for threads in [1, 2, 7] {
            let mut seen = Vec::new();
            let work = |item: usize| {
                if item.is_multiple_of(97) {
                    thread::sleep(std::time::Duration::from_millis(2));
                }
                item * 2
            };
            run(
                threads,
                numbers(2000),
                |_| 1,
                work,
                |result| {
                    seen.push(result);
                    Ok(())
                },
            )
            .expect("nothing fails");
            assert_eq!(seen, (0..2000).map(|item| item * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn few_items_are_under_way_at_once() {
        let (fed, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let most = AtomicUsize::new(0);
        let feed = |take: &mut Take<'_, usize>| {
            for item in 0..20_000 {
                let under_way = fed.fetch_add(1, Ordering::SeqCst) + 1 - taken.load(Ordering::SeqCst).min(item);
                most.fetch_max(under_way, Ordering::SeqCst);
                if take(item).is_break() {
                    return;
                }
            }
        };
        run(
            2,
            feed,
            |_| 1,
            |item| item,
            |_| {
                taken.fetch_add(1, Ordering::SeqCst);
                Ok(())
            },
        )
        .expect("nothing fails");
        assert!(most.into_inner() <= CHUNK * (2 * CHUNKS_A_THREAD + 2));
    }

    #[test]
    fn an_error_stops_the_feed() {
        let mut left = 10;
        let outcome = run(
            2,
            numbers(usize::MAX),
            |_| 1,
            |item| item,
            |_| {
                left -= 1;
                if left == 0 { Err(io::Error::other("full")) } else { Ok(()) }
            },
        );
        assert!(outcome.is_err());
    }
}
