"""Content of every kind, each thing naming others, and everything that readers can be answered of it."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Model
from django.test import Client
from graphql import get_named_type
from wagtail.contrib.redirects.models import Redirect
from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed
from wagtail.models import Collection, Locale, Site

from pages.models import (
    EventReportIndex,
    GalleryPicture,
    Home,
    RelatedReport,
    Speaker,
)
from snippets.models import EventSeries
from tests.api.everything import SCHEMA, arguments, selection
from tests.factories import (
    block,
    made,
    make_collection,
    make_document,
    make_organisation,
    make_person,
    make_photo,
    make_report,
    make_sector,
    make_standard_page,
    make_technopole,
    make_testimonial,
)

FRAME = '<iframe src="https://player.vimeo.com/video/76979871"></iframe>'
VIDEO = "https://vimeo.com/76979871"
OTHER_ROOTS = ("changes", "preview", "node", "site", "page")
"""Roots that are asked in another way, or that tell the journal itself."""
DEPTHS = {"search": 1}
"""How far below a root is asked, where it is not two levels."""


class EditorialWorld:
    """The things by name, each read anew from the database whenever it is asked for."""

    def __init__(self) -> None:
        self.keys: dict[str, tuple[type[Model], Any]] = {}
        self.file_records()
        self.file_pages()
        self.file_stories()
        self.file_translations()
        self.keep("site", Site.objects.get())
        self.keep("old_path", Redirect.objects.create(old_path="/vieux", redirect_link="/autre/"))

    def keep(self, name: str, thing: Model) -> Any:
        """Remember a thing by a name."""
        self.keys[name] = (type(thing), thing.pk)
        return thing

    def __getattr__(self, name: str) -> Any:
        model, key = self.keys[name]
        return model._default_manager.get(pk=key)

    def file_records(self) -> None:
        """The directory and the media library."""
        keep = self.keep
        above = keep("collection", make_collection())
        below = keep("inner_collection", make_collection(parent=above))
        keep("private_collection", make_collection(is_private=True))
        keep("root_collection", Collection.get_first_root_node())
        keep("photo", make_photo(collection=below))
        keep("portrait", make_photo())
        keep("document", make_document(collection=below))
        keep("main_sector", make_sector(name="Filière mot"))
        keep("sector", make_sector(name="Sous-filière mot", parent=self.main_sector))
        photo = self.photo
        keep("technopole", make_technopole(sectors=[self.sector], photo=photo))
        place = {"technopole": self.technopole, "sectors": [self.sector]}
        keep("organisation", make_organisation(name="Entreprise mot", logo=photo, **place))
        keep("other_organisation", make_organisation())
        keep("series", made(EventSeries, name="Série", organiser=self.organisation, photo=photo))
        person = make_person(
            ("fondatrice", self.organisation),
            ("élue", self.other_organisation),
            name="Camille Mot",
            photo=self.portrait,
        )
        keep("person", person)
        for affiliation in person.affiliations.filter(role="élue"):
            affiliation.until = date(2020, 1, 1)
            affiliation.save()
        keep("unnamed_person", make_person(live=False))
        keep("video", self.describe(VIDEO))

    def describe(self, address: str) -> Embed:
        """What a provider says of a video."""
        told = {"title": "Vidéo", "html": FRAME, "type": "video"}
        return Embed.objects.create(url=address, hash=get_embed_hash(address), **told)

    def file_pages(self) -> None:
        """Pages one below the other, in the menu; one that was withdrawn, above one that was not."""
        keep = self.keep
        keep("home", Home.objects.get())
        keep("index", EventReportIndex.objects.get())
        keep("page", make_standard_page(slug="rubrique", show_in_menus=True))
        keep("below", make_standard_page(slug="dessous", parent=self.page, show_in_menus=True))
        keep("beside", make_standard_page(slug="autre", show_in_menus=True))
        keep("withdrawn", make_standard_page(slug="retiree"))
        keep("under_withdrawn", make_standard_page(slug="sous-retiree", parent=self.withdrawn))
        self.withdrawn.unpublish()
        keep("draft", make_standard_page(slug="brouillon", live=False))
        Redirect.objects.create(old_path="/ancienne", redirect_page=self.page)
        keep("alias", self.page.create_alias(parent=self.beside, update_slug="copie"))

    def file_stories(self) -> None:
        """Stories in which every relation leads somewhere."""
        keep, photo = self.keep, self.photo
        related = keep("related", make_report(title="Autre rencontre mot"))
        names = {"technopole": self.technopole, "sectors": [self.sector]}
        told = {"person": self.person, "organisations": [self.organisation], "portrait": photo}
        keep("testimonial", make_testimonial(pull_quote="Dit ailleurs", **told, **names))
        report = make_report(
            title="Rencontre mot",
            cover=photo,
            series=self.series,
            organisers=[self.organisation],
            tags=["mot-clé"],
            speakers=[Speaker(person=self.person, role="élue", organisation=self.organisation)],
            gallery=[GalleryPicture(image=photo, caption="Vue"), GalleryPicture(image=photo)],
            related_reports=[RelatedReport(report=related)],
            body=self.body(),
            **names,
        )
        keep("report", report)

    def body(self) -> list[dict[str, Any]]:
        """A block of each kind that names something."""
        person, organisation = self.person.pk, self.organisation.pk
        photo, document, page = self.photo.pk, self.document.pk, self.page.pk
        link = f'<p><a linktype="page" id="{page}">a</a> <a linktype="document" id="{document}">b</a></p>'
        said = {"text": "Dit", "person": person, "role": "élue", "organisation": organisation}
        return [
            block("paragraph", link),
            block("image", {"image": photo}),
            block("quote", said),
            block("people", {"people": [person]}),
            block("organisations", {"organisations": [organisation]}),
            block("testimonial", {"testimonial": self.testimonial.pk}),
            block("downloads", {"documents": [document]}),
            block("embed", {"media": VIDEO}),
            block("call_to_action", {"text": "", "link": {"label": "Go", "page": page}}),
        ]

    def file_translations(self) -> None:
        """An English front page with a report, and an organisation in English."""
        english = self.keep("english", Locale.objects.get(language_code="en"))
        for name in ("home", "index", "organisation"):
            translated = getattr(self, name).copy_for_translation(english)
            if name == "organisation":
                translated.name, translated.slug = "Company mot", "company-mot"
            translated.save()
            translated.save_revision().publish()
            self.keep(f"english_{name}", translated)


def answers(client: Client) -> dict[str, str]:
    """Every field of every root, in both languages, by the query that was asked."""
    found = {}
    for query in queries():
        response = client.post("/graphql/", {"query": query}, content_type="application/json")
        answer = response.json()
        assert "errors" not in answer, (query[:60], answer["errors"])
        found[query] = json.dumps(answer["data"], ensure_ascii=False)
    return found


def queries() -> Iterator[str]:
    """A query for each root that tells content."""
    values = {"query": '"mot"'}
    for name, field in SCHEMA.query_type.fields.items():
        if name in OTHER_ROOTS or "slug" in field.args:
            continue
        of = get_named_type(field.type)
        below = selection(of, DEPTHS.get(name, 2))
        called = arguments(field, values)
        yield f"{{ {name}{called} {below} }}"
        if "locale" in field.args:
            english = called[:-1] + ", locale: en)" if called else "(locale: en)"
            yield f"{{ {name}{english} {below} }}"
        if "search" in field.args:
            yield f'{{ {name}(search: "mot") {{ nodes {{ id }} totalCount }} }}'
    yield "{ site { name url defaultLocale locales } }"
