"""The lexicon: which verbs and nouns express which relation, and who is who beside them.

Frames are data (lexicon/frames_*.yaml); their example sentences are run as tests.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, field_validator

from detente.graph.errors import ConfigError
from detente.graph.ids import fold
from detente.graph.registry import REGISTRY
from detente.graph.statements import Modality
from detente.loaders.reading.tables import read_table

__all__ = ["Frame", "Frames", "frames", "read_frames"]

_SOURCE = ("subj", "owner", "theme.owner")


class Frame(BaseModel):
    """One way of saying one relation: "lift, remove … sanctions on".

    Slots are explained in docs/lexicon.md. Words and slots are folded when read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    relation: str
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    theme_at: tuple[str, ...] = ()
    source: tuple[str, ...] = _SOURCE
    target: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    modality: Modality | None = None
    absorbs: bool = False
    together: bool = False
    own_side: str | None = None
    deal_target: bool = True
    target_required: bool = False
    explicit: bool = False
    guests: bool = False
    people: bool = False
    infinitive: bool = False
    with_modifier: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    notes: str | None = None

    @field_validator("verbs", "nouns", "theme_at", "source", "target", "place", "with_modifier")
    @classmethod
    def _folded(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(fold(word) for word in value)

    @field_validator("relation")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in REGISTRY:
            raise ValueError(f"{value} is no relation type of graph/relations.yaml")
        return value


class Frames(BaseModel, frozen=True):
    """A language's frames, its noun classes and its table of misleading forms."""

    frames: tuple[Frame, ...]
    classes: Mapping[str, frozenset[str]]
    lemmas: dict[str, str]
    by_verb: Mapping[str, tuple[Frame, ...]]
    by_noun: Mapping[str, tuple[Frame, ...]]


@lru_cache(maxsize=4)
def frames(lang: str) -> Frames:
    """The shipped lexicon of a language.

    >>> frames("en").by_verb["lift"][0].relation
    'LIFTED_SANCTIONS_ON'
    """
    folder = Path(__file__).with_name("lexicon")
    return read_frames(sorted(folder.glob(f"frames_{lang}*.yaml")))


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    classes: dict[str, tuple[str, ...]] = {}
    forms: dict[str, str] = {}
    frames: tuple[Frame, ...] = ()


def read_frames(paths: list[Path]) -> Frames:
    """Read lexicon files.

    Raises `ConfigError` naming file and line for a wrong field or an unknown relation, and the
    frame for an unknown class or an id given twice.
    """
    found: dict[str, Frame] = {}
    classes: dict[str, frozenset[str]] = {}
    lemmas: dict[str, str] = {}
    for path in paths:
        content = read_table(path, _File)
        for name, words in content.classes.items():
            classes[name] = classes.get(name, frozenset()) | {fold(word) for word in words}
        lemmas |= {fold(form): fold(lemma) for form, lemma in content.forms.items()}
        for frame in content.frames:
            if frame.id in found:
                raise ConfigError(f"{path.name}: frame {frame.id} is given twice")
            found[frame.id] = frame
    for frame in found.values():
        for name in frame.theme:
            if name not in classes:
                raise ConfigError(f"frame {frame.id}: no file of the lexicon has a class {name}")
    return Frames(
        frames=tuple(found.values()),
        classes=classes,
        lemmas=lemmas,
        by_verb=_index(found, "verbs"),
        by_noun=_index(found, "nouns"),
    )


def _index(found: Mapping[str, Frame], field: str) -> dict[str, tuple[Frame, ...]]:
    index: defaultdict[str, list[Frame]] = defaultdict(list)
    for word, frame in _words(found, field):
        parts = word.split(" ")
        if field == "verbs":
            parts = parts[1:2] if parts[0] == "se" else parts[:1]
        for part in parts:
            index[part].append(frame)
    return {word: tuple(dict.fromkeys(same)) for word, same in index.items()}


def _words(found: Mapping[str, Frame], field: str) -> Iterator[tuple[str, Frame]]:
    for frame in found.values():
        for word in getattr(frame, field):
            yield word, frame
