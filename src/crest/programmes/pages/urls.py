"""Pages of programmes."""

from __future__ import annotations

from django.urls import path

from crest.programmes.pages import projects

urlpatterns = [
    path("programmes/", projects.projects, name="programmes"),
    path("programmes/new/", projects.new, name="project_new"),
    path("programmes/<str:ref>/", projects.project, name="project"),
    path("programmes/<str:ref>/edit/", projects.edit, name="project_edit"),
    path("programmes/<str:ref>/<str:kind>/", projects.part, name="project_part"),
]
