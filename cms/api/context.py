"""What resolvers of one answer share."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from time import perf_counter
from typing import Self

from django.conf import settings
from wagtail.rich_text import RichText

from cms.api.budget import Budget
from cms.api.stopwatch import Stopwatch
from cms.api.tags import Tags
from cms.metrics.names import UNKNOWN
from pages.addresses import Addresses, using
from snippets.reader import Reader
from snippets.renditions import Pictures
from snippets.rich_text import cleaned, expanded, source_of


@dataclass
class Context:
    """One answer's reader, site and language. It holds no user: everybody is a reader."""

    reader: Reader = field(default_factory=Reader)
    language: str = settings.LANGUAGE_CODE
    texts: dict[str, str] = field(default_factory=dict)
    pictures: Pictures = field(default_factory=Pictures)
    budget: Budget = field(default_factory=lambda: Budget(settings.GRAPHQL_SECONDS))
    stopwatch: Stopwatch = field(default_factory=Stopwatch)
    tags: Tags = field(default_factory=Tags)
    operation: str = UNKNOWN
    """The name of the operation, once it was found."""
    begun: float = field(default_factory=perf_counter)
    readers: list[Reader] = field(default_factory=list)
    """All that read for this answer: another language has one of its own, as has a second try."""

    def __post_init__(self) -> None:
        self.readers.append(self.reader)

    @cached_property
    def addresses(self) -> Addresses:
        """Where pages stand."""
        return Addresses.of_site()

    def anew(self) -> Self:
        """The same answer from the start, within the time that is left."""
        return type(self)(budget=self.budget, stopwatch=self.stopwatch, readers=self.readers)

    def let_go(self) -> None:
        """Empty what was found for this answer, once it is made."""
        for reader in self.readers:
            reader.let_go()

    def speak(self, language: str) -> None:
        """Answer in a language from here on: what was found for another one is forgotten."""
        if language != self.language:
            self.language = language
            self.tags.note_language(language)
            self.reader = Reader(language=language)
            self.readers.append(self.reader)

    def expand(self, sources: Iterable[str]) -> None:
        """Look up the links of all these rich texts together."""
        missing = set(sources) - self.texts.keys()
        if missing:
            with using(self.addresses), self.reader.at_hand():
                self.texts.update(expanded(missing))

    def html(self, text: RichText | str, *, with_paths: bool = False) -> str:
        """The HTML readers get of a rich text; links within the site as paths or whole."""
        source = source_of(text)
        self.expand([source])
        return cleaned(self.texts[source], base_url="" if with_paths else self.addresses.base_url)
