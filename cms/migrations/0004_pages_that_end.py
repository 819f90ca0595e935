from django.db import migrations


class Migration(migrations.Migration):
    """The pages that end, by when: the schedule looks every second for those that are due. Whoever loses
    it looks slower, and finds the same."""

    dependencies = [("cms", "0003_total_of_pages")]
    operations = [
        migrations.RunSQL(
            """CREATE INDEX page_ending ON wagtailcore_page (expire_at)
               WHERE expire_at IS NOT NULL""",
            "DROP INDEX IF EXISTS page_ending",
        )
    ]
