"""What the ranker looks at: short strings about a sentence and about one pair of its actors.

Names are masked, so that a sentence weighs the same when only its countries change. Strings are
hashed at once (`hashed`): the weights hold no words.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from detente.graph.registry import REGISTRY
from detente.loaders.reading import words as classes
from detente.loaders.reading.hints import hints
from detente.loaders.reading.parse import Word
from detente.loaders.reading.roles import Party
from detente.loaders.reading.scene import Dyad, Path, Proposal, Scene

__all__ = ["Features", "hashed"]

_MASKS = {
    "adjective": "@adj",
    "demonym": "@dem",
    "person": "@per",
    "capital": "@cap",
    "media": "@med",
}
_BODIES = frozenset(
    ("EUU", "NATO", "UNO", "AFU", "ASEAN", "GCC", "LAS", "OSCE", "IAEA", "ICC", "CIS", "CSTO")
)
_MOVEMENTS = frozenset(("HAMAS", "HEZBOLLAH", "HOUTHIS"))
_WORDLESS = frozenset({"PUNCT", "DET"})
_CONTENT = frozenset({"VERB", "NOUN", "ADJ"})
_HINTING = frozenset({"VERB", "NOUN", "ADJ", "ADV", "AUX", "PROPN", "X"})
_SIBLINGS = ("obj", "xcomp", "ccomp", "obl")
_COMPLEMENTS = frozenset(
    {"obj", "xcomp", "ccomp", "nmod", "obl", "acl", "conj", "amod", "compound"}
)
_BESIDE = frozenset({"obj", "xcomp", "ccomp", "nmod", "obl", "advcl", "acl", "conj", "amod"})
_STEM = 5
_AFTER = 5
_STEPS = (4, 6, 10, 18)


def hashed(features: list[str]) -> list[int]:
    """Each feature as a number of 32 bits, once."""
    return [zlib.crc32(feature.encode()) for feature in dict.fromkeys(features)]


class Features:
    """The features of one sentence."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._parse = scene.parse
        self._words = scene.parse.words
        self._masked = _masked(scene)
        self._lemmas = [
            self._masked.get(word.index) or ("0" if word.form.isdigit() else word.lemma)
            for word in self._words
        ]
        self._cases: dict[int, str] = {}
        self._types = {
            index: sorted({REGISTRY[one.frame.relation].plover or "STATED" for one in called})
            for index, called in scene.triggers.items()
        }
        known = hints(scene.lang)
        self._reporting = classes.words(scene.lang).report
        self._hints = [
            known.of(word.form, word.lemma)
            if word.pos in _HINTING and word.index not in self._masked and not self._tells(word)
            else ()
            for word in self._words
        ]
        self._rank = {actor: min(rank, 3) for rank, actor in enumerate(scene.actors)}

    def of_sentence(self) -> list[str]:
        """What all pairs of the sentence share."""
        words, lemmas = self._words, self._lemmas
        root = next((word.index for word in words if word.head == word.index), 0)
        found = [
            f"n={_bucket(len(words) // 3)}",
            f"na={len(self._scene.actors)}",
            f"stop={words[-1].form in {'.', '!', '?'}}",
            f"root={words[root].pos}",
            f"rootl={lemmas[root]}",
            f"lang={self._scene.lang}",
        ]
        found += [f"st={one}" for one in sorted({t for same in self._types.values() for t in same})]
        found += [f"hs={one}" for one in sorted({t for same in self._hints for t in same})]
        for index, lemma in enumerate(lemmas):
            if words[index].pos in _WORDLESS:
                continue
            found.append(f"w={lemma}")
            if index + 1 < len(words):
                found.append(f"ww={lemma}_{lemmas[index + 1]}")
            if self._has_stem(index) and words[index].pos in _CONTENT:
                found.append(f"pre={words[index].lemma[:_STEM]}")
        return found

    def of_pair(self, dyad: Dyad) -> list[str]:
        """What only one pair has."""
        found: list[str] = []
        for side, actor in zip("st", dyad, strict=True):
            found += self._side(side, actor)
            found += self._hinted(side, actor)
        found += self._rules(dyad)
        path = self._scene.path(dyad)
        if path is not None:
            found += self._between(path, dyad)
            found += self._hints_on(path)
        elif None in dyad:
            found += self._alone(dyad)
        return found

    def _tells(self, word: Word) -> bool:
        # „susține că …” claims, „susține un stat” supports.
        told = word.lemma in self._reporting and self._parse.under(word.index, "ccomp")
        return bool(told)

    def _case(self, index: int) -> str:
        if index not in self._cases:
            self._cases[index] = self._parse.case(index)
        return self._cases[index]

    def _has_stem(self, index: int) -> bool:
        return index not in self._masked and len(self._words[index].lemma) > _STEM

    def _side(self, side: str, actor: str | None) -> Iterator[str]:
        nodes = self._scene.nodes(actor)
        if actor is None or len(nodes) == 0:
            yield f"{side}.none"
            return
        for index, party in nodes:
            yield from self._place(side, index, party)
        first, lemmas = nodes[0][0], self._lemmas
        if first not in self._masked:
            yield f"{side}.n={lemmas[first]}"
        body = "body" if actor in _BODIES else "move" if actor in _MOVEMENTS else "state"
        yield f"{side}.c={body}"
        yield f"{side}.cnt={len(nodes)}"
        yield f"{side}.rank={self._rank[actor]}"
        for step in (1, 2):
            yield f"{side}-{step}={lemmas[first - step] if first >= step else '^'}"
            yield f"{side}+{step}={lemmas[first + step] if first + step < len(lemmas) else '$'}"

    def _place(self, side: str, index: int, party: Party) -> Iterator[str]:
        word, case = self._words[index], self._case(index)
        yield f"{side}.l={word.label}"
        yield f"{side}.how={party.how}"
        yield f"{side}.case={case}"
        if word.head == index:
            return
        head = self._words[word.head]
        yield f"{side}.hl={word.label}.{case}<{self._lemmas[word.head]}"
        yield f"{side}.hp={word.label}<{head.pos}"
        for kind in self._types.get(word.head, ()):
            yield f"{side}.ht={word.label}.{case}<{kind}"
        if head.label in {"obj", "nsubj", "xcomp", "conj"}:
            yield f"{side}.hhl={word.label}.{case}<{head.label}<{self._lemmas[head.head]}"
        if word.label in {"nsubj", "obl", "obj"}:
            for other in self._parse.under(word.head, "obj", "xcomp", "ccomp"):
                if other != index:
                    lemmas = f"{self._lemmas[word.head]}>{self._lemmas[other]}"
                    yield f"{side}.sib={word.label}.{case}<{lemmas}"

    def _hinted(self, side: str, actor: str | None) -> Iterator[str]:
        """What the words above and beside a side hint at."""
        words = self._words
        for index, _ in self._scene.nodes(actor):
            word = words[index]
            if word.head == index:
                continue
            head, case = words[word.head], self._case(index)
            for kind in self._hints[word.head]:
                yield f"{side}.hh={word.label}.{case}<{kind}"
                yield f"{side}.hh={word.label}<{kind}"
            if head.head != head.index:
                for kind in self._hints[head.head]:
                    yield f"{side}.hhh={word.label}.{case}<{head.label}<{kind}"
            for other in self._parse.under(word.head, *_SIBLINGS):
                for kind in self._hints[other]:
                    yield f"{side}.hsib={word.label}<{kind}"

    def _hints_on(self, path: Path) -> Iterator[str]:
        """What the words on the way between two sides hint at, and those between them."""
        order = "<" if path.source < path.target else ">"
        way = {*path.up, *path.down}
        for index in path.inner:
            for kind in self._hints[index]:
                yield f"hp={kind}"
                yield f"hp{order}={kind}"
            for child in self._parse.children[index]:
                if child not in way and self._words[child].label in _COMPLEMENTS:
                    yield from (f"hb={kind}" for kind in self._hints[child])
        first, last = sorted((path.source, path.target))
        for index in range(first, last):
            yield from (f"hm={kind}" for kind in self._hints[index])

    def _rules(self, dyad: Dyad) -> Iterator[str]:
        source, target = dyad
        proposals = self._scene.proposals
        if len(proposals) == 0:
            yield "Rno"
            return
        for one in proposals.get(dyad, ()):
            kind = _kind(one)
            yield "R"
            yield f"R={kind}"
            yield f"R.frame={one.draft.frame.id}"
            yield f"R.conf={int(one.confidence * 10)}"
            yield f"R={kind}.{int(one.confidence * 5)}"
            yield f"R.verb={self._words[one.draft.word].pos}.{kind}"
            for side, party in (("s", one.source), ("t", one.target)):
                if party is not None:
                    yield f"R.{side}how={party.how}"
        for one in proposals.get((target, source), ()):
            yield "Rrev"
            yield f"Rrev={_kind(one)}"
        for (other, another), same in proposals.items():
            if (other, another) in (dyad, (target, source)):
                continue
            for one in same:
                kind = _kind(one)
                yield f"Ro={kind}"
                if source is not None:
                    yield from _shared(source, (other, another), "Rs", "Rst", kind)
                if target is not None:
                    yield from _shared(target, (another, other), "Rt", "Rts", kind)

    def _between(self, path: Path, dyad: Dyad) -> Iterator[str]:
        words, lemmas = self._words, self._lemmas
        source, target, up, down = path
        order = "<" if source < target else ">" if source > target else "="
        inner = path.inner
        labels = "^".join(words[index].label for index in up[:-1])
        labels += "|" + "v".join(f"{words[i].label}.{self._case(i)}" for i in down)
        top = up[-1]
        first = words[up[-2]].label if len(up) > 1 else "="
        last = f"{words[down[0]].label}.{self._case(down[0])}" if len(down) > 0 else "="
        ends = f"{words[source].label}.{words[target].label}.{self._case(target)}"
        yield f"o{order}"
        yield f"pl={min(len(up) + len(down), 9)}{order}"
        yield f"P={labels}"
        yield f"Pp={labels}|{words[top].pos}"
        yield f"lca={lemmas[top]}.{first}.{last}"
        yield f"lcal={lemmas[top]}{order}"
        yield f"ends={ends}.{self._case(source)}{order}"
        way = {*up, *down}
        for index in inner:
            yield f"pw={lemmas[index]}"
            yield f"pw{order}={lemmas[index]}"
            for kind in self._types.get(index, ()):
                yield f"pt={kind}"
                yield f"pt{order}={kind}"
                yield f"pt={kind}.{ends}"
            for child in self._parse.children[index]:
                if child not in way and words[child].label in _BESIDE:
                    yield f"pc={words[child].label}.{lemmas[child]}"
                    for kind in self._types.get(child, ()):
                        yield f"pct={words[child].label}.{kind}{order}"
        yield "pl:" + "_".join(lemmas[index] for index in inner[:6])
        yield from self._along(order, min(source, target), max(source, target), dyad)

    def _along(self, order: str, first: int, last: int, dyad: Dyad) -> Iterator[str]:
        words, lemmas = self._words, self._lemmas
        yield f"d={_bucket(last - first)}{order}"
        if last - first <= _AFTER:
            yield f"mid{order}=" + "_".join(lemmas[first + 1 : last])
        for index in range(first + 1, last):
            if words[index].pos == "PUNCT":
                yield f"bp{order}={words[index].form}"
                continue
            yield f"b{order}={lemmas[index]}"
            if self._has_stem(index):
                yield f"bpre{order}={words[index].lemma[:_STEM]}"
        for index, kinds in self._types.items():
            zone = "a" if index < first else "z" if index > last else "b"
            for kind in kinds:
                yield f"{zone}t{order}={kind}"
        for index in range(last + 1, min(len(words), last + 1 + _AFTER)):
            yield f"z{order}={lemmas[index]}"
        others = sum(
            any(first < index < last for index, _ in nodes)
            for actor, nodes in self._scene.actors.items()
            if actor not in dyad
        )
        yield f"nb={min(others, 2)}"

    def _alone(self, dyad: Dyad) -> Iterator[str]:
        side, actor = ("t", dyad[1]) if dyad[0] is None else ("s", dyad[0])
        for index, _ in self._scene.nodes(actor)[:2]:
            for _, above in zip(range(3), self._parse.ancestors(index), strict=False):
                yield f"{side}0.up={self._lemmas[above]}"
                for kind in self._types.get(above, ()):
                    yield f"{side}0.upt={kind}"
            for at, kinds in self._types.items():
                if (at > index) == (side == "s"):
                    for kind in kinds:
                        yield f"{side}0.side={kind}"
        yield f"{side}0.na={min(3, len(self._scene.actors))}"


def _masked(scene: Scene) -> dict[int, str]:
    masked = {
        index: "@someone" if mention.actor is None else _MASKS.get(mention.kind, "@act")
        for index, mention in scene.names.items()
    }
    for word in scene.parse.words:
        if word.pos in {"PROPN", "NUM"}:
            masked.setdefault(word.index, f"@{word.pos}")
    return masked


def _kind(one: Proposal) -> str:
    return one.draft.kind.plover or "STATED"


def _shared(actor: str, dyad: Dyad, same: str, other: str, kind: str) -> Iterator[str]:
    if dyad[0] == actor:
        yield f"{same}={kind}{'0' if dyad[1] is None else ''}"
    if dyad[1] == actor:
        yield f"{other}={kind}"


def _bucket(number: int) -> int:
    if number < _STEPS[0]:
        return number
    return max(step for step in _STEPS if step <= number)
