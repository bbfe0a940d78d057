"""Whether a query that somebody typed may run where nothing may be written."""

# Invariant: what is refused here is refused by its words alone, before any database sees it. Words
# in strings, comments and back-ticks, after a dot (properties) or colon (labels), and before a
# colon (keys) are free. It errs on the safe side: a variable may not be called `set`.

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.graph.errors import StoreError

__all__ = ["check_loads_nothing", "check_reads_only"]

_WRITING = frozenset(
    {"ALTER", "CREATE", "DEALLOCATE", "DELETE", "DENY", "DETACH", "DROP", "ENABLE", "FOREACH"}
    | {"GRANT", "INSERT", "LOAD", "MERGE", "REMOVE", "RENAME", "REVOKE", "SET", "START", "STOP"}
    | {"TERMINATE"}
)
_LOADING = frozenset({"LOAD"})
_READING_PROCEDURES = frozenset(
    {"db.labels", "db.propertykeys", "db.relationshiptypes", "dbms.components"}
    | {"db.schema.visualization"}
)
_QUOTED = re.compile(
    r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`]|``)*`|//[^\r\n]*|/\*.*?\*/""", re.DOTALL
)
_WORD = re.compile(r"(?P<prefix>[.:&|!$]\s*)?(?P<word>[^\W\d]\w*)(?P<key>(?=\s*:))?")
_CALLED = re.compile(r"\s*(?P<name>[({]|[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)*)?")


def check_reads_only(query: str) -> None:
    """Raise `StoreError` when `query` holds a word that writes.

    For databases that do not tell beforehand what a query would do. What stands in `CALL { … }`
    is looked at like the rest; a procedure is let through only when it is known to read.

    >>> check_reads_only("MATCH (n:Create {set: 'SET'}) WHERE n.delete = 1 RETURN n // DROP")
    >>> check_reads_only("MATCH (n) SET n.x = 1")
    Traceback (most recent call last):
    detente.graph.errors.StoreError: the query would write (SET): only reading is allowed here
    """
    bare = _bare(query)
    for word in (*_words(bare, _WRITING), *_writing_calls(bare)):
        raise StoreError(f"the query would write ({word}): only reading is allowed here")


def check_loads_nothing(query: str) -> None:
    """Raise `StoreError` when `query` would make the server read files or addresses.

    >>> check_loads_nothing("LOAD CSV FROM 'file:///etc/hosts' AS line RETURN line")
    Traceback (most recent call last):
    detente.graph.errors.StoreError: the query reads files (LOAD): only the graph is read here
    """
    for word in _words(_bare(query), _LOADING):
        raise StoreError(f"the query reads files ({word}): only the graph is read here")


def _bare(query: str) -> str:
    """Return `query` with strings and names in back-ticks emptied and comments blanked."""
    return _QUOTED.sub(lambda found: " " if found[0][0] == "/" else found[0][0] * 2, query)


def _words(bare: str, words: frozenset[str]) -> Iterator[str]:
    """Yield those of `words` that stand in `bare` as words of the language."""
    for found in _WORD.finditer(bare):
        word = found["word"].upper()
        if word in words and found["prefix"] is None and found["key"] is None:
            yield word


def _writing_calls(bare: str) -> Iterator[str]:
    """Yield the calls of procedures that are not known to read."""
    for found in _WORD.finditer(bare):
        if found["word"].upper() != "CALL" or found["prefix"] is not None:
            continue
        called = _CALLED.match(bare, found.end())
        name = "" if called is None else re.sub(r"\s", "", called["name"] or "")
        if name not in ("(", "{") and name.lower() not in _READING_PROCEDURES:
            yield f"CALL {name}".strip()
