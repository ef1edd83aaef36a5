//! A real object store in this process, over files: it checks signatures, and knows no one without keys.

use std::path::PathBuf;

use chartroom::model::location::{Addressing, S3Index, S3Place};
use chartroom::model::{Credentials, Location, Repository};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::host::MultiDomain;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

/// The one access key that is known.
pub(crate) const ID: &str = "AKIAEXAMPLE";
/// Its secret.
pub(crate) const SECRET: &str = "secret/of+example";
/// The bucket that is there.
pub(crate) const BUCKET: &str = "charts";

/// A name that the store goes by too, for those who reach it through a proxy, which it is itself.
pub(crate) const ELSEWHERE: &str = "s3.example.invalid";

/// A store that lives as long as this value.
pub(crate) struct Store {
    folder: TempDir,
    pub(crate) port: u16,
    task: JoinHandle<()>,
}

impl Store {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join(BUCKET)).expect("a bucket");
        let files = FileSystem::new(folder.path()).expect("a store");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(SimpleAuth::from_single(ID, SECRET));
        let domains = [format!("localhost:{port}"), ELSEWHERE.to_owned()];
        builder.set_host(MultiDomain::new(domains).expect("two domains"));
        let service = builder.build();
        let task = tokio::spawn(async move {
            // Connections end with the store.
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let service = service.clone();
                connections.spawn(async move {
                    let http = Builder::new(TokioExecutor::new());
                    // A client that goes away is no fault of the store.
                    let _ = http.serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
        Self { folder, port, task }
    }

    /// Puts an object into the bucket.
    pub(crate) fn put(&self, key: &str, content: impl AsRef<[u8]>) {
        let path: PathBuf = self.folder.path().join(BUCKET).join(key);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, content).expect("an object");
    }

    pub(crate) fn remove(&self, key: &str) {
        std::fs::remove_file(self.folder.path().join(BUCKET).join(key)).expect("an object");
    }

    /// The bucket's index file of that key, with the keys that are known.
    pub(crate) fn repository(&self, key: &str) -> Repository {
        known(repository(place(&format!("http://localhost:{}", self.port), BUCKET, key)))
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A place in a bucket, addressed by path.
pub(crate) fn place(endpoint: &str, bucket: &str, key: &str) -> S3Place {
    S3Place {
        endpoint: endpoint.parse().expect("an endpoint"),
        region: None,
        bucket: bucket.to_owned(),
        key: key.to_owned(),
        addressing: Addressing::Path,
        profile: None,
        index: S3Index::File,
    }
}

pub(crate) fn repository(place: S3Place) -> Repository {
    Repository::named("test", Location::S3(place))
}

/// The same with the keys that the store knows.
pub(crate) fn known(mut repository: Repository) -> Repository {
    repository.credentials = Some(Credentials::login(ID, SECRET));
    repository
}

/// The same place changed.
pub(crate) fn with(repository: &Repository, change: impl FnOnce(&mut S3Place)) -> Repository {
    let mut repository = repository.clone();
    if let Location::S3(place) = &mut repository.location {
        change(place);
    }
    repository
}
