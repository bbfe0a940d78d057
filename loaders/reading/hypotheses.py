"""What each pair of a sentence's actors may do: the likeliest types, with the numbers that tell.

Linear layers over hashed features say how likely two actors are source and target of anything, and
of which type; a hypothesis lays that beside what the rules propose, for the trees to weigh.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detente.graph.registry import REGISTRY
from detente.loaders.reading.features import Features, hashed
from detente.loaders.reading.scene import Dyad, Proposal, Scene
from detente.loaders.reading.weights import Floats, Weights

__all__ = [
    "COLUMNS",
    "JOINT",
    "MUTUAL",
    "NUMBERS",
    "PAIR",
    "REQUIRED",
    "SENTENCE",
    "TYPE",
    "TYPES",
    "Hypothesis",
    "Layers",
    "hypotheses",
    "is_guess",
    "layers",
    "layers_of",
    "logistic",
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

#: Types of what two do together.
MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
_FORCE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE"})
_WORDS = frozenset({"ACCUSE", "REJECT", "THREATEN", "REQUEST"})
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


def layers(weights: Weights, rows: dict[int, int], scene: Scene) -> Layers:
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
        logistic(scores[:, PAIR]),
        _softmax(scores[:, JOINT]),
        _softmax(scores[:, TYPE]),
        (float(logistic(sentence[SENTENCE])), float(logistic(sentence[REQUIRED]))),
    )


def _summed(weights: Weights, rows: dict[int, int], found: list[int]) -> Floats:
    known = [rows[one] for one in found if one in rows]
    total: Floats = weights.linear[known].sum(0, dtype=np.int32).astype(np.float32)
    return total


def logistic(scores: Floats) -> Floats:
    """Log-odds as probabilities."""
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
                any(is_guess(one) for one in proposals),
                dyad[0] is None,
                dyad[1] is None,
                number in called,
                number in ruled,
                *counts,
                name in MUTUAL,
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


def is_guess(one: Proposal) -> bool:
    """Whether a rule only took the last actor that was left for a side."""
    return any(party is not None and party.how == _GUESSED for party in (one.source, one.target))
