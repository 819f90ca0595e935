"""A story as HTML that every mail program shows: styles inline, pictures as JPEG or PNG, nothing live.

The only colours are those of the button: the rest is legible on whatever it lands on, light or dark.
"""

from collections.abc import Callable, Iterable, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cms.newsletter.pictures import MailFile
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

Files = Mapping[str, MailFile]

WIDEST = 600
"""Pixels: the width of a mail."""
NOTHING, BREAK = SafeString(""), SafeString("<br>")

# Without the attribute `height`: Yahoo makes `height:auto` no use, and narrow screens would squash pictures.
IMAGE = (
    '<img src="{}"{} width="{}" alt="{}" style="display:block;width:100%;max-width:{}px;height:auto;'
    'margin:0 0 8px;line-height:1.5">'
)
SHARPER = ' srcset="{} 2x"'
SMALL = '<p style="margin:0 0 16px;font-size:14px">{}</p>'
TITLE = '<p style="margin:24px 0 8px"><strong>{}</strong></p>'
ITEMS = '<ul style="margin:0 0 16px;padding:0 0 0 24px">{}</ul>'
ITEM = '<li style="margin:0 0 8px">{}</li>'
LINK = '<a href="{}">{}</a>'
# Outlook knows no padding but that of cells, and draws borders of nothing else as they are meant.
CELL = (
    '<table role="presentation" border="0" cellpadding="0" cellspacing="0" width="100%"'
    ' style="width:100%;margin:24px 0"><tr><td style="{}">{}</td></tr></table>'
)
BOX, RULE = "padding:0 16px;border:1px solid", "padding:0 0 0 16px;border-left:4px solid"
QUOTE = (
    '<blockquote style="margin:0 0 8px"><p style="margin:0;font-size:18px">{}</p></blockquote>'
    '<p style="margin:0">— {}</p>'
)
FIGURE = '<p style="margin:0 0 16px"><strong style="font-size:28px">{}</strong><br>{}{}</p>'
# Outlook gives a link no padding: the cell around it has the button's size and colour.
BUTTON = (
    '<table role="presentation" border="0" cellpadding="0" cellspacing="0" style="margin:16px 0">'
    '<tr><td bgcolor="#123c4a" style="padding:12px 24px;background-color:#123c4a">'
    '<a href="{}" style="color:#ffffff;font-weight:bold;text-decoration:none">{}</a>'
    "</td></tr></table>"
)


def html_of(story: Told, files: Files) -> SafeString:
    """A story whose words are typeset, in the language that is active."""
    parts = [
        *HEADS[story["__typename"]](story, files),
        *(BLOCKS[block["__typename"]](block, files) for block in story["body"]),
        in_pictures(story.get("gallery", []), files),
    ]
    return format_html('<div lang="{}">{}</div>', story["locale"], together(parts))


def report_head(report: Told, files: Files) -> list[SafeString]:
    """Its picture, what happened, when and where, and who spoke."""
    return [
        head_picture(report["cover"], files),
        standfirst(report),
        format_html('<p style="margin:0 0 16px"><strong>{}</strong></p>', facts(report)),
        speakers(report["speakers"]),
    ]


def testimonial_head(testimonial: Told, files: Files) -> list[SafeString]:
    """The portrait, what it tells, who tells it, and the sentence that stands out."""
    pull_quote = testimonial["pullQuote"]
    return [
        head_picture(testimonial["portrait"], files),
        standfirst(testimonial),
        format_html('<p style="margin:0 0 16px">{}</p>', introduced(testimonial)),
        quote(pull_quote) if pull_quote else NOTHING,
    ]


def standfirst(story: Told) -> SafeString:
    return format_html('<p style="margin:0 0 16px;font-size:18px">{}</p>', story["standfirst"])


def speakers(told: list[Told]) -> SafeString:
    """Who spoke, under which title, and about what."""
    lines = (
        together([introduced(speaker), speaker["topic"] or ""], separator=BREAK) for speaker in told
    )
    return titled(_("They spoke"), items(lines)) if told else NOTHING


def introduced(spoken: Told) -> SafeString:
    """A name with the role and the organisation it was said for."""
    return format_html("<strong>{}</strong>{}", spoken["person"]["name"], standing(spoken))


def quote(told: Told) -> SafeString:
    """Who said it stands below, beside the same rule."""
    return format_html(CELL, RULE, format_html(QUOTE, quoted(told["text"]), introduced(told)))


def head_picture(image: Told | None, files: Files) -> SafeString:
    return figure({**image, "caption": None, "image": image}, files) if image else NOTHING


