"""Each check finds what it is for, says where, and leaves alone what is right."""

from typing import Any

import pytest

from pages.checking.catalogue import RULES
from pages.checking.readability import lix
from snippets.checking.findings import Finding
from snippets.checking.subjects import findings_of
from tests import factories
from tests.pages.stories import filled, unfilled

LINK = '<p><a href="{}">{}</a></p>'


def found(thing: Any) -> list[Finding]:
    [(_thing, findings)] = findings_of([thing])
    return findings


def told(*blocks: tuple[str, Any], **fields: Any) -> list[tuple[str, str]]:
    """Code and place of what is found in a report that lacks nothing else."""
    report = factories.make_report(
        body=[factories.block(*each) for each in blocks],
        live=False,
        **{"cover": factories.make_photo(credit="© Atelier"), **fields},
    )
    stored = report.get_latest_revision_as_object()
    return [(each.rule.code, each.place.label) for each in found(stored)]


def words(count: int) -> str:
    return f"<p>{'Oui. ' * count}</p>"


def heading(level: str, text: str = "Un lieu ouvert") -> tuple[str, dict[str, str]]:
    return "heading", {"text": text, "level": level}


def test_story_with_every_kind_of_block_lacks_nothing(db: None) -> None:
    report = factories.make_report(
        body=filled(), cover=factories.make_photo(credit="© Atelier"), live=False
    )
    assert found(report.get_latest_revision_as_object()) == []


def test_blocks_left_as_they_were_added_are_no_error(db: None) -> None:
    report = factories.make_report(body=unfilled(), live=False)
    codes = {each.rule.code for each in found(report.get_latest_revision_as_object())}
    assert codes == {"quote-speaker", "quote-role", "no-cover"}


@pytest.mark.parametrize(
    ("levels", "place"),
    [
        ("3", "Intertitre (bloc 1) › Niveau"),
        ("2 3 3 2", ""),
        ("3 2 3", "Intertitre (bloc 1) › Niveau"),
    ],
)
def test_order_of_headings(db: None, levels: str, place: str) -> None:
    expected = [("heading-order", place)] if place else []
    assert told(*(heading(level) for level in levels.split())) == expected


@pytest.mark.parametrize(
    ("link", "code"),
    [
        (LINK.format("https://example.com/", ""), "empty-link"),
        (LINK.format("https://example.com/", "&nbsp; "), "empty-link"),
        (LINK.format("https://example.com/", "https://example.com/programme"), "bare-link"),
        (LINK.format("https://example.com/", "www.example.com"), "bare-link"),
        (LINK.format("https://example.com/", "le programme"), None),
    ],
)
def test_words_of_links(db: None, link: str, code: str | None) -> None:
    expected = [(code, "Paragraphe (bloc 1)")] if code else []
    assert told(("paragraph", link)) == expected


def test_links_to_what_readers_do_not_see(db: None) -> None:
    draft = factories.make_standard_page(title="À venir", live=False)
    gone = factories.make_standard_page(title="Retirée")
    gone.unpublish()
    hidden = factories.make_document(collection=factories.make_collection(is_private=True))
    shown = factories.make_standard_page(title="En ligne")
    stored = "".join(
        f'<p><a linktype="{kind}" id="{key}">ici</a></p>'
        for kind, key in (
            ("page", draft.pk),
            ("page", gone.pk),
            ("document", hidden.pk),
            ("page", shown.pk),
            ("page", 99_999),
        )
    )
    button = {"link": {"label": "Venir", "page": draft.pk}}
    report = factories.make_report(
        body=[factories.block("paragraph", stored), factories.block("call_to_action", button)],
        cover=factories.make_photo(credit="© Atelier"),
        live=False,
    )
    findings = found(report.get_latest_revision_as_object())
    assert {each.rule.code for each in findings} == {"unseen-link"}
    assert [each.problem.replace("\xa0", " ") for each in findings] == [
        "Les lecteurs ne verront pas « À venir » : encore en brouillon.",
        "Les lecteurs ne verront pas « Retirée » : retiré du site.",
        "Les lecteurs ne verront pas « Programme » : visibilité restreinte, ou date d’expiration passée.",
        "Les lecteurs ne verront pas « page » : élément supprimé.",
        "Les lecteurs ne verront pas « À venir » : encore en brouillon.",
    ]
    assert findings[-1].place.label == "Appel à l’action (bloc 2) › Lien › Page"


