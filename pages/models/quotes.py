"""Quotes as records, brought up to date whenever the page that tells them is published."""

import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.search import index

from pages.querysets import QuoteQuerySet
from snippets.models import Organisation, Person, Technopole
from snippets.promises import promises
from snippets.references import Reference

PULL_QUOTE = uuid.UUID("6d2c7c1e-94c4-4f0b-9d52-1f3a8f5b7a10")
"""Stands for the block id of a testimonial's pull quote, which is not in a block."""


class Quote(index.Indexed, models.Model):
    """What somebody said, word for word, under the title they held that day."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="quotes")
    block_id = models.UUIDField()
    sort_order = models.PositiveIntegerField()
    text = models.TextField(_("words"))
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="quotes")
    role = models.CharField(_("title held that day"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.SET_NULL, related_name="quotes"
    )
    technopole = models.ForeignKey(
        Technopole, null=True, on_delete=models.SET_NULL, related_name="quotes"
    )
    said_on = models.DateField(_("said on"), db_index=True)

    objects = QuoteQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    search_fields = [
        index.SearchField("text"),
        index.SearchField("role"),
    ]
    graphql_fields = promises(
        """
        "The words, without quotation marks."
        text("Which spaces stand at French marks." typography: Typography = WEB): String!
        "Who said them."
        person: Person!
        "Title held that day; it may differ from what the person is today."
        role: String!
        "The organisation they spoke for."
        organisation: Organisation
        "The technopole of the event or testimonial."
        technopole: Technopole
        "Day of the event, Paris time; for other pages, day of first publication."
        saidOn: Date!
        "The page that tells it."
        page: Page!
        "Id of the block of that page it stands in."
        blockId: ID!
        "Language of that page."
        locale: Locale!
        """
    )

    class Meta:
        ordering = ("-said_on", "page_id", "sort_order")
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        constraints = (
            models.UniqueConstraint(fields=("page", "block_id"), name="quote_told_once_in_a_block"),
        )

    def __str__(self) -> str:
        return f"« {self.text} », {self.person}"

    @cached_property
    def locale_id(self) -> int:
        """The key of the language of its page."""
        return self.page.locale_id


def update_quotes(page: Any) -> None:
    """Make the quotes of `page` those of its published body.

    A quote is matched by its block and updated in place, so that it keeps its id; one whose
    block is gone is deleted.
    """
    told = {block_id: values for block_id, values in quotes_told(page) if values["text"]}
    page.quotes.exclude(block_id__in=told).delete()
    kept = {quote.block_id: quote for quote in page.quotes.all()}
    for block_id, values in told.items():
        quote = kept.get(block_id) or Quote(page_id=page.pk, block_id=block_id)
        if quote.pk is None or any(getattr(quote, name) != values[name] for name in values):
            for name, value in values.items():
                setattr(quote, name, value)
            quote.save()


def drafted_quotes(page: Any) -> list[Quote]:
    """The quotes of `page` as it stands in memory, not saved.

    One that exists keeps its key; a new one has one made of page and block meanwhile.
    """
    keys = dict(page.quotes.values_list("block_id", "pk"))
    return [
        Quote(
            pk=keys.get(block_id, f"{page.pk}-{block_id}"),
            page_id=page.pk,
            block_id=block_id,
            **values,
        )
        for block_id, values in quotes_told(page)
    ]


def quotes_told(page: Any) -> list[tuple[uuid.UUID, dict[str, Any]]]:
    """Block id and values of each quote of `page` that has its person, in its order."""
    told = [(uuid.UUID(block.id), dict(block.value)) for block in page.blocks_of("quote")]
    if getattr(page, "pull_quote", ""):
        person = Reference(Person, page.person_id)
        pulled = {"text": page.pull_quote, "person": person, "role": page.role}
        told.insert(0, (PULL_QUOTE, pulled))
    whole = [(block_id, said) for block_id, said in told if said["person"]]
    return [
        (block_id, {**values_of(said), **circumstances(page), "sort_order": sort_order})
        for sort_order, (block_id, said) in enumerate(whole)
    ]


def values_of(said: dict[str, Any]) -> dict[str, Any]:
    """What was said and by whom; who was chosen may be there as a reference."""
    return {
        "text": said["text"] or "",
        "role": said["role"] or "",
        "person_id": said["person"].pk,
        "organisation_id": getattr(said.get("organisation"), "pk", None),
    }


def circumstances(page: Any) -> dict[str, Any]:
    """Where and when the quotes of `page` were said, as far as it is known."""
    moment = getattr(page, "starts_at", None) or page.first_published_at or timezone.now()
    return {
        "technopole_id": getattr(page, "technopole_id", None),
        "said_on": timezone.localdate(moment),
    }
