"""Two serving processes and two workers: one of each is killed, and what is scheduled goes public in time."""

import json
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from http.client import HTTPConnection

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from cms.publishing.leases import workers_are_there
from cms.publishing.models import Change, Lease
from pages.models import EventReportIndex
from snippets.models import Photo
from tests.admin.conftest import member_of
from tests.admin.forms import report_form
from tests.factories import make_photo, make_report
from tests.processes import Server, serving, working

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]

QUERY = json.dumps({"query": "{ eventReports { nodes { title } } }"})
LATEST = timedelta(seconds=5)
PATIENCE = 60


def titles(server: Server) -> list[str]:
    """What readers see."""
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=20)) as client:
        client.request("POST", "/graphql/", QUERY, {"Content-Type": "application/json"})
        nodes = json.load(client.getresponse())["data"]["eventReports"]["nodes"]
    return [node["title"] for node in nodes]


def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Wait for something, in vain if need be."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, what
        time.sleep(0.1)


def scheduled_by_an_editor(moment: datetime) -> Page:
    """A report that an editor has scheduled in the admin."""
    publishing = Client()
    publishing.force_login(member_of("Responsables de publication", "responsable"))
    index = EventReportIndex.objects.first()
    add = reverse("wagtailadmin_pages:add", args=["pages", "eventreport", index.pk])
    local = timezone.localtime(moment)
    form = report_form(title="À l’heure", slug="a-lheure", go_live_at=f"{local:%d/%m/%Y %H:%M:%S}")
    response = publishing.post(add, {**form, "action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    report = Page.objects.get(slug="a-lheure")
    assert (report.live, report.approved_schedule) == (False, True)
    return report


def test_scheduled_page_goes_public_in_time_and_once() -> None:
    make_report(title="Déjà là")
    with serving() as first, serving() as second, working() as one, working() as other:
        workers = Lease.objects.filter(name__startswith="worker ")
        wait_until(lambda: workers.count() == 2, "two workers are there")
        moment = timezone.now() + timedelta(seconds=8)
        report = scheduled_by_an_editor(moment)
        moment = report.go_live_at
        while (left := (moment - timezone.now()).total_seconds()) > 0.5:
            assert titles(second) == ["Déjà là"]
            time.sleep(min(0.2, left))
        first.kill()
        one.kill()
        wait_until(lambda: "À l’heure" in titles(second), "readers see it")
        assert moment <= timezone.now() <= moment + LATEST
        time.sleep(2)
        assert other.poll() is None
    lines = Change.objects.filter(kind="EVENT_REPORT", object_id=report.pk)
    assert [line.action for line in lines] == ["PUBLISHED"]
    published = PageLogEntry.objects.filter(page=report.pk, action="wagtail.publish.scheduled")
    assert published.count() == 1


def test_work_of_a_killed_worker_is_taken_over() -> None:
    with working() as killed:
        wait_until(workers_are_there, "a worker is there")
        killed.kill()
        killed.wait()
        photo = make_photo()
        with working() as other:
            due = Photo.objects.filter(pk=photo.pk, files_due_at=None)
            wait_until(due.exists, "the files of the picture are made")
            connection.close()
            other.terminate()
            assert other.wait(30) == 0
    assert Lease.objects.filter(name__startswith="worker ").count() == 1
