"""The tools that send newsletters: where each puts the links that only it knows."""

from enum import Enum
from typing import NamedTuple


class NewsletterTool(Enum):
    """A tool that sends newsletters; the value is its name in addresses."""

    BREVO = "brevo"
    MAILCHIMP = "mailchimp"
    BUTTONDOWN = "buttondown"
    LISTMONK = "listmonk"
    MAILJET = "mailjet"


class Placeholders(NamedTuple):
    """What a tool replaces by an address of its own, when it sends."""

    unsubscribe: str
    web_version: str


PLACEHOLDERS = {
    NewsletterTool.BREVO: Placeholders("{{ unsubscribe }}", "{{ mirror }}"),
    NewsletterTool.MAILCHIMP: Placeholders("*|UNSUB|*", "*|ARCHIVE|*"),
    NewsletterTool.BUTTONDOWN: Placeholders("{{ unsubscribe_url }}", "{{ email_url }}"),
    NewsletterTool.LISTMONK: Placeholders("{{ UnsubscribeURL }}", "{{ MessageURL }}"),
    NewsletterTool.MAILJET: Placeholders("[[UNSUB_LINK_FR]]", "[[PERMALINK]]"),
}
"""From the documentation of each tool."""


def placeholders(tool: NewsletterTool, language: str) -> Placeholders:
    """Those of a tool in a language: Mailjet has a page to unsubscribe for each."""
    unsubscribe, web_version = PLACEHOLDERS[tool]
    return Placeholders(unsubscribe.replace("_FR]]", f"_{language.upper()}]]"), web_version)


OPENINGS = ("{{", "{%", "*|", "[[")
"""How the placeholders of these tools begin: in words they would be taken for some."""


def harmless(text: str) -> str:
    """Words, or HTML made of words, that no tool takes for one of its placeholders."""
    for opening in OPENINGS:
        text = text.replace(opening, f"{opening[0]}\u2060{opening[1]}")
    return text
