"""The one site in the admin: it is changed there, and no second one is added."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from wagtail.models import Site
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.sites.views import SiteViewSet

from .one_site import REFUSAL


class OneSitePolicy(ModelPermissionPolicy):
    """Nobody may add a site while there is one, in the admin as in Wagtail's own API."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """What Django's permissions say, except for a second site."""
        if action == "add" and Site.objects.exists():
            return False
        return super().user_has_permission(user, action)


def add_site(request: HttpRequest) -> HttpResponseBase:
    """Stands before Wagtail's form for a new site: a second one is refused with a sentence."""
    if not Site.objects.exists():
        return SiteViewSet("wagtailsites", url_prefix="sites").add_view(request)
    messages.error(request, REFUSAL)
    return redirect("wagtailsites:index")
