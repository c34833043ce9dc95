"""Missing data raises a risk and never lowers it; every score opens into its reasons."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crest.engine.risk import Indices, inherent
from crest.engine.risk.indices import COUNTRIES, GOODS
from crest.engine.risk.scoring import allotted
from crest.engine.rulebook.risk_rules import load_risk_book
from crest.engine.rulebook.rules import Figure
from crest.engine.tables.contracts import ContractError

pytestmark = pytest.mark.engine
ON = date(2025, 1, 15)
FLAGS = [a.attribute for a in load_risk_book().attributes if a.kind == "flag"]
KINDS = ["site", "recruiter", "sub_agent", "corridor", "product"]


def subject(name: str = "a", kind: str = "site", **more: Any) -> dict[str, Any]:
    return {"subject_kind": kind, "subject": name, "name": name.upper(), **more}


def score(
    *rows: dict[str, Any], indices: Indices | None = None, **more: Any
) -> list[dict[str, Any]]:
    names = {name: None for row in rows for name in row}
    table = pa.Table.from_pylist([names | row for row in rows])
    found: list[dict[str, Any]] = inherent(table, indices or Indices(), on=ON, **more).to_pylist()
    return found


def answers(row: dict[str, Any]) -> dict[str, str]:
    return {line["rule"]: line["answer"] for line in json.loads(row["reasons"])}


_rows = st.lists(
    st.fixed_dictionaries(
        {
            "subject_kind": st.sampled_from(KINDS),
            "sector": st.sampled_from([None, "seafood", "wood", "wood|berries"]),
            **{flag: st.sampled_from([None, True, False]) for flag in FLAGS},
        }
    ),
    min_size=1,
    max_size=5,
)


def _typed(rows: list[dict[str, Any]]) -> pa.Table:
    fields = [("subject_kind", pa.string()), ("subject", pa.string()), ("sector", pa.string())]
    schema = pa.schema([*fields, *[(flag, pa.bool_()) for flag in FLAGS]])
    return pa.Table.from_pylist([{"subject": str(i)} | r for i, r in enumerate(rows)], schema)


@settings(max_examples=40)
@given(_rows, st.data())
def test_forgetting_a_good_answer_or_learning_a_bad_one_never_lowers_anybody(
    rows: list[dict[str, Any]], data: Any
) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    flag = data.draw(st.sampled_from(FLAGS))
    # For a channel that is used, yes is the good answer.
    worse = [True, None, False] if flag == "grievance_used" else [False, None, True]
    lower, higher = sorted(data.draw(st.tuples(st.integers(0, 2), st.integers(0, 2))))
    before = [dict(row) for row in rows]
    after = [dict(row) for row in rows]
    before[at][flag], after[at][flag] = worse[lower], worse[higher]
    one = inherent(_typed(before), Indices(), on=ON).to_pylist()
    other = inherent(_typed(after), Indices(), on=ON).to_pylist()
    for name in ("inherent", "severity", "likelihood"):
        assert all(b[name] <= a[name] for b, a in zip(one, other, strict=True)), name


@settings(max_examples=40)
@given(_rows)
def test_the_reasons_add_up_to_the_score_exactly(rows: list[dict[str, Any]]) -> None:
    for row in inherent(_typed(rows), Indices(), on=ON).to_pylist():
        lines = json.loads(row["reasons"])
        assert sum(round(line["points"] * 10) for line in lines) == round(row["inherent"] * 10)
        assert sum(line["severity_points"] for line in lines) == 20 * row["severity"]
        tenths = sum(round(line["likelihood_points"] * 10) for line in lines)
        assert tenths == round(row["likelihood"] * 10)
        assert 0 <= row["inherent"] <= 100


def test_an_unknown_counts_as_much_as_its_peers_when_most_of_them_say_yes() -> None:
    peers = [subject(str(n), papers_held=True, deposits_or_loans=False) for n in range(3)]
    alone = score(subject())[0]
    among = score(subject(), *peers)[0]
    assert answers(alone)["RSK-09"] == answers(among)["RSK-09"] == "unknown"
    assert among["severity"] == 4 > alone["severity"]
    assert among["likelihood"] > alone["likelihood"]


def test_what_is_missing_is_named() -> None:
    row = score(subject(kind="sub_agent", papers_held=True, sub_agents_unlicensed=False))[0]
    missing = json.loads(row["missing"])
    assert "labour_tiers" in missing
    assert "fees_on_corridor" in missing
    assert "papers_held" not in missing


def test_a_sector_sets_the_severity_its_row_states() -> None:
    calm = {flag: flag == "grievance_used" for flag in FLAGS}
    numbers = {"labour_tiers": 1.0, "migrant_share": 0.0, "country_index": 0.0}
    sea, sewing, both = score(
        subject("a", sector="seafood", **calm, **numbers),
        subject("b", sector="apparel", **calm, **numbers),
        subject("c", sector="wood|seafood", **calm, **numbers),
    )
    assert (sea["severity"], sewing["severity"], both["severity"]) == (4, 3, 4)


def test_a_kind_of_subject_that_is_none_is_refused() -> None:
    with pytest.raises(ContractError, match="ship"):
        score(subject(kind="ship"))


def test_no_subjects_give_no_rows() -> None:
    table = pa.table(
        {"subject_kind": pa.array([], pa.string()), "subject": pa.array([], pa.string())}
    )
    assert inherent(table, Indices(), on=ON).num_rows == 0


def test_the_points_of_all_factors_of_a_kind_add_up_to_twenty() -> None:
    for kind in KINDS:
        factors = load_risk_book().factors_of(kind, ON)
        assert allotted([factor.weight for factor in factors]).sum() == 200


def _indices() -> Indices:
    goods = [("Shrimp", "TH"), ("Shrimp", "BD"), ("Fish", "TH"), ("Thread/Yarn", "IN")]
    rows = [
        {"list": "ilab", "good": g, "country": c, "level": 1.0, "forced": True, "child": False}
        for g, c in goods
    ]
    lands = [("MM", 0.95), ("TH", 0.5), ("SE", 0.05)]
    places = [{"list": "law", "country": c, "year": 2023, "value": w, "worse": w} for c, w in lands]
    return Indices(
        goods=pa.Table.from_pylist(rows, GOODS),
        countries=pa.Table.from_pylist(places, COUNTRIES),
        about=({"name": "ilab", "kind": "ilab-goods"},),
    )


def test_shrimp_from_thailand_counts_until_it_was_removed_from_the_list() -> None:
    row = subject(kind="product", name="Frozen prawns", product="Frozen prawns", country="TH")
    table = pa.Table.from_pylist([row])
    before = inherent(table, _indices(), on=date(2023, 6, 1)).to_pylist()[0]
    after = inherent(table, _indices(), on=ON).to_pylist()[0]
    assert answers(before)["RSK-13"] == "yes"
    assert answers(after)["RSK-13"] == "no"


@pytest.mark.parametrize(
    ("product", "country", "said"),
    [
        ("Frozen shrimp", "BD", "yes"),
        ("กุ้งแช่แข็ง", "BD", "yes"),
        ("Cotton yarn", "IN", "yes"),
        ("Canned tuna", "TH", "yes"),
        ("Canned tuna", "VN", "no"),
        ("Garden chairs", "VN", "unknown"),
        (None, "TH", "unknown"),
        ("Frozen shrimp", None, "unknown"),
    ],
)
def test_a_product_is_recognised_as_a_good_of_the_list(
    product: str | None, country: str | None, said: str
) -> None:
    row = score(subject(product=product, country=country), indices=_indices())[0]
    assert answers(row)["RSK-13"] == said


def test_without_an_imported_list_no_product_is_cleared() -> None:
    row = score(subject(product="Frozen shrimp", country="BD"))[0]
    assert answers(row)["RSK-13"] == "unknown"


def test_the_worst_place_in_any_index_counts_and_a_coup_does_too() -> None:
    weak, calm, shaken = score(
        subject("a", "corridor", origin="MM", destination="TH"),
        subject("b", "corridor", origin="SE", destination="SE"),
        subject("c", "corridor", origin="KH", destination="TH"),
        indices=_indices(),
    )
    assert [answers(row)["RSK-10"] for row in (weak, calm, shaken)] == ["yes", "no", "no"]
    later = pa.Table.from_pylist([subject("c", "corridor", origin="KH", destination="TH")])
    row = inherent(later, _indices(), on=date(2025, 9, 1)).to_pylist()[0]
    assert answers(row)["RSK-10"] == "yes"


def _cap(value: float | None, origin: str) -> dict[str, Figure]:
    figure = Figure.model_validate(
        {
            "id": f"CAP-{origin}",
            "kind": "cap",
            "says": "A cap",
            "thai": "เพดาน",
            "unit": "USD",
            "applies": {"origin": [origin], "destination": ["TH"]},
            "cites": [{"source": "x"}],
            "confidence": "general",
            "review_by": "2030-01-01",
            "values": [{"from": "2020-01-01", "value": value}],
        }
    )
    return {figure.id: figure}


def test_a_cap_above_zero_means_fees_and_an_ended_one_says_nothing() -> None:
    row = subject(kind="corridor", origin="MM", destination="TH")
    said = [
        answers(score(row, figures=figures)[0])["RSK-01"]
        for figures in (_cap(230, "MM"), _cap(0, "MM"), _cap(None, "MM"), _cap(230, "KH"))
    ]
    assert said == ["yes", "no", "unknown", "unknown"]
