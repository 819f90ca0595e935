"""How a block shows itself in the block picker."""

from typing import Any

from django.db.models import Model
from wagtail.blocks import BaseStructBlock, Block, ChooserBlock, ListBlock, StructBlock

from snippets.reader import Reader
from snippets.reading import Shown

FEW = 3


class Previewed(Block):
    """A block that shows itself as readers would see it."""

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict:
        """The block as templates know it."""
        block = Shown(self.bind(value), Reader(previewing=True))
        return {**super().get_preview_context(value, parent_context), "block": block}


class PreviewedBlock(Previewed, StructBlock):
    """A block of fields; in its preview the first readable records stand where one chooses."""

    def get_preview_value(self) -> Any:
        """The example of the block, completed with real records."""
        return self.normalize(with_choices(self, getattr(self.meta, "preview_value", {})))


def with_choices(struct: BaseStructBlock, example: dict[str, Any]) -> dict[str, Any]:
    """Every field of `struct`: as in `example`, chosen where one must choose, else left as it is."""
    return {
        name: example_of(block, example.get(name)) for name, block in struct.child_blocks.items()
    }


def example_of(block: Block, example: Any) -> Any:
    """What stands in one field of a preview."""
    if isinstance(block, ChooserBlock):
        return next(iter(first_readable(block.model_class)), None) if block.required else None
    if isinstance(block, BaseStructBlock):
        return with_choices(block, example or {})
    if isinstance(block, ListBlock) and isinstance(block.child_block, ChooserBlock):
        return first_readable(block.child_block.model_class)
    if isinstance(block, ListBlock):
        return [with_choices(block.child_block, each) for each in example or []]
    return block.get_default() if example is None else example


def first_readable(model: type[Model]) -> list[Model]:
    """A few readable objects of `model`."""
    return list(model._default_manager.readable()[:FEW])
