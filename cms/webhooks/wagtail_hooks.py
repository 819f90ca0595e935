"""Where webhooks are met in the admin."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from cms.webhooks.alarms import PERMISSION
from cms.webhooks.models import Endpoint
from cms.webhooks.viewset import EndpointViewSet, viewset


@hooks.register("register_admin_viewset")
def endpoints() -> EndpointViewSet:
    """Their list and form."""
    return viewset


class PausedPanel(Component):
    """Tells editors that somebody is not told what they publish."""

    name = "paused-webhooks"
    order = 50
    template_name = "webhooks/paused.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Those that are paused, and whether the user may resume them."""
        user = parent_context["request"].user
        paused = Endpoint.objects.exclude(paused_at=None)
        return {"endpoints": paused, "may_resume": user.has_perm(PERMISSION)}


@hooks.register("construct_homepage_panels")
def tell_of_pauses(request: HttpRequest, panels: list[Component]) -> None:
    """Above all else."""
    panels.append(PausedPanel())
