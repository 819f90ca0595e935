"""What newsletters bring to the admin."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from wagtail import hooks

from cms.newsletter.models import FrozenItem


@hooks.register("construct_page_chooser_queryset")
def tell_issues(pages: QuerySet, request: HttpRequest) -> QuerySet:
    """With the number of the last issue that told each page: its title says it in the chooser."""
    told = FrozenItem.objects.filter(page=OuterRef("pk")).order_by("-issue__frozen_at")
    return pages.annotate(told_in_issue=Subquery(told.values("issue__number")[:1]))
