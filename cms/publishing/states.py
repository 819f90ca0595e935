"""What readers may read now, by kind and key: the truth that the journal is compared with."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, TranslatableMixin

from pages.addresses import Addresses
from pages.kinds import KINDS, ContentKind
from pages.models import Quote
from pages.navigation import NavigationItem, navigation
from pages.querysets import readable_pages
from pages.redirects import forwarding

CHUNK = 500
"""Keys that one statement names at most."""


@dataclass(frozen=True)
class State:
    """How something readable stands: where, in which language."""

    path: str = ""
    locale: str = ""
    fingerprint: str = ""


Keys = Iterable[int]
States = dict[int, State]


class Readable:
    """The readable objects of any kind, each with its state."""

    @cached_property
    def addresses(self) -> Addresses:
        """Where pages stand."""
        return Addresses.of_site()

    def states(self, kind: ContentKind, keys: Keys | None) -> States:
        """Those among `keys`, or all."""
        return {key: state for part in chunks(keys) for key, state in self.found(kind, part)}

    def found(self, kind: ContentKind, keys: list[int] | None) -> Iterator[tuple[int, State]]:
        """Those among a few keys, or all of the kind."""
        if kind in (ContentKind.NAVIGATION, ContentKind.SITE):
            return self.of_site(kind)
        model = MODELS[kind]
        if issubclass(model, Page):
            return self.pages(model, keys)
        if model is Quote:
            return self.quotes(keys)
        if model is Redirect:
            return self.redirects(keys)
        return self.others(model, keys)

    def pages(self, model: type[Page], keys: list[int] | None) -> Iterator[tuple[int, State]]:
        """Pages of one type."""
        of_type = readable_pages().filter(content_type=ContentType.objects.get_for_model(model))
        for page in among(of_type, keys).only("locale_id", "url_path"):
            path = self.addresses.path(page)
            if path is not None:
                yield page.pk, State(path, self.addresses.languages[page.locale_id])

    def quotes(self, keys: list[int] | None) -> Iterator[tuple[int, State]]:
        """Quotes, each where its page stands."""
        for quote in among(Quote.objects.readable().select_related("page"), keys):
            path = self.addresses.path(quote.page) or ""
            yield quote.pk, State(path, self.addresses.languages[quote.page.locale_id])

    def others(self, model: type[Model], keys: list[int] | None) -> Iterator[tuple[int, State]]:
        """Records, pictures and documents."""
        readable = model._default_manager.readable()
        columns = ["pk", *(["locale_id"] if issubclass(model, TranslatableMixin) else [])]
        for key, *language in among(readable, keys).values_list(*columns):
            yield key, State("", self.addresses.languages[language[0]] if language else "")

    def redirects(self, keys: list[int] | None) -> Iterator[tuple[int, State]]:
        """Redirects that lead readers somewhere."""
        leading = among(forwarding(self.addresses), keys)
        for key, path in leading.values_list("pk", "old_path"):
            yield key, State(path)

    def of_site(self, kind: ContentKind) -> Iterator[tuple[int, State]]:
        """The site, or its menu in each language, by key of the language."""
        if kind is ContentKind.SITE:
            told = (self.addresses.base_url, self.addresses.site_name)
            languages = [tag for tag, _ in settings.WAGTAIL_CONTENT_LANGUAGES]
            yield 1, State("/", "", fingerprint(repr((*told, languages))))
            return
        for key, language in self.addresses.languages.items():
            menu = navigation(self.addresses, language)
            yield key, State("", language, fingerprint(repr(list(map(entry, menu)))))


MODELS: Mapping[ContentKind, type[Model]] = {
    **{kind: model for model, kind in KINDS.items()},
    ContentKind.REDIRECT: Redirect,
}
"""The model behind each kind that has one."""


def among(queryset: Any, keys: list[int] | None, column: str = "pk") -> Any:
    """The rows of these keys; all when it is None."""
    unordered = queryset.order_by()
    return unordered if keys is None else unordered.filter(**{f"{column}__in": keys})


def chunks(keys: Keys | None) -> Iterator[list[int] | None]:
    """The keys in parts that a statement can hold; None, which is all of them, as it is."""
    if keys is None:
        return iter([None])
    ordered = sorted(set(keys))
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


def entry(item: NavigationItem) -> tuple:
    """What readers see of an entry of a menu."""
    return item.label, item.path, tuple(map(entry, item.children))


def fingerprint(text: str) -> str:
    """A short text that changes with `text`."""
    return sha256(text.encode()).hexdigest()
