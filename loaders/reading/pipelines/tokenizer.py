"""spaCy's tokenizer with the few rules that news text needs."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex

__all__ = ["make"]

# A dash joins names and ranges ("Moscow–Minsk", "SUA-Belarus"): the parts are words of their own.
_DASHES = (
    r"(?<=\w)[–—](?=\w)",
    r"(?<=[A-ZĂÎȘȚÂ]{2})-(?=[A-ZĂÎȘȚÂ])",
    r"(?<=[a-zăîșțâ])-(?=[A-ZĂÎȘȚÂ])",
)
# Given names that Romanian rules would cut into a noun and a clitic.
_WHOLE = (
    "Jong-un",
    "Jong-Un",
    "Jong-il",
    "Jae-in",
    "Jae-myung",
    "Ki-moon",
    "Yo-jong",
    "al-Assad",
    "bin-Salman",
)
# Languages whose treebanks take a hyphenated word for one: "премьер-министр".
_HYPHENATED = frozenset({"ru"})


def make(nlp: Language) -> Tokenizer:
    """A tokenizer for `nlp` that splits joined names and keeps hyphenated given names whole."""
    tokenizer = nlp.tokenizer
    infixes = [*nlp.Defaults.infixes, *_DASHES]
    if nlp.lang in _HYPHENATED:
        infixes = [pattern for pattern in infixes if re.search(pattern, "а-а") is None]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    for word in _WHOLE:
        tokenizer.add_special_case(word, [{"ORTH": word}])
    return tokenizer
