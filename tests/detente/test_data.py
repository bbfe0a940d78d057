"""Coded events, treaties and memberships from their files to the graph. All rows are made up."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.graph.errors import LoadError
from detente.graph.relations import Relation
from detente.graph.store import Store
from detente.seeds import roster
from detente.session import Graph
from tests.detente.conftest import Cli

ICEWS = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\t"
    "Intensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\t"
    "City\tDistrict\tProvince\tCountry\tLatitude\tLongitude"
)
POLECAT = (
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\t"
    "Actor Country\tActor COW\tPrimary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\t"
    "Wikipedia Actor ID\tRecipient Name\tRecipient Country\tRecipient COW\t"
    "Primary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\t"
    "Wikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\t"
    "GeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\tStory People\t"
    "Story Organizations\tStory Locations\tLanguage\tVersion"
)


def icews(*rows: tuple[str, str, str, str, str]) -> str:
    """Rows of id, day, source, code, target in the layout of ICEWS."""
    rest = "NA\tNA\t1\t1\tDaily\tNA\tNA\tNA\tNA\t0\t0"
    lines = [
        f"{key}\t{day}\t{source}\tNA\tNA\ttext\t{code}\t-2.5\t{target}\t{rest}"
        for key, day, source, code, target in rows
    ]
    return "\n".join((ICEWS, *lines, ""))


def polecat(key: str, day: str, event: str, source: str, target: str) -> str:
    """One row in the layout of POLECAT."""
    cells = dict.fromkeys(POLECAT.split("\t"), "")
    cells |= {"Event ID": key, "Event Date": day, "Event Type": event, "Actor Name": source}
    cells |= {"Recipient Name": target, "Publication Date": day, "Source": "Wire"}
    return f"{POLECAT}\n" + "\t".join(cells.values()) + "\n"


@pytest.fixture
def graph(store: Store) -> Graph:
    return Graph(store, roster())


def edges(graph: Graph) -> list[Relation]:
    return [one for one in graph.relations() if one.datasets != ("seeds",)]


def test_rows_become_statements_and_relations_of_states(graph: Graph, tmp_path: Path) -> None:
    file = tmp_path / "events.tab"
    file.write_text(
        icews(
            ("7", "2018-06-01", "Foreign Affairs (Iran)", "111", "Donald Trump"),
            ("8", "2018-06-02", "Citizen (India)", "145", "Police (India)"),
            ("9", "2018-06-02", "Nobody In Particular", "112", "China"),
        ),
        encoding="utf8",
    )
    report = graph.load(file)
    assert (report.read, report.statements, report.unplaced) == (3, 3, 1)
    found = {(one.subject, one.relation, one.object) for one in edges(graph)}
    assert ("IRN", "CRITICISED", "USA") in found
    assert {("IND:CIV", "IND")} <= {(one, other) for one, _, other in found}
    assert not any("CHN" in ends for ends in found)
    (iran,) = [one for one in edges(graph) if one.subject == "IRN"]
    assert (iran.intensity, iran.datasets, iran.publishers) == (-2.5, ("icews",), ("Daily",))
    (told,) = graph.statements(ids=iran.statement_ids)
    assert (told.subject_surface, told.object_person) == ("Foreign Affairs (Iran)", "DONALD_TRUMP")
    assert (told.record_id, told.cameo, told.confidence) == ("7@2018-06-01", "111", 0.6)
    assert graph.check() == []


def test_loading_again_changes_nothing(graph: Graph, tmp_path: Path) -> None:
    file = tmp_path / "events.tab"
    days = [f"2018-06-{day:02}" for day in range(1, 29)]
    file.write_text(icews(*((day, day, "Iran", "112", "Israel") for day in days)), "utf8")
    graph.load(file)
    before = graph.revision, graph.digest()
    report = graph.load(file)
    assert (report.read, report.statements, report.changed) == (28, 0, 0)
    assert (graph.revision, graph.digest()) == before


def test_a_file_with_a_rejected_line_is_looked_at_again(graph: Graph, tmp_path: Path) -> None:
    file = tmp_path / "events.tab"
    file.write_text(icews(("1", "2018-06-01", "Iran", "112", "Israel")) + "short\n", "utf8")
    assert graph.load(file).rejected_rows == 1
    again = graph.load(file)
    assert (again.read, again.rejected_rows, again.statements) == (1, 1, 0)


def test_what_is_missing_of_a_file_is_loaded(graph: Graph, tmp_path: Path) -> None:
    """As after a load that was cut short: part of the rows is there, and no note of the file."""
    file = tmp_path / "events.tab"
    rows = [(str(day), f"2018-06-{day:02}", "Iran", "112", "Israel") for day in range(1, 21)]
    file.write_text(icews(*rows[:8]), "utf8")
    graph.load(file)
    file.write_text(icews(*rows), "utf8")
    report = graph.load(file)
    assert (report.read, report.statements, report.changed) == (20, 12, 0)


def test_a_record_that_was_corrected_replaces_the_old_one(graph: Graph, tmp_path: Path) -> None:
    file = tmp_path / "events.tab"
    file.write_text(icews(("7", "2018-06-01", "Iran", "112", "Israel")), "utf8")
    graph.load(file)
    file.write_text(icews(("7", "2018-06-01", "Iran", "042", "Oman")), "utf8")
    report = graph.load(file)
    assert (report.statements, report.changed) == (0, 1)
    assert [(one.subject, one.relation, one.object) for one in edges(graph)] == [
        ("IRN", "VISITED", "OMN")
    ]


def test_what_two_sets_tell_is_one_relation(graph: Graph, tmp_path: Path) -> None:
    """A visit happens once a day; an accusation may be made again by each row."""
    (tmp_path / "a.tab").write_text(
        icews(
            ("1", "2018-06-01", "Iran", "042", "Oman"),
            ("2", "2018-06-01", "Foreign Affairs (Iran)", "042", "Oman"),
            ("3", "2018-06-01", "Iran", "112", "Israel"),
        ),
        "utf8",
    )
    (tmp_path / "b.tab").write_text(
        polecat("p1", "2018-06-01", "CONSULT", "Iran", "Oman").replace(
            "CONSULT\t\t", "CONSULT\tvisit\t"
        ),
        "utf8",
    )
    (tmp_path / "c.tab").write_text(polecat("p2", "2018-06-01", "ACCUSE", "Iran", "Israel"), "utf8")
    graph.load([tmp_path / name for name in ("a.tab", "b.tab", "c.tab")])
    (visit,) = [one for one in edges(graph) if one.object == "OMN"]
    assert (visit.relation, visit.support, visit.datasets) == ("VISITED", 3, ("icews", "polecat"))
    accusations = [one for one in edges(graph) if one.object == "ISR"]
    assert [(one.relation, one.support) for one in accusations] == [("ACCUSED", 1)] * 2


def test_both_directions_of_a_meeting_are_one(graph: Graph, tmp_path: Path) -> None:
    file = tmp_path / "events.tab"
    rows = [("1", "Iran", "Oman"), ("2", "Oman", "Iran")]
    file.write_text(icews(*((key, "2018-06-01", a, "040", b) for key, a, b in rows)), "utf8")
    graph.load(file)
    (met,) = edges(graph)
    assert (met.subject, met.object, met.support) == ("IRN", "OMN", 2)


def test_bad_lines_are_written_down_and_the_rest_is_loaded(graph: Graph, tmp_path: Path) -> None:
    file, rejects = tmp_path / "events.tab", tmp_path / "home" / "events.csv"
    file.write_text(
        icews(
            ("1", "2018-13-01", "Iran", "112", "Israel"),
            ("2", "2018-06-01", "Iran", "999", "Israel"),
            ("3", "2018-06-01", "Iran", "112", "Israel"),
        )
        + "short\tline\n",
        "utf8",
    )
    report = graph.load(file, rejects=rejects)
    assert (report.read, report.rejected_rows, report.rejects) == (1, 3, (str(rejects),))
    with rejects.open(encoding="utf8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert [row["line"] for row in rows] == ["2", "3", "5"]
    assert "2018-13-01" in rows[0]["reason"]
    assert "999" in rows[1]["reason"]
    with pytest.raises(LoadError, match="line 2"):
        graph.load(file, strict=True)


def test_a_table_of_ones_own(graph: Graph, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("who,whom,on,what\nMoscow,Kyiv,2018-06-01,ACCUSE\n", "utf8")
    report = graph.load(
        file, columns={"source": "who", "target": "whom", "date": "on", "code": "what"}
    )
    assert report.statements == 1
    (found,) = edges(graph)
    assert (found.subject, found.relation, found.object) == ("RUS", "ACCUSED", "UKR")
    assert found.datasets == ("mine",)


def test_treaties_and_memberships(graph: Graph, tmp_path: Path) -> None:
    atop, members = tmp_path / "atop.csv", tmp_path / "members.csv"
    header = "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul"
    rows = [f"640,369,{year},1,0,0,0,0" for year in (2015, 2016, 2017)]
    atop.write_text(
        "\n".join((f"{header},state1,state2", *(f"{row},Turkey,Ukraine" for row in rows), ""))
    )
    members.write_text("member,body,since,until\nOman,SCO,2015-01-01,2016-01-01\n")
    report = graph.load([atop, members])
    assert report.rejected == ()
    found = {(one.subject, one.relation, one.object): one for one in edges(graph)}
    assert ("TUR", "ALLIED_WITH", "UKR") in found
    oman = found["OMN", "MEMBER_OF", "SCO"]
    assert (str(oman.valid_from), str(oman.valid_to)) == ("2015-01-01", "2016-01-01")
    assert any("ATOP" in one.name for one in graph.treaties(actor="UKR"))


@pytest.fixture
def named(home: Path) -> Iterator[Path]:
    """A home that forgets the names added in it."""
    yield home
    (home / "actors.csv").unlink(missing_ok=True)


class TestCommands:
    """On the embedded store alone: what they print."""

    def test_load_says_what_came_of_it(self, cli: Cli, home: Path, tmp_path: Path) -> None:
        file = tmp_path / "events.tab"
        file.write_text(
            icews(
                ("1", "2018-13-01", "Iran", "112", "Israel"),
                ("2", "2018-06-01", "Iran", "112", "Israel"),
            ),
            "utf8",
        )
        ran = cli("--home", home, "load", file, "--as", "icews")
        assert ran.status == 1
        assert ran.out.startswith("1 row read (1 more rejected): 1 new statement, 1 new relation")
        assert f"1 row was rejected: {home / 'rejects' / 'events.csv'}" in ran.err

    def test_a_wrong_layout_is_told(self, cli: Cli, home: Path, tmp_path: Path) -> None:
        file = tmp_path / "events.tab"
        file.write_text("a\tb\n1\t2\n", "utf8")
        ran = cli("--home", home, "load", file, "--as", "gdelt")
        assert (ran.status, ran.out) == (
            1,
            "0 articles added, 1 rejected: 0 new statements, 0 new "
            "relations, 0 known relations changed\n",
        )
        assert "events.tab" in ran.err
        missing = cli("--home", home, "load", tmp_path / "no.tab", "--as", "icews")
        assert missing.status == 1
        assert "no.tab: does not exist" in missing.err
        unknown = cli("--home", home, "load", file, "--as", "narnia")
        assert unknown.status == 1
        assert "no layout 'narnia': icews, " in unknown.err
        assert "atop" in unknown.err

    @pytest.mark.parametrize(
        ("names", "problem"),
        [
            (("a.csv", "b.csv"), "holds 2 tables (.csv, .txt): unpack it, load one"),
            (("a.csv",), "has the header of no treaty table (atop, cow, memberships)"),
            (("a.docx",), "is an archive without a table (.csv, .txt)"),
        ],
    )
    def test_an_archive_that_cannot_be_loaded_says_why(
        self, cli: Cli, home: Path, tmp_path: Path, names: tuple[str, ...], problem: str
    ) -> None:
        file = tmp_path / "alliances.zip"
        with zipfile.ZipFile(file, "w") as archive:
            for name in names:
                archive.writestr(name, "x,y\n1,2\n")
        ran = cli("--home", home, "load", file)
        assert ran.status == 1
        assert f"alliances.zip: {problem}" in ran.err

    def test_what_is_no_treaty_table_is_told(self, cli: Cli, home: Path, tmp_path: Path) -> None:
        file = tmp_path / "members.csv"
        file.write_text("member,body,since\nOman,SCO,2015-01-01\n", "utf8")
        ran = cli("--home", home, "load", file, "--as", "memberships")
        assert ran.status == 1
        assert "members.csv: has no column until: is it a memberships table?" in ran.err

    def test_names_of_ones_own_move_what_is_loaded(
        self, cli: Cli, named: Path, tmp_path: Path
    ) -> None:
        home = named
        events, names = tmp_path / "events.tab", tmp_path / "names.csv"
        events.write_text(
            icews(
                ("1", "2018-06-01", "Blue Heron Brigade", "190", "Syria"),
                ("2", "2019-06-01", "Blue Heron Brigade", "190", "Syria"),
                ("3", "2018-06-01", "Jane Q. Envoy", "112", "Israel"),
            ),
            "utf8",
        )
        assert cli("--home", home, "load", events).status == 0
        asked = cli("--home", home, "actors", "unresolved", "--format", "csv").out.splitlines()
        assert asked[1].startswith("Blue Heron Brigade,2,unknown name")
        names.write_text(
            "name,actor,label,since,until\n"
            "Blue Heron Brigade,HERON,Organization,,2019-01-01\n"
            "Jane Q. Envoy,Oman,,,\n",
            "utf8",
        )
        query = "MATCH (s:Statement {dataset: 'icews'}) RETURN s.statement_id AS id ORDER BY id"
        ids = cli("--home", home, "cypher", query).out
        ran = cli("--home", home, "actors", "add", names)
        assert ran.out.startswith("2 names added: 2 statements resolved anew, 2 new relations")
        assert cli("--home", home, "cypher", query).out == ids
        between = cli("--home", home, "between", "OMN", "ISR", "--format", "csv").out
        assert "accused" in between.lower()
        left = cli("--home", home, "actors", "unresolved", "--format", "csv").out.splitlines()
        assert left[1].startswith("Blue Heron Brigade,1,")
        again = cli("--home", home, "load", events).out
        assert again.startswith("3 rows read (1 with an actor not placed): 0 new statements, 0 new")
        assert cli("--home", home, "check").status == 0

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("name,who\na,b\n", "line 1: header is 'name,who'"),
            ("name,actor\nHeron,Narnia\n", "line 2: actor: "),
            ("name,actor\n,Oman\n", "line 2: name: is empty"),
            ("name,actor,since\nHeron,Oman,June\n", "line 2: since: "),
        ],
    )
    def test_wrong_names_are_refused_with_their_line(
        self, cli: Cli, home: Path, tmp_path: Path, text: str, problem: str
    ) -> None:
        file = tmp_path / "names.csv"
        file.write_text(text, "utf8")
        ran = cli("--home", home, "actors", "add", file)
        assert ran.status == 1
        assert f"names.csv: {problem}" in ran.err
        assert not (home / "actors.csv").exists()

    def test_of_names_the_wrong_ones_are_told_and_the_others_added(
        self, cli: Cli, home: Path, tmp_path: Path
    ) -> None:
        file = tmp_path / "names.csv"
        file.write_text(
            "name,actor,label,since\n"
            "Blue Heron,HERON,,\n"
            "Heron,Narnia,,\n"
            "Blue Heron Brigade,HERON,Organization,\n"
            "Crane,CRANE,Organization,June\n"
            "Grey Crane,CRANE,,\n",
            "utf8",
        )
        ran = cli("--home", home, "actors", "add", file)
        assert ran.status == 1
        assert ran.out.startswith("2 names added: ")
        told = [line.split(": ")[2] for line in ran.err.splitlines() if "names.csv" in line]
        assert told == ["line 3", "line 5", "line 6"]
        kept = (home / "actors.csv").read_text("utf8").splitlines()
        assert [row.partition(",")[0] for row in kept[1:]] == ["Blue Heron", "Blue Heron Brigade"]
        assert cli("--home", home, "actors", "add", file).out.startswith("2 names added: 0 ")