def figure(told: Told, files: Files) -> SafeString:
    """A picture, and its caption below; nothing when there is no file of it."""
    file = files.get(told["image"]["id"])
    if file is None:
        return NOTHING
    width = min(WIDEST, file.width)
    sharper = format_html(SHARPER, file.sharper) if file.sharper else NOTHING
    below = legend(told)
    return together(
        [
            format_html(IMAGE, file.url, sharper, width, told["alt"], width),
            format_html(SMALL, below) if below else NOTHING,
        ]
    )


def gallery(figures: Iterable[Told], files: Files) -> SafeString:
    """Pictures one below the other."""
    return together(figure(each, files) for each in figures)


def in_pictures(figures: list[Told], files: Files) -> SafeString:
    """The gallery of a report, under its heading."""
    pictures = gallery(figures, files)
    return together([heading(2, _("In pictures")), pictures]) if pictures else NOTHING


def heading(level: int, text: str) -> SafeString:
    return format_html('<h{} style="margin:24px 0 8px">{}</h{}>', level, text, level)


def rich(text: Told) -> SafeString:
    """A rich text, which the API made safe."""
    return mark_safe(text["html"])  # noqa: S308


def highlight(block: Told, files: Files) -> SafeString:
    return format_html(CELL, BOX, titled(block["heading"], rich(block["content"])))


def question_answer(block: Told, files: Files) -> SafeString:
    """A question, who answers, and the answer."""
    person = block["person"]
    name = format_html(SMALL, person["name"]) if person else NOTHING
    return together([titled(block["question"], name), rich(block["answer"])])


def embed(block: Told, files: Files) -> SafeString:
    """A way to the video: mails show none."""
    title = block["heading"] or block["url"]
    return format_html(
        '<p style="margin:16px 0">' + LINK + "<br>{}</p>", block["url"], title, watching(block)
    )


def downloads(block: Told, files: Files) -> SafeString:
    documents = (
        format_html(LINK + " ({})", each["url"], each["title"], size_of(each))
        for each in block["documents"]
    )
    return titled(block["heading"], items(documents))


def key_figures(block: Told, files: Files) -> SafeString:
    """Each figure with its unit, what it counts, and who says so."""
    figures = (
        format_html(FIGURE, value_of(each), each["label"], small_source(each))
        for each in block["figures"]
    )
    return titled(block["heading"], together(figures))


def small_source(figure: Told) -> SafeString:
    source = source_of(figure)
    return format_html('<br><span style="font-size:14px">{}</span>', source) if source else NOTHING


def people(block: Told, files: Files) -> SafeString:
    return titled(block["heading"], items(each["name"] for each in block["people"]))


def organisations(block: Told, files: Files) -> SafeString:
    """Their names, as links where they have a site."""
    names = (
        format_html(LINK, each["website"], each["name"]) if each["website"] else each["name"]
        for each in block["organisations"]
    )
    return titled(block["heading"], items(names))


def testimonial_link(block: Told, files: Files) -> SafeString:
    told = block["testimonial"]
    link = format_html('<p style="margin:0 0 16px">' + LINK + "</p>", told["url"], told["title"])
    return titled(_("Testimonial"), link)


def call_to_action(block: Told, files: Files) -> SafeString:
    """Why one would do it, and a button."""
    button = format_html(BUTTON, block["link"]["url"], block["link"]["label"])
    words = block["words"]
    reason = format_html('<p style="margin:24px 0 8px">{}</p>', words) if words else NOTHING
    return together([reason, button])


def titled(title: str | None, content: SafeString) -> SafeString:
    """Content under its title, if it has one."""
    return together([format_html(TITLE, title) if title else NOTHING, content])


def items(lines: Iterable[str]) -> SafeString:
    return format_html(ITEMS, together(format_html(ITEM, line) for line in lines))


def together(parts: Iterable[str], separator: str = "\n") -> SafeString:
    """The parts that are there, one after the other."""
    return format_html_join(separator, "{}", ((part,) for part in parts if part))


HEADS: dict[str, Callable[[Told, Files], list[SafeString]]] = {
    "EventReport": report_head,
    "Testimonial": testimonial_head,
}
BLOCKS: dict[str, Callable[[Told, Files], SafeString]] = {
    "HeadingBlock": lambda block, files: heading(block["level"], block["text"]),
    "ParagraphBlock": lambda block, files: rich(block["content"]),
    "HighlightBlock": highlight,
    "QuestionAnswerBlock": question_answer,
    "QuoteBlock": lambda block, files: quote(block["quote"]),
    "ImageBlock": lambda block, files: figure(block["figure"], files),
    "GalleryBlock": lambda block, files: gallery(block["figures"], files),
    "EmbedBlock": embed,
    "DownloadsBlock": downloads,
    "KeyFiguresBlock": key_figures,
    "PeopleBlock": people,
    "OrganisationsBlock": organisations,
    "TestimonialBlock": testimonial_link,
    "CallToActionBlock": call_to_action,
}
