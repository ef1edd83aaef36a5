//! Performs effects: the only place that spawns. Results are never lost, progress may be; a panic is a
//! failure like others; changes to the registry are finished even when the program quits.
//!
//! May import: `app::runtime::*`, `app::{effect, message, pace, task}`, `error`, `monitor`, `ops`, `registry`, `source`.

mod batches;
mod export;
mod fault;
mod files;
mod register;

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crossterm::event::{Event, EventStream};
use futures_util::StreamExt as _;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;

use self::batches::tell_batches;
use self::export::export;
use self::fault::broken;
use self::files::read_files;
use self::register::{Job, write_changes};
use super::effect::{Effect, Exporting};
use super::message::Message;
use super::pace::Throttle;
use super::task::{TaskEvent, TaskId};
use crate::error::{Error, ErrorKind, Failure};
use crate::model::Repository;
use crate::monitor::{Monitor, Progress};
use crate::ops::{self, Draft, Freshness, Request, Wanted, Workplace};
use crate::source::Client;

/// How many catalogs are fetched at once.
const FETCHES: usize = 6;

/// How many messages may wait for the loop.
pub const WAITING: usize = 256;

/// How many batches of findings may wait to be put together.
const BATCHES: usize = 16;

type Monitors = Arc<Mutex<HashMap<TaskId, Monitor>>>;

/// Performs effects and reports what comes of them.
pub struct Runtime {
    client: Client,
    sender: mpsc::Sender<Message>,
    monitors: Monitors,
    fetches: Arc<Semaphore>,
    changes: mpsc::UnboundedSender<Job>,
    writer: JoinHandle<()>,
}

impl Runtime {
    /// A runtime that reports to `sender`. To be made inside of a tokio runtime.
    #[must_use]
    pub fn start(workplace: &Workplace, sender: mpsc::Sender<Message>) -> Self {
        let (changes, queue) = mpsc::unbounded_channel();
        let writer = tokio::spawn(write_changes(workplace.clone(), queue, sender.clone()));
        Self {
            client: workplace.client.clone(),
            sender,
            monitors: Monitors::default(),
            fetches: Arc::new(Semaphore::new(FETCHES)),
            changes,
            writer,
        }
    }

    /// Performs an effect. Those that need the terminal are not for the runtime.
    pub fn perform(&self, effect: Effect) {
        match effect {
            Effect::Fetch(id, repository, freshness) => self.fetch(id, repository, freshness),
            Effect::Inspect(id, wanted, after) => self.inspect(id, wanted, after),
            Effect::Validate(id, request) => self.validate(id, request),
            Effect::Probe(id, draft) => self.probe(id, draft),
            Effect::Register(id, changes) => self.write(Job::Register(id, changes)),
            Effect::ReadManifests(id, paths, _) => self.read_manifests(id, paths),
            Effect::Trust(id, key) => self.write(Job::Trust(id, key)),
            Effect::KeepSecret(id, change) => self.write(Job::Secret(id, change)),
            Effect::Export(id, exporting) => self.export(id, exporting),
            Effect::Cancel(id) => self.cancel(id),
            Effect::OpenEditor(_)
            | Effect::Copy(..)
            | Effect::Suspend
            | Effect::Redraw
            | Effect::Quit => {}
        }
    }

    /// Reads the registry and the Secrets anew if they are others than those read or written last: other copies
    /// of the program may have changed them. Reports only then.
    pub fn look(&self) {
        self.write(Job::Look);
    }

    fn write(&self, job: Job) {
        // It fails only when the writer has ended, with the program.
        drop(self.changes.send(job));
    }

    /// Cancels all tasks and waits until every change to the registry is written.
    pub async fn finish(self) {
        for monitor in lock(&self.monitors).values() {
            monitor.cancel();
        }
        drop(self.changes);
        drop(self.sender);
        let _ = self.writer.await;
    }

    fn cancel(&self, id: TaskId) {
        if let Some(monitor) = lock(&self.monitors).get(&id) {
            monitor.cancel();
        }
    }

    fn fetch(&self, id: TaskId, repository: Box<Repository>, freshness: Freshness) {
        let (client, turns) = (self.client.clone(), Arc::clone(&self.fetches));
        self.spawn(id, move |context| async move {
            let _turn = match freshness {
                Freshness::Cached => None,
                _ => turns.acquire_owned().await.ok(),
            };
            context.started().await;
            let fetched = ops::fetch(&client, &repository, freshness, &context.monitor).await?;
            Ok(TaskEvent::Fetched(Arc::new(fetched)))
        });
    }

    fn inspect(&self, id: TaskId, wanted: Box<Wanted>, after: Duration) {
        let client = self.client.clone();
        self.spawn(id, move |context| async move {
            tokio::time::sleep(after).await;
            context.started().await;
            let mut inspection = ops::inspect(&client, &wanted, &context.monitor).await?;
            // Nobody asked for matters of taste here.
            inspection.diagnostics.retain(|found| !found.rule.family.is_on_demand());
            Ok(TaskEvent::Inspected(Arc::new(inspection)))
        });
    }

