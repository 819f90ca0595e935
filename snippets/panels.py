"""How the forms of records are laid out in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
)

from .forms import RecordForm, SectorForm

ADDRESS = MultiFieldPanel(
    [FieldPanel("slug")],
    heading=_("Address in the API"),
    icon="link",
    classname="collapsed",
)

FILED_UNDER = MultiFieldPanel([FieldPanel("sectors")], heading=_("Filed under"), icon="tag")

LINKS = InlinePanel(
    "links",
    panels=[FieldRowPanel([FieldPanel("label"), FieldPanel("url")])],
    heading=_("Links"),
    label=_("link"),
    icon="link-external",
    classname="collapsed",
)


def draftable(*panels: Panel) -> ObjectList:
    """The form of a record that is written as a draft: its slug and its schedule come last."""
    fields = [FieldPanel("name", icon="title"), *panels, ADDRESS, PublishingPanel()]
    return ObjectList(fields, base_form_class=RecordForm)


TECHNOPOLE = draftable(
    FieldPanel("tagline"),
    FieldPanel("presentation"),
    FieldPanel("photo"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("city"), FieldPanel("website")]),
            FieldPanel("address"),
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        ],
        heading=_("Where it is"),
        icon="site",
    ),
    InlinePanel(
        "key_figures",
        panels=[
            FieldRowPanel([FieldPanel("value"), FieldPanel("unit")]),
            FieldPanel("label"),
            FieldRowPanel([FieldPanel("as_of"), FieldPanel("source")]),
        ],
        heading=_("Key figures"),
        label=_("key figure"),
        icon="list-ol",
    ),
    FILED_UNDER,
)

ORGANISATION = draftable(
    FieldRowPanel([FieldPanel("kind"), FieldPanel("technopole")]),
    FieldPanel("presentation"),
    FieldPanel("logo"),
    FieldRowPanel([FieldPanel("website"), FieldPanel("founded_in")]),
    FILED_UNDER,
    LINKS,
)

PERSON = draftable(
    InlinePanel(
        "affiliations",
        panels=[
            FieldRowPanel([FieldPanel("role"), FieldPanel("organisation")]),
            FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
        ],
        heading=_("Roles and organisations"),
        label=_("role"),
        icon="organisation",
        help_text=_("One row a role: somebody may run two companies at once."),
    ),
    FieldPanel("photo"),
    FieldPanel("biography"),
    LINKS,
)

SECTOR = ObjectList(
    [FieldPanel("name", icon="title"), FieldPanel("parent"), ADDRESS], base_form_class=SectorForm
)

EVENT_SERIES = ObjectList(
    [
        FieldPanel("name", icon="title"),
        FieldPanel("promise"),
        FieldPanel("organiser"),
        FieldPanel("photo"),
        ADDRESS,
    ]
)
