"""What a mail holds of a story around its blocks, and what no mail holds."""

import json
import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup

from cms.newsletter.content import email_html, email_text
from tests.newsletter.told import (
    IMAGE,
    OLIVIER,
    ROLE,
    SPACE,
    Told,
    below,
    block,
    figure,
    files,
    picture,
    report,
    told_testimonial,
    words,
)

HOSTILE = "<script>alert('1')</script> \" onload=\"x & y 🚀 ]]> <!-- </div>"
ATTRIBUTES = {
    "a": {"href", "style"},
    "img": {"src", "width", "alt", "style"},
    "div": {"lang", "style"},
    "td": {"bgcolor", "style"},
    "table": {"role", "border", "cellpadding", "cellspacing", "width", "style"},
}
TAGS = {*ATTRIBUTES, "blockquote", "br", "h2", "h3", "li", "p", "span", "strong", "tr", "ul"}


def test_report_begins_with_its_picture_and_its_facts() -> None:
    told = report(
        cover=picture("a", "Deux « récits »", credit="A. Roux"),
        venue="Salle Ampère",
        technopole={"name": "Château-Gombert", "slug": "chateau-gombert"},
        speakers=[{"topic": "Le plancton", "person": OLIVIER, **ROLE}],
    )
    html = email_html(told, files("a"))
    start = f'<div lang="fr">{IMAGE.format("a", f"Deux «{SPACE}récits{SPACE}»")}\n'
    assert html.startswith(start)
    assert words(html) == [
        "A. Roux",
        "Deux récits.",
        f"Mardi 8 juillet 2025, de 12{SPACE}h à 14{SPACE}h · Salle Ampère · Château-Gombert",
        "Ils ont pris la parole",
        "Olivier Roy",
        ", directeur (Planktovie)",
        "Le plancton",
    ]
    assert email_text(told) == below(
        "Le premier 12/14",
        "================",
        "",
        "Deux récits.",
        "",
        f"Mardi 8 juillet 2025, de 12{SPACE}h à 14{SPACE}h · Salle Ampère · Château-Gombert",
        "",
        "Ils ont pris la parole",
        "- Olivier Roy, directeur (Planktovie) – Le plancton",
    )


@pytest.mark.parametrize(
    ("locale", "start", "end", "expected"),
    [
        ("fr", "2025-07-01T12:30:00+02:00", None, f"Mardi 1er juillet 2025, à 12{SPACE}h{SPACE}30"),
        ("fr", "2025-07-08T22:30:00Z", None, f"Mercredi 9 juillet 2025, à 0{SPACE}h{SPACE}30"),
        (
            "fr",
            "2025-07-08T09:00:00+02:00",
            "2025-07-09T18:00:00+02:00",
            "Du mardi 8 juillet 2025 au mercredi 9 juillet 2025",
        ),
        (
            "en",
            "2025-07-01T12:00:00+02:00",
            "2025-07-01T14:00:00+02:00",
            "Tuesday 1 July 2025, from 12:00 to 14:00",
        ),
    ],
)
def test_event_is_dated(locale: str, start: str, end: str | None, expected: str) -> None:
    told = report(locale=locale, startsAt=start, endsAt=end)
    assert words(email_html(told, {}))[1] == expected
    assert expected in email_text(told).split("\n")


def test_testimonial_begins_with_who_tells_it() -> None:
    quote = {"text": "J’ai osé !", "role": "fondatrice", "person": {"name": "Ada Roux"}}
    told = told_testimonial(portrait=picture("a", "Ada"), pullQuote=quote)
    html = email_html(told, files("a"))
    assert html.startswith(f'<div lang="fr">{IMAGE.format("a", "Ada")}\n')
    said = f"«{SPACE}J’ai osé{SPACE}!{SPACE}»"
    told_by = ["Ada Roux", ", fondatrice"]
    assert words(html) == ["Elle raconte.", *told_by, said, "—", *told_by]
    assert BeautifulSoup(html, "html.parser").blockquote.get_text() == said
    assert email_text(told).split("\n") == [
        *("Ma voie", "=======", "", "Elle raconte.", "", "Ada Roux, fondatrice", ""),
        *(said, "— Ada Roux, fondatrice", ""),
        f"À lire en ligne{SPACE}: https://example.org/fr/temoignages/ma-voie/",
    ]


