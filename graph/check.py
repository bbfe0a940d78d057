"""What must hold in every stored graph, checked against the database itself."""

# Community databases enforce unique properties only; everything else is verified here.

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from detente.graph.actors import ActorLabel
from detente.graph.article_nodes import read_articles
from detente.graph.contradictions import read_contradictions
from detente.graph.corrections import read_judgements, read_reader_links
from detente.graph.edges import read_edge_rows, relation_of
from detente.graph.evidence import read_statements
from detente.graph.projection import derive
from detente.graph.registry import REGISTRY
from detente.graph.relations import Relation
from detente.graph.statements import Statement
from detente.graph.transaction import Run

__all__ = ["check"]

_ACTORS = "MATCH (a:Actor) RETURN a.actor_id AS actor_id, labels(a) AS labels"

_ENDS = """
MATCH (s:Statement)-[l:SUBJECT|OBJECT|LOCATED_IN]->(a:Actor)
RETURN s.statement_id AS statement_id, type(l) AS role, a.actor_id AS actor_id
"""

_SPEAKERS = """
MATCH (s:Statement)-[l:SAID_BY]->(a:Actor)
RETURN s.statement_id AS statement_id, l.order AS place, a.actor_id AS actor_id
"""

_SOURCES = """
MATCH (s:Statement)-[:STATED_IN]->(a:Article)
RETURN s.statement_id AS statement_id, a.article_id AS article_id
"""


def check(run: Run) -> list[str]:
    """Every broken invariant in one line each, sorted; an empty list for a sound graph.

    Actors carry Actor and exactly one further label; ids are unique; a statement's links agree with
    what it says and its quote with its article; relations have known types, allowed labels, ends in
    order, spans that are not empty and statements that exist; and they are what follows from the
    evidence, no more and no less.
    """
    labelled = [(row["actor_id"], set(row["labels"]) - {"Actor"}) for row in run(_ACTORS)]
    statements = read_statements(run)
    relations = [relation_of(row) for row in read_edge_rows(run)]
    return sorted(
        [
            *_actors(labelled),
            *_statements(run, statements),
            *_edges(relations, statements, dict(labelled)),
            *_projection(run, statements, relations),
        ]
    )


def _actors(labelled: Sequence[tuple[str, set[str]]]) -> Iterator[str]:
    for actor_id, count in Counter(actor_id for actor_id, _ in labelled).items():
        if count > 1:
            yield f"actor {actor_id}: stored {count} times"
    for actor_id, labels in labelled:
        further = sorted(labels)
        if len(further) != 1 or further[0] not in get_args(ActorLabel):
            yield f"actor {actor_id}: has labels {further}, not exactly one of its kind"


def _statements(run: Run, statements: Iterable[Statement]) -> Iterator[str]:
    texts = {article.article_id: article for article in read_articles(run)}
    ends, speakers, sources = _links(run)
    for statement in statements:
        key = statement.statement_id
        if statement.relation not in REGISTRY:
            yield f"statement {key}: {statement.relation} is no relation type"
        said = {"SUBJECT": statement.subject, "OBJECT": statement.object}
        said |= {"LOCATED_IN": statement.place}
        if ends[key] != sorted((role, one) for role, one in said.items() if one is not None):
            yield f"statement {key}: its links name other actors than it does"
        if speakers[key] != list(enumerate(statement.said_by)):
            yield f"statement {key}: its speakers are not linked in order"
        article = texts.get(statement.article_id)
        if sources[key] != ([] if article is None else [statement.article_id]):
            yield f"statement {key}: is not linked to its article, once"
        if article is None or article.revision != statement.revision:
            continue
        if article.text[statement.start : statement.end] != statement.quote:
            yield f"statement {key}: its quote is not the text of article {article.article_id}"


def _links(
    run: Run,
) -> tuple[
    defaultdict[str, list[tuple[str, str]]],
    defaultdict[str, list[tuple[int, str]]],
    defaultdict[str, list[str]],
]:
    ends: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in run(_ENDS):
        ends[row["statement_id"]].append((row["role"], row["actor_id"]))
    speakers: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in run(_SPEAKERS):
        speakers[row["statement_id"]].append((row["place"], row["actor_id"]))
    sources: defaultdict[str, list[str]] = defaultdict(list)
    for row in run(_SOURCES):
        sources[row["statement_id"]].append(row["article_id"])
    for roles in ends.values():
        roles.sort()
    for orders in speakers.values():
        orders.sort()
    return ends, speakers, sources


def _edges(
    relations: Sequence[Relation], statements: Iterable[Statement], labels: dict[str, set[str]]
) -> Iterator[str]:
    known = {statement.statement_id for statement in statements}
    for key, count in Counter(one.relation_id for one in relations).items():
        if count > 1:
            yield f"relation {key}: stored {count} times"
    for relation in relations:
        key = relation.relation_id
        kind = REGISTRY[relation.relation]
        if kind.symmetric and relation.subject >= relation.object:
            yield f"relation {key}: is symmetric, yet its lower actor does not come first"
        if not labels[relation.subject] & set(kind.subjects):
            yield f"relation {key}: {relation.subject} cannot be its subject"
        if not labels[relation.object] & set(kind.objects):
            yield f"relation {key}: {relation.object} cannot be its object"
        if _is_empty(relation):
            yield f"relation {key}: ends before it begins"
        for statement_id in sorted(set(relation.statement_ids) - known):
            yield f"relation {key}: rests on statement {statement_id}, which does not exist"


def _is_empty(relation: Relation) -> bool:
    since, until = relation.valid_from, relation.valid_to
    return since is not None and until is not None and until <= since


def _projection(
    run: Run, statements: list[Statement], relations: Iterable[Relation]
) -> Iterator[str]:
    judgements = [*read_judgements(run), *read_reader_links(run)]
    sound = [one for one in statements if one.relation in REGISTRY]
    after = derive(sound, judgements)
    stored = {one.relation_id: one for one in relations}
    derived = {one.relation_id: one for one in after.relations}
    for key in sorted(stored.keys() | derived.keys()):
        if key not in derived:
            yield f"relation {key}: does not follow from the evidence"
        elif key not in stored:
            yield f"relation {key}: follows from the evidence but is not stored"
        elif stored[key] != derived[key]:
            yield f"relation {key}: differs from what follows from the evidence"
    for denial, claim in set(after.contradictions) ^ set(read_contradictions(run)):
        yield f"statement {denial}: its link CONTRADICTS to {claim} is missing or out of place"
