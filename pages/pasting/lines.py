"""Reads HTML from the clipboard, as Word, LibreOffice and mail programs put it there, or plain text, as lines
one after the other: headings, paragraphs and items of lists.

Word marks headings by tags or by the classes and outline levels of its own styles, and writes lists as
paragraphs with a mark that is not to be shown ([MS-OE376], "mso-" properties in HTML).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum, auto

import nh3
from bs4 import BeautifulSoup, NavigableString, Tag

from pages.pasting.runs import PLAIN, SPACES, Look, Run, html_of, text_of, tidied

INLINE = {"a", "b", "em", "font", "i", "span", "strong", "sub", "sup", "u"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = {
    *HEADINGS,
    *"address article aside blockquote center div dd dl dt figcaption figure footer header hr".split(),
    *"li main nav ol p pre section table tbody td tfoot th thead tr ul".split(),
    *"button caption details fieldset form hgroup label legend option summary".split(),
}
CELLS = ["td", "th"]
WITHOUT_THEIR_CONTENT = {"script", "style", "title"}
SCHEMES = {"http", "https", "mailto", "tel"}

STYLED_HEADING = re.compile(r"^(?:Mso)?(?:Heading|Titre|berschrift)\s?(\d)$", re.IGNORECASE)
TITLE_STYLES = {"msotitle", "title", "titre"}
OUTLINE = re.compile(r"mso-outline-level:\s*(\d)")
WORD_LIST = re.compile(r"mso-list:\s*l\d+")
MARK_OF_WORD = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
NUMBER = re.compile(r"^\(?(?:\d{1,3}|[a-zA-Z])[.)]$")
WEIGHT = re.compile(r"(?:^|[;\s])font-weight:\s*(\w+)")
SLANT = re.compile(r"(?:^|[;\s])font-style:\s*(\w+)")
RAISED = re.compile(r"(?:^|[;\s])vertical-align:\s*super")
TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)")
END_BY_THEMSELVES = {
    *"area base br col dd dt embed hr img input li link meta option p source td th tr wbr".split()
}
DEEPEST = 200
BULLET = re.compile(r"^\s*(?:[•◦▪‣·*–—-]|\d{1,2}[.)])\s+(?=\S)")
BLANK_LINE = re.compile(r"\n\s*\n")
FULL_STOPS = (".", ",", ";", ":", "!", "…", "»", "”")
TITLE, UNSTYLED = 0, 9
"""Levels of headings: of the style for titles, above all others; where nothing but shortness tells."""
LONGEST_WRAPPED = 80
"""Characters of a line that mail programs wrap."""
LONGEST_HEADING = 100
"""Characters of a line that is a heading by its shortness."""
ADDRESS = re.compile(r"://|@|www\.")


class Kind(Enum):
    """What a line is."""

    HEADING = auto()
    PARAGRAPH = auto()
    ITEM = auto()


@dataclass(frozen=True)
class Line:
    """A line of a text."""

    kind: Kind
    runs: list[Run]
    level: int = 0
    """Of a heading: `TITLE`, 1 to 6, or `UNSTYLED`."""
    ordered: bool = False
    """Whether an item stands in a numbered list."""

    @property
    def text(self) -> str:
        """Its words."""
        return text_of(self.runs)

    @property
    def html(self) -> str:
        """Its words as rich text is stored, without a paragraph around."""
        return html_of(self.runs)


def lines_of_html(html: str) -> list[Line]:
    """The lines of a document, a part of one, or a mail; none of one that is nested deeper than any program
    writes, which would take very long to read."""
    if depth_of(html) > DEEPEST:
        return []
    clean = nh3.clean(
        html,
        tags=BLOCKS | INLINE | {"br"},
        clean_content_tags=WITHOUT_THEIR_CONTENT,
        attributes={"*": {"class", "style"}, "a": {"class", "style", "href"}},
        url_schemes=SCHEMES,
        link_rel=None,
    )
    reading = Reading()
    reading.read(BeautifulSoup(clean, "html.parser"))
    reading.end_line()
    return understood(reading.lines)


def depth_of(html: str) -> int:
    """How deep elements stand in each other, those apart that end by themselves."""
    deepest = depth = 0
    for closing, name in TAG.findall(html):
        if name.lower() not in END_BY_THEMSELVES:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


def lines_of_text(text: str) -> list[Line]:
    """The lines of plain text. Where paragraphs are told by blank lines and no line is longer than mail
    programs wrap them, a single break is theirs, unless it begins an item."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    longest = max(map(len, text.split("\n")))
    is_wrapped = BLANK_LINE.search(text) and longest <= LONGEST_WRAPPED
    parts = BLANK_LINE.split(text) if is_wrapped else text.split("\n")
    found = [Line(Kind.PARAGRAPH, [Run(piece)]) for part in parts for piece in unwrapped(part)]
    tidy = [replace(line, runs=tidied(line.runs)) for line in found]
    return understood([line for line in tidy if line.runs])


def unwrapped(paragraph: str) -> Iterator[str]:
    """The paragraph in one piece, items of a list each in its own."""
    piece = ""
    for line in paragraph.split("\n"):
        if BULLET.match(line) and piece:
            yield piece
            piece = ""
        piece = f"{piece} {line}" if piece else line
    yield piece


@dataclass
class Place:
    """What stands around the words that are read."""

    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    ordered: bool = False


