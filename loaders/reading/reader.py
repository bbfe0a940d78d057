"""Article in, statements out: runs the stages in order and accounts for every sentence."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from detente.graph.articles import Article
from detente.graph.errors import LoadError
from detente.graph.ids import fold
from detente.graph.roster import Roster
from detente.graph.statements import Statement
from detente.loaders.articles import header
from detente.loaders.reading import pipelines
from detente.loaders.reading.clause import ClauseReader
from detente.loaders.reading.explanation import Explanation, Trace
from detente.loaders.reading.gaps import Lack
from detente.loaders.reading.gazetteer import gazetteer
from detente.loaders.reading.language import detect
from detente.loaders.reading.lemmas import lemmas
from detente.loaders.reading.ranking import Ranker, shipped
from detente.loaders.reading.sentences import sentences
from detente.loaders.reading.stand_ins import masked
from detente.loaders.reading.text import CleanText, clean
from detente.loaders.reading.words import words
from detente.loaders.reading.writing import Sought

__all__ = [
    "LONGEST_ARTICLE",
    "Outcome",
    "Reading",
    "language_of",
    "read_article",
    "reader_version",
]

_FOLDER = Path(__file__).parent
#: A longer text is no article: a reader would not finish it, a machine not soon.
LONGEST_ARTICLE = 400_000
_SHORT = 30
_BATCH = 64


class Outcome(NamedTuple):
    """What became of one sentence, and why; `lacks` names what stood in the way of an event."""

    article_id: str
    sentence: int
    start: int
    end: int
    outcome: str
    reason: str
    lacks: tuple[Lack, ...] = ()


class Reading(NamedTuple):
    """All statements of an article, one outcome a sentence, and one explanation where asked.

    `remarks` are what a model that was asked too has to be said about.
    """

    statements: tuple[Statement, ...]
    outcomes: tuple[Outcome, ...]
    explanations: tuple[Explanation, ...] = ()
    remarks: tuple[str, ...] = ()


def read_article(
    article: Article, roster: Roster, *, ranker: Ranker | None = None, explain: bool = False
) -> Reading:
    """Read an article in a language that has a pipeline; `ranker` replaces the shipped one.

    With `explain` it also says what made each statement, and what was thought of and left out.

    >>> from detente.seeds import roster
    >>> article = Article.of("The US eased sanctions on Belarus.", lang="en")
    >>> [s.relation for s in read_article(article, roster()).statements]
    ['EASED_SANCTIONS_ON']

    Raises `LoadError` for an empty text and for a language that is not read.
    """
    if len(article.text) > LONGEST_ARTICLE:
        raise LoadError(
            article.article_id,
            f"has {len(article.text):,} characters, more than the {LONGEST_ARTICLE:,} of an "
            "article: split it, or give one article a line as JSON lines",
        )
    body = header.split(article.text).body_start
    cleaned = clean(article.text, body)
    if cleaned.text.strip() == "":
        raise LoadError(article.article_id, "the article is empty")
    lang = language_of(article, cleaned)
    trace = Trace(article, cleaned, lang) if explain else None
    reader = ClauseReader(
        article,
        lang,
        roster,
        cleaned,
        reader_version(),
        ranker=ranker or _ranker(lang),
        trace=trace,
    )
    outcomes: list[Outcome] = []
    statements: dict[str, Statement] = {}
    for sought, doc in _parsed(cleaned, lang, roster):
        found, silence = reader.read(sought, doc)
        if trace is not None:
            trace.end(sought, statements)
        for statement in found:
            statements.setdefault(statement.statement_id, statement)
        start, end = cleaned.original_span(sought.sentence.start, sought.sentence.end)
        outcomes.append(Outcome(article.article_id, sought.sentence.index, start, end, *silence))
    explained = () if trace is None else tuple(trace.explanations)
    return Reading(tuple(reader.finished(statements.values())), tuple(outcomes), explained)


def _ranker(lang: str) -> Ranker:
    """The shipped ranker for a language that it has learnt, one that has its hints; else none."""
    learnt = (_FOLDER / "lexicon" / f"hints_{lang}.yaml").is_file()
    return shipped() if learnt else Ranker(None)


@lru_cache(maxsize=1)
def reader_version() -> str:
    """A hash of the code, the lexicon and the pipelines: what reads the same text differently.

    >>> len(reader_version())
    12
    """
    digest = hashlib.sha256()
    for path in sorted([*_FOLDER.glob("*.py"), *_FOLDER.glob("**/*.yaml")]):
        digest.update(path.read_bytes())
    for path in sorted(
        [*_FOLDER.glob("pipelines/*.pipeline"), *_FOLDER.glob("pipelines/*.weights")]
    ):
        digest.update(f"{path.name} {zlib.crc32(path.read_bytes())}".encode())
    return digest.hexdigest()[:12]


def language_of(article: Article, cleaned: CleanText) -> str:
    """The language to read an article in: the one it names, else what its words tell.

    >>> text = "The US eased sanctions on Belarus."
    >>> language_of(Article.of(text), clean(text))
    'en'

    Raises `LoadError` for one that is not read.
    """
    lang = article.lang or detect(cleaned.text) or _by_lexicon(cleaned.text)
    if lang not in pipelines.LANGUAGES:
        named = "its language is not recognised" if lang is None else f"it is in '{lang}'"
        raise LoadError(
            article.article_id,
            f"{named}: detente reads {', '.join(pipelines.LANGUAGES)}; name one with --lang",
        )
    return lang


def _by_lexicon(text: str) -> str | None:
    """The language of a line too short for its small words to tell: "Israel strikes Iran"."""
    words = [fold(word) for word in text.split()]
    if len(words) > _SHORT:
        return None
    known = {lang: sum(map(lemmas(lang).knows, words)) for lang in pipelines.LANGUAGES}
    best, second = sorted(known, key=lambda lang: -known[lang])[:2]
    return best if known[best] > known[second] else None


def _parsed(cleaned: CleanText, lang: str, roster: Roster) -> Iterator[tuple[Sought, Doc | None]]:
    """Every sentence with its names; only those that name an actor are parsed."""
    names = gazetteer(roster, lang)
    nlp = pipelines.load(lang)
    batch: list[Sought] = []
    for sentence in sentences(cleaned, lang):
        text = cleaned.text[sentence.start : sentence.end]
        batch.append(Sought(sentence, text, tuple(names.find(text))))
        if len(batch) == _BATCH:
            yield from _parse(nlp, batch, lang)
            batch = []
    yield from _parse(nlp, batch, lang)


def _parse(nlp: Language, batch: list[Sought], lang: str) -> Iterator[tuple[Sought, Doc | None]]:
    named = [sought for sought in batch if len(sought.hits) > 0]
    names, is_noun = words(lang).masks, lemmas(lang).is_noun
    docs = nlp.pipe(masked(nlp, sought.text, sought.hits, names, is_noun) for sought in named)
    parsed = dict(zip((sought.sentence.index for sought in named), docs, strict=True))
    for sought in batch:
        yield sought, parsed.get(sought.sentence.index)
