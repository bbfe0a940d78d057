"""Where settings come from. Expected values: the precedence that architecture.md states."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.graph.errors import ConfigError
from detente.graph.settings import Settings, heap_size, home_folder, idle_seconds, read_settings

GIVEN_WORD, NAMED_WORD = "given word", "named word"
NAMED = {
    "NEO4J_URI": "neo4j://named:7687",
    "NEO4J_USERNAME": "named",
    "NEO4J_PASSWORD": NAMED_WORD,
    "NEO4J_DATABASE": "named-database",
    "DETENTE_HOME": "/named/home",
}


def test_arguments_beat_variables() -> None:
    settings = read_settings(
        uri="bolt://given:1",
        user="given",
        password=GIVEN_WORD,
        database="given-database",
        home="/given/home",
        environ=NAMED,
    )
    assert settings == Settings(
        uri="bolt://given:1",
        user="given",
        password=GIVEN_WORD,
        database="given-database",
        home=Path("/given/home"),
    )


def test_variables_beat_the_embedded_store() -> None:
    assert read_settings(environ=NAMED) == Settings(
        uri="neo4j://named:7687",
        user="named",
        password=NAMED_WORD,
        database="named-database",
        home=Path("/named/home"),
    )


def test_nothing_given_means_embedded_with_the_default_home() -> None:
    settings = read_settings(environ={})
    assert (settings.uri, settings.user, settings.password) == (None, None, None)
    assert settings.home.name == "detente"


def test_an_empty_variable_counts_as_unset() -> None:
    assert read_settings(environ={"NEO4J_URI": "", "DETENTE_HOME": "/h"}).uri is None


def test_a_uri_wins_over_the_kind() -> None:
    environ = {**NAMED, "DETENTE_STORE": "embedded"}
    assert read_settings(environ=environ).uri == "neo4j://named:7687"


def test_a_home_may_begin_with_a_tilde() -> None:
    assert home_folder("~/graph") == Path.home() / "graph"


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        (
            {"DETENTE_STORE": "mysql"},
            "unknown store 'mysql': use embedded or neo4j, or set NEO4J_URI",
        ),
        (
            {"NEO4J_URI": "localhost:7687"},
            "'localhost:7687' is no database address: write neo4j://HOST:PORT",
        ),
        (
            {"NEO4J_URI": "http://localhost:7474"},
            "'http://localhost:7474' is no database address: write neo4j://HOST:PORT",
        ),
        ({"NEO4J_URI": "bolt://"}, "'bolt://' is no database address: write neo4j://HOST:PORT"),
        (
            {"NEO4J_URI": "bolt://ann:hunter2@h:7687"},
            "a database address holds no user and no password: put them in NEO4J_USERNAME and "
            "NEO4J_PASSWORD",
        ),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(environ: dict[str, str], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_settings(environ=environ)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("environ", "managed"),
    [
        ({}, False),
        ({"DETENTE_STORE": "embedded"}, False),
        ({"DETENTE_STORE": "neo4j"}, True),
        # A server of one's own wins over both local ones.
        ({"DETENTE_STORE": "neo4j", "NEO4J_URI": "bolt://h:7687"}, False),
    ],
)
def test_a_local_store_is_the_embedded_one_unless_neo4j_is_asked_for(
    environ: dict[str, str], *, managed: bool
) -> None:
    assert read_settings(environ=environ).managed is managed


@pytest.mark.parametrize("text", ["soon", "-5", "1.2.3", "inf"])
def test_an_idle_time_is_a_number_of_seconds(text: str) -> None:
    with pytest.raises(ConfigError, match=f"DETENTE_IDLE_SECONDS is '{text}'"):
        idle_seconds({"DETENTE_IDLE_SECONDS": text})


@pytest.mark.parametrize("text", ["4", "4GB", "-Xmx4g"])
def test_a_heap_is_given_with_its_unit(text: str) -> None:
    with pytest.raises(ConfigError, match=f"DETENTE_HEAP is '{text}'"):
        heap_size({"DETENTE_HEAP": text})
