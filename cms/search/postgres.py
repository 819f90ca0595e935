"""PostgreSQL keeps stems without accents: its configurations come with the first migration."""

import re
from functools import reduce
from operator import and_, or_
from typing import Any

from wagtail.search.backends.database.postgres import postgres
from wagtail.search.backends.database.postgres.query import Lexeme
from wagtail.search.query import PlainText, SearchQuery

from cms.search.french import ForgivingBackend, beginnings


class Completion(postgres.PostgresAutocompleteQueryCompiler):
    def build_tsquery_content(
        self, query: SearchQuery, config: str | None = None, *, invert: bool = False
    ) -> Any:
        if invert or not isinstance(query, PlainText):
            return super().build_tsquery_content(query, config=config, invert=invert)
        groups = [
            reduce(or_, [Lexeme(start, prefix=True) for start in sorted(beginnings(word))])
            for word in re.split(r"[\s-]+", query.query_string)
            if word
        ]
        told = reduce(and_ if query.operator == "and" else or_, groups)
        return postgres.SearchQuery(told, search_type="raw", config=config)


class SearchBackend(ForgivingBackend, postgres.PostgresSearchBackend):
    autocomplete_query_compiler_class = Completion

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.config = "fr_unaccent"
        self.autocomplete_config = "simple_unaccent"
