"""The journal after a restore: nobody who read the system before it takes the one after it for the same.

What was published after the backup is gone, and its numbers with it. If they were given again, a frontend
that has read up to one would pass over what happens now. So numbering goes on far above them, and who
stands below is told to read everything anew.
"""

from django.db import connection

from cms.publishing.audit import renew
from cms.publishing.journal import head, one_change
from cms.publishing.models import Change, Forgotten

LEAP = 1_000_000
"""More changes than are made between a backup and the day it is needed."""
TABLE = Change._meta.db_table


def leap() -> None:
    """Go on with numbers that were never given."""
    with one_change():
        number = head() + LEAP
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [TABLE])
                cursor.execute(
                    "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [TABLE, number]
                )
            else:
                place = "pg_get_serial_sequence(%s, 'number')"
                cursor.execute(f"SELECT setval({place}, %s)", [TABLE, number])
        Forgotten.objects.all().delete()
        Forgotten.objects.create(number=number)
        renew()
