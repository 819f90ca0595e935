"""An issue of a newsletter: composed, frozen when it is published, and the same for ever after."""

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.newsletter import issue_mail
from cms.newsletter.models import FrozenIssue, NewsletterSettings
from pages.models import NewsletterIssue
from tests.api.conftest import Ask
from tests.factories import (
    chosen,
    make_issue,
    make_person,
    make_report,
    make_technopole,
    make_testimonial,
    rule,
)

pytestmark = pytest.mark.django_db


def titles(issue: NewsletterIssue) -> list[str]:
    return [item.told["title"] for item in issue.frozen.items.all()]


def test_frozen_issue_is_the_same_whatever_becomes_of_its_stories(get: Any) -> None:
    report = make_report(title="Le premier 12/14")
    make_issue(chosen(report))
    addresses = [f"/newsletter/issues/1.{written}" for written in ("html", "txt", "mjml", "json")]
    before = [get(address) for address in addresses]
    assert all(b"Le premier 12/14" in each.content for each in before)
    assert {each.headers["Cache-Control"] for each in before} == {
        "public, max-age=31536000, immutable"
    }
    report.title = "Un autre titre"
    report.save_revision().publish()
    assert [get(address).content for address in addresses] == [each.content for each in before]
    report.unpublish()
    assert [get(address).content for address in addresses] == [each.content for each in before]


def test_issue_that_is_withdrawn_is_gone(get: Any) -> None:
    issue = make_issue(chosen(make_report()))
    issue.unpublish()
    assert get("/newsletter/issues/1.html").status_code == 404
    assert get("/newsletter/issues/latest.html").status_code == 404
    assert get(issue.url).status_code == 404


def test_page_shows_what_was_sent(get: Any) -> None:
    issue = make_issue(chosen(make_report(title="Le premier 12/14")))
    assert get(issue.url).content == get("/newsletter/issues/1.html").content


def test_rule_tells_each_story_once(get: Any) -> None:
    first = make_report(title="premier")
    one = make_issue(rule(), number=1)
    assert titles(one) == ["premier"]
    make_testimonial(title="deuxième")
    make_report(title="troisième")
    hidden = make_report(title="retiré")
    hidden.unpublish()
    first.standfirst = "Corrigé."
    first.save_revision().publish()
    two = make_issue(rule(), number=2)
    assert titles(two) == ["troisième", "deuxième"]
    make_report(title="quatrième")
    assert titles(make_issue(rule(), number=3)) == ["quatrième"]


def test_rule_follows_its_technopole_and_kind() -> None:
    luminy, arbois = make_technopole(name="Luminy"), make_technopole(name="Arbois")
    make_report(title="à Luminy", technopole=luminy)
    make_report(title="à l’Arbois", technopole=arbois)
    make_testimonial(title="un parcours", technopole=luminy)
    of_luminy = make_issue(rule(luminy, "reports"), number=1)
    assert titles(of_luminy) == ["à Luminy"]
    make_report(title="encore à l’Arbois", technopole=arbois)
    of_arbois = make_issue(rule(arbois), number=2)
    assert titles(of_arbois) == ["encore à l’Arbois", "à l’Arbois"]


def test_story_that_was_chosen_is_not_found_again() -> None:
    told, new = make_report(title="choisi"), make_report(title="nouveau")
    issue = make_issue(chosen(told), rule(), number=1)
    assert titles(issue) == ["choisi", "nouveau"]
    assert [item.page_id for item in issue.frozen.items.all()] == [told.pk, new.pk]
    assert issue.frozen.items.first().revision_id == told.live_revision_id


def test_stories_that_readers_may_not_read_are_left_out() -> None:
    shown, hidden = make_report(title="lisible"), make_report(title="brouillon", live=False)
    silent = make_testimonial(title="muet", person=make_person())
    silent.person.unpublish()
    assert titles(make_issue(chosen(shown, hidden, silent))) == ["lisible"]