    fn validate(&self, id: TaskId, request: Box<Request>) {
        let client = self.client.clone();
        self.spawn(id, move |context| async move {
            context.started().await;
            let (batches, found) = mpsc::channel(BATCHES);
            // On its own: what was found until a validation is cancelled is told all the same.
            tokio::spawn(tell_batches(id, found, context.sender.clone()));
            let report = ops::validate_live(&client, &request, &context.monitor, &batches).await?;
            Ok(TaskEvent::Validated(Arc::new(report)))
        });
    }

    fn probe(&self, id: TaskId, draft: Box<Draft>) {
        let client = self.client.clone();
        self.spawn(id, move |context| async move {
            context.started().await;
            let sender = context.sender.clone();
            // A lost step is made good by the outcome, which holds all of them.
            let on_step = move |step| drop(sender.try_send(event(id, TaskEvent::Stepped(step))));
            let probe = ops::probe(&client, &draft, &on_step, &context.monitor).await;
            Ok(TaskEvent::Probed(Arc::new(probe)))
        });
    }

    fn read_manifests(&self, id: TaskId, paths: Vec<PathBuf>) {
        self.spawn(id, move |context| async move {
            context.started().await;
            Ok(TaskEvent::Manifests(Arc::new(read_files(&paths).await)))
        });
    }

    fn export(&self, id: TaskId, exporting: Exporting) {
        self.spawn(id, move |context| async move {
            context.started().await;
            let written = tokio::task::spawn_blocking(move || export(&exporting)).await;
            let exported = written.map_err(|error| {
                Error::new(ErrorKind::Io, "the report could not be written").because(error)
            })?;
            Ok(TaskEvent::Exported(exported?))
        });
    }

    /// Spawns work under a name. It ends at once when it is cancelled, whatever it is doing.
    fn spawn<W, F>(&self, id: TaskId, work: W)
    where
        W: FnOnce(Context) -> F,
        F: Future<Output = Result<TaskEvent, Error>> + Send + 'static,
    {
        let sender = self.sender.clone();
        let progress = sender.clone();
        let throttle = Throttle::default();
        let monitor = Monitor::new(move |news: Progress| {
            if throttle.passes(&news, Instant::now()) {
                drop(progress.try_send(event(id, TaskEvent::Progress(news))));
            }
        });
        lock(&self.monitors).insert(id, monitor.clone());
        let monitors = Arc::clone(&self.monitors);
        let work = work(Context { id, sender: sender.clone(), monitor: monitor.clone() });
        let inner = tokio::spawn(async move {
            tokio::select! {
                biased;
                () = monitor.cancelled() => Err(Error::cancelled()),
                outcome = work => outcome,
            }
        });
        tokio::spawn(async move {
            let outcome = match inner.await {
                Ok(Ok(outcome)) => outcome,
                Ok(Err(error)) => TaskEvent::Failed(Failure::from(&error)),
                Err(error) => TaskEvent::Failed(broken(error)),
            };
            lock(&monitors).remove(&id);
            let _ = sender.send(event(id, outcome)).await;
        });
    }
}

/// The terminal's events, in a queue that can be emptied without waiting: the stream itself would forget
/// its waker.
#[must_use]
pub fn terminal_events() -> TerminalEvents {
    let (sender, receiver) = mpsc::channel(WAITING);
    let reader = tokio::spawn(async move {
        let mut events = EventStream::new();
        while let Some(event) = events.next().await {
            let is_last = event.is_err();
            if sender.send(event).await.is_err() || is_last {
                break;
            }
        }
    });
    TerminalEvents { receiver, reader }
}

/// What the terminal tells, until it is stopped.
pub struct TerminalEvents {
    /// The events.
    pub receiver: mpsc::Receiver<io::Result<Event>>,
    reader: JoinHandle<()>,
}

impl TerminalEvents {
    /// Reads no more: another program has the terminal. What was not taken yet is forgotten.
    pub async fn stop(self) {
        self.reader.abort();
        // It is over, one way or the other.
        let _ = self.reader.await;
    }
}

/// What a task works with.
struct Context {
    id: TaskId,
    sender: mpsc::Sender<Message>,
    monitor: Monitor,
}

impl Context {
    async fn started(&self) {
        let _ = self.sender.send(event(self.id, TaskEvent::Started)).await;
    }
}

fn event(id: TaskId, event: TaskEvent) -> Message {
    Message::Task(id, event)
}

