"""Who says so: the chain of speakers above an event, innermost first, and agencies as `via`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from detente.loaders.reading.arguments import is_verb
from detente.loaders.reading.colons import after_dash, before_colon
from detente.loaders.reading.parse import Parse
from detente.loaders.reading.roles import Cast, Party, distinct
from detente.loaders.reading.words import Words

__all__ = ["Report", "Speakers", "reports", "speakers_of"]


_TOPICS = frozenset({"name", "acronym", "adjective", "demonym"})
_SAID = frozenset({"ccomp", "parataxis", "obj", "xcomp", "conj", "obl", "acl", "csubj", "dep"})


class Report(NamedTuple):
    """A verb or phrase of saying at word `verb`, whose subject is `who`; `told` heard it."""

    verb: int
    who: tuple[Party, ...]
    told: tuple[Party, ...]
    inverted: bool


class Speakers(NamedTuple):
    """Speakers from the innermost outwards, and the agencies that carried it."""

    said_by: tuple[Party, ...]
    via: tuple[Party, ...]


def reports(parse: Parse, cast: Cast, words: Words) -> list[Report]:
    """All reporting verbs and "according to" phrases of a sentence, in text order."""
    found = []
    heading = before_colon(parse)
    if heading is not None:
        # "Macron: …" says who speaks; "Ukraine: …" only what it is about.
        who = tuple(one for one in cast.parties(heading) if one.how not in _TOPICS)
        if len(who) > 0:
            found.append(Report(heading, who, (), inverted=True))
    closing = after_dash(parse)
    if closing is not None:
        who = tuple(one for one in cast.parties(closing) if one.how not in _TOPICS)
        if len(who) > 0:
            found.append(Report(closing, who, (), inverted=True))
    for word in parse.words:
        denies = word.lemma in words.denying and len(parse.under(word.index, "ccomp")) > 0
        if is_verb(parse, word.index) and (word.lemma in words.report or denies):
            found.append(_report(parse, word.index, cast))
        elif word.pos != "DET" and (
            parse.case(word.index) in words.according or _cited(parse, word.index, words)
        ):
            who = tuple(cast.parties(word.index))
            if len(who) > 0:
                found.append(Report(word.index, who, (), inverted=True))
    return found


def _cited(parse: Parse, index: int, words: Words) -> bool:
    before = " ".join(word.form for word in parse.words[max(0, index - 2) : index])
    return any(before == phrase or before.endswith(f" {phrase}") for phrase in words.according)


def _report(parse: Parse, verb: int, cast: Cast) -> Report:
    who: list[Party] = []
    told: list[Party] = []
    after = False
    for child in parse.children[verb]:
        word = parse.words[child]
        if word.label == "nsubj":
            who = cast.parties(child)
            after = child > verb
        elif word.label in {"obj", "iobj", "obl"} and word.pos != "VERB":
            told += cast.parties(child)
    if len(who) == 0:
        # Romanian subjects after the verb come out as objects: "a declarat ministrul …".
        late = [child for child in parse.under(verb, "obj", "nmod", "appos") if child > verb]
        for child in late:
            who = cast.parties(child)
            after = len(who) > 0
            if after:
                break
    if len(who) == 0 and parse.words[verb].label == "conj" and _is_joined(parse, verb):
        # "calls it pointless and says …": joined verbs share their subject.
        shared = parse.under(parse.words[verb].head, "nsubj")
        who = [party for child in shared for party in cast.parties(child)]
    behind = after or len(parse.under(verb, "ccomp", "xcomp", "parataxis")) == 0
    return Report(verb, tuple(who), tuple(told), inverted=behind)


def _is_joined(parse: Parse, verb: int) -> bool:
    # "…, the newspaper wrote" is joined to what it tells by a comma, and has its own subject.
    own = parse.under(verb, "nsubj")
    return len(own) == 0 and len(parse.under(verb, "cc")) > 0


def speakers_of(
    parse: Parse, trigger: int, found: list[Report], is_media: Callable[[Party], bool]
) -> Speakers:
    """The speakers of the event at `trigger`: the reports above it, then those set behind it."""
    above = list(parse.ancestors(trigger))
    chain = [report for index in above for report in found if report.verb == index]
    chain = [report for report in chain if _is_content(parse, trigger, report, above)]
    behind = [
        report
        for report in found
        if report not in chain and report.inverted and _covers(parse, report, trigger)
    ]
    said_by: list[Party] = []
    via: list[Party] = []
    for report in (*chain, *behind):
        for party in report.who:
            (via if is_media(party) else said_by).append(party)
        via += [party for party in report.told if is_media(party)]
    return Speakers(tuple(distinct(said_by)), tuple(distinct(via)))


def _is_content(parse: Parse, trigger: int, report: Report, above: list[int]) -> bool:
    # Below the report, but not inside its subject or a "when he spoke" clause.
    path = [trigger, *above]
    below = path[path.index(report.verb) - 1]
    label = parse.words[below].label
    if label in {"obl", "advcl"} and below < report.verb:
        # "Speaking after the release, X said …": the release is no part of what X said.
        return False
    if label == "advcl":
        # "X says that talks are useless, because …": the reason is part of what X says.
        return any(child < below for child in parse.under(report.verb, "ccomp"))
    return label in _SAID


def _covers(parse: Parse, report: Report, trigger: int) -> bool:
    """Whether an inverted report ("…, said X") speaks of what stands before it."""
    if report.verb not in parse.subtree(parse.words[report.verb].head) or trigger > report.verb:
        return _leads(parse, report, trigger)
    between = [word for word in parse.words[trigger : report.verb] if word.form in {",", ":", ";"}]
    return len(between) > 0 or not is_verb(parse, report.verb)


def _leads(parse: Parse, report: Report, trigger: int) -> bool:
    # "According to X, …" stands before its content.
    return not is_verb(parse, report.verb) and report.verb < trigger
