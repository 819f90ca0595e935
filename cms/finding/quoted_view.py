"""The screen that lists the quotes of a person, or of what was said for an organisation."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.finding.quoted import Quoted
from cms.finding.seen import changeable, form_of, list_of
from snippets.models import Organisation, Person

KINDS: dict[str, type[Model]] = {"person": Person, "organisation": Organisation}
A_PAGE = 50


class QuotedView(WagtailAdminTemplateMixin, TemplateView):
    """What readers read of them, then what only drafts tell."""

    template_name = "finding/quoted.html"
    page_title = _("Quotes")
    header_icon = "openquote"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the record."""
        super().setup(request, *args, **kwargs)
        if kwargs["kind"] not in KINDS:
            raise Http404
        self.record = get_object_or_404(KINDS[kwargs["kind"]], pk=kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse those who may not change records of the kind."""
        if not changeable(type(self.record), request.user).filter(pk=self.record.pk).exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Whose."""
        return self.record.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here, by the list and by the form."""
        kind = type(self.record)
        return [
            *super().get_breadcrumbs_items(),
            {"url": list_of(kind), "label": capfirst(kind._meta.verbose_name_plural)},
            {"url": form_of(self.record), "label": self.record.name},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of what is published, and all that is drafted."""
        quoted = Quoted(self.record, self.request.user)
        listing = Paginator(quoted.published, A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            record=self.record, listing=listing, drafted=quoted.drafted, **kwargs
        )
