from django.urls import include, path
from grapple import urls as grapple_urls
from wagtail import urls as page_urls
from wagtail.documents import urls as document_urls

urlpatterns = [
    path("", include(grapple_urls)),
    path("documents/", include(document_urls)),
    path("", include(page_urls)),
]
