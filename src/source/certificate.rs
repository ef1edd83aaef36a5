//! The few fields of a certificate that people want to see. What cannot be read is left empty: the verifier,
//! not this reader, decides about trust.
//!
//! Structure: RFC 5280, encoding: DER. May import: `model::text`.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::model::text::clean;

/// Subject, issuer, begin and end of a certificate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Certificate {
    /// Common name, else organisation.
    pub(super) subject: String,
    /// The issuer's common name, else organisation.
    pub(super) issuer: String,
    /// When it begins to be valid.
    pub(super) begins: Option<Timestamp>,
    /// When it ends.
    pub(super) expires: Option<Timestamp>,
}

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const INTEGER: u8 = 0x02;
const OBJECT: u8 = 0x06;
const UTC_TIME: u8 = 0x17;
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ORGANISATION: &[u8] = &[0x55, 0x04, 0x0a];

impl Certificate {
    /// Reads a DER certificate.
    pub(super) fn read(der: &[u8]) -> Option<Self> {
        let mut outer = Reader(der).inside(SEQUENCE)?;
        let mut body = outer.inside(SEQUENCE)?;
        let mut tag = body.next()?;
        if tag.0 == 0xa0 {
            tag = body.next()?;
        }
        if tag.0 != INTEGER {
            return None;
        }
        body.inside(SEQUENCE)?;
        let issuer = name(body.inside(SEQUENCE)?);
        let mut validity = body.inside(SEQUENCE)?;
        let begins = validity.next().and_then(|(tag, bytes)| time(tag, bytes));
        let expires = validity.next().and_then(|(tag, bytes)| time(tag, bytes));
        let subject = name(body.inside(SEQUENCE)?);
        Some(Self { subject, issuer, begins, expires })
    }
}

/// Tag, length, value after tag, length, value.
struct Reader<'der>(&'der [u8]);

impl<'der> Reader<'der> {
    fn next(&mut self) -> Option<(u8, &'der [u8])> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, rest) = rest.split_first()?;
        let (length, rest) = if first < 0x80 {
            (usize::from(first), rest)
        } else {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            let length = digits.iter().try_fold(0_usize, |sum, digit| {
                sum.checked_mul(256).map(|sum| sum | usize::from(*digit))
            });
            (length?, rest)
        };
        let (value, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((tag, value))
    }

    fn inside(&mut self, wanted: u8) -> Option<Self> {
        self.next().filter(|(tag, _)| *tag == wanted).map(|(_, value)| Self(value))
    }
}

fn name(mut sets: Reader<'_>) -> String {
    let (mut common, mut organisation) = (None, None);
    while let Some(mut set) = sets.inside(SET) {
        while let Some(mut pair) = set.inside(SEQUENCE) {
            let Some((OBJECT, key)) = pair.next() else { continue };
            let text = pair.next().map(|(_, value)| String::from_utf8_lossy(value).into_owned());
            match key {
                COMMON_NAME => common = text,
                ORGANISATION => organisation = text,
                _ => {}
            }
        }
    }
    clean(&common.or(organisation).unwrap_or_default()).into_owned()
}

/// `YYMMDDHHMMSSZ` or `YYYYMMDDHHMMSSZ`.
fn time(tag: u8, bytes: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(bytes).ok()?.strip_suffix('Z')?;
    let text = match (tag, text) {
        (UTC_TIME, text) if text < "50" => format!("20{text}"),
        (UTC_TIME, text) => format!("19{text}"),
        (_, text) => text.to_owned(),
    };
    let date = DateTime::strptime("%Y%m%d%H%M%S", text).ok()?;
    date.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_tells_whom_it_is_for_who_signed_it_and_when_it_ends() {
        let key = rcgen::KeyPair::generate().unwrap();
        let mut params = rcgen::CertificateParams::new(vec!["charts.example".to_owned()]).unwrap();
        params.distinguished_name.push(rcgen::DnType::CommonName, "charts.example");
        params.not_before = rcgen::date_time_ymd(2021, 2, 3);
        params.not_after = rcgen::date_time_ymd(2031, 2, 3);
        let certificate = params.self_signed(&key).unwrap();
        let read = Certificate::read(certificate.der()).unwrap();
        assert_eq!(read.subject, "charts.example");
        assert_eq!(read.issuer, "charts.example");
        assert_eq!(read.begins.unwrap().to_string(), "2021-02-03T00:00:00Z");
        assert_eq!(read.expires.unwrap().to_string(), "2031-02-03T00:00:00Z");
    }

    #[test]
    fn broken_certificates_are_not_read_and_do_no_harm() {
        let key = rcgen::KeyPair::generate().unwrap();
        let params = rcgen::CertificateParams::new(vec!["h".to_owned()]).unwrap();
        let der = params.self_signed(&key).unwrap().der().to_vec();
        for end in 0..der.len().min(200) {
            assert_eq!(Certificate::read(&der[..end]), None, "cut at {end}");
        }
    }
}
