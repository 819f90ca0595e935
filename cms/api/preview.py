"""Previews: a token in a header, and one object given as last saved by every field."""

from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from graphene.utils.str_converters import to_snake_case
from wagtail.blocks import BoundBlock
from wagtail.models import Page

from cms.api.errors import Code, RefusedError
from cms.previews.drafts import draft_of
from cms.previews.tokens import RefusedTokenError, opened, typed
from snippets.drafts import Draft, draft_among
from snippets.form_places import place_of, place_of_block
from snippets.promises import promised_fields

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


def address_of_form(thing: Model, info: Any = None, field: str | None = None) -> str | None:
    """Where a page or record is edited, or one field of it, if it is the one that the token names."""
    if draft_among(type(thing)) is not thing:
        return None
    is_page = isinstance(thing, Page)
    name = "wagtailadmin_pages:edit" if is_page else thing.snippet_viewset.get_url_name("edit")
    form = settings.WAGTAILADMIN_BASE_URL + reverse(name, args=[thing.pk])
    place = field and place_in_form(type(thing), field)
    return f"{form}#{place}" if place else form


def place_in_form(model: type[Model], name: str) -> str | None:
    """The id of the element with which a field of a type is edited; None for what is not edited itself."""
    promise = promised_fields(model).get(name)
    known = {field.name: field for field in model._meta.get_fields()}
    names = (promise.field_source, to_snake_case(name)) if promise else ()
    column = next((known[each] for each in names if each in known), None)
    return column and place_of(column)


def address_of_block(block: BoundBlock, info: Any = None) -> str | None:
    """Where a block of that page stands in the form."""
    form = address_of_form(block.told_in)
    return form and f"{form}#{place_of_block(block.id)}"
