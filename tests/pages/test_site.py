"""The plain site: what readers get of each kind of page, and what they must not."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Locale, PageViewRestriction

from pages.blocks import StoryBlock
from pages.models import EventReport, EventReportIndex, GalleryPicture, Home, RelatedReport, Speaker
from tests import factories
from tests.pages.stories import VIDEO, filled, unfilled

pytestmark = pytest.mark.django_db


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_every_kind_of_page_answers(client: Client) -> None:
    report = factories.make_report()
    testimonial = factories.make_testimonial()
    standing = factories.make_standard_page()
    for page in (report, testimonial, standing):
        assert f"<h1>{page.title}</h1>" in read(client, page.url)
    assert report.title in read(client, "/evenements/")
    assert testimonial.title in read(client, "/temoignages/")
    front = read(client, "/")
    assert report.title in front
    assert testimonial.title in front
    assert '<html lang="fr">' in front
    assert front.count("<script") == front.count('<script type="application/ld+json">') == 1


def test_report_tells_all_it_holds(client: Client) -> None:
    technopole = factories.make_technopole(name="Val-Clair")
    organisation = factories.make_organisation(name="Lumen & fils")
    person = factories.make_person(name="Ada Martin")
    other = factories.make_report(title="L’autre rencontre")
    report = factories.make_report(
        technopole=technopole,
        venue="Grand hall",
        cover=factories.make_photo(description="Le hall plein", credit="© Hélène"),
        organisers=[organisation],
        sectors=[factories.make_sector(name="Santé")],
        tags=["midi"],
        speakers=[Speaker(person=person, role="physicienne", topic="la lumière")],
        gallery=[GalleryPicture(image=factories.make_photo(description="La table"))],
        related_reports=[RelatedReport(report=other)],
        search_description="Ce qu’il faut retenir",
    )
    html = read(client, report.url)
    for text in (
        "Val-Clair",
        "Grand hall",
        "Lumen &amp; fils",
        "Santé",
        "midi",
        "Ada Martin",
        "physicienne",
        "la lumière",
        'alt="Le hall plein"',
        "© Hélène",
        'alt="La table"',
        "L’autre rencontre",
        '<meta name="description" content="Ce qu’il faut retenir">',
        f'<link rel="canonical" href="{report.full_url}">',
        'datetime="2025-07-08T12:00:00+02:00"',
        "mardi 8 juillet 2025",
        "12\u202fh",
    ):
        assert text in html


def test_body_shows_each_block(client: Client) -> None:
    html = read(client, factories.make_report(body=filled()).url)
    for text in (
        '<h2 id="un-lieu-ouvert">Un lieu ouvert</h2>',
        "<p>Un <b>mot</b>.</p>",
        "«\u202fNous avançons.\u202f»",
        "Le midi",
        "Pourquoi ici\u00a0?",
        "<figcaption>La salle",
        "© Atelier",
        "Vimeo",
        f'href="{VIDEO}"',
        "(PDF, ",
        "<dt>de jardin</dt>",
        "gérante, Solétoile",
        "Ondelia",
        "Mon chemin",
        '<a class="button" href="https://example.com/">Venir</a>',
    ):
        assert text in html
    assert "<iframe" not in html


def test_what_is_withdrawn_disappears(client: Client) -> None:
    person, organisation = factories.make_person(), factories.make_organisation()
    quote = {"text": "Nous avançons.", "person": person.pk, "role": "gérante"}
    report = factories.make_report(
        organisers=[organisation],
        speakers=[Speaker(person=person, role="chimiste")],
        body=[
            factories.block("quote", quote),
            factories.block("organisations", {"organisations": [organisation.pk]}),
            factories.block("people", {"title": "Des gens", "people": [person.pk]}),
        ],
    )
    texts = ("Nous avançons.", person.name, "chimiste", organisation.name, "Des gens")
    html = read(client, report.url)
    assert [text for text in texts if text not in html] == []
    person.unpublish()
    organisation.unpublish()
    html = read(client, report.url)
    assert [text for text in texts if text in html] == []


def test_private_picture_disappears(client: Client) -> None:
    private = Collection.get_first_root_node().add_child(name="Internal")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    photo = factories.make_photo(description="Plan secret", collection=private)
    report = factories.make_report(
        cover=photo,
        gallery=[GalleryPicture(image=photo)],
        body=[factories.block("image", {"image": photo.pk, "caption": "Secret"})],
    )
    html = read(client, report.url)
    assert "ecret" not in html
    assert "<picture" not in html


def test_link_to_a_private_page_keeps_its_words_only(client: Client) -> None:
    private = factories.make_standard_page(title="Réservé")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    link = f'<p>Voir <a linktype="page" id="{private.pk}">le compte rendu</a>.</p>'
    call = {"text": "À ne pas voir", "link": {"label": "Entrer", "page": private.pk}}
    body = [factories.block("paragraph", link), factories.block("call_to_action", call)]
    html = read(client, factories.make_report(body=body).url)
    assert "<p>Voir le compte rendu.</p>" in html
    assert "À ne pas voir" not in html
    assert private.url not in html


def test_menus_and_lists_hold_readable_pages_only(client: Client) -> None:
    shown = factories.make_standard_page(title="À propos", show_in_menus=True)
    below = factories.make_standard_page(title="L’équipe", parent=shown)
    hidden = factories.make_standard_page(title="Coulisses", show_in_menus=True)
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    report = factories.make_report(title="Passé")
    RelatedReport.objects.create(source=factories.make_report(), report=report)
    report.unpublish()
    html = read(client, below.url)
    assert f'<a href="{shown.url}" aria-current="true">À propos</a>' in html
    assert '<li aria-current="page">L’équipe</li>' in html
    assert "Coulisses" not in html
    assert "Passé" not in read(client, "/") + read(client, "/evenements/")


def test_testimonial_goes_with_its_person(client: Client) -> None:
    testimonial = factories.make_testimonial(pull_quote="J’ai osé.")
    assert "«\u202fJ’ai osé.\u202f»" in read(client, testimonial.url)
    testimonial.person.unpublish()
    assert client.get(testimonial.url).status_code == 404


def test_expired_page_is_gone_before_the_clerk_comes(client: Client) -> None:
    report = factories.make_report()
    EventReport.objects.filter(pk=report.pk).update(expire_at=timezone.now() - timedelta(seconds=1))
    assert client.get(report.url).status_code == 404


def test_translation_is_offered_and_in_its_own_language(client: Client) -> None:
    english = Locale.objects.get(language_code="en")
    Home.objects.get().copy_for_translation(english).save_revision().publish()
    index = EventReportIndex.objects.get()
    index.copy_for_translation(english).save_revision().publish()
    report = factories.make_report()
    translation = report.copy_for_translation(english)
    assert 'hreflang="en"' not in read(client, report.url)
    translation.save_revision().publish()
    assert f'<a href="{translation.url}" hreflang="en" lang="en">English</a>' in read(
        client, report.url
    )
    html = read(client, translation.url)
    assert '<html lang="en">' in html
    assert "Tuesday July 8, 2025" in html
    assert "at 12:00" in html


def test_private_page_asks_who_is_there(client: Client, django_user_model: Any) -> None:
    report = factories.make_report()
    PageViewRestriction.objects.create(page=report, restriction_type="login")
    response = client.get(report.url, follow=True)
    assert report.title not in response.content.decode()
    assert 'action="/admin/login/"' in response.content.decode()
    assert f'name="next" value="{report.url}"' in response.content.decode()
    client.force_login(django_user_model.objects.create_user("ada"))
    assert f"<h1>{report.title}</h1>" in read(client, report.url)


def test_developer_is_greeted_with_a_query_that_works(client: Client, settings: Any) -> None:
    assert "GraphQL" not in read(client, "/")
    settings.DEBUG = True
    html = read(client, "/")
    assert '<a href="/graphql/">' in html
    assert '<a href="/admin/">' in html
    query = unescape(html.partition("<code>")[2].partition("</code>")[0])
    answer = client.post("/graphql/", {"query": query}, content_type="application/json").json()
    assert "errors" not in answer
    assert answer["data"]["eventReports"]["totalCount"] == 0


def test_event_of_today_says_so(client: Client) -> None:
    past, today = factories.make_report(), factories.make_report(starts_at=timezone.now())
    assert 'class="today"' not in read(client, past.url)
    assert 'class="today"' in read(client, today.url)
    assert read(client, "/").count('class="today"') == 1


def test_long_list_turns_pages(client: Client) -> None:
    for _ in range(13):
        factories.make_report()
    assert 'href="?page=2"' in read(client, "/evenements/")
    last = read(client, "/evenements/?page=2")
    assert last.count("<article") == 1
    assert '/evenements/?page=2">' in last
    assert read(client, "/evenements/?page=nonsense").count("<article") == 12


def test_unknown_address_has_a_page_of_ours(client: Client) -> None:
    response = client.get("/nulle-part/")
    assert response.status_code == 404
    assert 'id="page-content"' in response.content.decode()


def test_crash_has_a_page_that_needs_nothing(client: Client, monkeypatch: Any) -> None:
    def crash(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(Home, "get_context", crash)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "site/site.css" in response.content.decode()


@pytest.mark.parametrize(
    ("make", "holes"),
    [(factories.make_report, {}), (factories.make_testimonial, {"role": ""})],
)
def test_draft_with_holes_is_previewed(make: Callable, holes: dict[str, str]) -> None:
    draft = make(title="À trous", live=False)
    for name, hole in {**holes, "standfirst": "", "body": unfilled()}.items():
        setattr(draft, name, hole)
    response = draft.make_preview_request()
    assert response.status_code == 200
    assert "<h1>À trous</h1>" in response.rendered_content


def test_preview_shows_people_who_go_public_with_it(client: Client) -> None:
    person = factories.make_person(name="Ada Martin", live=False)
    draft = factories.make_report(live=False, speakers=[Speaker(person=person, role="chimiste")])
    assert "Ada Martin" in draft.make_preview_request().rendered_content
    assert client.get(draft.url).status_code == 404


@pytest.mark.parametrize("block_type", list(StoryBlock().child_blocks))
def test_block_picker_shows_the_block(admin_client: Client, block_type: str) -> None:
    for make in (
        factories.make_organisation,
        factories.make_photo,
        factories.make_document,
        factories.make_testimonial,
    ):
        make()
    block = EventReport.body.field.stream_block.child_blocks[block_type]
    assert block.is_previewable
    response = admin_client.get("/admin/block-preview/", {"id": block.definition_prefix})
    assert response.status_code == 200
    assert 'class="sample"' in response.content.decode()


def test_block_picker_puts_words_in_nobodys_mouth(admin_client: Client) -> None:
    person = factories.make_person()
    block = EventReport.body.field.stream_block.child_blocks["quote"]
    response = admin_client.get("/admin/block-preview/", {"id": block.definition_prefix})
    assert "<blockquote>" in response.content.decode()
    assert person.name not in response.content.decode()
