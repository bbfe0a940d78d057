"""The report of a load."""

from __future__ import annotations

from detente import LoadReport, Rejected


def test_reports_add_up() -> None:
    first = LoadReport(added=1, statements=4, relations=2, warnings=("w",))
    second = LoadReport(rejected=(Rejected(source="a.txt", reason="is empty"),), merged=1)
    assert first + second == LoadReport(
        added=1,
        statements=4,
        relations=2,
        merged=1,
        rejected=(Rejected(source="a.txt", reason="is empty"),),
        warnings=("w",),
    )


def test_a_report_says_only_what_there_is_to_say() -> None:
    assert str(LoadReport()) == (
        "0 articles added: 0 new statements, 0 new relations, 0 known relations changed"
    )
    full = LoadReport(
        added=1,
        updated=2,
        unchanged=3,
        statements=1,
        retired=1,
        relations=1,
        merged=1,
        rejected=(Rejected(source="a.txt", reason="is empty"),),
    )
    assert str(full) == (
        "1 article added, 2 updated, 3 unchanged, 1 rejected: "
        "1 new statement, 1 new relation, 1 known relation changed, 1 statement retired"
    )
    assert [str(one) for one in full.rejected] == ["a.txt: is empty"]
