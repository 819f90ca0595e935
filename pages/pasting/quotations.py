"""Finds what somebody is said to have said: « … », and after it who says so, in French or in English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pages.pasting.lines import Kind, Line
from pages.pasting.runs import Run, cut

LEAST = 25
"""Characters of the shortest quotation that is proposed: shorter ones are expressions in a sentence."""
LONGEST_ROLE = 200

CAPITAL = "[A-ZÀ-ÖØ-Þ]"
WORD = rf"(?:{CAPITAL}[\w’'-]+|{CAPITAL}\.(?:-{CAPITAL}\.)?)"
NAME = rf"{WORD}(?:\s+(?:(?:de|du|des|la|le|van|von|el|ben|da)\s+){{0,2}}{WORD}){{1,3}}"
FRENCH = (
    "affirm ajout amus analys annonc appréci assur avertir averti commen conclu confi confirm constat convien "
    "croi décla défend détaill dit dire dis enthousiasm estim étonn expliqu exclam exprim fait félicit glisse illustr indiqu insist "
    "interrog juge justifi lanc martel not nuanc observ pens plaid plaisant poursui précis présent promet "
    "propos racont rappel recommand reconnaî réjoui relat relèv relev remarqu remerci répond répèt répét "
    "résum retien salu sour souhait soulign souri souvien tempère témoign tranch voi"
).split()
ENGLISH = "add explain said say sa recall remember insist conclude note stress tell told".split()
SPEAKS = rf"(?:{'|'.join([*FRENCH, *ENGLISH])})\w*"
BEFORE_VERB = r"(?:(?:nous|se|a|ont|avait|avaient|en|y|lui|leur)\s+|s[’'])*"
AFTER_VERB = (
    r"(?:-(?:t-)?(?:il|elle|on))?(?:\s+(?:ainsi|aussi|alors|encore|enfin|également|d[’']emblée))?"
)
VERB = rf"{BEFORE_VERB}{SPEAKS}{AFTER_VERB}"

QUOTED = rf"(?:«\s*(?P<french>[^«»]{{{LEAST},}}?)\s*»|“\s*(?P<english>[^“”]{{{LEAST},}}?)\s*”)"
ROLE = rf"(?P<role>[^.\n]*(?:(?:\.(?!\s|$)|(?<=\b{CAPITAL})\.(?=\s+\S))[^.\n]*)*)"
ATTRIBUTED = re.compile(
    rf"(?:^|(?<=[.!?…:\n])\s+|(?<=\n)){QUOTED}\s*[,.]?\s*(?:{VERB}\s+|[—–-]\s*|\(\s*)"
    rf"(?P<name>{NAME})(?:\s+(?:{BEFORE_VERB}(?:said|says|explains|explained|adds|added)))?"
    rf"(?:\s*[,:(]\s*{ROLE})?\)?\s*(?:\.(?=\s|$)|$|(?=\n))"
)
ALONE = re.compile(rf"^{QUOTED}\s*[,.]?$")
SIGNATURE = re.compile(rf"^[—–-]?\s*(?P<name>{NAME})(?:\s*[,:(]\s*(?P<role>[^\n]*?))?\)?\.?$")


@dataclass(frozen=True)
class Quotation:
    """What was said, by whom, under which title."""

    text: str
    name: str
    role: str


def with_quotations(lines: list[Line]) -> Iterator[Line | Quotation]:
    """The lines, quotations apart. One that holds a link stays in its paragraph: a quote has none."""
    place = 0
    while place < len(lines):
        line, following = lines[place], lines[place + 1 : place + 2]
        place += 1
        if line.kind is not Kind.PARAGRAPH:
            yield line
        elif signed := signed_by(line, following):
            yield signed
            place += 1
        else:
            yield from parted(line)


def signed_by(line: Line, following: list[Line]) -> Quotation | None:
    """A quotation that fills a paragraph, when the next line is the name of who said it."""
    quoted = ALONE.match(line.text)
    if not quoted or not following or has_link([*line.runs, *following[0].runs]):
        return None
    if following[0].kind is Kind.ITEM or not (signature := SIGNATURE.match(following[0].text)):
        return None
    return quotation(quoted, signature)


def parted(line: Line) -> Iterator[Line | Quotation]:
    """A paragraph, cut where somebody is quoted."""
    start = 0
    for quoted in ATTRIBUTED.finditer(line.text):
        found = quotation(quoted, quoted)
        if found is None or has_link(cut(line.runs, quoted.start(), quoted.end())):
            continue
        yield from kept(line, start, quoted.start())
        yield found
        start = quoted.end()
    yield from kept(line, start, None)


def kept(line: Line, start: int, end: int | None) -> Iterator[Line]:
    """What stands between quotations, if anything does."""
    if runs := cut(line.runs, start, end):
        yield Line(line.kind, runs)


def quotation(quoted: re.Match, signed: re.Match) -> Quotation | None:
    """What the words say; None when the title is too long for one: nothing may be lost."""
    role = (signed["role"] or "").strip()
    role = role if "(" in role else role.rstrip(") ")
    text = quoted["french"] or quoted["english"]
    if len(role) + len(signed["name"]) > LONGEST_ROLE - len(", "):
        return None
    return Quotation(text.strip().rstrip(","), signed["name"], role)


def has_link(runs: list[Run]) -> bool:
    """Whether some of the words lead elsewhere."""
    return any(run.look.address for run in runs)
