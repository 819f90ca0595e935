"""One story as a whole mail: an HTML document that mail programs show, and its text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.template.loader import render_to_string
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.newsletter.content import email_html, email_text, in_mail
from cms.newsletter.content_html import WIDEST
from cms.newsletter.items import tracked
from cms.newsletter.mjml import html_of_mjml
from cms.newsletter.pictures import MailFile, mail_files, pictures_in
from cms.newsletter.sentences import Told
from pages.addresses import Addresses, prefix_of

TEMPLATE = "newsletter/story.mjml"
LONGEST_PREVIEW = 140
"""Characters that lists of mails show after the subject, at most."""


@dataclass(frozen=True)
class Mail:
    """A report or testimonial, written as a mail when it is asked for."""

    story: Told
    """As `operations/content.graphql` asks for it."""
    files: Mapping[str, MailFile]
    """The files of its pictures, by id."""
    addresses: Addresses
    tracking: Mapping[str, str] = field(default_factory=dict)
    """What is appended to the address of the story: `utm_…`."""

    @property
    def address(self) -> str:
        """Where it is read online."""
        return tracked(self.story["url"], self.tracking)

    @cached_property
    def mjml(self) -> str:
        """The mail in MJML 4."""
        language = self.story["locale"]
        with override(language):
            return render_to_string(
                TEMPLATE,
                {
                    "language": language,
                    "title": in_mail(self.story["title"]),
                    "preview": Truncator(in_mail(self.story["standfirst"])).chars(LONGEST_PREVIEW),
                    "content": email_html(self.story, self.files),
                    "site_name": self.addresses.site_name or self.addresses.base_url,
                    "home": f"{self.addresses.base_url}{prefix_of(language)}/",
                    "address": self.address,
                    "read_online": _("Read online"),
                },
            )

    @cached_property
    def html(self) -> str:
        """The mail as an HTML document. Its styles are inline, but for what old programs need."""
        return html_of_mjml(self.mjml)

    @cached_property
    def text(self) -> str:
        """The mail as plain text."""
        return email_text({**self.story, "url": self.address})


def mail_of(story: Told, addresses: Addresses, tracking: Mapping[str, str] | None = None) -> Mail:
    """The mail of a story, with the files of its pictures."""
    [mail] = mails_of([story], addresses, tracking)
    return mail


def mails_of(
    stories: list[Told], addresses: Addresses, tracking: Mapping[str, str] | None = None
) -> list[Mail]:
    """The mails of stories; the files of all their pictures are found in one statement."""
    files = mail_files(pictures_in(stories), WIDEST, addresses.base_url, sharp=True)
    return [Mail(story, files, addresses, tracking or {}) for story in stories]
