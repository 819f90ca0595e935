"""How the forms of pages are laid out in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Page


def gauge(most: int) -> dict[str, Any]:
    """The attributes of a field below which stands how many characters it has: so many are seen."""
    return {
        "data-controller": "gauge",
        "data-gauge-most-value": most,
        "data-gauge-length-value": _("{length} characters of {most} that are seen everywhere."),
        "data-gauge-cut-value": _("{length} characters: after {most}, many programs cut."),
    }


PROMOTE = [
    MultiFieldPanel(
        [
            FieldPanel("slug"),
            FieldPanel(
                "seo_title",
                help_text=_(
                    "The title in search engines and on social networks; left empty, that of the "
                    "page. For example: The first 12/14 at Château-Gombert, in Marseille"
                ),
            ),
            FieldPanel(
                "search_description",
                help_text=_(
                    "What search engines show below the title; left empty, the standfirst. For "
                    "example: Two entrepreneurs told how they went from the idea to the market."
                ),
            ),
            FieldPanel("no_index"),
        ],
        heading=_("For search engines"),
    ),
    MultiFieldPanel([FieldPanel("show_in_menus")], heading=_("For site menus")),
]

INDEX = [*Page.content_panels, FieldPanel("standfirst")]

HOME = [*Page.content_panels, FieldPanel("standfirst"), FieldPanel("body")]

STANDARD_PAGE = [
    *Page.content_panels,
    FieldPanel("standfirst"),
    FieldPanel("cover"),
    FieldPanel("body"),
]

EVENT_REPORT = [
    *Page.content_panels,
    FieldPanel("standfirst"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("series"), FieldPanel("edition")]),
            FieldRowPanel([FieldPanel("technopole"), FieldPanel("venue")]),
            FieldRowPanel(
                [
                    FieldPanel("starts_at", help_text=_("For example: 08/07/2025 12:00")),
                    FieldPanel("ends_at", help_text=_("For example: 08/07/2025 14:00")),
                ]
            ),
            FieldPanel("organisers"),
        ],
        heading=_("The event"),
        icon="date",
    ),
    InlinePanel("speakers", heading=_("Speakers"), label=_("speaker"), icon="user"),
    FieldPanel("cover"),
    FieldPanel("body"),
    InlinePanel(
        "gallery",
        heading=_("Pictures below the text"),
        label=_("picture"),
        icon="images",
        classname="collapsed",
    ),
    MultiFieldPanel(
        [
            FieldPanel("sectors"),
            FieldPanel("tags", help_text=_("For example: networking, entrepreneurship")),
        ],
        heading=_("Filed under"),
        icon="tag",
    ),
    InlinePanel(
        "related_reports",
        heading=_("Related reports"),
        label=_("event report"),
        icon="link",
        classname="collapsed",
    ),
]

NEWSLETTER_ISSUE = [
    *Page.content_panels,
    FieldRowPanel([FieldPanel("number")]),
    MultiFieldPanel(
        [FieldPanel("subject", attrs=gauge(50)), FieldPanel("preheader", attrs=gauge(100))],
        heading=_("In lists of mails"),
        icon="mail",
    ),
    FieldPanel("introduction"),
    FieldPanel("sections"),
]

SPEAKER = [
    FieldRowPanel([FieldPanel("person"), FieldPanel("organisation")]),
    FieldPanel("role"),
    FieldPanel("topic"),
]

GALLERY_PICTURE = [FieldPanel("image"), FieldPanel("caption")]

RELATED_REPORT = [FieldPanel("report")]

TESTIMONIAL = [
    *Page.content_panels,
    FieldPanel("standfirst"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("person"), FieldPanel("role")]),
            FieldPanel("organisations"),
            FieldPanel("technopole"),
            FieldPanel("portrait"),
            FieldPanel("pull_quote"),
        ],
        heading=_("The entrepreneur"),
        icon="user",
    ),
    FieldPanel("body"),
    MultiFieldPanel([FieldPanel("sectors")], heading=_("Filed under"), icon="tag"),
]
