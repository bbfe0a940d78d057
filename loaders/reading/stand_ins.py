"""Known names parsed under a familiar name.

A small parser stumbles over names that its treebank lacks ("Hungary backed Serbia" without a verb)
and over names of several words. Names that the gazetteer found are therefore shown to it as one
word that it knows, in the same case; every offset stays that of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from spacy.language import Language
from spacy.tokens import Doc

from detente.graph.ids import fold
from detente.loaders.reading.gazetteer import Hit

__all__ = ["masked", "spans_of"]

Span = tuple[int, int]
_ARTICLES = frozenset({"the"})


def masked(
    nlp: Language,
    text: str,
    hits: Iterable[Hit],
    names: Mapping[str, Mapping[str, str]],
    is_noun: Callable[[str], bool],
) -> Doc:
    """Tokenise a sentence, each known name as one stand-in word.

    `names` maps a kind of name to endings and stand-ins, longest ending first, "" for any.
    `is_noun` tells whether a word can only be a noun of the lexicon.
    Sentence boundaries are ours: the parser shall not set more.
    """
    tokens = nlp.make_doc(text)
    spans: list[Span] = [
        (token.idx, token.idx + len(token)) for token in tokens if not token.is_space
    ]
    words = [text[start:end] for start, end in spans]
    for hit in hits:
        first = next((i for i, span in enumerate(spans) if span[0] == hit.start), None)
        last = next((i for i, span in enumerate(spans) if span[1] == hit.end), None)
        stand_in = _stand_in(text[hit.start : hit.end], hit, names)
        if first is not None and last is not None and stand_in is not None:
            after = words[last + 1] if last + 1 < len(words) else ""
            if first > 0 and words[first - 1].lower() in _ARTICLES and not is_noun(fold(after)):
                # "the United States": no article before a stand-in. "The US embassy" keeps it.
                first -= 1
            words[first : last + 1] = [stand_in]
            spans[first : last + 1] = [(spans[first][0], hit.end)]
    spaces = [end < len(text) and text[end].isspace() for _, end in spans]
    doc = Doc(nlp.vocab, words=words, spaces=spaces)
    for token in doc:
        token.is_sent_start = token.i == 0
    doc.user_data["spans"] = spans
    doc.user_data["text"] = text
    return doc


def spans_of(doc: Doc) -> list[tuple[str, int, int]]:
    """The words of a masked document as written, with their offsets."""
    text = doc.user_data["text"]
    return [(text[start:end], start, end) for start, end in doc.user_data["spans"]]


def _stand_in(written: str, hit: Hit, names: Mapping[str, Mapping[str, str]]) -> str | None:
    endings = names.get(hit.entries[0].kind)
    if endings is None:
        return None
    parts = fold(written).split()
    # „Republicii Moldova”, „Statelor Unite”: the first word of a name carries its case.
    for part in (parts[0], parts[-1]):
        for ending, word in endings.items():
            if ending != "" and part.endswith(ending):
                return word
    return endings.get("")
