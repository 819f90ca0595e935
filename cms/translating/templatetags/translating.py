"""The notice in the form of a translation."""

from typing import Any

from django import template

from cms.translating.sources import standing_of
from cms.translating.views import notice

register = template.Library()


@register.inclusion_tag("translating/notice.html", takes_context=True)
def translation_notice(context: Any, thing: Any) -> dict[str, Any]:
    """What changed in the source of a translation; nothing for what is none, or agrees with it."""
    request = context["request"]
    standing = standing_of(thing)
    told = notice(standing, request.user) if standing and standing.is_behind else {}
    return {**told, "request": request, "csrf_token": context.get("csrf_token")}
