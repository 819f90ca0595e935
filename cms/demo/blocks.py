"""Blocks of a body as they are stored, each made by a function of its name."""

import uuid
from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

from django.db.models import Model

from .typography import typeset_all

Block = dict[str, Any]
NAMESPACE = uuid.UUID("0c1bdb2e-5a5f-4c83-8f0a-6f2f7f0f6b11")


def identified(blocks: list[Block], key: str) -> list[Block]:
    """The blocks, typeset, each with an id that depends on `key` and its place only."""
    numbers = count()
    return [with_id(typeset_all(block), key, numbers) for block in blocks]


def with_id(block: Block, key: str, numbers: Iterator[int]) -> Block:
    identity = str(uuid.uuid5(NAMESPACE, f"{key}/{next(numbers)}"))
    return {
        "type": block["type"],
        "value": with_ids_inside(block["value"], key, numbers),
        "id": identity,
    }


def with_ids_inside(value: Any, key: str, numbers: Iterator[int]) -> Any:
    if isinstance(value, list):
        return [with_id(item, key, numbers) for item in value]
    if isinstance(value, dict):
        return {name: with_ids_inside(part, key, numbers) for name, part in value.items()}
    return value


def items(values: list[Any]) -> list[Block]:
    return [{"type": "item", "value": value} for value in values]


def keys(things: tuple[Model, ...]) -> list[Block]:
    return items([thing.pk for thing in things])


def heading(text: str, level: str = "2") -> Block:
    return {"type": "heading", "value": {"text": text, "level": level}}


def paragraph(html: str) -> Block:
    return {"type": "paragraph", "value": html}


def quote(text: str, person: Model, role: str, organisation: Model | None = None) -> Block:
    return {
        "type": "quote",
        "value": {
            "text": text,
            "person": person.pk,
            "role": role,
            "organisation": organisation and organisation.pk,
        },
    }


def highlight(title: str, html: str) -> Block:
    return {"type": "highlight", "value": {"title": title, "content": html}}


def question_answer(question: str, html: str, person: Model | None = None) -> Block:
    return {
        "type": "question_answer",
        "value": {"question": question, "answer": html, "person": person and person.pk},
    }


def figure(photo: Model, caption: str = "", alt: str = "", *, decorative: bool = False) -> dict:
    return {
        "image": photo.pk,
        "alt_text": alt,
        "is_decorative": decorative,
        "caption": caption,
    }


def image(photo: Model, caption: str = "", alt: str = "", *, decorative: bool = False) -> Block:
    return {"type": "image", "value": figure(photo, caption, alt, decorative=decorative)}


def gallery(*figures: dict) -> Block:
    return {"type": "gallery", "value": {"figures": items(list(figures))}}


def embed(address: str) -> Block:
    return {"type": "embed", "value": {"media": address}}


def downloads(title: str, *documents: Model) -> Block:
    return {"type": "downloads", "value": {"title": title, "documents": keys(documents)}}


def key_figure(
    value: str, label: str, unit: str = "", as_of: date | None = None, source: str = ""
) -> dict:
    return {
        "value": value,
        "unit": unit,
        "label": label,
        "as_of": as_of and as_of.isoformat(),
        "source": source,
    }


def key_figures(title: str, *figures: dict) -> Block:
    return {"type": "key_figures", "value": {"title": title, "figures": items(list(figures))}}


def people(title: str, *chosen: Model) -> Block:
    return {"type": "people", "value": {"title": title, "people": keys(chosen)}}


def organisations(title: str, *chosen: Model) -> Block:
    return {"type": "organisations", "value": {"title": title, "organisations": keys(chosen)}}


def testimonial(page: Model) -> Block:
    return {"type": "testimonial", "value": {"testimonial": page.pk}}


def call_to_action(
    text: str,
    label: str,
    *,
    page: Model | None = None,
    document: Model | None = None,
    address: str = "",
) -> Block:
    link = {
        "label": label,
        "page": page and page.pk,
        "document": document and document.pk,
        "address": address,
    }
    return {"type": "call_to_action", "value": {"text": text, "link": link}}


def to_page(page: Model, text: str) -> str:
    """A link in rich text to a page of the site."""
    return f'<a linktype="page" id="{page.pk}">{text}</a>'


def to_document(document: Model, text: str) -> str:
    """A link in rich text to a document."""
    return f'<a linktype="document" id="{document.pk}">{text}</a>'
