"""Things named again: "The embassy was closed" means the one spoken of before."""

from __future__ import annotations

from detente.loaders.reading.context import Context
from detente.loaders.reading.frames import Frame, Frames
from detente.loaders.reading.mentions import Mention, MentionIndex
from detente.loaders.reading.parse import Parse
from detente.loaders.reading.roles import Party

__all__ = ["known_thing", "note_things"]

_WHERE = frozenset({"in", "at", "la", "din", "de la"})


def note_things(parse: Parse, index: MentionIndex, lexicon: Frames, context: Context) -> None:
    """Remember whose each thing of the lexicon's classes is: "the US embassy in Minsk"."""
    for word in parse.words:
        if word.pos != "NOUN" or not any(word.lemma in same for same in lexicon.classes.values()):
            continue
        owner = next(index.near(word.index, owners_only=True), None)
        place = _place(parse, index, word.index)
        if owner is not None and place is not None and owner.actor and place.actor:
            context.note_thing(word.lemma, owner.actor, place.actor)


def _place(parse: Parse, index: MentionIndex, noun: int) -> Mention | None:
    for child in parse.under(noun, "nmod", "obl"):
        if parse.case(child) in _WHERE:
            for mention in (index.at_head(child), *index.near(child)):
                if mention is not None and mention.actor is not None:
                    return mention
    return None


def known_thing(noun: str, frame: Frame, context: Context) -> tuple[list[Party], list[Party]]:
    """Owner and place of a thing named again, as source and target of a frame that has both."""
    known = context.thing(noun)
    if known is None or "theme.owner" not in frame.source or not _WHERE & set(frame.target):
        return [], []
    owner, place = (Party(actor, None, None, 0.75, "named before") for actor in known)
    return [owner], [place]
