"""Presets are few, never larger than the picture, and come to the same file where they can."""

from itertools import product

import pytest

from snippets.pictures import (
    AVIF,
    DESCRIPTIONS,
    JPEG,
    MOST_FILES,
    PNG,
    PRESETS,
    WEBP,
    ImageFormat,
    ImagePreset,
    known_specs,
    sizes,
    specs_in_order,
    urgent_specs,
    wanted_specs,
)

LARGE = (6000, 4000)
SIDES = (1, 2, 19, 100, 160, 191, 320, 401, 640, 799, 1000, 1199, 1281, 1600, 1921, 4000)


def test_preset_is_a_ratio_and_at_most_three_widths() -> None:
    assert set(PRESETS) == set(ImagePreset)
    for preset, kept in PRESETS.items():
        assert 1 <= len(kept.widths) <= 3
        assert list(kept.widths) == sorted(kept.widths)
        assert [str(wide) for wide in kept.widths if str(wide) not in DESCRIPTIONS[preset]] == []


@pytest.mark.parametrize(("with_avif", "count"), [(False, 23), (True, 24)])
def test_large_picture_has_at_most_24_files(with_avif: bool, count: int) -> None:
    for is_transparent in (False, True):
        files = wanted_specs(*LARGE, is_transparent=is_transparent, with_avif=with_avif)
        assert len(files) == count <= MOST_FILES


@pytest.mark.parametrize("with_avif", [False, True])
def test_no_picture_has_more_files(with_avif: bool) -> None:
    for width, height in product(SIDES, SIDES):
        files = wanted_specs(width, height, is_transparent=False, with_avif=with_avif)
        assert len(files) <= MOST_FILES
        assert set(files) <= known_specs(width, height)


def test_no_file_is_larger_than_the_picture() -> None:
    for width, height, preset in product(SIDES, SIDES, ImagePreset):
        for size in sizes(preset, width, height):
            assert 1 <= size.width <= width
            assert 1 <= size.height <= height


def test_equal_sizes_are_one_file() -> None:
    small = wanted_specs(300, 150, is_transparent=False, with_avif=False)
    assert len(sizes(ImagePreset.COVER, 300, 150)) == 1
    assert sizes(ImagePreset.COVER, 300, 150) == sizes(ImagePreset.CARD, 300, 150)
    assert sizes(ImagePreset.FULL, 300, 150) == sizes(ImagePreset.LOGO, 300, 150)
    assert [spec for spec in small if spec.startswith("max-")] == [
        "max-300x150|format-jpeg",
        "max-300x150|format-webp",
    ]


def test_fallback_is_at_most_1600_pixels_long() -> None:
    assert "max-1600x1067|format-jpeg" in urgent_specs(*LARGE)
    assert "max-1067x1600|format-jpeg" in urgent_specs(4000, 6000)


def test_few_files_are_urgent() -> None:
    wanted = wanted_specs(*LARGE, is_transparent=False, with_avif=True)
    assert sorted(urgent_specs(*LARGE) & set(wanted)) == [
        "fill-192x192|format-jpeg",
        "fill-192x192|format-webp",
        "fill-400x225|format-webp",
        "fill-800x450|format-jpeg",
        "fill-800x450|format-webp",
        "max-1600x1067|format-jpeg",
    ]


def test_transparent_picture_has_png_in_place_of_jpeg() -> None:
    opaque = wanted_specs(*LARGE, is_transparent=False, with_avif=False)
    transparent = wanted_specs(*LARGE, is_transparent=True, with_avif=False)
    assert transparent == tuple(spec.replace("jpeg", "png") for spec in opaque)


def test_formats_stand_in_for_each_other() -> None:
    order = specs_in_order(ImagePreset.COVER, WEBP, *LARGE)
    assert order[:5] == (
        "fill-1920x1080|format-webp",
        "fill-1280x720|format-webp",
        "fill-800x450|format-webp",
        "fill-400x225|format-webp",
        "fill-1920x1080|format-jpeg",
    )
    assert "max-1600x1067|format-webp" in order
    last = specs_in_order(ImagePreset.SOCIAL, JPEG, *LARGE)
    assert last[4:6] == ("max-1600x1067|format-jpeg", "max-1600x1067|format-png")


def test_everything_is_described() -> None:
    assert set(DESCRIPTIONS) == {*ImagePreset, *ImageFormat}
    assert set(ImageFormat) == {WEBP, JPEG, PNG, AVIF}
