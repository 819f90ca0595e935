"""A second factor that is reset in the admin."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from cms.accounts.models import User
from tests.accounts.codes import code_of, enter, half_way
from tests.accounts.conftest import PASSWORD, Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("protected")]
LABEL = "Réinitialiser le second facteur"


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address_of(user: User) -> str:
    return reverse("wagtailusers_users:reset_second_factor", args=[user.pk])


def edit_of(user: User) -> str:
    return reverse("wagtailusers_users:edit", args=[user.pk])


def offers(client: Client, user: User) -> bool:
    """Whether the screen of a user has the way there."""
    page = BeautifulSoup(client.get(edit_of(user)).content, "html.parser")
    found = [link for link in page.find_all("a", href=address_of(user)) if LABEL in link.text]
    return bool(found)


def has_one(user: User) -> bool:
    return Authenticator.objects.filter(user=user).exists()


def test_administrator_resets_it(
    redactrice: User, admin_user: User, moment: Any, django_capture_on_commit_callbacks: Any
) -> None:
    session = half_way()
    enter(session, code_of())
    assert session.is_in
    administrator = browser_of(admin_user)
    assert offers(administrator, redactrice)
    asked = administrator.get(address_of(redactrice))
    assert "Assurez-vous d’abord, par téléphone par exemple" in asked.content.decode()
    assert "Le mot de passe seul suffit" in asked.content.decode()
    assert "à l’adresse redactrice@example.org" in asked.content.decode()
    assert (session.is_in, has_one(redactrice), len(mail.outbox)) == (True, True, 0)

    with django_capture_on_commit_callbacks(execute=True):
        done = administrator.post(address_of(redactrice), follow=True)
    assert done.redirect_chain == [(edit_of(redactrice), 302)]
    assert "Le second facteur de redactrice a été réinitialisé." in done.content.decode()
    assert not session.is_in
    assert not has_one(redactrice)
    entry = ModelLogEntry.objects.get(action="accounts.reset_second_factor")
    assert (entry.object_id, entry.user) == (str(redactrice.pk), admin_user)
    history = administrator.get(reverse("wagtailusers_users:history", args=[redactrice.pk]))
    assert "Second facteur réinitialisé" in history.content.decode()
    [sent] = mail.outbox
    assert sent.to == ["redactrice@example.org"]
    assert sent.subject.startswith("Votre second facteur a été réinitialisé")
    assert "« redactrice »" in sent.body.replace("\u00a0", " ")
    assert "/admin/login/second-factor/" in sent.body

    again = Visitor("192.0.2.2")
    again.try_password("redactrice", PASSWORD)
    assert again.is_in
    assert not offers(administrator, redactrice)


def test_where_one_is_required_the_next_sign_in_sets_one_up(
    redactrice: User, admin_user: User, moment: Any, settings: Any
) -> None:
    administrator = browser_of(admin_user)
    address = address_of(redactrice)
    Authenticator.objects.create(user=admin_user, type=Authenticator.Type.TOTP, data={})
    settings.SECOND_FACTOR = "required"
    page = administrator.get(address).content.decode()
    assert "À la prochaine connexion, il faudra activer un nouveau second facteur" in page
    administrator.post(address)
    visitor = Visitor()
    visitor.try_password("redactrice", PASSWORD)
    answer = visitor.client.get("/admin/pages/")
    assert answer.headers["Location"] == reverse("mfa_activate_totp")


def test_mail_is_in_the_language_of_the_user_and_its_failure_stops_nothing(
    redactrice: User,
    admin_user: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    UserProfile.objects.create(user=redactrice, preferred_language="en")

    def reset() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            assert browser_of(admin_user).post(address_of(redactrice)).status_code == 302
        assert not has_one(redactrice)

    reset()
    assert mail.outbox[0].subject.startswith("Your second factor was reset")
    Authenticator.objects.create(user=redactrice, type=Authenticator.Type.TOTP, data={})

    def fail(*told: Any, **how: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("cms.accounts.mails.send_mail", fail)
    reset()
    assert "could not be told by mail" in caplog.text
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("lacks", ["an address", "mail"])
def test_where_no_mail_goes_out_none_is_promised(
    redactrice: User,
    admin_user: User,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
    lacks: str,
) -> None:
    if lacks == "mail":
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    else:
        User.objects.filter(pk=redactrice.pk).update(email="")
    administrator = browser_of(admin_user)
    page = administrator.get(address_of(redactrice)).content.decode()
    assert "L’historique du site dira que c’est vous." in page
    assert "Un e-mail préviendra" not in page
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(address_of(redactrice))
    assert not has_one(redactrice)
    assert mail.outbox == []


def test_whoever_has_none_is_left_alone(redactrice: User, admin_user: User) -> None:
    Authenticator.objects.all().delete()
    administrator = browser_of(admin_user)
    for method in ("get", "post"):
        answer = getattr(administrator, method)(address_of(redactrice), follow=True)
        assert answer.redirect_chain == [(edit_of(redactrice), 302)]
        assert "redactrice n’a pas de second facteur." in answer.content.decode()
    assert not offers(administrator, redactrice)
    assert not ModelLogEntry.objects.filter(action="accounts.reset_second_factor").exists()
    assert administrator.get(address_of(User(pk=0))).status_code == 404


def member(username: str, *, may_change_users: bool = False, group: str = "Rédacteurs") -> User:
    user = User.objects.create_user(username, password=PASSWORD)
    user.groups.add(Group.objects.get(name=group))
    if may_change_users:
        changing = Permission.objects.get(
            content_type__app_label="accounts", codename="change_user"
        )
        user.user_permissions.add(changing)
    return user


def attempt(by: User, user: User) -> bool:
    """Whether a user loses the second factor, by whatever is sent; the screen offers it to the same."""
    if not has_one(user):
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    browser = browser_of(by)
    may_look = browser.get(edit_of(user)).status_code == 200
    is_offered = may_look and offers(browser, user)
    is_shown = browser.get(address_of(user)).status_code == 200
    assert is_shown == is_offered
    browser.post(address_of(user))
    assert has_one(user) != is_offered
    return is_offered


def test_rights(redactrice: User, admin_user: User, settings: Any) -> None:
    editor, publisher = member("une"), member("un", group="Responsables de publication")
    for by in (editor, publisher):
        for user in (redactrice, admin_user, by):
            assert not attempt(by, user)
    keeper = member("gardienne", may_change_users=True)
    for user in (redactrice, publisher, admin_user, keeper):
        assert not attempt(keeper, user)
    other = User.objects.create_superuser("autre")
    for user in (redactrice, publisher, keeper, other):
        assert attempt(admin_user, user)
    assert not attempt(admin_user, admin_user)
    assert not Client().post(address_of(redactrice)).headers["Location"].startswith("/admin/users")
    settings.OIDC = True
    assert not attempt(admin_user, redactrice)
