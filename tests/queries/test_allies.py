"""Allies, from statements and treaties made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from detente.graph.asof import as_of
from detente.graph.dates import PartialDate
from detente.graph.projection import project
from detente.graph.statements import Statement
from detente.graph.treaties import SharedTreaty
from detente.queries.allies import Allies, weigh
from detente.queries.ends import End, names_of
from detente.queries.friendliness import Dyad
from detente.queries.weighing import obligations_once
from tests.graph.statements import ROSTER, statement

DAY = date(2025, 12, 18)


def treaty(partner: str, obligation: str, name: str = "Pact") -> SharedTreaty:
    return SharedTreaty(
        treaty_id=f"{name}-{partner}",
        name=name,
        obligation=obligation,
        partner=partner,
        since=PartialDate("1994"),
        source="text",
    )


def allies_of_belarus(told: Sequence[Statement], treaties: Sequence[SharedTreaty] = ()) -> Allies:
    asked = Allies(actor=End(actor_id="BLR", name="Belarus"), as_of=DAY)
    relations = as_of(project(told, []), DAY)
    return weigh(asked, relations, treaties, told, names=names_of(ROSTER))


def helped(number: int, giver: str = "RUS", **fields: object) -> Statement:
    """One article about aid to Belarus."""
    given = {"article_id": f"a{number}", "publisher": f"Paper {number % 2}"} | fields
    return statement(f"s{number}", giver, "GAVE_AID_TO", "BLR", published_at="2025-12-17", **given)


def test_one_article_is_shown_and_never_ranked() -> None:
    found = allies_of_belarus([helped(1)])
    assert found.ranked == ()
    assert [(ally.name, ally.verdict, ally.because) for ally in found.told] == [
        ("Russia", "not enough evidence", "one article")
    ]
    assert found.note == "not enough evidence: one article is no ground for calling anybody an ally"
    assert list(found.lines()) == [
        "Russia: one source says: reported 2025-12-17: Russia gave aid to Belarus "
        "(very likely 0.80; one article (Paper 1))"
    ]


def test_ten_sentences_of_one_article_are_one_article() -> None:
    told = [helped(number, article_id="a1", publisher="Paper") for number in range(10)]
    (ally,) = allies_of_belarus(told).told
    assert (ally.articles, len(ally.acts)) == (1, 10)


def test_treaties_come_first_the_strongest_obligation_before_others() -> None:
    found = allies_of_belarus(
        [helped(1, "POL"), helped(2, "POL")],
        [
            treaty("USA", "consultation"),
            treaty("RUS", "non-aggression", "Other"),
            treaty("RUS", "defence"),
            treaty("NATO", "non-aggression"),
        ],
    )
    assert [(ally.name, ally.verdict) for ally in found.ranked] == [
        ("Russia", "supported"),
        ("United States", "supported"),
        ("Poland", "weak"),
    ]
    assert [one.obligation for one in found.ranked[0].treaties] == ["defence", "non-aggression"]
    # Peace is no alliance.
    assert [ally.name for ally in found.pacts] == ["NATO"]


def test_grounds_are_kept_apart_by_who_says_it() -> None:
    told = [
        helped(1),
        statement("s2", "BLR", "ALLIED_WITH", "RUS", said_by=("BLR",), event_date="1999"),
        statement("s3", "BLR", "DEPENDS_ON", "RUS", said_by=("BLR:OPP",), event_date="2020"),
        statement("s4", "BLR", "CRITICISED", "RUS", published_at="2025-12-17"),
    ]
    (ally,) = allies_of_belarus(told, [treaty("RUS", "defence")]).ranked
    assert [fact.relation for fact in ally.acts] == ["GAVE_AID_TO"]
    assert [fact.relation for fact in ally.own_claims] == ["ALLIED_WITH"]
    # The opposition is not the state: what it says is a claim of others.
    assert [fact.relation for fact in ally.claims] == ["DEPENDS_ON"]
    assert [fact.relation for fact in ally.against] == ["CRITICISED"]


def test_what_one_report_asserts_itself_is_an_act_whoever_else_claims_it() -> None:
    told = [
        statement("s1", "BLR", "ALLIED_WITH", "RUS", said_by=("BLR",), event_date="1999"),
        statement("s2", "BLR", "ALLIED_WITH", "RUS", event_date="1999"),
    ]
    (ally,) = allies_of_belarus(told).ranked
    assert [fact.relation for fact in ally.acts] == ["ALLIED_WITH"]
    assert (ally.claims, ally.own_claims) == ((), ())


def test_much_friendly_conduct_supports_without_a_treaty() -> None:
    found = allies_of_belarus([helped(number) for number in range(24)])
    (ally,) = found.ranked
    assert ally.verdict == "supported"
    assert ally.conduct is not None
    assert ally.conduct.friendlier > 0.9
    assert (
        ally.because
        == f"24 articles, 2 publishers; friendlier than usual: {ally.conduct.friendlier:.2f}"
    )


def test_friendly_acts_between_rivals_are_not_enough() -> None:
    fights = [
        statement(f"f{n}", "BLR", "ATTACKED", "RUS", published_at="2025-12-17", article_id=f"f{n}")
        for n in range(5)
    ]
    found = allies_of_belarus([helped(1), helped(2), *fights])
    assert found.ranked == ()
    (ally,) = found.told
    assert ally.because.startswith("7 articles, 2 publishers; friendlier than usual: 0.")
    assert len(ally.against) == 5


def test_one_friendly_article_among_many_ranks_nobody() -> None:
    """Talks are told of by three articles; that they drew closer, by one."""
    talks = [
        statement(
            f"t{n}", "BLR", "NEGOTIATED_WITH", "USA", article_id=f"t{n}", published_at=str(DAY)
        )
        for n in range(3)
    ]
    closer = statement(
        "s1", "BLR", "DREW_CLOSER_TO", "USA", said_by=("BLR",), published_at=str(DAY)
    )
    found = allies_of_belarus([*talks, closer])
    assert found.ranked == ()
    (ally,) = found.told
    assert (ally.because, ally.articles) == ("one article", 4)
    assert [line.split(":")[1] for line in found.lines()] == [" one source says"]


def test_whose_conduct_is_as_unfriendly_as_that_of_strangers_is_no_ally() -> None:
    quarrels = [
        statement(f"q{n}", "RUS", "ACCUSED", "BLR", published_at="2025-12-17", article_id=f"q{n}")
        for n in range(2)
    ]
    found = allies_of_belarus([helped(1), helped(2), *quarrels])
    assert found.ranked == ()
    assert found.note == (
        "not enough evidence: nobody is told of often enough to be called an ally"
    )


def test_talks_and_relief_make_no_friend() -> None:
    told = [
        statement("s1", published_at="2025-12-17"),
        statement("s2", "USA", "HELD_TALKS_WITH", "BLR", published_at="2025-12-17"),
    ]
    found = allies_of_belarus(told)
    assert (found.ranked, found.told, found.pacts) == ((), (), ())
    assert found.note == "not enough evidence: nothing speaks of an ally of Belarus"


def test_own_sides_and_what_is_only_planned_are_no_allies() -> None:
    told = [
        statement("s1", "BLR", "SUPPORTED", "BLR:CIV", published_at="2025-12-17"),
        helped(2, modality="planned"),
    ]
    assert allies_of_belarus(told).told == ()


def test_a_coded_row_counts_as_an_article() -> None:
    told = [
        helped(number, article_id="icews", dataset="icews", record_id=str(number), publisher=None)
        for number in range(3)
    ]
    (ally,) = allies_of_belarus(told).ranked
    assert ally.articles == 3


def in_table(partner: str, obligation: str, since: str, until: str | None = None) -> SharedTreaty:
    """A row of a made-up table: its id begins with the name of the data set."""
    row = treaty(partner, obligation, "alliance in the ATOP table")
    days = {"since": PartialDate(since), "until": None if until is None else PartialDate(until)}
    key = f"ATOP:BLR/{partner}/{obligation}/{since}"
    return row.model_copy(update={"treaty_id": key} | days)


def test_a_table_repeats_no_named_treaty() -> None:
    found = allies_of_belarus(
        [],
        [
            treaty("RUS", "defence"),
            in_table("RUS", "defence", "1992"),
            in_table("RUS", "consultation", "1992"),
        ],
    )
    assert [one.name for one in found.ranked[0].treaties] == ["Pact"]


def test_a_table_tells_of_what_no_named_treaty_has() -> None:
    """A stronger obligation than the named treaty's, or one of another time."""
    stronger = [treaty("RUS", "non-aggression"), in_table("RUS", "defence", "1992")]
    (ally,) = allies_of_belarus([], stronger).ranked
    assert [one.obligation for one in ally.treaties] == ["defence", "non-aggression"]
    rows = [in_table("RUS", "consultation", "1992"), in_table("RUS", "defence", "1995")]
    (ally,) = allies_of_belarus([], rows).ranked
    assert [(one.obligation, str(one.since)) for one in ally.treaties] == [("defence", "1995")]
    earlier = in_table("RUS", "defence", "1980", "1990")
    assert obligations_once([earlier, treaty("RUS", "defence")])[0] == earlier


