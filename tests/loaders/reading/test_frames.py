"""The lexicon: every frame's example sentences are read; wrong files are named with their line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.graph.articles import Article
from detente.graph.errors import ConfigError
from detente.graph.registry import REGISTRY
from detente.loaders.reading.frames import Frame, frames, read_frames
from detente.loaders.reading.pipelines import LANGUAGES
from detente.loaders.reading.reader import read_article
from detente.loaders.reading.words import read_words
from detente.seeds import roster

# Facts that come from data sets: no verb of the lexicon says them.
UNSAID = {"MEMBER_OF", "HOLDS_OFFICE"}


def examples() -> Iterator[tuple[str, Frame, str]]:
    for lang in LANGUAGES:
        for frame in frames(lang).frames:
            for example in frame.examples:
                yield lang, frame, example


@pytest.mark.parametrize(
    ("lang", "frame", "example"),
    [pytest.param(*case, id=f"{case[0]}.{case[1].id}.{n}") for n, case in enumerate(examples())],
)
def test_example(lang: str, frame: Frame, example: str) -> None:
    text, _, expected = example.partition("=>")
    found = set()
    for statement in read_article(Article.of(text.strip(), lang=lang), roster()).statements:
        ends = (statement.subject or "-", statement.object or "-")
        found.add((ends[0], statement.relation, ends[1]))
        if REGISTRY[statement.relation].symmetric:
            found.add((ends[1], statement.relation, ends[0]))
    for wanted in expected.split(";"):
        assert tuple(wanted.split()) in found, frame.id


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_type_and_every_frame_is_said(lang: str) -> None:
    lexicon = frames(lang)
    assert set(REGISTRY) - {frame.relation for frame in lexicon.frames} == UNSAID
    assert [frame.id for frame in lexicon.frames if len(frame.examples) == 0] == []


WRONG = [
    (
        "frames:\n- id: a\n  relation: ATTACKD\n",
        "line 3: frames.0.relation: Value error, ATTACKD is no",
    ),
    (
        "frames:\n- id: a\n  relation: ATTACKED\n  verb: [hit]\n",
        "line 4: frames.0.verb: Extra inputs",
    ),
    (
        "frames:\n- {id: a, relation: ATTACKED}\n- {id: a, relation: BOMBED}\n",
        "frames_xx.yaml: frame a is given twice",
    ),
    (
        "frames:\n- {id: a, relation: ATTACKED, theme: [bomb]}\n",
        "frame a: no file of the lexicon has a class bomb",
    ),
]


@pytest.mark.parametrize(("text", "problem"), WRONG)
def test_a_wrong_lexicon_is_named(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "frames_xx.yaml"
    path.write_text(text, encoding="utf8")
    with pytest.raises(ConfigError) as caught:
        read_frames([path])
    assert problem in str(caught.value)


def test_a_wrong_word_class_is_named(tmp_path: Path) -> None:
    path = tmp_path / "words_xx.yaml"
    path.write_text("roles: {XYZ: [tourist]}\n", encoding="utf8")
    with pytest.raises(ConfigError, match=r"words_xx\.yaml: line 1: roles: Value error, XYZ is no"):
        read_words(path)
