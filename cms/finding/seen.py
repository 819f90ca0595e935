"""What somebody who works in the admin may see there: what they may change."""

from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import Model, QuerySet
from django.urls import reverse
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

CHANGING = ("change", "publish")


def changeable(model: type[Model], user: Any) -> QuerySet:
    """The pages of a type, or the records of a kind, that a user may change or publish."""
    things = model._default_manager.all()
    if issubclass(model, Page):
        allowed = PagePermissionPolicy().instances_user_has_any_permission_for(user, CHANGING)
        return things.filter(pk__in=allowed.values("pk"))
    policy = model.snippet_viewset.permission_policy
    return things if policy.user_has_any_permission(user, CHANGING) else things.none()


def form_of(thing: Model) -> str:
    """The address of the form in which a page or a record is edited."""
    is_page = isinstance(thing, Page)
    name = "wagtailadmin_pages:edit" if is_page else thing.snippet_viewset.get_url_name("edit")
    return reverse(name, args=[quote(thing.pk)])


def list_of(model: type[Model]) -> str:
    """The address of the list of the records of a kind."""
    return reverse(model.snippet_viewset.get_url_name("list"))