def test_a_table_that_states_an_alliance_is_no_act() -> None:
    row = {"dataset": "atop", "record_id": "BLR/RUS/defence/1992", "publisher": None}
    told = [statement("s1", "BLR", "ALLIED_WITH", "RUS", event_date="1992", **row)]
    nothing = allies_of_belarus(told)
    assert (nothing.ranked, nothing.told, nothing.pacts) == ((), (), ())
    (ally,) = allies_of_belarus(told, [in_table("RUS", "defence", "1992")]).ranked
    assert (ally.acts, ally.articles, ally.conduct) == ((), 0, None)
    assert ally.because == "defence treaty in force"


def test_an_article_that_says_the_same_as_the_table_stays_an_act() -> None:
    row = {"dataset": "atop", "record_id": "BLR/RUS/defence/1992", "publisher": "ATOP"}
    told = [
        statement("s1", "BLR", "ALLIED_WITH", "RUS", event_date="1992", **row),
        statement("s2", "BLR", "ALLIED_WITH", "RUS", event_date="1992", publisher="Courier"),
    ]
    (ally,) = allies_of_belarus(told).told
    (act,) = ally.acts
    assert (act.statement_ids, act.publishers, act.support) == (("s2",), ("Courier",), 1)


def coded(number: int) -> Statement:
    """One coded row about aid to Belarus."""
    return helped(
        number, article_id="icews", dataset="icews", record_id=str(number), publisher=None
    )


