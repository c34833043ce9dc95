"""Routes of the exports."""

from __future__ import annotations

from django.urls import path

from crest.web.exports import views

urlpatterns = [
    path("export/", views.exports, name="exports"),
    path("export/<str:file>", views.download, name="export"),
]
