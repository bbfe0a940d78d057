"""What the annotated news adds to the rules: every pair of a sentence weighed, the best kept.

A statement that the ranker made names it in its rule ("en.ranker.accuse"); its confidence is how
likely the ranker takes it to be right.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.graph.registry import REGISTRY, by_plover
from detente.loaders.reading.draft import COMPLETE, Draft, completeness
from detente.loaders.reading.frames import Frame
from detente.loaders.reading.hints import hints
from detente.loaders.reading.hypotheses import (
    MUTUAL,
    TYPES,
    Hypothesis,
    hypotheses,
    is_guess,
    layers,
    logistic,
)
from detente.loaders.reading.parse import Parse
from detente.loaders.reading.roles import Party
from detente.loaders.reading.scene import Dyad, Scene, dyads_of, ways_of
from detente.loaders.reading.weights import Floats, Weights, load

if TYPE_CHECKING:
    from detente.loaders.reading.explanation import Trace

__all__ = ["Ranker", "shipped"]

# What a part of a noun phrase is to its head.
_WHERE = frozenset({"in", "at", "near", "la"})
_INSIDE = frozenset({"amod", "nmod", "compound", "appos", "flat"})


class _Bar(NamedTuple):
    """How likely a hypothesis has to be, and why where nothing is likely enough."""

    least: float
    why: str | None = None


class Ranker:
    """Revises what the rules found in a sentence.

    Without weights the rules stand alone.

    >>> from detente.graph.articles import Article
    >>> from detente.loaders.reading.reader import read_article
    >>> from detente.seeds import roster
    >>> text = Article.of("Danemarca a torpilat un cargou sârbesc.", lang="ro")
    >>> len(read_article(text, roster(), ranker=Ranker(None)).statements)
    0
    >>> [statement.rule for statement in read_article(text, roster()).statements]
    ['ro.ranker.assault']
    """

    #: The least probability of a statement that no rule made, of such a one whose type no word
    #: leans to or a rule tells otherwise, and of one that a rule made.
    LEAST = 0.4
    DOUBTFUL = 0.6
    KEPT = 0.2
    #: A pair less likely than this is no more looked at.
    LIKELY = 0.1
    #: The other direction of a pair, or a lone side beside a whole one, has to be likelier by this.
    BESIDE = 0.1
    #: The other direction of a pair has to be as likely up to this factor.
    TURNED = 1.6
    #: What the rules are sure of stays above this.
    FLOOR = 0.05
    SURE = 0.6

    def __init__(self, weights: Weights | None) -> None:
        self._weights = weights
        self._rows = {} if weights is None else weights.rows()

    def revise(self, scene: Scene, *, trace: Trace | None = None) -> list[Draft]:
        """The drafts that stay, and those that the rules missed; `trace` is told of the rest."""
        if self._weights is None or len(scene.actors) == 0:
            return scene.drafts
        said = layers(self._weights, self._rows, scene)
        tried = hypotheses(scene, said)
        tried = [one for one in tried if one.row[0] >= self.LIKELY or _is_ruled(scene, one)]
        if len(tried) == 0:
            return scene.drafts
        odds = self._weights.trees.score(np.array([one.row for one in tried], np.float32))
        sure = logistic(odds)
        if trace is not None:
            trace.weigh(scene, (self._weights, self._rows), tried, sure)
        chosen = self._chosen(scene, tried, sure, trace)
        wanted = {(dyad, kind) for _, dyad, kind in chosen}
        kept = [
            draft
            for draft in scene.drafts
            if draft.kind.plover is None
            or any((dyad, draft.kind.plover) in wanted for dyad in dyads_of(draft))
        ]
        told = {(dyad, draft.kind.plover) for draft in kept for dyad in ways_of(draft)}
        missed = [one for one in chosen if one[1:] not in told]
        aside = _is_aside(scene)
        added = [one for one in missed if not (aside or _among_firms(scene, one[1]))]
        if trace is not None:
            why = "beside words of sports, weather or arts" if aside else "between firms"
            for one in missed:
                if one not in added:
                    trace.refuse(*one[1:], why)
            for draft in scene.drafts:
                if draft not in kept:
                    trace.drop(draft)
        made = [_made(scene, dyad, kind, sure) for sure, dyad, kind in added]
        return sorted([*kept, *made], key=lambda draft: draft.word)

    def _chosen(
        self, scene: Scene, tried: list[Hypothesis], sure: Floats, trace: Trace | None
    ) -> list[tuple[float, Dyad, str]]:
        """The likeliest hypotheses that go together, what the rules are sure of first."""
        ranked = []
        for one, chance in zip(tried, map(float, sure), strict=True):
            safe = chance >= self.FLOOR and self._is_safe(scene, one)
            bar = self._bar(scene, one)
            if safe or chance >= bar.least:
                ranked.append((safe, chance, one))
            elif trace is not None:
                few = f"unlikely: {chance:.3f}, {bar.least} is needed"
                trace.refuse(one.dyad, one.kind, bar.why or few)
        ranked.sort(key=lambda item: (-item[0], -item[1]))
        chosen: list[tuple[float, Dyad, str]] = []
        for safe, chance, one in ranked:
            rivals = (other for other in chosen if self._clash(one, chance, other))
            rival = None if safe else next(rivals, None)
            if rival is None:
                chosen.append((chance, one.dyad, one.kind))
            elif trace is not None:
                trace.refuse(one.dyad, one.kind, rival)
        return chosen

    def _bar(self, scene: Scene, one: Hypothesis) -> _Bar:
        if _is_ruled(scene, one):
            return _Bar(self.KEPT)
        if _are_joined(scene, one.dyad) and one.kind not in MUTUAL:
            # "Qatar and Turkey mediated": those who act together do nothing to each other.
            return _Bar(1, "both stand in one list")
        if one.kind not in MUTUAL and _only_undergoes(scene, one.dyad[0]):
            # "An Italian journalist was released": whom it befalls did not do it.
            return _Bar(1, "it befalls whom it would have act")
        if one.kind != "CONSULT" and any(_is_only_where(scene, side) for side in one.dyad):
            # "signed in Kuala Lumpur": a place does nothing, though one may have been there.
            return _Bar(1, "a place")
        if _is_of_a_state(scene, one):
            # "India wants a solution to the war in Ukraine": it fights nobody.
            return _Bar(1, "a state of others")
        if None in one.dyad:
            # A rule that knows another type for a lone side knows better.
            doubtful = one.dyad in scene.proposals
        else:
            doubtful = _is_third(scene, one) or not _is_worded(scene, one.kind)
        return _Bar(self.DOUBTFUL if doubtful else self.LEAST)

    def _is_safe(self, scene: Scene, one: Hypothesis) -> bool:
        return any(
            proposal.draft.kind.plover == one.kind
            and proposal.confidence >= self.SURE
            and not is_guess(proposal)
            and completeness(proposal.draft) == COMPLETE
            for proposal in scene.proposals.get(one.dyad, ())
        )

    def _clash(self, one: Hypothesis, chance: float, other: tuple[float, Dyad, str]) -> bool:
        """Whether a hypothesis says the same again, or the contrary."""
        sure, dyad, kind = other
        if one.dyad == dyad:
            # Annotators accept several types for one event: a second one is the first told again.
            return True
        same = kind == one.kind
        if one.dyad == (dyad[1], dyad[0]):
            mutual = kind in MUTUAL or one.kind in MUTUAL
            return same or mutual or chance < max(self.LEAST + self.BESIDE, sure / self.TURNED)
        if None in one.dyad or None in dyad:
            shared = any(
                mine is not None and mine == its for mine, its in zip(one.dyad, dyad, strict=True)
            )
            return shared and (same or chance < self.LEAST + self.BESIDE)
        return False


def _is_ruled(scene: Scene, one: Hypothesis) -> bool:
    same = scene.proposals.get(one.dyad, ())
    return any(proposal.draft.kind.plover == one.kind for proposal in same)


def _are_joined(scene: Scene, dyad: Dyad) -> bool:
    """Whether both sides stand in one list: "Qatar and Turkey mediated"."""
    one, other = (
        {_first(scene.parse, index) for index, _ in scene.actors.get(side or "", ())}
        for side in dyad
    )
    return not one.isdisjoint(other)


def _is_only_where(scene: Scene, actor: str | None) -> bool:
    """Whether an actor is named by its capital alone, and that as a place."""
    places = scene.actors.get(actor or "", [])
    return len(places) > 0 and all(
        party.how in {"capital", "place"} and scene.parse.case(index) in _WHERE
        for index, party in places
    )


def _is_of_a_state(scene: Scene, one: Hypothesis) -> bool:
    """Whether one side is only named as party to a state (a war) that the other is apart from."""
    path = scene.path(one.dyad)
    if path is None:
        return False
    words = scene.parse.words
    nouns = {words[end].head for end in (path.source, path.target)} - {path.up[-1]}
    return any(
        REGISTRY[trigger.frame.relation].kind == "state"
        and REGISTRY[trigger.frame.relation].plover == one.kind
        for noun in sorted(nouns)
        for trigger in scene.triggers.get(noun, ())
    )


def _only_undergoes(scene: Scene, actor: str | None) -> bool:
    """Whether an actor is named only as, or inside, the subject of passive verbs."""
    places = scene.actors.get(actor or "", [])
    return len(places) > 0 and all(_is_passive_subject(scene.parse, at) for at, _ in places)


def _is_passive_subject(parse: Parse, index: int) -> bool:
    while parse.words[index].label in _INSIDE:
        index = parse.words[index].head
    return parse.words[index].label == "nsubj" and parse.words[index].subtype == "pass"


def _first(parse: Parse, index: int) -> int:
    """The head of the list that a word belongs to."""
    while parse.words[index].label == "conj" and parse.words[index].pos not in {"VERB", "AUX"}:
        index = parse.words[index].head
    return index


def _is_third(scene: Scene, one: Hypothesis) -> bool:
    """Whether what two do together is told of others, or of a list of more than two."""
    if one.kind not in MUTUAL | {"SUPPORT"}:
        return False
    both = {
        actor
        for actor, places in scene.actors.items()
        if any(party.how == "both" for _, party in places)
    }
    if len(both) > 0 and not both >= set(one.dyad):
        # "The two neighbours signed a pact beside Malaysia's prime minister."
        return True
    return _are_joined(scene, one.dyad) and len(scene.actors) > len(one.dyad)


def _is_worded(scene: Scene, kind: str) -> bool:
    """Whether any word of a sentence calls up a type or leans to it."""
    called = (trigger for same in scene.triggers.values() for trigger in same)
    if any(REGISTRY[trigger.frame.relation].plover == kind for trigger in called):
        return True
    known = hints(scene.lang)
    return any(kind in known.of(word.form, word.lemma) for word in scene.parse.words)


def _is_aside(scene: Scene) -> bool:
    """Whether a sentence tells of sports, weather or arts, where words mean something else."""
    known = hints(scene.lang)
    return any(TYPES[0] in known.of(word.form, word.lemma) for word in scene.parse.words)


def _among_firms(scene: Scene, dyad: Dyad) -> bool:
    # "A German bank bought a Polish bank": no act of a state.
    parties = [party for side in dyad for _, party in scene.actors.get(side or "", ())[:1]]
    return len(parties) > 0 and all(party.actor.endswith(":BUS") for party in parties)


def _made(scene: Scene, dyad: Dyad, kind: str, sure: float) -> Draft:
    """A draft for a pair that the rules did not see."""
    path = scene.path(dyad)
    nodes = [scene.actors[actor][0] for actor in dyad if actor in scene.actors]
    near = [index for index, _ in nodes] if path is None else path.inner
    called = [
        (min((abs(trigger.word - index) for index in near), default=0), -trigger.weight, trigger)
        for same in scene.triggers.values()
        for trigger in same
        if REGISTRY[trigger.frame.relation].plover == kind
        and REGISTRY[trigger.frame.relation].kind != "state"
        # Who was released has to be said: "released a summary of the call".
        and not trigger.frame.people
        and (REGISTRY[trigger.frame.relation].symmetric or not _are_joined(scene, dyad))
    ]
    frame, word, theme = _generic(kind), _bearer(scene, near, nodes), None
    if len(called) > 0:
        _, _, best = min(called, key=lambda item: item[:2])
        frame, word, theme = best.frame, best.word, best.theme
    ends = (None, None) if path is None else (path.source, path.target)
    source, target = (_party(scene, actor, end) for actor, end in zip(dyad, ends, strict=True))
    draft = Draft(
        frame,
        word,
        theme,
        [] if source is None else [source],
        [] if target is None else [target],
        confidence=sure,
        ranked=True,
    )
    if draft.kind.symmetric and source is not None and target is not None:
        words = (source.words or (0, 0), target.words or (0, 0))
        if words[1] < words[0]:
            draft.source, draft.target = draft.target, draft.source
    return draft


def _party(scene: Scene, actor: str | None, at: int | None) -> Party | None:
    places = scene.actors.get(actor or "", [])
    if actor is None or len(places) == 0:
        return None
    found = next((party for index, party in places if index == at), places[0][1])
    return found._replace(confidence=1.0)


def _bearer(scene: Scene, near: list[int], nodes: list[tuple[int, Party]]) -> int:
    """The word that carries an act no word of the lexicon names: the highest between the two."""
    words = scene.parse.words
    own = {index for index, _ in nodes}
    between = [index for index in near if index not in own and words[index].pos != "PUNCT"]
    verbs = [index for index in between if words[index].pos in {"VERB", "AUX"}]
    if len(verbs) > 0 or len(between) > 0:
        return min(verbs or between, key=lambda index: sum(1 for _ in scene.parse.ancestors(index)))
    start = nodes[0][0]
    above = (index for index in scene.parse.ancestors(start) if words[index].pos != "PUNCT")
    return next((index for index in above if index not in own), start)


@lru_cache(maxsize=32)
def _generic(kind: str) -> Frame:
    return Frame(id=kind.lower(), relation=by_plover(kind).type)


@lru_cache(maxsize=1)
def shipped() -> Ranker:
    """The ranker with the shipped weights."""
    return Ranker(load())
