"""Every layout gives the same kind of row, and what is no row says what would be right."""

# Rows of ICEWS, GDELT and the benchmarks are written here after the published columns; those of
# POLECAT and ACLED are inventions, and so are all names in them that no state has.

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import polars
import pytest

from detente.graph.errors import ConfigError, LoadError
from detente.graph.registry import REGISTRY
from detente.loaders.events.codes import relation_of
from detente.loaders.events.layouts import LAYOUTS, layout_of, recognise
from detente.loaders.events.reading import read_coded
from detente.loaders.events.rows import CodedRow, Party, Reject

_ICEWS = {
    "Event ID": "32889836",
    "Event Date": "2018-06-01",
    "Source Name": "Foreign Affairs (Iran)",
    "Source Sectors": "Executive,Foreign Ministry,Government",
    "Source Country": "Iran",
    "Event Text": "Consult",
    "CAMEO Code": "040",
    "Intensity": "1",
    "Target Name": "UN Envoy",
    "Target Sectors": "NA",
    "Target Country": "NA",
    "Publisher": "Daily",
}
_ICEWS_ROW = CodedRow(
    "32889836@2018-06-01",
    date(2018, 6, 1),
    Party("Foreign Affairs (Iran)", "Iran", ("Executive", "Foreign Ministry", "Government")),
    Party("UN Envoy"),
    "040",
    1.0,
    "Daily",
    line=2,
)
_GDELT = {
    "GLOBALEVENTID": "669666350",
    "SQLDATE": "20070704",
    "Actor1Code": "USAGOV",
    "Actor1Name": "UNITED STATES",
    "Actor1CountryCode": "USA",
    "Actor1Type1Code": "GOV",
    "Actor2Code": "UNO",
    "Actor2Name": "UNITED NATIONS",
    "Actor2KnownGroupCode": "UNO",
    "Actor2Type1Code": "IGO",
    "EventCode": "010",
    "GoldsteinScale": "0.0",
    "DATEADDED": "20170701234500",
    "SOURCEURL": "http://www.example.org/news/1",
}
_GDELT_ROW = CodedRow(
    "669666350",
    date(2007, 7, 4),
    Party("UNITED STATES", "USA", ("GOV",)),
    Party("UNITED NATIONS", None, ("UNO", "IGO")),
    "010",
    0.0,
    "example.org",
    "http://www.example.org/news/1",
    line=1,
)
_POLECAT = {
    "Event ID": "2023-7-aa",
    "Event Date": "2023-02-03",
    "Event Type": "CONSULT",
    "Event Mode": "visit",
    "Intensity": "2.0",
    "Actor Name": "José Ibáñez",
    "Actor Country": "ESP",
    "Primary Actor Sector": "Executive",
    "Actor Sectors": "Executive; Government",
    "Recipient Name": "None",
    "Recipient Country": "None",
    "Source": "Diario",
}
_ACLED = {
    "event_id_cnty": "XYZ7",
    "event_date": "2023-02-03",
    "event_type": "Protests",
    "sub_event_type": "Peaceful protest",
    "actor1": "Protesters (Ruritania)",
    "inter1": "6",
    "actor2": "Police Forces of Ruritania (2001-)",
    "inter2": "1",
    "country": "Ruritania",
    "source": "Ruritanian Herald",
}
_TKG = ["2014-01-01\tIran\tConsult\tIraq", "2014-01-02\tIraq\tMake a visit\tIran"]
_MAP = {"source": "who", "target": "whom", "date": "on", "code": "what"}


def _table(layout: str, *rows: Mapping[str, str], mark: str = "\t", header: bool = True) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(
        out, LAYOUTS[layout].columns, restval="", delimiter=mark, lineterminator="\n"
    )
    if header:
        writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _read(
    path: Path, content: str | bytes, **options: object
) -> tuple[list[CodedRow], list[tuple[int, str]]]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    items = list(read_coded(path, **options))  # type: ignore[arg-type]  # as each test names them
    assert all(item.file == str(path) for item in items if isinstance(item, Reject))
    return (
        [item for item in items if isinstance(item, CodedRow)],
        [(item.line, item.reason) for item in items if isinstance(item, Reject)],
    )


def _one(path: Path, content: str | bytes, **options: object) -> CodedRow:
    (row,), rejects = _read(path, content, **options)
    assert rejects == []
    return row


