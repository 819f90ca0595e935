"""Pictures on the site: the files of presets that exist, and none made for a reader."""

from typing import Any

import pytest
from django.test import Client

from cms.publishing.making import make_files
from pages.models import GalleryPicture, Speaker
from snippets.models import Photo, Rendition
from snippets.pictures import urgent_specs
from tests import factories
from tests.stored import stored_names

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def make_stories() -> list[str]:
    """Pages with pictures in every place, by their path; the paths of the lists too."""
    photo = factories.make_photo
    organisation = factories.make_organisation(logo=photo())
    person = factories.make_person(photo=photo())
    body = [
        factories.block("image", {"image": photo().pk}),
        factories.block("gallery", {"figures": [{"image": photo().pk}, {"image": photo().pk}]}),
        factories.block("organisations", {"organisations": [organisation.pk]}),
        factories.block("people", {"people": [person.pk]}),
    ]
    report = factories.make_report(
        cover=photo(),
        speakers=[Speaker(person=person, role="chimiste")],
        gallery=[GalleryPicture(image=photo())],
        body=body,
    )
    testimonial = factories.make_testimonial(portrait=photo(), body=body)
    return ["/", "/evenements/", "/temoignages/", report.url, testimonial.url]


def test_reader_makes_nothing(client: Client) -> None:
    paths = make_stories()
    for state in range(3):
        before = stored_names(), Rendition.objects.count()
        for path in paths:
            html = client.get(path).content.decode()
            assert "<picture>" in html
            assert ("data:image/webp" in html) == (state == 0)
        assert (stored_names(), Rendition.objects.count()) == before
        for photo in Photo.objects.all():
            urgent = urgent_specs(photo.width, photo.height)
            make_files(photo, only=urgent if state == 0 else None)


def test_cover_is_offered_in_every_width_and_format(client: Client, settings: Any) -> None:
    photo = factories.make_photo(description="Le hall « plein »")
    report = factories.make_report(cover=photo)
    settings.RENDITION_AVIF = True
    make_files(photo)
    html = client.get(report.url).content.decode()
    picture = html.partition("<picture>")[2].partition("</picture>")[0]
    webp = photo.renditions.get(filter_spec="fill-640x360|format-webp").url
    jpeg = photo.renditions.get(filter_spec="fill-640x360|format-jpeg").url
    assert f'srcset="{webp} 640w"' in picture
    assert f'src="{jpeg}" width="640">' in picture
    assert 'alt="Le hall «\u00a0plein\u00a0»"' in picture
    assert picture.index('type="image/avif"') < picture.index('type="image/webp"')
