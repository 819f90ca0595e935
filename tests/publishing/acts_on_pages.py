"""What is done to pages and stories, and what readers see nothing of."""

from datetime import timedelta

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag
from wagtail.actions.copy_page import CopyPageAction
from wagtail.embeds.models import Embed
from wagtail.models import PageViewRestriction

from cms.publishing import schedule
from cms.publishing.journal import one_change
from pages.models import RelatedReport, StandardPage
from tests.publishing.acts import act, changed, posted, unseen
from tests.publishing.editorial_world import EditorialWorld

# Pages


@act
def a_page_is_renamed(world: EditorialWorld, admin: Client) -> None:
    changed(world.page, slug="nouvelle-rubrique")


@act
def a_withdrawn_page_comes_back_under_another_name(world: EditorialWorld, admin: Client) -> None:
    changed(world.withdrawn, slug="revenue")


@act
def a_withdrawn_page_is_saved_under_another_name(world: EditorialWorld, admin: Client) -> None:
    page = world.withdrawn
    page.slug = "encore-retiree"
    page.save()


@act
def a_page_is_moved_in_the_admin(world: EditorialWorld, admin: Client) -> None:
    name = "wagtailadmin_pages:move_confirm"
    posted(admin, name, world.page.pk, world.index.get_parent().get_children().last().pk)


@act
def a_withdrawn_page_is_moved(world: EditorialWorld, admin: Client) -> None:
    with one_change():
        world.withdrawn.move(world.beside, pos="last-child")


@act
def pages_are_sorted_by_drag(world: EditorialWorld, admin: Client) -> None:
    address = reverse("wagtailadmin_pages:set_page_position", args=[world.beside.pk])
    assert admin.post(f"{address}?position=0").status_code == 200


@act
def a_page_leaves_the_menu(world: EditorialWorld, admin: Client) -> None:
    changed(world.page, show_in_menus=False)


@act
def a_page_gets_another_title(world: EditorialWorld, admin: Client) -> None:
    changed(world.page, title="Autre titre")


@act
def a_page_leaves_search_engines(world: EditorialWorld, admin: Client) -> None:
    changed(world.report, no_index=True)


@act
def a_page_is_unpublished_with_what_is_below(world: EditorialWorld, admin: Client) -> None:
    posted(admin, "wagtailadmin_pages:unpublish", world.page.pk, include_descendants="on")


@act
def a_page_is_deleted(world: EditorialWorld, admin: Client) -> None:
    posted(admin, "wagtailadmin_pages:delete", world.page.pk)


@act
def a_page_is_made_private(world: EditorialWorld, admin: Client) -> None:
    PageViewRestriction.objects.create(page=world.index, restriction_type="login")


@act
def a_page_is_made_private_in_the_admin(world: EditorialWorld, admin: Client) -> None:
    name = "wagtailadmin_pages:set_privacy"
    response = admin.post(reverse(name, args=[world.page.pk]), {"restriction_type": "login"})
    assert response.json()["step"] == "set_privacy_done"


@act
def a_page_is_copied_with_what_is_below(world: EditorialWorld, admin: Client) -> None:
    with one_change():
        CopyPageAction(
            world.page, recursive=True, keep_live=True, update_attrs={"slug": "double"}
        ).execute(skip_permission_checks=True)


@act
def an_alias_is_made(world: EditorialWorld, admin: Client) -> None:
    with one_change():
        world.page.create_alias(parent=world.beside, update_slug="autre-copie", recursive=True)


@act
def what_has_an_alias_is_changed(world: EditorialWorld, admin: Client) -> None:
    changed(world.page, seo_title="Titre ailleurs")


@act
def an_alias_becomes_a_page(world: EditorialWorld, admin: Client) -> None:
    posted(admin, "wagtailadmin_pages:convert_alias", world.alias.pk)
    changed(world.alias, title="À part")


@act
def a_page_is_translated(world: EditorialWorld, admin: Client) -> None:
    with one_change():
        copied = world.report.copy_for_translation(world.english, copy_parents=True)
        copied.save_revision().publish()


@act
def an_old_version_is_published(world: EditorialWorld, admin: Client) -> None:
    old = world.report.latest_revision
    changed(world.report, title="Provisoire mot")
    with one_change():
        old.publish()
    changed(world.report, standfirst="Et puis autrement.")


@act
def an_expiry_passes(world: EditorialWorld, admin: Client) -> None:
    changed(world.report, expire_at=timezone.now() + timedelta(hours=1))
    type(world.report).objects.update(expire_at=timezone.now() - timedelta(seconds=1))
    assert schedule.run_due() == 2


@act
def a_schedule_comes_due(world: EditorialWorld, admin: Client) -> None:
    page = world.draft
    changed(page, go_live_at=timezone.now() + timedelta(hours=1))
    page.revisions.update(approved_go_live_at=timezone.now() - timedelta(seconds=1))
    StandardPage.objects.filter(pk=page.pk).update(go_live_at=timezone.now())
    revision = page.get_latest_revision()
    revision.content["go_live_at"] = timezone.now().isoformat()
    revision.save()
    assert schedule.run_due() == 1


# Stories


@act
def speakers_change_places(world: EditorialWorld, admin: Client) -> None:
    report = world.report
    report.speakers.create(person=world.person, role="bis", sort_order=-1)
    changed(report)


@act
def a_picture_of_a_gallery_goes(world: EditorialWorld, admin: Client) -> None:
    world.report.gallery.first().delete()


@act
def a_related_report_is_added(world: EditorialWorld, admin: Client) -> None:
    RelatedReport.objects.create(source=world.related, report=world.report)


@act
def a_block_is_taken_out(world: EditorialWorld, admin: Client) -> None:
    report = world.report
    report.body = [each for each in report.body.raw_data if each["type"] != "quote"]
    changed(report)


@act
def a_pull_quote_is_written_anew(world: EditorialWorld, admin: Client) -> None:
    changed(world.testimonial, pull_quote="Dit autrement")


@act
def a_tag_is_renamed(world: EditorialWorld, admin: Client) -> None:
    changed(Tag.objects.get(), name="autre-mot-clé")


@act
def a_tag_is_deleted(world: EditorialWorld, admin: Client) -> None:
    Tag.objects.get().delete()


@act
def a_video_is_described_anew(world: EditorialWorld, admin: Client) -> None:
    changed(world.video, title="Autre vidéo")


@act
def a_video_is_forgotten(world: EditorialWorld, admin: Client) -> None:
    Embed.objects.all().delete()


# What readers see nothing of


@unseen
def a_draft_of_a_page_is_saved(world: EditorialWorld, admin: Client) -> None:
    report = world.report
    report.title = "Pas encore"
    with one_change():
        report.save_revision()


@unseen
def a_draft_of_a_person_is_saved(world: EditorialWorld, admin: Client) -> None:
    person = world.person
    person.name = "Pas encore"
    with one_change():
        person.save_revision()


@unseen
def a_page_is_locked(world: EditorialWorld, admin: Client) -> None:
    posted(admin, "wagtailadmin_pages:lock", world.report.pk)


@unseen
def a_draft_is_deleted(world: EditorialWorld, admin: Client) -> None:
    world.draft.delete()


@unseen
def a_collection_is_renamed(world: EditorialWorld, admin: Client) -> None:
    fields = {"name": "Autre nom", "parent": world.root_collection.pk}
    posted(admin, "wagtailadmin_collections:edit", world.collection.pk, **fields)


@unseen
def references_are_indexed_anew(world: EditorialWorld, admin: Client) -> None:
    call_command("rebuild_references_index", verbosity=0)