def test_every_layout_says_what_it_is() -> None:
    assert list(LAYOUTS) == ["icews", "gdelt", "polecat", "acled", "tkg", "table"]
    counted = {name: len(LAYOUTS[name].columns) for name in ("icews", "gdelt", "polecat")}
    assert counted == {"icews": 20, "gdelt": 61, "polecat": 40}
    for layout in LAYOUTS.values():
        assert min(len(layout.title), len(layout.citation), len(layout.notes)) > 0
        named = [*layout.required, *(name for names in layout.fields.values() for name in names)]
        known = {*layout.columns, *layout.aliases, "mode"}
        assert set(named) <= known
        for code in layout.mutual:
            assert REGISTRY[relation_of(layout.scheme, code)].symmetric


# -- ICEWS


def test_icews_of_20_columns(tmp_path: Path) -> None:
    assert _one(tmp_path / "a.tab", _table("icews", _ICEWS)) == _ICEWS_ROW
    assert recognise(tmp_path / "a.tab").name == "icews"


def test_icews_of_22_columns_in_small_letters_and_with_commas(tmp_path: Path) -> None:
    header, row = _table("icews", _ICEWS, mark=",").splitlines()
    header = f"{header.lower().replace(' ', '_')},year,yearmonth"
    assert _one(tmp_path / "a.csv", f"{header}\n{row},2018,201806\n") == _ICEWS_ROW


def test_an_icews_event_counts_once_for_each_side(tmp_path: Path) -> None:
    """The same id comes again another day, and each event from the other side."""
    back = _ICEWS | {"Event ID": "32889837", "Source Name": "UN Envoy", "Target Name": "Iran"}
    later = _ICEWS | {"Event Date": "2019-06-01"}
    rows, _ = _read(tmp_path / "a.tab", _table("icews", _ICEWS, back, later))
    ids = ["32889836@2018-06-01", "32889837@2018-06-01", "32889836@2019-06-01"]
    assert [row.record_id for row in rows] == ids


def test_broken_rows_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    broken: list[tuple[str, str, str]] = [
        ("Event Date", "2018-13-01", "date '2018-13-01' is no day: write 2018-06-01, 20180601"),
        ("CAMEO Code", "999", "code '999' is not in the CAMEO table: codes are like 040 and 0871"),
        ("CAMEO Code", "", "has no code"),
        ("Source Name", " ", "names no source: every row of this layout has both"),
        ("Target Name", "NA", "names no target: every row of this layout has both"),
        ("Event ID", "", "has no id: every row of this layout has one"),
        ("Intensity", "much", "intensity 'much' is no number from -10 to 10"),
        ("Intensity", "11", "intensity '11' is no number from -10 to 10"),
    ]
    rows = [_ICEWS | {column: value} for column, value, _ in broken]
    content = _table("icews", *rows) + "cut\toff\n" + _table("icews", _ICEWS, header=False)
    good, rejects = _read(tmp_path / "a.tab", content)
    assert good == [_ICEWS_ROW._replace(line=11)]
    assert [line for line, _ in rejects] == list(range(2, 11))
    for (_, reason), (_, _, expected) in zip(rejects, broken, strict=False):
        assert reason.startswith(expected)
    assert rejects[-1] == (10, "has 2 cells, a row has 20")


@pytest.mark.parametrize(
    "written",
    ["2018-06-01", "20180601", "2018/6/1", "2018-06-01T12:30:00Z", "1 June 2018", "01-Jun-2018"],
)
def test_days_are_written_in_several_ways(tmp_path: Path, written: str) -> None:
    assert _one(tmp_path / "a.tab", _table("icews", _ICEWS | {"Event Date": written})) == _ICEWS_ROW


def test_the_icews_file_of_2017_has_the_month_first(tmp_path: Path) -> None:
    content = _table("icews", _ICEWS | {"Event Date": "6/1/2018"})
    assert _one(tmp_path / "a.tab", content) == _ICEWS_ROW


@pytest.mark.parametrize(
    "written", ["13/01/2018", "2018-06", "2018-02-30", "1 Juin 2018x", "", "43252"]
)
def test_what_may_be_another_day_is_none(tmp_path: Path, written: str) -> None:
    content = _table("icews", _ICEWS, _ICEWS | {"Event Date": written})
    _, rejects = _read(tmp_path / "a.tab", content)
    right = "write 2018-06-01, 20180601 or 1 June 2018"
    assert rejects == [(3, f"date '{written}' is no day: {right}")]


