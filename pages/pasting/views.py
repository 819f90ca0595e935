"""The address to which the admin sends a text that was pasted."""

from typing import Any

from django.http import HttpRequest, HttpResponseBadRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pages.blocks import StoryBlock
from pages.pasting.bodies import Split, split

MOST = 1_000_000
"""Characters of the longest text, its formatting included: some three hundred pages."""


@require_POST
def blocks_of_text(request: HttpRequest) -> JsonResponse | HttpResponseBadRequest:
    """The blocks of a text, as the editor's form takes them: `html`, or else `text`; with
    `takes_title`, the title of the text apart."""
    html, text = request.POST.get("html", ""), request.POST.get("text", "")
    if len(html) + len(text) > MOST:
        return refused(_("The text is too long. Paste a part of it, then the next one."))
    if not text.strip():
        return refused(_("There is nothing to split: paste a text first."))
    made = split(html, text, takes_title="takes_title" in request.POST)
    body = StoryBlock()
    return JsonResponse(
        {
            "blocks": body.get_form_state(body.to_python(made.blocks)),
            "title": made.title,
            "told": told(made),
        }
    )


def refused(why: str) -> JsonResponse:
    """Why nothing was made."""
    return JsonResponse({"told": why}, status=400)


def told(made: Split) -> str:
    """What was made, in a sentence; and what is left to do."""
    counted: Any = made.counts
    parts = [
        ngettext("%d heading", "%d headings", counted["heading"]) % counted["heading"],
        ngettext("%d paragraph", "%d paragraphs", counted["paragraph"]) % counted["paragraph"],
        ngettext("%d list", "%d lists", counted["list"]) % counted["list"],
        ngettext("%d quote", "%d quotes", counted["quote"]) % counted["quote"],
    ]
    kinds = ("heading", "paragraph", "list", "quote")
    added = ", ".join(part for part, kind in zip(parts, kinds, strict=True) if counted[kind])
    sentences = [_("Added: %s.") % added] if added else []
    if made.title:
        sentences.append(_("The title was taken from the text."))
    if counted["quote"]:
        sentences.append(_("Check in each quote who said it, and under which title."))
    if made.pictures:
        sentences.append(_("Pictures are not taken over: add them with the block Picture."))
    return " ".join(sentences)
