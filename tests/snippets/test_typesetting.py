"""French texts as they are printed: what changes, what never does, whatever was typed."""

import re
from html import escape, unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snippets.typesetting import typeset, typeset_html

TYPED = {
    # Quotation marks
    'Il a dit "oui" puis "non".': "Il a dit «~oui~» puis «~non~».",
    "Il a dit “oui” puis “non”.": "Il a dit «~oui~» puis «~non~».",
    "l'\"École\" d'ici": "l’«~École~» d’ici",
    '("La French Tech")': "(«~La French Tech~»)",
    '" oui "': "«~oui~»",
    "«Oui», «  non  »": "«~Oui~», «~non~»",
    '« Il faut dire "oui" »': "«~Il faut dire “oui”~»",
    '"Il faut dire “oui”"': "«~Il faut dire “oui”~»",
    'un "mot" et un " seul': 'un «~mot~» et un " seul',
    "“ouvert et un “mot”": "“ouvert et un «~mot~»",
    "« ouvert\nsans fin": "«~ouvert\nsans fin",
    '"En 2025"': "«~En 2025~»",
    'un écran de 5" et un de 12"': 'un écran de 5" et un de 12"',
    'un écran "de 5" plat"': 'un écran «~de 5" plat~»',
    'rien : ""': 'rien~: ""',
    # Apostrophes and dots
    "l'eau, aujourd'hui": "l’eau, aujourd’hui",
    "3' et 5'30, rock 'n' roll": "3' et 5'30, rock 'n' roll",
    "Et puis... la suite....": "Et puis… la suite....",
    # Spaces before marks
    "Quoi ? Oui ! Non ; si : là": "Quoi~? Oui~! Non~; si~: là",
    "Quoi? Oui! Non; si: là": "Quoi~? Oui~! Non~; si~: là",
    "Quoi\u202f? Oui  !": "Quoi~? Oui~!",
    "Quoi?! (vraiment ?) Attends...!": "Quoi~?! (vraiment~?) Attends…~!",
    '"Oui!"': "«~Oui~!~»",
    "En 2025 : 12 projets": "En 2025~: 12 projets",
    # Thousands
    "10 000 visiteurs, 1 250 000,50 €": "10~000 visiteurs, 1~250~000,50 €",
    "plus de 2 000: un record": "plus de 2~000~: un record",
}

AS_TYPED = [
    "cœur et coeur, œuvre et oeuvre",
    "de 12:30 à 14:00, en 16:9, 3 : 2, le 12/14, h:mm",
    "bravo :) ;) :-) :D :smile: ok",
    "https://example.com/l'eau?x=1&y=a...b!",
    "www.example.com/l'eau?x=a'b",
    "example.com/l'eau",
    "o'neil@example.com",
    "l'affiche.pdf",
    "C:\\l'eau",
    'print("oui")',
    'class="large"',
    '`l\'eau : "x"`',
    "{color: red; content: 'x'}",
    "color: red; margin: 0 auto;",
    '<a title="l\'eau">',
    "!important, a != b",
    "a&nbsp;b",
    "06 12 34 56 78, 04 91 55 00 00, +33 491 550 000, 0 800 123 456",
    "Tél. 491 550 000",
    "13 013 Marseille",
    "SIRET 123 456 789 00012, SIREN 123 456 789, RCS Marseille 123 456 789",
    "le 08 07 2025, en 2024 300 visiteurs, 2024 2025 2026",
    "12 14 16, 100 20 3, 3,5 000",
    "rapport 2 000.pdf",
]

