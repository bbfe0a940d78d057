"""The language pipelines that this project trained and ships: `load("ro")`, `load("en")`."""

# A language that has a pipeline here is a language that is read; what else it needs is in
# docs/new-language.md.

from __future__ import annotations

from functools import lru_cache

from spacy.language import Language

from detente.loaders.reading.pipelines import pack, tokenizer

__all__ = ["LANGUAGES", "load"]

#: Languages that detente reads: those with a pipeline.
LANGUAGES = pack.languages()


@lru_cache(maxsize=4)
def load(lang: str) -> Language:
    """The pipeline of a language, loaded once: tokens, lemmas, features and dependencies.

    >>> [token.lemma_ for token in load("en")("Russia attacked Ukraine.")][1]
    'attack'
    """
    nlp = pack.read(pack.path(lang))
    nlp.tokenizer = tokenizer.make(nlp)
    return nlp
