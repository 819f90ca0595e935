"""A text that was written elsewhere becomes blocks: in order, and with every word."""

import re
import time
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.pasting.bodies import Split, split
from pages.pasting.lines import lines_of_html, lines_of_text
from snippets.rich_text import words_of
from tests.factories import make_person

WORD_DOCUMENT = """<html><head><style>p.MsoNormal {color: red}</style><title>Sans titre</title></head><body lang=FR>
<!--StartFragment-->
<p class=MsoTitle>Le 12/14 de <span style='color:red'>septembre</span><o:p></o:p></p>
<p class=MsoNormal><b>Une rencontre</b> à <a href="https://example.org/luminy">Luminy</a>,
sur deux lignes.<o:p></o:p></p>
<h1><span style='mso-fareast-font-family:"Times New Roman"'>Ce qui s’est dit</span></h1>
<p class=MsoNormal>Un <span style='font-weight:bold'>mot</span>.</p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Un point</p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>Un <i>autre</i></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>Premier</p>
<p class=MsoNormal style='mso-outline-level:2'>Plus petit</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>Fin<sup>1</sup>.</p>
<!--EndFragment--></body></html>"""
LIBREOFFICE = """<meta http-equiv="content-type" content="text/html; charset=utf-8"/><h2 class="western">Intertitre</h2>
<p style="line-height: 100%">Du <b>gras</b> <font color="#c9211e">rouge</font>.</p>
<ol><li><p>Un</p></li><li><p>Deux</p></li></ol>"""
GOOGLE = """<b style="font-weight:normal;" id="docs-internal-guid-1"><p><span style="font-weight:400">Du texte </span><span
style="font-weight:700;font-style:italic">fort.</span></p><ul><li><p><span>Un</span></p></li></ul></b>"""
MAIL = """<div dir="ltr">Bonjour,<div><br></div><div>Voici le texte du bilan, en <a href="http://example.org/?a=1&amp;b=2">lien</a>.</div>
<div>Un titre court</div><div>Une suite assez longue pour être un paragraphe, avec un point final.</div></div>
<table><tr><td>Un</td><td>Deux</td></tr><tr><td>Trois</td><td></td></tr></table>
<img src="https://tracker.example/x.gif"><script>alert(1)</script><a href="javascript:alert(1)">piège</a>"""
PLAIN = """Une rencontre à midi

Le premier paragraphe, assez
long pour être coupé par un programme de messagerie.
- un point
- un autre

Une suite

1. d’abord
2. ensuite
"""


def told(html: str = "", text: str = "") -> list[tuple[str, Any]]:
    return [(block["type"], block["value"]) for block in split(html, text).blocks]


def heading(text: str, level: str = "2") -> tuple[str, Any]:
    return "heading", {"text": text, "level": level}


def paragraph(html: str) -> tuple[str, Any]:
    return "paragraph", html


def test_word() -> None:
    made = split(WORD_DOCUMENT, "", takes_title=True)
    assert made.title == "Le 12/14 de septembre"
    assert [(block["type"], block["value"]) for block in made.blocks] == [
        paragraph(
            '<p><b>Une rencontre</b> à <a href="https://example.org/luminy">Luminy</a>, sur deux lignes.</p>'
        ),
        heading("Ce qui s’est dit"),
        paragraph("<p>Un <b>mot</b>.</p>"),
        paragraph("<ul><li>Un point</li><li>Un <i>autre</i></li></ul>"),
        paragraph("<ol><li>Premier</li></ol>"),
        heading("Plus petit", "3"),
        paragraph("<p>Fin<sup>1</sup>.</p>"),
    ]
    assert told(WORD_DOCUMENT)[0] == heading("Le 12/14 de septembre")


def test_libreoffice() -> None:
    assert told(LIBREOFFICE) == [
        heading("Intertitre"),
        paragraph("<p>Du <b>gras</b> rouge.</p>"),
        paragraph("<ol><li>Un</li><li>Deux</li></ol>"),
    ]


def test_google_documents() -> None:
    assert told(GOOGLE) == [
        paragraph("<p>Du texte <b><i>fort.</i></b></p>"),
        paragraph("<ul><li>Un</li></ul>"),
    ]


def test_mail() -> None:
    made = split(MAIL, "")
    assert [(block["type"], block["value"]) for block in made.blocks] == [
        paragraph("<p>Bonjour,</p>"),
        paragraph(
            '<p>Voici le texte du bilan, en <a href="http://example.org/?a=1&amp;b=2">lien</a>.</p>'
        ),
        heading("Un titre court"),
        paragraph("<p>Une suite assez longue pour être un paragraphe, avec un point final.</p>"),
        paragraph("<p>Un | Deux</p>"),
        paragraph("<p>Trois |</p>"),
        paragraph("<p>piège</p>"),
    ]
    assert made.pictures == 1