fn lock(monitors: &Monitors) -> std::sync::MutexGuard<'_, HashMap<TaskId, Monitor>> {
    monitors.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::config::{Config, Directories};
    use crate::model::Location;
    use crate::registry::{Change, Registry};
    use crate::source::Settings;

    /// A workplace of its own in a folder, a runtime, and what it reports.
    fn start() -> (TempDir, Workplace, Runtime, mpsc::Receiver<Message>) {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().to_owned();
        let workplace = Workplace {
            directories: Directories {
                config: path.clone(),
                data: path.clone(),
                state: path.clone(),
                cache: path.join("cache"),
            },
            config: Config::default(),
            registry: Registry { path: path.join("repositories.yaml") },
            client: Client::new(Settings::with_cache(path.join("cache"))).expect("a client"),
        };
        let (sender, receiver) = mpsc::channel(WAITING);
        let runtime = Runtime::start(&workplace, sender);
        (folder, workplace, runtime, receiver)
    }

    fn repository(name: &str, place: &str) -> Box<Repository> {
        let location = Location::parse(place).expect("a location").location;
        Box::new(Repository::named(name, location))
    }

    /// What ends the task of that number.
    async fn end(receiver: &mut mpsc::Receiver<Message>, id: u64) -> TaskEvent {
        loop {
            match receiver.recv().await.expect("the runtime reports") {
                Message::Task(
                    _,
                    TaskEvent::Started | TaskEvent::Progress(_) | TaskEvent::Secrets(_),
                ) => {}
                Message::Task(task, event) if task == TaskId(id) => return event,
                _ => {}
            }
        }
    }

    #[tokio::test]
    async fn a_sample_is_fetched_and_its_tokens_are_freed() {
        let (_folder, _, runtime, mut receiver) = start();
        let sample = repository("s", "sample://charts");
        runtime.perform(Effect::Fetch(TaskId(1), sample, Freshness::Cached));
        let TaskEvent::Fetched(fetched) = end(&mut receiver, 1).await else { panic!("no catalog") };
        assert!(!fetched.catalog.entries.is_empty());
        assert!(lock(&runtime.monitors).is_empty());
    }

    #[tokio::test]
    async fn a_cancelled_task_ends_at_once_whatever_it_waits_for() {
        let (_folder, _, runtime, mut receiver) = start();
        let wanted = Wanted {
            repository: *repository("s", "sample://charts"),
            kind: crate::model::RepositoryKind::Helm,
            entry: "a".to_owned(),
            version: crate::model::EntryVersion::default(),
        };
        let never = Duration::from_hours(1);
        runtime.perform(Effect::Inspect(TaskId(1), Box::new(wanted), never));
        runtime.perform(Effect::Cancel(TaskId(1)));
        let TaskEvent::Failed(failure) = end(&mut receiver, 1).await else { panic!("no failure") };
        assert_eq!(failure.kind, ErrorKind::Cancelled);
    }

    #[tokio::test]
    async fn a_panic_is_a_failure_in_its_own_words() {
        let (_folder, _, runtime, mut receiver) = start();
        runtime.spawn(TaskId(1), |_| async { panic!("on purpose") });
        let TaskEvent::Failed(failure) = end(&mut receiver, 1).await else { panic!("no failure") };
        assert_eq!(failure.summary, "this is a fault of chartroom: on purpose");
    }

    #[tokio::test]
    async fn what_another_copy_registers_is_reported_at_the_next_look_and_once() {
        let (_folder, workplace, runtime, mut receiver) = start();
        runtime.look();
        assert!(matches!(end(&mut receiver, 0).await, TaskEvent::Registered(_)));
        let added = Change::Add(repository("theirs", "https://a.example/"));
        workplace.registry.apply(&[added]).expect("it is written");
        runtime.look();
        let TaskEvent::Registered(loaded) = end(&mut receiver, 0).await else { panic!("no news") };
        assert!(loaded.find("theirs").is_some());
        runtime.look();
        let unknown = Change::Remove("nobody".to_owned());
        runtime.perform(Effect::Register(TaskId(1), vec![unknown]));
        let Some(Message::Task(TaskId(1), TaskEvent::Failed(_))) = receiver.recv().await else {
            panic!("the look had nothing to report")
        };
    }

    #[tokio::test]
    async fn after_a_change_that_cannot_be_made_the_registry_is_read_anew() {
        let (_folder, workplace, runtime, mut receiver) = start();
        runtime.look();
        end(&mut receiver, 0).await;
        let added = Change::Add(repository("theirs", "https://a.example/"));
        workplace.registry.apply(&[added]).expect("it is written");
        let unknown = Change::Remove("nobody".to_owned());
        runtime.perform(Effect::Register(TaskId(1), vec![unknown]));
        assert!(matches!(end(&mut receiver, 1).await, TaskEvent::Failed(_)));
        let TaskEvent::Registered(loaded) = end(&mut receiver, 0).await else { panic!("no news") };
        assert!(loaded.find("theirs").is_some());
    }

    #[tokio::test]
    async fn changes_are_written_in_order_and_even_when_the_program_ends() {
        let (_folder, workplace, runtime, receiver) = start();
        for number in 0..20 {
            let name = format!("r{number}");
            let added = repository(&name, "https://a.example/");
            let change = Change::Add(Box::new(Repository { name, ..*added }));
            runtime.perform(Effect::Register(TaskId(number), vec![change]));
        }
        runtime.perform(Effect::Register(TaskId(20), vec![Change::Remove("r19".to_owned())]));
        drop(receiver);
        runtime.finish().await;
        let names: Vec<String> = workplace
            .registry
            .load()
            .expect("it is read")
            .repositories
            .into_iter()
            .filter(|repository| !repository.is_sample())
            .map(|repository| repository.name)
            .collect();
        let expected: Vec<String> = (0..19).map(|number| format!("r{number}")).collect();
        assert_eq!(names, expected);
    }
}
