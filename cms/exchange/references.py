"""How things name each other in a file: person/KEY/fr, image/KEY."""

from collections.abc import Iterator
from typing import Any, NamedTuple, Self

from django.db.models import Model
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from cms.exchange.kinds import BY_MODEL, BY_NAME, FILES, ORDER, SINGLE, is_page, name_of, uuid_of
from pages.kinds import MODELS, ContentKind

KEY = r"[A-Za-z0-9._-]{1,100}"
LANGUAGE = r"[a-z]{2,3}(?:-[A-Za-z0-9]+)?"


class Ref(NamedTuple):
    """What names a thing, in this system and in others."""

    kind: ContentKind
    key: str
    locale: str = ""
    """Empty for pictures and documents."""

    def __str__(self) -> str:
        return "/".join(filter(None, (name_of(self.kind), self.key, self.locale)))

    @classmethod
    def read(cls, text: str) -> Self:
        """What a text of the right form names."""
        name, key, *locale = text.split("/")
        return cls(BY_NAME[name], key, *locale).canonical

    @property
    def canonical(self) -> Self:
        """The same with a key that is a UUID, unless it is a word everywhere."""
        if self.kind in SINGLE:
            return self._replace(key=SINGLE[self.kind])
        return self._replace(key=str(uuid_of(self.kind, self.key)))


def pattern_of(kinds: list[ContentKind]) -> str:
    """What a text that names a thing of one of some kinds looks like."""
    names = {True: [], False: []}
    for kind in kinds:
        names[MODELS[kind] in FILES].append(name_of(kind))
    forms = []
    if names[False]:
        forms.append(f"(?:{'|'.join(names[False])})/{KEY}/{LANGUAGE}")
    if names[True]:
        forms.append(f"(?:{'|'.join(names[True])})/{KEY}")
    return f"^(?:{'|'.join(forms)})$"


def kinds_of(model: type[Model]) -> list[ContentKind]:
    """The kinds that a field or a link to a model may name."""
    if model in BY_MODEL:
        return [BY_MODEL[model]]
    return [kind for kind in ORDER if issubclass(MODELS[kind], model)]


def root_of(model: type[Model]) -> type[Model]:
    """The model by whose keys things are known: one for all pages."""
    for root in (Page, AbstractImage, AbstractDocument):
        if issubclass(model, root):
            return root
    return model


class Known:
    """The things there are, by key and by what names them; those that are being made can be added."""

    def __init__(self) -> None:
        self.keys: dict[Ref, int] = {}
        self.refs: dict[tuple[type[Model], int], Ref] = {}
        for kind in ORDER:
            for pk, ref in stored(kind):
                self.add(ref, pk)

    def add(self, ref: Ref, pk: int) -> None:
        """Note that a thing is there."""
        self.keys[ref] = pk
        self.refs[root_of(MODELS[ref.kind]), pk] = ref

    def ref(self, model: type[Model], pk: Any) -> str | None:
        """What names a thing; None for what is not exchanged, or is there no more."""
        found = self.refs.get((root_of(model), int(pk)))
        return found and str(found)

    def key(self, text: str) -> int:
        """The key of what a text names. Raises KeyError, with what it names, where it is not there."""
        ref = Ref.read(text)
        if ref not in self.keys:
            raise KeyError(ref)
        return self.keys[ref]


def stored(kind: ContentKind) -> Iterator[tuple[int, Ref]]:
    """Key and name of each thing of a kind."""
    model = MODELS[kind]
    if model in FILES:
        for pk, key in model._base_manager.values_list("pk", "key"):
            yield pk, Ref(kind, str(key))
        return
    things = model._base_manager.values_list("pk", "translation_key", "locale__language_code")
    if is_page(kind):
        things = things.filter(depth__gt=1)
    for pk, key, locale in things.iterator():
        yield pk, Ref(kind, SINGLE.get(kind, str(key)), locale)
