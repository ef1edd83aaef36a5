//! Stable names for what can go wrong on the way to a repository, and the numbers that `OpenPitrix` (the
//! application store of `KubeSphere`) has for them.
//!
//! Numbers: `OpenPitrix` `pkg/service/repo/error.go`, 101 to 115 and 901; not every fault has one.
//! May import: nothing of the crate.

macro_rules! faults {
    ($($variant:ident $name:literal $number:expr, $what:literal;)*) => {
        /// A cause that scripts may rely on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Fault {
            $(#[doc = $what] $variant,)*
        }

        impl Fault {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable name.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The number that `OpenPitrix` gives it, where it has one.
            #[must_use]
            pub fn number(self) -> Option<u16> {
                match self { $(Self::$variant => $number,)* }
            }

            /// What it says, in a few words.
            #[must_use]
            pub fn what(self) -> &'static str {
                match self { $(Self::$variant => $what,)* }
            }
        }
    };
}

faults! {
    UrlSyntax "url-syntax" Some(107), "the text is no URL that is understood";
    UrlScheme "url-scheme" Some(102), "the scheme is not supported";
    NotHttp "url-not-http" Some(108), "http was asked for, and the URL has another scheme";
    NotHttps "url-not-https" Some(110), "https was asked for, and the URL has another scheme";
    NotS3 "url-not-s3" Some(114), "S3 was asked for, and the URL has another scheme";
    PlainHttp "plain-http" Some(108), "addons over plain http need the develop mode";
    CredentialShape "credential-shape" Some(103), "a credential has not the form that is needed";
    AccessKeyMissing "access-key-missing" Some(104), "there is a secret key without an access key id";
    SecretKeyMissing "secret-key-missing" Some(105), "there is an access key id without a secret key";
    SecretMissing "secret-missing" None, "the Secret that the repository names is not in the store";
    SecretKeysMissing "secret-keys-missing" None, "the Secret lacks keys that the URL needs";
    SecretValue "secret-value" None, "a value of the Secret could not be had or used";
    HostUnknown "host-unknown" Some(109), "the host's name is not known";
    ConnectionFailed "connection-failed" Some(109), "no connection was made";
    ProxyFailed "proxy-failed" Some(109), "the proxy refused or did not answer";
    TimedOut "timed-out" Some(109), "nothing came for too long";
    TlsUntrusted "tls-untrusted" Some(109), "the certificate's issuer is not trusted";
    TlsWrongHost "tls-wrong-host" Some(109), "the certificate is for another host";
    TlsExpired "tls-expired" Some(109), "the certificate is not valid at this time";
    TlsCertificateAsked "tls-certificate-asked" Some(109), "the server wants a certificate of this side";
    TlsFailed "tls-failed" Some(109), "the TLS handshake failed";
    Unauthorized "unauthorized" Some(109), "the host asks for credentials, or refuses those given";
    Forbidden "forbidden" Some(109), "the credentials do not give this right";
    IndexMissing "index-missing" Some(109), "there is no index file at this place";
    PackageMissing "package-missing" None, "there is no package at this place";
    HttpStatus "http-status" Some(109), "the server answered with another status than 200";
    RedirectRefused "redirect-refused" Some(109), "a redirect led in circles, or to a less safe place";
    Compression "compression" Some(109), "the body came compressed in a way that cannot be read";
    CutOff "cut-off" Some(109), "the connection ended before the whole file came";
    WebPage "web-page" Some(109), "a web page came instead of an index";
    TooLarge "too-large" None, "more came than the limit allows";
    IndexSyntax "index-syntax" Some(115), "the index is not YAML that is understood";
    IndexRefused "index-refused" Some(115), "clients refuse the index";
    HostKeyUnknown "host-key-unknown" None, "the SSH server's key was never met before";
    HostKeyChanged "host-key-changed" None, "the SSH server shows another key than before";
    SshKeyRefused "ssh-key-refused" None, "the SSH server refuses the key";
    SshKeyUnusable "ssh-key-unusable" None, "the SSH key cannot be used: passphrase, mode or form";
    ProgramMissing "program-missing" None, "a program that is needed is not installed";
    RepositoryMissing "repository-missing" None, "there is no Git repository at this place";
    RepositoryEmpty "repository-empty" None, "the Git repository has no commit yet";
    RefMissing "ref-missing" None, "there is no such branch, tag or commit";
    S3KeyUnknown "s3-key-unknown" Some(106), "the access key id is not known at this endpoint";
    S3SecretWrong "s3-secret-wrong" Some(106), "the signature does not match: the secret key is wrong";
    S3ClockSkewed "s3-clock-skewed" Some(106), "this machine's clock differs too much from the server's";
    S3TokenExpired "s3-token-expired" Some(106), "the session token is expired or not valid";
    S3AccessDenied "s3-access-denied" Some(106), "the key has not the right to do this";
    S3BucketMissing "s3-bucket-missing" Some(106), "there is no such bucket at this endpoint";
    S3BucketName "s3-bucket-name" Some(107), "this cannot be the name of a bucket";
    S3Region "s3-region" Some(106), "the bucket is in another region";
    S3IndexMissing "s3-index-missing" None, "the bucket is there, the index file is not";
    S3NotS3 "s3-not-s3" Some(106), "what answers at the endpoint does not speak S3";
    S3Busy "s3-busy" Some(106), "the object store asks to slow down, or fails itself";
    S3Unsupported "s3-unsupported" Some(106), "the object store lacks this operation";
    CaUnusable "ca-unusable" None, "the certificate authorities given cannot be read";
    CertificateUnusable "certificate-unusable" None, "the client certificate or its key cannot be used";
    Cancelled "cancelled" None, "asked to end";
    LocalFile "local-file" None, "a file on this machine cannot be read or written";
    Unexpected "unexpected" Some(901), "something that nobody expected";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_numbers_are_those_of_openpitrix() {
        let names: BTreeSet<_> = Fault::ALL.iter().map(|fault| fault.name()).collect();
        assert_eq!(names.len(), Fault::ALL.len());
        for fault in Fault::ALL {
            let known = |number| (101..=115).contains(&number) || number == 901;
            assert!(fault.number().is_none_or(known), "{fault:?}");
            assert!(!fault.what().is_empty());
        }
    }
}
