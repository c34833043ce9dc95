"""evidence: what we were given. The only door of the room."""

from crest.evidence.naming import names_in
from crest.evidence.records import (
    AcceptedDocument,
    BatchCard,
    BatchSheet,
    ColumnLine,
    ListPreview,
    NamedWorker,
    NamesInList,
    ProblemLine,
    RowKey,
    RowSheet,
)
from crest.evidence.selectors import (
    accepted_documents,
    batches_of,
    open_document,
    preview_of,
    problems_of,
    row_keys,
    row_sheet,
)
from crest.evidence.services.deciding import (
    Correction,
    accept_batch,
    correct_columns,
    drop_batch,
    undo_batch,
)
from crest.evidence.services.reading import read_batch
from crest.evidence.services.receiving import About, receive_file
from crest.evidence.storage import sweep

__all__ = [
    "About", "AcceptedDocument", "BatchCard", "BatchSheet", "ColumnLine", "Correction",
    "ListPreview", "NamedWorker", "NamesInList", "ProblemLine", "RowKey", "RowSheet",
    "accept_batch", "accepted_documents", "batches_of", "correct_columns", "drop_batch",
    "names_in", "open_document", "preview_of", "problems_of", "read_batch", "receive_file",
    "row_keys", "row_sheet", "sweep", "undo_batch",
]  # fmt: skip
