"""Where a person or an organisation is quoted: in what readers read, and in drafts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.functional import cached_property
from wagtail.models import Page, Revision

from cms.finding.seen import changeable, form_of
from cms.finding.waiting import base_of, waiting_texts
from pages.models import Quote
from pages.models.base import StoryPage
from pages.models.quotes import PULL_QUOTE, quotes_told
from snippets.blocks import choices_as_references
from snippets.form_places import place_of, place_of_block
from snippets.keys import telling_keys
from snippets.models import Person

TOLD = (
    "pk",
    "body",
    "pull_quote",
    "person",
    "role",
    "starts_at",
    "technopole",
    "first_published_at",
)
"""What quotes are made of."""


@dataclass(frozen=True)
class Said:
    """A quote, as a page tells it or as a draft of it does."""

    page: Page
    block_id: Any
    text: str
    role: str
    said_on: date

    @property
    def form(self) -> str:
        """Its place in the form of its page."""
        page = self.page.specific_class
        if self.block_id == PULL_QUOTE:
            return f"{form_of(self.page)}#{place_of(page._meta.get_field('pull_quote'))}"
        return f"{form_of(self.page)}#{place_of_block(self.block_id)}"


class Quoted:
    """The quotes of a person, or of what was said for an organisation, in all languages, of the pages
    that a user may change."""

    def __init__(self, record: Model, user: Any) -> None:
        self.record, self.user = record, user
        self.field = "person_id" if isinstance(record, Person) else "organisation_id"

    @cached_property
    def keys(self) -> set[int]:
        """The record in all its languages."""
        same = type(self.record).objects.filter(translation_key=self.record.translation_key)
        return set(same.values_list("pk", flat=True))

    @cached_property
    def published(self) -> list[Said]:
        """Those that pages told when they were last published, the last said first."""
        quotes = Quote.objects.filter(**{f"{self.field}__in": self.keys})
        seen = quotes.filter(page__in=changeable(Page, self.user).values("pk"))
        return [
            Said(each.page, each.block_id, each.text, each.role, each.said_on)
            for each in seen.select_related("page__locale").latest_first()
        ]

    @cached_property
    def drafted(self) -> list[Said]:
        """Those of drafts and of what is scheduled that stand in no published text, by page."""
        known = {(each.page.pk, each.block_id, each.text, each.role) for each in self.published}
        drafted = {
            (each.page.pk, each.block_id, each.text, each.role): each
            for revision in self.revisions
            for each in self.told_in(revision)
        }
        return [each for key, each in drafted.items() if key not in known]

    @cached_property
    def revisions(self) -> list[Revision]:
        """The texts that wait, last drafts and scheduled ones, that may quote the record."""
        of_pages = waiting_texts().filter(base_content_type=base_of(Page))
        return list(telling_keys(of_pages, "content", self.keys).order_by("-created_at", "-pk"))

    @cached_property
    def pages(self) -> dict[str, Page]:
        """The pages that these are texts of, as far as the user may change them."""
        keys = {revision.object_id for revision in self.revisions}
        found = changeable(Page, self.user).filter(pk__in=keys).select_related("locale")
        return {str(page.pk): page for page in found}

    def told_in(self, revision: Revision) -> Iterator[Said]:
        """The quotes of the record in a text that waits; nothing is looked up for it."""
        page = self.pages.get(revision.object_id)
        model = page and page.specific_class
        if model is None or not issubclass(model, StoryPage):
            return
        content = {name: revision.content[name] for name in TOLD if name in revision.content}
        with choices_as_references():
            told = quotes_told(model.from_serializable_data(content, check_fks=False))
        for block_id, values in told:
            if values[self.field] in self.keys:
                yield Said(page, block_id, values["text"], values["role"], values["said_on"])
