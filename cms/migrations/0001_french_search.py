from django.db import migrations

CREATE = [
    "CREATE EXTENSION IF NOT EXISTS unaccent",
    "CREATE TEXT SEARCH CONFIGURATION fr_unaccent (COPY = french)",
    """ALTER TEXT SEARCH CONFIGURATION fr_unaccent
       ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem""",
    "CREATE TEXT SEARCH CONFIGURATION simple_unaccent (COPY = simple)",
    """ALTER TEXT SEARCH CONFIGURATION simple_unaccent
       ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple""",
]
# The extension stays: something else in the database may have come to use it.
DROP = [
    "DROP TEXT SEARCH CONFIGURATION IF EXISTS simple_unaccent",
    "DROP TEXT SEARCH CONFIGURATION IF EXISTS fr_unaccent",
]


def run_on_postgresql(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement)


def create(apps, schema_editor):
    run_on_postgresql(schema_editor, CREATE)


def drop(apps, schema_editor):
    run_on_postgresql(schema_editor, DROP)


class Migration(migrations.Migration):
    """The text search configurations that cms.search names; needs no superuser on PostgreSQL."""

    initial = True
    dependencies = []
    # Whatever is indexed is indexed with these configurations.
    run_before = [("wagtailsearch", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