def test_editor_tells_a_story_otherwise(get: Any) -> None:
    make_issue(chosen(make_report(title="Long titre"), title="Titre", excerpt="Plus court."))
    [section] = get("/newsletter/issues/1.json").json()["sections"]
    [item] = section["items"]
    assert (item["title"], item["excerpt"]) == ("Titre", "Plus court.")


@pytest.mark.parametrize(
    ("tool", "unsubscribe", "web_version"),
    [
        ("brevo", "{{ unsubscribe }}", "{{ mirror }}"),
        ("mailchimp", "*|UNSUB|*", "*|ARCHIVE|*"),
        ("buttondown", "{{ unsubscribe_url }}", "{{ email_url }}"),
        ("listmonk", "{{ UnsubscribeURL }}", "{{ MessageURL }}"),
        ("mailjet", "[[UNSUB_LINK_FR]]", "[[PERMALINK]]"),
    ],
)
def test_each_tool_gets_its_own_placeholders(
    get: Any, tool: str, unsubscribe: str, web_version: str
) -> None:
    make_issue(chosen(make_report(title="Les {{ accolades }} *|et|* [[crochets]]")))
    html = get(f"/newsletter/issues/1.html?for={tool}").content.decode()
    text = get(f"/newsletter/issues/1.txt?for={tool}").content.decode()
    for written in (html, text):
        assert written.count(unsubscribe) == 1
        assert written.count(web_version) == 1
        assert "{{ accolades" not in written
        assert "*|et" not in written
        assert "[[crochets" not in written
    assert f'href="{unsubscribe}"' in html


def test_without_a_tool_the_sender_fills_in(get: Any) -> None:
    NewsletterSettings.objects.create(legal_line="Métropole, Le Pharo.\nVous êtes inscrit.")
    make_issue(chosen(make_report(title="Les {{ accolades }}")))
    html = get("/newsletter/issues/1.html").content.decode()
    text = get("/newsletter/issues/1.txt").content.decode()
    for written in (html, text):
        assert "[Lien de désinscription\N{NO-BREAK SPACE}: à compléter par l’expéditeur]" in written
        assert "/newsletter/issues/1.html" in written
        assert "Les {{ accolades }}" in written
    assert "Métropole, Le Pharo.<br />Vous êtes inscrit." in html
    assert "Métropole, Le Pharo.\nVous êtes inscrit." in text


def test_last_issue_is_found_without_its_number(get: Any) -> None:
    assert get("/newsletter/issues/latest.json").status_code == 404
    make_issue(chosen(make_report()), number=1)
    first = get("/newsletter/issues/latest.json")
    assert first.json()["number"] == 1
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    make_issue(chosen(make_report()), number=2)
    again = get("/newsletter/issues/latest.json", if_none_match=first.headers["ETag"])
    assert again.json()["number"] == 2


def test_feed_since_the_last_issue(get: Any) -> None:
    def heard() -> list[str]:
        items = get("/feeds/all.json?since=last-issue").json()["items"]
        return [item["title"] for item in items]

    make_report(title="avant")
    assert heard() == ["avant"]
    make_issue(rule())
    assert heard() == []
    make_report(title="après")
    make_testimonial(title="plus tard")
    assert heard() == ["plus tard", "après"]


def test_bad_addresses_are_refused(get: Any) -> None:
    make_issue(chosen(make_report()))
    refusal = get("/newsletter/issues/1.html?for=outlook")
    assert refusal.status_code == 400
    assert "brevo, mailchimp, buttondown, listmonk, mailjet" in refusal.content.decode()
    assert get("/newsletter/issues/1.html?limit=2").status_code == 400
    for address in ("2.html", "1.pdf", "latest.mjml", "0.html", "1.html?lang=en"):
        assert get(f"/newsletter/issues/{address}").status_code == 404


