"""What there is between two actors."""

# Only what holds or happened is listed as a relation. Hopes, plans, threats, denials and
# suppositions stand apart, as what somebody says.

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from detente.graph.asof import told_by
from detente.graph.errors import GraphError
from detente.graph.registry import REGISTRY, kin_of
from detente.graph.relations import Relation
from detente.graph.statements import Modality, Statement
from detente.queries.answers import Answer, in_order, kinds, read_day
from detente.queries.captions import Named, the
from detente.queries.ends import End, end_of, names_of
from detente.queries.findings import Claim, Fact, articles_of, claims_of, fact_of
from detente.queries.wording import is_fact

if TYPE_CHECKING:
    from detente.graph.graph import Graph

__all__ = ["Between", "began", "between", "describe"]


class Between(Answer, frozen=True):
    """Every relation of a pair with its evidence, and apart from them what is no fact.

    `learnt_on` is the day on which the graph first recorded anything about the pair.
    """

    left: End
    right: End
    relations: tuple[Fact, ...] = ()
    claims: tuple[Claim, ...] = ()
    learnt_on: date | None = None

    def title(self) -> str:
        """The pair."""
        return f"{self.left.name} and {self.right.name}"

    def lines(self) -> Iterable[str]:
        """Facts first, then claims."""
        yield from map(str, self.relations)
        yield from (f"not a fact: {claim}" for claim in self.claims)

    def rows(self) -> list[dict[str, Any]]:
        """A row for each fact and each claim; `fact` tells them apart."""
        told = [(True, fact.model_dump()) for fact in self.relations]
        told += [(False, claim.model_dump()) for claim in self.claims]
        return [{"fact": fact} | {key: row[key] for key in _COLUMNS} for fact, row in told]

    def columns(self) -> Mapping[str, Any]:
        """The fields that facts and claims share, and `fact`."""
        return {"fact": bool} | {name: kinds(Fact)[name] for name in _COLUMNS}


_COLUMNS = (
    *("relation_id", "relation", "subject", "object", "text", "when", "event_date"),
    *("modality", "mode", "confidence", "how_sure", "said_by", "says", "publishers", "support"),
    *("articles", "quote", "url", "statement_ids"),
)
_NONE: Mapping[str, Sequence[Statement]] = MappingProxyType({})


def between(
    graph: Graph,
    left: str,
    right: str,
    *,
    since: date | str | None = None,
    as_of: date | str | None = None,
    known_on: date | str | None = None,
) -> Between:
    """Everything between two actors, sides of states included: facts, then claims.

    >>> between(graph, "Statele Unite", "Belarus").relations  # doctest: +SKIP
    (Fact(relation_id='EASED_SANCTIONS_ON:USA:BLR:…', …), …)

    `left` and `right` are codes or names in any language; a person stands for the state that he
    acts for. `since` leaves out what was over, or was reported, before that day. `as_of` asks how
    things stood on a day, `known_on` by what the graph had learnt by the end of a day. Raises
    `ResolutionError` for unknown names and `GraphError` for days that do
    not exist.
    """
    day, known = read_day(as_of, option="as_of"), read_day(known_on, option="known_on")
    today = datetime.now(UTC).date()
    ends = [end_of(graph, text, on=day or today) for text in (left, right)]
    pair = (ends[0].actor_id, ends[1].actor_id)
    if pair[0] == pair[1]:
        both = ends[0].name if ends[0].name == pair[0] else f"{ends[0].name} ({pair[0]})"
        raise GraphError(f"'{left}' and '{right}' are both {both}: name two actors")
    begin = read_day(since, option="since")
    in_order(begin, day)
    found = graph.relations(between=pair, as_of=day, known_on=known)
    relations = [one for one in found if begin is None or _lasted(one, begin)]
    statements = graph.statements(between=pair, known_on=known, coded_facts=False)
    answer = describe(
        Between(left=ends[0], right=ends[1], as_of=day, known_on=known),
        relations,
        statements,
        names=names_of(graph.roster),
        legs=_legs(graph, statements, known),
        denials=_denials(graph, relations, statements),
    )
    if known is None or len(answer.relations) + len(answer.claims) > 0:
        return answer
    return _unknown_then(answer, graph.statements(between=pair, standing=False), known)


def _lasted(relation: Relation, begin: date) -> bool:
    """Whether any of it was on that day or later, as far as anybody says."""
    if REGISTRY[relation.relation].kind == "state":
        return relation.valid_to is None or relation.valid_to > begin
    day = relation.valid_from or relation.reported_on
    return day is None or day >= begin


