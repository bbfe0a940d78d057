"""A model asked about an article that the rules have read: what it adds, and what is left out.

Rules come first: what they read stays as it is, and a model only adds what they did not find.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente.graph.articles import Article
from detente.graph.roster import Roster
from detente.graph.statements import Statement
from detente.loaders.reading.explanation import Span, Told
from detente.loaders.reading.models.asking import messages
from detente.loaders.reading.models.checking import Checker
from detente.loaders.reading.models.proposals import Malformed, proposals
from detente.loaders.reading.models.server import NoAnswerError, Server

if TYPE_CHECKING:
    from detente.loaders.reading.reader import Reading

__all__ = ["Extractor"]

#: So many letters of an article are asked about at once.
_PART = 8_000
#: After so many articles in a row without any answer the server is taken for away.
_PATIENCE = 3


class Extractor:
    """Adds what a model finds to what the rules read.

    >>> extractor = Extractor(Server(url="http://127.0.0.1:9/v1/chat/completions", name="tiny"))
    >>> extractor.failures
    0

    `failures` counts the articles about which the model gave nothing that could be used.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._away = 0
        self.failures = 0

    def extend(self, article: Article, reading: Reading, roster: Roster) -> Reading:
        """The reading with the model's statements; its `remarks` name what was left out and why.

        An article that names fewer than two actors is not sent.
        """
        checker = Checker(article, reading, roster, self._server.name)
        if len(checker.named) < 2:  # noqa: PLR2004  a statement has two ends
            return reading
        if self._away >= _PATIENCE:
            self.failures += 1
            return _remarked(reading, [f"{self._name} is asked no more: {_PATIENCE} times away"])
        added: list[Statement] = []
        left_out: list[str] = []
        try:
            for part in _parts(article, reading):
                for found in proposals(self._server.ask(messages(article, part))):
                    checked = found.reason if isinstance(found, Malformed) else checker.check(found)
                    if isinstance(checked, Statement):
                        added.append(checked)
                    else:
                        left_out.append(f"{self._name} left out: {checked}")
        except NoAnswerError as error:
            self.failures += 1
            self._away = self._away + 1 if error.unreachable else 0
            left_out.append(f"{self._name} {error}")
        else:
            self._away = 0
        return _remarked(_with(reading, added), left_out)

    @property
    def _name(self) -> str:
        return f"model {self._server.name}"


def _parts(article: Article, reading: Reading) -> Iterator[str]:
    """The sentences of an article, as many together as are asked about at once."""
    begin = end = None
    for outcome in reading.outcomes:
        if begin is not None and end is not None and outcome.end - begin > _PART:
            yield article.text[begin:end]
            begin = None
        begin = outcome.start if begin is None else begin
        end = outcome.end
    if begin is not None:
        yield article.text[begin:end]


def _remarked(reading: Reading, remarks: list[str]) -> Reading:
    return reading._replace(remarks=(*reading.remarks, *remarks))


def _with(reading: Reading, added: list[Statement]) -> Reading:
    """The reading with more statements: outcomes and explanations of their sentences tell them."""
    outcomes, explanations = list(reading.outcomes), list(reading.explanations)
    place = {outcome.sentence: number for number, outcome in enumerate(outcomes)}
    statements = (*reading.statements, *added)
    for one in added:
        number = place.get(-1 if one.sentence is None else one.sentence)
        if number is None:
            continue
        found = sum(other.sentence == one.sentence for other in statements)
        outcomes[number] = outcomes[number]._replace(outcome="statements", reason=f"{found} found")
        if len(explanations) > 0:
            known = explanations[number]
            told = (*known.statements, _told(one))
            explanations[number] = known.model_copy(update={"statements": told})
    return reading._replace(
        statements=statements, outcomes=tuple(outcomes), explanations=tuple(explanations)
    )


def _told(one: Statement) -> Told:
    return Told(
        statement_id=one.statement_id,
        subject=one.subject,
        relation=one.relation,
        object=one.object,
        rule=one.rule,
        confidence=one.confidence,
        trigger=(Span(text=one.quote, start=one.start, end=one.end),),
        subject_by="model",
        object_by="model",
        modality=one.modality.value,
        modality_by="the model says so",
    )
