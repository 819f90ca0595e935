"""The addresses of a house in which the REST API is mounted."""

from django.urls import include, path

from cms.urls import urlpatterns as without_it

urlpatterns = [path("api/v3/", include("cms.rest.urls")), *without_it]
