"""From a question to the command that answers it, or to the reason why none does."""

# Understanding is a pure function of the question, the grammar, the roster and the day from which
# relative dates are counted. What has no place in the command is named, never dropped in silence.

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from detente.graph.errors import ResolutionError
from detente.graph.ids import fold
from detente.graph.roster import Roster
from detente.queries.asking.candidates import Candidate, candidates_of
from detente.queries.asking.commands import Placed, command_of, place_days
from detente.queries.asking.cues import Vocabulary
from detente.queries.asking.dates import NoSuchDayError, find_days
from detente.queries.asking.grammar import grammar
from detente.queries.asking.names import Named, alike
from detente.queries.asking.question import Refusal, Suggestion, Understood
from detente.queries.asking.reading import (
    Reading,
    families_vocabulary,
    language_of,
    read_question,
    refusing_cues,
)
from detente.queries.asking.unread import strangers, unread
from detente.queries.asking.words import words_of
from detente.queries.captions import the

__all__ = ["understand"]

_MOST_OFFERED = 3


def understand(text: str, roster: Roster, *, today: date) -> Understood | Refusal:
    """How a question in English or Romanian is understood.

    >>> from detente.graph.actors import Actor
    >>> iran = Actor(actor_id="IRN", label="Country", name="Iran", name_ro="Iran")
    >>> roster = Roster(actors=[iran], names=[], persons=[], offices=[])
    >>> asked = understand("Who were Iran's allies in June 2018?", roster, today=date(2018, 10, 31))
    >>> asked.command
    'detente allies IRN --as-of 2018-06-30'
    >>> understand("What is Iran's GDP?", roster, today=date(2018, 10, 31)).nearest[0].command
    'detente timeline IRN'

    A month or a year on which something is asked means its last day. Relative dates ("last month")
    are counted from `today`.
    """
    return _understand(text, roster, today, offering=True)


def _understand(text: str, roster: Roster, today: date, *, offering: bool) -> Understood | Refusal:
    words = words_of(text)
    lang = language_of(words)
    try:
        days = find_days(words, grammar().languages[lang].calendar, today=today)
    except NoSuchDayError as error:
        reading = read_question(text, words, lang, roster, ())
        return _Asked(reading, roster, today, offering=offering).refused(str(error))
    reading = read_question(text, words, lang, roster, days)
    return _Asked(reading, roster, today, offering=offering).decided()


