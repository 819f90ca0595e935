"""How issues are shown on the site, and to their editors before they are sent."""

from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cms.newsletter.freezing import kilobytes
from cms.newsletter.issue_mail import HEAVY, TOO_HEAVY, IssueMail
from cms.newsletter.issues import composed
from cms.newsletter.models import FrozenIssue, FrozenItem
from cms.policy.policies import FRAMED_MAIL, HEADER, MAIL, policy
from pages.models import NewsletterIssue

BANNER = (
    '<div style="padding:12px 24px;background:{};color:#16252b;font:16px/1.5 sans-serif" role="status">'
    "{}</div>"
)
CALM, WARNING, REFUSAL = "#d9efe4", "#fdeccb", "#f8d3cf"


def sent_page(issue: NewsletterIssue) -> HttpResponse:
    """An issue as it was sent. Issues are frozen before anybody can read them."""
    return HttpResponse(issue.frozen.mails[""]["html"], headers={HEADER: policy(MAIL)})


def preview_page(issue: NewsletterIssue) -> HttpResponse:
    """An issue as it would be sent, for the panel beside its form."""
    return HttpResponse(preview_html(issue), headers={HEADER: policy(FRAMED_MAIL)})


def preview_text_page(issue: NewsletterIssue) -> HttpResponse:
    """The same as plain text."""
    return HttpResponse(preview_text(issue), headers={HEADER: policy(FRAMED_MAIL)})


def preview_html(issue: NewsletterIssue) -> str:
    """An issue as it would be sent, below what it weighs and what was told before."""
    if frozen := FrozenIssue.objects.filter(page=issue.pk).first():
        return (
            banner(CALM, [_("This issue is frozen: what was sent does not change any more.")])
            + (frozen.mails[""]["html"])
        )
    mail = IssueMail(issue, composed(issue))
    weight = kilobytes(mail.weight)
    said = [_("Weight: %(weight)s kB.") % {"weight": weight}]
    if mail.weight > TOO_HEAVY:
        said.append(_("That is too much: it cannot be published. Take stories out."))
    elif mail.weight > HEAVY:
        said.append(_("That is much: beyond %(most)s kB Gmail hides the end.") % {"most": 100})
    colour = REFUSAL if mail.weight > TOO_HEAVY else WARNING if mail.weight > HEAVY else CALM
    return banner(colour, [*said, *told_before(mail)]) + mail.html()


def preview_text(issue: NewsletterIssue) -> str:
    """An issue as plain text would be sent, as a page."""
    frozen = FrozenIssue.objects.filter(page=issue.pk).first()
    text = frozen.mails[""]["txt"] if frozen else IssueMail(issue, composed(issue)).text()
    return format_html(
        '<!doctype html><html lang="{}"><title>{}</title>'
        '<pre style="max-width:72ch;white-space:pre-wrap;font-size:16px">{}</pre>',
        issue.locale.language_code,
        issue.title,
        text,
    )


def told_before(mail: IssueMail) -> list[str]:
    """A sentence for each story that an issue told already."""
    titles = {entry.key: entry.title for entry in mail.composed.entries}
    items = FrozenItem.objects.filter(page__in=titles).select_related("issue")
    return [
        _("“%(title)s” is already in no. %(number)s.")
        % {"title": titles[item.page_id], "number": item.issue.number}
        for item in items
    ]


def banner(colour: str, sentences: list[str]) -> str:
    """What is told above a preview; it is no part of the mail."""
    return format_html(BANNER, colour, " ".join(sentences))
