"""Where editors see which translations are behind, and say that one is no more."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from cms.translating.sources import (
    Standing,
    State,
    agree,
    kind_of,
    standing_of,
    standings,
    translatable_models,
)

ACTION = "translating.up_to_date"
A_PAGE = 20
"""Translations on a page of the report."""


@require_POST
def mark_up_to_date(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Note that a translation says what the version of its source says that its editor has looked at."""
    model = next((each for each in translatable_models() if kind_of(each) == kind), None)
    if model is None:
        raise Http404
    thing = get_object_or_404(model, pk=pk)
    form = AdminURLFinder(request.user).get_edit_url(thing)
    if form is None:
        raise PermissionDenied
    standing = standing_of(thing)
    number = request.POST.get("version", "")
    if standing is None or not number.isdecimal():
        raise Http404
    versions = Revision.objects.for_instance(standing.source)
    agree(thing, standing.source, get_object_or_404(versions, pk=number))
    log(thing, ACTION, user=request.user)
    messages.success(request, _("This translation is up to date with its source."))
    return redirect(form)


class TranslationsReport(WagtailAdminTemplateMixin, TemplateView):
    """The translations that are behind their source."""

    template_name = "translating/report.html"
    page_title = gettext_lazy("Translations to bring up to date")
    header_icon = "globe"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here."""
        here = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of them, what changed last first."""
        found = sorted(behind(), key=lambda each: each.version.created_at, reverse=True)
        listing = Paginator(found, A_PAGE).get_page(self.request.GET.get("p"))
        rows = [notice(each, self.request.user) for each in listing]
        return super().get_context_data(listing=listing, rows=rows, **kwargs)


def behind() -> Iterator[Standing]:
    """Every translation somebody has to look at."""
    for model in translatable_models():
        yield from (each for each in standings(model) if each.is_behind)


def notice(standing: Standing, user: Any) -> dict[str, Any]:
    """What is said of a translation that is behind. `form` is None for those who may not edit it."""
    finder = AdminURLFinder(user)
    thing, source, version = standing.thing, standing.source, standing.version
    is_drafted = hasattr(source, "last_published_at")
    return {
        "thing": thing,
        "kind": capfirst(thing._meta.verbose_name),
        "language": thing.locale.get_display_name(),
        "source": source,
        "source_language": spoken(source),
        "state": standing.state.value,
        "at": source.last_published_at if is_drafted else version.created_at,
        "by": version.user and (version.user.get_full_name() or version.user.get_username()),
        "version": version.pk,
        "form": finder.get_edit_url(thing),
        "form_of_source": finder.get_edit_url(source),
        "comparison": comparison(standing),
        "address": reverse("translation_up_to_date", args=[kind_of(type(thing)), thing.pk]),
    }


def spoken(thing: Any) -> str:
    """The name of the language of something, in that of the user; French has no capital for it."""
    name = get_language_info(thing.locale.language_code)["name_translated"]
    return name.lower() if get_language() == "fr" else name


def comparison(standing: Standing) -> str | None:
    """Where Wagtail shows what changed in the source since; None where it cannot be compared."""
    if standing.state is not State.CHANGED:
        return None
    versions = standing.source.pk, standing.known.version_id, standing.version.pk
    return reverse(comparing(standing.source), args=versions)


def comparing(source: Model) -> str:
    """The name of the screen that compares two versions."""
    if isinstance(source, Page):
        return "wagtailadmin_pages:revisions_compare"
    return source.snippet_viewset.get_url_name("revisions_compare")
