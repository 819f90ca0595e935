"""Fields that are more than an attribute, by type and field."""

from typing import Any

from wagtail.blocks import BoundBlock
from wagtail.models import Page

from cms.api import page_fields
from cms.api.ids import block_id, encoded, global_id
from cms.api.languages import language_tag
from cms.api.lists import length_asked
from cms.api.nested import NESTED, nested_list
from cms.api.pictures import rendition, source_set
from cms.api.preview import address_of_form
from cms.api.texts import html_of_text, links_of_text, words_of_quote, words_of_text
from pages.models import EventReport, Quote, Testimonial
from pages.models.quotes import PULL_QUOTE
from snippets.models import Attachment, EventSeries, Organisation, Person, Sector, Technopole
from snippets.reading import read
from snippets.rich_text import markdown_of


def own_id(thing: Any, info: Any) -> str:
    """The global id of a child or an item of a block."""
    return global_id(thing, info.context.language)


def figure_id(figure: Any, info: Any) -> str:
    """The id of a picture in a gallery or block, another than the block's own."""
    is_block = isinstance(figure, BoundBlock)
    return encoded("Figure", figure.told_in.pk, figure.id) if is_block else global_id(figure)


def quote_of_block(block: BoundBlock, info: Any) -> Quote | None:
    """The record of the quote that stands in a block."""
    told = read(block.told_in, "told_quotes", info.context.reader)
    return next((quote for quote in told if str(quote.block_id) == block.id), None)


def pull_quote(testimonial: Testimonial, info: Any) -> Quote | None:
    """The record of a testimonial's pull quote, once it was published."""
    told = read(testimonial, "told_quotes", info.context.reader)
    return next((quote for quote in told if quote.block_id == PULL_QUOTE), None)


def related(report: EventReport, info: Any, first: int | None = None) -> list[EventReport]:
    """The readable reports that readers are led to, the first ones or all."""
    length = None if first is None else length_asked(first)
    reader = info.context.reader
    reports = [read(each, "report", reader) for each in read(report, "related_reports", reader)]
    return reports[:length]


def address_of_document(document: Attachment, info: Any) -> str:
    """The whole address a document is downloaded from."""
    return info.context.addresses.base_url + document.url


def address_of_link(link: Any, info: Any) -> str:
    """The whole address a link leads to; one within the site gets the site's host."""
    addresses = info.context.addresses
    target = link.value.target if isinstance(link, BoundBlock) else None
    if isinstance(target, Page):
        return addresses.url(target)
    address = link.value.url if isinstance(link, BoundBlock) else link.url
    return addresses.base_url + address if address.startswith("/") else address


LOCALES_OF_RECORDS = [
    f"{model.__name__}.locale" for model in (Technopole, Organisation, Person, Sector, EventSeries)
]

FORMS_OF_RECORDS = [f"{model.__name__}.editUrl" for model in (Technopole, Organisation, Person)]

RESOLVERS = {
    **page_fields.RESOLVERS,
    **dict.fromkeys(FORMS_OF_RECORDS, address_of_form),
    **dict.fromkeys(LOCALES_OF_RECORDS, language_tag),
    **{name: nested_list(name) for name in NESTED},
    "Affiliation.id": own_id,
    "Figure.id": figure_id,
    "KeyFigure.id": own_id,
    "Speaker.id": own_id,
    "EventReport.related": related,
    "Document.url": address_of_document,
    "Image.rendition": rendition,
    "Image.srcset": source_set,
    "ImageBlock.figure": lambda block, info: block,
    "Link.url": address_of_link,
    "Quote.blockId": lambda quote, info: block_id(quote.page_id, quote.block_id),
    "QuoteBlock.quote": quote_of_block,
    "Testimonial.pullQuote": pull_quote,
    "Quote.locale": language_tag,
    "Quote.text": words_of_quote,
    "RichText.html": html_of_text,
    "RichText.links": links_of_text,
    "RichText.markdown": lambda text, info: markdown_of(info.context.html(text)),
    "RichText.text": words_of_text,
}

WEIGHTS: dict[str, int] = {}
"""How many objects a text costs that takes as much to make, by type and field."""
