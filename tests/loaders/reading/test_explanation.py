"""Why sentences were read so: nothing changes by asking, and nothing is said that the text lacks.

The sentences are our own; what rules and ranker make of them is not judged here.
"""

from __future__ import annotations

import unicodedata

import pytest

from detente.graph.articles import Article
from detente.loaders.reading import weights
from detente.loaders.reading.draft import Draft
from detente.loaders.reading.explanation import Explanation, Rejected, Trace
from detente.loaders.reading.features import Features
from detente.loaders.reading.ranking import Ranker
from detente.loaders.reading.reader import Reading, read_article
from detente.loaders.reading.scene import Scene
from detente.loaders.reading.weighing import in_words
from detente.seeds import roster

ENGLISH = (
    "Turkish gunboats shadowed a Greek survey ship for three days. Hungary accused Serbia of "
    "espionage, and Italy and Spain offered to mediate. It rained. “We will never forgive Chile,” "
    "Peru's president said after the army of Peru had shelled a Chilean port. Denmark threatened "
    "to shell the port of Riga unless Latvia apologised. The US lifted sanctions on Belarus in "
    "exchange for the release of prisoners."
)
ROMANIAN = unicodedata.normalize(
    "NFD",
    "Rusia a amenințat că va lovi Polonia dacă Germania trimite arme Ucrainei. „Nu vom ceda”, a "
    "spus președintele Ucrainei. Danemarca a torpilat un cargou sârbesc.",
)


class Strict(Ranker):
    """Thinks no guess likely enough, and no pair of its own."""

    KEPT = 1.1
    LEAST = 1.2
    DOUBTFUL = 1.2


def explained(text: str, lang: str = "en", ranker: Ranker | None = None) -> Reading:
    return read_article(Article.of(text, lang=lang), roster(), ranker=ranker, explain=True)


def rejected(text: str, ranker: Ranker | None = None) -> list[Rejected]:
    (one,) = explained(text, ranker=ranker).explanations
    return list(one.rejected)


def reasons(text: str, rule: str, ranker: Ranker | None = None) -> list[str]:
    return [one.reason for one in rejected(text, ranker) if one.rule == rule]


@pytest.mark.parametrize(("text", "lang"), [(ENGLISH, "en"), (ROMANIAN, "ro")])
def test_asking_changes_nothing(text: str, lang: str) -> None:
    plain = read_article(Article.of(text, lang=lang), roster())
    asked = explained(text, lang)
    assert plain.explanations == ()
    assert (plain.statements, plain.outcomes) == (asked.statements, asked.outcomes)
    assert len(asked.explanations) == len(asked.outcomes)


@pytest.mark.parametrize(("text", "lang"), [(ENGLISH, "en"), (ROMANIAN, "ro")])
def test_every_statement_is_explained_once_and_every_word_stands_in_the_text(
    text: str, lang: str
) -> None:
    reading = explained(text, lang)
    told = [told for one in reading.explanations for told in one.statements]
    assert [(one.statement_id, one.rule, one.confidence) for one in told] == [
        (one.statement_id, one.rule, one.confidence) for one in reading.statements
    ]
    assert len(told) > 0
    for outcome, explanation in zip(reading.outcomes, reading.explanations, strict=True):
        assert explanation.text == text[outcome.start : outcome.end]
        spans = [span for told in explanation.statements for span in told.trigger]
        spans += [span for one in explanation.rejected for span in one.trigger]
        for span in spans:
            assert span.text == text[span.start : span.end] != ""
            assert outcome.start <= span.start < span.end <= outcome.end


def test_a_statement_of_the_ranker_says_how_likely_it_is_and_what_weighed_most() -> None:
    text = "Turkish gunboats shadowed a Greek survey ship for three days."
    (told,) = explained(text).explanations[0].statements
    assert told.rule == "en.ranker.assault"
    assert told.likelihood == told.confidence
    assert any("“gunboats”" in weight.words and weight.by > 0 for weight in told.weighed)
    heaviest = [abs(weight.by) for weight in told.weighed]
    assert heaviest == sorted(heaviest, reverse=True)


