"""Only coordinates that a list gave are evidence."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from crest.engine.matching.normalise import prepare
from crest.engine.matching.resolve import resolve

pytestmark = pytest.mark.engine


def test_the_middle_of_a_town_looked_up_for_two_rows_is_no_evidence() -> None:
    records = pa.table(
        {
            "record": [0, 1, 2],
            "name": ["Muxing Appliances", "Qingluan Textile", "Given Works"],
            "country": ["CN", "CN", "CN"],
            "lat": [23.02, 23.02, 23.10],
            "lng": [113.12, 113.12, 113.20],
            "place_precision": ["city", "city", "given"],
        }
    )
    prepared = prepare(records, "site")
    assert np.isnan(prepared.lat).tolist() == [True, True, False]
    assert np.isnan(prepared.lng).tolist() == [True, True, False]
    assert set(resolve(records).outcome) == {"new"}
