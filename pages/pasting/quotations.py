"""Finds what somebody is said to have said: « … », and after it who says so, in French or in English.

A quotation is proposed only where all of it is plain: its marks are paired, it begins a sentence, a
verb of speech and a name follow, then a title at most, then the sentence ends. Else the paragraph
stays as it is, since nothing may be lost.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pages.pasting.lines import UNSTYLED, Kind, Line
from pages.pasting.runs import Run, cut

LEAST = 25
"""Characters of the shortest quotation that is proposed: shorter ones are expressions in a sentence."""
LONGEST_ROLE = 200
LONGEST_SIGNATURE = 100
CLOSING = {"«": "»", "“": "”"}

CAPITAL = "[A-ZÀ-ÖØ-Þ]"
WORD = rf"(?:{CAPITAL}[\w’'-]+|{CAPITAL}\.(?:-{CAPITAL}\.)?)"
NAME = rf"{WORD}(?:\s+(?:(?:de|du|des|la|le|van|von|el|ben|da)\s+){{0,2}}{WORD}){{1,3}}"
FRENCH = (
    "affirme affirmé ajoute ajouté amuse amusé analyse analysé annonce annoncé apprécié argumente assure assuré "
    "avertit averti commente commenté complète complété conclut conclu confie confié confirme confirmé considère "
    "constate constaté croit déclare déclaré défend défendu détaille détaillé dit enthousiasme enthousiasmé "
    "estime estimé étonne étonné évoque évoqué exclame exclamé explique expliqué expliquait exprime exprimé "
    "félicite félicité glisse glissé illustre illustré indique indiqué insiste insisté interroge interrogé invite "
    "justifie lance lancé martèle martelé note noté nuance nuancé observe observé pense plaide plaidé plaisante "
    "plaisanté poursuit poursuivi précise précisé prévient prévenu promet promis propose proposé raconte raconté "
    "rappelle rappelé recommande recommandé reconnaît reconnait reconnu réjouit réjoui relève relevé remarque "
    "remarqué remercie remercié renchérit renchéri répète répété répond répondu résume résumé retient retenu salue "
    "salué souhaite souhaité souligne souligné soulignait soupire sourit souvient souvenu témoigne témoigné tranche "
    "tranché"
).split()
ENGLISH = (
    "added adds argued argues concluded concludes explained explains insisted insists noted notes recalled "
    "recalls remembers replied said says stressed stresses told"
).split()
BEFORE_VERB = r"(?:(?:nous|se|a|ont|avait|avaient|en|y|lui|leur)\s+|s[’'])*"
AFTER_VERB = r"(?:-(?:t-)?(?:il|elle|on))?(?:\s+(?:ainsi|aussi|alors|encore|enfin|également))?"
IN_FRENCH = rf"{BEFORE_VERB}(?:{'|'.join(FRENCH)}){AFTER_VERB}"
IN_ENGLISH = rf"(?:{'|'.join(ENGLISH)})"

TITLE = r"(?:[^«»“”:;?!…\n.()]|\.(?=[^\s.]))"
"""A character of a title; a full stop only inside of a word."""
ROLE = rf"(?:\s*,\s*(?P<role>(?:{TITLE}|\([^()\n]*\))+)|\s*\((?P<bracketed>{TITLE}+)\))?"
ENDS = r"\s*(?:(?P<stop>\.)(?=\s|$)|$|(?=\n))"
AFTER = [
    re.compile(rf"\s*,?\s*(?:{IN_FRENCH}|{IN_ENGLISH})\s+(?P<name>{NAME}){ROLE}{ENDS}"),
    re.compile(rf"\s*,?\s*(?P<name>{NAME})\s+{IN_ENGLISH}{ROLE}{ENDS}"),
    re.compile(rf"\s*,?\s*[—–-]\s*(?P<name>{NAME}){ROLE}\s*\.?\s*$"),
]
BEGINS = re.compile(r"(?:^|[.!?…:»”]\s+|\n\s*)$")
"""What stands before a quotation that begins a sentence."""
ABBREVIATION = re.compile(rf"(?:^|[\s.’'(])(?:{CAPITAL}|{CAPITAL}\w{{0,2}}|[\w&]*&[\w&]*)$")
"""How a title ends where its full stop may belong to its last word."""
ALONE = re.compile(r"\s*[,.]?\s*$")
SIGNATURE = re.compile(rf"^[—–-]?\s*(?P<name>{NAME}){ROLE}$")


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
    """A quotation that fills a paragraph, when the next line is no more than who said it."""
    places = quoted_in(line.text)
    if len(places) != 1 or places[0][0] != 0 or not ALONE.match(line.text, places[0][1]):
        return None
    if not following or not (following[0].kind is Kind.PARAGRAPH or following[0].level == UNSTYLED):
        return None
    text = following[0].text
    if len(text) > LONGEST_SIGNATURE or has_link([*line.runs, *following[0].runs]):
        return None
    signature = SIGNATURE.match(text)
    return quotation(line.text, places[0], signature) if signature else None


def parted(line: Line) -> Iterator[Line | Quotation]:
    """A paragraph, cut where somebody is quoted."""
    start, text = 0, line.text
    for begin, end in quoted_in(text):
        signed = attributed(text, begin, end)
        if signed is None or has_link(cut(line.runs, begin, signed.end())):
            continue
        yield from kept(line, start, begin)
        yield quotation(text, (begin, end), signed)
        start = signed.end()
    yield from kept(line, start, None)


def quoted_in(text: str) -> list[tuple[int, int]]:
    """Where quotations that are long enough begin and end, those inside of others apart; nothing where
    the marks of the text are not paired."""
    found: list[tuple[int, int]] = []
    open_marks: list[tuple[str, int]] = []
    for place, mark in enumerate(text):
        if mark == '"':
            mark = "”" if open_marks and open_marks[-1][0] == '"' else '"'
        if mark in CLOSING or mark == '"':
            open_marks.append((mark, place))
        elif mark in ("»", "”"):
            if not open_marks or CLOSING.get(open_marks[-1][0], "”") != mark:
                return []
            _, begin = open_marks.pop()
            if not open_marks and place - begin > LEAST:
                found.append((begin, place + 1))
    return [] if open_marks else found


def attributed(text: str, begin: int, end: int) -> re.Match | None:
    """Who is told after a quotation, when that is plain."""
    if not BEGINS.search(text[max(begin - 20, 0) : begin]):
        return None
    for form in AFTER:
        if signed := form.match(text, end):
            return signed if is_plain(text, signed) else None
    return None


def is_plain(text: str, signed: re.Match) -> bool:
    """Whether the title is not too long for one, and its full stop ends the sentence."""
    if len(signed["name"]) + len(role_of(signed)) + len(", ") > LONGEST_ROLE:
        return False
    goes_on = signed.groupdict().get("stop") and text[signed.end() :].strip()
    return not (goes_on and ABBREVIATION.search(role_of(signed) or signed["name"]))


def role_of(signed: re.Match) -> str:
    """The title that is told after a name."""
    return (signed["role"] or signed["bracketed"] or "").strip()


def quotation(text: str, place: tuple[int, int], signed: re.Match) -> Quotation:
    """What the words say."""
    said = text[place[0] + 1 : place[1] - 1].strip()
    return Quotation(said.rstrip(","), " ".join(signed["name"].split()), role_of(signed))


def kept(line: Line, start: int, end: int | None) -> Iterator[Line]:
    """What stands between quotations, if anything does."""
    if runs := cut(line.runs, start, end):
        yield Line(line.kind, runs)


def has_link(runs: list[Run]) -> bool:
    """Whether some of the words lead elsewhere."""
    return any(run.look.address for run in runs)
