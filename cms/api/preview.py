"""Previews: a token in a header, and one object given as last saved by every field."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from wagtail.blocks import BoundBlock
from wagtail.models import Page

from cms.api.errors import Code, RefusedError
from cms.previews.drafts import draft_of
from cms.previews.tokens import RefusedTokenError, opened, typed
from snippets.drafts import Draft, draft_among

HEADER = "Preview-Token"
REFUSED = f"{HEADER}: this token opens nothing, or no more. Ask for a new preview in the admin."


def token_of(request: HttpRequest) -> str:
    """The token sent with a request; empty when there is none."""
    return request.headers.get(HEADER, "").strip()


def draft_asked_for(token: str) -> Draft:
    """What a token shows. Raises RefusedError, always the same one."""
    try:
        return draft_of(opened(token), typed(token))
    except RefusedTokenError:
        raise RefusedError(Code.PREVIEW_REFUSED, REFUSED, status=403) from None


def address_of_form(page: Page, info: Any = None) -> str | None:
    """Where the page is edited, if it is the one that the token names."""
    if draft_among(type(page)) is not page:
        return None
    return settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk])


def address_of_block(block: BoundBlock, info: Any = None) -> str | None:
    """Where a block of that page stands in the form."""
    form = address_of_form(block.told_in)
    return form and f"{form}#block-{block.id}-section"
