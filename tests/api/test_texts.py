"""Rich text as HTML, words, Markdown and links, in the typography of where it will be shown."""

from typing import Any

import pytest

from tests.factories import (
    block,
    make_document,
    make_organisation,
    make_person,
    make_report,
    make_standard_page,
)

TEXT = """
query ($slug: String!, $typography: Typography) {
  organisation(slug: $slug) {
    presentation {
      html(typography: $typography) paths: html(links: PATH) text(typography: $typography) markdown
      links { label url target { __typename ... on StandardPage { title } ... on Document { title } } }
    }
  }
}
"""


@pytest.mark.parametrize(
    ("typography", "space"), [("WEB", "\u202f"), ("EMAIL", "\u00a0"), ("PLAIN", " ")]
)
def test_spaces_at_french_marks_are_those_asked_for(ask: Any, typography: str, space: str) -> None:
    source = "<p>Il dit : « Oui\u00a0! »</p>"
    organisation = make_organisation(presentation=source)
    answer = ask(TEXT, slug=organisation.slug, typography=typography)["organisation"][
        "presentation"
    ]
    words = f"Il dit{space}: «{space}Oui{space}!{space}»"
    assert answer["html"] == f"<p>{words}</p>"
    assert answer["text"] == words


@pytest.mark.parametrize(
    ("typography", "space"), [("WEB", "\u202f"), ("EMAIL", "\u00a0"), ("PLAIN", " ")]
)
def test_what_was_typed_plainly_is_given_as_asked(ask: Any, typography: str, space: str) -> None:
    source = '<p>"<b>10 000</b> élèves" : l\'avenir? Le 06 12 34 56 78...</p>'
    organisation = make_organisation(presentation=source)
    answer = ask(TEXT, slug=organisation.slug, typography=typography)["organisation"][
        "presentation"
    ]
    told = "«_<b>10_000</b> élèves_»_: l’avenir_? Le 06 12 34 56 78…".replace("_", space)
    assert answer["html"] == f"<p>{told}</p>"
    assert answer["text"] == told.replace("<b>", "").replace("</b>", "")
    assert answer["markdown"] == "«_**10_000** élèves_»_: l’avenir_? Le 06 12 34 56 78…".replace(
        "_", "\u00a0"
    )


def test_links_are_told_apart_from_the_text(ask: Any) -> None:
    page, hidden = make_standard_page(title="About", slug="about"), make_standard_page(live=False)
    document = make_document(title="Programme")
    source = (
        f'<p><a linktype="page" id="{page.pk}">one</a> <a linktype="page" id="{hidden.pk}">two</a> '
        f'<a linktype="document" id="{document.pk}"><b>three</b></a> '
        '<a href="https://example.com/?a=1&amp;b=2">four</a> <a href="javascript:x">five</a></p>'
    )
    organisation = make_organisation(presentation=source)
    text = ask(TEXT, slug=organisation.slug)["organisation"]["presentation"]
    address = f"http://localhost{document.url}"
    assert text["links"] == [
        {
            "label": "one",
            "url": "http://localhost/about/",
            "target": {"__typename": "StandardPage", "title": "About"},
        },
        {
            "label": "three",
            "url": address,
            "target": {"__typename": "Document", "title": "Programme"},
        },
        {"label": "four", "url": "https://example.com/?a=1&b=2", "target": None},
    ]
    assert text["markdown"] == (
        f"[one](http://localhost/about/) two [**three**]({address}) "
        "[four](https://example.com/?a=1&b=2) five"
    )
    assert '<a href="/about/">one</a>' in text["paths"]


def test_words_of_a_quote_have_a_typography_too(ask: Any) -> None:
    value = {
        "text": "Est-ce possible ?",
        "person": make_person().pk,
        "role": "x",
        "organisation": None,
    }
    make_report(body=[block("quote", value)])
    answer = ask("{ quotes { nodes { text mail: text(typography: EMAIL) } } }")["quotes"]["nodes"]
    assert answer == [{"text": "Est-ce possible\u202f?", "mail": "Est-ce possible\u00a0?"}]
