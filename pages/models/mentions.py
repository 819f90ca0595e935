"""Which published page names whom: what backlinks and filters are answered from."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from wagtail.models import Page

from snippets.models import Organisation, Person
from snippets.references import references


class Mention(models.Model):
    """A published page names a person or an organisation, wherever in it."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="mentions")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.CASCADE, related_name="mentions"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) ^ models.Q(organisation__isnull=True),
                name="mention_names_a_person_or_an_organisation",
            ),
            models.UniqueConstraint(fields=("page", "person"), name="person_named_once_in_a_page"),
            models.UniqueConstraint(
                fields=("page", "organisation"), name="organisation_named_once_in_a_page"
            ),
        )

    def __str__(self) -> str:
        return f"{self.page}: {self.person or self.organisation}"


def update_mentions(page: Any) -> bool:
    """Make the mentions of `page` those of its published text; tells whether they were others."""
    named = list(references(page))
    changed = [
        update_field(page, field, {int(key) for kind, key in named if kind is model})
        for field, model in (("person", Person), ("organisation", Organisation))
    ]
    return any(changed)


def update_field(page: Any, field: str, named: Iterable[int]) -> bool:
    """Make the people, or the organisations, that `page` mentions those of the keys `named`; tells
    whether they were others."""
    model = Mention._meta.get_field(field).related_model
    wanted = set(model.objects.filter(pk__in=named).values_list("pk", flat=True))
    old = page.mentions.filter(**{f"{field}__isnull": False})
    dropped, _ = old.exclude(**{f"{field}__in": wanted}).delete()
    new = wanted - set(old.values_list(f"{field}_id", flat=True))
    Mention.objects.bulk_create(Mention(page_id=page.pk, **{f"{field}_id": key}) for key in new)
    return bool(dropped or new)
