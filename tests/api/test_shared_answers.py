"""Processes share their answers in a real Valkey, and do without it when it is gone."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from threading import Timer
from time import monotonic
from typing import Any

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.api import middleware
from cms.api.kept import memory
from cms.api.shared import Shared
from cms.publishing.models import Change
from tests.factories import make_report
from tests.valkey import valkey

LIST = "{ eventReports { totalCount nodes { title } } }"
NOWHERE = "redis://127.0.0.1:9/0"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """A server of its own, on a free port of this machine."""
    with valkey() as running:
        yield running


@pytest.fixture
def share(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Share answers at an address from now on, as a process that starts."""
    described = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "OPTIONS": {"serializer": "cms.api.shared.Bytes", "socket_connect_timeout": 0.2},
    }

    def start(address: str) -> None:
        settings.CACHES = {**settings.CACHES, "answers": {**described, "LOCATION": address}}
        monkeypatch.setattr("cms.api.middleware.shared", Shared())
        memory.clear()

    return start


@pytest.fixture
def another_process(server: Any, share: Callable) -> Iterator[Callable[[], None]]:
    """What follows is answered as by a process that starts now, which knows no answer itself."""
    share(server.connection_url)
    caches["answers"].clear()
    yield lambda: share(server.connection_url)
    caches["answers"].close()


@pytest.fixture
def stored(server: Any) -> Iterator[Any]:
    """What stands in the server, for a test to lay there as another process would."""
    with closing(server.client()) as client:
        yield client


@pytest.fixture
def get(client: Client) -> Callable[..., Any]:
    def send(query: str = LIST, **headers: str) -> Any:
        with CaptureQueriesContext(connection) as captured:
            response = client.get("/graphql/", {"query": query}, headers=headers)
        response.statements = [each["sql"] for each in captured.captured_queries]
        return response

    return send


def titles(response: Any) -> list[str]:
    return [node["title"] for node in response.json()["data"]["eventReports"]["nodes"]]


def test_what_one_process_made_another_gives(get: Callable, another_process: Callable) -> None:
    make_report(title="Midi")
    made = get()
    another_process()
    given = get()
    assert given.content == made.content
    assert given.headers["ETag"] == made.headers["ETag"]
    assert given.headers["Cache-Tag"] == made.headers["Cache-Tag"]
    assert [sql for sql in given.statements if "publishing_change" not in sql] == []
    assert get(**{"If-None-Match": made.headers["ETag"]}).status_code == 304


def test_change_is_seen_by_every_process(get: Callable, another_process: Callable) -> None:
    report = make_report(title="Avant")
    assert titles(get()) == ["Avant"]
    report.title = "Après"
    report.save_revision().publish()
    another_process()
    assert titles(get()) == ["Après"]
    report.unpublish()
    another_process()
    assert titles(get()) == []


def test_answer_ends_when_something_in_it_does(
    get: Callable, another_process: Callable, time_machine: Any
) -> None:
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    make_report(title="Bientôt fini", expire_at=now + timedelta(hours=1))
    assert titles(get()) == ["Bientôt fini"]
    time_machine.move_to(now + timedelta(hours=1, seconds=1), tick=False)
    another_process()
    assert titles(get()) == []


def test_restored_database_finds_nothing_of_what_came_after_its_backup(
    get: Callable, another_process: Callable
) -> None:
    report = make_report(title="Après la sauvegarde")
    get()
    last = Change.objects.last()
    type(report).objects.filter(pk=report.pk).update(title="Écrit après la restauration")
    Change.objects.filter(pk=last.pk).update(at=last.at + timedelta(minutes=1))
    another_process()
    assert titles(get()) == ["Écrit après la restauration"]


def test_installations_do_not_meet(get: Callable, another_process: Callable, settings: Any) -> None:
    report = make_report(title="Ici")
    get()
    type(report).objects.filter(pk=report.pk).update(title="Là")
    settings.SECRET_KEY = "another installation's"
    another_process()
    assert titles(get()) == ["Là"]


