"""Pictures drawn by code: calm landscapes and emblems, the same for the same key."""

from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from math import pi, sin
from random import Random

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]

LANDSCAPE = (1280, 854)
UPRIGHT = (800, 1000)
SQUARE = (480, 480)
# Drawn larger, then reduced: edges come out smooth.
OVERSAMPLING = 2


def chances(key: str) -> Random:
    """Numbers that only look like chance: the key decides them."""
    return Random(key)  # noqa: S311


@dataclass(frozen=True)
class Palette:
    """The colours of a landscape at one hour or season, and what it is called."""

    name: str
    sky: tuple[str, str]
    hills: tuple[str, str, str]
    sun: str
    walls: str
    windows: str


PALETTES = (
    Palette("à l'aube", ("#8fa8c9", "#f6dccb"), ("#9aa5bd", "#75869f", "#4e607a"), "#fbeedd", "#e9d8cc", "#64748f"),
    Palette("en plein midi", ("#6fb1d6", "#dff0f4"), ("#a9c29b", "#7fa382", "#55806b"), "#fff6cf", "#f4efe4", "#5d8fa8"),
    Palette("au soir", ("#43507a", "#f0a987"), ("#8d6c88", "#65537a", "#41405f"), "#ffd9a0", "#cfa493", "#ffe3ae"),
    Palette("dans la garrigue", ("#a5c8d8", "#f7f0dc"), ("#c7bb8a", "#9aa06b", "#6d7d55"), "#fdf3d0", "#e8dcc0", "#8a7c5c"),
    Palette("au bord de l'eau", ("#7cc0c8", "#eef7f0"), ("#8fb8bd", "#5e97a3", "#37707f"), "#fffbe6", "#f3f1ea", "#3f7684"),
    Palette("en hiver", ("#aab6c4", "#eef1f3"), ("#c3cbd2", "#97a5b0", "#6b7c89"), "#ffffff", "#dfe4e7", "#71838f"),
)  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """A landscape that its key alone decides: what stands in it and where."""

    key: str
    size: tuple[int, int] = LANDSCAPE

    @cached_property
    def palette(self) -> Palette:
        return chances(f"palette {self.key}").choice(PALETTES)

    @cached_property
    def buildings(self) -> int:
        return chances(f"buildings {self.key}").choice((0, 3, 5, 7))

    @cached_property
    def sun(self) -> tuple[float, float]:
        """Where the sun stands, as fractions of width and height."""
        chance = chances(f"sun {self.key}")
        return chance.uniform(0.2, 0.8), chance.uniform(0.16, 0.36)

    @property
    def alt(self) -> str:
        """What the drawing shows."""
        side = "à gauche" if self.sun[0] < 0.5 else "à droite"
        built = f", {self.buildings} bâtiments au premier plan" if self.buildings else ""
        return f"Dessin : des collines {self.palette.name}, le soleil {side}{built}."

    def draw(self) -> Image.Image:
        width, height = (side * OVERSAMPLING for side in self.size)
        picture = gradient(width, height, *self.palette.sky)
        brush = ImageDraw.Draw(picture)
        self.draw_sun(brush, width, height)
        for number, colour in enumerate(self.palette.hills):
            if number == len(self.palette.hills) - 1:
                self.draw_buildings(brush, width, height)
            brush.polygon(self.ridge(number, width, height), fill=colour)
        return picture.reduce(OVERSAMPLING)

    def draw_sun(self, brush: ImageDraw.ImageDraw, width: int, height: int) -> None:
        x, y, radius = self.sun[0] * width, self.sun[1] * height, height * 0.07
        brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=self.palette.sun)

    def ridge(self, number: int, width: int, height: int) -> list[tuple[float, float]]:
        """The outline of a row of hills; each row is lower than the one behind it."""
        chance = chances(f"ridge {number} {self.key}")
        base = (0.5 + 0.15 * number) * height
        waves = [
            (chance.uniform(0.6, 1.6) * turns, chance.uniform(0, 2 * pi), height * 0.055 / turns)
            for turns in (1, 2, 4)
        ]
        steps = [width * step / 48 for step in range(49)]
        outline = [
            (
                x,
                base
                + sum(rise * sin(2 * pi * pace * x / width + start) for pace, start, rise in waves),
            )
            for x in steps
        ]
        return [(0, height), *outline, (width, height)]

    def draw_buildings(self, brush: ImageDraw.ImageDraw, width: int, height: int) -> None:
        chance = chances(f"walls {self.key}")
        left = width * chance.uniform(0.08, 0.4)
        for _ in range(self.buildings):
            wide, high = width * chance.uniform(0.05, 0.09), height * chance.uniform(0.12, 0.26)
            top = 0.86 * height - high
            brush.rectangle((left, top, left + wide, height), fill=self.palette.walls)
            draw_windows(brush, (left, top, wide, high), self.palette.windows)
            left += wide * chance.uniform(0.9, 1.25)


@dataclass(frozen=True)
class Emblem:
    """A plain geometric sign, as a company might have."""

    key: str
    size: tuple[int, int] = SQUARE

    @cached_property
    def palette(self) -> Palette:
        return chances(f"palette {self.key}").choice(PALETTES)

    @property
    def sun(self) -> tuple[float, float]:
        return 0.5, 0.5

    @property
    def alt(self) -> str:
        return "Emblème dessiné : trois cercles emboîtés et une barre."

    def draw(self) -> Image.Image:
        side = self.size[0] * OVERSAMPLING
        picture = Image.new("RGB", (side, side), "#ffffff")
        brush = ImageDraw.Draw(picture)
        turn = chances(f"turn {self.key}").randrange(360)
        for share, colour in zip((0.44, 0.33, 0.22), self.palette.hills, strict=True):
            box = (
                (0.5 - share) * side,
                (0.5 - share) * side,
                (0.5 + share) * side,
                (0.5 + share) * side,
            )
            brush.pieslice(box, turn, turn + 300, fill=colour)
            turn += 75
        brush.rectangle(
            (0.46 * side, 0.2 * side, 0.54 * side, 0.8 * side), fill=self.palette.sky[1]
        )
        return picture.reduce(OVERSAMPLING)


def gradient(width: int, height: int, top: str, bottom: str) -> Image.Image:
    """A sky that passes from one colour to the other."""
    mask = Image.linear_gradient("L").resize((1, height))
    column = Image.composite(
        Image.new("RGB", (1, height), bottom), Image.new("RGB", (1, height), top), mask
    )
    return column.resize((width, height), Image.Resampling.NEAREST)


def draw_windows(
    brush: ImageDraw.ImageDraw, wall: tuple[float, float, float, float], colour: str
) -> None:
    left, top, wide, high = wall
    for row in range(5):
        y = top + high * (0.1 + 0.18 * row)
        for column in range(3):
            x = left + wide * (0.15 + 0.27 * column)
            brush.rectangle((x, y, x + wide * 0.15, y + high * 0.09), fill=colour)


def encoded(picture: Image.Image, extension: str) -> bytes:
    """The picture as a JPEG or PNG file."""
    file = BytesIO()
    if extension == "png":
        picture.quantize(32).save(file, "PNG")
    else:
        picture.save(file, "JPEG", quality=82)
    return file.getvalue()
