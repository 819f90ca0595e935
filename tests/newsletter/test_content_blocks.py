"""What a mail holds of each kind of block, as HTML and as text."""

from typing import Any

from graphql import GraphQLInterfaceType

from cms.api.schema import schema
from cms.newsletter import content_html, content_text
from cms.newsletter.content import email_html, email_text
from tests.newsletter.told import (
    IMAGE,
    OLIVIER,
    ROLE,
    SPACE,
    below,
    block,
    figure,
    files,
    picture,
    report,
    words,
)

TABLE = (
    '<table role="presentation" border="0" cellpadding="0" cellspacing="0" width="100%"'
    ' style="width:100%;margin:24px 0"><tr>'
)


def html_of(*body: Any) -> str:
    """What stands below the facts of a report with these blocks."""
    html = email_html(report(*body), files("a", "b"))
    return html.split(f"14{SPACE}h</strong></p>")[1].removesuffix("</div>").strip()


def text_of(*body: Any) -> str:
    """What stands below the facts of a report with these blocks."""
    return email_text(report(*body)).split(f"de 12{SPACE}h à 14{SPACE}h\n\n")[1]


def linking(*lines: str, to: list[str]) -> str:
    """The same of a text that leads to some addresses."""
    listed = (f"[{number}] {address}" for number, address in enumerate(to, 1))
    return below(*lines, "", f"Liens{SPACE}:", *listed)


def test_every_kind_of_block_is_told() -> None:
    interface = schema.graphql_schema.type_map["Block"]
    assert isinstance(interface, GraphQLInterfaceType)
    kinds = {each.name for each in schema.graphql_schema.get_possible_types(interface)}
    assert set(content_html.BLOCKS) == set(content_text.BLOCKS) == kinds


def test_headings_keep_their_level() -> None:
    body = [block("Heading", text="Un", level=2), block("Heading", text="Deux", level=3)]
    style = ' style="margin:24px 0 8px"'
    assert html_of(*body) == f"<h2{style}>Un</h2>\n<h3{style}>Deux</h3>"
    assert text_of(*body) == below("Un", "--", "", "Deux", "~~~~")


def test_paragraphs_keep_their_html_and_number_their_links() -> None:
    html = (
        '<p>Un <b>lien</b> <a href="https://a.org/?x=1&amp;y=2">là</a>.<br>Et après.</p>'
        '<ul><li>une</li><li>deux</li></ul><ol><li>un</li><li><a href="https://b.org">b</a></li>'
        '</ol><p>Encore <a href="https://a.org/?x=1&amp;y=2">là</a> &lt;i&gt;</p>'
    )
    body = block("Paragraph", content={"html": html})
    assert html_of(body) == html
    assert text_of(body) == linking(
        *("Un lien là [1].", "Et après.", "", "- une", "- deux", "", "1. un", "2. b [2]", ""),
        "Encore là [1] <i>",
        to=["https://a.org/?x=1&y=2", "https://b.org"],
    )


def test_link_that_tells_its_address_needs_no_number() -> None:
    html = (
        '<p><a href="https://a.org/?x=1&amp;y=2">https://a.org/?x=1&amp;y=2</a> ou '
        '<a href="mailto:ada@a.org">ada@a.org</a>, pas <a href="https://b.org">a.org</a></p>'
    )
    assert text_of(block("Paragraph", content={"html": html})) == linking(
        "https://a.org/?x=1&y=2 ou ada@a.org, pas a.org [1]", to=["https://b.org"]
    )


def test_words_outside_of_paragraphs_stay_in_one_line() -> None:
    body = block("Paragraph", content={"html": "Sans <b>paragraphe</b> aucun"})
    assert text_of(body) == below("Sans paragraphe aucun")


def test_highlight_stands_out() -> None:
    body = block("Highlight", heading="Le 12/14", content={"html": "<p>Deux heures.</p>"})
    assert html_of(body) == (
        f'{TABLE}<td style="padding:0 16px;border:1px solid">'
        '<p style="margin:24px 0 8px"><strong>Le 12/14</strong></p>\n<p>Deux heures.</p>'
        "</td></tr></table>"
    )
    assert text_of(body) == below("Le 12/14", "Deux heures.")
    untitled = block("Highlight", heading=None, content={"html": "<p>Deux heures.</p>"})
    assert words(html_of(untitled)) == ["Deux heures."]


