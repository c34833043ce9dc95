"""Routes of the room. Pages over several rooms are in `crest.web.overview`."""

from __future__ import annotations

from django.urls import path

from crest.supplychain.pages import changing, claims, links, review

urlpatterns = [
    path("organisations/<str:ref>/correct/", changing.change, name="change_node"),
    path("organisations/<str:ref>/claim/", claims.claim, name="claim_node"),
    path("changes/<str:ref>/undo/", changing.undo, name="undo_change"),
    path("claims/<str:ref>/", claims.site_claim, name="site_claim"),
    path("links/<str:ref>/", links.link, name="link"),
    path("channels/<str:ref>/", links.channel, name="channel"),
    path("verdicts/<str:ref>/undo/", links.take_back, name="undo_verdict"),
    path("review/", review.review, name="review"),
    path("review/safe/", review.safe, name="review_safe"),
    path("review/judged/", review.judged, name="review_judged"),
    path("review/<str:ref>/", review.review_pair, name="review_pair"),
    path("review/<str:ref>/undo/", review.undo, name="undo_judgement"),
]
