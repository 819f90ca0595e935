"""The messages to an endpoint: what became of each; those chosen are sent again."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.publishing.models import Change
from cms.webhooks.alarms import PERMISSION
from cms.webhooks.models import Delivery, DeliveryState, Endpoint
from cms.webhooks.words import ACTIONS, KINDS

A_PAGE = 50


class MessagesView(WagtailAdminTemplateMixin, TemplateView):
    """The log of an endpoint."""

    template_name = "webhooks/messages.html"
    page_title = gettext_lazy("Messages")
    header_icon = "history"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the endpoint."""
        super().setup(request, *args, **kwargs)
        self.endpoint = get_object_or_404(Endpoint, pk=kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse those who do not look after webhooks."""
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send one again, or all that were given up."""
        chosen = self.endpoint.deliveries.exclude(state=DeliveryState.WAITING)
        if "given_up" in request.POST:
            chosen = chosen.filter(state=DeliveryState.GIVEN_UP)
        else:
            chosen = chosen.filter(message_id=request.POST.get("message", ""))
        count = chosen.update(state=DeliveryState.WAITING, due_at=timezone.now(), tries=0)
        messages.success(
            request,
            ngettext(
                "%(count)s message will be sent again.",
                "%(count)s messages will be sent again.",
                count,
            )
            % {"count": count},
        )
        return redirect(request.get_full_path())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here: from the form."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("webhooks:index"), "label": _("Webhooks")},
            {"url": reverse("webhooks:edit", args=[self.endpoint.pk]), "label": self.endpoint.name},
            {"url": "", "label": self.get_page_title()},
        ]

    @property
    def state(self) -> str:
        """The state one asked for; empty for all."""
        asked = self.request.GET.get("state", "")
        return asked if asked in DeliveryState.values else ""

    def found(self) -> QuerySet[Delivery]:
        """The messages, the newest first."""
        found = self.endpoint.deliveries.all()
        return found.filter(state=self.state) if self.state else found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of the messages."""
        listing = Paginator(self.found(), A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            endpoint=self.endpoint,
            state=self.state,
            states=DeliveryState.choices,
            given_up=self.endpoint.deliveries.filter(state=DeliveryState.GIVEN_UP).exists(),
            listing=listing,
            rows=rows(listing),
            **kwargs,
        )


def rows(deliveries: Any) -> list[dict[str, Any]]:
    """What is told of each: what it is about stands in the journal, as far as that may be told."""
    numbers = {each.number for each in deliveries}
    paths = dict(Change.objects.filter(number__in=numbers).values_list("number", "path"))
    return [
        {
            "delivery": each,
            "kind": KINDS[each.content_kind],
            "action": ACTIONS[each.action],
            "path": paths.get(each.number, ""),
            "attempts": [
                {**attempt, "at": datetime.fromisoformat(attempt["at"])}
                for attempt in each.attempts
            ],
        }
        for each in deliveries
    ]
