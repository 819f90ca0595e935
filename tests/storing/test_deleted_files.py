"""Files of what readers lose go, whatever happens between the change and their deletion."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from errno import EIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from cms.publishing.background import FILES, works
from cms.publishing.making import make_files
from snippets import deleted_files
from snippets.deleted_files import FIRST_PAUSE, LONGEST_PAUSE, delete_next
from snippets.models import FileToDelete, Photo, Rendition
from tests import factories
from tests.exchange.test_files import bring, picture  # noqa: F401
from tests.publishing.test_killed import own_database  # noqa: F401
from tests.storing.servers import answering, status_of

pytestmark = pytest.mark.django_db
COVER = "{ eventReports { nodes { title cover { alt } } } }"


@pytest.fixture
def admin(admin_user: Any) -> Client:
    """The browser of an administrator, who gets the answer to an exception."""
    browser = Client(raise_request_exception=False)
    browser.force_login(admin_user)
    return browser


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Callable) -> Callable:
    """What is done inside is committed at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def report(on_disk: Path) -> Any:
    """A report whose picture readers see, with all its files, on a disk."""
    return shown_report()


def shown_report() -> Any:
    photo = factories.make_photo(collection=factories.make_collection())
    make_files(photo)
    return factories.make_report(title="Midi", cover=photo)


def withdraw(admin: Client, photo: Photo) -> None:
    """Close its collection to readers, as an administrator does."""
    address = reverse("wagtailadmin_collections:set_privacy", args=[photo.collection_id])
    assert admin.post(address, {"restriction_type": "login"}).status_code == 200


def covers(client: Client) -> list[Any]:
    answer = client.get(f"/graphql/?query={COVER}").json()
    return [each["cover"] for each in answer["data"]["eventReports"]["nodes"]]


def made_of(photo: Photo) -> list[FieldFile]:
    return [each.file for each in Rendition.objects.filter(image=photo)]


def there(files: list[FieldFile]) -> int:
    return sum(each.storage.exists(each.name) for each in files)


def work(time_machine: Any, after: timedelta) -> None:
    """What workers do some time later."""
    time_machine.move_to(timezone.now() + after)
    assert FILES in works
    FILES.look()


def break_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """No file can be deleted until what this gives is called."""

    def fail(storage: FileSystemStorage, name: str) -> None:
        raise OSError(EIO, "Input/output error", storage.path(name))

    delete = FileSystemStorage.delete
    monkeypatch.setattr(FileSystemStorage, "delete", fail)
    return lambda: monkeypatch.setattr(FileSystemStorage, "delete", delete)


def test_withdrawn_picture_goes_at_once(
    report: Any, admin: Client, client: Client, commits: Callable
) -> None:
    files = made_of(report.cover)
    assert there(files) == len(files) > 3
    with commits():
        withdraw(admin, report.cover)
        assert FileToDelete.objects.count() == there(files) == len(files)
    assert covers(client) == [None]
    assert there(files) == 0
    assert not FileToDelete.objects.exists()
    assert there([report.cover.file]) == 1


