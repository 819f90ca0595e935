"""Each picture and document gets a key that is the same wherever its content is exchanged."""

from uuid import uuid4

from django.db import migrations, models

FILES = ("photo", "attachment")


def give_keys(apps, schema_editor):
    for name in FILES:
        model = apps.get_model("snippets", name)
        files = list(model.objects.only("pk"))
        for each in files:
            each.key = uuid4()
        model.objects.bulk_update(files, ["key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("snippets", "0005_parts_in_the_order_written")]

    operations = [
        *(
            migrations.AddField(name, "key", models.UUIDField(null=True, editable=False))
            for name in FILES
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        *(
            migrations.AlterField(
                name, "key", models.UUIDField(default=uuid4, unique=True, editable=False)
            )
            for name in FILES
        ),
    ]
