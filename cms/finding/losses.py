"""What would be lost, and where, if something were deleted; and what keeps it from being deleted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import PROTECT, ForeignKey, ForeignObjectRel, Model
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.blocks import Block, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex

from cms.finding.waiting import base_of, references_in_drafts
from pages.values import LinkValue
from snippets.form_places import place_of_block
from snippets.models import Photo

MOST_SHOWN = 20
Key = tuple[int, str]


class Loss(NamedTuple):
    """What becomes of one place that names what is to be deleted."""

    words: str
    is_refusal: bool
    anchor: str = ""

    def in_draft(self) -> "Loss":
        """The same, where it is in a draft only."""
        return self._replace(words=_("In its draft: %(loss)s") % {"loss": self.words})


class User:
    """A page or record that uses it, with what becomes of each place there."""

    def __init__(self, thing: Model, losses: list[Loss], form: str | None) -> None:
        self.thing, self.form = thing, form
        self.losses = sorted(set(losses), key=lambda each: (not each.is_refusal, each))

    @property
    def refuses(self) -> bool:
        """Whether nothing can be deleted because of it."""
        return any(each.is_refusal for each in self.losses)

    @property
    def name(self) -> str:
        """Its name, for those who may change it."""
        kind = self.thing.specific_class if isinstance(self.thing, Page) else type(self.thing)
        words = capfirst((kind or Page)._meta.verbose_name)
        if not self.form:
            return _("%(kind)s that you may not change") % {"kind": words}
        return _("%(kind)s “%(name)s”") % {"kind": words, "name": self.thing}

    @property
    def is_unseen(self) -> bool:
        """Whether readers do not see it anyway."""
        return not getattr(self.thing, "live", True)


class Losses:
    """What deleting a thing, with the pages below it, does to others."""

    def __init__(self, thing: Model, user: Any) -> None:
        self.thing, self.user = thing, user

    @cached_property
    def going(self) -> list[Model]:
        """The thing, and the pages below it."""
        if not isinstance(self.thing, Page):
            return [self.thing]
        return list(Page.objects.descendant_of(self.thing, inclusive=True))

    @cached_property
    def users(self) -> list[User]:
        """What uses any of it: first what refuses, then what readers see."""
        found = self.losses(ReferenceIndex.get_references_to_in_bulk(self.going))
        for key, losses in self.drafted.items():
            new = [each for each in losses if each not in found[key]]
            found[key] += [each.in_draft() for each in new]
        things = looked_up(found)
        finder = AdminURLFinder(self.user)
        users = [
            User(things[key], losses, finder.get_edit_url(things[key]))
            for key, losses in found.items()
            if losses and key in things
        ]
        return sorted(users, key=lambda each: (not each.refuses, each.is_unseen, str(each.thing)))

    @cached_property
    def drafted(self) -> dict[Key, list[Loss]]:
        """What becomes of the places of drafts and of what is scheduled."""
        return self.losses(references_in_drafts(self.going))

    @property
    def breaks_a_draft(self) -> bool:
        """Whether a draft cannot do without it: the database does not know, but the form of what it is
        a draft of could not be opened any more."""
        return any(each.is_refusal for losses in self.drafted.values() for each in losses)

    def losses(self, references: Iterable[ReferenceIndex]) -> dict[Key, list[Loss]]:
        """What becomes of places, by what they are places of; what goes itself is left out."""
        going = {key_of(each) for each in self.going}
        found: dict[Key, list[Loss]] = defaultdict(list)
        for reference in references:
            key = (reference.base_content_type_id, reference.object_id)
            if key not in going:
                found[key].append(loss_of(reference, self.thing))
        return found

    @property
    def shown(self) -> list[User]:
        """Some of them."""
        return self.users[:MOST_SHOWN]

    @property
    def left_out(self) -> int:
        """How many are not shown."""
        return max(0, len(self.users) - MOST_SHOWN)


def key_of(thing: Model) -> Key:
    """How the index of references names a thing."""
    return base_of(type(thing)).pk, str(thing.pk)


def looked_up(keys: Iterable[Key]) -> dict[Key, Model]:
    """The things of these keys: one query a kind."""
    by_type = defaultdict(list)
    for type_id, key in keys:
        by_type[type_id].append(key)
    return {
        (type_id, str(thing.pk)): thing
        for type_id, these in by_type.items()
        for thing in ContentType.objects.get_for_id(type_id)
        .model_class()
        ._base_manager.filter(pk__in=these)
    }


def loss_of(reference: ReferenceIndex, thing: Model) -> Loss:
    """What becomes of the place of a reference when the thing it leads to is deleted."""
    place = {"place": name_of_place(reference)}
    field = reference.source_field
    if isinstance(field, StreamField):
        anchor = place_of_block(reference.content_path.split(".")[1])
        return Loss(loss_in_body(field, reference, thing) % place, False, anchor)  # noqa: FBT003
    if isinstance(field, ForeignKey | ForeignObjectRel):
        if reference.on_delete == PROTECT:
            return Loss(_("“%(place)s” cannot do without it.") % place, is_refusal=True)
        is_part = isinstance(field, ForeignObjectRel)
        words = _("“%(place)s” loses this entry.") if is_part else _("“%(place)s” will be empty.")
        return Loss(words % place, is_refusal=False)
    if isinstance(field, ParentalManyToManyField):
        return Loss(_("“%(place)s” loses this entry.") % place, is_refusal=False)
    return Loss(loss_in_text(thing) % place, is_refusal=False)


def name_of_place(reference: ReferenceIndex) -> str:
    """What editors call the place of a reference; a kind of part without a name is left out."""
    field = reference.source_field
    is_part = isinstance(field, ForeignObjectRel)
    if is_part and "verbose_name" not in field.related_model._meta.original_attrs:
        return capfirst(reference.related_field.verbose_name)
    return reference.describe_source_field()


def loss_in_text(thing: Model) -> str:
    """What becomes of a rich text that leads to a thing, or shows it."""
    if isinstance(thing, Photo):
        return _("In “%(place)s”, the picture disappears.")
    return _("In “%(place)s”, the link becomes plain text.")


def loss_in_body(field: StreamField, reference: ReferenceIndex, thing: Model) -> str:
    """What becomes of a block."""
    *around, leaf = blocks_at(field, reference.model_path_components[1:])
    if isinstance(leaf, RichTextBlock):
        return loss_in_text(thing)
    if any(isinstance(block, ListBlock) for block in around):
        return _(
            "“%(place)s” loses this entry; without any other, readers no longer see the block."
        )
    needs_it = leaf.required or around[-1].meta.value_class is LinkValue
    if needs_it:
        return _("“%(place)s”: readers no longer see this block.")
    return _("“%(place)s” stays, without it.")


def blocks_at(block: Any, steps: list[str]) -> Iterator[Block]:
    """The blocks on the way to a value, from the outside in."""
    block = block.stream_block
    for step in steps:
        if isinstance(block, StreamBlock | StructBlock):
            block = block.child_blocks.get(step)
        elif isinstance(block, ListBlock):
            block = block.child_block
        else:
            return
        if block is None:
            return
        yield block