def test_api_tells_issues(ask: Ask) -> None:
    report = make_report(title="Le premier 12/14")
    for number in (1, 2):
        make_issue(chosen(report, excerpt="Court."), number=number, preheader="Et aussi")
    told = ask(
        """{
            newsletterIssues(first: 1) { totalCount pageInfo { hasNextPage } nodes { number } }
            newsletterIssue { number }
            first: newsletterIssue(number: 1) {
                subject preheader path html text mjml forBrevo: html(for: BREVO)
                items { title excerpt url image { url } page { title } }
            }
            none: newsletterIssue(number: 3) { number }
        }"""
    )
    assert told["newsletterIssues"] == {
        "totalCount": 2,
        "pageInfo": {"hasNextPage": True},
        "nodes": [{"number": 2}],
    }
    assert told["newsletterIssue"] == {"number": 2}
    assert told["none"] is None
    first = told["first"]
    assert (first["subject"], first["preheader"]) == ("Deux récits", "Et aussi")
    assert first["mjml"].startswith("<mjml")
    assert "{{ unsubscribe }}" in first["forBrevo"]
    assert "{{ unsubscribe }}" not in first["html"]
    [item] = first["items"]
    assert item["page"] == {"title": "Le premier 12/14"}
    assert item["excerpt"] == "Court."
    report.unpublish()
    asked = "{ newsletterIssue(number: 1) { items { title page { title } } } }"
    [item] = ask(asked)["newsletterIssue"]["items"]
    assert item == {"title": "Le premier 12/14", "page": None}


@pytest.mark.usefixtures("uncached")
def test_issues_cost_the_same_for_one_as_for_many(ask: Ask) -> None:
    for number in range(1, 4):
        make_issue(chosen(make_report()), number=number)
    taken = {}
    for first in (1, 3):
        query = f"{{ newsletterIssues(first: {first}) {{ nodes {{ html items {{ title page {{ title }} }} }} }} }}"
        with CaptureQueriesContext(connection) as asked:
            ask(query)
        taken[first] = len(asked)
    assert taken[1] == taken[3]


def test_draft_is_told_to_nobody_but_its_preview(ask: Ask, preview: Ask, get: Any) -> None:
    issue = make_issue(chosen(make_report(title="Le premier 12/14")), live=False)
    assert ask("{ newsletterIssues { totalCount } newsletterIssue { number } }") == {
        "newsletterIssues": {"totalCount": 0},
        "newsletterIssue": None,
    }
    assert get("/newsletter/issues/1.html").status_code == 404
    told = preview(issue, "{ preview { ... on NewsletterIssue { html items { title } } } }")
    assert "Le premier 12/14" in told["preview"]["html"]
    assert told["preview"]["items"] == [{"title": "Le premier 12/14"}]
    assert not FrozenIssue.objects.exists()


def test_journal_tells_that_it_was_published(ask: Ask) -> None:
    issue = make_issue(chosen(make_report()))
    [change] = ask("{ changes(kinds: [NEWSLETTER_ISSUE]) { nodes { action path } } }")["changes"][
        "nodes"
    ]
    assert change == {"action": "PUBLISHED", "path": issue.url}


def test_empty_issue_is_not_published() -> None:
    with pytest.raises(ValidationError, match="ne contient rien"):
        make_issue()
    assert not FrozenIssue.objects.exists()


def test_heavy_issue_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.newsletter.freezing.TOO_HEAVY", 2_000)
    with pytest.raises(ValidationError, match=r"pèse \d+ ko"):
        make_issue(chosen(make_report()))


def test_twelve_stories_weigh_less_than_gmail_clips() -> None:
    stories = [
        make_report(title=f"Une rencontre {number} au titre assez long", standfirst="Mot " * 120)
        for number in range(12)
    ]
    issue = make_issue(chosen(*stories))
    assert len(titles(issue)) == 12
    assert len(issue.frozen.mails[""]["html"].encode()) < issue_mail.HEAVY


def test_number_is_told_once() -> None:
    make_issue(chosen(make_report()), number=7)
    with pytest.raises(ValidationError, match="porte ce numéro"):
        make_issue(chosen(make_report()), number=7)


def test_told_json_is_json(get: Any) -> None:
    make_issue(chosen(make_report()))
    told = json.loads(get("/newsletter/issues/1.json").content)
    assert set(told) >= {"number", "subject", "preheader", "sections", "url"}
