"""The whole error tree. Every message says what happened, to what, and what to do.

AssistantError
├── BadInput            the person's input cannot be used (exit code 2)
│   └── SourceError     a document cannot be read
│       ├── UnsupportedFormat   not a format we read
│       ├── EmptySource         nothing readable in it (a scan without text, an empty file)
│       └── TooLarge            above the size limit
├── StateError          the state directory or database cannot be used (exit code 1)
│   └── StateLocked     another process holds it
├── IndexingError       a derived index cannot be built or read
│   └── StaleIndex      the index was built from other data or another embedding
└── ModelError          the language model cannot be used; the keyless answer takes over
    ├── ModelUnavailable
    └── MalformedReply
"""


class AssistantError(Exception):
    """Root of all errors raised on purpose; its text may be shown to the operator."""


class BadInput(AssistantError):
    """The person's input cannot be used as it is."""


class SourceError(BadInput):
    """A document cannot be read."""


class UnsupportedFormat(SourceError):
    """The file is not in a format we read."""


class EmptySource(SourceError):
    """The file holds no readable text."""


class TooLarge(SourceError):
    """The file is larger than the limit."""


class StateError(AssistantError):
    """The state directory or the database cannot be used."""


class StateLocked(StateError):
    """Another process holds the state directory."""


class IndexingError(AssistantError):
    """A derived index cannot be built or read."""


class StaleIndex(IndexingError):
    """The index was built from other data or with another embedding."""


class ModelError(AssistantError):
    """The language model cannot be used."""


class ModelUnavailable(ModelError):
    """The model did not answer in time or refused."""


class MalformedReply(ModelError):
    """The model's reply does not have the shape asked for."""
