"""An issue as a mail: MJML, and HTML and plain text for each tool that may send it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.newsletter.content import in_mail, widened
from cms.newsletter.content_html import WIDEST, figure
from cms.newsletter.content_text import Links, heading, lined, paragraphs, rich
from cms.newsletter.issues import Composed, Entry
from cms.newsletter.mjml import html_of_mjml
from cms.newsletter.models import legal_line
from cms.newsletter.pictures import MailFile, mail_files
from cms.newsletter.sentences import Told
from cms.newsletter.tools import NewsletterTool, harmless, placeholders
from pages.addresses import prefix_of
from pages.models import NewsletterIssue
from snippets.typography import Typography, spaced_html

TEMPLATE = "newsletter/issue.mjml"
UNSUBSCRIBE, WEB_VERSION = "https://unsubscribe.invalid/", "https://web-version.invalid/"
"""Stand in the mail until a tool's own placeholders do: no writer can have meant them (RFC 6761)."""
HEAVY, TOO_HEAVY = 80_000, 100_000
"""Bytes of HTML: Gmail hides what comes after some 102,000, the link to unsubscribe among it."""

TOOLS = (None, *NewsletterTool)


@dataclass(frozen=True)
class IssueMail:
    """An issue, written when it is asked for."""

    issue: NewsletterIssue
    composed: Composed

    @property
    def language(self) -> str:
        """Tag of its language."""
        return self.issue.locale.language_code

    @cached_property
    def address(self) -> str:
        """Where its web version will be, once it is frozen."""
        lang = f"?lang={self.language}" if prefix_of(self.language) else ""
        base_url = self.composed.page.context.addresses.base_url
        return f"{base_url}/newsletter/issues/{self.issue.number}.html{lang}"

    @cached_property
    def files(self) -> dict[str, MailFile]:
        """The files of its pictures, by id."""
        pictures = [entry.picture for entry in self.composed.entries if entry.picture]
        base_url = self.composed.page.context.addresses.base_url
        return mail_files(pictures, WIDEST, base_url, sharp=True)

    @cached_property
    def introduction(self) -> str:
        """The HTML of the introduction."""
        html = self.composed.page.context.html(self.issue.introduction)
        return widened(spaced_html(html, Typography.EMAIL))

    @cached_property
    def mjml(self) -> str:
        """The mail in MJML 4, for no tool in particular."""
        return self.written_for(self.address, "")

    def written_for(self, web_version: str, unsubscribe: str) -> str:
        """The mail in MJML 4 with these addresses; without one to unsubscribe, with a line to fill in."""
        addresses = self.composed.page.context.addresses
        with override(self.language):
            return render_to_string(
                TEMPLATE,
                {
                    "language": self.language,
                    "subject": in_mail(self.issue.subject),
                    "preheader": in_mail(self.issue.preheader),
                    "title": in_mail(self.issue.title),
                    "site_name": addresses.site_name or addresses.base_url,
                    "home": f"{addresses.base_url}{prefix_of(self.language)}/",
                    "introduction": mark_safe(self.introduction),  # noqa: S308
                    "sections": [
                        {
                            "title": in_mail(section.title),
                            "entries": [
                                self.shown(each, titled=bool(section.title))
                                for each in section.entries
                            ],
                        }
                        for section in self.composed.sections
                    ],
                    "legal_line": in_mail(legal_line()),
                    "web_version": web_version,
                    "unsubscribe": unsubscribe,
                    "words": {
                        "online": _("Read online"),
                        "unsubscribe": _("Unsubscribe"),
                        "fill_in": fill_in(),
                    },
                },
            )

    def shown(self, entry: Entry, *, titled: bool) -> dict[str, Any]:
        """What the mail shows of a story; its title stands below that of its section."""
        return {
            "level": "h3" if titled else "h2",
            "title": in_mail(entry.title),
            "excerpt": in_mail(entry.excerpt),
            "url": entry.story["url"],
            "picture": self.picture(entry.picture),
        }

    def picture(self, picture: Told | None) -> SafeString:
        """The picture of a story, without a caption."""
        if not picture:
            return SafeString("")
        told = {"alt": in_mail(picture["alt"]), "caption": None, "credit": None, "image": picture}
        return figure(told, self.files)

    @cached_property
    def html_for_tools(self) -> str:
        """The mail with places for the addresses that a tool knows; none of its words is taken for more."""
        return html_of_mjml(harmless(self.written_for(WEB_VERSION, UNSUBSCRIBE)))

    @cached_property
    def html_for_nobody(self) -> str:
        """The mail with a line for the sender to fill in."""
        return html_of_mjml(self.mjml)

    def html(self, tool: NewsletterTool | None = None) -> str:
        """The mail as an HTML document, with the placeholders of a tool or none."""
        if tool is None:
            return self.html_for_nobody
        given = placeholders(tool, self.language)
        html = self.html_for_tools.replace(UNSUBSCRIBE, given.unsubscribe)
        return html.replace(WEB_VERSION, given.web_version)

    @property
    def weight(self) -> int:
        """Bytes of the HTML."""
        return len(self.html().encode())

    def text(self, tool: NewsletterTool | None = None) -> str:
        """The mail as plain text: links are numbered and listed at the end."""
        with override(self.language):
            links = Links()
            parts = [
                heading(1, in_mail(self.issue.title)),
                rich({"html": self.introduction}, links),
                *(part for section in self.composed.sections for part in told_in(section, links)),
                links.listed(),
            ]
            words = paragraphs(parts)
            if tool is None:
                return paragraphs([words, *self.ending(self.address, fill_in())])
            given = placeholders(tool, self.language)
            leave = _("Unsubscribe: %(url)s") % {"url": given.unsubscribe}
            return paragraphs([harmless(words), *self.ending(given.web_version, leave)])

    def ending(self, web_version: str, leave: str) -> list[str]:
        """What stands at the end of the text."""
        online = in_mail(_("Read online: %(url)s")) % {"url": web_version}
        return [in_mail(legal_line()), lined([online, leave])]

    def told(self) -> dict[str, Any]:
        """What it tells, as data."""
        return {
            "number": self.issue.number,
            "language": self.language,
            "title": self.issue.title,
            "subject": self.issue.subject,
            "preheader": self.issue.preheader,
            "introduction_html": self.introduction,
            "url": self.address,
            "sections": [
                {"title": section.title, "items": [self.item(each) for each in section.entries]}
                for section in self.composed.sections
            ],
        }

    def item(self, entry: Entry) -> dict[str, Any]:
        """A story as data."""
        file = self.files.get(entry.picture["id"]) if entry.picture else None
        return {
            "id": entry.story["id"],
            "kind": entry.story["__typename"],
            "title": entry.title,
            "excerpt": entry.excerpt,
            "url": entry.story["url"],
            "image": file
            and {
                "url": file.url,
                "width": file.width,
                "height": file.height,
                "media_type": file.media_type,
                "alt": entry.picture["alt"],
                "credit": entry.picture["credit"],
            },
        }


def told_in(section: Any, links: Links) -> list[str]:
    """A section as text."""
    titles = [heading(2, in_mail(section.title))] if section.title else []
    return titles + [
        lined([f"{in_mail(each.title)} {links.number(each.story['url'])}", in_mail(each.excerpt)])
        for each in section.entries
    ]


def fill_in() -> str:
    """What stands where the sender puts the link to unsubscribe."""
    return in_mail(_("[Link to unsubscribe: for the sender to fill in]"))