def test_refusals_errors_and_previews_are_not_shared(
    get: Callable, another_process: Callable, stored: Any
) -> None:
    for query, headers in (("{ nonsense }", {}), ("{", {}), (LIST, {"Preview-Token": "wrong"})):
        get(query, **headers)
    assert stored.dbsize() == 0


@pytest.mark.parametrize("garbage", [b"", b"nonsense", b"{}\n{}", b'{"head": 1}\n', b"[1]\n{}"])
def test_what_is_no_answer_is_made_anew(
    get: Callable, another_process: Callable, stored: Any, garbage: bytes
) -> None:
    made = get()
    [key] = stored.keys()
    stored.set(key, garbage)
    another_process()
    assert get().content == made.content


def test_without_the_server_answers_are_made_and_it_is_left_alone(
    get: Callable, share: Callable, caplog: pytest.LogCaptureFixture
) -> None:
    share(NOWHERE)
    make_report(title="Midi")
    for number in range(20):
        query = LIST.replace("{ eventReports", f"{{ a{number}: __typename eventReports")
        assert titles(get(query)) == ["Midi"]
    warnings = [each for each in caplog.records if each.name == "cms.api.shared"]
    assert len(warnings) == 1


def test_server_that_comes_back_is_found_after_a_pause(
    get: Callable, another_process: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_given() -> bool:
        memory.clear()
        return all("publishing_change" in sql for sql in get().statements)

    get()
    assert is_given()
    with monkeypatch.context() as gone:
        gone.setattr(middleware.shared.cache, "get", broken)
        assert not is_given()
    assert not is_given()
    monkeypatch.setattr(middleware.shared, "rests_until", monotonic())
    assert is_given()


def test_one_request_looks_for_all_whether_the_server_is_back(
    get: Callable, another_process: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    get()
    looks = []
    monkeypatch.setattr(middleware.shared, "rests_until", monotonic())
    others = [middleware.shared.may_look() for _ in range(5)]
    assert others == [True, False, False, False, False]

    def hang(*asked: Any) -> None:
        looks.append(asked)
        raise TimeoutError

    monkeypatch.setattr(middleware.shared, "rests_until", monotonic())
    monkeypatch.setattr(middleware.shared.cache, "get", hang)
    for _ in range(5):
        memory.clear()
        assert get().status_code == 200
    assert len(looks) == 1


def test_what_another_process_makes_is_waited_for(
    get: Callable, another_process: Callable, stored: Any
) -> None:
    made = get()
    [key] = stored.keys()
    answer = stored.getdel(key)
    stored.set(key + b".claim", 1)
    later = Timer(0.3, stored.set, (key, answer))
    later.start()
    another_process()
    given = get()
    later.join()
    assert given.content == made.content
    assert all("publishing_change" in sql for sql in given.statements)


@pytest.mark.parametrize("end", ["given up", "left by a killed process"])
def test_claim_that_comes_to_nothing_holds_nobody_up(
    get: Callable, another_process: Callable, stored: Any, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_report(title="Midi")
    get()
    [key] = stored.keys()
    stored.delete(key)
    stored.set(key + b".claim", 1)
    if end == "given up":
        Timer(0.2, stored.delete, (key + b".claim",)).start()
    else:
        monkeypatch.setattr("cms.api.shared.CLAIM", 0.3)
    another_process()
    begun = monotonic()
    assert titles(get()) == ["Midi"]
    assert monotonic() - begun < 1.5
    assert stored.exists(key) == 1


def test_claim_is_given_up_with_the_answer_or_the_error(
    get: Callable, another_process: Callable, stored: Any
) -> None:
    get()
    get("{ nonsense }")
    assert stored.keys("*.claim") == []


def broken(*asked: Any) -> None:
    raise ConnectionResetError


def test_database_that_goes_while_an_answer_is_shared_takes_nothing_from_it(
    get: Callable, another_process: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*asked: Any) -> None:
        raise OperationalError

    make_report(title="Midi")
    monkeypatch.setattr(middleware.shared, "keep", fail)
    assert titles(get()) == ["Midi"]