def test_whether_a_month_is_first_is_known_of_icews_alone(tmp_path: Path) -> None:
    content = _table("acled", _ACLED, _ACLED | {"event_date": "06/01/2018"}, mark=",")
    _, rejects = _read(tmp_path / "a.csv", content)
    right = "write 2018-06-01, 20180601 or 1 June 2018"
    assert rejects == [(3, f"date '06/01/2018' is no day: {right}")]


def test_codes_saved_as_numbers_get_their_zeros_back(tmp_path: Path) -> None:
    codes = ["10", "42", "20", "190", "871"]
    rows = [_ICEWS | {"CAMEO Code": code} for code in codes]
    found, _ = _read(tmp_path / "a.csv", _table("icews", *rows, mark=","))
    assert [row.code for row in found] == ["010", "042", "020", "190", "0871"]


# -- GDELT


def test_gdelt_without_a_header(tmp_path: Path) -> None:
    path = tmp_path / "20170701.export.CSV"
    assert _one(path, _table("gdelt", _GDELT, header=False)) == _GDELT_ROW
    assert recognise(path).name == "gdelt"


def test_gdelt_with_a_header(tmp_path: Path) -> None:
    content = _table("gdelt", _GDELT, mark=",")
    assert _one(tmp_path / "a.csv", content) == _GDELT_ROW._replace(line=2)


def test_gdelt_with_the_names_of_its_code_book(tmp_path: Path) -> None:
    """There the day is Day, and the id GlobalEventID."""
    header, row = _table("gdelt", _GDELT).splitlines()
    header = header.replace("GLOBALEVENTID\tSQLDATE", "GlobalEventID\tDay")
    assert _one(tmp_path / "a.tsv", f"{header}\n{row}\n") == _GDELT_ROW._replace(line=2)


def test_gdelt_rows_may_lack_one_actor_and_not_both(tmp_path: Path) -> None:
    nobody = {key: "" for key in _GDELT if key.startswith("Actor1")}
    neither = {key: "" for key in _GDELT if key.startswith("Actor")}
    unnamed = _GDELT | {"Actor1Name": ""}
    content = _table("gdelt", *(_GDELT | nobody, _GDELT | neither, unnamed), header=False)
    rows, rejects = _read(tmp_path / "a.CSV", content)
    assert [row.source for row in rows] == [Party(""), Party("USAGOV", "USA", ("GOV",))]
    assert rejects == [(2, "names neither source nor target")]


def test_a_source_that_is_no_address_is_the_publisher(tmp_path: Path) -> None:
    row = _GDELT | {"SOURCEURL": "BBC Monitoring"}
    found = _one(tmp_path / "a.CSV", _table("gdelt", row, header=False))
    assert (found.publisher, found.url) == ("BBC Monitoring", None)


def _mention(event: str, source: str, confidence: str) -> str:
    cells = [event, "20170701234500", "20170701234500", "1", source, "http://x", "1", "-1", "1"]
    return "\t".join([*cells, "1", "1", confidence, "100", "0.1", "", ""]) + "\n"


def test_mentions_beside_give_confidence_and_publisher(tmp_path: Path) -> None:
    rows = [_GDELT | {"GLOBALEVENTID": number} for number in ("1", "2", "3")]
    beside = tmp_path / "20170701.mentions.CSV.zip"
    mentions = [("1", "a.org", "20"), ("1", "b.org", "70"), ("2", "c.org", "40")]
    text = "".join(_mention(*mention) for mention in mentions)
    with zipfile.ZipFile(beside, "w") as members:
        members.writestr("20170701.mentions.CSV", text)
    path, content = tmp_path / "20170701.export.CSV", _table("gdelt", *rows, header=False)
    found, _ = _read(path, content)
    told = [(row.record_id, row.confidence, row.publisher) for row in found]
    assert told == [("1", 0.7, "b.org"), ("2", 0.4, "c.org"), ("3", None, "example.org")]
    sure, rejects = _read(path, content, min_confidence=50)
    assert ([row.record_id for row in sure], rejects) == (["1"], [])


def test_a_broken_mention_is_named(tmp_path: Path) -> None:
    path, beside = tmp_path / "a.export.CSV", tmp_path / "a.mentions.CSV"
    beside.write_text(_mention("1", "a.org", "high"))
    path.write_text(_table("gdelt", _GDELT, header=False))
    reject, _ = read_coded(path)
    assert reject == Reject(str(beside), 1, "confidence 'high' is no number of per cent")


