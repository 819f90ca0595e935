"""A system that lives in processes of its own. Run as a program, with the environment of that system:
`python -m tests.backup.living begin` makes content, `write` changes it until it is killed, `answers` tells what
readers see, `missing` which uploads the database names and are not there, or read otherwise."""

import hashlib
import json
import os
import random
import sys
import time
from itertools import count

import django

PICTURES = 12
QUERIES = (
    "{ eventReports(first: 50) { totalCount nodes { title path cover { alt rendition(preset: COVER) { url } } } } }",
    "{ people(first: 50) { nodes { name slug } } organisations(first: 50) { nodes { name } } }",
    '{ search(query: "récit") { totalCount nodes { __typename ... on EventReport { title } } } }',
    "{ pages(first: 50) { nodes { path title } } site { name } }",
)


def begin() -> None:
    """Reports with pictures and documents, published."""
    from tests.factories import make_person, make_photo, make_report

    for number in range(PICTURES):
        photo = make_photo(name=f"photo-{number}.png", title=str(number))
        make_report(title=f"Récit {number}", cover=photo)
        make_person(name=f"Nom {number}")
        add_document()


def write() -> None:
    """Publish, add, replace and delete, again and again; a line is printed after each."""
    from cms.publishing.journal import one_change
    from pages.models import EventReport

    for number in count():
        with one_change():
            report = random.choice(EventReport.objects.filter(title__startswith="Récit"))  # noqa: S311
            report.title = f"Récit {os.getpid()} {number}"
            report.save_revision().publish()
        with one_change():
            add_document()
        with one_change():
            random.choice((delete_document, replace_document))()  # noqa: S311
        print(number, flush=True)  # noqa: T201
        # SQLite is unfair: whoever waits would never have a turn.
        time.sleep(0.05)


def add_document() -> None:
    from django.core.files.base import ContentFile

    from snippets.models import Attachment

    content = os.urandom(200_000)
    title = hashlib.sha256(content).hexdigest()
    Attachment.objects.create(title=title, file=ContentFile(content, "texte.pdf"), file_size=1)


def delete_document() -> None:
    from snippets.models import Attachment

    random.choice(Attachment.objects.all()).delete()  # noqa: S311


def replace_document() -> None:
    """As Wagtail's form does: the old file goes before the commit."""
    from django.core.files.base import ContentFile

    from snippets.models import Attachment

    document = random.choice(Attachment.objects.select_for_update())  # noqa: S311
    old, content = document.file.name, os.urandom(200_000)
    document.title = hashlib.sha256(content).hexdigest()
    document.file = ContentFile(content, "remplacé.pdf")
    document.save()
    document.file.storage.delete(old)


def answers() -> None:
    """What readers see."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    told = [
        client.post("/graphql/", {"query": query}, content_type="application/json").json()
        for query in QUERIES
    ]
    print(json.dumps(told, indent=1, ensure_ascii=False))  # noqa: T201


def missing() -> None:
    """Documents whose file is not the one their title is the digest of; pictures without a file."""
    from snippets.models import Attachment, Photo

    for document in Attachment.objects.all():
        if hashlib.sha256(document.file.read()).hexdigest() != document.title:
            print(document.file.name)  # noqa: T201
    for photo in Photo.objects.all():
        files = [photo.file, *(each.file for each in photo.renditions.all())]
        for file in files:
            if not file.storage.exists(file.name):
                print(file.name)  # noqa: T201


if __name__ == "__main__":
    django.setup()
    globals()[sys.argv[1]]()