def test_question_tells_who_answers() -> None:
    answer = {"html": "<p>Pour les laboratoires.</p>"}
    body = block("QuestionAnswer", question="Pourquoi ici ?", answer=answer, person=OLIVIER)
    asked = f"Pourquoi ici{SPACE}?"
    assert words(html_of(body)) == [asked, "Olivier Roy", "Pour les laboratoires."]
    assert text_of(body) == below(asked, "", f"Olivier Roy{SPACE}:", "Pour les laboratoires.")
    alone = {**body, "person": None}
    assert words(html_of(alone)) == [asked, "Pour les laboratoires."]
    assert text_of(alone) == below(asked, "", "Pour les laboratoires.")


def test_quote_names_its_speaker() -> None:
    body = block("Quote", quote={"text": "Il faut\u202f: oser.", "person": OLIVIER, **ROLE})
    said = f"«{SPACE}Il faut{SPACE}: oser.{SPACE}»"
    assert html_of(body) == (
        f'{TABLE}<td style="padding:0 0 0 16px;border-left:4px solid">'
        f'<blockquote style="margin:0 0 8px"><p style="margin:0;font-size:18px">{said}</p></blockquote>'
        '<p style="margin:0">— <strong>Olivier Roy</strong>, directeur (Planktovie)</p>'
        "</td></tr></table>"
    )
    assert text_of(body) == below(said, "— Olivier Roy, directeur (Planktovie)")


def test_picture_has_its_caption_and_credit() -> None:
    body = block("Image", figure=figure("a", "Un buffet", "Le buffet", "A. Roux"))
    small = '<p style="margin:0 0 16px;font-size:14px">Le buffet – A. Roux</p>'
    assert html_of(body) == f"{IMAGE.format('a', 'Un buffet')}\n{small}"
    assert text_of(body) == below(f"Image{SPACE}: Le buffet – A. Roux")


def test_decorative_picture_tells_nothing() -> None:
    body = block("Image", figure=figure("a", credit="A. Roux"))
    assert 'alt=""' in html_of(body)
    assert text_of(body) == below().strip()


def test_small_picture_keeps_its_width() -> None:
    told = report(block("Image", figure=figure("a")))
    html = email_html(told, files("a", width=320, height=180))
    assert 'width="320" alt' in html
    assert "max-width:320px" in html


def test_gallery_is_one_below_the_other() -> None:
    body = block("Gallery", figures=[figure("a", "Avant"), figure("b", "Après")])
    assert html_of(body) == f"{IMAGE.format('a', 'Avant')}\n{IMAGE.format('b', 'Après')}"
    assert text_of(body) == below(f"Image{SPACE}: Avant", f"Image{SPACE}: Après")


def test_gallery_of_a_report_ends_it() -> None:
    told = report(block("Heading", text="Un", level=2), gallery=[figure("a", "Avant")])
    html = email_html(told, files("a"))
    assert words(html)[2:] == ["Un", "En images"]
    assert html.endswith(f"{IMAGE.format('a', 'Avant')}</div>")
    assert email_text(told).split("\n")[-5:-2] == ["---------", "", f"Image{SPACE}: Avant"]


def test_pictures_without_a_file_are_left_out() -> None:
    missing = figure("z", "Un buffet", "Le buffet")
    body = block("Image", figure=missing), block("Gallery", figures=[missing, figure("a", "Là")])
    html = email_html(report(*body, cover=picture("z"), gallery=[missing]), files("a"))
    assert html.count("<img") == 1
    assert words(html) == ["Deux récits.", f"Mardi 8 juillet 2025, de 12{SPACE}h à 14{SPACE}h"]