def test_a_dropped_guess_is_shown_with_its_reason() -> None:
    text = "Kenya protested on Monday; Uganda was not invited."
    strict = Strict(weights.load())
    assert [one.rule for one in explained(text).statements] == ["en.lash-out"]
    assert explained(text, ranker=strict).statements == ()
    (guess,) = [one for one in rejected(text, strict) if one.rule == "en.lash-out"]
    assert (guess.subjects, guess.objects) == (("KEN",), ("UGA",))
    assert guess.trigger[0].text == "protested"
    assert guess.reason == f"unlikely: {guess.likelihood:.3f}, 1.1 is needed"


def test_pairs_that_are_not_likely_enough_are_shown_the_likeliest_first() -> None:
    text = "Turkish gunboats shadowed a Greek survey ship for three days."
    pairs = [one for one in rejected(text, Strict(weights.load())) if one.rule == "en.ranker"]
    assert (pairs[0].subjects, pairs[0].relation, pairs[0].objects) == (
        ("TUR",),
        "ATTACKED",
        ("GRC",),
    )
    assert pairs[0].reason == f"unlikely: {pairs[0].likelihood:.3f}, 1.2 is needed"
    likely = [one.likelihood or 0 for one in pairs]
    assert likely == sorted(likely, reverse=True)
    assert min(likely) >= 0.1


@pytest.mark.parametrize(
    ("text", "rule", "reason"),
    [
        (
            "Denmark threatened to shell the port of Riga unless Latvia apologised.",
            "en.bomb-a-place",
            "part of “threatened”",
        ),
        (
            "Denmark threatened to shell the port of Riga unless Latvia apologised.",
            "en.threaten",
            "en.threaten-force fits the same words better",
        ),
        (
            "Peru's parliament sanctioned a Peruvian minister.",
            "en.sanction",
            "between one state and itself or its own organs",
        ),
        ("Police in Portugal arrested a suspect.", "en.arrest", "only one side is named"),
        (
            "The strikes came a day after Poland held a vote.",
            "en.attack-noun",
            "no actor in its roles",
        ),
    ],
)
def test_what_the_rules_themselves_leave_out(text: str, rule: str, reason: str) -> None:
    assert reasons(text, rule) == [reason]


def test_who_stand_in_one_list_do_nothing_to_each_other() -> None:
    found = [one for one in rejected("Qatar and Turkey mediated.") if one.rule == "en.ranker"]
    assert {one.reason for one in found if one.relation == "ACCUSED"} <= {"both stand in one list"}
    assert all(one.subjects != one.objects for one in found)


def test_what_the_same_words_say_already_is_left_out() -> None:
    """Who "both sides" are does not make two statements of one phrase: see `read_statement_id`."""
    reading = explained("Oman and Yemen held talks. Both sides oppose the Houthis.")
    told, again = reading.explanations[1].statements, reading.explanations[1].rejected
    assert [one.rule for one in told] == ["en.oppose"]
    assert "the same words say it already" in [one.reason for one in again]


def test_without_weights_the_rules_are_explained_alone() -> None:
    (one,) = explained("Hungary accused Serbia of espionage.", ranker=Ranker(None)).explanations
    assert isinstance(one, Explanation)
    (told,) = one.statements
    assert (told.likelihood, told.weighed) == (None, ())
    assert (told.subject_by, told.object_by) == ("name", "name")


class Watching(Ranker):
    """Keeps the scenes that it is shown."""

    def __init__(self) -> None:
        super().__init__(weights.load())
        self.scenes: list[Scene] = []

    def revise(self, scene: Scene, *, trace: Trace | None = None) -> list[Draft]:
        self.scenes.append(scene)
        return super().revise(scene, trace=trace)


@pytest.mark.parametrize(("text", "lang"), [(ENGLISH, "en"), (ROMANIAN, "ro")])
def test_every_feature_of_the_ranker_has_plain_words(text: str, lang: str) -> None:
    ranker = Watching()
    explained(text, lang, ranker)
    found: set[str] = set()
    for scene in ranker.scenes:
        features = Features(scene)
        found.update(features.of_sentence())
        found.update(one for dyad in scene.dyads() for one in features.of_pair(dyad))
    assert len(found) > 0
    assert {one for one in found if in_words(one) == one} == set()
