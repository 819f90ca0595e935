"""What each kind of page tells machines. A page comes as readers see it (`Shown`)."""

from typing import Any

from snippets.reading import read

from .nodes import (
    Node,
    Surroundings,
    moment,
    named,
    node,
    organisation,
    person,
    picture,
    place,
    publisher,
    quotation,
    within,
)


def work(kind: str, key: str | None, page: Any, around: Surroundings, **more: Any) -> Node:
    """A page as a work: its texts, dates and picture, and who publishes it."""
    photo = read(page.seo, "image", around.reader)
    told = {
        "url": around.addresses.url(page),
        "description": page.seo.description,
        "inLanguage": around.addresses.languages[page.locale_id],
        "datePublished": moment(page.first_published_at),
        "dateModified": moment(page.last_published_at),
        "image": picture(photo, around),
        "publisher": publisher(around),
    }
    return node(kind, key=key, **{**told, **more})


def web_page(kind: str, page: Any, around: Surroundings, **more: Any) -> Node:
    """A page as a page: WebPage or one of its kinds."""
    return work(kind, around.addresses.url(page), page, around, name=page.title, **more)


def standing(page: Any, around: Surroundings) -> list[Node]:
    """A page that is not about one thing: the page itself and the quotes in it."""
    key = around.addresses.url(page)
    return [web_page("WebPage", page, around), *quotations(page, key)]


def front(page: Any, around: Surroundings) -> list[Node]:
    """A front page: the site, and the quotes in it."""
    key = within(around.addresses.url(page), "website")
    name = around.addresses.site_name or page.title
    return [work("WebSite", key, page, around, name=name), *quotations(page, key)]


def listing(page: Any, around: Surroundings) -> list[Node]:
    """A list of stories."""
    return [web_page("CollectionPage", page, around)]


def article(page: Any, around: Surroundings, **more: Any) -> Node:
    """A story as an article by those who publish the site."""
    key = within(around.addresses.url(page), "article")
    author = publisher(around)
    return work("Article", key, page, around, headline=page.title, author=author, **more)


def quotations(page: Any, work_key: str | None) -> list[Node]:
    """The quotes that a page tells, in its order."""
    return [quotation(quote, work_key) for quote in page.told_quotes]


def report(page: Any, around: Surroundings) -> list[Node]:
    """An event report: the article, the event it is about, the quotes in it."""
    address = around.addresses.url(page)
    key, event_key = within(address, "article"), within(address, "event")
    words = [*page.tag_names, *(sector.name for sector in page.sectors)]
    about = article(page, around, mainEntityOfPage=address, about=named(event_key), keywords=words)
    return [about, event(page, around, event_key, key), *quotations(page, key)]


def event(page: Any, around: Surroundings, key: str | None, article_key: str | None) -> Node:
    """The event that a report is about."""
    series = page.series
    speakers = [(each.person, each.role, [each.organisation]) for each in page.speakers]
    return node(
        "Event",
        key=key,
        name=page.title,
        description=page.seo.description,
        startDate=moment(page.starts_at),
        endDate=moment(page.ends_at),
        image=picture(page.cover, around),
        location=place(page.technopole, page.venue),
        organizer=[organisation(each) for each in page.organisers],
        performer=[person(*speaker) for speaker in speakers],
        superEvent=series and node("EventSeries", name=series.name, description=series.promise),
        subjectOf=named(article_key),
    )


def testimonial(page: Any, around: Surroundings) -> list[Node]:
    """A testimonial: the page of a person, the article about them, the quotes in it."""
    address = around.addresses.url(page)
    key, person_key = within(address, "article"), within(address, "person")
    words = [sector.name for sector in page.sectors]
    about = named(person_key)
    return [
        web_page("ProfilePage", page, around, mainEntity=about),
        article(page, around, mainEntityOfPage=named(address), about=about, keywords=words),
        *teller(page, around, person_key),
        *quotations(page, key),
    ]


def teller(page: Any, around: Surroundings, key: str | None) -> list[Node]:
    """Who tells a testimonial; nobody while an editor has yet to choose."""
    if page.person is None:
        return []
    portrait = picture(page.portrait, around)
    return [person(page.person, page.role, page.organisations, key=key, image=portrait)]


def breadcrumb_list(page: Any, around: Surroundings) -> list[Node]:
    """The way from the front page to a page; nothing when no readable page lies above it."""
    crumbs, address = page.breadcrumbs, around.addresses.url(page)
    if not crumbs or not address:
        return []
    places = [*((each.title, each.url) for each in crumbs), (page.title, address)]
    items = [
        node("ListItem", position=position, name=title, item=url)
        for position, (title, url) in enumerate(places, 1)
    ]
    return [node("BreadcrumbList", key=within(address, "breadcrumbs"), itemListElement=items)]