def test_english_story_is_english() -> None:
    quote = {"text": "Dare : it works", "person": OLIVIER, **ROLE}
    video = block("Embed", url="https://vimeo.com/1", provider="Vimeo", heading=None)
    told = report(block("Quote", quote=quote), video, locale="en", gallery=[figure("a", "Lunch")])
    html = email_html(told, files("a"))
    assert html.startswith('<div lang="en">')
    assert f"“Dare{SPACE}: it works”" in words(html)
    assert words(html)[-3:] == ["https://vimeo.com/1", "Watch on Vimeo", "In pictures"]
    assert email_text(told).split("\n")[-11:] == [
        *("Watch on Vimeo [1]", "", "In pictures", "-----------", "", "Picture: Lunch", ""),
        *("Links:", "[1] https://vimeo.com/1", ""),
        "Read online: https://example.org/fr/bilans/12-14/",
    ]


def everything(text: str) -> Told:
    """A report with every kind of block, in which every word is this text."""
    person = {"name": text}
    spoken = {"text": text, "role": text, "person": person, "organisation": person}
    shown = figure("a", text, text, text)
    address = f"https://example.org/?q={text}"
    html = {"html": "<p>Sûr</p>"}
    return report(
        block("Heading", text=text, level=2),
        block("Paragraph", content=html),
        block("Highlight", heading=text, content=html),
        block("QuestionAnswer", question=text, answer=html, person=person),
        block("Quote", quote=spoken),
        block("Image", figure=shown),
        block("Gallery", figures=[shown]),
        block("Embed", url=address, provider=text, heading=text),
        block("Downloads", heading=text, documents=[{"title": text, "url": address, "size": 1}]),
        block(
            "KeyFigures",
            heading=text,
            figures=[{"value": text, "unit": text, "label": text, "source": text}],
        ),
        block("People", heading=text, people=[person]),
        block("Organisations", heading=text, organisations=[{"name": text, "website": address}]),
        block("Testimonial", testimonial={"title": text, "url": address}),
        block("CallToAction", words=text, link={"label": text, "url": address}),
        title=text,
        standfirst=text,
        venue=text,
        technopole=person,
        speakers=[{**spoken, "topic": text}],
        cover=picture("a", text, text),
        gallery=[shown],
    )


def tags_of(html: str) -> Counter[str]:
    return Counter(tag.name for tag in BeautifulSoup(html, "html.parser").find_all())


def test_hostile_words_are_words() -> None:
    html = email_html(everything(HOSTILE), files("a"))
    assert tags_of(html) == tags_of(email_html(everything("Sage"), files("a")))
    assert "]]>" not in html
    assert "<!--" not in html
    read = BeautifulSoup(html, "html.parser")
    assert read.h2.get_text() == HOSTILE
    assert {image["alt"] for image in read.find_all("img")} == {HOSTILE}
    assert {link["href"] for link in read.find_all("a")} == {f"https://example.org/?q={HOSTILE}"}
    assert email_text(everything(HOSTILE)).startswith(f"{HOSTILE}\n====")


def test_html_is_what_mail_programs_show() -> None:
    html = email_html(everything("Sage"), files("a"))
    for tag in BeautifulSoup(html, "html.parser").find_all():
        assert tag.name in TAGS
        assert set(tag.attrs) <= ATTRIBUTES.get(tag.name, {"style"}), tag.name
    for forbidden in (".webp", "data:", "srcset", "class=", "url("):
        assert forbidden not in html
    for table in BeautifulSoup(html, "html.parser").find_all("table"):
        assert table["role"] == "presentation"


def test_boxes_are_cells_as_outlook_wants_them() -> None:
    html = email_html(everything("Sage"), files("a"))
    boxes = BeautifulSoup(html, "html.parser").find_all(style=re.compile("padding|border"))
    assert {tag.name for tag in boxes} == {"td", "ul"}


def test_story_stays_as_it_was() -> None:
    told = everything("Ah : « oui »")
    before = json.dumps(told)
    email_html(told, files("a"))
    email_text(told)
    assert json.dumps(told) == before


def test_addresses_stay_as_they_are() -> None:
    address = "https://example.org/? : \u00bb"
    html = f'<p><a href="{address}">là</a></p>'
    told = report(
        block("Paragraph", content={"html": html}),
        block("Embed", url=address, provider="", heading="Le film"),
    )
    links = BeautifulSoup(email_html(told, {}), "html.parser").find_all("a")
    assert [link["href"] for link in links] == [address, address]
    assert f"[1] {address}\n\n" in email_text(told)
