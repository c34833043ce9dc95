"""Routes of the room. Pages over several rooms are in `crest.web.overview`."""

from __future__ import annotations

from django.urls import path

from crest.supplychain.pages import answering, changing, claims, links, requests, review

urlpatterns = [
    path("organisations/<str:ref>/correct/", changing.change, name="change_node"),
    path("organisations/<str:ref>/claim/", claims.claim, name="claim_node"),
    path("changes/<str:ref>/undo/", changing.undo, name="undo_change"),
    path("claims/<str:ref>/", claims.site_claim, name="site_claim"),
    path("links/<str:ref>/", links.link, name="link"),
    path("channels/<str:ref>/", links.channel, name="channel"),
    path("verdicts/<str:ref>/undo/", links.take_back, name="undo_verdict"),
    path("requests/", requests.requests, name="requests"),
    path("requests/new/<str:ref>/", requests.request_new, name="request_new"),
    path("requests/<str:ref>/", requests.request_page, name="request"),
    path("requests/<str:ref>/letter/", requests.letter, name="request_letter"),
    path("requests/<str:ref>/renew/", requests.renew, name="request_renew"),
    path("requests/<str:ref>/answer/", answering.request_answer, name="request_answer"),
    path("r/", answering.letter_code, name="letter_code"),
    path("r/<str:code>/", answering.letter, name="letter"),
    path("review/", review.review, name="review"),
    path("review/safe/", review.safe, name="review_safe"),
    path("review/judged/", review.judged, name="review_judged"),
    path("review/<str:ref>/", review.review_pair, name="review_pair"),
    path("review/<str:ref>/undo/", review.undo, name="undo_judgement"),
]
