"""The gazetteer as shipped: complete, unambiguous, inflected; and how wrong files are told."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from detente import seeds
from detente.graph.actors import Membership
from detente.graph.dates import PartialDate
from detente.graph.errors import LoadError, ResolutionError
from detente.graph.ids import fold
from detente.graph.pacts import Party, Treaty
from detente.graph.roster import Name, Roster
from detente.seeds.actors import read_actors, read_ambiguous, read_codes, read_names
from detente.seeds.check import loose_ties, problems

FOLDER = seeds.articles_folder().parent

# Codes in use beside ISO 3166, parts of states that act on their own, and Serbia: none has a COW
# number in the reference table. Those given here are from the COW state system.
BESIDE_THE_TABLE = {"XKX": 347, "SRB": 345, "PSE": None, "HKG": None, "VAT": None, "GRL": None}

# Names of the reference table that are no names: labels with an explanation in them.
LABELS = {"Myanmar (Burma)", "Myanmar (Birmania)", "R.A.S. Hong Kong, China"}


@pytest.fixture(scope="module")
def roster() -> Roster:
    return seeds.roster()


def listed(actor_id: str, lang: str, kind: str) -> tuple[str, ...]:
    found = [
        name.forms
        for name in seeds.names()
        if (name.actor_id, name.lang, name.kind) == (actor_id, lang, kind)
    ]
    assert len(found) == 1, found
    return found[0]


def test_every_state_is_there_with_its_number(reference_data: Path) -> None:
    table = reference_data / "data" / "country_names" / "cldr_names.csv"
    with table.open(encoding="utf8", newline="") as text:
        expected = {
            row["alpha3"]: int(row["cow"])
            for row in csv.DictReader(text)
            if row["alpha3"] != "" and row["cow"] != ""
        }
    states = {actor.actor_id: actor for actor in seeds.actors() if actor.label == "Country"}
    assert {actor_id: state.cow for actor_id, state in states.items()} == (
        expected | BESIDE_THE_TABLE
    )


def test_every_name_of_the_reference_table_resolves(reference_data: Path, roster: Roster) -> None:
    table = reference_data / "data" / "country_names" / "cldr_names.csv"
    states = {actor.actor_id for actor in seeds.actors() if actor.label == "Country"}
    with table.open(encoding="utf8", newline="") as text:
        rows = [row for row in csv.DictReader(text) if row["alpha3"] in states]
    wrong = {
        row[column]: row["alpha3"]
        for row in rows
        for column in ("alpha3", "en", "ro")
        if row[column] not in LABELS and roster.resolve(row[column]) != row["alpha3"]
    }
    assert len(rows) > 190
    assert wrong == {}


def test_the_files_agree_with_one_another(roster: Roster) -> None:
    assert problems(roster) == []


def test_no_form_names_two_actors_within_one_kind_and_language() -> None:
    owners: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for name in seeds.names():
        for form in name.forms:
            owners[name.lang, name.kind, fold(form)].add(name.actor_id)
    assert {key: ids for key, ids in owners.items() if len(ids) > 1} == {}


def test_romanian_names_of_states_are_inflected_or_marked_invariable() -> None:
    with (FOLDER / "names_ro.csv").open(encoding="utf8", newline="") as text:
        rows = list(csv.DictReader(line for line in text if not line.startswith("#")))
    short = {row["actor_id"] for row in rows if row["kind"] == "name" and "|" not in row["forms"]}
    invariable = {row["actor_id"] for row in rows if row["notes"] == "invariable"}
    assert short <= invariable


def test_every_state_has_a_name_in_both_languages_and_a_capital_or_seat() -> None:
    states = {actor.actor_id for actor in seeds.actors() if actor.label == "Country"}
    for lang in ("en", "ro"):
        named = {n.actor_id for n in seeds.names() if (n.lang, n.kind) == (lang, "name")}
        assert states <= named
    # The capital bears the state's name, or Brussels, which stands for the Union.
    without = states - {n.actor_id for n in seeds.names() if n.kind in {"capital", "seat"}}
    assert without == {"BEL", "DJI", "HKG", "LUX", "MCO", "MDV", "SGP", "SMR", "SYC", "VAT"}


# Expected forms by hand, after the Romanian orthographic dictionary (DOOM).
@pytest.mark.parametrize(
    ("actor_id", "kind", "forms"),
    [
        ("RUS", "name", ("Rusia", "Rusiei", "Federația Rusă", "Federației Ruse")),
        (
            "USA",
            "name",
            (
                "Statele Unite",
                "Statelor Unite",
                "Statele Unite ale Americii",
                "Statelor Unite ale Americii",
                "America",
                "Americii",
            ),
        ),
        ("CZE", "capital", ("Praga", "Pragăi")),
        ("MDA", "capital", ("Chișinău", "Chișinăul", "Chișinăului")),
        ("PHL", "name", ("Filipine", "Filipinele", "Filipinelor", "Insulele Filipine")),
        (
            "BLR",
            "adjective",
            (
                *("belarus", "belarusă", "belaruși", "belaruse", "belarusul", "belarusului"),
                *("belarușii", "belarușilor", "belarusa", "belarusei", "belarusele"),
            ),
        ),
        (
            "GRC",
            "adjective",
            ("grec", "greacă", "greci", "grece", "grecul", "grecului", "grecii", "grecilor"),
        ),
        (
            "KOR",
            "adjective",
            ("sud-coreean", "sud-coreeană", "sud-coreeni", "sud-coreene", "sud-coreeanul"),
        ),
        ("AUT", "adjective", ("austriac", "austriacă", "austrieci", "austriece", "austriacul")),
        ("SAU", "adjective", ("saudit", "saudită", "saudiți", "saudite", "sauditul")),
    ],
)
def test_romanian_forms_begin_so(actor_id: str, kind: str, forms: tuple[str, ...]) -> None:
    assert listed(actor_id, "ro", kind)[: len(forms)] == forms


def test_a_relational_adjective_has_its_own_paradigm() -> None:
    forms = listed("RUS", "ro", "adjective")
    first = forms.index("rusesc")
    assert forms[first:] == (
        *("rusesc", "rusească", "rusești", "rusescul", "rusescului", "ruseasca"),
        *("ruseștii", "ruseștile", "ruseștilor"),
    )


@pytest.mark.parametrize(
    ("text", "actor_id"),
    [
        ("USA", "USA"),
        ("US", "USA"),
        ("usa", "USA"),
        ("Statele Unite", "USA"),
        ("statele unite", "USA"),
        ("STATELOR UNITE", "USA"),
        ("America", "USA"),
        ("Casei Albe", "USA"),
        ("Congress", "USA:LEG"),
        ("Belarus", "BLR"),
        ("belarus", "BLR"),
        ("BLR", "BLR"),
        ("BY", "BLR"),
        ("Minsk", "BLR"),
        ("BLR:OPP", "BLR:OPP"),
        ("Belarus:opp", "BLR:OPP"),
        ("Chişinăului", "MDA"),
        ("Guinea", "GIN"),
        ("Papua New Guinea", "PNG"),
        ("DR Congo", "COD"),
        ("Republic of the Congo", "COG"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Dominica", "DMA"),
        ("Dominican Republic", "DOM"),
        ("Macedonia", "MKD"),
        ("Brussels", "EUU"),
        ("Bruxelles-ul", "EUU"),
        ("Security Council", "UNO"),
        ("Comisia Europeană", "EUU"),
        ("IDF", "ISR:MIL"),
        ("Taliban", "AFG"),
        ("Gaza", "PSE"),
        ("UKG", "GBR"),  # COW
        ("AU", "AFU"),  # a name goes before a two-letter code
        ("AUS", "AUS"),  # ISO, though COW has it for Austria
        ("Reuters", "REUTERS"),
    ],
)
def test_names_and_codes_resolve(roster: Roster, text: str, actor_id: str) -> None:
    assert roster.resolve(text) == actor_id


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Korea", ("KOR", "PRK")),
        ("coreene", ("KOR", "PRK")),
        ("Congo", ("COD", "COG")),
        ("Latin America", ()),
        ("Oceanul Indian", ()),
        ("Ruritania", ()),
    ],
)
def test_what_names_nobody_in_particular_is_refused(
    roster: Roster, text: str, candidates: tuple[str, ...]
) -> None:
    with pytest.raises(ResolutionError) as refusal:
        roster.resolve(text)
    assert refusal.value.candidates == candidates


HEADERS = {
    "actors": "actor_id,label,name,name_ro,wikidata,cow,notes\n",
    "names": "actor_id,kind,forms,notes\n",
}


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        (
            "actors",
            "# source\nactor,label\n",
            "t.csv: line 2: header is 'actor,label', not "
            "'actor_id,label,name,name_ro,wikidata,cow,notes'",
        ),
        (
            "actors",
            HEADERS["actors"] + "BLR,Country,Belarus\n",
            "t.csv: line 2: 3 columns, not 7: 'BLR,Country,Belarus'",
        ),
        (
            "actors",
            HEADERS["actors"] + "BLR,State,Belarus,Belarus,,,\n",
            "t.csv: line 2: label: Input should be 'Country', 'Person', 'Bloc' or 'Organization'"
            ": 'State'",
        ),
        (
            "actors",
            "# a\n# b\n" + HEADERS["actors"] + "BLR,Country,Belarus,Belarus,,x,\n",
            "t.csv: line 4: cow: Input should be a valid integer, unable to parse string as an "
            "integer: 'x'",
        ),
        (
            "actors",
            HEADERS["actors"] + "Blr,Country,Belarus,Belarus,,,\n",
            "t.csv: line 2: actor_id: no id (upper-case ASCII): 'Blr'",
        ),
        (
            "names",
            HEADERS["names"] + "BLR,nick,Belarus,\n",
            "t.csv: line 2: kind: Input should be 'name', 'media', 'acronym', 'adjective', "
            "'demonym', 'capital' or 'seat': 'nick'",
        ),
        (
            "names",
            HEADERS["names"] + "BLR,name,Belarus|Belarusul |x,\n",
            "t.csv: line 2: forms: empty, padded or repeated: 'Belarusul '",
        ),
        ("names", HEADERS["names"] + "BLR,name,,\n", "t.csv: line 2: forms: none given"),
    ],
)
def test_a_wrong_row_is_named_by_file_line_and_value(
    tmp_path: Path, kind: str, text: str, message: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf8")
    with pytest.raises(LoadError) as error:
        read_actors(path) if kind == "actors" else read_names(path, lang="ro")
    assert str(error.value) == message


def test_codes_that_mean_two_states_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("code,scheme,actor_id\nUS,a,USA\nXX,a,USA\nXX,b,BLR\n", encoding="utf8")
    assert read_codes(path) == {"US": "USA"}


def test_each_ambiguous_form_has_all_its_candidates(tmp_path: Path) -> None:
    path = tmp_path / "ambiguous.csv"
    path.write_text("forms,actor_ids,notes\nKorea|Koreas,KOR|PRK,\nX,,nobody\n", encoding="utf8")
    assert read_ambiguous(path) == {"Korea": ("KOR", "PRK"), "Koreas": ("KOR", "PRK"), "X": ()}


def test_broken_rules_are_listed() -> None:
    blr, usa = (actor for actor in seeds.actors() if actor.actor_id in {"BLR", "USA"})
    names = [
        Name(actor_id="BLR", lang="ro", kind="capital", forms=("Minsk",)),
        Name(actor_id="USA", lang="ro", kind="capital", forms=("MINSK",)),
        Name(actor_id="BLX", lang="ro", kind="name", forms=("Belaruz",)),
    ]
    held = seeds.offices()[0].model_copy(update={"actor_id": "BLX"})
    person = next(p for p in seeds.persons() if p.person_id == held.person)
    roster = Roster(
        actors=[blr, usa, usa],
        names=names,
        persons=[person],
        offices=[held],
        ambiguous={"Minsk": ("BLR", "BLY")},
    )
    assert problems(roster) == [
        "actors and persons: 'USA' is listed twice",
        "names: no actor 'BLX' (Belaruz)",
        "ambiguous: no actor 'BLY' (Minsk)",
        "names: ro capital 'minsk' names BLR and USA",
        "names: ro capital 'minsk' is ambiguous and names BLR",
        f"offices: no actor 'BLX' ({person.person_id})",
    ]


def test_loose_ties_are_listed() -> None:
    since = PartialDate("1999")
    pact = Treaty(treaty_id="PACT", name="Pact", obligation="defence", since=since, source="test")
    listed = loose_ties(
        seeds.roster(),
        memberships=[
            Membership(actor_id="POL", bloc="NATO", since=since, source="test"),
            Membership(actor_id="PLO", bloc="REUTERS", since=since, source="test"),
        ],
        treaties=[pact, pact],
        parties=[
            Party(treaty_id="PACT", actor_id="POL", since=since),
            Party(treaty_id="PAKT", actor_id="PLO", since=since),
        ],
    )
    assert listed == [
        "treaties: 'PACT' is listed twice",
        "memberships: no actor 'PLO' (REUTERS)",
        "memberships: 'REUTERS' is no bloc (PLO)",
        "parties: no actor 'PLO' (PAKT)",
        "parties: no treaty 'PAKT' (PLO)",
    ]
