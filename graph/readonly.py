"""Whether a query that somebody typed may run where nothing may be written."""

# Invariant: what is refused here is refused by its words alone, before any database sees it. Words
# in strings, comments and back-ticks, after a dot (properties) or colon (labels), and before a
# colon (keys) are free. It errs on the safe side: a variable may not be called `set`.
# Neo4j is asked what a query would do, but calls reading what is not about the graph: files,
# addresses, the queries of others. `check_harmless` is for that, and stands before every database.

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from detente.graph.errors import StoreError

__all__ = ["check_harmless", "check_reads_only", "shows", "without_profile"]

_WRITING = frozenset(
    {"ALTER", "CREATE", "DEALLOCATE", "DELETE", "DENY", "DETACH", "DROP", "ENABLE", "FOREACH"}
    | {"GRANT", "INSERT", "LOAD", "MERGE", "REMOVE", "RENAME", "REVOKE", "SET", "START", "STOP"}
    | {"TERMINATE"}
)
_REACHING = {"LOAD": "reads files", "TERMINATE": "ends what others run"}
_READING_PROCEDURES = frozenset(
    {"db.labels", "db.propertykeys", "db.relationshiptypes", "dbms.components"}
    | {"db.schema.visualization"}
)
_QUOTED = re.compile(
    r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`]|``)*`|//[^\r\n]*|/\*.*?\*/""", re.DOTALL
)
_WORD = re.compile(r"(?P<prefix>[.:&|!$]\s*)?(?P<word>[^\W\d]\w*)(?P<key>(?=\s*:))?")
# Parts of APOC that read or write files and addresses, or run Cypher hidden in a text.
_HIDDEN = re.compile(
    r"\bapoc\s*\.\s*(?:case|cypher|do|export|import|load|periodic|systemdb|trigger|when)\b",
    re.IGNORECASE,
)
# Quantifiers that give nothing back (`++`, `*+`): what is a comment stays one.
_PROFILE = re.compile(
    r"(?P<lead>(?:\s++|//[^\r\n]*+|(?>/\*.*?\*/)|(?:CYPHER|EXPLAIN)\b|\d++\b|\w++\s*+=\s*+\w++)*+)PROFILE\b",
    re.IGNORECASE | re.DOTALL,
)
# Neo4j reads these anywhere in a query, before it looks for words.
_ESCAPE = re.compile(r"\\u+([0-9a-fA-F]{4})")
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
    for bare in map(_bare, _readings(query)):
        for word in (*_words(bare, _WRITING), *_writing_calls(bare)):
            raise StoreError(f"the query would write ({word}): only reading is allowed here")


def check_harmless(query: str) -> None:
    """Raise `StoreError` when `query` would reach beyond the graph.

    >>> check_harmless("LOAD CSV FROM 'file:///etc/hosts' AS line RETURN line")
    Traceback (most recent call last):
    detente.graph.errors.StoreError: the query reads files (LOAD): only the graph is read here
    """
    for text in _readings(query):
        for word in _words(_bare(text), _REACHING):
            raise StoreError(f"the query {_REACHING[word]} ({word}): only the graph is read here")
        hidden = _HIDDEN.search(_unquoted(text))
        if hidden is not None:
            name = re.sub(r"\s", "", hidden[0])
            raise StoreError(f"the query uses {name}, which does more than read the graph")


def without_profile(query: str) -> str:
    """The query without the PROFILE that it begins with, so that EXPLAIN can go before it.

    >>> without_profile("CYPHER 25 PROFILE RETURN 1"), without_profile("RETURN 1 AS profile")
    ('CYPHER 25  RETURN 1', 'RETURN 1 AS profile')
    """
    found = _PROFILE.match(query)
    return query if found is None else found["lead"] + query[found.end() :]


def shows(query: str) -> bool:
    """Whether it is a SHOW command: Neo4j calls some of these writing, and none of them is.

    >>> shows("/* which */ SHOW DATABASES"), shows("// SHOW")
    (True, False)
    """
    return all(_first_word(text) == "SHOW" for text in _readings(query))


def _first_word(query: str) -> str:
    found = _WORD.search(_bare(query))
    return "" if found is None else found["word"].upper()


def _readings(query: str) -> tuple[str, str]:
    """The query as it stands, and as a database sees it that reads escapes anywhere."""
    return query, _ESCAPE.sub(lambda found: chr(int(found[1], 16)), query)


def _bare(query: str) -> str:
    """Return `query` with strings and names in back-ticks emptied and comments blanked."""
    return _QUOTED.sub(lambda found: " " if found[0][0] == "/" else found[0][0] * 2, query)


def _unquoted(query: str) -> str:
    """Return `query` without strings and comments, and with names in back-ticks as plain names."""
    return _QUOTED.sub(
        lambda found: found[0][1:-1] if found[0][0] == "`" else " ",
        query,
    )


def _words(bare: str, words: Collection[str]) -> Iterator[str]:
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
