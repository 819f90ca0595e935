"""Where the API stands. Imported only where it is mounted: building it takes time."""

from django.urls import path
from wagtail.api.v3.urls import api

urlpatterns = [path("", api.urls)]
