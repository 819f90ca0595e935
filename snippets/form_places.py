"""Where a field stands in the form of what it belongs to."""

from django.db.models import Field, ForeignKey, ManyToOneRel
from wagtail.fields import StreamField


def place_of(field: Field | ManyToOneRel) -> str:
    """The id of the element with which a field is edited, or a row of parts is."""
    match field:
        case StreamField():
            return field.name
        case ForeignKey():
            return f"id_{field.name}-chooser"
        case ManyToOneRel():
            return f"id_{field.name}-FORMS"
    return f"id_{field.name}"


def place_of_block(key: str) -> str:
    """The id of the element with which the block of this id is edited."""
    return f"block-{key}-section"


def place_of_part(relation: str, number: int) -> str:
    """The id of the element with which the part at this position, from 0, is edited."""
    return f"inline_child_{relation}-{number}"
