"""The doctor tells what tools take from the bytes of a feed, and what is wrong with them."""

from io import StringIO
from typing import Any

import orjson
import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client

from cms.newsletter import doctor
from cms.newsletter.doctor import Diagnosis, NoFeedError, examine
from cms.publishing.making import make_files
from tests.factories import make_photo, make_report, make_technopole, make_testimonial

pytestmark = pytest.mark.django_db

FEEDS = [
    *(
        f"/feeds/{kind}.{written}"
        for kind in ("all", "reports", "testimonials")
        for written in ("rss", "atom", "json")
    ),
    "/newsletter/items.json",
]
SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/"'
)
SOUND = {
    "title": "Midi",
    "link": "https://cms.example.org/midi/",
    "description": "Un midi.",
    "guid": "urn:uuid:1",
    "pubDate": "Tue, 08 Jul 2025 12:00:00 +0200",
    "content:encoded": "<![CDATA[<p>Le midi.</p><img src='https://cms.example.org/a.jpg' alt=''>]]>",
}
PICTURE = '<enclosure url="https://cms.example.org/a.jpg" type="image/jpeg" length="1"/>'


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Examine what a view gives that is not ours."""

    def examined(content: str | bytes, media_type: str = "application/rss+xml") -> Diagnosis:
        response = HttpResponse(content, content_type=media_type)
        monkeypatch.setattr(doctor, "answered", lambda path, query: response)
        return examine("/feeds/all.rss")

    return examined


def rss(*items: str) -> str:
    """A feed of items."""
    return f'<rss version="2.0" {SPACES}><channel>{"".join(items)}</channel></rss>'


def item(further: str = PICTURE, **fields: str | None) -> str:
    """An item with nothing wrong but what is told; a field of None is left out."""
    names = {name.replace("_", ":"): value for name, value in fields.items()}
    elements = {name: value for name, value in {**SOUND, **names}.items() if value is not None}
    told = "".join(f"<{name}>{value}</{name}>" for name, value in elements.items())
    return f"<item>{told}{further}</item>"


def sentences(diagnosis: Diagnosis) -> list[str]:
    return [finding.sentence.replace("\u00a0", " ") for finding in diagnosis.all_findings]


def fields(diagnosis: Diagnosis, tool: str) -> dict[str, str]:
    """Where a tool finds each fact of the first item."""
    return {taken.fact: taken.field for taken in dict(diagnosis.items[0].tools)[tool]}


def illustrated(**values: Any) -> Any:
    photo = make_photo()
    make_files(photo)
    return make_report(title="Midi", standfirst="Un midi.", cover=photo, **values)


@pytest.mark.parametrize("address", FEEDS)
def test_our_feeds_have_no_errors(address: str) -> None:
    illustrated()
    make_testimonial()
    diagnosis = examine(address)
    assert diagnosis.errors == 0, sentences(diagnosis)
    assert diagnosis.items
    assert diagnosis.size == len(Client().get(address).content)


def test_each_tool_finds_its_facts_in_rss() -> None:
    illustrated()
    diagnosis = examine("/feeds/all.rss")
    assert fields(diagnosis, "Mailchimp") == {
        "title": "title",
        "summary": "description",
        "text": "content:encoded",
        "picture": "media:content",
        "date": "pubDate",
        "identity": "",
    }
    assert fields(diagnosis, "Buttondown") == {
        "title": "title",
        "summary": "description",
        "text": "content:encoded",
        "picture": "enclosure",
        "date": "pubDate",
        "identity": "guid",
    }
    assert fields(diagnosis, "MailUp") == {
        "title": "title",
        "summary": "description",
        "text": "",
        "picture": "content:encoded <img>",
        "date": "pubDate",
        "identity": "",
    }


def test_fields_have_the_names_of_their_format() -> None:
    illustrated()
    atom = fields(examine("/feeds/all.atom"), "Buttondown")
    assert (atom["text"], atom["date"], atom["identity"]) == ("content", "published", "id")
    told = fields(examine("/feeds/all.json"), "JSON Feed")
    assert (told["text"], told["picture"], told["date"]) == (
        "content_html",
        "image",
        "date_published",
    )
    flat = fields(examine("/newsletter/items.json"), "Brevo")
    assert (flat["text"], flat["picture"], flat["date"]) == ("html", "image", "published_at")


def test_values_are_those_of_the_feed(get: Any) -> None:
    illustrated()
    [told] = get("/feeds/all.json").json()["items"]
    [found] = examine("/feeds/all.rss").items
    values = {taken.fact: taken.value for taken in dict(found.tools)["Buttondown"]}
    assert values["title"] == told["title"]
    assert values["text"] == told["content_html"]
    assert values["picture"] == told["image"]
    assert values["identity"] == told["id"]


def test_address_that_nobody_understands_stops_nothing(feed: Any) -> None:
    assert sentences(feed(rss(item(link="https://[x")))) == []


def test_sound_item_has_no_findings(feed: Any) -> None:
    assert sentences(feed(rss(item()))) == []


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (item(title=None, description=None), "Il n’y a pas de titre."),
        (
            item(pubDate=None),
            "Il n’y a pas de date que les outils comprennent : ils ignorent l’élément.",
        ),
        (
            item(pubDate="hier"),
            "Il n’y a pas de date que les outils comprennent : ils ignorent l’élément.",
        ),
        (
            item(guid=None),
            "Il n’y a pas d’identité : les outils risquent d’envoyer l’élément deux fois.",
        ),
        (item(content_encoded=None), "Il n’y a pas de contenu."),
        (
            item(link="/midi/"),
            "L’adresse /midi/ est relative : depuis un e-mail, elle ne mène nulle part.",
        ),
        (
            item(content_encoded="&lt;a href='suite'&gt;Suite&lt;/a&gt;"),
            "L’adresse suite est relative : depuis un e-mail, elle ne mène nulle part.",
        ),
    ],
)
def test_what_would_be_sent_wrong_is_an_error(feed: Any, written: str, sentence: str) -> None:
    diagnosis = feed(rss(written))
    errors = [each.sentence for each in diagnosis.all_findings if each.is_error]
    assert [each.replace("\u00a0", " ") for each in errors] == [sentence]
    assert diagnosis.errors == 1
    assert diagnosis.items[0].has_errors


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (item(further=""), "Il n’y a pas d’image."),
        (
            item(further=PICTURE.replace("https", "http")),
            "Des images n’ont pas une adresse en https : certaines messageries ne les montrent pas.",
        ),
        (
            item(content_encoded="&lt;img src='https://cms.example.org/a.jpg'&gt;"),
            "1 image n’a pas de texte de remplacement.",
        ),
        (
            item(title="a" * 71),
            "Le titre a 71 caractères : d’un objet, les messageries en montrent environ 70.",
        ),
        (
            item(content_encoded="&lt;p&gt;Un\n midi.&lt;/p&gt;"),
            "Le résumé est le contenu lui-même : Buttondown le supprime.",
        ),
        (
            item(content_encoded="a" * (102 * 1024 + 1)),
            "Le contenu fait 102,0 Kio : Gmail cache ce qui suit les premiers 102,0 Kio.",
        ),
    ],
)
def test_what_may_disappoint_is_a_warning(feed: Any, written: str, sentence: str) -> None:
    diagnosis = feed(rss(written))
    assert sentences(diagnosis) == [sentence]
    assert (diagnosis.errors, diagnosis.warnings) == (0, 1)


def test_limits_themselves_are_no_warning(feed: Any) -> None:
    assert sentences(feed(rss(item(title="a" * 70, content_encoded="a" * 102 * 1024)))) == []


def test_fields_that_are_not_there_are_made_up_for(feed: Any) -> None:
    thumbnail = '<media:thumbnail url="https://cms.example.org/t.jpg"/>'
    diagnosis = feed(rss(item(further=thumbnail, title=None, pubDate=None)))
    assert fields(diagnosis, "Buttondown")["title"] == "description"
    assert fields(diagnosis, "Buttondown")["picture"] == "media:thumbnail"
    assert fields(diagnosis, "Mailchimp")["picture"] == ""
    twice = feed(rss(item(content_encoded="Un midi.")))
    assert fields(twice, "Buttondown")["summary"] == ""
    assert fields(twice, "Mailchimp")["summary"] == "description"


def test_image_of_the_channel_stands_in_for_mailup(feed: Any) -> None:
    logo = "<image><url>https://cms.example.org/logo.png</url></image>"
    diagnosis = feed(rss(logo, item(content_encoded="Le midi.")))
    assert fields(diagnosis, "MailUp")["picture"] == "channel/image"


def test_feed_as_a_whole_is_looked_at(feed: Any) -> None:
    assert sentences(feed(rss())) == ["Le flux est vide : il n’y a rien à envoyer."]
    assert sentences(feed(rss(item(), item()))) == [
        "2 éléments ont l’identité urn:uuid:1 : un seul serait envoyé."
    ]
    broken, *_items = sentences(feed("<rss><channel><item>"))
    assert broken.startswith("Le flux est mal formé : ")
    large = feed(rss(*(item(guid=str(number), description="a" * 5_000) for number in range(250))))
    assert sentences(large) == [
        "Le flux fait 1,3 Mio, et des outils refusent ceux qui sont grands : diminuez sa limite."
    ]


def test_json_that_is_none_is_told(feed: Any) -> None:
    for content in (b"{", b"[]", b"{}"):
        [sentence] = sentences(feed(content, "application/feed+json"))
        assert sentence.startswith("Le flux est mal formé : ")


def test_json_without_a_date_is_told(feed: Any) -> None:
    flat = {"title": "Midi", "id": "1", "url": "https://x.fr/", "html": "<p>Midi</p>"}
    diagnosis = feed(orjson.dumps([{**flat, "published_at": "hier"}]), "application/json")
    assert sentences(diagnosis) == [
        "Il n’y a pas de date que les outils comprennent : ils ignorent l’élément.",
        "Il n’y a pas d’image.",
    ]


def test_what_the_feed_refuses_is_told_in_its_words() -> None:
    diagnosis = examine("https://cms.example.org/feeds/all.rss?limit=0&lang=de")
    assert diagnosis.address == "/feeds/all.rss?limit=0&lang=de"
    assert sentences(diagnosis) == [
        "limit : donnez un nombre entier de 1 à 100.",
        "lang : choisissez parmi fr, en.",
    ]
    assert diagnosis.errors == 2


@pytest.mark.parametrize(
    "address",
    ["/feeds/all.xml", "/feeds/events.ics", "/", "/admin/", "/nulle-part", "", "http://[x"],
)
def test_other_addresses_are_no_feeds(address: str) -> None:
    with pytest.raises(NoFeedError):
        examine(address)


def run(*addresses: str) -> str:
    told = StringIO()
    call_command("feed_doctor", *addresses, stdout=told)
    return told.getvalue()


def test_command_tells_each_feed() -> None:
    illustrated()
    told = run("/feeds/all.rss?limit=5", "/newsletter/items.json")
    assert told.startswith("/feeds/all.rss?limit=5: 1 élément, ")
    assert "\n1. Midi\n   ! Des images n’ont pas une adresse en https" in told
    assert "\n   Mailchimp\n      Titre     Midi  [title]\n" in told
    assert "\n   Brevo\n" in told
    assert told.count("Errors: 0. Warnings: 1.") == 2


def test_command_fails_where_something_is_wrong() -> None:
    with pytest.raises(CommandError, match=r"^Errors: 1\.$"):
        run("/feeds/all.rss?limit=0")
    with pytest.raises(CommandError, match=r"^/feeds/all\.xml is no feed of ours\.$"):
        run("/feeds/all.xml")


def test_feed_of_the_parameters_is_examined() -> None:
    illustrated(technopole=make_technopole(name="Luminy"))
    make_report(title="Ailleurs")
    assert [each.title for each in examine("/feeds/all.rss?technopole=luminy").items] == ["Midi"]
