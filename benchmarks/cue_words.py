"""The yardstick: events guessed from forty cue words, with no grammar at all.

In each sentence the first cue word gives the type, the first two actors named are source and
target, and everything counts as happened. Any reader has to do better than that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from detente.graph.articles import Article
from detente.graph.ids import fold
from detente.graph.roster import Roster
from detente.loaders.reading.gazetteer import Hit, gazetteer
from detente.loaders.reading.sentences import sentences
from detente.loaders.reading.text import clean

__all__ = ["guess"]

# Twenty beginnings of words a language, chosen before they were measured.
CUES = {
    "en": {
        "ACCUSE": ("accus", "blam", "condemn", "criticis"),
        "AGREE": ("agree",),
        "AID": ("aid",),
        "ASSAULT": ("attack", "kill", "strike", "bomb"),
        "CONSULT": ("met", "visit", "talks"),
        "MOBILIZE": ("deploy",),
        "REJECT": ("reject", "refus"),
        "REQUEST": ("urge", "call"),
        "SANCTION": ("sanction",),
        "THREATEN": ("threat",),
    },
    "ro": {
        "ACCUSE": ("acuz", "condamn", "critic"),
        "AGREE": ("acord",),
        "AID": ("ajut",),
        "ASSAULT": ("atac", "ucis", "bombard", "lovit", "ucid"),
        "CONSULT": ("întâln", "vizit", "discu"),
        "MOBILIZE": ("desfășur",),
        "REJECT": ("respin", "refuz"),
        "REQUEST": ("cer", "îndeamn"),
        "SANCTION": ("sancți",),
        "THREATEN": ("amenin",),
    },
}


def guess(article: Article, roster: Roster) -> Iterator[dict[str, Any]]:
    """The events of an article, as the scorer wants them."""
    lang = article.lang or "en"
    cleaned = clean(article.text)
    for sentence in sentences(cleaned, lang):
        words = cleaned.text[sentence.start : sentence.end]
        ends = _actors(gazetteer(roster, lang).find(words), roster, article)
        kind = _type(words, lang)
        if kind is None or len(ends) == 0:
            continue
        start, end = cleaned.original_span(sentence.start, sentence.end)
        yield {
            "source": ends[0],
            "target": ends[1] if len(ends) > 1 else None,
            "type": kind,
            "modality": "actual",
            "event_date": None,
            "evidence": article.text[start:end],
        }


def _type(words: str, lang: str) -> str | None:
    found = [
        (match.start(), kind)
        for kind, cues in CUES[lang].items()
        for match in re.finditer(rf"\b(?:{fold('|'.join(cues))})", fold(words))
    ]
    return min(found)[1] if len(found) > 0 else None


def _actors(hits: list[Hit], roster: Roster, article: Article) -> list[str]:
    """The actors in the order of their naming; people with an office stand for its state."""
    named = []
    for hit in hits:
        entry = hit.entries[0]
        if entry.kind != "person":
            named.append(entry.target)
            continue
        offices = roster.offices(entry.target, on=article.published_at)
        named += [office.actor_id for office in offices[:1]]
    return list(dict.fromkeys(named))
