//! The keywords of JSON Schema that Helm Broker's structure knows, and the type that each must have.
//!
//! May import: nothing of the crate.

/// The type of a keyword's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Whatever it is, it is kept.
    Any,
    /// A string.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number within 64 bits.
    Integer,
    /// An array of anything.
    List,
    /// An array of strings.
    TextList,
    /// One schema.
    Schema,
    /// An array of schemas.
    SchemaList,
    /// An object of schemas.
    SchemaMap,
}

impl Shape {
    /// What is wanted, in words for messages.
    pub(super) fn wanted(self) -> &'static str {
        match self {
            Self::Any => "anything",
            Self::Text => "text",
            Self::Flag => "true or false",
            Self::Integer => "a whole number",
            Self::List | Self::SchemaList => "a list",
            Self::TextList => "a list of texts",
            Self::Schema | Self::SchemaMap => "an object",
        }
    }
}

const SHAPES: &[(&str, Shape)] = &[
    ("$schema", Shape::Text),
    ("$ref", Shape::Text),
    ("multipleOf", Shape::Integer),
    ("maximum", Shape::Integer),
    ("exclusiveMaximum", Shape::Flag),
    ("minimum", Shape::Integer),
    ("exclusiveMinimum", Shape::Flag),
    ("maxLength", Shape::Integer),
    ("minLength", Shape::Integer),
    ("pattern", Shape::Text),
    ("additionalItems", Shape::Schema),
    ("items", Shape::Schema),
    ("maxItems", Shape::Integer),
    ("minItems", Shape::Integer),
    ("uniqueItems", Shape::Flag),
    ("maxProperties", Shape::Integer),
    ("minProperties", Shape::Integer),
    ("required", Shape::TextList),
    ("properties", Shape::SchemaMap),
    ("patternProperties", Shape::SchemaMap),
    ("additionalProperties", Shape::Any),
    ("dependencies", Shape::SchemaMap),
    ("enum", Shape::List),
    ("type", Shape::Text),
    ("allOf", Shape::SchemaList),
    ("anyOf", Shape::SchemaList),
    ("oneOf", Shape::SchemaList),
    ("not", Shape::Schema),
    ("definitions", Shape::SchemaMap),
    ("title", Shape::Text),
    ("description", Shape::Text),
    ("default", Shape::Any),
    ("format", Shape::Text),
    ("examples", Shape::List),
    ("media", Shape::Schema),
    ("binaryEncoding", Shape::Text),
];

/// The type of a keyword, in any case of letters; `None` for one that is dropped.
pub(super) fn shape(keyword: &str) -> Option<Shape> {
    SHAPES.iter().find(|(name, _)| name.eq_ignore_ascii_case(keyword)).map(|(_, shape)| *shape)
}

/// Whether losing the keyword loses nothing.
pub(super) fn is_comment(keyword: &str) -> bool {
    keyword.eq_ignore_ascii_case("$comment")
}

/// Whether a zero, which is dropped like an absent value, would have meant something.
pub(super) fn matters_at_zero(keyword: &str) -> bool {
    ["maximum", "minimum", "maxLength", "maxItems", "maxProperties"]
        .iter()
        .any(|name| name.eq_ignore_ascii_case(keyword))
}

/// How draft 4 writes what later drafts write otherwise.
pub(super) fn draft_4_form(keyword: &str) -> Option<&'static str> {
    Some(match keyword {
        "type" => "Write one type as text, or anyOf with one schema for each type",
        "exclusiveMaximum" => "Write maximum with the number, and exclusiveMaximum: true",
        "exclusiveMinimum" => "Write minimum with the number, and exclusiveMinimum: true",
        "maximum" | "minimum" | "multipleOf" => "Write a whole number without fraction",
        "items" => "Write one schema that all items share",
        "dependencies" => "Write a schema with required instead of the list of names",
        "required" => "List the required names in the schema of the object",
        "properties" => "Write {} instead of true; leave out what is false",
        _ => return None,
    })
}
