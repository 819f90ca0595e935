"""What a previewed draft holds: its own parts, path and times."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts.models import User
from pages.models import Home, Speaker
from snippets.models import Person
from tests.api.drafting import change
from tests.factories import (
    block,
    make_organisation,
    make_person,
    make_photo,
    make_report,
    make_sector,
    make_standard_page,
    make_testimonial,
)


def test_parts_and_relations_are_those_of_the_draft(preview: Any) -> None:
    before, after = make_person(name="Before"), make_person(name="After")
    report = make_report(
        speakers=[Speaker(person=before, role="was there")],
        sectors=[make_sector(name="Before")],
        organisers=[make_organisation(name="Before")],
        tags=["before"],
    )
    report.speakers = [
        Speaker(person=after, role="first", sort_order=0),
        Speaker(person=before, role="second", sort_order=1),
    ]
    report.sectors = [make_sector(name="After"), make_sector(name="Again")]
    report.organisers = []
    report.tags.set(["later", "after"])
    report.gallery.create(image=make_photo(description="A view"))
    change(report)
    query = """
    query ($slug: String!) { eventReport(slug: $slug) {
      speakers { id role person { name } } sectors { name } organisers { name } tags
      people { name } gallery { id alt }
    } }
    """
    found = preview(report, query, slug=report.slug)["eventReport"]
    assert [(each["role"], each["person"]["name"]) for each in found["speakers"]] == [
        ("first", "After"),
        ("second", "Before"),
    ]
    assert len({each["id"] for each in found["speakers"]}) == 2
    assert [each["name"] for each in found["sectors"]] == ["After", "Again"]
    assert found["organisers"] == []
    assert found["tags"] == ["after", "later"]
    assert [each["name"] for each in found["people"]] == ["After", "Before"]
    assert [each["alt"] for each in found["gallery"]] == ["A view"]


def test_path_is_the_one_the_page_will_have(preview: Any, ask: Any) -> None:
    page = make_standard_page(title="About", slug="before")
    link = make_standard_page(
        slug="link", body=[block("paragraph", f'<p><a linktype="page" id="{page.pk}">it</a></p>')]
    )
    change(page, slug="after", title="Soon")
    query = """
    {
      preview { ... on Page { path url slug } }
      after: page(path: "/after/") { ... on Page { title } }
      before: page(path: "/before/") { ... on Page { title } }
      link: page(path: "/link/") { ... on StandardPage { body {
        ... on ParagraphBlock { content { html(links: PATH) links { url } } }
      } } }
    }
    """
    answer = preview(page, query)
    assert answer == {
        "preview": {"path": "/after/", "url": "http://localhost/after/", "slug": "after"},
        "after": {"title": "Soon"},
        "before": {"title": "Soon"},
        "link": {
            "body": [
                {
                    "content": {
                        "html": '<p><a href="/after/">it</a></p>',
                        "links": [{"url": "http://localhost/after/"}],
                    }
                }
            ]
        },
    }
    assert link.live
    assert ask('{ page(path: "/after/") { __typename } }') == {"page": None}


def test_front_page_keeps_its_path_whatever_its_slug(preview: Any) -> None:
    home = change(Home.objects.get(locale__language_code="fr"), slug="accueil-neuf", title="Soon")
    query = '{ preview { ... on Page { path } } page(path: "/") { ... on Page { title } } }'
    assert preview(home, query) == {"preview": {"path": "/"}, "page": {"title": "Soon"}}


def test_menu_shows_the_draft(preview: Any) -> None:
    page = make_standard_page(title="About", slug="about", show_in_menus=True)
    change(page, title="Soon", slug="soon")
    menu = preview(page, "{ navigation { label path } }")["navigation"]
    assert menu[-1] == {"label": "Soon", "path": "/soon/"}
    assert "About" not in str(menu)


def test_publication_is_thought_to_be_now(preview: Any) -> None:
    report = make_report(live=False)
    query = "{ preview { ... on Page { firstPublishedAt lastPublishedAt } } }"
    times = preview(report, query)["preview"]
    for moment in times.values():
        assert abs(datetime.fromisoformat(moment) - timezone.now()) < timedelta(minutes=1)


def test_testimonial_whose_person_is_a_draft_names_nobody(preview: Any, ask: Any) -> None:
    person = make_person(("founder", make_organisation()), name="Hidden person", live=False)
    testimonial = make_testimonial(title="Mine", person=person, live=False, pull_quote="Mine too")
    query = """
    {
      testimonials { totalCount nodes {
        title pullQuote { text } quotes { text }
        person { name slug affiliations { role } links { label } quotes { totalCount } }
      } }
      people { totalCount }
    }
    """
    nobody = {
        "name": "",
        "slug": "",
        "affiliations": [],
        "links": [],
        "quotes": {"totalCount": 0},
    }
    assert preview(testimonial, query) == {
        "testimonials": {
            "totalCount": 1,
            "nodes": [{"title": "Mine", "pullQuote": None, "quotes": [], "person": nobody}],
        },
        "people": {"totalCount": 0},
    }
    assert ask("{ testimonials { totalCount } }") == {"testimonials": {"totalCount": 0}}


def test_edit_addresses_are_those_of_the_previewed_page(preview: Any) -> None:
    heading = block("heading", {"text": "A part", "level": "2"})
    page = make_standard_page(slug="one", live=False, body=[heading])
    make_standard_page(slug="two", body=[block("heading", {"text": "Another", "level": "2"})])
    query = """
    query ($path: String!) { page(path: $path) { ... on StandardPage { editUrl body { editUrl } } } }
    """
    form = f"http://testserver/admin/pages/{page.pk}/edit/"
    assert preview(page, query, path="/one/")["page"] == {
        "editUrl": form,
        "body": [{"editUrl": f"{form}#block-{heading['id']}-section"}],
    }
    assert preview(page, query, path="/two/")["page"] == {
        "editUrl": None,
        "body": [{"editUrl": None}],
    }


FIELDS = {
    "title": "id_title",
    "standfirst": "id_standfirst",
    "startsAt": "id_starts_at",
    "technopole": "id_technopole-chooser",
    "cover": "id_cover-chooser",
    "organisers": "id_organisers",
    "sectors": "id_sectors",
    "tags": "id_tags",
    "speakers": "id_speakers-FORMS",
    "body": "body",
}


def test_edit_addresses_lead_to_each_field(preview: Any, client: Client) -> None:
    report = make_report(live=False)
    asked = " ".join(f'{name}: editUrl(field: "{name}")' for name in [*FIELDS, "url", "no"])
    query = f"{{ preview {{ ... on EventReport {{ {asked} }} }} }}"
    form = f"http://testserver/admin/pages/{report.pk}/edit/"
    assert preview(report, query)["preview"] == {
        **{name: f"{form}#{place}" for name, place in FIELDS.items()},
        "url": form,
        "no": form,
    }
    client.force_login(User.objects.create_superuser("administratrice"))
    page = client.get(form).content.decode()
    assert [place for place in FIELDS.values() if f'id="{place}"' not in page] == []


def test_records_have_edit_addresses_too(preview: Any) -> None:
    person = make_person(slug="one", live=False)
    make_person(slug="two")
    query = """
    { preview { ... on Person { editUrl photo: editUrl(field: "photo") links: editUrl(field: "links") } }
      other: person(slug: "two") { editUrl } }
    """
    form = (
        f"http://testserver{reverse(Person.snippet_viewset.get_url_name('edit'), args=[person.pk])}"
    )
    assert preview(person, query) == {
        "preview": {
            "editUrl": form,
            "photo": f"{form}#id_photo-chooser",
            "links": f"{form}#id_links-FORMS",
        },
        "other": {"editUrl": None},
    }
