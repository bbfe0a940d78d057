"""Ctrl-C while a request is under way."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable

import pytest

from detente.graph.interrupts import answered
from detente.graph.store import Store


def press() -> None:
    main = threading.main_thread().ident
    assert main is not None
    signal.pthread_kill(main, signal.SIGINT)


def finishes(*acts: Callable[[], None]) -> bool:
    """Whether all acts of a request are done, though the interrupt comes out of it in the end."""
    done = False
    try:
        with answered():
            for act in acts:
                act()
            done = True
    except KeyboardInterrupt:
        return done
    pytest.fail("the interrupt was lost")


def test_an_interrupt_waits_for_the_answer() -> None:
    assert finishes(press)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_one_does_not_wait() -> None:
    assert not finishes(press, press)


def test_an_answer_that_does_not_come_is_cut_short() -> None:
    assert not finishes(press, lambda: time.sleep(600))


def test_a_store_answers_after_many_interrupts(store: Store) -> None:
    """Each comes at another moment of a request; none may leave it waiting or half done."""
    for number in range(40):
        try:
            threading.Timer(number / 4000, press).start()
            while True:
                assert len(store.read("UNWIND range(1, 200) AS n RETURN n")) == 200
        except KeyboardInterrupt:
            assert store.read("RETURN 1 AS one") == [{"one": 1}]
