"""What all records share: a name, a slug, a language, revisions; for some, drafts and approval."""

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    Locale,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.search import index

from .checking.checked import Checked
from .checking.rules import COMMON_CHECKS
from .previewing import PreviewedElsewhere
from .promises import promises
from .querysets import DraftableRecordQuerySet, RecordQuerySet
from .reader import Reader
from .reading import Shown
from .written import Revised

SLUG_LENGTH = 120


def sortable(text: str) -> str:
    """`text` in lower case without accents, so that both databases sort it as French does."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


class Record(
    Revised, RevisionMixin, TranslatableMixin, PreviewableMixin, index.Indexed, ClusterableModel
):
    """A fact that stories point to, kept once and chosen everywhere."""

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(
        _("slug"),
        max_length=SLUG_LENGTH,
        blank=True,
        help_text=_("The end of its address. Left empty, it is made from the name."),
    )
    sort_name = models.CharField(max_length=200, editable=False, db_index=True)

    search_fields = [
        index.SearchField("name", boost=4),
        index.AutocompleteField("name"),
        index.FilterField("id"),
        index.FilterField("locale_id"),
    ]
    preview_template = "snippets/preview.html"
    checks = COMMON_CHECKS
    graphql_fields = promises(
        """
        "Language it is written in: the default one where it has no translation."
        locale: Locale!
        """
    )

    class Meta(TranslatableMixin.Meta):
        abstract = True
        ordering = ("sort_name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("slug", "locale"),
                name="%(app_label)s_%(class)s_slug_once_per_language",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Give the record a language and a free slug; refuse a typed slug that is taken."""
        super().clean()
        if self.locale_id is None:
            self.locale = self.get_default_locale() or Locale.get_default()
        if not self.slug:
            self.slug = self.free_slug()
        elif self.namesakes().filter(slug=self.slug).exists():
            raise ValidationError({"slug": _("Another record has this slug. Choose another one.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sorting name in step with the name as it is stored."""
        self.typeset({"name"})
        self.sort_name = sortable(self.name)
        if "update_fields" in kwargs and "name" in (kwargs["update_fields"] or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_name"}
        super().save(*args, **kwargs)

    def namesakes(self) -> models.QuerySet:
        """The other records of this kind and language."""
        return type(self)._default_manager.filter(locale=self.locale_id).exclude(pk=self.pk)

    def free_slug(self) -> str:
        """A slug made from the name; from the second homonym on it ends in a number."""
        base = slugify(self.name)[: SLUG_LENGTH - 5] or self._meta.model_name
        taken = set(self.namesakes().filter(slug__startswith=base).values_list("slug", flat=True))
        candidates = (
            f"{base}-{number}" if number > 1 else base for number in range(1, len(taken) + 2)
        )
        return next(slug for slug in candidates if slug not in taken)

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """`record` is what somebody who reads its language may see of it, `object` the record itself."""
        reader = Reader(previewing=True, language=self.locale.language_code)
        context = super().get_preview_context(request, mode_name)
        return {**context, "record": Shown(self, reader)}

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """One template shows any record."""
        return self.preview_template


class PublicRecord(Record):
    """A record that is public as soon as it is saved, and kept by few people."""

    objects = RecordQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = True


class DraftableRecord(
    PreviewedElsewhere, Checked, WorkflowMixin, DraftStateMixin, LockableMixin, Record
):
    """A record that is written as a draft, approved, published and scheduled like a page."""

    objects = DraftableRecordQuerySet.as_manager()
    graphql_fields = promises(
        """
        "Its form in the admin: only of the record that a Preview-Token names, null otherwise."
        editUrl("Name of one of its fields: the address leads to its place in the form." field: String): URL
        """
    )

    class Meta(Record.Meta):
        abstract = True

    def copy_for_translation(self, locale: Any, exclude_fields: Any = None) -> "DraftableRecord":
        """A draft in another language: Wagtail's copy would make an unpublished text public."""
        translation = super().copy_for_translation(locale, exclude_fields)
        translation.begin_as_draft()
        return translation

    def begin_as_draft(self) -> None:
        """Be something that was never published, whatever it was copied from."""
        self.live = False
        self.has_unpublished_changes = True
        self.first_published_at = self.last_published_at = None
        self.live_revision = self.latest_revision = None
