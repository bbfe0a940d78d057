"""Ctrl-C while the database is asked: it waits for the answer, if that comes soon."""

# The driver, cut short in the middle of an answer, tidies up by waiting for the rest of it, which
# it has thrown away: without this, one Ctrl-C in some hundred hangs for ever.

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["answered"]

#: Seconds that an answer may take once Ctrl-C was pressed; then it is cut short, again and again.
_PATIENCE = 2.0


@contextmanager
def answered() -> Iterator[None]:
    """Hold Ctrl-C back until the request within is answered, for two seconds at most.

    >>> with answered():
    ...     1 + 1
    2

    Pressed twice it cuts in at once. Outside the main thread, and where Ctrl-C is ignored or left
    to the system, this does nothing.
    """
    handler = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield
        return
    over = threading.Event()
    pressed: list[int] = []

    def hold(number: int, frame: FrameType | None) -> None:
        pressed.append(number)
        if len(pressed) == 1:
            threading.Thread(target=_press_on, args=[over], daemon=True).start()
        else:
            handler(number, frame)

    signal.signal(signal.SIGINT, hold)
    try:
        yield
    finally:
        over.set()
        signal.signal(signal.SIGINT, handler)
        if len(pressed) > 0:
            handler(signal.SIGINT, None)


def _press_on(over: threading.Event) -> None:
    """Press Ctrl-C every two seconds, until the request is over."""
    main = threading.main_thread().ident
    while not over.wait(_PATIENCE) and main is not None:
        signal.pthread_kill(main, signal.SIGINT)
