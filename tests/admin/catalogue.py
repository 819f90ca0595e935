"""The texts of the house as its sources and its French catalogue hold them."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

CATALOGUE = settings.BASE_DIR / "locale" / "fr" / "LC_MESSAGES" / "django.po"
ROOMS = ("cms", "pages", "snippets")
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
IN_TEMPLATES = re.compile(r"gettext\(u?('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")", re.DOTALL)
LINE = re.compile(r'^(msgid_plural|msgctxt|msgid|msgstr(?:\[\d\])?)?\s*(".*")$')

Entry = dict[str, str]


def entries() -> list[Entry]:
    """Each text of the catalogue: its msgid, its msgstr and what else it has."""
    found: list[Entry] = []
    keyword = ""
    for line in CATALOGUE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#~"):
            continue
        if line.startswith("#, fuzzy"):
            raise AssertionError(f"{CATALOGUE} has a fuzzy text")
        if not (parts := LINE.match(line)):
            continue
        keyword = parts[1] or keyword
        if keyword == "msgctxt" or (keyword == "msgid" and parts[1] and starts_anew(found)):
            found.append({})
        found[-1][keyword] = found[-1].get(keyword, "") + ast.literal_eval(parts[2])
    return found[1:]


def starts_anew(found: list[Entry]) -> bool:
    """Whether a msgid begins an entry: after a context it belongs to the one begun there."""
    return not found or "msgid" in found[-1]


def said_elsewhere() -> Iterator[tuple[str, str]]:
    """Each text of Django and Wagtail with its French: ours hides theirs of the same msgid."""
    rooms = [f"{django.__path__[0]}/conf", *(app.path for app in apps.get_app_configs())]
    for room in rooms:
        path = Path(room) / "locale" / "fr" / "LC_MESSAGES" / "django.mo"
        if path.exists():
            with path.open("rb") as file:
                yield from gettext.GNUTranslations(file)._catalog.items()


def texts_in_sources() -> set[str]:
    """Every text that Python code and templates give to be translated."""
    found: set[str] = set()
    for room in ROOMS:
        for path in (settings.BASE_DIR / room).rglob("*.py"):
            found.update(texts_in_python(path))
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        found.update(texts_in_template(path))
    return found


def texts_in_python(path: Path) -> Iterator[str]:
    """The first argument of each call to gettext; the second one of pgettext."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        name = node.func.id
        position = 0 if name in CALLS else 1 if name.startswith("pgettext") else None
        if position is not None and isinstance(node.args[position], ast.Constant):
            yield node.args[position].value


def texts_in_template(path: Path) -> Iterator[str]:
    """What Django's own collector finds in a template."""
    collected = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for literal in IN_TEMPLATES.findall(collected):
        yield ast.literal_eval(literal)
