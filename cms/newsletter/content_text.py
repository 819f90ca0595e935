"""A story as plain text, made of its data: headings are underlined, lines are not wrapped."""

import re
from collections.abc import Callable, Iterable

from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext as _

from cms.newsletter.sentences import (
    Told,
    facts,
    legend,
    quoted,
    size_of,
    source_of,
    standing,
    value_of,
    watching,
)
from snippets.rich_text import words_of

RULES = {1: "=", 2: "-", 3: "~"}
"""What headings are underlined with, by level."""
LONGEST_RULE = 72
END_OF_PARAGRAPH = re.compile(r"(?<=</p>)|(?<=</[uo]l>)")


class Links:
    """The addresses a text leads to, numbered as they are met."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    def number(self, address: str) -> str:
        """As in “[1]”; an address keeps its number."""
        if address not in self.addresses:
            self.addresses.append(address)
        return f"[{self.addresses.index(address) + 1}]"

    def listed(self) -> str:
        """All of them with their numbers; empty when there are none."""
        lines = (f"{self.number(each)} {each}" for each in self.addresses)
        return lined([_("Links:"), *lines]) if self.addresses else ""


def text_of(story: Told) -> str:
    """A story whose words are typeset, in the language that is active."""
    links = Links()
    parts = [
        *HEADS[story["__typename"]](story),
        *(BLOCKS[block["__typename"]](block, links) for block in story["body"]),
        in_pictures(story.get("gallery", [])),
        links.listed(),
        _("Read online: %(url)s") % {"url": story["url"]},
    ]
    return paragraphs(parts)


def report_head(report: Told) -> list[str]:
    """What happened, when and where, and who spoke."""
    return [
        heading(1, report["title"]),
        report["standfirst"],
        facts(report),
        titled(_("They spoke"), items(map(speaker, report["speakers"]))),
    ]


def testimonial_head(testimonial: Told) -> list[str]:
    """What it tells, who tells it, and the sentence that stands out."""
    pull_quote = testimonial["pullQuote"]
    return [
        heading(1, testimonial["title"]),
        testimonial["standfirst"],
        introduced(testimonial),
        quote(pull_quote) if pull_quote else "",
    ]


def speaker(told: Told) -> str:
    """Who spoke, under which title, and about what."""
    return " – ".join(filter(None, (introduced(told), told["topic"])))


def introduced(spoken: Told) -> str:
    """A name with the role and the organisation it was said for."""
    return spoken["person"]["name"] + standing(spoken)


def quote(told: Told) -> str:
    return lined([quoted(told["text"]), f"— {introduced(told)}"])


def figure(told: Told) -> str:
    """What is told of a picture: nothing when it has no caption and shows nothing that matters."""
    words = legend({**told, "caption": told["caption"] or told["alt"]})
    shows_something = told["caption"] or told["alt"]
    return _("Picture: %(words)s") % {"words": words} if shows_something else ""


def gallery(figures: Iterable[Told]) -> str:
    return lined(map(figure, figures))


def in_pictures(figures: list[Told]) -> str:
    """The gallery of a report, under its heading."""
    pictures = gallery(figures)
    return paragraphs([heading(2, _("In pictures")), pictures]) if pictures else ""


def heading(level: int, text: str) -> str:
    return lined([text, RULES[level] * min(len(text), LONGEST_RULE)])


def rich(text: Told, links: Links) -> str:
    """The words of a rich text, its paragraphs apart."""
    html = text["html"]
    if "<a " in html or "<li>" in html:
        html = marked(html, links)
    return paragraphs(words_of(part) for part in END_OF_PARAGRAPH.split(html))


def marked(html: str, links: Links) -> str:
    """The same HTML with the numbers of its links and the marks of its lists among its words."""
    parsed = BeautifulSoup(html, "html.parser")
    for anchor in parsed.find_all("a", href=True):
        if not tells_its_address(anchor):
            anchor.append(f" {links.number(anchor['href'])}")
    for item in parsed.find_all("li"):
        item.insert(0, f"\n{mark_of(item)} ")
    return str(parsed)


def tells_its_address(anchor: Tag) -> bool:
    """Whether the words of a link are where it leads: they need no number."""
    words = anchor.get_text().strip()
    return anchor["href"] in {words, f"mailto:{words}"}


def mark_of(item: Tag) -> str:
    """A dash, or the number of an item of a numbered list."""
    if item.parent.name != "ol":
        return "-"
    return f"{len(item.find_previous_siblings('li')) + 1}."


def question_answer(block: Told, links: Links) -> str:
    """A question, and the answer under the name of who gives it."""
    answer = rich(block["answer"], links)
    if block["person"]:
        answer = lined([_("%(name)s:") % {"name": block["person"]["name"]}, answer])
    return paragraphs([block["question"], answer])


def embed(block: Told, links: Links) -> str:
    """A way to the video, by its title if it has one."""
    return lined([block["heading"] or "", f"{watching(block)} {links.number(block['url'])}"])


def downloads(block: Told, links: Links) -> str:
    documents = (
        f"{each['title']} ({size_of(each)}) {links.number(each['url'])}"
        for each in block["documents"]
    )
    return titled(block["heading"], items(documents))


def key_figures(block: Told, links: Links) -> str:
    return titled(block["heading"], items(map(key_figure, block["figures"])))


def key_figure(told: Told) -> str:
    """A figure with its unit, what it counts, and who says so; as in “8 laboratories”."""
    label, source = told["label"], source_of(told)
    between = " " if label[:1].islower() else " – "
    return f"{value_of(told)}{between}{label}" + (f" ({source})" if source else "")


def people(block: Told, links: Links) -> str:
    return titled(block["heading"], items(each["name"] for each in block["people"]))


def organisations(block: Told, links: Links) -> str:
    """Their names, with the number of their site where they have one."""
    names = (
        f"{each['name']} {links.number(each['website'])}" if each["website"] else each["name"]
        for each in block["organisations"]
    )
    return titled(block["heading"], items(names))


def testimonial_link(block: Told, links: Links) -> str:
    told = block["testimonial"]
    return titled(_("Testimonial"), f"{told['title']} {links.number(told['url'])}")


def call_to_action(block: Told, links: Links) -> str:
    """Why one would do it, and where."""
    link = block["link"]
    return lined([block["words"], f"{link['label']} {links.number(link['url'])}"])


def titled(title: str | None, content: str) -> str:
    """Content under its title, if it has one; nothing when there is no content."""
    return lined([title or "", content]) if content else ""


def items(lines: Iterable[str]) -> str:
    return lined(f"- {line}" for line in lines)


def lined(lines: Iterable[str]) -> str:
    """Those that are there, a line each."""
    return "\n".join(filter(None, lines))


def paragraphs(parts: Iterable[str]) -> str:
    """Those that are there, with an empty line between them."""
    return "\n\n".join(filter(None, parts))


HEADS: dict[str, Callable[[Told], list[str]]] = {
    "EventReport": report_head,
    "Testimonial": testimonial_head,
}
BLOCKS: dict[str, Callable[[Told, Links], str]] = {
    "HeadingBlock": lambda block, links: heading(block["level"], block["text"]),
    "ParagraphBlock": lambda block, links: rich(block["content"], links),
    "HighlightBlock": lambda block, links: titled(block["heading"], rich(block["content"], links)),
    "QuestionAnswerBlock": question_answer,
    "QuoteBlock": lambda block, links: quote(block["quote"]),
    "ImageBlock": lambda block, links: figure(block["figure"]),
    "GalleryBlock": lambda block, links: gallery(block["figures"]),
    "EmbedBlock": embed,
    "DownloadsBlock": downloads,
    "KeyFiguresBlock": key_figures,
    "PeopleBlock": people,
    "OrganisationsBlock": organisations,
    "TestimonialBlock": testimonial_link,
    "CallToActionBlock": call_to_action,
}
