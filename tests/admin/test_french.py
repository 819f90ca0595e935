"""Everything an editor reads can be read in French, and is written as French is."""

import gettext
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from snippets.models import Organisation
from tests.admin.catalogue import CATALOGUE, entries, said_elsewhere, texts_in_sources
from tests.admin.forms import record_form

# Wagtail says these too, and is meant to say them as we do.
SAID_AS_WE_DO = {
    "Email address",
    "Awaiting your review",
    "Log in",
    "Password required",
    "slug",
    "Awaiting",
    "Tags",
    "Your pages and snippets in a workflow",
    "Locale",
    "The page title as you'd like it to be seen by the public",
    "The name of the page as it will appear in URLs e.g http://domain.com/blog/[my-slug]/",
    "The slug '%(page_slug)s' is already in use within the parent page.",
    'Multi-word tags with spaces will automatically be enclosed in double quotes (").',
    "Page '%(page_title)s' has been submitted for moderation.",
    "Page '%(page_title)s' created and submitted for moderation.",
    "The page '%(page_title)s' is not currently awaiting moderation.",
    "%(model_name)s '%(object)s' has been submitted for moderation.",
    "%(model_name)s '%(object)s' created and submitted for moderation.",
    (
        "Upload successful. Please update this image with a more appropriate title, if necessary. "
        "You may also delete the image completely if the upload wasn't required."
    ),
}
PLACEHOLDER = re.compile(r"%\(\w+\)s")
ADDRESS_OR_TIME = re.compile(r"https?://\S+|\d\d:\d\d")
AFTER_A_PLAIN_SPACE = re.compile("[^\u00a0\u202f][;:!?»]|«[^\u00a0\u202f]")


def french(entry: dict[str, str]) -> list[str]:
    return [text for name, text in entry.items() if name.startswith("msgstr")]


def plain(text: str) -> str:
    """A text as it is told from another one."""
    return text.replace("’", "'").casefold()


def test_every_text_has_its_french() -> None:
    translated = {entry["msgid"] for entry in entries() if all(french(entry))}
    assert texts_in_sources() - translated == set(), "run `make messages` and translate"


def test_the_catalogue_holds_nothing_else() -> None:
    assert {entry["msgid"] for entry in entries()} - texts_in_sources() == set()


def test_what_is_compiled_is_what_is_written() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in entries():
        if "msgid_plural" in entry:
            found = [compiled.ngettext(entry["msgid"], "", number) for number in (1, 2)]
        elif "msgctxt" in entry:
            found = [compiled.pgettext(entry["msgctxt"], entry["msgid"])]
        else:
            found = [compiled.gettext(entry["msgid"])]
        assert found == french(entry), "run `make messages`"


def test_our_french_changes_no_text_of_wagtail_unawares() -> None:
    ours = {each["msgid"]: french(each)[0] for each in entries() if "msgctxt" not in each}
    changed = {
        msgid
        for msgid, text in said_elsewhere()
        if msgid in ours and plain(ours[msgid]) != plain(text)
    }
    assert changed == SAID_AS_WE_DO, "choose another msgid"


def test_french_keeps_the_values_it_is_given() -> None:
    for entry in entries():
        allowed = set(PLACEHOLDER.findall(entry["msgid"] + entry.get("msgid_plural", "")))
        for text in french(entry):
            assert set(PLACEHOLDER.findall(text)) <= allowed, entry
        if "msgid_plural" not in entry:
            assert set(PLACEHOLDER.findall(french(entry)[0])) == allowed, entry


def test_french_is_typeset_as_french() -> None:
    for entry in entries():
        for text in french(entry):
            plain = ADDRESS_OR_TIME.sub("", text)
            assert "'" not in plain, text
            assert "“" not in plain, text
            assert not AFTER_A_PLAIN_SPACE.search(plain), text


def test_the_way_in_is_in_french(client: Client, db: None) -> None:
    answer = client.get(reverse("wagtailadmin_login"), headers={"accept-language": "fr"})
    assert str(answer.context["form"]["password"].label) == "Mot de passe"


def test_a_record_that_is_submitted_is_not_said_to_be_scheduled(writing: Client) -> None:
    add = reverse("wagtailsnippets_snippets_organisation:add")
    form = record_form(Organisation, name="Alpha", slug="alpha")
    answer = writing.post(add, {**form, "action-submit": "1"}, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert len(said) == 1
    assert "Alpha" in said[0]
    assert "attend la validation" in said[0]


@pytest.mark.parametrize("kind", ["external", "email", "phone", "anchor"])
def test_the_link_window_is_in_french(writing: Client, kind: str) -> None:
    answer = writing.get(reverse(f"wagtailadmin_choose_page_{kind}_link"))
    assert "Texte du lien" in answer.json()["html"]
    assert "Link text" not in answer.json()["html"]


@pytest.mark.parametrize(
    ("language", "title"), [("fr", "Choisir une personne"), ("en", "Choose a person")]
)
def test_each_user_has_their_language(
    writing: Client, editor: Any, language: str, title: str
) -> None:
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": language})
    chooser = reverse("wagtailsnippetchoosers_snippets_person:choose")
    assert title in writing.get(chooser).json()["html"]
