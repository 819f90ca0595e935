"""SQLite keeps the words as they are and folds accents itself; the stems are in the question."""

from collections.abc import Callable
from typing import Any

from wagtail.search.backends.database.sqlite.query import Lexeme, SearchQueryExpression
from wagtail.search.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from wagtail.search.query import PlainText, SearchQuery

from cms.search.french import SHORTEST_BEGINNING, WORD, ForgivingBackend, beginnings, stems

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


def condition(words: list[str], operator: str, spelled: Callable[[str], list[str]]) -> Written:
    groups = [f"({' OR '.join(spelled(word))})" for word in words]
    return Written(f"({f' {operator.upper()} '.join(groups)})")


class Compiler(SQLiteSearchQueryCompiler):
    def build_search_query_content(self, query: SearchQuery, config: str | None = None) -> Any:
        if not isinstance(query, PlainText):
            return super().build_search_query_content(query, config=config)
        words = WORD.findall(query.query_string)
        telling = [word for word in words if word.lower() not in STOP_WORDS] or words
        return SearchQueryExpression(condition(telling, query.operator, relatives))


class Completion(SQLiteAutocompleteQueryCompiler):
    def build_search_query_content(self, query: SearchQuery, config: str | None = None) -> Any:
        if not isinstance(query, PlainText):
            return super().build_search_query_content(query, config=config)
        words = WORD.findall(query.query_string)
        return SearchQueryExpression(condition(words, query.operator, completions))


class SearchBackend(ForgivingBackend, SQLiteSearchBackend):
    query_compiler_class = Compiler
    autocomplete_query_compiler_class = Completion
