"""What is checked of stories: what stands for them in lists and mails, and that speakers are heard."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pages.checking.bodies import body_of, texts_of
from pages.seo import DESCRIPTION_LENGTH
from snippets.checking.findings import Finding, Rule
from snippets.checking.subjects import Subject
from snippets.records import sortable

LONGEST_STANDFIRST = 300
"""Characters of a standfirst that mails and lists show without becoming long."""

LONG_STANDFIRST = Rule(
    "long-standfirst",
    gettext_lazy("Long standfirst"),
    gettext_lazy("Keep what, where, when and who; the rest can open the text."),
)
NO_COVER = Rule(
    "no-cover",
    gettext_lazy("No picture at the head"),
    gettext_lazy("Choose one: lists, newsletters and social networks show it."),
)
UNHEARD_SPEAKER = Rule(
    "unheard-speaker",
    gettext_lazy("Speaker of whom the text says nothing"),
    gettext_lazy("Tell or quote what they said, or remove them from the speakers."),
)


def check_standfirst(subject: Subject) -> Iterator[Finding]:
    """The standfirst is short enough for lists, mails and search results."""
    length = len(subject.thing.standfirst)
    if length <= LONGEST_STANDFIRST:
        return
    told = {"length": length, "most": LONGEST_STANDFIRST, "shown": DESCRIPTION_LENGTH}
    problem = _(
        "It has %(length)s characters: more than %(most)s are long in a mail, and search engines "
        "show the first %(shown)s."
    )
    yield Finding(LONG_STANDFIRST, subject.at("standfirst").place, problem % told)


def check_cover(subject: Subject) -> Iterator[Finding]:
    """A picture stands for the story."""
    field = subject.thing.picture_field
    if getattr(subject.thing, f"{field}_id") is None:
        yield Finding(NO_COVER, subject.at(field).place, _("There is none."))


def check_speakers(subject: Subject) -> Iterator[Finding]:
    """Each speaker is chosen or named in the body, once there is one."""
    body = body_of(subject)
    text = sortable(" ".join(text for block in body for text in texts_of(block)))
    chosen = {
        choice for spot in subject.spots if spot.place.steps[0] == "body" for choice in spot.choices
    }
    for spot in subject.spots if len(body) else ():
        if spot.place.steps[0] != "speakers" or spot.place.steps[-1] != "person":
            continue
        for choice in spot.choices:
            person = subject.named.reader.one(*choice)
            if person is None or choice in chosen or is_named(person.name, text):
                continue
            problem = _("The text neither quotes nor names %(name)s.") % {"name": person.name}
            yield Finding(UNHEARD_SPEAKER, spot.place, problem)


def is_named(name: str, text: str) -> bool:
    """Whether a text, without accents and capitals, holds what comes after the first name; or the name,
    where that is one word."""
    whole = sortable(name)
    told = whole.partition(" ")[2] or whole
    return re.search(rf"\b{re.escape(told)}\b", text) is not None


STORY_CHECKS = (check_standfirst, check_cover)
REPORT_CHECKS = (*STORY_CHECKS, check_speakers)
