"""The screens of our own in the admin are for everybody: axe finds nothing grave that Wagtail's own have not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from cms.accounts.models import User
from cms.checking.everything import check_everything
from cms.webhooks.models import Endpoint
from tests import factories
from tests.browser import editing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "une phrase de passe pour essayer"
STOCK = "wagtailadmin_reports:locked_pages"
"""A screen of Wagtail's own, with the same menu and head."""


@pytest.fixture
def page(browser_page: Any) -> Any:
    """The admin, in which a publisher is signed in who looks after webhooks, too."""
    user = User.objects.create_user("responsable", password=PASSWORD)
    user.groups.add(Group.objects.get(name="Responsables de publication"))
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="webhooks"))
    editing.log_in(browser_page, "responsable", PASSWORD)
    return browser_page


def screens() -> list[str]:
    """Where they stand, with something on each."""
    person = factories.make_person(name="Camille Exemple")
    twin = factories.make_person(name="CAMILLE EXEMPLE")
    quote = {"text": "Oui.", "person": person.pk, "role": "élue"}
    report = factories.make_report(body=[factories.block("quote", quote)])
    list(check_everything())
    endpoint = Endpoint.objects.create(name="Site", url="https://www.example.org/")
    endpoint.pause("Essai")
    endpoint.save()
    factories.make_organisation()
    return [
        reverse("wagtailadmin_home"),
        reverse("checks_report"),
        reverse("calendar"),
        "/admin/event-reports/",
        "/admin/testimonials/",
        reverse("duplicates", args=["person"]),
        reverse("merge", args=["person", person.pk, twin.pk]),
        reverse("quotes_of", args=["person", person.pk]),
        reverse("import_table", args=["organisation"]),
        reverse("forget_person", args=[person.pk]),
        reverse("share_draft", args=["pages.eventreport", report.pk]),
        reverse("feed_doctor"),
        reverse("webhooks:index"),
        reverse("webhooks:edit", args=[endpoint.pk]),
        reverse("webhooks:messages", args=[endpoint.pk]),
        reverse("wagtailsnippets_snippets_person:delete", args=[person.pk]),
    ]


def test_own_screens_are_no_worse_than_stock(
    page: Any, live_server: Any, grave_violations: Callable[[], list[str]]
) -> None:
    page.goto(live_server.url + reverse(STOCK))
    stock = {each.partition(":")[0] for each in grave_violations()}
    found = {}
    for address in screens():
        page.goto(live_server.url + address)
        assert page.locator("main, [role=main]").count()
        if new := [each for each in grave_violations() if each.partition(":")[0] not in stock]:
            found[address] = new
    assert found == {}
