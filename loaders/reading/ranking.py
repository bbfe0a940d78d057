"""What the annotated news adds to the rules: every pair of a sentence weighed, the best kept.

Linear layers say how likely two actors are source and target of anything, and of which type; small
trees weigh that against what the rules propose. A statement that the ranker made names it in its
rule ("en.ranker.accuse"), and its confidence is the share of such guesses that were right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from detente.graph.registry import REGISTRY, by_plover
from detente.loaders.reading.draft import COMPLETE, Draft, completeness
from detente.loaders.reading.features import Features, hashed
from detente.loaders.reading.frames import Frame
from detente.loaders.reading.hints import hints
from detente.loaders.reading.parse import Parse
from detente.loaders.reading.roles import Party
from detente.loaders.reading.scene import Dyad, Proposal, Scene
from detente.loaders.reading.weights import Floats, Weights, load

__all__ = [
    "COLUMNS",
    "JOINT",
    "NUMBERS",
    "PAIR",
    "REQUIRED",
    "SENTENCE",
    "TYPE",
    "TYPES",
    "Hypothesis",
    "Layers",
    "Ranker",
    "hypotheses",
    "layers_of",
    "shipped",
]

#: The PLOVER types that the ranker tells apart; the first column of each layer is "none".
TYPES = (
    "NONE",
    "ACCUSE",
    "AGREE",
    "AID",
    "ASSAULT",
    "COERCE",
    "CONCEDE",
    "CONSULT",
    "COOPERATE",
    "MOBILIZE",
    "PROTEST",
    "REJECT",
    "REQUEST",
    "RETREAT",
    "SANCTION",
    "SUPPORT",
    "THREATEN",
)
NUMBERS = {name: number for number, name in enumerate(TYPES)}
#: Columns of the linear layers: joint type, pair, type of a pair, sentence, required sentence.
JOINT = slice(0, len(TYPES))
TYPE = slice(len(TYPES), 2 * len(TYPES))
PAIR = 2 * len(TYPES)
SENTENCE = PAIR + 1
REQUIRED = PAIR + 2
COLUMNS = PAIR + 3

_MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
_FORCE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE"})
_WORDS = frozenset({"ACCUSE", "REJECT", "THREATEN", "REQUEST"})
# What a part of a noun phrase is to its head.
_INSIDE = frozenset({"amod", "nmod", "compound", "appos", "flat"})
_TRIED = 3
_GUESSED = "only other actor"


class Hypothesis(NamedTuple):
    """A pair may be of a type; `row` is what the trees weigh."""

    dyad: Dyad
    kind: str
    row: tuple[float, ...]


class Layers(NamedTuple):
    """What the linear layers say of the pairs of one sentence."""

    dyads: list[Dyad]
    pair: Floats
    joint: Floats
    kind: Floats
    sentence: tuple[float, float]


def _layers(weights: Weights, rows: dict[int, int], scene: Scene) -> Layers:
    """Weigh all pairs of a sentence."""
    features = Features(scene)
    dyads = list(scene.dyads())
    common = _summed(weights, rows, hashed(features.of_sentence()))
    pairs = [_summed(weights, rows, hashed(features.of_pair(dyad))) for dyad in dyads]
    scores = (common + np.stack(pairs)) * weights.scale + weights.bias
    return layers_of(dyads, scores, common * weights.scale + weights.bias)


def layers_of(dyads: list[Dyad], scores: Floats, sentence: Floats) -> Layers:
    """What the scores of pairs and of their sentence mean."""
    return Layers(
        dyads,
        _logistic(scores[:, PAIR]),
        _softmax(scores[:, JOINT]),
        _softmax(scores[:, TYPE]),
        (float(_logistic(sentence[SENTENCE])), float(_logistic(sentence[REQUIRED]))),
    )


def _summed(weights: Weights, rows: dict[int, int], found: list[int]) -> Floats:
    known = [rows[one] for one in found if one in rows]
    total: Floats = weights.linear[known].sum(0, dtype=np.int32).astype(np.float32)
    return total


def _logistic(scores: Floats) -> Floats:
    return np.float32(1) / (np.float32(1) + np.exp(-scores))


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    shares: Floats = powers / powers.sum(1, keepdims=True)
    return shares


def hypotheses(scene: Scene, said: Layers) -> list[Hypothesis]:
    """The likeliest types of each pair, and those that the rules propose."""
    pair, joint, kind = said.pair, said.joint, said.kind.copy()
    kind[:, 0] = 0
    product = pair[:, None] * kind
    place = {dyad: index for index, dyad in enumerate(said.dyads)}
    called = {
        NUMBERS.get(REGISTRY[trigger.frame.relation].plover or "", 0)
        for same in scene.triggers.values()
        for trigger in same
    }
    ruled = {_number(one) for same in scene.proposals.values() for one in same}
    top, best_pair = product.max(0), float(pair.max())
    both = product + joint
    both[:, 0] = -1
    order = np.argsort(-both, axis=1, kind="stable")[:, :_TRIED]
    counts = (len(called), len(said.dyads), len(scene.proposals), len(scene.parse.words))
    found = []
    for index, dyad in enumerate(said.dyads):
        proposals = scene.proposals.get(dyad, [])
        turned = place.get((dyad[1], dyad[0]))
        against = max(
            (one.confidence for one in scene.proposals.get((dyad[1], dyad[0]), ())), default=0
        )
        tried = sorted({int(one) for one in order[index]} | ({_number(o) for o in proposals} - {0}))
        for number in tried:
            others = np.delete(product[:, number], index)
            same = [one.confidence for one in proposals if _number(one) == number]
            else_ = [one.confidence for one in proposals if _number(one) != number]
            name = TYPES[number]
            row = (
                pair[index],
                kind[index, number],
                joint[index, number],
                1 - joint[index, 0],
                product[index, number],
                kind[index].max() - kind[index, number],
                top[number],
                others.max(initial=0),
                -1 if turned is None else pair[turned],
                -1 if turned is None else product[turned, number],
                -1 if turned is None else joint[turned, number],
                max(same, default=0),
                max(else_, default=0),
                against,
                any(_is_guess(one) for one in proposals),
                dyad[0] is None,
                dyad[1] is None,
                number in called,
                number in ruled,
                *counts,
                name in _MUTUAL,
                best_pair,
                scene.lang == "ro",
                name in _FORCE,
                name in _WORDS,
                *said.sentence,
            )
            found.append(Hypothesis(dyad, name, tuple(map(float, row))))
    return found


def _number(one: Proposal) -> int:
    return NUMBERS.get(one.draft.kind.plover or "", 0)


def _is_guess(one: Proposal) -> bool:
    return any(party is not None and party.how == _GUESSED for party in (one.source, one.target))


class Ranker:
    """Revises what the rules found in a sentence.

    >>> Ranker(None).revises
    False
    """

    #: The least probability of a statement that no rule made, of one that names one side alone, and
    #: of one that a rule made.
    LEAST = 0.45
    LONE = 0.6
    KEPT = 0.2
    #: A pair less likely than this is no more looked at.
    LIKELY = 0.1
    #: The other direction of a pair, or a lone side beside a whole one, has to be likelier by this.
    BESIDE = 0.1
    #: The other direction of a pair has to be as likely up to this factor.
    TURNED = 1.6
    #: What the rules are sure of stays above this.
    FLOOR = 0.1
    SURE = 0.6

    def __init__(self, weights: Weights | None) -> None:
        self._weights = weights
        self._rows = {} if weights is None else weights.rows()

    @property
    def revises(self) -> bool:
        """Whether there are weights; without, the rules stand alone."""
        return self._weights is not None

    def revise(self, scene: Scene) -> list[Draft]:
        """The drafts that stay, and those that the rules missed."""
        if self._weights is None or len(scene.actors) == 0:
            return scene.drafts
        said = _layers(self._weights, self._rows, scene)
        tried = hypotheses(scene, said)
        tried = [one for one in tried if one.row[0] >= self.LIKELY or _is_ruled(scene, one)]
        if len(tried) == 0:
            return scene.drafts
        odds = self._weights.trees.score(np.array([one.row for one in tried], np.float32))
        chosen = self._chosen(scene, tried, _logistic(odds))
        wanted = {(dyad, kind) for _, dyad, kind in chosen}
        dyads = _dyads_of(scene)
        kept = [
            draft
            for index, draft in enumerate(scene.drafts)
            if draft.kind.plover is None
            or any((dyad, draft.kind.plover) in wanted for dyad in dyads[index])
        ]
        told = {
            (dyad, draft.kind.plover)
            for index, draft in enumerate(scene.drafts)
            if any(draft is one for one in kept)
            for dyad in _both_ways(dyads[index], draft)
        }
        missed = [] if _is_aside(scene) else chosen
        made = [
            _made(scene, dyad, kind, sure)
            for sure, dyad, kind in missed
            if (dyad, kind) not in told and not _among_firms(scene, dyad)
        ]
        return sorted([*kept, *made], key=lambda draft: draft.word)

    def _chosen(
        self, scene: Scene, tried: list[Hypothesis], sure: Floats
    ) -> list[tuple[float, Dyad, str]]:
        """The likeliest hypotheses that go together, what the rules are sure of first."""
        ranked = []
        for one, chance in zip(tried, map(float, sure), strict=True):
            safe = chance >= self.FLOOR and self._is_safe(scene, one)
            if safe or chance >= self._least(scene, one):
                ranked.append((safe, chance, one))
        ranked.sort(key=lambda item: (-item[0], -item[1]))
        chosen: list[tuple[float, Dyad, str]] = []
        for safe, chance, one in ranked:
            if safe or not any(self._clash(one, chance, other) for other in chosen):
                chosen.append((chance, one.dyad, one.kind))
        return chosen

    def _least(self, scene: Scene, one: Hypothesis) -> float:
        """How likely a hypothesis has to be."""
        if _is_ruled(scene, one):
            return self.KEPT
        if _are_joined(scene, one.dyad) and one.kind not in _MUTUAL:
            # "Qatar and Turkey mediated": those who act together do nothing to each other.
            return 1.0
        if one.kind not in _MUTUAL and _only_undergoes(scene, one.dyad[0]):
            # "An Italian journalist was released": whom it befalls did not do it.
            return 1.0
        return self.LONE if None in one.dyad else self.LEAST

    def _is_safe(self, scene: Scene, one: Hypothesis) -> bool:
        return any(
            proposal.draft.kind.plover == one.kind
            and proposal.confidence >= self.SURE
            and not _is_guess(proposal)
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
            mutual = kind in _MUTUAL or one.kind in _MUTUAL
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


def _is_aside(scene: Scene) -> bool:
    """Whether a sentence tells of sports, weather or arts, where words mean something else."""
    known = hints(scene.lang)
    return any(TYPES[0] in known.of(word.form, word.lemma) for word in scene.parse.words)


def _among_firms(scene: Scene, dyad: Dyad) -> bool:
    # "A German bank bought a Polish bank": no act of a state.
    parties = [party for side in dyad for _, party in scene.actors.get(side or "", ())[:1]]
    return len(parties) > 0 and all(party.actor.endswith(":BUS") for party in parties)


def _dyads_of(scene: Scene) -> list[list[Dyad]]:
    found: list[list[Dyad]] = [[] for _ in scene.drafts]
    for dyad, same in scene.proposals.items():
        for one in same:
            index = next(i for i, draft in enumerate(scene.drafts) if draft is one.draft)
            found[index].append(dyad)
    return found


def _both_ways(dyads: Iterable[Dyad], draft: Draft) -> Iterator[Dyad]:
    for dyad in dyads:
        yield dyad
        if draft.kind.symmetric:
            yield dyad[1], dyad[0]


def _made(scene: Scene, dyad: Dyad, kind: str, sure: float) -> Draft:
    """A draft for a pair that the rules did not see."""
    path = Features(scene).path(dyad)
    nodes = [scene.actors[actor][0] for actor in dyad if actor in scene.actors]
    near = [index for index, _ in nodes] if path is None else path.inner
    called = [
        (min((abs(trigger.word - index) for index in near), default=0), -trigger.weight, trigger)
        for same in scene.triggers.values()
        for trigger in same
        if REGISTRY[trigger.frame.relation].plover == kind
        and REGISTRY[trigger.frame.relation].kind != "state"
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
