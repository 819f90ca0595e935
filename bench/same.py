"""Whether two answers hold the same data, whatever the names of their fields.

Both are brought to one form: texts without tags and with plain spaces, moments to the second in
UTC, what has no order sorted, pictures with the number of their files and the path of the largest.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from html import unescape
from typing import Any

from bench.clients import Refused

TAG = re.compile(r"<[^>]*>")
Data = Any


def plain(text: Any) -> str:
    """Words alone."""
    return " ".join(unescape(TAG.sub(" ", str(text or ""))).split())


def moment(text: str | None) -> str:
    """A moment in UTC, to the second."""
    if not text:
        return ""
    return datetime.fromisoformat(text).astimezone(UTC).isoformat(timespec="seconds")


def path_of(url: str) -> str:
    """The path of a file, without host and folder of the uploads."""
    return url.partition("/media/")[2] if "/media/" in url else plain(url)


def values(thing: Data, *names: str) -> tuple[str, ...] | None:
    """Some fields of a record, if there is one."""
    return None if thing is None else tuple(plain(thing[name]) for name in names)


def names(things: Iterable[Data]) -> list[str]:
    return sorted(plain(thing["name"]) for thing in things)


def organisation(thing: Data) -> tuple[str, ...] | None:
    """An organisation; the enum of its kind is written in capitals by one of the two."""
    if thing is None:
        return None
    return (*values(thing, "name", "slug", "website", "foundedIn"), thing["kind"].lower())


def technopole(thing: Data) -> tuple[str, ...] | None:
    return values(thing, "name", "slug", "tagline", "city", "address", "website")


def files(picture: Data) -> tuple[int, str, int]:
    """How many files a picture is given in, the largest of them, and its width."""
    if "srcset" in picture:
        largest, number = picture["rendition"], len(picture["srcset"].split(", "))
    else:
        largest, number = picture["large"], len({picture["small"]["url"], picture["large"]["url"]})
    return number, path_of(largest["url"]), largest["width"]


def card_picture(picture: Data) -> Data:
    return None if picture is None else (plain(picture["alt"]), *files(picture))


def full_picture(picture: Data) -> Data:
    if picture is None:
        return None
    own = values(picture, "alt", "credit", "licence", "width", "height", "placeholder")
    return (*own, *files(picture))


def card(report: Data) -> Data:
    """A report of a list of cards."""
    return (
        values(report, "title", "standfirst"),
        report.get("path") or report["url"],
        moment(report["startsAt"]),
        card_picture(report["cover"]),
        values(report["technopole"], "name", "slug"),
        values(report["series"], "name", "slug"),
        names(report["sectors"]),
        sorted(tag if isinstance(tag, str) else tag["name"] for tag in report["tags"]),
    )


def line(report: Data) -> Data:
    """A report of a plain list."""
    return (
        values(report, "title", "standfirst"),
        report.get("path") or report["url"],
        moment(report["startsAt"]),
        values(report["technopole"], "name", "slug"),
        values(report.get("series"), "name", "slug"),
    )


def nested(one: Data) -> Data:
    """An organisation with its people and its last reports."""
    if "affiliations" in one:
        people, reports = [each["person"] for each in one["affiliations"]], one["latestReports"]
    else:
        people, reports = one["people"]["nodes"], one["eventReports"]["nodes"]
    told = [
        (
            plain(each["title"]),
            moment(each["startsAt"]),
            each.get("path") or each["url"],
            values(each["technopole"], "name", "slug"),
            [
                (plain(speaker["role"]), plain(speaker["person"]["name"]))
                for speaker in each["speakers"]
            ],
        )
        for each in reports
    ]
    return (
        values(one, "name", "slug"),
        values(one["technopole"], "name"),
        sorted(set(names(people))),
        told,
    )


def figure(thing: Data) -> Data:
    """A picture as it stands in a text: the words that are shown in its place."""
    image = thing["image"]
    words = "" if thing.get("isDecorative") else thing.get("altText") or image["alt"]
    return plain(thing.get("alt", words)), plain(thing["caption"]), full_picture(image)


def quote(thing: Data) -> Data:
    return (
        values(thing, "text", "role"),
        values(thing["person"], "name"),
        organisation(thing["organisation"]),
    )


def quote_record(thing: Data) -> Data:
    return (
        quote(thing),
        values(thing, "saidOn"),
        technopole(thing["technopole"]),
        values(thing["page"], "title", "slug"),
    )


def embed(block: Data) -> Data:
    """A video; stock gives what its provider said as JSON in a string, the product as fields."""
    if "media" in block:
        return (plain(block["media"]["url"]),)
    return (plain(block["url"]),)


def link(block: Data) -> Data:
    led = block["link"]
    target = led.get("target") or led.get("page") or led.get("document")
    return values(block, "text"), values(led, "label"), values(target, "title")


BLOCKS: dict[str, Callable[[Data], Data]] = {
    "HeadingBlock": lambda block: values(block, "text", "level"),
    "ParagraphBlock": lambda block: plain(html_of(block, "content", "value")),
    "HighlightBlock": lambda block: (plain(block["title"]), plain(html_of(block, "content"))),
    "QuestionAnswerBlock": lambda block: (
        plain(block["question"]),
        plain(html_of(block, "answer")),
        values(block["person"], "name"),
    ),
    "QuoteBlock": lambda block: quote(block.get("quote") or block),
    "ImageBlock": lambda block: figure(block.get("figure") or block),
    "GalleryBlock": lambda block: [figure(each) for each in block["figures"]],
    "EmbedBlock": embed,
    "DownloadsBlock": lambda block: [values(each, "title") for each in block["documents"]],
    "KeyFiguresBlock": lambda block: [key_figure(each) for each in block["figures"]],
    "PeopleBlock": lambda block: (plain(block["title"]), names(block["people"])),
    "OrganisationsBlock": lambda block: (
        plain(block["title"]),
        [organisation(each) for each in block["organisations"]],
    ),
    "TestimonialBlock": lambda block: values(block["testimonial"], "title", "role", "standfirst"),
    "CallToActionBlock": link,
}


def html_of(block: Data, *fields: str) -> str:
    """The HTML of a rich text, whichever field holds it."""
    found = next(block[name] for name in fields if name in block)
    return found["html"] if isinstance(found, dict) else found


def key_figure(thing: Data) -> Data:
    return values(thing, "value", "unit", "label", "asOf", "source")


def block(thing: Data) -> Data:
    kind = thing["__typename"].removeprefix("Story")
    return kind, BLOCKS[kind](thing)


def full(report: Data) -> Data:
    """A whole report."""
    return (
        card({**report, "cover": None}),
        full_picture(report["cover"]),
        values(report, "edition", "venue", "readingMinutes"),
        report.get("locale") or report["language"],
        [moment(report[name]) for name in ("endsAt", "firstPublishedAt", "lastPublishedAt")],
        values(report["series"], "promise"),
        technopole(report["technopole"]),
        sorted(organisation(each) for each in report["organisers"]),
        [
            (
                values(each, "role", "topic"),
                values(each["person"], "name"),
                organisation(each["organisation"]),
            )
            for each in report["speakers"]
        ],
        [(plain(each["caption"]), full_picture(each["image"])) for each in report["gallery"]],
        [quote_record(each) for each in report["quotes"]],
        [key_figure(each) for each in report["keyFigures"]],
        names(report.get("people") or report.get("peopleNamed") or []),
        names(report.get("organisations") or report.get("organisationsNamed") or []),
        [block(each) for each in report["body"]],
    )


def items(data: Data) -> tuple[int | None, list[Data]]:
    """The total, where there is one, and the items of either answer."""
    [root] = data.values()
    if isinstance(root, list):
        return None, root
    if "items" in root:
        return root["pagination"]["total"], root["items"]
    return root.get("totalCount"), root["nodes"]


def cards(data: Data) -> Data:
    return [card(each) for each in items(data)[1]]


def nested_lists(data: Data) -> Data:
    return [nested(each) for each in items(data)[1]]


def whole(data: Data) -> Data:
    return [full(each) for each in items(data)[1]]


def filtered(data: Data) -> Data:
    total, found = items(data)
    return total, [line(each) for each in found]


def found_by_words(data: Data) -> Data:
    """The total and how many are given: answers that are equally good stand in either order."""
    total, found = items(data)
    return total, len(found)


FORMS: dict[str, Callable[[Data], Data]] = {
    "cards-20": cards,
    "nested-20": nested_lists,
    "full": whole,
    "filtered": filtered,
    "search": found_by_words,
}


def compare(file: str, product: Data, stock: Data) -> int:
    """The number of items that both answers tell alike; Refused with the first difference."""
    form = FORMS[file]
    ours, theirs = form(product), form(stock)
    if ours != theirs:
        raise Refused(f"{file}: the answers differ. {difference(ours, theirs)}")
    return len(items(product)[1])


def difference(ours: Data, theirs: Data, where: str = "") -> str:
    """Where two values begin to differ."""
    both = isinstance(ours, list | tuple) and isinstance(theirs, list | tuple)
    if both and len(ours) == len(theirs):
        for number, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            if one != other:
                return difference(one, other, f"{where}/{number}")
    return f"At {where}: the product has {str(ours)[:1500]} and stock {str(theirs)[:1500]}."
