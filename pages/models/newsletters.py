"""Issues of a newsletter: composed here, written and frozen by `cms.newsletter`."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageManager

from pages import panels
from pages.blocks.newsletter import IssueBlock
from pages.checking.issues import check_sendable
from pages.fields import StoryField
from pages.forms import IssueForm
from pages.linked_data import stories
from pages.linked_data.nodes import Node, Surroundings
from pages.querysets import ReadablePageQuerySet
from snippets.promises import promises
from snippets.rich_text import RecordTextField
from snippets.writable import writable

from .base import ReadPage

HTML, TEXT, SENT = "html", "txt", "sent"
UNNUMBERED = 0
"""The number of a copy, until its editor gives it one."""
writers: dict[str, Callable[["NewsletterIssue"], HttpResponse]] = {}
"""How an issue is shown to editors before it is sent, as HTML and as text, and to readers once it was:
`cms.newsletter` says so."""
sendable: list[Callable[["NewsletterIssue"], None]] = []
"""What an issue has to pass to be sent: each raises ValidationError. `cms.newsletter` says so."""


class NewsletterIssue(ReadPage):
    """An issue of a newsletter. What was sent never changes: publishing freezes it."""

    number = models.PositiveIntegerField(
        _("number"),
        default=UNNUMBERED,
        help_text=_("For example: 41"),
    )
    subject = models.CharField(
        _("subject"),
        max_length=150,
        help_text=_("What lists of mails show first: 50 characters are seen on a telephone."),
    )
    preheader = models.CharField(
        _("preheader"),
        max_length=150,
        blank=True,
        help_text=_("What lists of mails show after the subject: from 40 to 100 characters."),
    )
    introduction = RecordTextField(_("introduction"), blank=True)
    sections = StoryField(IssueBlock(), verbose_name=_("sections"), blank=True)

    objects = PageManager.from_queryset(ReadablePageQuerySet)()
    base_form_class = IssueForm
    exclude_fields_in_copy = ["number"]
    parent_page_types = ["pages.Home"]
    subpage_types = []
    content_panels = panels.NEWSLETTER_ISSUE
    checks = (*ReadPage.checks, check_sendable)
    preview_modes = [(HTML, _("Mail")), (TEXT, _("Plain text"))]
    api_fields = writable("number", "subject", "preheader", "sections")
    graphql_fields = promises(
        """
        "Counted by the editors, in each language."
        number: Int!
        "What lists of mails show first."
        subject: String!
        "What lists of mails show after the subject; empty when there is none."
        preheader: String!
        "The mail as it was frozen. Without `for`, a line stands where the sender puts the link to unsubscribe."
        html("The tool that sends it: with its own placeholders." for: NewsletterTool): String!
        "The plain text as it was frozen."
        text("The tool that sends it: with its own placeholders." for: NewsletterTool): String!
        "The mail in MJML 4, without placeholders of a tool."
        mjml: String!
        "What it tells, in its order."
        items: [NewsletterItem!]!
        """
    )

    class Meta:
        verbose_name = _("newsletter issue")
        verbose_name_plural = _("newsletter issues")

    @property
    def standfirst(self) -> str:
        """What it is about."""
        return self.preheader

    def clean_alone(self) -> None:
        """Refuse a number that another issue has."""
        others = NewsletterIssue.objects.filter(number=self.number, locale=self.locale_id)
        if self.number != UNNUMBERED and others.exclude(pk=self.pk).exists():
            raise ValidationError({"number": _("Another issue has this number.")})

    def next_number(self) -> int:
        """The number after the highest one in its language."""
        issues = NewsletterIssue.objects.filter(locale=self.locale_id).exclude(pk=self.pk)
        return (issues.aggregate(last=Max("number"))["last"] or UNNUMBERED) + 1

    @property
    def is_frozen(self) -> bool:
        """Whether it was sent: it does not change any more."""
        return self.pk is not None and hasattr(self, "frozen")

    def check_content(self) -> None:
        """Raise ValidationError when it cannot be sent as it is."""
        for each in sendable:
            each(self)

    def linked_data(self, shown: Any, around: Surroundings) -> list[Node]:
        """The page itself."""
        return [stories.web_page("WebPage", shown, around)]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The issue as it was sent."""
        self.out_or_404()
        return writers[SENT](self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The issue as it would be sent, and what it weighs."""
        return writers[mode_name](self)
