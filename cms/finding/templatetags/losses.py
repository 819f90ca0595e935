"""On Wagtail's screens that ask whether to delete: what that breaks."""

from typing import Any

from django import template
from django.db.models import Model
from django.template import Context

from cms.finding.losses import Losses

register = template.Library()
IN_LISTS = ("page", "image", "document", "snippet")
"""How the screens for several things call each of them."""


@register.inclusion_tag("finding/losses.html", takes_context=True)
def losses(context: Context) -> dict[str, Any]:
    """What uses the thing that is to be deleted, and what becomes of that."""
    thing = thing_of(context)
    return {"losses": Losses(thing, context["request"].user) if thing else None}


def thing_of(context: Context) -> Model | None:
    """What a screen, or a line of one, asks about."""
    for name in IN_LISTS:
        if isinstance(context.get(name), dict):
            return context[name]["item"]
    if items := context.get("items"):
        return items[0]["item"]
    thing = context.get("object") or context.get("page")
    return thing if isinstance(thing, Model) else None
