"""The words of a body that readers see whenever they see its page: what a page is found by.

Whoever finds a page by a word learns that it stands there. So what readers see only together with
something else is left out, unless that is a person who is public without an end: pages are indexed
anew when a person is published, withdrawn or deleted.

What one reader sees of a block now is another question: `seen_words`.
"""

from collections.abc import Container, Iterable, Iterator
from typing import Any

from wagtail.blocks import Block, BoundBlock, ChooserBlock, ListBlock, StreamValue, StructValue

from snippets.models import Person
from snippets.reader import Reader, chosen, needed, required_lists


def lasting_words(body: StreamValue) -> list[str]:
    """The texts of the blocks that readers see whenever they see the page."""
    named = {
        key for model, key, *_ in body.stream_block.extract_references(body) if is_person(model)
    }
    public = lasting_people(named)
    shown = [bound for bound in body if is_always_shown(bound, public)]
    return [text for bound in shown for text in bound.block.get_searchable_content(bound.value)]


def is_person(model: type) -> bool:
    """Whether a reference leads to a person."""
    return issubclass(model, Person)


def lasting_people(keys: Iterable[Any]) -> dict[int, Person]:
    """The people among `keys` who are public without an end, by key."""
    return Person.objects.lasting().in_bulk({int(key) for key in keys})


def is_always_shown(bound: BoundBlock, public: Container[int]) -> bool:
    """Whether a block stands as long as the people `public` do."""
    if getattr(bound.block, "is_whole", None):
        return False
    if isinstance(bound.block, ChooserBlock):
        return is_public(*chosen(bound), public)
    if not all(is_public(model, key, public) for model, key in needed(bound)):
        return False
    lists = [each.value.bound_blocks for each in required_lists(bound)]
    return all(any(is_always_shown(item, public) for item in items) for items in lists)


def is_public(model: type, key: Any, public: Container[int]) -> bool:
    """Whether what a block needs is one of the people `public`."""
    return is_person(model) and key in public


def seen_words(block: Block, value: Any, reader: Reader) -> Iterator[str]:
    """The texts of a block that a reader sees, without the items of its lists that are left out."""
    if isinstance(value, StructValue):
        for name, child in block.child_blocks.items():
            yield from seen_words(child, value.get(name), reader)
    elif not isinstance(block, ListBlock):
        yield from block.get_searchable_content(value)
    elif not isinstance(block.child_block, ChooserBlock):
        for item in reader.keep(value.bound_blocks):
            yield from seen_words(item.block, item.value, reader)
