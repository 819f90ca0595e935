"""Tries of translations, reports and the house itself."""

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale

from cms.checking.models import WholeCheck
from cms.newsletter.models import NewsletterSettings, legal_line
from cms.translating.models import MadeFrom
from pages.models import EventReportIndex
from snippets.models import (
    Person,
    Sector,
)
from tests import factories
from tests.admin.rights import agreed, gone, opens, trying, yes_if
from tests.admin.test_roles import made


def english_lists() -> None:
    english = Locale.objects.get(language_code="en")
    EventReportIndex.objects.get().copy_for_translation(english, copy_parents=True)


@trying("traduire une page, une fiche")
def translates(client: Client) -> str:
    english_lists()
    english = Locale.objects.get(language_code="en")
    report, record, sector = factories.make_report(), made(Person), made(Sector)
    page = reverse("simple_translation:submit_page_translation", args=[report.pk])
    client.post(page, {"locales": [english.pk]})
    for each in (record, sector):
        names = ["snippets", each._meta.model_name, each.pk]
        address = reverse("simple_translation:submit_snippet_translation", args=names)
        client.post(address, {"locales": [english.pk]})
    return agreed(*(yes_if(each.has_translation(english)) for each in (report, record, sector)))


@trying("dire qu’une traduction est à jour")
def marks_translations(client: Client) -> str:
    english_lists()
    found = []
    for source in (factories.make_report(), made(Person)):
        copy = source.copy_for_translation(Locale.objects.get(language_code="en"))
        copy.save()
        new = source.save_revision()
        address = reverse("translation_up_to_date", args=[copy._meta.label_lower, copy.pk])
        client.post(address, {"version": new.pk})
        row = MadeFrom.objects.get(kind=copy._meta.label_lower, key=copy.pk)
        found.append(yes_if(row.version_id == new.pk))
    return agreed(*found)


@trying("voir les contrôles et les traductions à mettre à jour, tout contrôler de nouveau")
def sees_reports(client: Client) -> str:
    found = [opens(client, "checks_report"), opens(client, "translations_report")]
    client.post(reverse("checks_report"))
    return agreed(*found, yes_if(WholeCheck.objects.exists()))


@trying("voir ce que les flux donnent aux outils d’envoi")
def sees_feeds(client: Client) -> str:
    return opens(client, "feed_doctor")


@trying("effacer toutes les traces d’une personne")
def removes_traces(client: Client) -> str:
    person = made(Person)
    address = reverse("forget_person", args=[person.pk])
    is_offered = yes_if(client.get(address).status_code == 200)
    is_listed = yes_if(address in client.get(reverse(list_of(Person))).content.decode())
    client.post(address)
    return agreed(is_offered, is_listed, yes_if(gone(person)))


def list_of(model: type) -> str:
    return model.snippet_viewset.get_url_name("list")


@trying("écrire la mention légale des lettres d’information")
def sets_newsletters(client: Client) -> str:
    kept = NewsletterSettings.load()
    address = reverse("wagtailsettings:edit", args=["newsletter", "newslettersettings", kept.pk])
    client.post(address, {"legal_line": "Envoyé par le parc."})
    return yes_if(legal_line() == "Envoyé par le parc.")


@trying("tenir les redirections")
def keeps_redirects(client: Client) -> str:
    report = factories.make_report()
    form = {"old_path": "/avant", "redirect_page": report.pk, "is_permanent": "on", "site": ""}
    client.post(reverse("wagtailredirects:add"), form)
    kept = Redirect.objects.create(old_path="/ancien", redirect_page=report)
    client.post(reverse("wagtailredirects:delete", args=[kept.pk]))
    return agreed(
        yes_if(Redirect.objects.filter(old_path="/avant").exists()),
        yes_if(gone(kept)),
        opens(client, "wagtailredirects:index"),
        opens(client, "wagtailredirects:start_import"),
    )


@trying("réinitialiser le second facteur de quelqu’un")
def resets_second_factors(client: Client) -> str:
    other = get_user_model().objects.create_user("autre personne")
    Authenticator.objects.create(user=other, type=Authenticator.Type.TOTP, data={})
    address = reverse("wagtailusers_users:reset_second_factor", args=[other.pk])
    is_shown = opens(client, "wagtailusers_users:reset_second_factor", other.pk)
    client.post(address)
    return agreed(is_shown, yes_if(not Authenticator.objects.exists()))


@trying("tenir les comptes, les groupes, le site, les langues, le circuit de validation")
def keeps_the_house(client: Client) -> str:
    names = (
        "wagtailusers_users:index",
        "wagtailusers_users:add",
        "wagtailusers_groups:index",
        "wagtailusers_groups:add",
        "wagtailsites:index",
        "wagtaillocales:index",
        "wagtailadmin_workflows:index",
        "wagtailadmin_workflows:task_index",
    )
    other = get_user_model().objects.create_user("autre personne")
    return agreed(
        *(opens(client, name) for name in names),
        opens(client, "wagtailusers_users:edit", other.pk),
    )
