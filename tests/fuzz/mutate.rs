//! Random damage, the same for the same seed.

/// A small generator of numbers (xorshift64*): no quality is needed here, only that it repeats itself.
pub(crate) struct Random(u64);

/// What readers stumble over.
const NASTY: &[&[u8]] = &[
    b"{{",
    b"}}",
    b"{{-",
    b"-}}",
    b"{{/*",
    b"*/}}",
    b"{{ end }}",
    b"{{ range $a, $b := . }}",
    b"{{ define \"",
    b"`",
    b"\"",
    b"'",
    b"---\n",
    b"...\n",
    b"&a ",
    b"*a",
    b"<<: *a",
    b"!!binary ",
    b"!!str",
    b"? ",
    b": ",
    b"- ",
    b"|\n",
    b">-\n",
    b"[",
    b"]",
    b"{",
    b"}",
    b"#",
    b"%YAML 1.1\n",
    b"\t",
    b"\r",
    b"\r\n",
    b"\0",
    b"\x1b[31m",
    b"\x7f",
    b"\xff",
    b"\xc3\x28",
    b"\xef\xbb\xbf",
    "\u{202e}".as_bytes(),
    "\u{85}".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{1f600}".as_bytes(),
    "e\u{301}".as_bytes(),
    b"null",
    b"~",
    b"true",
    b"-0",
    b"1e999",
    b"0x",
    b"99999999999999999999",
    b".nan",
    b"2001-12-14t21:59:43.10-05:00",
    b"1.2.3-rc.1+x",
    b">=1.0.0 <2 || ~3",
    b"^",
    b"*",
    b"../",
    b"/",
    b"\\",
    b"C:",
    b"%00",
    b"%",
    b"@",
    b"://",
    b"?ref=",
    b"//",
    b"git::",
    b"s3::",
    b"$ref",
    b"\"$ref\": \"#\"",
    b"(?=",
    b"((((",
    b"-----BEGIN PGP SIGNED MESSAGE-----\n",
    b"-----BEGIN PGP SIGNATURE-----\n",
    b"-----END PGP SIGNATURE-----\n",
    b"- - ",
    b"-- ",
    b"sha256:",
    b"chartroom:ignore ",
];

/// Inputs do not grow beyond this, in bytes.
const LARGEST: usize = 32 << 10;

impl Random {
    pub(crate) fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below that one, or 0.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap_or_default() % end.max(1)
    }

    fn of_all<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// One of the seeds, damaged a few times.
pub(crate) fn damaged(random: &mut Random, seeds: &[&[u8]]) -> Vec<u8> {
    let mut bytes = random.of_all(seeds).to_vec();
    for _ in 0..=random.below(6) {
        damage(random, &mut bytes, seeds);
    }
    bytes.truncate(LARGEST);
    bytes
}

fn damage(random: &mut Random, bytes: &mut Vec<u8>, seeds: &[&[u8]]) {
    let at = random.below(bytes.len() + 1);
    let end = (at + random.below(40)).min(bytes.len());
    match random.below(10) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(at..end)),
        2 => insert(bytes, at, &[u8::try_from(random.below(256)).unwrap_or_default()]),
        3 => {
            let bit = 1 << random.below(8);
            bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= bit);
        }
        4 => {
            let part = bytes[at..end].to_vec();
            let at = random.below(bytes.len() + 1);
            insert(bytes, at, &part);
        }
        5 => {
            let other = random.of_all(seeds);
            let from = random.below(other.len() + 1);
            bytes.truncate(at);
            bytes.extend_from_slice(&other[from..]);
        }
        6 => {
            let nasty = random.of_all(NASTY);
            insert(bytes, at, &nasty.repeat(1 + random.below(3_000)));
        }
        7 => {
            drop(bytes.drain(at..end));
            let nasty = random.of_all(NASTY);
            insert(bytes, at, nasty);
        }
        8 => swap_lines(random, bytes),
        _ => {
            let nasty = random.of_all(NASTY);
            insert(bytes, at, nasty);
        }
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, part: &[u8]) {
    drop(bytes.splice(at..at, part.iter().copied()));
}

fn swap_lines(random: &mut Random, bytes: &mut Vec<u8>) {
    let mut lines: Vec<Vec<u8>> =
        bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    if !lines.is_empty() {
        let (left, right) = (random.below(lines.len()), random.below(lines.len()));
        lines.swap(left, right);
    }
    *bytes = lines.concat();
}

#[test]
fn the_same_seed_does_the_same_damage() {
    let seeds: &[&[u8]] = &[b"name: redis\nversion: 1.0.0\n", b"entries: {}\n"];
    let inputs = |seed| {
        let mut random = Random::of(seed);
        (0..50).map(|_| damaged(&mut random, seeds)).collect::<Vec<_>>()
    };
    assert_eq!(inputs(7), inputs(7));
    assert_ne!(inputs(7), inputs(8));
}