def test_without_mentions_all_rows_are_kept_and_it_is_said_once(tmp_path: Path) -> None:
    content = _table("gdelt", _GDELT, _GDELT, header=False)
    rows, rejects = _read(tmp_path / "a.export.CSV", content, min_confidence=0.5)
    assert len(rows) == 2
    said = "has no Mentions file beside it (a.mentions.CSV), so --min-confidence holds none of its"
    assert [(line, reason.startswith(said)) for line, reason in rejects] == [(0, True)]


@pytest.mark.parametrize("columns", [57, 58])
def test_gdelt_1_is_refused(tmp_path: Path, columns: int) -> None:
    path = tmp_path / "a.CSV"
    path.write_text("\t".join(["1", "20130401", *["x"] * (columns - 2)]) + "\n")
    with pytest.raises(LoadError, match=rf"is GDELT 1.0 \({columns} columns\)"):
        recognise(path)


def test_a_mentions_file_is_no_file_of_events(tmp_path: Path) -> None:
    path = tmp_path / "a.mentions.CSV"
    path.write_text(_mention("1", "a.org", "50"))
    with pytest.raises(LoadError, match=r"is read together with the \.export\.CSV beside it"):
        recognise(path)


# -- POLECAT


def test_polecat_in_iso_8859_1(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    assert _one(path, _table("polecat", _POLECAT).encode("latin-1")) == CodedRow(
        "2023-7-aa",
        date(2023, 2, 3),
        Party("José Ibáñez", "ESP", ("Executive", "Government")),
        Party(""),
        "CONSULT-visit",
        2.0,
        "Diario",
        line=2,
    )
    assert recognise(path).scheme == "plover"


def test_a_polecat_event_may_have_no_mode(tmp_path: Path) -> None:
    rows = [_POLECAT | {"Event Mode": mode} for mode in ("", "None", "NA")]
    found, _ = _read(tmp_path / "a.txt", _table("polecat", *rows))
    assert [row.code for row in found] == ["CONSULT"] * 3


def test_the_yearly_files_of_polecat_name_the_intensity_otherwise(tmp_path: Path) -> None:
    content = _table("polecat", _POLECAT).replace("\tIntensity\t", "\tEvent Intensity\t", 1)
    assert _one(tmp_path / "a.txt", content).intensity == 2.0


def test_polecat_weeks_whose_header_names_columns_that_rows_lack(tmp_path: Path) -> None:
    expected = _one(tmp_path / "a.txt", _table("polecat", _POLECAT))
    header, row = _table("polecat", _POLECAT).splitlines()
    more = header.replace("\tActor Name\t", "\tHeadline\tEvent Text\tFeed\tActor Name\t", 1)
    assert _one(tmp_path / "b.txt", f"{more}\tStory ID\n{row}\n") == expected
    filled = row.replace(f"\t{_POLECAT['Actor Name']}\t", f"\ta\tb\tc\t{_POLECAT['Actor Name']}\t")
    assert _one(tmp_path / "c.txt", f"{more}\tStory ID\n{filled}\td\n") == expected
    assert _one(tmp_path / "d.txt", f"{header}\t\t\r\n{row}\t\t\r\n") == expected


def test_a_mark_may_hold_a_tab_of_a_polecat_cell_together(tmp_path: Path) -> None:
    content = _table("polecat", _POLECAT | {"Contexts": "military\telections"})
    assert '"military\telections"' in content
    assert _one(tmp_path / "a.txt", content).source.name == _POLECAT["Actor Name"]


_SEVERAL = _POLECAT | {
    "Event Type": "ACCUSE",
    "Event Mode": "allege",
    "Actor Name": "Foreign Office; Strelsau Gazette",
    "Actor Country": "FRA; ESP",
    "Primary Actor Sector": "GOV; JRN",
    "Actor Sectors": "GOV|ELI; JRN",
    "Recipient Name": "Zenda; None",
    "Recipient Name Raw": "Zenda; the hospital",
    "Recipient Country": "PRT",
    "Primary Recipient Sector": "None; MED",
}


def _ends(rows: Sequence[CodedRow]) -> list[tuple[str, str, str]]:
    return [(row.record_id, row.source.name, row.target.name) for row in rows]


def test_a_polecat_record_of_several_actors_has_a_row_for_each_pair(tmp_path: Path) -> None:
    """Two accuse two, and of the country of the recipients nobody knows whose it is."""
    rows, rejects = _read(tmp_path / "a.txt", _table("polecat", _SEVERAL))
    assert rejects == []
    assert _ends(rows) == [
        ("2023-7-aa", "Foreign Office", "Zenda"),
        ("2023-7-aa/2", "Foreign Office", "the hospital"),
        ("2023-7-aa/3", "Strelsau Gazette", "Zenda"),
        ("2023-7-aa/4", "Strelsau Gazette", "the hospital"),
    ]
    assert rows[1].source == Party("Foreign Office", "FRA", ("GOV", "ELI"))
    assert rows[3].source == Party("Strelsau Gazette", "ESP", ("JRN",))
    assert rows[3].target == Party("the hospital", None, ("medical",))
    assert {row.code for row in rows} == {"ACCUSE-allege"}


_MET = _POLECAT | {
    "Event Mode": "phone",
    "Actor Name": "Peru; Chile; Peru",
    "Actor Country": "PER;CHL;PER",
    "Recipient Name Raw": "None",
}


def test_those_who_consult_nobody_else_consult_each_other(tmp_path: Path) -> None:
    """Of a visit nobody knows who travelled, and of an accusation nobody whom it is against."""
    alone = _SEVERAL | {"Recipient Name": "None", "Recipient Name Raw": "None"}
    content = _table("polecat", _MET, _MET | {"Event Mode": "visit"}, alone)
    rows, _ = _read(tmp_path / "a.txt", content)
    assert _ends(rows) == [
        ("2023-7-aa", "Peru", "Chile"),
        ("2023-7-aa", "Peru", ""),
        ("2023-7-aa/2", "Chile", ""),
        ("2023-7-aa", "Foreign Office", ""),
        ("2023-7-aa/2", "Strelsau Gazette", ""),
    ]


def test_of_several_nobody_acts_on_itself(tmp_path: Path) -> None:
    row = _MET | {"Recipient Name": "Peru", "Recipient Country": "PER"}
    found = _one(tmp_path / "a.txt", _table("polecat", row))
    assert (found.source.name, found.target.name) == ("Chile", "Peru")


def test_a_list_of_nobody_is_nobody(tmp_path: Path) -> None:
    nobody = {"Actor Name": "None; None", "Actor Name Raw": "None", "Recipient Name": "Peru"}
    assert _one(tmp_path / "a.txt", _table("polecat", _POLECAT | nobody)).source == Party("")


# -- ACLED


def test_acled_with_numbers_and_with_words_for_kinds(tmp_path: Path) -> None:
    words = _ACLED | {"inter1": "Protesters", "inter2": "State forces"}
    older = _ACLED | {"event_date": "03 February 2023"}
    rows, rejects = _read(tmp_path / "a.csv", _table("acled", _ACLED, words, older, mark=","))
    expected = CodedRow(
        "XYZ7",
        date(2023, 2, 3),
        Party("Protesters (Ruritania)", None, ("Protesters",)),
        Party("Police Forces of Ruritania (2001-)", None, ("State forces",)),
        "Peaceful protest",
        None,
        "Ruritanian Herald",
    )
    assert rejects == []
    assert rows == [expected._replace(line=line) for line in (2, 3, 4)]


@pytest.mark.parametrize(
    ("kind", "source", "target"),
    [
        ("Excessive force against protesters", "Police Forces", "Protesters"),
        ("Peaceful protest", "Protesters", "Police Forces"),
        ("Arrests", "Protesters", "Police Forces"),
    ],
)
def test_the_ends_are_turned_only_where_the_type_names_them(
    tmp_path: Path, kind: str, source: str, target: str
) -> None:
    """The row has the protesters first; arrests only say that civilians suffer them."""
    row = _ACLED | {"sub_event_type": kind, "actor1": "Protesters", "actor2": "Police Forces"}
    found = _one(tmp_path / "a.csv", _table("acled", row, mark=","))
    assert (found.source.name, found.target.name) == (source, target)


def test_acled_with_one_actor_and_with_event_types_of_old(tmp_path: Path) -> None:
    alone = _ACLED | {"actor2": "", "inter2": "0"}
    old = _ACLED | {"event_type": "Battle-No change of territory", "sub_event_type": ""}
    new = _ACLED | {"event_type": "Battles", "sub_event_type": "Naval clash"}
    rows, _ = _read(tmp_path / "a.csv", _table("acled", alone, old, new, mark=","))
    assert rows[0].target == Party("")
    assert [relation_of("acled", row.code) for row in rows[1:]] == ["ATTACKED", "ATTACKED"]


_OLD_ACLED = (
    "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,"
    "sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,region,"
    "country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,"
    "notes,fatalities,timestamp,iso3"
)
_NEW_ACLED = [*LAYOUTS["acled"].columns[:-1], "population_1km", "population_best", "timestamp"]


@pytest.mark.parametrize("mark", [",", ";"])
@pytest.mark.parametrize(
    "columns", [next(csv.reader([_OLD_ACLED])), _NEW_ACLED], ids=["old", "new"]
)
@pytest.mark.parametrize("written", ["2023-02-03", "03 February 2023", "03-Feb-23"])
def test_acled_exports_of_all_years(
    tmp_path: Path, columns: list[str], written: str, mark: str
) -> None:
    """With a byte order mark, line ends of Windows, quoted lists and notes of several lines."""
    row = _ACLED | {
        "event_date": written,
        "assoc_actor_1": "Labour Group (Ruritania); Students (Ruritania)",
        "source": "Ruritanian Herald; Zenda Times",
        "notes": 'On 3 February, "many"\nwent out; nothing happened.',
    }
    told = {column: row.get(column, "") for column in columns}
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=mark, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerow(told)
    found = _one(tmp_path / "a.csv", b"\xef\xbb\xbf" + out.getvalue().encode())
    assert (found.record_id, found.day) == ("XYZ7", date(2023, 2, 3))
    assert found.publisher == "Ruritanian Herald; Zenda Times"
    assert (found.source.sectors, found.target.sectors) == (("Protesters",), ("State forces",))


def test_the_ends_are_turned_in_whatever_words_the_kinds_are_told(tmp_path: Path) -> None:
    """The state's forces are those that regain territory."""
    row = _ACLED | {
        "event_type": "Battles",
        "sub_event_type": "Government regains territory",
        "actor1": "Rassendyll Brigade",
        "actor2": "Military Forces of Ruritania (2001-)",
    }
    kinds = [("2", "1"), ("Rebel group", "State forces"), ("Rebel Groups", "State Forces")]
    rows = [row | {"inter1": first, "inter2": second} for first, second in kinds]
    found, _ = _read(tmp_path / "a.csv", _table("acled", *rows, mark=","))
    assert {(one.source.name, one.target.sectors) for one in found} == {
        ("Military Forces of Ruritania (2001-)", ("Rebel group",))
    }


# -- benchmarks


def _tkg(*order: int) -> str:
    return "".join("\t".join(row.split("\t")[at] for at in order) + "\n" for row in _TKG)


_TKG_ROWS = [
    CodedRow("2014-01-01|Iran|Consult|Iraq", date(2014, 1, 1), Party("Iran"), Party("Iraq"), "040"),
    CodedRow(
        "2014-01-02|Iraq|Make a visit|Iran", date(2014, 1, 2), Party("Iraq"), Party("Iran"), "042"
    ),
]


def _scored(first: int) -> list[CodedRow]:
    """With the Goldstein scores of the two names, 1 and 1.9."""
    return [
        row._replace(intensity=score, line=line)
        for row, score, line in zip(_TKG_ROWS, (1.0, 1.9), (first, first + 1), strict=True)
    ]


@pytest.mark.parametrize("order", [(1, 2, 3, 0), (0, 1, 2, 3), (2, 1, 3, 0)])
def test_benchmark_files_without_a_header(tmp_path: Path, order: Sequence[int]) -> None:
    rows, rejects = _read(tmp_path / "a.txt", _tkg(*order))
    assert (rows, rejects) == (_scored(1), [])


@pytest.mark.parametrize(
    "header", ["source\trelation\ttarget\tdate", "Subject\tRelation\tObject\tTime"]
)
def test_benchmark_files_with_a_header(tmp_path: Path, header: str) -> None:
    rows, _ = _read(tmp_path / "a.tsv", f"{header}\n{_tkg(1, 2, 3, 0)}")
    assert rows == _scored(2)


def test_benchmark_files_with_code_and_score(tmp_path: Path) -> None:
    header = "date\tsource\trelation\ttarget\tcameo\tgoldstein\tquad\tsplit\n"
    row = _one(tmp_path / "a.tsv", f"{header}{_TKG[1]}\t042\t1.5\t1\ttrain\n")
    assert row == _TKG_ROWS[1]._replace(intensity=1.5, line=2)


def test_benchmark_rows_with_fewer_cells_than_names_are_no_others(tmp_path: Path) -> None:
    """Their columns stand in any order, so cells without a name may be anything."""
    header = "date\tsource\trelation\ttarget\tquad\n"
    rows, rejects = _read(tmp_path / "a.tsv", header + "".join(f"{row}\n" for row in _TKG))
    assert (rows, [reason for _, reason in rejects]) == ([], ["has 4 cells, a row has 5"] * 2)


def test_benchmark_files_of_numbers_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "train.txt"
    for content in ("17\t4\t12\t0\n18\t4\t1\t24\n", "source\trelation\ttarget\tdate\n1\t4\t2\t0\n"):
        path.write_text(content)
        with pytest.raises(LoadError, match="put the names of actors and relations in their place"):
            recognise(path)


# -- any table


def test_a_table_with_a_field_map(tmp_path: Path) -> None:
    content = (
        "nr;who;whom;on;what;state;kind;how sure;paper;link\n"
        "7;Army;Rebels;2018-06-01;190;Mali;MIL, GOV;80;Daily;http://x/1\n"
    )
    more = {
        "id": "nr",
        "source_country": "state",
        "source_sectors": "kind",
        "confidence": "how sure",
        "publisher": "paper",
        "url": "link",
    }
    assert _one(tmp_path / "a.csv", content, columns=_MAP | more) == CodedRow(
        "7",
        date(2018, 6, 1),
        Party("Army", "Mali", ("MIL", "GOV")),
        Party("Rebels"),
        "190",
        None,
        "Daily",
        "http://x/1",
        0.8,
        2,
    )


def test_codes_of_a_table_are_codes_names_and_events(tmp_path: Path) -> None:
    codes = ["0871", "Praise or endorse", "COERCE/seize"]
    content = "".join(f"A,B,2018-06-01,{code}\n" for code in ["what", *codes])
    content = content.replace("A,B,2018-06-01", "who,whom,on", 1)
    rows, _ = _read(tmp_path / "a.csv", content, columns=_MAP)
    assert [row.code for row in rows] == ["0871", "051", "COERCE-seize"]
    types = ["CEASED_FIRE_WITH", "PRAISED", "SEIZED_PROPERTY_OF"]
    assert [relation_of("any", row.code) for row in rows] == types
    assert rows[1].record_id == "2018-06-01|A|Praise or endorse|B"


def test_parquet_with_dates_and_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame = {"who": ["A", "A"], "whom": ["B", None], "on": [date(2018, 6, 1)] * 2, "what": [42, 10]}
    polars.DataFrame(frame).write_parquet(path)
    row, reject = read_coded(path, columns=_MAP)
    assert isinstance(row, CodedRow)
    assert (row.day, row.code, row.line) == (date(2018, 6, 1), "042", 1)
    assert reject == Reject(str(path), 2, "names no target: every row of this layout has both")


def test_a_confidence_below_the_least_leaves_a_row_out(tmp_path: Path) -> None:
    content = "who,whom,on,what,p\n" + "".join(
        f"A,B,2018-06-01,040,{confidence}\n" for confidence in ("0.4", "0.5", "90", "", "120")
    )
    rows, rejects = _read(
        tmp_path / "a.csv", content, columns=_MAP | {"confidence": "p"}, min_confidence=0.5
    )
    assert [row.confidence for row in rows] == [0.5, 0.9]
    assert rejects == [(6, "confidence '120' is no number from 0 to 100")]


def test_what_is_wrong_with_a_map_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("who,whom,on,what\nA,B,2018-06-01,040\n")
    with pytest.raises(LoadError, match="has no column 'day': its columns are who, whom, on, what"):
        read_coded(path, columns=_MAP | {"date": "day"})
    with pytest.raises(ConfigError, match="no field 'place' in a row: source, target"):
        read_coded(path, columns=_MAP | {"place": "on"})
    with pytest.raises(ConfigError, match="name the column of 'target' too: --map target=COLUMN"):
        read_coded(path, columns={"source": "who"})
    with pytest.raises(ConfigError, match="no layout 'iceews': icews, gdelt"):
        read_coded(path, layout="iceews")
    with pytest.raises(ConfigError, match="no encoding 'utf-99'"):
        read_coded(path, columns=_MAP, encoding="utf-99")
    with pytest.raises(ConfigError, match="utf-16 cannot be read line by line"):
        read_coded(path, columns=_MAP, encoding="utf-16")
    with pytest.raises(ConfigError, match="--min-confidence: confidence '-1'"):
        read_coded(path, columns=_MAP, min_confidence=-1)


# -- files


def test_an_unknown_layout_says_what_was_seen_and_what_is_known(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("who,whom,on,what\nA,B,2018-06-01,040\n")
    seen = r"is of no known layout \(icews, gdelt, polecat, acled, tkg\); its first line is: who, w"
    with pytest.raises(LoadError, match=seen):
        read_coded(path)


def test_a_layout_that_is_told_and_is_another_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.tab"
    path.write_text(_table("icews", _ICEWS))
    with pytest.raises(LoadError, match="is no acled, which has columns event_id_cnty"):
        read_coded(path, layout="acled")


def test_a_layout_that_is_told_needs_no_header(tmp_path: Path) -> None:
    row = _one(tmp_path / "a.tab", _table("icews", _ICEWS, header=False), layout="icews")
    assert row == _ICEWS_ROW._replace(line=1)


def test_an_archive_of_several_layouts_is_read_member_by_member(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as members:
        members.writestr("readme.txt", "Fetched in June.\n")
        members.writestr("a.tab", _table("icews", _ICEWS))
        members.writestr("a.export.CSV", _table("gdelt", _GDELT, header=False))
    reject, *rows = read_coded(path)
    assert isinstance(reject, Reject)
    assert (reject.file, reject.line) == (f"{path}/readme.txt", 0)
    assert rows == [_ICEWS_ROW, _GDELT_ROW]


def test_a_packed_file_that_breaks_off_gives_rows_and_one_reject(tmp_path: Path) -> None:
    rows = [_ICEWS | {"Event ID": str(number * 7919)} for number in range(5000)]
    packed = gzip.compress(_table("icews", *rows).encode())
    found, rejects = _read(tmp_path / "a.tab.gz", packed[: len(packed) * 2 // 3])
    assert [row.line for row in found] == list(range(2, len(found) + 2))
    assert len(found) > 1000
    assert [(line, reason[:10]) for line, reason in rejects] == [(len(found) + 2, "is damaged")]


@pytest.mark.parametrize(
    ("name", "layout", "rows"),
    [
        ("icews_raw_sample/events.2018.sample.tab", "icews", 3705),
        ("icews_raw_sample/icews_sample_andybega.csv", "icews", 4993),
        ("gdelt2_raw_sample/2017_three_15min_batches.export.CSV", "gdelt", 6090),
        ("icews14/tidy.tsv.gz", "tkg", 90_730),
        ("icews18/tidy.tsv.gz", "tkg", 468_558),
    ],
)
def test_published_files_are_read_without_a_reject(
    reference_data: Path, name: str, layout: str, rows: int
) -> None:
    """The counts are those of the README of the reference data."""
    path = reference_data / "data" / name
    assert recognise(path).name == layout
    scheme = layout_of(layout).scheme
    ids, rejects = set(), []
    for item in read_coded(path):
        if isinstance(item, Reject):
            rejects.append(item)
        else:
            ids.add(item.record_id)
            assert relation_of(scheme, item.code) in REGISTRY
    assert rejects == []
    assert len(ids) == rows


def test_both_layouts_of_icews_tell_the_same(reference_data: Path) -> None:
    """The smaller sample is a part of the larger one, where one man has got his rank since."""
    folder = reference_data / "data/icews_raw_sample"
    left, right = (
        {
            row.record_id: row._replace(line=0)
            for row in read_coded(path)
            if isinstance(row, CodedRow)
        }
        for path in (folder / "events.2018.sample.tab", folder / "icews_sample_andybega.csv")
    )
    assert left.keys() < right.keys()
    other = [(left[key], right[key]) for key in sorted(left) if left[key] != right[key]]
    cells = [pair for rows in other for pair in zip(*rows, strict=True) if pair[0] != pair[1]]
    assert len(cells) == 2, "a consultation, from each side"
    parties = [pair for pair in cells if all(isinstance(one, Party) for one in pair)]
    assert len(parties) == len(cells)
    assert {tuple(one.name for one in pair if isinstance(one, Party)) for pair in parties} == {
        ("Prayut Chan-o-cha", "Gen Prayut Chan-o-cha")
    }
