"""Which language a text is written in, told by its small words."""

# A language is named only if it explains clearly more of the text than any other does.

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

from pydantic import BaseModel, field_validator

from detente.loaders.reading.tables import keys_of, read_table
from detente.loaders.reading.text import fold_letters

__all__ = ["Profile", "detect", "small_words"]

_SAMPLE = 20_000
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
# Scripts that one language has to itself, as far as news goes.
_SCRIPTS = (
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("fa", re.compile("[پچژگ]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
_SCRIPT_SHARE = 0.5
_SHARE, _LEAD, _FEWEST = 0.1, 1.15, 2


def detect(text: str) -> str | None:
    """The ISO 639-1 code of a text, None where its words do not say.

    >>> detect("The ministers met in Minsk on Friday and said that talks will go on.")
    'en'
    >>> detect("Ministrii s-au intalnit vineri la Minsk si au spus ca negocierile continua.")
    'ro'
    >>> detect("Les ministres se sont réunis vendredi à Minsk, selon le communiqué.")
    'fr'
    >>> detect("12345") is None
    True
    """
    sample = text[:_SAMPLE].replace("’", "'")
    words = [fold_letters(word) for word in _WORD.findall(sample)]
    if len(words) == 0:
        return None
    return _by_script(sample) or _by_words(words, sample)


def small_words(lang: str) -> frozenset[str]:
    """The small words that tell a language, folded.

    >>> "the" in small_words("en"), "minsk" in small_words("en")
    (True, False)
    """
    return _profiles()[lang].words


def _by_script(sample: str) -> str | None:
    letters = sum(map(str.isalpha, sample))
    for lang, script in _SCRIPTS:
        share = _SCRIPT_SHARE if lang not in ("fa", "ja") else 0.02
        if len(script.findall(sample)) > share * letters:
            return lang
    return None


def _by_words(words: list[str], sample: str) -> str | None:
    counts, low = Counter(words), sample.lower()
    scores: Counter[str] = Counter()
    for lang, profile in _profiles().items():
        scores[lang] = sum(counts[word] for word in profile.words)
        if profile.signs is not None:
            scores[lang] += len(re.findall(profile.signs, low))
    (best, most), (_, second) = scores.most_common(2)
    if most < _FEWEST or most < _SHARE * len(words) or most < _LEAD * second:
        return None
    return best


class Profile(BaseModel, frozen=True, extra="forbid"):
    """The small words of one language and the signs that count like them.

    >>> Profile(words="si de", signs="[șț]").words == {"si", "de"}
    True
    """

    words: frozenset[str]
    signs: str | None = None

    @field_validator("words", mode="before")
    @classmethod
    def _split(cls, value: str) -> frozenset[str]:
        # One string, because YAML takes a list's "no" and "on" for truth values.
        return frozenset(value.split())


@cache
def _profiles() -> dict[str, Profile]:
    source = Path(__file__).with_name("languages.yaml")
    return {lang: read_table(source, Profile, key=lang) for lang in keys_of(source)}