def dyad(friendlier: float, days: int) -> Dyad:
    """How Belarus and Russia get on, by rows that are not here."""
    return Dyad(
        a="BLR",
        b="RUS",
        conflict=0.1,
        low=0.05,
        high=0.2,
        expected=0.3,
        friendlier=friendlier,
        weight=0.4,
        n=days,
        days=days,
        effective_n=float(days),
        last_day=DAY,
        verdict="weak",
    )


@pytest.mark.parametrize(
    ("friendlier", "days", "verdict"),
    [(0.95, 8, "supported"), (0.95, 2, "weak"), (0.8, 8, "weak"), (0.6, 8, None)],
)
def test_coded_conduct_is_measured_against_what_is_expected(
    friendlier: float, days: int, verdict: str | None
) -> None:
    told = [coded(number) for number in range(days)]
    asked = Allies(actor=End(actor_id="BLR", name="Belarus"), as_of=DAY)
    relations = as_of(project(told, []), DAY)
    dyads = {"RUS": dyad(friendlier, days)}
    found = weigh(asked, relations, (), told, names=names_of(ROSTER), dyads=dyads)
    assert [one.verdict for one in found.ranked] == ([] if verdict is None else [verdict])
    # Who is friendly as is expected of him is counted, not listed act by act.
    assert (found.told, found.ordinary) == ((), 0 if verdict is not None else 1)


def test_rows_name_every_ground() -> None:
    found = allies_of_belarus([helped(1)], [treaty("RUS", "defence")])
    assert [(row["name"], row["ground"], row["what"], row["when"]) for row in found.rows()] == [
        ("Russia", "treaty", "Pact (defence)", "since 1994"),
        ("Russia", "act", "Russia gave aid to Belarus", "reported 2025-12-17"),
    ]
    assert found.to_frame().shape == (2, 10)
    assert Allies.model_validate_json(found.model_dump_json()) == found