@dataclass
class Reading:
    """Reads a tree of elements into lines."""

    lines: list[Line] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    place: Place = field(default_factory=Place)

    def read(self, element: Tag, look: Look = PLAIN) -> None:
        """Read what stands in an element."""
        for child in element.children:
            if isinstance(child, NavigableString):
                self.runs.append(Run(SPACES.sub(" ", child), look if child.strip() else PLAIN))
            elif child.name == "br":
                self.runs.append(Run("\n"))
            elif child.name in BLOCKS:
                self.read_block(child, look)
            elif not MARK_OF_WORD.search(style_of(child)):
                self.read(child, formatted(child, look))

    def read_block(self, element: Tag, look: Look) -> None:
        """Read a block: what stood before it is a line, and so is the block."""
        if element.name in CELLS and element.find_previous_sibling(CELLS):
            self.runs.append(Run(" | "))
        if is_in_a_row(element):
            self.runs.append(Run(" "))
            self.read(element, formatted(element, look))
            return
        self.end_line()
        around, self.place = self.place, place_of(element, self.place)
        self.read(element, formatted(element, look))
        self.end_line()
        self.place = around

    def end_line(self) -> None:
        """What was read since the last line is one, or several where two breaks part them."""
        part: list[Run] = []
        parts = [part]
        for run in tidied(self.runs):
            first, *more = BLANK_LINE.split(run.text)
            part.append(replace(run, text=first))
            for text in more:
                part = [replace(run, text=text)]
                parts.append(part)
        told = vars(self.place)
        self.lines += [Line(runs=runs, **told) for each in parts if (runs := tidied(each))]
        self.runs = []


def is_in_a_row(element: Tag) -> bool:
    """Whether it is a cell of a row of several, or a paragraph in one: the row is one line. Mails are laid out
    with rows of one cell, which are none."""
    cell = element if element.name in CELLS else element.find_parent(CELLS)
    if cell is None or element.name not in (*CELLS, "div", "p"):
        return False
    return bool(cell.find_previous_sibling(CELLS) or cell.find_next_sibling(CELLS))


def place_of(element: Tag, around: Place) -> Place:
    """What a block makes of the words in it."""
    if (level := level_of(element)) is not None:
        return Place(Kind.HEADING, level)
    if element.name == "li":
        return Place(Kind.ITEM, ordered=getattr(element.parent, "name", "") == "ol")
    if WORD_LIST.search(style_of(element)):
        mark = element.find(style=MARK_OF_WORD)
        return Place(Kind.ITEM, ordered=bool(mark and NUMBER.match(mark.get_text(strip=True))))
    return around if around.kind is not Kind.HEADING else Place()


def level_of(element: Tag) -> int | None:
    """The level of a heading, by its style or its tag; None for anything else."""
    for name in element.get("class", []):
        if name.lower() in TITLE_STYLES:
            return TITLE
        if styled := STYLED_HEADING.match(name):
            return int(styled[1])
    outline = OUTLINE.search(style_of(element))
    return int(outline[1]) if outline else HEADINGS.get(element.name)


def formatted(element: Tag, around: Look) -> Look:
    """How the words in an element look."""
    style, told = style_of(element), around
    if element.name in ("b", "strong") or element.name == "th":
        told = replace(told, bold=True)
    if element.name in ("i", "em"):
        told = replace(told, italic=True)
    if element.name == "sup" or RAISED.search(style):
        told = replace(told, raised=True)
    if weight := WEIGHT.search(style):
        told = replace(told, bold=weight[1] in ("bold", "bolder", "600", "700", "800", "900"))
    if slant := SLANT.search(style):
        told = replace(told, italic=slant[1] in ("italic", "oblique"))
    if element.name == "a" and element.get("href", "").partition(":")[0].lower() in SCHEMES:
        told = replace(told, address=element["href"])
    return told


def style_of(element: Tag) -> str:
    """The style written at an element."""
    return element.get("style", "")


def understood(lines: list[Line]) -> list[Line]:
    """The lines with the lists and headings that only their words tell of."""
    lines = with_lists(lines)
    if any(line.kind is Kind.HEADING for line in lines):
        return lines
    return [
        Line(Kind.HEADING, [Run(line.text)], UNSTYLED) if is_heading(lines, place) else line
        for place, line in enumerate(lines)
    ]


def with_lists(lines: list[Line]) -> list[Line]:
    """Two or more lines in a row that begin with a bullet, a dash or a number are items."""
    begins = [line.kind is Kind.PARAGRAPH and bool(BULLET.match(line.text)) for line in lines]
    beside = [False, *begins, False]
    return [
        as_item(line) if begins[place] and (beside[place] or beside[place + 2]) else line
        for place, line in enumerate(lines)
    ]


def as_item(line: Line) -> Line:
    """A line without the mark it begins with."""
    mark = BULLET.match(line.text)[0]
    rest, left = [], len(mark)
    for run in line.runs:
        rest.append(replace(run, text=run.text[left:]))
        left = max(left - len(run.text), 0)
    return Line(Kind.ITEM, tidied(rest), ordered=mark.strip()[0].isdigit())


def is_heading(lines: list[Line], place: int) -> bool:
    """Whether a line heads what follows: a short one without a full stop, alone before a longer one."""
    if not is_short(lines[place]) or place + 1 == len(lines):
        return False
    is_alone = place == 0 or not is_short(lines[place - 1])
    return is_alone and not is_short(lines[place + 1])


def is_short(line: Line) -> bool:
    """Whether a line could be a heading by itself."""
    text = line.text
    return (
        line.kind is Kind.PARAGRAPH
        and len(text) <= LONGEST_HEADING
        and "\n" not in text
        and not text.endswith(FULL_STOPS)
        and not ADDRESS.search(text)
        and not any(run.look.address for run in line.runs)
    )
