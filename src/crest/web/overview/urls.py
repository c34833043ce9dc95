"""Routes of the pages over several rooms."""

from __future__ import annotations

from django.urls import path

from crest.web.overview import chain, compare, organisation, organisations, product

urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<str:ref>/", organisation.organisation, name="organisation"),
    path("compare/", compare.compare, name="compare"),
    path("products/", product.products, name="products"),
    path("products/<path:name>/", product.product, name="product"),
    path("chains/", chain.chains_page, name="chains"),
    path("chains/<str:ref>/", chain.chain_page, name="chain"),
]
