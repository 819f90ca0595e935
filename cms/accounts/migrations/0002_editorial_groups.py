"""Wagtail's Editors, Moderators and their workflow become those of this house."""

from django.db import migrations

EDITORS = "Rédacteurs"
PUBLISHERS = "Responsables de publication"
# Wagtail puts them into sentences: « Soumettre à la validation ».
WORKFLOW = "la validation"
TASK = "la relecture d’un responsable de publication"

DRAFTABLE = ("technopole", "organisation", "person")
PUBLIC = ("sector", "eventseries")

EDITORS_MAY = [
    ("wagtailadmin", "admin", ("access_admin",)),
    *(("snippets", model, ("add", "change", "view")) for model in DRAFTABLE),
    *(("snippets", model, ("view",)) for model in PUBLIC),
]
PUBLISHERS_MAY = [
    ("wagtailadmin", "admin", ("access_admin",)),
    ("simple_translation", "simpletranslation", ("submit_translation",)),
    *(
        ("snippets", model, ("add", "change", "view", "delete", "publish", "lock", "unlock"))
        for model in DRAFTABLE
    ),
    *(("snippets", model, ("add", "change", "view", "delete")) for model in PUBLIC),
]
# On the root page and on the root collection, so for everything below.
EDITORS_MAY_WITH_PAGES = ("add", "change")
PUBLISHERS_MAY_WITH_PAGES = ("add", "change", "publish", "lock", "unlock")
WITH_FILES = [
    ("wagtailimages", "image", ("add", "change", "choose")),
    ("wagtaildocs", "document", ("add", "change", "choose")),
]
WITH_COLLECTIONS = [("wagtailcore", "collection", ("add", "change", "delete"))]


def make_groups(apps, schema_editor):
    """Give each group exactly its permissions, and the workflow to publishers."""
    editors = renamed(apps, "auth", "Group", "Editors", EDITORS)
    publishers = renamed(apps, "auth", "Group", "Moderators", PUBLISHERS)
    editors.permissions.set(permissions(apps, EDITORS_MAY))
    publishers.permissions.set(permissions(apps, PUBLISHERS_MAY))
    allow_pages(apps, editors, EDITORS_MAY_WITH_PAGES)
    allow_pages(apps, publishers, PUBLISHERS_MAY_WITH_PAGES)
    allow_collections(apps, editors, WITH_FILES)
    allow_collections(apps, publishers, WITH_FILES + WITH_COLLECTIONS)
    make_workflow(apps, publishers)


def renamed(apps, app_label, model, old_name, name):
    """What was called `old_name`, under its new name; made when it is not there."""
    objects = apps.get_model(app_label, model).objects
    objects.filter(name=old_name).update(name=name)
    return objects.get_or_create(name=name)[0]


def permissions(apps, granted):
    """The permissions in `granted`: Django makes most of them only after the last migration."""
    return [
        permission(apps, app_label, model, verb)
        for app_label, model, verbs in granted
        for verb in verbs
    ]


def permission(apps, app_label, model, verb):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    codename = verb if "_" in verb else f"{verb}_{model}"
    name = f"Can {codename.replace('_', ' ')}"
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )[0]


def allow_pages(apps, group, verbs):
    """Exactly these verbs on the root of the pages."""
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    grants = apps.get_model("wagtailcore", "GroupPagePermission").objects
    grants.filter(group=group).delete()
    for each in permissions(apps, [("wagtailcore", "page", verbs)]):
        grants.create(group=group, page=root, permission=each)


def allow_collections(apps, group, granted):
    """Exactly these permissions on the root of the collections."""
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    grants = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    grants.filter(group=group).delete()
    for each in permissions(apps, granted):
        grants.create(group=group, collection=root, permission=each)


def make_workflow(apps, publishers):
    """One approval by a publisher, for all pages and for the records that have drafts."""
    content_types = apps.get_model("contenttypes", "ContentType").objects
    task_type, _ = content_types.get_or_create(app_label="wagtailcore", model="groupapprovaltask")
    tasks = apps.get_model("wagtailcore", "GroupApprovalTask").objects
    tasks.filter(name="Moderators approval").update(name=TASK)
    task, _ = tasks.get_or_create(name=TASK, defaults={"content_type": task_type})
    task.groups.set([publishers])
    workflow = renamed(apps, "wagtailcore", "Workflow", "Moderators approval", WORKFLOW)
    apps.get_model("wagtailcore", "WorkflowTask").objects.get_or_create(
        workflow=workflow, task=task, defaults={"sort_order": 0}
    )
    apps.get_model("wagtailcore", "WorkflowPage").objects.update_or_create(
        page=apps.get_model("wagtailcore", "Page").objects.get(depth=1),
        defaults={"workflow": workflow},
    )
    for model in DRAFTABLE:
        record_type, _ = content_types.get_or_create(app_label="snippets", model=model)
        apps.get_model("wagtailcore", "WorkflowContentType").objects.update_or_create(
            content_type=record_type, defaults={"workflow": workflow}
        )


def give_names_back(apps, schema_editor):
    """Wagtail's names return; the permissions stay, because people may be in the groups."""
    renamed(apps, "auth", "Group", EDITORS, "Editors")
    renamed(apps, "auth", "Group", PUBLISHERS, "Moderators")
    renamed(apps, "wagtailcore", "Workflow", WORKFLOW, "Moderators approval")
    apps.get_model("wagtailcore", "Task").objects.filter(name=TASK).update(
        name="Moderators approval"
    )
    apps.get_model("wagtailcore", "WorkflowContentType").objects.filter(
        content_type__app_label="snippets", content_type__model__in=DRAFTABLE
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("snippets", "0001_initial"),
        ("simple_translation", "0001_initial"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(make_groups, give_names_back)]