def describe(
    answer: Between,
    relations: Iterable[Relation],
    statements: Iterable[Statement],
    *,
    names: Named,
    legs: Iterable[Statement] = (),
    denials: Mapping[str, Sequence[Statement]] = _NONE,
) -> Between:
    """Fill `answer` with what was found.

    `legs` may be the other sides of deals; `denials` are by the id of the relation that they deny.
    What the answer may not know yet, by its `as_of`, is left out.
    """
    edges = sorted(relations, key=began)
    told = [one for one in statements if told_by(one, answer.as_of)]
    by_id = {one.statement_id: one for one in told}
    deals = _by_exchange(legs)
    facts = [
        fact_of(
            edge,
            names,
            exchange=claims_of(_partners(edge, deals), names),
            contradicted_by=claims_of(
                (one for one in denials.get(edge.relation_id, ()) if told_by(one, answer.as_of)),
                names,
            ),
            articles=articles_of(by_id[one] for one in edge.statement_ids if one in by_id),
        )
        for edge in edges
        if is_fact(edge.relation, edge.modality)
    ]
    apart = [one for one in told if not is_fact(one.relation, one.modality)]
    plans = [edge for edge in edges if not is_fact(edge.relation, edge.modality)]
    claims = claims_of(apart, names, edges=plans)
    found = answer.model_copy(update={"relations": tuple(facts), "claims": claims})
    return found.model_copy(update={"note": _note(found, told)})


def began(relation: Relation) -> tuple[date, date, str]:
    """Sort key: by the day it began, else by that of the earliest report; undated ones last."""
    reported = relation.reported_on or date.max
    return relation.valid_from or reported, reported, relation.relation_id


def _by_exchange(legs: Iterable[Statement]) -> dict[str, list[Statement]]:
    deals: defaultdict[str, list[Statement]] = defaultdict(list)
    for leg in legs:
        if leg.exchange_id is not None:
            deals[leg.exchange_id].append(leg)
    return deals


def _partners(edge: Relation, deals: Mapping[str, Sequence[Statement]]) -> list[Statement]:
    if edge.exchange_id is None:
        return []
    own = edge.relation, edge.subject
    return [leg for leg in deals.get(edge.exchange_id, ()) if (leg.relation, leg.subject) != own]


def _note(answer: Between, told: Iterable[Statement]) -> str | None:
    pair = f"{the(answer.left.name)} and {the(answer.right.name)}"
    if len(answer.relations) == 0:
        found = "only claims, no fact," if len(answer.claims) > 0 else "nothing"
        by = "" if answer.as_of is None else f" by {answer.as_of}"
        return f"not enough evidence: {found} is recorded about {pair}{by}"
    articles = {one.article_id: one.publisher for one in told if one.dataset is None}
    if len(articles) != 1:
        return None
    ((article, publisher),) = articles.items()
    return f"all of it rests on one article ({article if publisher is None else publisher})"


def _legs(graph: Graph, statements: Iterable[Statement], known_on: date | None) -> list[Statement]:
    articles = sorted({one.article_id for one in statements if one.exchange_id is not None})
    found = (graph.statements(article_id=article, known_on=known_on) for article in articles)
    return [leg for legs in found for leg in legs]


def _denials(
    graph: Graph, relations: Iterable[Relation], statements: Iterable[Statement]
) -> dict[str, list[Statement]]:
    """By relation, the statements among these that deny it; asks nothing where nobody denies."""
    denied = {one.statement_id: one for one in statements if one.modality is Modality.DENIED}
    kinds = {one.relation for one in denied.values()}
    return {
        relation.relation_id: [
            one for one in graph.denials(relation.relation_id) if one.statement_id in denied
        ]
        for relation in relations
        if not kinds.isdisjoint(kin_of(relation.relation))
    }


def _unknown_then(answer: Between, later: Iterable[Statement], known_on: date) -> Between:
    learnt = min((one.recorded_at for one in later if one.recorded_at is not None), default=None)
    if learnt is None:
        return answer
    day = learnt.date()
    note = (
        f"not enough evidence: the graph first learnt of {the(answer.left.name)} and "
        f"{the(answer.right.name)} on {day}; nothing was known on {known_on}"
    )
    return answer.model_copy(update={"learnt_on": day, "note": note})
