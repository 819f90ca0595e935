"""JSON Feed 1.1, and the flat list that Brevo and MailUp loop over.

Source: https://www.jsonfeed.org/version/1.1/
"""

from typing import Any

from cms.newsletter.feed import Feed
from cms.newsletter.items import Item, in_mail

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: Feed) -> dict[str, Any]:
    """A feed as JSON Feed has it; `_technopole` says what it does not know."""
    return present(
        {
            "version": VERSION,
            "title": feed.title,
            "description": feed.description,
            "home_page_url": feed.home,
            "feed_url": feed.address,
            "next_url": feed.next_address,
            "language": feed.language,
            "items": [entry(item) for item in feed.items],
            "_technopole": {
                "news_url": feed.news_address,
                "has_more_news": feed.told.has_more,
                "withdrawn": feed.withdrawn,
            },
        }
    )


def entry(item: Item) -> dict[str, Any]:
    """An item of JSON Feed."""
    story, file = item.story, item.file
    return present(
        {
            "id": item.guid,
            "url": item.url,
            "title": item.title,
            "content_html": item.html,
            "content_text": item.text,
            "summary": item.summary,
            "image": file and file.url,
            "date_published": story["firstPublishedAt"],
            "date_modified": story["lastPublishedAt"],
            "authors": [{"name": name} for name in item.authors],
            "tags": [name for _domain, name in item.categories],
            "language": story["locale"],
            "attachments": [attachment(item)] if file else None,
            "_technopole": facts(item),
        }
    )


def attachment(item: Item) -> dict[str, Any]:
    """The picture of an item as a file."""
    told = {
        "url": item.file.url,
        "mime_type": item.file.media_type,
        "title": item.picture["alt"],
    }
    return told | ({"size_in_bytes": item.file.length} if item.file.length else {})


def facts(item: Item) -> dict[str, Any]:
    """What is known of an item beyond its text."""
    story = item.story
    return present(
        {
            "kind": "report" if item.is_report else "testimonial",
            "path": story["path"],
            "starts_at": story.get("startsAt"),
            "ends_at": story.get("endsAt"),
            "venue": story.get("venue"),
            "edition": story.get("edition"),
            "series": name_of(story.get("series")),
            "technopole": name_of(story["technopole"]),
            "organisations": [in_mail(each["name"]) for each in story["organisations"]],
        }
    )


def flat(item: Item) -> dict[str, Any]:
    """An item without anything below it: every field is there, and empty when there is nothing."""
    story, file = item.story, item.file
    quote = first_quote(story)
    return {
        "id": item.guid,
        "kind": "report" if item.is_report else "testimonial",
        "title": item.title,
        "url": item.url,
        "summary": item.summary,
        "html": item.html,
        "text": item.text,
        "published_at": story["firstPublishedAt"],
        "updated_at": story["lastPublishedAt"],
        "language": story["locale"],
        "image": file.url if file else "",
        "image_width": file.width if file else 0,
        "image_height": file.height if file else 0,
        "image_alt": item.picture["alt"] if file else "",
        "image_credit": (item.picture["credit"] or "") if file else "",
        "technopole": name_of(story["technopole"]) or "",
        "series": name_of(story.get("series")) or "",
        "edition": story.get("edition") or 0,
        "starts_at": story.get("startsAt") or "",
        "ends_at": story.get("endsAt") or "",
        "venue": in_mail(story.get("venue") or ""),
        "people": ", ".join(item.authors),
        "organisations": ", ".join(in_mail(each["name"]) for each in story["organisations"]),
        "sectors": ", ".join(in_mail(each["name"]) for each in story["sectors"]),
        "quote": in_mail(quote["text"]) if quote else "",
        "quote_by": quote["person"]["name"] if quote else "",
        "quote_role": in_mail(quote["role"] or "") if quote else "",
    }


def first_quote(story: dict[str, Any]) -> dict[str, Any] | None:
    """The first thing somebody says in a story."""
    blocks = (block["quote"] for block in story["body"] if block["__typename"] == "QuoteBlock")
    return story.get("pullQuote") or next(filter(None, blocks), None)


def name_of(record: dict[str, Any] | None) -> str | None:
    """The name of a record, if there is one."""
    return in_mail(record["name"]) if record else None


def present(values: dict[str, Any]) -> dict[str, Any]:
    """Only what there is: JSON Feed knows no null."""
    return {name: value for name, value in values.items() if value is not None}
