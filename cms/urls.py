from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as page_urls
from wagtail.admin import urls as admin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents.views.serve import authenticate_with_password

from cms.accounts.views import to_the_door
from cms.api.ide import graphiql
from cms.api.view import graphql
from cms.media import document, upload
from cms.newsletter.doctor_view import DoctorView
from cms.newsletter.issue_views import issue
from cms.newsletter.issue_views import latest as latest_issue
from cms.newsletter.views import events, feed, items, mail
from cms.previews.sharing import shared_draft
from cms.sitemap import robots, sitemap

handler400 = "cms.bodies.bad_request"
handler500 = "cms.outage.failed"

urlpatterns = [
    path("admin/newsletter-feeds/", require_admin_access(DoctorView.as_view()), name="feed_doctor"),
    # Before Wagtail's: there is one door.
    path("admin/", include("cms.accounts.urls")),
    path("admin/", include(admin_urls)),
    # Under Wagtail's names, and in place of its patterns, which let documents pass by our view.
    path("documents/<int:key>/<path:name>", document, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("drafts/<str:token>/", shared_draft, name="shared_draft"),
    path("feeds/events.ics", events, name="events"),
    path("feeds/<str:kind>.<str:written>", feed, name="feed"),
    path("graphql/", graphql, name="graphql"),
    path("media/<path:name>", upload),
    path("newsletter/items.json", items, name="newsletter_items"),
    path("newsletter/issues/latest.<str:written>", latest_issue, name="newsletter_latest"),
    path("newsletter/issues/<int:number>.<str:written>", issue, name="newsletter_issue"),
    path("newsletter/<str:kind>/<str:slug>.<str:written>", mail, name="newsletter_mail"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
]

if settings.REST_API:
    urlpatterns.append(path("api/v3/", include("cms.rest.urls")))

if settings.GRAPHIQL:
    urlpatterns.append(path("graphiql/", graphiql, name="graphiql"))

# Pages of the default language have no prefix, those of the others have theirs.
urlpatterns += i18n_patterns(
    path("_util/login/", to_the_door),
    path("", include(page_urls)),
    prefix_default_language=False,
)
