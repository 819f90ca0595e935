"""The content as stock grapple declares it: what the product promises, in grapple's own words.

What grapple cannot say without further code (anchors of headings, facets, paths of translations)
is left out, in its favour; so are look-ups that a patient author would keep in memory.
"""

from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from grapple.helpers import (
    register_query_field,
    register_streamfield_block,
    streamfield_types,
)
from grapple.models import (
    GraphQLBoolean,
    GraphQLCollection,
    GraphQLDocument,
    GraphQLEmbed,
    GraphQLForeignKey,
    GraphQLImage,
    GraphQLInt,
    GraphQLPage,
    GraphQLRichText,
    GraphQLSnippet,
    GraphQLStreamfield,
    GraphQLString,
    GraphQLTag,
)
from wagtail.models import Locale

from pages.blocks import media, records, text
from pages.models import (
    EventReport,
    GalleryPicture,
    Quote,
    Speaker,
    StandardPage,
    Testimonial,
)
from snippets.models import (
    Affiliation,
    Attachment,
    EventSeries,
    Organisation,
    Person,
    Photo,
    Sector,
    Technopole,
)

APPS = ("snippets", "pages")
NESTED = 3


def strings(*names: str) -> list[Any]:
    return [GraphQLString(name) for name in names]


def several(name: str, model: str) -> Any:
    """A relation to several records."""
    return GraphQLCollection(GraphQLForeignKey, name, model)


STORY = [*strings("language", "full_url"), GraphQLInt("reading_minutes")]

MODELS: dict[type, list[Any]] = {
    Sector: strings("name", "slug"),
    EventSeries: strings("name", "slug", "promise"),
    Technopole: strings("name", "slug", "tagline", "city", "address", "website"),
    Organisation: [
        *strings("name", "slug", "kind", "website"),
        GraphQLInt("founded_in"),
        GraphQLSnippet("technopole", "snippets.Technopole"),
        several("affiliations", "snippets.Affiliation"),
        several("latest_reports", "pages.EventReport"),
    ],
    Affiliation: [
        *strings("role"),
        GraphQLSnippet("person", "snippets.Person"),
    ],
    Person: strings("name", "slug"),
    Photo: strings("alt", "credit", "licence", "placeholder"),
    Attachment: [*strings("filename", "content_type"), GraphQLInt("file_size")],
    Speaker: [
        *strings("role", "topic"),
        GraphQLSnippet("person", "snippets.Person"),
        GraphQLSnippet("organisation", "snippets.Organisation"),
    ],
    GalleryPicture: [*strings("caption"), GraphQLImage("image")],
    Quote: [
        *strings("text", "role", "said_on", "block_id"),
        GraphQLSnippet("person", "snippets.Person"),
        GraphQLSnippet("organisation", "snippets.Organisation"),
        GraphQLSnippet("technopole", "snippets.Technopole"),
        GraphQLPage("page"),
    ],
    Testimonial: [*STORY, *strings("role", "standfirst")],
    StandardPage: strings("language", "full_url"),
    EventReport: [
        *STORY,
        *strings("venue", "starts_at", "ends_at", "standfirst"),
        GraphQLInt("edition"),
        GraphQLTag("tags"),
        GraphQLSnippet("series", "snippets.EventSeries"),
        GraphQLSnippet("technopole", "snippets.Technopole"),
        several("organisers", "snippets.Organisation"),
        several("sectors", "snippets.Sector"),
        several("speakers", "pages.Speaker"),
        several("gallery", "pages.GalleryPicture"),
        several("quotes", "pages.Quote"),
        several("people_named", "snippets.Person"),
        several("organisations_named", "snippets.Organisation"),
        GraphQLImage("cover"),
        GraphQLStreamfield("body"),
        GraphQLStreamfield("key_figures"),
    ],
}

FIGURE = [*strings("alt_text", "caption"), GraphQLBoolean("is_decorative"), GraphQLImage("image")]

BLOCKS: dict[type, list[Any]] = {
    text.HeadingBlock: [*strings("text"), GraphQLInt("level")],
    # grapple's type of rich text has the field `value` already.
    text.ParagraphBlock: [],
    text.HighlightBlock: [*strings("title"), GraphQLRichText("content")],
    text.QuestionAnswerBlock: [
        *strings("question"),
        GraphQLRichText("answer"),
        GraphQLSnippet("person", "snippets.Person"),
    ],
    text.KeyFiguresBlock: [*strings("title"), GraphQLStreamfield("figures")],
    text.KeyFigureBlock: strings("value", "unit", "label", "as_of", "source"),
    text.CallToActionBlock: [*strings("text"), GraphQLStreamfield("link", is_list=False)],
    text.LinkBlock: [
        *strings("label", "address"),
        GraphQLPage("page"),
        GraphQLDocument("document"),
    ],
    records.QuoteBlock: [
        *strings("text", "role"),
        GraphQLSnippet("person", "snippets.Person"),
        GraphQLSnippet("organisation", "snippets.Organisation"),
    ],
    records.PeopleBlock: [*strings("title"), several("people", "snippets.Person")],
    records.OrganisationsBlock: [
        *strings("title"),
        several("organisations", "snippets.Organisation"),
    ],
    records.TestimonialBlock: [GraphQLPage("testimonial")],
    media.FigureBlock: FIGURE,
    media.ImageBlock: FIGURE,
    media.GalleryBlock: [GraphQLStreamfield("figures")],
    media.EmbedBlock: [GraphQLEmbed("media")],
    media.DownloadsBlock: [
        *strings("title"),
        GraphQLCollection(GraphQLDocument, "documents"),
    ],
}
INSIDE = (media.FigureBlock, text.KeyFigureBlock, text.LinkBlock)
"""Blocks that stand inside others: the product needs no type for them."""


def declare() -> None:
    """Give every model and block its stock declarations, and grapple its lists."""
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            model.graphql_fields = MODELS.get(model, [])
    declare_blocks()
    for page in (EventReport, Testimonial, StandardPage):
        page.language = property(language)
    EventReport.people_named = property(people_named)
    EventReport.organisations_named = property(organisations_named)
    Organisation.latest_reports = latest_reports
    register_query_field("organisation")(Organisation)


def declare_blocks() -> None:
    for block, fields in BLOCKS.items():
        block.graphql_fields = fields
    for block in (text.KeyFigureBlock, text.LinkBlock):
        # grapple takes a field for an attribute of the block's class where instances have one.
        block.label = ""
    for registered in streamfield_types:
        # Two of our blocks have the names of types of grapple's own.
        if registered["cls"] in (media.EmbedBlock, media.ImageBlock):
            registered["type_prefix"] = "Story"
    for block in INSIDE:
        register_streamfield_block(block)


def language(page: Any) -> str:
    """The tag of the page's language."""
    return tag_of(page.locale_id)


@cache
def tag_of(locale_id: int) -> str:
    return Locale.objects.get(pk=locale_id).language_code


def people_named(report: EventReport) -> QuerySet[Person]:
    """Whom the report names, by name."""
    return Person.objects.filter(mentions__page=report).order_by("sort_name")


def organisations_named(report: EventReport) -> QuerySet[Organisation]:
    """Which organisations the report names, by name."""
    return Organisation.objects.filter(mentions__page=report).order_by("sort_name")


def latest_reports(
    organisation: Organisation, info: Any, limit: int = NESTED, **arguments: Any
) -> QuerySet[EventReport]:
    """The last reports that name the organisation."""
    told = (
        EventReport.objects.live()
        .public()
        .filter(mentions__organisation=organisation, locale=organisation.locale_id)
    )
    return told.order_by("-starts_at", "-pk")[:limit]
