from django.db import migrations

CREATE = {
    "sqlite": [
        """CREATE INDEX search_kind_and_key
           ON wagtailsearch_indexentry (id, content_type_id, object_id)"""
    ],
    "postgresql": [
        "CREATE INDEX search_all_words ON wagtailsearch_indexentry USING gin ((title || body))",
        # Reading every row looks cheap to the planner where a word is frequent: it counts no text
        # that lies beside its row. In this function alone the index is always used.
        """CREATE FUNCTION search_rows(asked tsquery)
           RETURNS TABLE (entry integer, content_type_id integer, object_id varchar)
           LANGUAGE sql STABLE SET enable_seqscan TO off AS $$
               SELECT rows.id, rows.content_type_id, rows.object_id
               FROM wagtailsearch_indexentry AS rows WHERE (rows.title || rows.body) @@ asked
           $$""",
    ],
}
DROP = {
    "sqlite": ["DROP INDEX IF EXISTS search_kind_and_key"],
    "postgresql": [
        "DROP FUNCTION IF EXISTS search_rows(tsquery)",
        "DROP INDEX IF EXISTS search_all_words",
    ],
}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Ways by which cms.search reads Wagtail's index: without them it would read whole texts."""

    dependencies = [("cms", "0001_french_search"), ("wagtailsearch", "0010_add_text_fields")]
    operations = [migrations.RunPython(create, drop)]
