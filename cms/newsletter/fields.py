"""The mails of stories over GraphQL: emailHtml and emailText.

Each tells what the operations of feeds ask of a story, asked of all stories of an answer at once.
"""

from functools import cache
from pathlib import Path
from typing import Any

from graphql import DocumentNode, parse

from cms.api import waves
from cms.api.preparations import PREPARATIONS
from cms.api.resolvers import RESOLVERS, WEIGHTS
from cms.newsletter import issue_fields
from cms.newsletter.mail import Mail, mails_of
from pages.models.base import StoryPage
from snippets.reading import read

FOLDER = Path(__file__).parent / "operations"
TYPES = ("EventReport", "Testimonial")
WEIGHT = 100
"""A mail asks for about as many objects."""


def prepare_mails(pages: list[StoryPage], field: Any, info: Any) -> None:
    """The mails of all pages, in one query a model or relation."""
    reader = info.context.reader
    missing = [page for page in pages if not reader.has_prepared(page, "mail")]
    if not missing:
        return
    stories = waves.told(operation(), missing, info.schema, info.context)
    for page, mail in zip(missing, mails_of(stories, info.context.addresses), strict=True):
        reader.prepare(page, "mail", mail)


@cache
def operation() -> DocumentNode:
    """What is asked of each story; read here, since `stories` asks the schema, which these fields are part of."""
    parts = (FOLDER / f"{name}.graphql" for name in ("story", "content"))
    return parse("".join(part.read_text() for part in parts))


def mail_of(page: StoryPage, info: Any) -> Mail:
    """The mail of a page, once it was prepared."""
    return read(page, "mail", info.context.reader)


def connect() -> None:
    """Tell the API how the fields of stories and of issues are made."""
    issue_fields.connect()
    for of in TYPES:
        for name in ("emailHtml", "emailText"):
            PREPARATIONS[f"{of}.{name}"] = prepare_mails
            WEIGHTS[f"{of}.{name}"] = WEIGHT
        RESOLVERS[f"{of}.emailHtml"] = lambda page, info: mail_of(page, info).html
        RESOLVERS[f"{of}.emailText"] = lambda page, info: mail_of(page, info).text
