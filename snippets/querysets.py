"""Which records, pictures and documents the public may read: one rule, `.readable()`."""

from typing import Any, Self

from django.db.models import BooleanField, Case, F, Func, Q, QuerySet, Subquery, When
from django.utils import timezone
from wagtail.documents.models import DocumentQuerySet as WagtailDocumentQuerySet
from wagtail.images.models import ImageQuerySet
from wagtail.models import CollectionViewRestriction
from wagtail.search.queryset import SearchableQuerySetMixin

from snippets.drafts import or_draft
from snippets.statements import moment


def in_force() -> Q:
    """Live, past its go-live time and not expired, to the second."""
    now = moment()
    begun = Q(go_live_at__isnull=True) | Q(go_live_at__lte=now)
    lasting = Q(expire_at__isnull=True) | Q(expire_at__gt=now)
    return Q(live=True) & begun & lasting


class RecordQuerySet(SearchableQuerySetMixin, QuerySet):
    """Records that are public from the moment they are saved: sectors and event series."""

    def readable(self) -> Self:
        """All of them."""
        return self.all()


class DraftableRecordQuerySet(RecordQuerySet):
    """Records that are written as drafts and published: technopoles, organisations, people."""

    def readable(self) -> Self:
        """Those that are published and in force."""
        return self.filter(or_draft(in_force(), self.model))

    def lasting(self) -> Self:
        """The readable ones that stay so until an editor withdraws them."""
        return self.readable().filter(expire_at__isnull=True)

    def previewable(self) -> Self:
        """The readable ones, and those never published, which go public with what names them."""
        return self.filter(in_force() | Q(live=False, first_published_at__isnull=True))


class IsAtOrBelow(Func):
    """Whether a tree path lies at or below one of those in the column `above` of a query.

    PostgreSQL finds them once for all rows: as a join it would read all pages for each of them.
    """

    output_field = BooleanField()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """As PostgreSQL says it: `^@` is beginning with."""
        path, above = map(compiler.compile, self.source_expressions)
        return f"({path[0]} ^@ ANY (ARRAY{above[0]}))", [*path[1], *above[1]]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """As SQLite says it."""
        path, above = map(compiler.compile, self.source_expressions)
        begins = f"substr({path[0]}, 1, length(above)) = above"
        return f"EXISTS (SELECT 1 FROM {above[0]} WHERE {begins})", [*above[1], *path[1]]  # noqa: S608


def at_or_below(restrictions: QuerySet, *, path: str, restricted: str) -> IsAtOrBelow:
    """Whether the tree path of a row lies at or below one that is restricted."""
    above = restrictions.order_by().annotate(above=F(restricted)).values("above")
    return IsAtOrBelow(F(path), Subquery(above))


class InCollectionMixin:
    """Pictures and documents, which are private where their collection is."""

    def readable(self) -> Self:
        """Those in no restricted collection, nor in one that lies in a restricted one."""
        restrictions = CollectionViewRestriction.objects.all()
        path = "collection__path"
        return self.exclude(at_or_below(restrictions, path=path, restricted=path))


class PhotoQuerySet(InCollectionMixin, ImageQuerySet):
    """Pictures."""

    def due(self) -> Self:
        """Those that lack files nobody is making now: new ones first, then in turn."""
        waiting = self.filter(files_due_at__lte=timezone.now())
        return waiting.order_by(Case(When(made_of="", then=0), default=1), "files_due_at", "pk")


class DocumentQuerySet(InCollectionMixin, WagtailDocumentQuerySet):
    """Documents."""