HTML = {
    '<p>"<b>Mot</b>" &quot;x&quot;</p>': "<p>«~<b>Mot</b>~» «~x~»</p>",
    "<p>« <b>mot</b> » !</p>": "<p>«~<b>mot</b>~»~!</p>",
    "<p>«<b> mot </b>»</p>": "<p>«~<b>mot</b>~»</p>",
    "<p>l&#x27;<i>eau</i> d'ici</p>": "<p>l’<i>eau</i> d’ici</p>",
    "<p>10<b> 000</b></p>": "<p>10<b>~000</b></p>",
    '<p>un "mot</p><p>seul"</p>': '<p>un "mot</p><p>seul"</p>',
    "<p>oui<br/>!</p>": "<p>oui<br/>!</p>",
    "<p>R&amp;D : oui&nbsp;!</p>": "<p>R&amp;D~: oui&nbsp;!</p>",
    "<p><code>l'eau : \"x\"</code> d'ici</p>": '<p><code>l\'eau : "x"</code> d’ici</p>',
    "<p><a href=\"/l'eau?a=b : c\">l'eau</a> : <!-- l'eau --></p>": (
        "<p><a href=\"/l'eau?a=b : c\">l’eau</a>~: <!-- l'eau --></p>"
    ),
    '<embed alt="l\'eau : oui" embedtype="image"/>': '<embed alt="l\'eau : oui" embedtype="image"/>',
}

LETTERS = st.sampled_from(list("abcé1250 \n"))
MARKS = st.sampled_from([*"\"“”«»'’.:;!?()-/@\u00a0\u202f", "...", " 000", "12:30"])
TEXT = st.lists(LETTERS | MARKS, max_size=40).map("".join) | st.text(max_size=40)
TAGS = st.sampled_from(["<b>", "</b>", "<br/>", '<a href="/l\'eau">', "</a>", "</p><p>"])
ENTITIES = st.sampled_from(["&nbsp;", "&amp;", "&quot;", "&#x27;", "&lt;"])
MARKED_UP = st.lists(
    TEXT.map(lambda text: escape(text, quote=False)) | TAGS | ENTITIES, max_size=12
)
ADDRESSES = st.sampled_from(
    ["https://example.com/l'eau?x=1...2", "mailto:a@example.com", "http://x.fr/?q=a:b;c!"]
)
TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"[^\W_]+")
by_chance = settings(max_examples=300, deadline=None, database=None)


def read(printed: str) -> str:
    """`~` is how no-break spaces are written here."""
    return printed.replace("~", "\u00a0")


@pytest.mark.parametrize(("typed", "printed"), TYPED.items())
def test_marks_and_spaces_become_french(typed: str, printed: str) -> None:
    assert typeset(typed) == read(printed)


@pytest.mark.parametrize("text", AS_TYPED)
def test_what_is_no_prose_stays(text: str) -> None:
    assert typeset(text) == text


@pytest.mark.parametrize(("typed", "printed"), HTML.items())
def test_words_of_html_become_french_around_its_tags(typed: str, printed: str) -> None:
    assert typeset_html(typed) == read(printed)


@by_chance
@given(TEXT)
def test_a_text_that_is_typeset_stays_so(text: str) -> None:
    assert typeset(typeset(text)) == typeset(text)


@by_chance
@given(TEXT)
def test_letters_and_digits_never_change(text: str) -> None:
    assert WORD.findall(typeset(text)) == WORD.findall(text)


@by_chance
@given(TEXT, ADDRESSES | st.emails(), TEXT)
def test_addresses_survive_in_any_text(before: str, address: str, after: str) -> None:
    assert address in typeset(before + address + after)


@by_chance
@given(MARKED_UP.map("".join))
def test_html_keeps_its_tags_and_words(html: str) -> None:
    printed = typeset_html(html)
    assert TAG.findall(printed) == TAG.findall(html)
    assert words(printed) == words(html)
    assert typeset_html(printed) == printed


def words(html: str) -> list[str]:
    """The words that a reader of HTML reads."""
    return WORD.findall(unescape(TAG.sub("", html)))


@by_chance
@given(TEXT)
def test_html_without_tags_is_typeset_like_text(text: str) -> None:
    assert unescape(typeset_html(escape(text, quote=False))) == typeset(text)
