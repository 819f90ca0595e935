"""The files of pictures in answers: those that exist, told truly, and none made for a reader."""

from typing import Any

import pytest

from cms.publishing.making import make_files
from snippets.models import Photo, Rendition
from snippets.pictures import urgent_specs
from tests.factories import make_collection, make_photo, make_report
from tests.stored import address_of_pictures, given_at, stored_names

CARD = """
query ($preset: ImagePreset!, $format: ImageFormat) {
  eventReports { nodes { cover {
    placeholder
    rendition(preset: $preset, format: $format) { url width height format }
    srcset(preset: $preset, format: $format)
  } } }
}
"""


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def photo(db: None) -> Photo:
    """The cover of a report, 640 by 400 pixels."""
    photo = make_photo()
    make_report(cover=photo)
    return photo


def cover(ask: Any, preset: str, image_format: str = "WEBP") -> dict[str, Any]:
    answer = ask(CARD, preset=preset, format=image_format)
    return answer["eventReports"]["nodes"][0]["cover"]


def measured(given: dict[str, Any]) -> tuple[str, int, int]:
    return given["format"], given["width"], given["height"]


def keep(photo: Photo, *endings: str) -> None:
    """Leave only the files whose spec ends like that."""
    for rendition in photo.renditions.all():
        if not rendition.filter_spec.endswith(endings):
            rendition.delete()


@pytest.mark.parametrize(
    ("preset", "width", "height", "widths"),
    [
        ("THUMBNAIL", 192, 192, [192]),
        ("CARD", 640, 360, [400, 640]),
        ("COVER", 640, 360, [640]),
        ("FULL", 640, 400, [600, 640]),
        ("PORTRAIT", 320, 400, [320]),
        ("LOGO", 256, 160, [256]),
    ],
)
@pytest.mark.parametrize("image_format", ["WEBP", "JPEG"])
def test_preset_gives_its_files(
    ask: Any, photo: Photo, preset: str, image_format: str, width: int, height: int, widths: list
) -> None:
    make_files(photo)
    given = cover(ask, preset, image_format)
    assert measured(given["rendition"]) == (image_format, width, height)
    url = given["rendition"]["url"]
    assert url.startswith(address_of_pictures())
    assert "/photo." in url
    listed = [each.split(" ") for each in given["srcset"].split(", ")]
    assert [each[1] for each in listed] == [f"{wide}w" for wide in widths]
    assert listed[-1][0] == given["rendition"]["url"]


def test_file_behind_the_address_is_the_one_described(ask: Any, client: Any, photo: Photo) -> None:
    make_files(photo)
    media_type, content = given_at(cover(ask, "CARD")["rendition"]["url"], client)
    assert media_type == "image/webp"
    assert content[8:12] == b"WEBP"


def test_other_formats_are_given_where_one_does_not_exist(ask: Any, photo: Photo) -> None:
    make_files(photo)
    assert measured(cover(ask, "CARD", "AVIF")["rendition"]) == ("WEBP", 640, 360)
    assert measured(cover(ask, "CARD", "PNG")["rendition"]) == ("WEBP", 640, 360)
    assert measured(cover(ask, "SOCIAL")["rendition"]) == ("JPEG", 640, 336)


@pytest.mark.usefixtures("uncached")
def test_nearest_file_is_given_until_the_right_one_exists(ask: Any, photo: Photo) -> None:
    make_files(photo)
    nearest = [
        (("CARD", "WEBP"), "fill-640x360|format-webp", ("WEBP", 400, 225)),
        (("CARD", "WEBP"), "fill-400x225|format-webp", ("JPEG", 640, 360)),
        (("CARD", "WEBP"), "fill-640x360|format-jpeg", ("JPEG", 400, 225)),
        (("CARD", "WEBP"), "fill-400x225|format-jpeg", ("WEBP", 640, 400)),
        (("CARD", "WEBP"), "max-640x400|format-webp", ("JPEG", 640, 400)),
        (("CARD", "WEBP"), "max-640x400|format-jpeg", ("WEBP", 600, 375)),
    ]
    for asked, gone, expected in nearest:
        photo.renditions.get(filter_spec=gone).delete()
        given = cover(ask, *asked)
        assert measured(given["rendition"]) == expected, gone
        assert given["rendition"]["url"] in given["srcset"]


def test_srcset_lists_existing_files_only(ask: Any, photo: Photo) -> None:
    make_files(photo)
    keep(photo, "fill-400x225|format-webp", "max-640x400|format-jpeg")
    assert cover(ask, "CARD")["srcset"].endswith(".webp 400w")
    assert cover(ask, "FULL")["srcset"].endswith(".jpg 640w")
    assert ", " not in cover(ask, "CARD")["srcset"] + cover(ask, "FULL")["srcset"]


def test_placeholder_stands_where_there_is_no_file(ask: Any, photo: Photo) -> None:
    grey = cover(ask, "CARD")
    assert measured(grey["rendition"]) == ("WEBP", 1, 1)
    assert grey["rendition"]["url"] == grey["placeholder"]
    make_files(photo)
    keep(photo, "nothing")
    given = cover(ask, "CARD")
    assert measured(given["rendition"]) == ("WEBP", 20, 12)
    assert given["rendition"]["url"] == given["placeholder"] != grey["placeholder"]
    assert given["srcset"] == f"{given['placeholder']} 20w"


def test_reader_makes_nothing(ask: Any, photo: Photo) -> None:
    make_files(photo, only=urgent_specs(photo.width, photo.height))
    before = stored_names(), Rendition.objects.count()
    for preset in ("THUMBNAIL", "CARD", "COVER", "FULL", "PORTRAIT", "LOGO", "SOCIAL"):
        for image_format in ("WEBP", "JPEG", "PNG", "AVIF"):
            cover(ask, preset, image_format)
    assert (stored_names(), Rendition.objects.count()) == before


def test_format_is_webp_when_none_is_asked(ask: Any, photo: Photo) -> None:
    make_files(photo)
    answer = ask("{ eventReports { nodes { cover { rendition(preset: CARD) { format } } } } }")
    assert answer["eventReports"]["nodes"] == [{"cover": {"rendition": {"format": "WEBP"}}}]


def test_several_presets_of_one_picture(ask: Any, photo: Photo) -> None:
    make_files(photo)
    answer = ask(
        "{ eventReports { nodes { cover { small: rendition(preset: THUMBNAIL) { width }"
        " large: rendition(preset: FULL, format: JPEG) { width } } } } }"
    )
    [node] = answer["eventReports"]["nodes"]
    assert node == {"cover": {"small": {"width": 192}, "large": {"width": 640}}}


def test_address_of_a_storage_is_given_as_it_is(
    ask: Any, photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_files(photo)
    storage = Rendition._meta.get_field("file").storage
    monkeypatch.setattr(
        type(storage), "url", lambda self, name: f"https://cdn.example.org/{name}", raising=False
    )
    url = cover(ask, "CARD")["rendition"]["url"]
    assert url.startswith("https://cdn.example.org/images/")
    assert "/photo.fill-640x360." in url


def test_picture_of_a_private_collection_has_no_address(ask: Any, photo: Photo) -> None:
    make_files(photo)
    photo.collection = make_collection(is_private=True)
    photo.save()
    assert cover(ask, "CARD") is None
