"""Fills things with a word that stands nowhere else: every text field, child and block of them.

It is told by the models and the blocks: a new field, child or block is filled without a word here,
and one of a kind that nobody knows how to fill is an error.
"""

import re
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from taggit.models import ItemBase
from wagtail import blocks
from wagtail.embeds.blocks import EmbedBlock
from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from snippets.models import Attachment
from tests.factories import block as stored

COMMON = "commun"
"""Stands in everything, hidden or not: who looks for it finds what may be found."""
MARK = re.compile(r"hushed\d{3}q")
KEPT = {"path", "alias_of"}
"""What Wagtail fills by itself."""


class Marks:
    """Words that stand in one hidden thing each."""

    def __init__(self) -> None:
        self.told: dict[str, str] = {}

    def word(self, what: str) -> str:
        """A new word, for what it marks."""
        word = f"hushed{len(self.told):03}q"
        self.told[word] = what
        return word

    def found_in(self, text: str) -> set[str]:
        """What is given away by a text."""
        return {self.told[word] for word in MARK.findall(text.lower())}


class Targets:
    """What filled things point to: the objects of each model in turn."""

    def __init__(self, *things: models.Model) -> None:
        self.keys: dict[type, list] = {}
        for thing in things:
            self.keys.setdefault(type(thing), []).append(thing)
        self.turns = {model: cycle(each) for model, each in self.keys.items()}

    def next(self, model: type[models.Model]) -> Any:
        """An object of the model or of one derived from it; None when there is none."""
        fitting = [each for each in self.turns if issubclass(each, model)]
        return next(self.turns[fitting[0]]) if fitting else None


def text_for(field: models.Field, word: str) -> str:
    """The word as a field can hold it."""
    if isinstance(field, models.SlugField):
        return word
    if isinstance(field, models.URLField):
        return f"https://{word}.example.org/"
    if isinstance(field, models.EmailField):
        return f"{word}@example.org"
    if isinstance(field, RichTextField):
        return f"<p>{word} {COMMON}</p>"
    return f"{word} {COMMON}" if word != COMMON else COMMON


def points(field: models.Field) -> bool:
    """Whether a field names another thing that somebody chooses."""
    is_place = isinstance(field, ParentalKey | models.OneToOneField)
    return isinstance(field, models.ForeignKey) and not is_place and field.name not in KEPT


def is_written(field: models.Field) -> bool:
    """Whether somebody writes words into a field."""
    is_text = isinstance(field, models.CharField | models.TextField)
    return is_text and field.editable and not field.choices and field.name not in KEPT


def fill(thing: models.Model, word: str, targets: Targets, told: str | None = None) -> Any:
    """Write `word` into every text of `thing`, and let it point to `targets`.

    What says nothing without a target gets the word `told` in its place, if there is one.
    """
    for field in thing._meta.concrete_fields:
        if is_written(field):
            setattr(thing, field.name, text_for(field, word))
        elif isinstance(field, StreamField):
            setattr(thing, field.name, [*body(field.stream_block, word, targets, told or word)])
        elif points(field) and (target := targets.next(field.related_model)):
            setattr(thing, field.name, target)
    fill_relations(thing, word, targets, told or word)
    return thing


def fill_relations(thing: models.Model, word: str, targets: Targets, told: str) -> None:
    """The tags, many-to-many relations and children of a thing."""
    for field in thing._meta.get_fields():
        if isinstance(field, ParentalManyToManyField):
            target = targets.next(field.related_model)
            setattr(thing, field.name, [target] if target else [])
        elif isinstance(field, ClusterTaggableManager):
            getattr(thing, field.name).set([f"{word} {COMMON}"])
    for relation in get_all_child_relations(type(thing)):
        model = relation.related_model
        if issubclass(model, ItemBase):
            continue
        needed = [each for each in model._meta.concrete_fields if points(each) and not each.null]
        if all(targets.next(each.related_model) for each in needed):
            child = fill(model(), told if needed else word, targets)
            setattr(thing, relation.get_accessor_name(), [child])


def body(
    stream: blocks.BaseStreamBlock, word: str, targets: Targets, told: str
) -> Iterator[tuple[str, Any]]:
    """One block of each type, as it is stored."""
    for name, child in stream.child_blocks.items():
        yield stored(name, value_of(child, told if needs_choice(child) else word, targets))


def needs_choice(block: blocks.Block) -> bool:
    """Whether a block says nothing when what it points to is hidden."""
    if isinstance(block, blocks.ChooserBlock):
        return block.required
    if isinstance(block, blocks.ListBlock):
        return needs_choice(block.child_block)
    if isinstance(block, blocks.BaseStructBlock):
        children = block.child_blocks.values()
        has_rule = hasattr(block, "is_whole") and not any(
            isinstance(each, EmbedBlock) for each in children
        )
        return has_rule or any(map(needs_choice, children))
    return False


def value_of(block: blocks.Block, word: str, targets: Targets) -> Any:
    """The stored value of a block that is filled with the word."""
    for kind, make in FILLINGS.items():
        if isinstance(block, kind):
            return make(block, word, targets)
    raise AssertionError(
        f"The walk cannot fill a {type(block).__name__}: say how in FILLINGS, tests/walls/marks.py."
    )


def video(block: blocks.Block, word: str, targets: Targets) -> str:
    """The address of a video that its provider described with the word."""
    address = f"https://vimeo.com/{word}"
    frame = f'<p>{word}</p><iframe src="https://player.vimeo.com/video/{word}"></iframe>'
    texts = {"title": word, "provider_name": word, "html": frame}
    values = {"url": address, "type": "video", "thumbnail_url": address, **texts}
    Embed.objects.get_or_create(hash=get_embed_hash(address), defaults=values)
    return address


def rich_text(block: blocks.Block, word: str, targets: Targets) -> str:
    """A paragraph with links to a page and a document."""
    found = {"page": targets.next(Page), "document": targets.next(Attachment)}
    links = [
        f'<a linktype="{kind}" id="{target.pk}">{COMMON}</a>'
        for kind, target in found.items()
        if target
    ]
    return f"<p>{word} {COMMON} {' '.join(links)}</p>"


Filling = Callable[[Any, str, Targets], Any]
FILLINGS: dict[type[blocks.Block], Filling] = {
    EmbedBlock: video,
    blocks.ChooserBlock: lambda block, word, targets: getattr(
        targets.next(block.model_class), "pk", None
    ),
    blocks.RichTextBlock: rich_text,
    blocks.ListBlock: lambda block, word, targets: [
        value_of(block.child_block, word, targets) for _ in range(2)
    ],
    blocks.BaseStructBlock: lambda block, word, targets: {
        name: value_of(child, word, targets) for name, child in block.child_blocks.items()
    },
    blocks.URLBlock: lambda block, word, targets: "",
    blocks.CharBlock: lambda block, word, targets: f"{word} {COMMON}",
    blocks.TextBlock: lambda block, word, targets: f"{word} {COMMON}",
    blocks.ChoiceBlock: lambda block, word, targets: block.get_default(),
    blocks.BooleanBlock: lambda block, word, targets: False,
    blocks.DateBlock: lambda block, word, targets: None,
}
