from django.db import migrations
from django.utils import timezone

PAGES = (
    # path, model, title, slug, url_path
    ("00010001", "home", "Accueil", "accueil", "/accueil/"),
    (
        "000100010001",
        "eventreportindex",
        "Événements",
        "evenements",
        "/accueil/evenements/",
    ),
    (
        "000100010002",
        "testimonialindex",
        "Témoignages",
        "temoignages",
        "/accueil/temoignages/",
    ),
)


def make_first_pages(apps, schema_editor):
    """Put the French front page and its two lists in place of Wagtail's welcome page."""
    models = {model: apps.get_model("pages", model) for _, model, *_ in PAGES}
    page_model = apps.get_model("wagtailcore", "Page")
    if page_model.objects.filter(depth__gt=2).exists():
        return
    locale = apps.get_model("wagtailcore", "Locale").objects.get(language_code="fr")
    apps.get_model("wagtailcore", "Locale").objects.get_or_create(language_code="en")
    page_model.objects.filter(depth=2).delete()
    page_model.objects.filter(depth=1).update(numchild=1)
    made = [
        make_page(apps, models[model], locale, model, *place)
        for place, model in places()
    ]
    site_model = apps.get_model("wagtailcore", "Site")
    site_model.objects.all().delete()
    site_model.objects.create(
        hostname="localhost",
        port=80,
        site_name="Technopôles",
        root_page_id=made[0].pk,
        is_default_site=True,
    )


def places():
    """Place in the tree and model of each first page."""
    return [
        ((path, title, slug, url_path), model)
        for path, model, title, slug, url_path in PAGES
    ]


def make_page(apps, model, locale, model_name, path, title, slug, url_path):
    """A live page at `path`; yesterday's models have no tree methods, so its place is written."""
    content_type, _ = apps.get_model(
        "contenttypes", "ContentType"
    ).objects.get_or_create(app_label="pages", model=model_name)
    now = timezone.now()
    return model.objects.create(
        title=title,
        draft_title=title,
        slug=slug,
        path=path,
        depth=len(path) // 4,
        numchild=2 if model_name == "home" else 0,
        url_path=url_path,
        content_type=content_type,
        locale=locale,
        live=True,
        first_published_at=now,
        last_published_at=now,
        show_in_menus=model_name != "home",
    )


class Migration(migrations.Migration):
    """Not undone: the pages may hold an editor's work by then."""

    dependencies = [
        ("pages", "0002_initial"),
        ("wagtailcore", "0054_initial_locale"),
    ]

    operations = [migrations.RunPython(make_first_pages, migrations.RunPython.noop)]
