"""Endpoints in the admin."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from cms.webhooks.alarms import PERMISSION
from cms.webhooks.forms import EndpointForm
from cms.webhooks.log import MessagesView
from cms.webhooks.models import DeliveryState, Endpoint
from cms.webhooks.posting import Outcome
from cms.webhooks.trying import try_out

WAITING = Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING))


class StateColumn(Column):
    """How an endpoint does."""

    def get_value(self, endpoint: Endpoint) -> str:
        """In a word."""
        if endpoint.paused_at:
            return _("paused")
        return _("fails") if endpoint.failing_since else _("well")


class EndpointIndexView(generic.IndexView):
    """The list of endpoints."""

    def get_base_queryset(self) -> QuerySet[Endpoint]:
        """With how many messages wait."""
        return super().get_base_queryset().annotate(waiting=WAITING)


class EndpointEditView(generic.EditView):
    """The form of an endpoint, with the ways to its messages and to try it out."""

    @property
    def header_buttons(self) -> list[Button]:
        """Both ways."""
        log = reverse("webhooks:messages", args=[self.object.pk])
        return [
            *super().header_buttons,
            HeaderButton(_("Messages"), url=log, icon_name="history", priority=10),
        ]


@require_POST
def send_test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a message that nothing happened, and tell what came of it."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    endpoint = get_object_or_404(Endpoint, pk=pk)
    # Nobody waits for a receiver in a transaction.
    transaction.on_commit(lambda: tell_outcome(request, try_out(endpoint)))
    return redirect("webhooks:messages", pk)


def tell_outcome(request: HttpRequest, outcome: Outcome) -> None:
    """Say what came of a test."""
    if outcome.is_taken:
        told = {"status": outcome.status, "milliseconds": outcome.milliseconds}
        messages.success(request, _("Taken: status %(status)s after %(milliseconds)s ms.") % told)
    else:
        messages.error(request, outcome.trouble)


class EndpointViewSet(ModelViewSet):
    """Whom the system tells what changed: for those who look after it."""

    model = Endpoint
    icon = "link-external"
    menu_label = gettext_lazy("Webhooks")
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = (
        "name",
        "url",
        StateColumn("state", label=gettext_lazy("State")),
        Column("waiting", label=gettext_lazy("To be sent")),
    )
    index_view_class = EndpointIndexView
    edit_view_class = EndpointEditView

    def get_form_class(self, for_update: bool = False) -> type[EndpointForm]:  # noqa: FBT001, FBT002
        """One form for both."""
        return EndpointForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """With the messages."""
        return [
            *super().get_urlpatterns(),
            path("messages/<int:pk>/", MessagesView.as_view(), name="messages"),
            path("test/<int:pk>/", send_test, name="test"),
        ]


viewset = EndpointViewSet("webhooks")
