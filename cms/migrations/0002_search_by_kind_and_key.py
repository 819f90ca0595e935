from django.db import migrations

STATEMENTS = {
    "sqlite": [
        """CREATE INDEX search_kind_and_key
           ON wagtailsearch_indexentry (id, content_type_id, object_id)""",
        "DROP INDEX IF EXISTS search_kind_and_key",
    ],
    "postgresql": [
        "CREATE INDEX search_all_words ON wagtailsearch_indexentry USING gin ((title || body))",
        "DROP INDEX IF EXISTS search_all_words",
    ],
}


def create(apps, schema_editor):
    schema_editor.execute(STATEMENTS[schema_editor.connection.vendor][0])


def drop(apps, schema_editor):
    schema_editor.execute(STATEMENTS[schema_editor.connection.vendor][1])


class Migration(migrations.Migration):
    """Indexes by which cms.search reads Wagtail's index: without them it would read whole texts."""

    dependencies = [("cms", "0001_french_search"), ("wagtailsearch", "0010_add_text_fields")]
    operations = [migrations.RunPython(create, drop)]
