"""Kinds of content, by which readers choose and are told what changed."""

from enum import Enum

from django.db.models import Model

from pages.models import (
    EventReport,
    EventReportIndex,
    Home,
    NewsletterIssue,
    Quote,
    StandardPage,
    Testimonial,
    TestimonialIndex,
)
from snippets.models import (
    Attachment,
    EventSeries,
    Organisation,
    Person,
    Photo,
    Sector,
    Technopole,
)


class ContentKind(Enum):
    """What a piece of content is."""

    HOME = "HOME"
    EVENT_REPORT_INDEX = "EVENT_REPORT_INDEX"
    EVENT_REPORT = "EVENT_REPORT"
    TESTIMONIAL_INDEX = "TESTIMONIAL_INDEX"
    TESTIMONIAL = "TESTIMONIAL"
    STANDARD_PAGE = "STANDARD_PAGE"
    NEWSLETTER_ISSUE = "NEWSLETTER_ISSUE"
    QUOTE = "QUOTE"
    TECHNOPOLE = "TECHNOPOLE"
    ORGANISATION = "ORGANISATION"
    PERSON = "PERSON"
    SECTOR = "SECTOR"
    EVENT_SERIES = "EVENT_SERIES"
    IMAGE = "IMAGE"
    DOCUMENT = "DOCUMENT"
    REDIRECT = "REDIRECT"
    NAVIGATION = "NAVIGATION"
    SITE = "SITE"


DESCRIPTIONS = {
    ContentKind.HOME: "The front page in one language.",
    ContentKind.EVENT_REPORT_INDEX: "The list of event reports in one language.",
    ContentKind.EVENT_REPORT: "The report of an event.",
    ContentKind.TESTIMONIAL_INDEX: "The list of testimonials in one language.",
    ContentKind.TESTIMONIAL: "An entrepreneur's testimonial.",
    ContentKind.STANDARD_PAGE: "A standing page.",
    ContentKind.NEWSLETTER_ISSUE: "An issue of a newsletter.",
    ContentKind.QUOTE: "What somebody said.",
    ContentKind.TECHNOPOLE: "An innovation park.",
    ContentKind.ORGANISATION: "A company, school, laboratory or public body.",
    ContentKind.PERSON: "Somebody whom stories name.",
    ContentKind.SECTOR: "A sector or sub-sector.",
    ContentKind.EVENT_SERIES: "A series of events.",
    ContentKind.IMAGE: "A picture of the media library.",
    ContentKind.DOCUMENT: "A file to download.",
    ContentKind.REDIRECT: "A path that leads elsewhere.",
    ContentKind.NAVIGATION: "The menu of the site.",
    ContentKind.SITE: "The site itself: its name, address and languages.",
}

MODELS: dict[ContentKind, type[Model]] = {
    ContentKind.HOME: Home,
    ContentKind.EVENT_REPORT_INDEX: EventReportIndex,
    ContentKind.EVENT_REPORT: EventReport,
    ContentKind.TESTIMONIAL_INDEX: TestimonialIndex,
    ContentKind.TESTIMONIAL: Testimonial,
    ContentKind.STANDARD_PAGE: StandardPage,
    ContentKind.NEWSLETTER_ISSUE: NewsletterIssue,
    ContentKind.QUOTE: Quote,
    ContentKind.TECHNOPOLE: Technopole,
    ContentKind.ORGANISATION: Organisation,
    ContentKind.PERSON: Person,
    ContentKind.SECTOR: Sector,
    ContentKind.EVENT_SERIES: EventSeries,
    ContentKind.IMAGE: Photo,
    ContentKind.DOCUMENT: Attachment,
}
"""The model behind each kind that has one."""

KINDS = {model: kind for kind, model in MODELS.items()}
"""The kind of each model."""
