"""Who did what to whom, in English: verbs in the form that the modality asks for."""

# The registry has captions in the past, as most relations are events that happened. What is only
# planned or hoped for must not read like that, so its verb is put into another form.

from __future__ import annotations

import re
from collections.abc import Callable

from detente.graph.registry import REGISTRY
from detente.graph.statements import Modality

__all__ = ["PROCESSES", "Named", "capital", "caption", "midway", "the"]

#: Turns an actor's id into the name to show.
Named = Callable[[str], str]

_OPEN = "(not named)"

# Names that English puts an article before, by the words in them. Bodies are named by what they
# are (a union, an organisation, a court); media, movements and most states have proper names.
_WITH_ARTICLE = re.compile(
    r"^(United (States|Kingdom|Nations|Arab Emirates)|Netherlands|Philippines|Bahamas|Gambia|"
    r"Maldives|Comoros|Seychelles|DR Congo|Taliban|Houthis|Bundestag|Bundeswehr|Knesset|Quad|"
    r"Five Eyes|Holy See|US Congress)$"
    r"|\b(Republic|Islands|Union|States|Nations|Organi[sz]ation|League|Court|Bank|Agency|Fund|"
    r"Council|Commission|Committee|Community|Group|Forum|Association|Movement|Alliance|Initiative|"
    r"Corps|Army|Forces|Force|Parliament|Government|Front|Party|Brotherhood|System|Market|Nine|"
    r"Eight|Union State|State Duma|Triangle|Partnership|Authority|Coalition|Commonwealth|Board|"
    r"opposition)\b"
)

# How a side without a name of its own is called: "Russia: business" is "the firms of Russia".
_SIDES = {"business": "firms", "government branch": "government"}

# Base forms of the first words of captions that do not end in -ed, or drop more than that.
_BASE = {
    "is": "be",
    "has": "have",
    "depends": "depend",
    "holds": "hold",
    "made": "make",
    "held": "hold",
    "met": "meet",
    "spoke": "speak",
    "sought": "seek",
    "drew": "draw",
    "gave": "give",
    "saw": "see",
    "laid": "lay",
    "left": "leave",
    "broke": "break",
    "withdrew": "withdraw",
    "cut": "cut",
    "backed": "back",
    "agreed": "agree",
    "called": "call",
    "appealed": "appeal",
    "cancelled": "cancel",
    "expelled": "expel",
    "deployed": "deploy",
    "allowed": "allow",
    "yielded": "yield",
    "visited": "visit",
    "threatened": "threaten",
    "protested": "protest",
    "lifted": "lift",
    "granted": "grant",
    "extradited": "extradite",
    "reached": "reach",
    "launched": "launch",
    "attacked": "attack",
    "bombed": "bomb",
    "abducted": "abduct",
    "killed": "kill",
    "arrested": "arrest",
    "deported": "deport",
    "rebuffed": "rebuff",
    "signed": "sign",
    "discussed": "discuss",
    "reopened": "reopen",
    "recalled": "recall",
    "distanced": "distance",
}
_PAST_STATE = {"is": "was", "has": "had", "depends": "depended", "holds": "held"}
#: Verbs whose last consonant doubles before -ing.
_DOUBLING = frozenset({"cancel", "cut", "expel"})
#: What goes on for a while. Other acts are done, and leave something that lasts: "deployed troops".
PROCESSES = frozenset(
    {
        "HELD_TALKS_WITH",
        "NEGOTIATED_WITH",
        "MEDIATED_FOR",
        "DISCUSSED_REOPENING_EMBASSY_WITH",
        "COURTED",
        "MET_WITH",
        "VISITED",
        "DREW_CLOSER_TO",
        "COOPERATED_WITH",
        "COOPERATED_ECONOMICALLY_WITH",
        "COOPERATED_MILITARILY_WITH",
        "HELD_EXERCISE_WITH",
        "SHARED_INTELLIGENCE_WITH",
        "SUPPORTED",
        "GAVE_AID_TO",
        "GAVE_MILITARY_AID_TO",
        "WITHDREW_TROOPS_FROM",
        "INVESTIGATED",
        "PROTESTED_AGAINST",
        "MOBILISED_AGAINST",
        "COERCED",
        "BLOCKADED",
        "ATTACKED",
        "BOMBED",
    }
)
_TO = frozenset({Modality.PLANNED, Modality.HOPED, Modality.THREATENED})


def caption(
    relation: str,
    subject: str | None,
    object_: str | None,
    names: Named,
    *,
    modality: Modality = Modality.ACTUAL,
    over: bool = False,
) -> str:
    """Who did what to whom; an end that the text leaves open reads "(not named)".

    >>> caption("EASED_SANCTIONS_ON", "USA", None, str.title)
    'Usa eased sanctions on (not named)'
    >>> caption("MET_WITH", "BLR", "USA", str.title, modality=Modality.HOPED)
    'Blr to meet with Usa'
    >>> caption("NEGOTIATED_WITH", "BLR", "USA", str.title, modality=Modality.ONGOING)
    'Blr is negotiating with Usa'

    `over` puts a state that has ended into the past: "was at war with".
    """
    left, right = (_OPEN if end is None else the(names(end)) for end in (subject, object_))
    return capital(f"{left} {_verb(relation, modality, over=over)} {right}")


def _verb(relation: str, modality: Modality, *, over: bool) -> str:
    kind = REGISTRY[relation]
    first, space, rest = kind.caption.partition(" ")
    if modality in _TO and not (modality is Modality.THREATENED and kind.plover == "THREATEN"):
        return f"to {_base(first)}{space}{rest}"
    if modality is Modality.HYPOTHETICAL:
        return f"would {_base(first)}{space}{rest}"
    if kind.kind == "state":
        return f"{_PAST_STATE.get(first, first) if over else first}{space}{rest}"
    if modality is Modality.ONGOING and relation in PROCESSES:
        return f"is {_progressive(_base(first))}{space}{rest}"
    return kind.caption


def _base(word: str) -> str:
    """The base form of a caption's first word: "eased" is of "ease", "met" of "meet"."""
    if word in _BASE:
        return _BASE[word]
    stem = word.removesuffix("ed")
    return stem if stem == word else f"{stem}e"


def _progressive(base: str) -> str:
    if base in _DOUBLING:
        return f"{base}{base[-1]}ing"
    drop = base.endswith("e") and not base.endswith("ee")
    return f"{base[:-1] if drop else base}ing"


def the(name: str) -> str:
    """The name inside a sentence, with the article that English asks for.

    >>> the("United States"), the("Belarus"), the("NATO"), the("Belarusian opposition")
    ('the United States', 'Belarus', 'NATO', 'the Belarusian opposition')
    >>> the("Russia: armed forces")
    'the armed forces of Russia'
    """
    state, colon, side = name.partition(": ")
    if colon != "":
        return f"the {_SIDES.get(side, side)} of {the(state)}"
    return f"the {name}" if _WITH_ARTICLE.search(name) is not None else name


def capital(text: str) -> str:
    """The text with a capital at its head: "The United States …"."""
    return text[:1].upper() + text[1:] if text.startswith("the ") else text


def midway(text: str) -> str:
    """A sentence about actors after a colon: "hoped for: the United States to …"."""
    return "the " + text[4:] if text.startswith("The ") else text
