"""Pages of the vault."""

from __future__ import annotations

from django.urls import path

from crest.people.pages import writing
from crest.people.pages.vault import opened, person, persons

urlpatterns = [
    path("workers/", persons, name="vault"),
    path("workers/new/", writing.new, name="vault_new"),
    path("workers/find/", writing.find, name="vault_find"),
    path("workers/<str:ref>/", person, name="vault_person"),
    path("workers/<str:ref>/names/", opened, name="vault_names"),
    path("workers/<str:ref>/consent/", writing.consent, name="vault_consent"),
    path("workers/<str:ref>/withdraw/", writing.withdraw, name="vault_withdraw"),
    path("workers/<str:ref>/merge/", writing.merge, name="vault_merge"),
    path("workers/<str:ref>/split/", writing.split, name="vault_split"),
    path("workers/<str:ref>/erase/", writing.erase, name="vault_erase"),
]
