"""Whether a query that somebody typed may run where nothing may be written."""

# Invariant: what is refused here is refused by its words alone, before any database sees it. Words
# in strings, comments, back-ticked names, and after a dot (properties) or colon (labels) are free.
# It errs on the safe side: a variable may not be called `set`.

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.graph.errors import StoreError

__all__ = ["check_reads_only"]

_WRITING_WORDS = frozenset(
    "ALTER CREATE DEALLOCATE DELETE DENY DETACH DROP ENABLE FOREACH GRANT INSERT LOAD MERGE REMOVE "
    "RENAME REVOKE SET START STOP TERMINATE USE".split()
)
_READING_PROCEDURES = frozenset(
    "db.labels db.relationshiptypes db.propertykeys db.schema.visualization dbms.components".split()
)
# Strings and comments first, so that a word inside them is never seen as a word.
_TOKEN = re.compile(
    r"""
    (?P<skip> '(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" | `(?:[^`]|``)*` | //[^\n]* | /\*.*?\*/ )
  | (?P<name> [.:&|!]\s*[^\W\d]\w* | \$\w+ )
  | (?P<call> \bCALL\s+(?:[^\W\d]\w*\s*\.\s*)*[^\W\d]\w* )
  | (?P<word> [^\W\d]\w* )
  | (?P<open> ['"`] | /\* )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def check_reads_only(query: str) -> None:
    """Raise `StoreError` when `query` holds a word that writes.

    For databases that do not tell beforehand what a query would do. `CALL { … }` is read like
    the rest; a procedure is let through only when it is known to read.

    >>> check_reads_only("MATCH (n:Create {set: 'SET'}) WHERE n.delete = 1 RETURN n // DROP")
    >>> check_reads_only("MATCH (n) DETACH DELETE n")
    Traceback (most recent call last):
    detente.graph.errors.StoreError: the query would write (DETACH): only reading is allowed here
    """
    for word in _deciding_words(query):
        raise StoreError(f"the query would write ({word}): only reading is allowed here")


def _deciding_words(query: str) -> Iterator[str]:
    """Yield what in `query` writes or may write."""
    for token in _TOKEN.finditer(query):
        text = token.group().upper()
        match token.lastgroup:
            case "word" if text in _WRITING_WORDS and not _is_key(query, token.end()):
                yield text
            case "call" if _procedure(text) not in _READING_PROCEDURES:
                yield " ".join(text.split())
            case "open":
                yield f"{text} that never ends"


def _is_key(query: str, end: int) -> bool:
    """Say whether the word that ends at `end` is a key of a map: a colon follows it."""
    return query[end:].lstrip().startswith(":")


def _procedure(call: str) -> str:
    """Return the lower-case name of the procedure in the text of a call."""
    return "".join(call.split()[1:]).lower()
