"""Mails before the public checkers: what mail programs make of them, and whether they are valid HTML."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from pages import models
from tests.clients.harmless import HARMLESS_PART, INVALID, LACKING
from tests.clients.node import HERE, execute, run
from tests.conftest import LEFT_OUT, taken_back
from tests.newsletter.everything import issue_of_twelve, report_of_everything

pytestmark = [pytest.mark.clients, pytest.mark.django_db]

PROGRAMS = (
    *("gmail.android", "gmail.desktop-webmail", "gmail.ios", "gmail.mobile-webmail"),
    *("outlook.windows", "outlook.outlook-com", "apple-mail.ios", "apple-mail.macos"),
    *("yahoo.android", "yahoo.desktop-webmail", "yahoo.ios"),
    *("orange.android", "orange.desktop-webmail", "orange.ios", "laposte.desktop-webmail"),
    *("sfr.android", "sfr.desktop-webmail", "sfr.ios"),
)
NU = HERE / "node_modules/vnu-jar/build/dist/vnu.jar"
DOCUMENTATION = settings.BASE_DIR / "docs/newsletter.md"


@pytest.fixture(scope="module")
def mails(endpoint: str, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the mail of each story of the demo, one with whatever a mail can hold, and two issues of
    a newsletter."""
    folder = tmp_path_factory.mktemp("mails")
    with taken_back(django_db_blocker):
        report_of_everything()
        for kind, model in (("reports", models.EventReport), ("testimonials", models.Testimonial)):
            for page in model.objects.live().select_related("locale"):
                address = f"/newsletter/{kind}/{page.slug}.html"
                mail = Client().get(address, {"lang": page.locale.language_code})
                assert mail.status_code == 200, address
                (folder / f"{page.slug}.html").write_bytes(mail.content)
        for number in (1, issue_of_twelve().number):
            mail = Client().get(f"/newsletter/issues/{number}.html")
            assert mail.status_code == 200
            (folder / f"{number}.html").write_bytes(mail.content)
    assert {"tout.html", "premier-12-14-chateau-gombert.html"} < {
        each.name for each in folder.iterdir()
    }
    return folder


def test_mail_programs_lack_nothing_that_matters(mails: Path) -> None:
    found = run("caniemail.js", mails, *PROGRAMS)
    assert set(found["lacking"]) == set(LACKING)
    assert set(found["partial"]) - set(LACKING) == set(HARMLESS_PART)


def test_documentation_explains_what_mail_programs_lack() -> None:
    documentation = DOCUMENTATION.read_text()
    assert [each for each in LACKING if f"`{each}`" not in documentation] == []


@pytest.mark.skipif(not shutil.which("java"), reason=LEFT_OUT["java"])
def test_mails_are_valid_but_for_what_outlook_needs(mails: Path) -> None:
    told = json.loads(
        execute("java", "-jar", NU, "--format", "json", "--exit-zero-always", "--stdout", mails)
    )
    said = {each["message"] for each in told["messages"]}
    harmless = {each for each in said if any(re.fullmatch(known, each) for known in INVALID)}
    assert said - harmless == set()
    assert [known for known in INVALID if not any(re.fullmatch(known, each) for each in said)] == []