def test_plain_text() -> None:
    assert told(text=PLAIN) == [
        heading("Une rencontre à midi"),
        paragraph(
            "<p>Le premier paragraphe, assez long pour être coupé par un programme de messagerie.</p>"
        ),
        paragraph("<ul><li>un point</li><li>un autre</li></ul>"),
        heading("Une suite"),
        paragraph("<ol><li>d’abord</li><li>ensuite</li></ol>"),
    ]


def test_text_without_blank_lines_has_a_paragraph_a_line() -> None:
    lines = "Le premier paragraphe.\nLe second paragraphe.\n– Une réplique."
    assert [value for _, value in told(text=lines)] == [
        "<p>Le premier paragraphe.</p>",
        "<p>Le second paragraphe.</p>",
        "<p>– Une réplique.</p>",
    ]


def test_short_lines_that_head_nothing_are_paragraphs() -> None:
    address = "Hôtel de ville\n13001 Marseille\nUne phrase, assez longue pour ne pas être un titre.\nMarie Exemple"
    assert {kind for kind, _ in told(text=address)} == {"paragraph"}


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<h1>Un</h1><p>a</p><h2>Deux</h2>", "Un"),
        ("<h2>Un</h2><p>a</p><h3>Deux</h3>", "Un"),
        ("<h1>Un</h1><p>a</p>", "Un"),
        ("<h1>Un</h1><p>a</p><h1>Deux</h1>", ""),
        ("<h2>Un</h2><p>a</p>", ""),
        ("<p>a</p><h1>Un</h1>", ""),
        ("", ""),
    ],
)
def test_title_is_a_first_heading_above_all_others(html: str, title: str) -> None:
    assert split(html, "", takes_title=True).title == title


def test_heading_that_is_too_long_is_a_paragraph() -> None:
    assert told(f"<h2>{'mot ' * 60}</h2>") == [paragraph(f"<p>{'mot ' * 59}mot</p>")]


SAID = "Nous avons gagné deux années entières en travaillant ici"
ATTRIBUTIONS = {
    "explique Camille Exemple, présidente d’Atelier.": "présidente d’Atelier",
    "a souligné Camille Exemple.": "",
    "s’enthousiasme Camille Exemple, élue.": "élue",
    "se réjouit Camille Exemple (Atelier).": "Atelier",
    "nous a confié Camille Exemple, co-fondatrice et dirigeante d’Atelier.": "co-fondatrice et dirigeante d’Atelier",
    "explique Camille Exemple, dirigeante de la S.A.S. Atelier.": None,
    "– Camille Exemple, élue": "élue",
    "conclut-elle enfin Camille Exemple.": "",
    "dit-on partout.": None,
    "et la salle a applaudi Camille Exemple.": None,
    "sans Camille Exemple.": None,
    "notamment Camille Exemple, élue.": None,
    "explique Camille Exemple, directrice, avant de conclure : « Et demain ? »": None,
    "résume Camille Exemple : la société compte vingt salariés.": None,
    "explique Camille Exemple, directrice de la R&D. Puis la visite commence.": None,
    "explique Camille Exemple, maire de St. Paul.": None,
    "explique Camille Exemple (CEA), maire.": None,
    "explique Camille\u00a0Exemple, maire (sans étiquette).": "maire (sans étiquette)",
    "ce que confirme la Métropole Exemple.": None,
}


@pytest.mark.django_db
@pytest.mark.parametrize(("attribution", "role"), ATTRIBUTIONS.items())
def test_quote_is_proposed_where_it_is_told_who_said_it(attribution: str, role: str | None) -> None:
    person = make_person(name="Camille Exemple")
    made = told(text=f"La salle écoutait. « {SAID} », {attribution}")
    if role is None:
        assert [kind for kind, _ in made] == ["paragraph"]
        assert SAID in made[0][1]
    else:
        assert made == [
            paragraph("<p>La salle écoutait.</p>"),
            ("quote", {"text": SAID, "person": person.pk, "role": role, "organisation": None}),
        ]


@pytest.mark.django_db
def test_name_may_stand_in_the_next_line() -> None:
    made = told(
        text=f"Avant, une phrase.\n\n« {SAID}. »\n\nCamille Exemple, élue\n\nAprès, une phrase."
    )
    assert [kind for kind, _ in made] == ["paragraph", "quote", "paragraph"]
    assert made[1][1]["role"] == "Camille Exemple, élue"


@pytest.mark.django_db
def test_what_surrounds_a_quote_keeps_its_place_and_its_formatting() -> None:
    html = f"<p><b>Avant.</b> « <i>{SAID}</i> », dit Camille Exemple, élue. <b>Après</b>, ceci.</p>"
    assert told(html) == [
        paragraph("<p><b>Avant.</b></p>"),
        (
            "quote",
            {"text": SAID, "person": None, "role": "Camille Exemple, élue", "organisation": None},
        ),
        paragraph("<p><b>Après</b>, ceci.</p>"),
    ]


