from django.db import migrations


class Migration(migrations.Migration):
    """All that tells how many pages of a type are readable in a language, in one index: counting them
    reads no page. Whoever loses it counts slower, and right."""

    dependencies = [
        ("cms", "0002_search_by_kind_and_key"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [
        migrations.RunSQL(
            """CREATE INDEX page_total ON wagtailcore_page
               (content_type_id, locale_id, live, go_live_at, expire_at, path, id)""",
            "DROP INDEX IF EXISTS page_total",
        )
    ]
