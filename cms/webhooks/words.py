"""What editors call the kinds of content, and what happens to it."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.publishing.models import ChangeAction
from pages.kinds import MODELS, ContentKind

WITHOUT_MODEL = {
    ContentKind.REDIRECT: _("Redirect"),
    ContentKind.NAVIGATION: _("Menu of the site"),
    ContentKind.SITE: _("The site itself"),
}
KINDS = {
    kind: WITHOUT_MODEL[kind]
    if kind in WITHOUT_MODEL
    else capfirst(MODELS[kind]._meta.verbose_name)
    for kind in ContentKind
}
ACTIONS = {
    ChangeAction.PUBLISHED: _("It went public"),
    ChangeAction.UPDATED: _("It reads otherwise"),
    ChangeAction.WITHDRAWN: _("It was withdrawn"),
}
