"""Copies of the reports of a database, row by row, by SQL: a hundred thousand in minutes.

Writing so many one by one takes hours. A copy is published days before its model, stands below the same page, and
has rows of its own wherever the model has any that a reader may ask for; what no reader asks (the
history, the index of "used in") it does without. Copies of one report share its texts and pictures.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import ForeignKey, Model
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from cms.publishing.models import Change
from pages.kinds import ContentKind
from pages.models import EventReport, Quote

STRIDE = 100_000
"""What is added to the keys of a model's rows for each copy: more than any key there is."""
NAME = "essai-1-"
"""How the slugs of the reports begin that are copied, and those of no others."""


@transaction.atomic
def copy_reports(times: int, without: str) -> None:
    """Write so many copies of each report of the first seed whose standfirst does not hold a text."""
    kept = EventReport.objects.exclude(standfirst__contains=without)
    models = list(kept.filter(slug__startswith=NAME).values_list("pk", flat=True))
    reports = f"IN ({','.join(map(str, models))})"
    with connection.cursor() as cursor:
        for model, (changed, chosen) in rows(reports).items():
            copy_rows(cursor, model, times, changed, chosen)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(rows(reports))):
            cursor.execute(statement)
    parent = EventReport.objects.get(pk=models[0]).get_parent()
    parent.numchild += times * len(models)
    parent.save(update_fields=["numchild"])


def changed_of_pages() -> dict[str, str]:
    """A page stands below the same one, in a place that its copy has alone."""
    digits = [f"substr('{Page.alphabet}', {digit} + 1, 1)" for digit in ("n / 36", "n % 36")]
    new_key = "lower(hex(randomblob(16)))"
    if connection.vendor == "postgresql":
        new_key = "gen_random_uuid()"
    return {
        "id": later("id"),
        "path": f"substr(path, 1, length(path) - 4) || {digits[0]} || {digits[1]} || substr(path, length(path) - 1)",
        "translation_key": new_key,
        "slug": renamed("slug"),
        "url_path": renamed("url_path"),
        "latest_revision_id": "NULL",
        "live_revision_id": "NULL",
        "first_published_at": before("first_published_at"),
        "last_published_at": before("last_published_at"),
    }


def changed_of_reports() -> dict[str, str]:
    return {
        "page_ptr_id": later("page_ptr_id"),
        "starts_at": before("starts_at"),
        "ends_at": before("ends_at"),
    }


def rows(reports: str) -> dict[type[Model], tuple[dict[str, str], str]]:
    """By model: the columns that are other ones in a copy, with their SQL, and which rows are copied."""
    quotes = f"IN (SELECT id FROM {Quote._meta.db_table} WHERE page_id {reports})"
    of_kinds = [
        f"kind = '{kind.name}' AND object_id {keys}"
        for kind, keys in ((ContentKind.EVENT_REPORT, reports), (ContentKind.QUOTE, quotes))
    ]
    number = "CAST(object_id AS integer)"
    of_types = [
        f"content_type_id = {ContentType.objects.get_for_model(model).pk} AND {number} {keys}"
        for model, keys in ((EventReport, reports), (Quote, quotes))
    ]
    return {
        Page: (changed_of_pages(), f"id {reports}"),
        EventReport: (changed_of_reports(), f"page_ptr_id {reports}"),
        **{
            model: ({"id": later("id"), column: later(column)}, f"{column} {reports}")
            for model, column in children().items()
        },
        Change: (
            {"number": later("number"), "object_id": later("object_id"), "path": renamed("path")},
            " OR ".join(of_kinds),
        ),
        IndexEntry: (
            {"id": later("id"), "object_id": f"CAST({later(number)} AS text)"},
            " OR ".join(of_types),
        ),
    }


def children() -> dict[type[Model], str]:
    """The models whose rows belong to a report, with the column that says to which."""
    found: dict[type[Model], str] = {}
    for relation in EventReport._meta.get_fields(include_parents=True, include_hidden=True):
        field: Any = getattr(relation, "field", None)
        if relation.auto_created and isinstance(field, ForeignKey):
            of = field.model
            if of._meta.app_label == EventReport._meta.app_label and not issubclass(of, Page):
                found.setdefault(of, field.column)
    return found


def copy_rows(
    cursor: Any, model: type[Model], times: int, changed: dict[str, str], chosen: str
) -> None:
    """Copy rows of a model; `n` in the SQL of the changed columns is the number of the copy."""
    quoted = connection.ops.quote_name
    table = quoted(model._meta.db_table)
    names = [field.column for field in model._meta.local_concrete_fields]
    columns = ", ".join(map(quoted, names))
    told = ", ".join(changed.get(name, quoted(name)) for name in names)
    cursor.execute(
        f"WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < {times}) "
        f"INSERT INTO {table} ({columns}) SELECT {told} FROM {table}, copies WHERE {chosen}"
    )


def later(key: str) -> str:
    return f"{key} + n * {STRIDE}"


def renamed(text: str) -> str:
    return f"replace({text}, '{NAME}', 'essai-' || (n + 1) || '-')"


def before(moment: str) -> str:
    """So many days before."""
    if connection.vendor == "postgresql":
        return f"{moment} - n * interval '1 day'"
    return f"datetime({moment}, '-' || n || ' days')"
