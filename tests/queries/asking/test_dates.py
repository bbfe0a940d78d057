"""Dates in questions; the day to count from is Wednesday, 31 October 2018."""

from __future__ import annotations

from datetime import date

import pytest

from detente.queries.asking.dates import NoSuchDayError, find_days
from detente.queries.asking.grammar import Lang, grammar
from detente.queries.asking.words import words_of

TODAY = date(2018, 10, 31)


def found(text: str, lang: Lang) -> list[tuple[str, str | None, str | None]]:
    days = find_days(words_of(text), grammar().languages[lang].calendar, today=TODAY)
    return [
        (
            one.role,
            None if one.first is None else one.first.isoformat(),
            None if one.last is None else one.last.isoformat(),
        )
        for one in days
    ]


@pytest.mark.parametrize(
    ("text", "role", "first", "last"),
    [
        ("in June 2018", "in", "2018-06-01", "2018-06-30"),
        ("as of 1 June 2018", "in", "2018-06-01", "2018-06-01"),
        ("on the 1st of June 2018", "in", "2018-06-01", "2018-06-01"),
        ("June 1, 2018", "in", "2018-06-01", "2018-06-01"),
        ("on 2018-06-01", "in", "2018-06-01", "2018-06-01"),
        ("in 2018-06", "in", "2018-06-01", "2018-06-30"),
        ("on 13/6/2018", "in", "2018-06-13", "2018-06-13"),
        ("on 6/13/2018", "in", "2018-06-13", "2018-06-13"),
        ("in February", "in", "2018-02-01", "2018-02-28"),
        ("in December", "in", "2017-12-01", "2017-12-31"),
        ("in May", "in", "2018-05-01", "2018-05-31"),
        ("since 2015", "since", "2015-01-01", None),
        ("after June 2018", "since", "2018-07-01", None),
        ("until May 2018", "until", None, "2018-05-31"),
        ("before 2018", "until", None, "2017-12-31"),
        ("from 2015 to 2018", "range", "2015-01-01", "2018-12-31"),
        ("2015-2018", "range", "2015-01-01", "2018-12-31"),
        ("between January and May 2018", "range", "2018-01-01", "2018-05-31"),
        ("between 1 and 15 April 2018", "range", "2018-04-01", "2018-04-15"),
        ("between November and May 2018", "range", "2017-11-01", "2018-05-31"),
        ("last month", "in", "2018-09-01", "2018-09-30"),
        ("last week", "in", "2018-10-22", "2018-10-28"),
        ("last year", "in", "2017-01-01", "2017-12-31"),
        ("since last month", "since", "2018-09-01", None),
        ("this year", "in", "2018-01-01", "2018-10-31"),
        ("in the last two months", "since", "2018-09-01", None),
        ("over the past 30 days", "since", "2018-10-02", None),
        ("two years ago", "in", "2016-10-31", "2016-10-31"),
        ("in the summer of 2018", "in", "2018-06-01", "2018-08-31"),
        ("since spring 2018", "since", "2018-03-01", None),
        ("in the autumn", "in", "2018-09-01", "2018-11-30"),
        ("as of mid-2018", "in", "2018-06-01", "2018-06-30"),
        ("in early May", "in", "2018-05-01", "2018-05-10"),
        ("by the end of 2017", "until", None, "2017-12-31"),
        ("in late February 2018", "in", "2018-02-21", "2018-02-28"),
        ("since the end of May 2018", "since", "2018-06-01", None),
        ("until the start of 2018", "until", None, "2017-12-31"),
        ("in the first half of 2018", "in", "2018-01-01", "2018-06-30"),
        ("between early and late May 2018", "range", "2018-05-01", "2018-05-31"),
        ("between early June and late July 2018", "range", "2018-06-01", "2018-07-31"),
        ("from Q1 to Q3 2018", "range", "2018-01-01", "2018-09-30"),
    ],
)
def test_english(text: str, role: str, first: str | None, last: str | None) -> None:
    assert found(text, "en") == [(role, first, last)]


@pytest.mark.parametrize(
    ("text", "role", "first", "last"),
    [
        ("în iunie 2018", "in", "2018-06-01", "2018-06-30"),
        ("la 1 iunie 2018", "in", "2018-06-01", "2018-06-01"),
        ("la 1.06.2018", "in", "2018-06-01", "2018-06-01"),
        ("pe data de întâi iunie 2018", "in", "2018-06-01", "2018-06-01"),
        ("în anul 2018", "in", "2018-01-01", "2018-12-31"),
        ("la sfârșitul lui iunie 2018", "in", "2018-06-21", "2018-06-30"),
        ("în mai", "in", "2018-05-01", "2018-05-31"),
        ("din 2015", "since", "2015-01-01", None),
        ("începând cu iunie 2018", "since", "2018-06-01", None),
        ("după iunie 2018", "since", "2018-07-01", None),
        ("până în mai 2018", "until", None, "2018-05-31"),
        ("înainte de 2018", "until", None, "2017-12-31"),
        ("între ianuarie și mai 2018", "range", "2018-01-01", "2018-05-31"),
        ("din ianuarie până în mai 2018", "range", "2018-01-01", "2018-05-31"),
        ("luna trecută", "in", "2018-09-01", "2018-09-30"),
        ("de luna trecută", "since", "2018-09-01", None),
        ("anul acesta", "in", "2018-01-01", "2018-10-31"),
        ("în ultimele două luni", "since", "2018-09-01", None),
        ("acum doi ani", "in", "2016-10-31", "2016-10-31"),
        ("în vara lui 2018", "in", "2018-06-01", "2018-08-31"),
        ("din primăvara anului 2018", "since", "2018-03-01", None),
        ("la mijlocul lui 2018", "in", "2018-06-01", "2018-06-30"),
        ("la începutul lunii mai 2018", "in", "2018-05-01", "2018-05-10"),
        ("de la sfârșitul lui mai 2018", "since", "2018-06-01", None),
        ("în a doua jumătate a lui 2018", "in", "2018-07-01", "2018-12-31"),
        ("în al treilea trimestru din 2018", "in", "2018-07-01", "2018-09-30"),
    ],
)
def test_romanian(text: str, role: str, first: str | None, last: str | None) -> None:
    assert found(text, "ro") == [(role, first, last)]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("may they march on", "en"),
        ("cine mai este de partea lor", "ro"),
        ("în mai multe rânduri", "ro"),
        ("ce a mai făcut", "ro"),
        ("how close were they", "en"),
        ("did they fall out", "en"),
        ("cum au început", "ro"),
        ("between Russia and Turkey", "en"),
    ],
)
def test_no_date(text: str, lang: Lang) -> None:
    assert found(text, lang) == []


@pytest.mark.parametrize(
    "text", ["on 31 February 2018", "on 30.02.2018", "on 3/4/2018", "in the winter of 2018"]
)
def test_a_day_that_is_none_or_two(text: str) -> None:
    with pytest.raises(NoSuchDayError, match="2018"):
        found(text, "en")
