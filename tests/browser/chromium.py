"""A real Chromium, driven by Playwright, for what people look at."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Error, Page, sync_playwright

__all__ = ["SIZE", "opened_page", "unavailable"]

SIZE = 1280, 800
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def unavailable(reason: str) -> NoReturn:
    """CI has everything; elsewhere what is absent is skipped with the reason."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@contextmanager
def opened_page() -> Iterator[Page]:
    """A page in a new, empty Chromium; nothing on it reaches beyond this machine."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=_installed(), args=list(_ARGUMENTS)
            )
        except Error as error:
            reason = error.message.partition("\n")[0]
            unavailable(f"no Chromium: {reason}")
        with browser:
            page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
            page.set_default_timeout(30_000)
            page.route(
                lambda url: not url.startswith(("http://localhost:", "http://127.0.0.1:")),
                lambda route: route.abort(),
            )
            yield page


def _installed() -> Path | None:
    """The Chromium that is installed; None for the one that Playwright fetched."""
    named = os.environ.get("DETENTE_CHROMIUM", "")
    found = (shutil.which(name) for name in ((named,) if named != "" else _NAMES))
    return next((Path(path) for path in found if path is not None), None)
