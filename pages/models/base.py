"""What all pages share: how readers see them, and a body."""

import math
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.search import index

from pages import panels
from pages.checking.bodies import BODY_CHECKS
from pages.fields import StoryField
from pages.forms import PageForm
from pages.head import Head
from pages.linked_data import stories
from pages.linked_data.nodes import Node, Surroundings
from pages.seo import Seo, seo_of
from pages.words import seen_words
from snippets.checking.checked import Checked
from snippets.checking.rules import COMMON_CHECKS
from snippets.previewing import PreviewedElsewhere
from snippets.promises import promises
from snippets.reader import Reader, seen
from snippets.reading import Shown, read, reads
from snippets.records import sortable
from snippets.references import Reference, references
from snippets.written import Revised

PAGE_LENGTH = 12
WORDS_A_MINUTE = 200


class ReadPage(PreviewedElsewhere, Checked, Revised, Page):
    """A page of the site."""

    no_index = models.BooleanField(
        _("do not show in search engines"),
        default=False,
        db_index=True,
        help_text=_(
            "The page stays readable for whoever has its address. For example: a page that thanks "
            "people for having registered."
        ),
    )

    picture_field: str | None = None
    """The field of the picture that stands for the page."""
    open_graph_type = "website"
    """What the page is for social networks."""

    kept_as_typed = frozenset({"path"})
    """Its place in the tree."""
    base_form_class = PageForm
    checks = COMMON_CHECKS
    promote_panels = panels.PROMOTE
    graphql_fields = promises(
        """
        "Title, as the editor wrote it."
        title: String!
        "End of the path; unique among event reports of a locale, among testimonials too."
        slug: String!
        "Path on the site, language prefix included, with a slash at both ends."
        path: String!
        "Whole address on the site."
        url: URL!
        "Language it is written in."
        locale: Locale!
        "When it first became public."
        firstPublishedAt: DateTime!
        "When it was last published."
        lastPublishedAt: DateTime!
        "Its readable translations, by tag of their language; the page itself is not among them. Records below them keep the language of the root field."
        translations: [Page!]!
        "The readable pages it lies in, the front page first; the page itself is not among them. Empty for a front page. What is not published or private is left out."
        breadcrumbs: [Breadcrumb!]!
        "What search engines and social networks show of it."
        seo: Seo!
        "What it tells, as JSON-LD in the words of schema.org: to be put into the page as it is."
        structuredData: JSONObject!
        "Its form in the admin: only of the page that a Preview-Token names, null otherwise."
        editUrl("Name of one of its fields: the address leads to its place in the form." field: String): URL
        """
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse what no page may be where it stands, and what this one may not be anywhere."""
        super().clean()
        self.clean_alone()

    def clean_alone(self) -> None:
        """Refuse what the page may not be, wherever it stands."""

    @property
    def seo(self) -> Seo:
        """What search engines and social networks show of it."""
        return seo_of(self)

    def linked_data(self, shown: Any, around: Surroundings) -> list[Node]:
        """What it tells machines, as readers see it: nodes of JSON-LD."""
        raise NotImplementedError

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """The page, unless it is gone."""
        self.out_or_404()
        return super().serve(request, *args, **kwargs)

    def out_or_404(self) -> None:
        """Raise Http404 when it is gone: expired since Wagtail last looked, or told by nobody."""
        if not type(self).objects.out().filter(pk=self.pk).exists():
            raise Http404

    def serve_password_required_response(
        self, request: Any, form: Any, action_url: str
    ) -> TemplateResponse:
        """The form that asks for the password; it tells nothing of the page."""
        context = {"form": form, "action_url": action_url}
        return TemplateResponse(request, "wagtailcore/password_required.html", context)

    def reader_of(self, request: Any) -> Reader:
        """Who reads the page: somebody who reads its language."""
        is_preview = getattr(request, "is_preview", False)
        return Reader(previewing=is_preview, language=self.locale.language_code)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`page` is what the reader may see of the page, `self` the page itself, `head` its head."""
        reader = self.reader_of(request)
        context = super().get_context(request, *args, **kwargs)
        return {**context, "page": Shown(self, reader), "self": self, "head": Head(self, reader)}


class IndexPage(ReadPage):
    """A list of stories of one type in one language."""

    standfirst = models.TextField(_("standfirst"), blank=True, max_length=400)

    max_count_per_parent = 1
    parent_page_types = ["pages.Home"]
    content_panels = panels.INDEX

    class Meta:
        abstract = True

    def children(self) -> models.QuerySet:
        """Its readable stories, in the order readers want."""
        raise NotImplementedError

    def linked_data(self, shown: Any, around: Surroundings) -> list[Node]:
        """A list of stories."""
        return stories.listing(shown, around)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With one page of its stories: `stories` as readers see them, `listing` to turn pages."""
        listing = Paginator(self.children(), PAGE_LENGTH).get_page(request.GET.get("page"))
        reader = Reader(language=self.locale.language_code)
        stories = [Shown(story, reader) for story in listing]
        context = super().get_context(request, *args, **kwargs)
        return {**context, "listing": listing, "stories": stories}


class StoryPage(ReadPage):
    """A page with a body."""

    body = StoryField(verbose_name=_("body"), blank=True)
    sort_title = models.CharField(max_length=400, editable=False, default="", db_index=True)

    checks = (*COMMON_CHECKS, *BODY_CHECKS)
    search_fields = [*Page.search_fields, index.SearchField("body")]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sorting title in step with the title as it is stored."""
        self.typeset({"title"})
        self.sort_title = sortable(self.title)[:400]
        super().save(*args, **kwargs)

    def get_admin_display_title(self) -> str:
        """Its title where editors choose; with the newsletter issue that told it, where that is known."""
        title = super().get_admin_display_title()
        if number := getattr(self, "told_in_issue", None):
            return _("%(title)s (already in no. %(number)s)") % {"title": title, "number": number}
        return title

    @property
    def told_quotes(self) -> list[Any]:
        """The records of its quotes, in its order; a page that was never saved has none."""
        return list(self.quotes.order_by("sort_order")) if self.pk else []

    def blocks_of(self, block_type: str) -> list[Any]:
        """The blocks of one type, in the order of the body."""
        return [block for block in self.body if block.block_type == block_type]

    def named(self, model: type[models.Model]) -> list[Reference]:
        """Each object of `model` the page names, once, in its order."""
        return list(dict.fromkeys(references(self, to=model)))

    @seen
    @reads("body")
    def reading_minutes(self, reader: Reader) -> int:
        """Whole minutes at 200 words a minute, at least 1."""
        words = sum(len(text.split()) for text in self.texts(reader))
        return max(1, math.ceil(words / WORDS_A_MINUTE))

    def texts(self, reader: Reader) -> Iterator[str]:
        """The texts a reader reads."""
        for bound in read(self, "body", reader):
            yield from seen_words(bound.block, bound.value, reader)
