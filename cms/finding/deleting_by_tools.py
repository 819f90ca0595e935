"""Deleting what others name by the REST API: a tool is told what would break, and does it once it says that
it knows."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from cms.finding.losses import Losses, User
from snippets.models import Attachment, Photo

DESPITE_LOSSES = "despite_losses"
"""The parameter of whoever knows, with the value 1."""
MODELS = {"page_id": Page, "image_id": Photo, "document_id": Attachment}
"""What a parameter in a path is the key of."""


class LossesMiddleware:
    """Answers with 409, in the form of RFC 9457, where a tool deletes what others name and does not say that
    it knows. Stands behind the gate, which says whose tool it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.REST_API:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], named: dict[str, Any]
    ) -> HttpResponse | None:
        """Tell what would be lost. `named` are the parameters in the path."""
        user = getattr(request, "tool_user", None)
        knows = request.GET.get(DESPITE_LOSSES) == "1"
        if user is None or request.method != "DELETE" or knows:
            return None
        thing = thing_named(named)
        if thing is None or not may_delete(thing, user):
            return None
        losses = Losses(thing, user)
        return refusal(losses) if losses.users else None


def refusal(losses: Losses) -> JsonResponse:
    """The answer."""
    return JsonResponse(
        {
            "type": "about:blank",
            "title": "Conflict",
            "status": 409,
            "detail": _(
                "Others name it. To delete it all the same, add %(parameter)s=1 to the address."
            )
            % {"parameter": DESPITE_LOSSES},
            "used_by": [told(each) for each in losses.shown],
            "left_out": losses.left_out,
        },
        status=409,
        content_type="application/problem+json",
    )


def thing_named(named: dict[str, Any]) -> Any:
    """What a path names; None for whatever nothing refers to, and for what is not there."""
    records = {model._meta.label_lower: model for model in get_snippet_models()}
    for name, key in named.items():
        model = records.get(named.get("type", "").lower()) if name == "pk" else MODELS.get(name)
        if model is not None:
            with suppress(ValueError):
                return model._default_manager.filter(pk=key).first()
    return None


def may_delete(thing: Any, user: Any) -> bool:
    """Whether a user may: whoever may not is refused by Wagtail, and told nothing."""
    if isinstance(thing, Page):
        return thing.specific.permissions_for_user(user).can_delete()
    policy = policy_registry.get_by_type(type(thing))
    return policy.user_has_permission_for_instance(user, "delete", thing)


def told(user: User) -> dict[str, Any]:
    """A page or record that uses it, and what becomes of its places."""
    return {
        "name": user.name,
        "edit_url": user.form,
        "losses": [each.words for each in user.losses],
        "forbids": user.refuses,
    }