def test_withdrawn_picture_goes_when_the_disk_is_well_again(
    report: Any,
    admin: Client,
    client: Client,
    commits: Callable,
    monkeypatch: pytest.MonkeyPatch,
    time_machine: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    files = made_of(report.cover)
    mend = break_disk(monkeypatch)
    with commits():
        withdraw(admin, report.cover)
    assert covers(client) == [None]
    found = client.get(files[0].url)
    assert (found.status_code, len(b"".join(found.streaming_content)) > 100) == (200, True)
    work(time_machine, FIRST_PAUSE / 2)
    work(time_machine, FIRST_PAUSE)
    assert there(files) == FileToDelete.objects.count() == len(files)
    mend()
    work(time_machine, LONGEST_PAUSE)
    assert there(files) == 0
    assert not FileToDelete.objects.exists()
    assert set(caplog.messages) == {"Files wait to be deleted, and are tried again: OSError"}
    assert client.get(files[0].url).status_code == 404


@pytest.mark.parametrize("is_hanging", [False, True])
def test_withdrawn_picture_goes_when_the_bucket_is_back(
    stored: Any,
    use: Callable,
    lost: Callable,
    admin: Client,
    client: Client,
    commits: Callable,
    time_machine: Any,
    requests_to_storage: list[str],
    *,
    is_hanging: bool,
) -> None:
    report = shown_report()
    [address, *_] = addresses = [each.url for each in made_of(report.cover)]
    files = made_of(report.cover)
    with answering(None) as port:
        lost(port if is_hanging else 9)
        requests_to_storage.clear()
        with commits():
            withdraw(admin, report.cover)
        assert len(requests_to_storage) == 1, "one waits, and not for each file"
    assert covers(client) == [None]
    use(stored)
    assert status_of(address) == 200
    work(time_machine, FIRST_PAUSE + timedelta(seconds=1))
    assert {status_of(each) for each in addresses} == {403} or there(files) == 0
    assert there(files) == 0
    assert not FileToDelete.objects.exists()


def test_what_is_deleted_or_replaced_goes_too(
    on_disk: Path,
    admin: Client,
    commits: Callable,
    monkeypatch: pytest.MonkeyPatch,
    time_machine: Any,
) -> None:
    photo, document = factories.make_photo(), factories.make_document()
    replaced = factories.make_document(name="ancien.pdf")
    make_files(photo)
    user = admin.get(reverse("wagtailadmin_account")).wsgi_request.user
    portrait = UserProfile.get_for_user(user)
    portrait.avatar.save("moi.webp", ContentFile(b"RIFF"))
    third = factories.make_document()
    files = [photo.file, document.file, replaced.file, third.file, portrait.avatar]
    gone = [*made_of(photo), *files]
    form = {"title": "A", "collection": replaced.collection_id}
    file = ContentFile(b"%PDF-1.7 second", "nouveau.pdf")
    mend = break_disk(monkeypatch)
    with commits():
        admin.post(reverse("wagtailimages:delete", args=[photo.pk]))
        admin.post(reverse("wagtaildocs:delete", args=[document.pk]))
        third.delete()
        admin.post(reverse("wagtaildocs:edit", args=[replaced.pk]), {**form, "file": file})
        user.delete()
    assert there(gone) == FileToDelete.objects.count() == len(gone)
    mend()
    work(time_machine, FIRST_PAUSE * 2)
    assert there(gone) == 0
    assert not FileToDelete.objects.exists()
    replaced.refresh_from_db()
    assert there([replaced.file]) == 1


def test_file_that_an_import_replaces_goes(
    on_disk: Path,
    bring: Callable,  # noqa: F811
    tmp_path: Path,
    commits: Callable,
) -> None:
    bring(picture(tmp_path))
    before = Photo.objects.get().file
    with commits():
        bring(picture(tmp_path, width=80))
    photo = Photo.objects.get()
    assert photo.width == 80
    assert (there([photo.file]), there([before])) == (1, 0)


def test_change_that_is_taken_back_deletes_nothing(report: Any, commits: Callable) -> None:
    files = [*made_of(report.cover), report.cover.file]
    with commits(), transaction.atomic():
        Photo.objects.get(pk=report.cover.pk).delete()
        assert FileToDelete.objects.count() == len(files)
        transaction.set_rollback(True)
    assert not FileToDelete.objects.exists()
    with commits():  # what the thread remembers of it deletes nothing of the next one
        factories.make_document().delete()
    assert there(files) == len(files)


def test_name_that_something_has_again_is_kept(
    on_disk: Path, commits: Callable, time_machine: Any
) -> None:
    document = factories.make_document()
    twin = factories.make_document()
    type(twin).objects.filter(pk=twin.pk).update(file=document.file.name)
    with commits():
        document.delete()
    assert there([document.file]) == 1
    assert not FileToDelete.objects.exists()


def test_new_file_of_the_name_is_kept_while_its_row_may_come(
    on_disk: Path, django_capture_on_commit_callbacks: Callable, time_machine: Any
) -> None:
    """A process died after the file went and before its row did, and the disk gave the name again."""
    document = factories.make_document()
    with django_capture_on_commit_callbacks():
        document.delete()
    document.file.storage.delete(document.file.name)
    assert default_storage.save(document.file.name, ContentFile(b"new")) == document.file.name
    work(time_machine, FIRST_PAUSE * 2)
    assert there([document.file]) == 1
    work(time_machine, deleted_files.UNDER_WAY + LONGEST_PAUSE)
    assert there([document.file]) == 0, "nobody committed it"
    assert not FileToDelete.objects.exists()


def test_new_file_of_the_name_is_kept_at_once_too(
    on_disk: Path, django_capture_on_commit_callbacks: Callable
) -> None:
    """Two who replaced the same file both noted it: the first one's deletion made the name free for somebody else."""
    document = factories.make_document()
    with django_capture_on_commit_callbacks() as after:
        document.delete()
    document.file.storage.delete(document.file.name)
    assert default_storage.save(document.file.name, ContentFile(b"new")) == document.file.name
    for each in after:
        each()
    assert there([document.file]) == 1


def test_file_goes_from_the_storage_it_lies_in(
    on_disk: Path, tmp_path: Path, commits: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart = FileSystemStorage(tmp_path / "apart")
    same = default_storage.save("documents/a.pdf", ContentFile(b"public"))
    monkeypatch.setattr(type(factories.make_document())._meta.get_field("file"), "storage", apart)
    document = factories.make_document(name="a.pdf")
    assert document.file.name == same
    with commits():
        document.delete()
    assert (apart.exists(same), default_storage.exists(same)) == (False, True)
    assert not FileToDelete.objects.exists()


def test_two_workers_try_a_file_once(
    on_disk: Path, django_capture_on_commit_callbacks: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    with django_capture_on_commit_callbacks():
        factories.make_document().delete()
    row = FileToDelete.objects.get()
    FileToDelete.objects.update(due_at=row.since, tries=3)
    break_disk(monkeypatch)
    before = timezone.now()
    assert delete_next() is False
    row.refresh_from_db()
    assert row.tries == 4
    assert row.due_at - before >= FIRST_PAUSE * 8
    assert delete_next() is False, "nobody else's turn yet"
    row.refresh_from_db()
    assert row.tries == 4


def test_many_files_keep_nobody_waiting(
    report: Any, admin: Client, commits: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, clock = made_of(report.cover), [0.0]
    delete = FileSystemStorage.delete

    def slowly(storage: FileSystemStorage, name: str) -> None:
        clock[0] += deleted_files.SECONDS_AT_ONCE / 2
        delete(storage, name)

    monkeypatch.setattr(FileSystemStorage, "delete", slowly)
    monkeypatch.setattr(deleted_files, "monotonic", lambda: clock[0])
    with commits():
        withdraw(admin, report.cover)
    assert there(files) == FileToDelete.objects.count() == len(files) - 3


@pytest.mark.thorough
def test_killed_process_leaves_no_file_that_nobody_knows(own_database: str) -> None:  # noqa: F811
    ended = subprocess.run(
        [sys.executable, "-m", "tests.storing.killed"],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
            "DATABASE_URL": own_database,
            "STORAGE_URL": "",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    before, between, after = map(int, ended.stdout.split())
    assert before > between > after == 0
