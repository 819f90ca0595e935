"""What every test can count on, and what a run says it left out."""

import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.utils.translation import deactivate
from pytest_django.plugin import blocking_manager_key
from wagtail.models import Page, Site

from cms.api import middleware
from cms.api.counts import counts
from cms.api.kept import memory
from cms.api.turns import next_turn
from cms.tracing import request_id
from tests.accounts.providing import providing
from tests.logged.plugin import Logged

PATIENCE = 60_000
"""Milliseconds a browser may take for a step, on a machine that does other things too."""
QUIET = 0.5
"""Seconds without a request after which a page that was left sends none."""
names_in_cache = count()
"""Each test has another name for what it keeps in a cache that is shared."""

POLICY = "Content Security Policy"
"""What a browser's complaints about a breach say."""

LEFT_OUT = {
    "thorough": "make test-all runs them, which takes minutes",
    "clients": "make test-all runs them with node",
    "java": "make test-all runs them with Java (Debian: apt-get install default-jre-headless)",
    "browser": "make test-all runs them in Chromium",
    "shared cache": "make test-all runs them with Valkey",
    "YAML": "make test-all runs them with a library of YAML",
    "Sentry": "make test-all runs them with Sentry's library",
    "object storage": "make test-all runs them with a stand-in of S3",
    "provider": "make test-all runs them with an OpenID Connect provider",
    "fuzz": "make test-all makes queries by chance",
    "postgres": "make test-all runs them on PostgreSQL, or set DATABASE_URL",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--thorough", action="store_true", help="also run the tests that take long")
    parser.addoption("--clients", action="store_true", help="also run public clients, in node")
    parser.addoption("--browser", action="store_true", help="also run the tests that need Chromium")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Logged(config), "logged")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    on_postgresql = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    available = {
        "browser": config.getoption("--browser"),
        "thorough": config.getoption("--thorough"),
        "clients": config.getoption("--clients"),
        "postgres": on_postgresql,
    }
    for item in items:
        for name, is_there in available.items():
            if item.get_closest_marker(name) and not is_there:
                item.add_marker(pytest.mark.skip(reason=LEFT_OUT[name]))
        if is_transactional(item):
            marker = pytest.mark.django_db(transaction=True, serialized_rollback=True)
            item.add_marker(marker, append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Emptying the database after a test takes away what the migrations put there: bring it back
    for whichever test is next."""
    yield
    if nextitem and is_transactional(item) and not item.get_closest_marker("skip"):
        blocker = item.config.stash[blocking_manager_key]
        connection = connections[DEFAULT_DB_ALIAS]
        creation = connection.creation
        with blocker.unblock():
            creation.deserialize_db_from_string(connection._test_serialized_contents)


def is_transactional(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    names = getattr(item, "fixturenames", ())
    return bool(
        (marker and marker.kwargs.get("transaction"))
        or "transactional_db" in names
        or "live_server" in names
    )


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    for name, remedy in LEFT_OUT.items():
        count = sum(remedy in str(report.longrepr) for report in skipped)
        if count:
            terminalreporter.write_line(f"Left out: {count} {name} tests; {remedy}.")


@contextmanager
def taken_back(blocker: Any) -> Iterator[None]:
    """Whatever is written inside is gone afterwards: for what all the tests of a module start from."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
    Site.clear_site_root_paths_cache()


def shared(make: Callable[[], Any]) -> Any:
    """A fixture that gives what `make` makes, once for all the tests of a module. Tests take it
    through a fixture that copies it: what they change in the database is taken back by itself."""

    @pytest.fixture(scope="module")
    def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
        with taken_back(django_db_blocker):
            yield make()

    return made


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """No answer of another test: what a test wrote is taken back, and the journal's numbers with it."""
    memory.clear()
    counts.clear()
    next_turn.cache_clear()
    if (cache := middleware.shared.cache) is not None:
        cache.key_prefix = f"{settings.OWN_NAME}-{next(names_in_cache)}"


@pytest.fixture(autouse=True)
def default_language() -> None:
    """Not the one in which the last request of another test was answered: Django leaves it to the thread."""
    deactivate()


@pytest.fixture
def on_disk(settings: Any, tmp_path: Path) -> Path:
    """Uploads lie in a folder of this test's own, which is not there yet, whatever the run is about."""
    settings.OBJECT_STORAGE = None
    settings.MEDIA_URL = "/media/"
    settings.MEDIA_ROOT = tmp_path / "media"
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def no_request() -> None:
    """No id of the last request of another test, which stays with the thread."""
    request_id.set("-")


@pytest.fixture
def uncached(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every answer is made anew."""
    monkeypatch.setattr(memory, "most", 0)
    monkeypatch.setattr(counts, "most", 0)


@pytest.fixture
def root_at(db: None) -> Iterator[Callable[[Page], None]]:
    """Let the site begin at a page; what Wagtail keeps of that in the cache goes with the test."""

    def begin(page: Page) -> None:
        Site.objects.update(root_page=page)
        Site.clear_site_root_paths_cache()

    yield begin
    Site.clear_site_root_paths_cache()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for the run: the system's, or the one playwright brought."""
    playwright = pytest.importorskip("playwright.sync_api")
    installed = shutil.which("chromium") or shutil.which("google-chrome")
    # playwright keeps an event loop running in this thread: Django must query in it all the same,
    # and with the connection that the test database was made with.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    connection = connections[DEFAULT_DB_ALIAS]
    with playwright.sync_playwright() as driver:
        connections[DEFAULT_DB_ALIAS] = connection
        browser = driver.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visited_hosts() -> list[str]:
    """Starts of the addresses of other hosts that pages may talk to."""
    return []


@pytest.fixture
def refusals() -> list[str]:
    """What a browser refused to do because a policy forbids it. A test that wants some takes them out."""
    return []


@pytest.fixture
def browser_page(
    chromium: Any, live_server: Any, visited_hosts: list[str], refusals: list[str]
) -> Iterator[Any]:
    """A fresh French browser tab on the running site; fails when a page talks to another host, or does
    what its policy forbids."""
    strangers: list[str] = []
    context = chromium.new_context(
        base_url=live_server.url, locale="fr-FR", timezone_id="Europe/Paris"
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()

    def note(request: Any) -> None:
        if not request.url.startswith(
            (live_server.url, "data:", "blob:", "about:", *settings.MEDIA_ORIGINS, *visited_hosts)
        ):
            strangers.append(request.url)

    def note_refusal(message: Any) -> None:
        if POLICY in message.text:
            refusals.append(f"{message.location['url']}: {message.text}")

    page.on("request", note)
    context.on("console", note_refusal)
    with answered_to_the_end():
        yield page
        page.goto("about:blank")
        context.set_offline(offline=True)
        context.close()
    assert strangers == []
    assert refusals == []


@contextmanager
def answered_to_the_end() -> Iterator[None]:
    """Ends when the server has nothing under way, not even what a page sends when it is left: emptying
    the tables under a request is a deadlock, or leaves what it writes to the next test."""
    under_way = Counter()

    def begin(**about: Any) -> None:
        under_way.update(["begun"])

    def end(**about: Any) -> None:
        under_way.update(["ended"])

    request_started.connect(begin)
    request_finished.connect(end)
    try:
        yield
        quiet_since = time.monotonic()
        while time.monotonic() - quiet_since < QUIET:
            time.sleep(0.05)
            if under_way["begun"] != under_way["ended"]:
                quiet_since = time.monotonic()
    finally:
        request_started.disconnect(begin)
        request_finished.disconnect(end)


@pytest.fixture(scope="module")
def provider() -> Iterator[Any]:
    """A provider of OpenID Connect on this machine."""
    if find_spec("oidc_provider_mock") is None:
        pytest.skip(LEFT_OUT["provider"])
    with providing() as running:
        yield running
