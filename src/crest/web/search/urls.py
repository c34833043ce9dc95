"""Routes of the search."""

from __future__ import annotations

from django.urls import path

from crest.web.search import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/answers/", views.answers, name="search_answers"),
]
