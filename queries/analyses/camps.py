"""Q8: who stands with whom on a day: the camps, and how sure each is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, Field

from detente.queries.analyses.ground import LIMIT, Ground, ground_of
from detente.queries.analysis import Analysis, Finding, Parts, combined
from detente.queries.camps import Camp, Camps
from detente.queries.friendliness import ENOUGH_DYADS, Dyad
from detente.queries.scope import Scope
from detente.queries.weighing import Verdict
from detente.queries.wording import listed, many

if TYPE_CHECKING:
    import polars

    from detente.graph.graph import Graph

__all__ = ["CampFinding", "CampsAnswer", "Tie", "camps"]

#: Dyads within a camp whose statements are named.
_HEAVIEST = 10
_NAMED, _IN_TABLE = 3, 8


class CampFinding(Finding, frozen=True):
    """One camp; see `detente.queries.camps.Camp`. The drivers are acts between its members."""

    members: tuple[str, ...]
    size: int
    together: float
    low: float
    ties: int
    verdict: Verdict


class Tie(BaseModel, frozen=True):
    """Two actors and how they get on, where that goes against the camps or stands alone.

    `conflict` is the share of conflict, `expected` that which their habits let one expect.
    """

    a: str
    b: str
    conflict: float
    expected: float
    friendlier: float
    n: int
    verdict: Verdict


class CampsAnswer(Analysis, frozen=True):
    """The camps on a day, the largest first.

    `value` is the median number of clusters in a run, with its 90 % interval. `unassigned` belong
    to no camp surely enough; `out_of_line` are foes within a camp and friends across two. With too
    few dyads for camps, `edges` are what is known.
    """

    unassigned: tuple[str, ...] = ()
    out_of_line: tuple[Tie, ...] = ()
    edges: tuple[Tie, ...] = ()
    same: tuple[tuple[str, str, float], ...] = Field(default=(), exclude=True, repr=False)
    named: dict[str, str] = Field(default_factory=dict, exclude=True, repr=False)

    finding: ClassVar[type[Finding]] = CampFinding

    def pairs(self) -> polars.DataFrame:
        """Every two actors with the probability that they stand together: a, b, probability_same.

        Kept out of the JSON form, which would be long.
        """
        import polars as pl

        schema = {"a": pl.String, "b": pl.String, "probability_same": pl.Float64}
        return pl.DataFrame(self.same, schema=schema, orient="row")

    def table(self) -> list[dict[str, Any]]:
        """A line a camp: its members by name, and how surely they stand together."""
        return [
            {
                "camp": listed(one.members, self._name, most=_IN_TABLE),
                "actors": one.size,
                "together": f"{one.together:.2f}",
                "at least": f"{one.low:.2f}",
                "friendly ties": one.ties,
                "verdict": one.verdict,
            }
            for one in self.found
            if isinstance(one, CampFinding)
        ]

    def _name(self, actor_id: str) -> str:
        return self.named.get(actor_id, actor_id)


def camps(
    graph: Graph, *, as_of: date | str | None = None, scope: Scope | None = None
) -> CampsAnswer:
    """Who stands with whom on a day, from the acts up to then and the treaties in force.

    >>> camps(graph, as_of="2018-10-31").found[0].members[:2]  # doctest: +SKIP
    ('USA', 'JPN')

    A camp is a block of actors of whom every two stand together in at least four runs of five.
    """
    ground = ground_of(graph, scope, until=as_of)
    question = "who stands with whom"
    nothing = ground.nothing()
    if ground.day is None or nothing is not None:
        return CampsAnswer(question=question, as_of=ground.day, **ground.refusal(nothing or ""))
    found = ground.camps(ground.day)
    enough = len(found.edges) == 0
    return CampsAnswer(
        question=question,
        as_of=ground.day,
        verdict=found.verdict,
        summary=_summary(found, ground),
        value=found.value if enough else None,
        low=found.low if enough else None,
        high=found.high if enough else None,
        effective_n=found.effective_n,
        found=tuple(_finding(one, found) for one in found.camps),
        unassigned=found.unassigned,
        out_of_line=tuple(_tie(one.dyad) for one in found.out_of_line),
        edges=tuple(_tie(one) for one in found.edges),
        same=tuple(found.pairs().iter_rows()),
        named={one: ground.names(one) for one in found.actors},
        **ground.fields(found.parameters, note=_note(found, ground)),
    )


def _finding(camp: Camp, found: Camps) -> CampFinding:
    return CampFinding(
        members=camp.members,
        size=len(camp.members),
        together=camp.together,
        low=camp.low,
        ties=camp.ties,
        verdict=camp.verdict,
        drivers=combined(_carrying(camp.members, found)),
    )


def _carrying(members: Sequence[str], found: Camps) -> Parts:
    """The heaviest friendly dyads of a camp, each with the statements that carry it."""
    seen = found.friendliness
    inside = set(members)
    weights = seen.weight
    mine = [
        at
        for at, (a, b) in enumerate(zip(seen.left.tolist(), seen.right.tolist(), strict=True))
        if weights[at] > 0 and seen.actors[a] in inside and seen.actors[b] in inside
    ]
    mine.sort(key=lambda at: -float(weights[at]))
    whole = float(sum(weights[at] for at in mine))
    heavy = [(float(weights[at]), seen.drivers_at(at)) for at in mine[:_HEAVIEST]]
    # The rest carries its part too, though its statements are not named.
    return [*heavy, (whole - sum(weight for weight, _ in heavy), ())]


def _tie(dyad: Dyad) -> Tie:
    return Tie(
        a=dyad.a,
        b=dyad.b,
        conflict=dyad.conflict,
        expected=dyad.expected,
        friendlier=dyad.friendlier,
        n=dyad.n,
        verdict=dyad.verdict,
    )


def _summary(found: Camps, ground: Ground) -> str:
    if len(found.edges) > 0:
        said = (
            f"acts are known of {many(len(found.edges), 'pair')} only, and camps are not "
            f"looked for among fewer than {ENOUGH_DYADS}"
        )
        best = found.edges[0]
        if best.verdict == "supported" and best.weight > 0:
            said += f"; {ground.name(best.a)} and {ground.name(best.b)} are friendly"
        return said
    if len(found.camps) == 0:
        return "no two actors stand together surely enough to speak of camps"
    supported = [one for one in found.camps if one.verdict == "supported"]
    shown = supported or list(found.camps)
    told = [
        f"{many(len(one.members), 'actor')} round {listed(one.members[:_NAMED], ground.name)}"
        for one in shown[:_NAMED]
    ]
    more = f"; {len(shown) - _NAMED} more" if len(shown) > _NAMED else ""
    return (
        f"{many(len(shown), 'camp')}: {'; '.join(told)}{more}. "
        f"{many(len(found.unassigned), 'actor')} of {len(found.actors)} belong to none surely"
    )


def _note(found: Camps, ground: Ground) -> str:
    parts = []
    if len(found.out_of_line) > 0:
        pairs = [ground.pair(one.dyad.a, one.dyad.b) for one in found.out_of_line]
        parts.append(f"out of line with the camps: {listed(pairs, str, most=3, joined=', ')}")
    parts.append(LIMIT)
    return "; ".join(parts)
