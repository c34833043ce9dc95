"""Addresses of evidence."""

from __future__ import annotations

from django.urls import path

from crest.evidence.pages import batch, batches, files, rows, upload

urlpatterns = [
    path("evidence/", batches.batches, name="batches"),
    path("evidence/upload/", upload.upload, name="upload"),
    path("evidence/row/<str:ref>/", rows.row, name="evidence_row"),
    path("evidence/<str:ref>/", batch.batch, name="batch"),
    path("evidence/<str:ref>/columns/", batch.columns, name="batch_columns"),
    path("evidence/<str:ref>/decide/", batch.decide, name="batch_decide"),
    path("evidence/<str:ref>/problems.csv", files.problems, name="batch_problems"),
    path("evidence/<str:ref>/file/", files.original, name="batch_file"),
]
