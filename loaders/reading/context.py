"""What an article has said so far: who was spoken of, who speaks, which two states it is about."""

from __future__ import annotations

from collections import Counter

from detente.graph.actors import state_of

__all__ = ["Context"]


class Context:
    """Memory of one article, updated sentence by sentence.

    >>> context = Context()
    >>> context.see("BLR", "ALEKSANDR_LUKASHENKO", subject=True); context.see("USA", None)
    >>> context.pair(), context.person()
    (['BLR', 'USA'], ('BLR', 'ALEKSANDR_LUKASHENKO'))
    """

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._person: tuple[str | None, str | None] = (None, None)
        self._speaker: tuple[str | None, str | None] = (None, None)
        self._subject: tuple[str | None, str | None] = (None, None)
        self._titles: dict[str, str] = {}
        self._things: dict[str, tuple[str, str]] = {}

    def see(self, actor: str, person: str | None, *, subject: bool = False) -> None:
        """Note a mention; a subject, or a named person, is who "he" may be next."""
        self._counts[state_of(actor)] += 2 if subject else 1
        if person is not None and (subject or self._person[0] is None):
            self._person = (actor, person)
        if subject:
            self._subject = (actor, person)

    def speak(self, actor: str, person: str | None) -> None:
        """Note who speaks: "I" and "we" of the quotations that follow."""
        self._speaker = (actor, person)
        if person is not None:
            self._person = (actor, person)

    def person(self) -> tuple[str | None, str | None]:
        """Who "he" or "she" is."""
        return self._person

    def speaker(self) -> tuple[str | None, str | None]:
        """Who "I" is."""
        return self._speaker

    def subject(self) -> tuple[str | None, str | None]:
        """Who the last main clause was about: the subject that Romanian leaves out."""
        return self._subject

    def pair(self) -> list[str]:
        """The two states that the article speaks of most; fewer where it names fewer."""
        ranked = sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))
        return sorted(actor for actor, _ in ranked[:2])

    def others(self, state: str) -> set[str]:
        """Every state and body spoken of so far but one."""
        return set(self._counts) - {state}

    def note_thing(self, noun: str, owner: str, place: str) -> None:
        """Whose a thing is and where: "the US embassy in Minsk"."""
        self._things[noun] = (owner, place)

    def thing(self, noun: str) -> tuple[str, str] | None:
        """Owner and place of the thing that "the embassy" means."""
        return self._things.get(noun)

    def give_title(self, name: str, actor: str) -> None:
        """A title in the text ("president X of Y") gives X that office for this article."""
        self._titles[name] = actor

    def titled(self, name: str) -> str | None:
        """Whom a name stands for by its title in this article."""
        return self._titles.get(name)