def test_people_organisations_and_pictures_that_readers_will_not_see(db: None) -> None:
    new = factories.make_person(live=False)
    gone = factories.make_organisation(name="Retirée")
    gone.unpublish()
    hidden = factories.make_photo(
        credit="© Atelier", collection=factories.make_collection(is_private=True)
    )
    assert told(("people", {"people": [new.pk]}), organisers=[gone], cover=hidden) == [
        ("unseen", "Image principale"),
        ("unseen", "Organisateurs"),
    ]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"alt_text": "", "is_decorative": False}, "alt-text"),
        ({"alt_text": "Deux élèves", "is_decorative": False}, None),
        ({"alt_text": "", "is_decorative": True}, None),
        ({"alt_text": "salle_2.png", "is_decorative": False}, "alt-text"),
    ],
)
def test_alternative_text_counts_where_the_picture_stands(
    db: None, value: dict[str, Any], code: str | None
) -> None:
    photo = factories.make_photo(description="IMG_1234.JPG", credit="© Atelier")
    expected = [(code, "Image (bloc 1) › Image")] if code else []
    assert told(("image", {"image": photo.pk, **value})) == expected


def test_picture_without_credit(db: None) -> None:
    assert told(cover=factories.make_photo()) == [("credit", "Image principale")]


def test_decorative_picture_needs_no_text(db: None) -> None:
    photo = factories.make_photo(description="", is_decorative=True, credit="© Atelier")
    assert told(cover=photo) == []


def test_quote_without_a_speaker_or_a_title(db: None) -> None:
    quote = {"text": "Nous avançons.", "person": None, "role": " "}
    assert told(("quote", quote)) == [
        ("quote-speaker", "Citation (bloc 1) › Dit par"),
        ("quote-role", "Citation (bloc 1) › Titre porté ce jour-là"),
    ]


def test_speakers_are_heard(db: None) -> None:
    quoted = factories.make_person(name="Camille Exemple")
    named = factories.make_person(name="Dominique de La Tour")
    silent = factories.make_person(name="Claude Roy")
    report = factories.make_report(
        body=[
            factories.block("quote", {"text": "Oui.", "person": quoted.pk, "role": "élue"}),
            factories.block("paragraph", "<p>M. de la Tour a parlé d’une voie royale.</p>"),
        ],
        cover=factories.make_photo(credit="© Atelier"),
        live=False,
    )
    for person in (quoted, named, silent):
        report.speakers.create(person=person, role="élue")
    [finding] = found(report)
    assert (finding.rule.code, finding.place.label) == (
        "unheard-speaker",
        "Intervenant 3 › Personne",
    )
    assert "Claude Roy" in finding.problem
    assert finding.place.anchor == "inline_child_speakers-2"


def test_report_that_tells_nothing_yet_has_no_unheard_speakers(db: None) -> None:
    report = factories.make_report(cover=factories.make_photo(credit="© Atelier"), live=False)
    report.speakers.create(person=factories.make_person(), role="élue")
    assert found(report) == []


@pytest.mark.parametrize(("length", "is_long"), [(300, False), (301, True)])
def test_standfirst_too_long_for_mails(db: None, length: int, is_long: bool) -> None:
    expected = [("long-standfirst", "Chapeau")] if is_long else []
    assert told(standfirst="a" * length) == expected


def test_stories_have_a_picture_at_their_head(db: None) -> None:
    assert told(cover=None) == [("no-cover", "Image principale")]
    testimonial = factories.make_testimonial(live=False).get_latest_revision_as_object()
    assert [each.rule.code for each in found(testimonial)] == ["no-cover"]
    page = factories.make_standard_page(live=False).get_latest_revision_as_object()
    assert found(page) == []


def test_sections_too_long_to_read(db: None) -> None:
    long, short = ("paragraph", words(301)), ("paragraph", words(290))
    assert told(short, heading("2"), short) == []
    assert told(short, heading("2"), ("paragraph", words(200)), ("paragraph", words(99))) == [
        ("long-section", "Intertitre (bloc 2)")
    ]
    assert told(long) == [("long-section", "Paragraphe (bloc 1)")]
    answers = ("question_answer", {"question": "Pourquoi ?", "answer": words(250)})
    assert told(answers, answers) == []


def test_readability_is_told_of_long_and_hard_texts_only(db: None) -> None:
    hard = f"<p>{'développement interinstitutionnel ' * 60}.</p>"
    assert told(("paragraph", hard)) == [("readability", "Texte de la page")]
    assert told(("paragraph", words(150))) == []


def test_index_of_readability() -> None:
    """Ten sentences of ten words, of which two are long: 10 + 20."""
    sentence = "Le chat noir dort sur un coussin rouge sombre tranquillement. "
    assert lix(sentence * 10) == pytest.approx(10 + 100 * 2 / 10)
    assert lix("Trop court.") is None


def test_records_are_checked_as_well(db: None) -> None:
    biography = LINK.format("https://example.com/", "")
    person = factories.make_person(photo=factories.make_photo(), biography=biography, live=False)
    assert {each.rule.code for each in found(person)} == {"empty-link", "credit"}


def test_every_rule_is_told_of_by_a_code_of_its_own() -> None:
    assert all(code == rule.code for code, rule in RULES.items())
    blocking = [code for code, rule in RULES.items() if rule.is_blocking]
    assert list(RULES)[: len(blocking)] == blocking