def test_marks_that_are_not_paired_or_stand_in_each_other_cut_nothing() -> None:
    open_twice = f"« Il m’a dit : « {SAID} », raconte Camille Exemple."
    assert [kind for kind, _ in told(text=open_twice)] == ["paragraph"]


@pytest.mark.django_db
def test_quotes_may_stand_in_quotes_and_between_straight_marks() -> None:
    inside = f"Il m’a dit : “{SAID}” et je suis venue"
    [(kind, value)] = told(text=f"« {inside} », raconte Camille Exemple.")
    assert (kind, value["text"]) == ("quote", inside)
    [(kind, value)] = told(text=f'"{SAID}," Camille Exemple said.')
    assert (kind, value["text"], value["role"]) == ("quote", SAID, "Camille Exemple")


def test_what_follows_a_quote_is_a_signature_only_when_it_is_no_more() -> None:
    for following in (
        "<p>Camille Exemple, elle, n’y croit pas.</p>",
        "<h2>Camille Exemple, un parcours</h2>",
        f"<p>Camille Exemple, présidente, {'a pris la parole ' * 6}</p>",
    ):
        kinds = [kind for kind, _ in told(f"<p>« {SAID}. »</p>{following}")]
        assert "quote" not in kinds, following
        assert len(kinds) == 2


def test_words_look_as_word_shows_them() -> None:
    html = (
        "<p><b style='mso-bidi-font-weight:normal'>a</b> <i style='mso-bidi-font-style:normal'>b</i> "
        "<span style='mso-bidi-font-weight:bold'>c.</span></p>"
    )
    assert told(html) == [paragraph("<p><b>a</b> <i>b</i> c.</p>")]


def test_mail_that_is_laid_out_in_one_cell_keeps_its_paragraphs() -> None:
    html = "<table><tr>\n<td><h1>Titre</h1><p>Un.</p><p>Deux.</p></td></tr></table>"
    assert told(html) == [heading("Titre"), paragraph("<p>Un.</p>"), paragraph("<p>Deux.</p>")]
    row = "<table><tr>\n<td><p>Un</p><p>deux</p></td>\n<td>Trois.</td></tr></table>"
    assert told(row) == [paragraph("<p>Un deux | Trois.</p>")]


def test_plain_text_stands_in_for_html_that_says_nothing() -> None:
    assert told("<meta><img src=x>", "Bonjour à tous.") == [paragraph("<p>Bonjour à tous.</p>")]


def test_long_lines_of_plain_text_are_paragraphs() -> None:
    text = f"Titre\n\n{'Un mot. ' * 20}\nDeuxième paragraphe.\n"
    assert [kind for kind, _ in told(text=text)] == ["heading", "paragraph", "paragraph"]


def test_expressions_and_quotes_with_links_stay_in_their_paragraph() -> None:
    short = "<p>Le « 12/14 », dit Camille Exemple.</p>"
    linked = f'<p>« {SAID} <a href="https://example.org">ici</a> », dit Camille Exemple, élue.</p>'
    endless = f"<p>« {SAID} », dit Camille Exemple, {'élue ' * 60}.</p>"
    for html in (short, linked, endless):
        assert [kind for kind, _ in told(html)] == ["paragraph"], html


words = st.text("abcdeéÀÎœ’-«»“”().,:!? \n•·–1|<>&\u00a0", min_size=1, max_size=60)
parts = st.lists(st.tuples(st.sampled_from("p h1 h2 h3 li td b i div br span".split()), words))


def alphanumeric(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


def all_words(made: Split) -> str:
    values = [block["value"] for block in made.blocks]
    return " ".join(
        words_of(value) if isinstance(value, str) else value["text"] for value in values
    )


@given(parts)
def test_no_word_is_lost(parts: list[tuple[str, str]]) -> None:
    html = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in parts)
    lines = lines_of_html(html)
    assert "".join(alphanumeric(" ".join(line.text for line in lines))) == "".join(
        alphanumeric(" ".join(text for _, text in parts))
    )


@given(words)
def test_no_word_of_plain_text_is_lost(text: str) -> None:
    lines = lines_of_text(text)
    assert alphanumeric(" ".join(line.text for line in lines)) == alphanumeric(text)


HOSTILE = (
    "« " * 20_000,
    "« a" * 20_000 + " »",
    "Mot " * 30_000,
    f"« {'a ' * 20_000}», dit " + "Aa " * 9_000,
    "<div>" * 100_000 + "mot",
    "«" + "\u00a0" * 20_000 + "a",
    "« " + "a, " * 20_000 + "», dit Aa Bb, " + "c (d) " * 5_000,
    "- a\n" * 10_000,
    "« " + "Aa. " * 20_000,
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_takes_little_time(text: str) -> None:
    begun = time.process_time()
    split(text, "")
    split("", text)
    assert time.process_time() - begun < 10
