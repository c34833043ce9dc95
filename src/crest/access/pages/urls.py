"""Addresses of access."""

from __future__ import annotations

from django.urls import path

from crest.access.pages import audit, installation, invitation, jobs, people, sharing, tokens

urlpatterns = [
    path("settings/people/", people.people, name="people"),
    path("settings/people/invite/", people.invite, name="people_invite"),
    path("settings/people/withdraw/<str:ref>/", people.withdraw, name="people_withdraw"),
    path("settings/people/end/<int:membership>/", people.end, name="people_end"),
    path("settings/sharing/", sharing.sharing, name="sharing"),
    path("settings/sharing/offer/", sharing.offer, name="sharing_offer"),
    path("settings/sharing/revoke/<str:ref>/", sharing.revoke, name="sharing_revoke"),
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/tokens/make/", tokens.make, name="tokens_make"),
    path("settings/tokens/revoke/<str:ref>/", tokens.revoke, name="tokens_revoke"),
    path("settings/audit/", audit.audit, name="audit"),
    path("settings/installation/", installation.installation, name="installation"),
    path("settings/installation/make/", installation.make, name="installation_make"),
    path("settings/installation/retry/", installation.retry, name="installation_retry"),
    path("settings/jobs/", jobs.jobs, name="jobs"),
    path("settings/jobs/<str:ref>/", jobs.one, name="job"),
    path("settings/jobs/<str:ref>/cancel/", jobs.cancel, name="job_cancel"),
    path("settings/jobs/<str:ref>/retry/", jobs.retry, name="job_retry"),
    path("invitation/<str:code>/", invitation.invitation, name="invitation"),
]
