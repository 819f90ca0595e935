"""The screen on which all traces of a person are removed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.traces.found import Traces
from cms.traces.removal import remove_traces
from snippets.models import Person


def may_remove_traces(user: Any, person: Person) -> bool:
    """Whether a user may delete a person, and so all that tells of them."""
    policy = Person.snippet_viewset.permission_policy
    return policy.user_has_permission_for_instance(user, "delete", person)


class RemoveTracesView(WagtailAdminTemplateMixin, TemplateView):
    """Says what goes, and what somebody has to read afterwards; then lets it go."""

    template_name = "cms/remove_traces.html"
    page_title = _("Remove all traces")
    header_icon = "bin"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the person, for those who may."""
        super().setup(request, *args, **kwargs)
        self.person = get_object_or_404(Person, pk=kwargs["pk"])
        self.traces = Traces(self.person)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse those who may not delete."""
        if not may_remove_traces(request.user, self.person):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let everything go; the message names nobody."""
        remove_traces(self.traces, user=request.user)
        messages.success(request, _("All traces of this person were removed."))
        return redirect(self.list_url)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here: from the list of people."""
        people = {"url": self.list_url, "label": Person._meta.verbose_name_plural}
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), people, here]

    def get_page_subtitle(self) -> str:
        """Whose."""
        return self.person.name

    @property
    def list_url(self) -> str:
        """The list of people."""
        return reverse(Person.snippet_viewset.get_url_name("list"))

    @property
    def edit_url(self) -> str:
        """The form of the person."""
        return reverse(Person.snippet_viewset.get_url_name("edit"), args=[self.person.pk])

    def linked(self, things: list[Model]) -> list[dict[str, Any]]:
        """Each thing once, with the address of its form."""
        finder = AdminURLFinder(self.request.user)
        return [
            {"thing": thing, "url": finder.get_edit_url(thing)} for thing in dict.fromkeys(things)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What goes, and what stays to be read."""
        traces = self.traces
        return super().get_context_data(
            person=self.person,
            testimonials=self.linked(traces.testimonials),
            pages=self.linked(traces.telling_pages),
            own_pictures=self.linked(traces.own_pictures),
            still_telling=self.linked(traces.still_telling),
            edit_url=self.edit_url,
            **kwargs,
        )