class _Asked:
    """One question on its way to an answer."""

    def __init__(self, reading: Reading, roster: Roster, today: date, *, offering: bool) -> None:
        self._reading, self._roster, self._today = reading, roster, today
        #: Examples are understood as well, and are offered nothing in their turn.
        self._offering = offering
        self._candidates = candidates_of(reading)

    def decided(self) -> Understood | Refusal:
        """The command, or the first thing that is in its way."""
        return self._beyond() or self._unnamed() or self._unborn() or self._chosen()

    def refused(self, because: str, *families: str) -> Refusal:
        """A refusal that offers these families, or else those that the words tell of."""
        offered = families or tuple(one.name for one in self._candidates[:1])
        if len(offered) == 0:
            number = min(len(self._reading.actors), max(grammar().nearest))
            offered = grammar().nearest[number]
        nearest = [one for name in offered for one in self._suggestions(name)]
        return Refusal(
            question=self._reading.text,
            lang=self._reading.lang,
            because=because,
            nearest=tuple(dict.fromkeys(nearest))[:_MOST_OFFERED],
        )

    def _beyond(self) -> Refusal | None:
        """A refusal of what no command answers."""
        top = self._candidates[0].name if len(self._candidates) > 0 else None
        for number, rule in enumerate(grammar().refused):
            told = any(
                cue.find(self._reading.masked) for cue in refusing_cues(number, self._reading.lang)
            )
            if told and top not in rule.unless:
                fitting = [one.name for one in self._candidates if one.fits][:1]
                other = rule.nearest.get(len(self._reading.actors))
                return self.refused(rule.because, *(fitting or ([other] if other else [])))
        return None

    def _unnamed(self) -> Refusal | None:
        """A refusal of names that name nobody, or several."""
        for name in self._reading.names:
            if len(name.candidates) > 0:
                return self._unclear(name)
            if name.actor_id is None:
                return self.refused(f"'{name.text}' names no actor that is known")
        unknown = next(strangers(self._reading), None)
        return None if unknown is None else self._unknown(unknown)

    def _unclear(self, name: Named) -> Refusal:
        whole = self.refused(f"'{name.text}' may be {' or '.join(name.candidates)}: say which")
        top = self._candidates[0].name if len(self._candidates) > 0 else None
        if top is None:
            return whole
        others = self._reading.actors
        nearest = [
            one for actor in name.candidates for one in self._suggestion(top, (actor, *others))
        ]
        return whole.model_copy(update={"nearest": tuple(nearest[:_MOST_OFFERED])})

    def _unknown(self, text: str) -> Refusal:
        like = alike(text, self._roster)
        names = ", ".join(f"{self._name(actor)} ({actor})" for actor in like)
        hint = f"; much like it: {names}" if len(like) > 0 else ""
        return self.refused(f"'{text}' is no actor that is known{hint}")

    def _unborn(self) -> Refusal | None:
        """A refusal of days that have not come."""
        for days in self._reading.days:
            begin = days.first if days.first is not None else days.last
            if begin is not None and begin > self._today:
                written = self._reading.written(days.start, days.end)
                return self.refused(f"'{written}' has not come: only what happened can be asked")
        return None

    def _chosen(self) -> Understood | Refusal:
        if len(self._candidates) == 0:
            return self.refused(self._lost())
        top = self._candidates[0]
        strong = [
            one for one in self._candidates if one.fits and 2 * one.cue.weight >= top.cue.weight
        ]
        if len(strong) == 0:
            return self._miscounted(top)
        best = strong[0].cue.weight
        placed = [
            (one, place_days(self._reading, one.family)) for one in strong if one.cue.weight == best
        ]
        chosen, days = min(placed, key=lambda pair: len(pair[1].left_out) + 2 * len(pair[1].lacks))
        if len(days.lacks) > 0:
            return self.refused(f"'{chosen.family.says}' needs a date: say since when", chosen.name)
        return self._understood(chosen, days)

    def _understood(self, chosen: Candidate, days: Placed) -> Understood | Refusal:
        known = chosen.vocabulary(self._reading.lang)
        doubt = self._doubt(known)
        rest = [
            self._reading.written(*place)
            for place in unread(self._reading, known, (chosen.first, chosen.last))
        ]
        # A word that tells another family weighs as much again: the question may be of that one.
        strange = len(rest) + len(days.left_out)
        strange += sum(fold(word) in families_vocabulary(self._reading.lang) for word in rest)
        if doubt is None and 2 * strange > chosen.cue.weight:
            words = ", ".join(f"'{word}'" for word in (*days.left_out, *rest))
            doubt = f"too much of it is not understood: {words}"
        if doubt is not None:
            return self.refused(doubt, chosen.name)
        return command_of(
            self._reading,
            chosen.name,
            chosen.actors,
            days,
            names=tuple(the(self._name(actor)) for actor in chosen.actors),
            left_out=rest,
        )

    def _doubt(self, known: Vocabulary) -> str | None:
        """What makes an answer likely to be wrong, which is worse than none."""
        language = grammar().languages[self._reading.lang]
        plain, turning = Vocabulary(language.plain), Vocabulary(language.turning)
        units = Vocabulary(
            word
            for names in (
                *language.calendar.units.values(),
                *(words for part in language.calendar.parts if part.alone for words in part.words),
            )
            for word in names.split("|")
        )
        masked = self._reading.masked.split()
        for word in masked:
            # "The allies of the allies of Iran" are not Iran's allies.
            if word in known and word not in plain and masked.count(word) > 1:
                return f"'{word}' stands in it more than once"
        for start, end in unread(self._reading, known):
            word = self._reading.words[start].folded
            if word in turning:
                return f"'{self._reading.written(start, end)}' is not understood here"
            if word in units:
                return f"the time is not understood at '{self._reading.written(start, end)}'"
        return None

    def _lost(self) -> str:
        words = [self._reading.written(*place) for place in unread(self._reading, Vocabulary(()))]
        said = f" (not understood: {', '.join(words)})" if len(words) > 0 else ""
        return f"what is asked is not clear{said}"

    def _miscounted(self, top: Candidate) -> Refusal:
        least, most = top.family.actors
        asked = top.family.says.format("…", "…")
        if len(top.actors) < least:
            words = [
                self._reading.written(*place)
                for place in unread(self._reading, top.vocabulary(self._reading.lang))
            ]
            said = f"; {', '.join(repr(word) for word in words)} is none" if len(words) > 0 else ""
            lacking = "one actor" if least == 1 else "two actors"
            return self.refused(f"'{asked}' needs {lacking}{said}", top.name)
        number = ("no actor", "one actor", "two actors")[most]
        return self.refused(f"'{asked}' takes {number}, and here are {len(top.actors)}", top.name)

    def _suggestions(self, name: str) -> Iterator[Suggestion]:
        """A family's example with the actors of the question: one for each where it takes one."""
        actors = self._reading.actors
        most = grammar().families[name].actors[1]
        if most == 1 and len(actors) > 1:
            for actor in actors:
                yield from self._suggestion(name, (actor,))
        else:
            yield from self._suggestion(name, actors)

    def _suggestion(self, name: str, actors: Iterable[str]) -> Iterator[Suggestion]:
        if not self._offering:
            return
        lang = self._reading.lang
        family = grammar().families[name]
        actors = tuple(actors)
        others = [actor for actor in self._stand_ins() if actor not in actors]
        spoken = [self._name(actor, lang) for actor in (*actors[: family.actors[1]], *others)]
        if len(spoken) < family.actors[1]:
            return
        question = family.example[lang].format(*map(the, spoken) if lang == "en" else spoken)
        understood = _understand(question, self._roster, self._today, offering=False)
        if isinstance(understood, Understood):
            yield Suggestion(family=name, question=question, command=understood.command)

    def _stand_ins(self) -> Iterator[str]:
        for name in grammar().languages[self._reading.lang].stand_ins:
            try:
                yield self._roster.resolve(name)
            except ResolutionError:
                # The names of this graph are others: then the example has one actor less.
                continue

    def _name(self, actor_id: str, lang: str = "en") -> str:
        actor = self._roster.actor(actor_id)
        if actor is None:
            return actor_id
        return actor.name_ro if lang == "ro" and actor.name_ro is not None else actor.name
