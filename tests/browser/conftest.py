"""A real Chromium on a served gateway."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.integration.web.conftest import Served, serve

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless; its profile is a fresh folder that Playwright removes.

    Ends with its file: Playwright keeps an event loop running in the thread, which other tests of the same process
    must not find (DBOS refuses to be set up under one).
    """
    path = (
        os.environ.get("KARTEBRIDGE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )
    if path is None:
        pytest.skip("chromium is not installed: the console is not tested in a browser")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A filled gateway of the test's own."""
    yield from serve(tmp_path)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window; any script error or blocked resource fails the test."""
    # Pictures in motion are no place to aim at: the console scrolls at once for who asks for less motion.
    context = browser.new_context(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
    made = context.new_page()
    complaints: list[str] = []
    made.on("pageerror", lambda error: complaints.append(str(error)))
    made.on(
        "console",
        lambda said: (
            complaints.append(said.text)
            if said.type == "error" and "401 (Unauthorized)" not in said.text
            else None
        ),
    )
    yield made
    context.close()
    assert complaints == []


def sign_in(page: Page, served: Served) -> None:
    """Open the first page and pass the login form."""
    page.goto(served.url)
    page.get_by_label("Access token").fill(served.site.token)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("table.messages")
