"""SQLite keeps the words as they are and folds accents itself; the stems are in the question."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from wagtail.search.backends.database.sqlite.query import Lexeme, SearchQueryExpression
from wagtail.search.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from wagtail.search.query import PlainText, SearchQuery

from cms.search.french import SHORTEST_BEGINNING, WORD, ForgivingBackend, beginnings, stems

ENTRIES, WORDS = "wagtailsearch_indexentry", "wagtailsearch_indexentry_fts"

# What PostgreSQL's French dictionary leaves out too, as far as people type it.
STOP_WORDS = frozenset(
    "a à au aux avec c ce ces d dans de des du elle en est et il ils j je l la le les leur leurs "
    "lui m même mes moi mon n ne nos notre nous on ou par pas pour qu que qui s sa se ses son sur "
    "t ta te tes toi ton tu un une vos votre vous y".split()
)


def relatives(word: str) -> list[str]:
    """The word and its family in SQLite's full-text language."""
    singular = word.lower().removesuffix("s")
    asked = {f'"{word}"', f'"{singular}"', f'"{singular}s"'}
    for root in stems(word):
        if len(root) >= SHORTEST_BEGINNING:
            asked.add(f'"{root}"*')
        if root.endswith("al"):
            asked.add(f'"{root[:-1]}ux"')
    return sorted(asked)


def completions(word: str) -> list[str]:
    return sorted(f'"{beginning}"*' for beginning in beginnings(word))


class Written(Lexeme):
    """A condition that is in SQLite's full-text language already."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        return "%s", [self.value]


def telling(text: str) -> list[str]:
    """The words of a text without those that say nothing, unless there are no others."""
    words = WORD.findall(text)
    return [word for word in words if word.lower() not in STOP_WORDS] or words


def condition(words: list[str], operator: str, spelled: Callable[[str], list[str]]) -> Written:
    groups = [f"({' OR '.join(spelled(word))})" for word in words]
    return Written(f"({f' {operator.upper()} '.join(groups)})")


class Compiler(SQLiteSearchQueryCompiler):
    def build_search_query_content(self, query: SearchQuery, config: str | None = None) -> Any:
        if not isinstance(query, PlainText):
            return super().build_search_query_content(query, config=config)
        words = telling(query.query_string)
        return SearchQueryExpression(condition(words, query.operator, relatives))


class Completion(SQLiteAutocompleteQueryCompiler):
    def build_search_query_content(self, query: SearchQuery, config: str | None = None) -> Any:
        if not isinstance(query, PlainText):
            return super().build_search_query_content(query, config=config)
        words = WORD.findall(query.query_string)
        return SearchQueryExpression(condition(words, query.operator, completions))


class SearchBackend(ForgivingBackend, SQLiteSearchBackend):
    query_compiler_class = Compiler
    autocomplete_query_compiler_class = Completion


class Matching:
    """The SQL of what holds all the words of a text."""

    def __init__(self, words: str) -> None:
        self.asked = condition(telling(words), "and", relatives).value

    def rows(self, *, in_names: bool = False, score: str = "") -> tuple[str, tuple[str, ...]]:
        """Kind, key and row of what holds the words. Names are read in the column of completions.

        The index that is named holds all that is read: the rows themselves are as long as texts.
        """
        columns = "autocomplete" if in_names else "autocomplete body"
        sql = f"""
            SELECT entry.content_type_id AS kind, CAST(entry.object_id AS integer) AS key,
                {WORDS}.rowid AS entry{score}
            FROM {WORDS} CROSS JOIN {ENTRIES} AS entry INDEXED BY search_kind_and_key
                ON entry.id = {WORDS}.rowid
            WHERE {WORDS} MATCH %s
        """
        return sql, (f"{{{columns}}} : ({self.asked})",)

    @property
    def hits(self) -> tuple[str, tuple[str, ...]]:
        """Kind and key of what holds the words."""
        return self.rows()

    def ranked(
        self, may_be_found: tuple[str, tuple[Any, ...]], most: int, *, in_names: bool
    ) -> tuple[str, tuple[Any, ...]]:
        """The last `most` that may be found, the best first. A word in a name weighs as four."""
        hits, params = self.rows(in_names=in_names, score=f", bm25({WORDS}, 4, 1) AS score")
        sql = f"""
            SELECT kind, key FROM (
                SELECT hit.kind, hit.key, hit.entry, hit.score FROM ({hits}) AS hit
                WHERE {may_be_found[0]} ORDER BY hit.entry DESC LIMIT %s
            ) AS found ORDER BY score, entry DESC
        """
        return sql, (*params, *may_be_found[1], most)


def write_anew() -> None:
    """Write the index of words in one piece, without those of rows that are gone."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {WORDS} ({WORDS}) VALUES ('optimize')")
