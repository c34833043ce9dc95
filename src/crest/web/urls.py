"""Every route. Rooms bring their own; each page declares who may open it."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from crest.web.pages import landing, language, methods, my_work, styleguide
from crest.web.settings import ROOMS


def _rooms() -> list[URLResolver]:
    found = []
    for room in ROOMS:
        pages = f"crest.{room}.pages"
        if find_spec(f"crest.{room}") and find_spec(pages) and find_spec(f"{pages}.urls"):
            found.append(path("", include(f"{pages}.urls")))
    return found


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("crest.web.atlas.urls")),  # first: asked most often, and looked for in order
    path("", include("crest.web.search.urls")),
    path("", landing.landing, name="landing"),
    path("my-work/", my_work.my_work, name="my_work"),
    path("acting-for/", my_work.act_for, name="act_for"),
    path("language/", language.choose, name="choose_language"),
    path("methods/", methods.methods, name="methods"),
    path("methods/<str:code>/", methods.method, name="method"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("account/", include("allauth.urls")),
    path("", include("crest.web.api")),
    path("", include("crest.web.exports.urls")),
    *_rooms(),
    path("", include("crest.web.overview.urls")),
]
handler400 = "crest.web.pages.faults.bad_request"
handler403 = "crest.web.pages.faults.forbidden"
handler404 = "crest.web.pages.faults.not_found"
handler500 = "crest.web.pages.faults.server_fault"
