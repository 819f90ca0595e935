"""PostgreSQL keeps stems without accents: its configurations come with the first migration."""

import re
from functools import reduce
from operator import and_, or_
from typing import Any

from modelsearch.backends.database.postgres.weights import get_sql_weights
from wagtail.search.backends.database.postgres import postgres
from wagtail.search.backends.database.postgres.query import Lexeme
from wagtail.search.query import PlainText, SearchQuery

from cms.search.french import WORD, ForgivingBackend, beginnings

ENTRIES = "wagtailsearch_indexentry"


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


class Matching:
    """The SQL of what holds all the words of a text."""

    def __init__(self, words: str) -> None:
        terms = [term for term in re.split(r"[\s-]+", words) if WORD.search(term)]
        self.asked = " & ".join(f"'{term}'" for term in terms)
        starts = [[f"'{start}':*" for start in sorted(beginnings(term))] for term in terms]
        self.asked_of_names = " & ".join(f"({' | '.join(each)})" for each in starts)

    @property
    def hits(self) -> tuple[str, tuple[str, ...]]:
        """Kind and key of what holds the words."""
        return (
            """
            SELECT content_type_id AS kind, CAST(object_id AS bigint) AS key, entry
            FROM search_rows(to_tsquery('fr_unaccent', %s))
        """,
            (self.asked,),
        )

    def rows(self, *, in_names: bool) -> tuple[str, tuple[str, ...]]:
        """Kind, key and row of what holds the words, or holds them in its title or name.

        Of these a part is asked for in the order of rows: where a word is frequent PostgreSQL goes along
        that order until it has enough, where it is rare it asks the index.
        """
        holding, asked = "(title || body) @@ to_tsquery('fr_unaccent', %s)", self.asked
        if in_names:
            holding, asked = (
                "autocomplete @@ to_tsquery('simple_unaccent', %s)",
                self.asked_of_names,
            )
        sql = f"""
            SELECT content_type_id AS kind, CAST(object_id AS bigint) AS key, id AS entry
            FROM {ENTRIES} WHERE {holding}
        """
        return sql, (asked,)

    def ranked(
        self, may_be_found: tuple[str, tuple[Any, ...]], most: int, *, in_names: bool
    ) -> tuple[str, tuple[Any, ...]]:
        """The last `most` that may be found, the best first, weighed as their fields are boosted."""
        hits, params = self.rows(in_names=in_names)
        sql = f"""
            WITH found AS MATERIALIZED (
                SELECT hit.kind, hit.key, hit.entry FROM ({hits}) AS hit
                WHERE {may_be_found[0]} ORDER BY hit.entry DESC LIMIT %s
            )
            SELECT found.kind, found.key FROM found
            INNER JOIN {ENTRIES} AS entry ON entry.id = found.entry
            ORDER BY ts_rank(
                %s::float4[], entry.title || entry.body, to_tsquery('fr_unaccent', %s)
            ) DESC, found.entry DESC
        """
        return sql, (*params, *may_be_found[1], most, get_sql_weights(), self.asked)
