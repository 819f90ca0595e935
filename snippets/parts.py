"""What stands in an order the editor chose, inside something else."""

from wagtail.models import Orderable

from .written import WrittenPart


class Part(WrittenPart, Orderable):
    """An ordered part of a page or a record: a speaker, a link, a key figure.

    Parts that were written without a position, by an import or a program, come in the order they
    were written; PostgreSQL would otherwise give them in any.
    """

    class Meta(Orderable.Meta):
        abstract = True
        ordering = ("sort_order", "pk")
