"""A report or testimonial as a whole mail: over GraphQL and at an address, what programs show."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.publishing.making import make_files
from tests.api.alike import publish_stories
from tests.api.conftest import Ask
from tests.factories import block, make_person, make_photo, make_report, make_testimonial

pytestmark = pytest.mark.django_db

MAILS = "{ eventReports { nodes { title emailHtml emailText } } }"
LIVE = re.compile(
    r"<(script|iframe|object|embed|form|picture|svg|video|link|base)\b|javascript:|data:"
)
NASTY = 'L’été à « Luminy » : <b>10\u202f000</b> \\n & « l’œuf » 5" 🚀'


def quote(person: Any, text: str) -> dict[str, Any]:
    return block("quote", {"text": text, "person": person.pk, "role": "élue"})


def parsed(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def test_address_gives_what_the_api_does(ask: Ask, get: Any) -> None:
    report, testimonial = make_report(), make_testimonial()
    asked = """query ($report: String!, $testimonial: String!) {
        eventReport(slug: $report) { emailHtml emailText }
        testimonial(slug: $testimonial) { emailHtml emailText }
    }"""
    told = ask(asked, report=report.slug, testimonial=testimonial.slug)

    for kind, page, field in (
        ("reports", report, "eventReport"),
        ("testimonials", testimonial, "testimonial"),
    ):
        address = f"/newsletter/{kind}/{page.slug}"
        html, text = get(f"{address}.html"), get(f"{address}.txt")
        assert html.content.decode() == told[field]["emailHtml"]
        assert text.content.decode() == told[field]["emailText"]
        assert html.headers["Content-Type"] == "text/html; charset=utf-8"
        assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert html.headers["X-Robots-Tag"] == "noindex"


def test_pictures_are_files_that_every_program_shows(
    ask: Ask, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    photo = make_photo()
    make_files(photo)
    make_report(cover=photo)
    [report] = ask(MAILS)["eventReports"]["nodes"]
    [image] = parsed(report["emailHtml"]).find_all("img")
    assert image["width"] == "600"
    assert re.fullmatch(r"http\S+\.jpg", image["src"])
    assert re.fullmatch(r"http\S+\.jpg 2x", image["srcset"])
    assert image["srcset"] != f"{image['src']} 2x"
    assert image["alt"] == "Un rectangle bleu"


def test_words_are_told_as_they_are(ask: Ask, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    photo = make_photo(description=NASTY)
    make_files(photo)
    make_report(title=NASTY, cover=photo)
    [report] = ask(MAILS)["eventReports"]["nodes"]
    page = parsed(report["emailHtml"])

    shown = NASTY.replace("\u202f", "\u00a0")
    shown = re.sub(r"(?<=«) | (?=[»:])", "\u00a0", shown)
    assert page.h1.text == page.title.text == page.img["alt"] == shown
    assert report["emailText"].startswith(shown)
    assert page.b is None


def test_hidden_people_are_in_no_mail(ask: Ask) -> None:
    hidden = make_person(name="Cachée Personne")
    report = make_report(body=[quote(hidden, "Un secret."), block("paragraph", "<p>Le reste.</p>")])
    hidden.unpublish()
    mail = ask(
        "query ($slug: String!) { eventReport(slug: $slug) { emailHtml emailText } }",
        slug=report.slug,
    )
    for text in mail["eventReport"].values():
        assert "Le reste." in text
        assert "secret" not in text
        assert "Cachée" not in text


def test_preview_tells_the_draft(preview: Ask) -> None:
    report = make_report(title="Publié")
    report.title = "Brouillon"
    report.save_revision()
    told = preview(report, "{ preview { ... on EventReport { emailHtml emailText } } }")["preview"]
    assert "<h1" in told["emailHtml"]
    for text in told.values():
        assert "Brouillon" in text
        assert "Publié" not in text


def test_links_tell_where_readers_come_from(get: Any) -> None:
    address = f"/newsletter/reports/{make_report().slug}"
    tracked = "?utm_medium=email&utm_source=lettre"
    online = parsed(get(f"{address}.html{tracked}").content.decode()).find(
        "a", string="Lire en ligne"
    )
    assert online["href"].endswith(f"/{tracked}")
    assert get(f"{address}.txt{tracked}&_x=1").content.decode().endswith(tracked)


def test_bad_addresses_are_refused(get: Any) -> None:
    slug = make_report().slug
    refusal = get(f"/newsletter/reports/{slug}.html?limit=3")
    assert refusal.status_code == 400
    assert (
        refusal.content.decode()
        == "limit\N{NO-BREAK SPACE}: ce paramètre n’existe pas. Il y a\N{NO-BREAK SPACE}: lang, utm_*.\n"
    )
    for address in (
        f"reports/{slug}.pdf",
        f"pages/{slug}.html",
        f"testimonials/{slug}.html",
        f"reports/{slug}.html?lang=en",
        "reports/rien.txt",
    ):
        assert get(f"/newsletter/{address}").status_code == 404, address


def test_mail_is_kept_until_something_in_it_changes(get: Any) -> None:
    person = make_person(name="Ada Roux")
    report = make_report(body=[quote(person, "Bonjour.")])
    address = f"/newsletter/reports/{report.slug}.html"
    first = get(address)
    assert f"EventReport:{report.pk}" in first.headers["Cache-Tag"]
    with CaptureQueriesContext(connection) as asked:
        again = get(address, if_none_match=first.headers["ETag"])
    assert again.status_code == 304
    assert len(asked) == 0
    person.name = "Ada Blanc"
    person.save_revision().publish()
    assert "Ada Blanc" in get(address, if_none_match=first.headers["ETag"]).content.decode()
    report.unpublish()
    assert get(address).status_code == 404


@pytest.mark.usefixtures("uncached")
def test_mails_cost_the_same_for_one_as_for_many(ask_raw: Ask) -> None:
    publish_stories(6)
    taken = {}
    for first in (1, 6):
        query = f"{{ eventReports(first: {first}) {{ nodes {{ emailHtml emailText }} }} }}"
        with CaptureQueriesContext(connection) as asked:
            answer = ask_raw(query)
        assert "errors" not in answer
        assert answer["extensions"]["cost"]["requested"] >= 200 * first
        taken[first] = len(asked)
    assert taken[1] == taken[6] <= 20