def test_video_is_a_link() -> None:
    body = block("Embed", url="https://vimeo.com/1", provider="Vimeo", heading="Le film")
    assert html_of(body) == (
        '<p style="margin:16px 0"><a href="https://vimeo.com/1">Le film</a><br>'
        "Regarder sur Vimeo</p>"
    )
    assert text_of(body) == linking("Le film", "Regarder sur Vimeo [1]", to=["https://vimeo.com/1"])
    bare = {**body, "provider": "", "heading": None}
    assert words(html_of(bare)) == ["https://vimeo.com/1", "Regarder sur un autre site"]


def test_downloads_tell_their_size() -> None:
    document = {"title": "Programme", "url": "https://example.org/p.pdf", "size": 12_000}
    body = block("Downloads", heading="À télécharger", documents=[document])
    size = f"(11,7{SPACE}Kio)"
    assert f'<a href="https://example.org/p.pdf">Programme</a> {size}</li>' in html_of(body)
    assert text_of(body) == linking(
        "À télécharger", f"- Programme {size} [1]", to=["https://example.org/p.pdf"]
    )


def test_key_figures_have_unit_and_source() -> None:
    area = {"value": "1\u202f250", "unit": "m²", "label": "de bureaux", "source": "Métropole"}
    labs = {"value": "8", "unit": None, "label": "laboratoires", "source": None}
    body = block("KeyFigures", heading="Repères", figures=[area, labs])
    value, source = f"1{SPACE}250{SPACE}m²", f"Source{SPACE}: Métropole"
    assert words(html_of(body)) == ["Repères", value, "de bureaux", source, "8", "laboratoires"]
    assert text_of(body) == below("Repères", f"- {value} de bureaux ({source})", "- 8 laboratoires")


def test_key_figure_stands_apart_from_a_label_that_begins_anew() -> None:
    budget = {"value": "3", "unit": "M€", "label": "Budget", "source": None}
    assert text_of(block("KeyFigures", heading=None, figures=[budget])) == below(
        f"- 3{SPACE}M€ – Budget"
    )


def test_organisation_that_the_role_names_is_not_told_twice() -> None:
    def attributed(role: str) -> str:
        quote = {"text": "Oser.", "person": OLIVIER, **ROLE, "role": role}
        return text_of(block("Quote", quote=quote)).split("\n")[1]

    assert attributed("directeur de PLANKTOVIE") == "— Olivier Roy, directeur de PLANKTOVIE"
    assert attributed("des Planktovies") == "— Olivier Roy, des Planktovies (Planktovie)"
    assert attributed("") == "— Olivier Roy (Planktovie)"


def test_people_and_organisations_are_lists() -> None:
    somewhere = {"name": "Centrale", "website": "https://centrale.fr"}
    nowhere = {"name": "Polytech", "website": None}
    body = [
        block("People", heading=None, people=[OLIVIER]),
        block("Organisations", heading="Là", organisations=[somewhere, nowhere]),
    ]
    item = '<li style="margin:0 0 8px">'
    html = html_of(*body)
    assert f"{item}Olivier Roy</li>" in html
    assert f'{item}<a href="https://centrale.fr">Centrale</a></li>\n{item}Polytech</li>' in html
    assert text_of(*body) == linking(
        *("- Olivier Roy", "", "Là", "- Centrale [1]", "- Polytech"), to=["https://centrale.fr"]
    )


def test_testimonial_block_leads_to_it() -> None:
    body = block("Testimonial", testimonial={"title": "Ma voie", "url": "https://example.org/v/"})
    assert words(html_of(body)) == ["Témoignage", "Ma voie"]
    assert '<a href="https://example.org/v/">Ma voie</a>' in html_of(body)
    assert text_of(body) == linking("Témoignage", "Ma voie [1]", to=["https://example.org/v/"])


def test_call_to_action_is_a_button() -> None:
    link = {"label": "S’inscrire", "url": "https://example.org/i/?a=1&b=2"}
    body = block("CallToAction", words="À bientôt", link=link)
    html = html_of(body)
    assert words(html) == ["À bientôt", "S’inscrire"]
    assert '<table role="presentation"' in html
    assert '<a href="https://example.org/i/?a=1&amp;b=2" style="color:#ffffff' in html
    assert text_of(body) == linking("À bientôt", "S’inscrire [1]", to=[link["url"]])
