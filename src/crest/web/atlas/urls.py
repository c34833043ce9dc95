"""Routes of the atlas."""

from __future__ import annotations

from django.urls import path

from crest.web.atlas import answers, views

urlpatterns = [
    path("atlas/", views.atlas, name="atlas"),
    path("atlas/boxes/", answers.boxes, name="atlas_boxes"),
    path("atlas/places/<str:ref>/", answers.place, name="atlas_place"),
    path("atlas/tiles/<int:z>/<int:x>/<int:y>", answers.tile, name="atlas_tile"),
]
