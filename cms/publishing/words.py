"""What is found by the words of something else is indexed anew when that comes, changes or goes.

A page tells words of people, a person those of organisations, as long as readers see them.
"""

from django.db.models import Model
from wagtail.models import Page

from cms.publishing.upkeep import index_anew
from pages.querysets import of_own_types
from snippets.models import Organisation, Person


def index_what_tells(record: Model) -> None:
    """Index anew whatever tells words of a record."""
    index_anew(telling(record))


def note_what_tells(person: Person) -> None:
    """Before a person is deleted, remember with them the pages that tell words of theirs."""
    person.told_by = [page.pk for page in telling(person)]


def index_when_gone(person: Person) -> None:
    """Index these anew: in the same transaction, so that no answer holds words of somebody gone."""
    index_anew(of_own_types(Page.objects.filter(pk__in=person.told_by)).values())


def telling(record: Model) -> list[Model]:
    """The pages or people that tell words of a record."""
    if isinstance(record, Person):
        return list(of_own_types(Page.objects.filter(mentions__person=record)).values())
    if isinstance(record, Organisation):
        return list(Person.objects.filter(affiliations__organisation=record).distinct())
    return []
