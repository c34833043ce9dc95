"""A registry on disk answers for one row, a list, and after it has grown."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from crest.engine.errors import OutputError
from crest.engine.matching.identities import assign
from crest.engine.matching.identities_keys import record_keys, write_key
from crest.engine.matching.incremental import add
from crest.engine.matching.judgements import Judgements
from crest.engine.matching.registry import Registry, RegistryError
from crest.engine.matching.resolve import resolve
from crest.engine.tables.contracts import PAIRS, SITES, conform

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = [
    ("Siam Coral Seafood Co., Ltd.", "88/2 Moo 4, Rama II Road, Samut Sakhon 74000", "TH"),
    ("Siam Coral Seafood Company Limited", "88/2 M.4 Rama 2 Rd, Samut Sakhon 74000", "TH"),
    ("Lanna Teak Furniture Co., Ltd.", "12 Nimman Road, Chiang Mai 50200", "TH"),
    ("Norrland Bärplock AB", "Skogsvägen 3, 931 31 Skellefteå", "SE"),
    ("Mekong Thread Garments JSC", "Lot 7 Tan Binh Industrial Park, Ho Chi Minh City", "VN"),
    ("Andaman Cold Store Co., Ltd.", "501 Asia Road, Hat Yai, Songkhla 90110", "TH"),
]
NEW = [
    ("SIAM CORAL SEAFOOD", "88/2 Moo 4 Rama II Rd., Samutsakorn 74000", "TH"),
    ("Lanna Teak Furniture Co., Ltd.", "12 Nimman Road, Chiang Mai 50200", "TH"),
    ("Karelia Wild Berries Oy", "Metsätie 9, 80100 Joensuu", "FI"),
    ("Karelia Wild Berries", "Metsatie 9, Joensuu 80100", "FI"),
    ("Isan Silk Weaving Group", "Ban Nong 5, Khon Kaen 40000", "TH"),
]


def sites(rows: list[tuple[str, str, str]], source: str) -> pa.Table:
    names, addresses, countries = zip(*rows, strict=True) if rows else ((), (), ())
    n = len(rows)
    return conform(
        pa.table(
            {
                "record": pa.array(range(n), pa.int64()),
                "source": pa.array([source] * n, pa.string()),
                "row": pa.array(range(1, n + 1), pa.int64()),
                "name": pa.array(names, pa.string()),
                "address": pa.array(addresses, pa.string()),
                "country": pa.array(countries, pa.string()),
            }
        ),
        SITES,
    )


@pytest.fixture(scope="module")
def known() -> Registry:
    records = sites(KNOWN, "known.csv")
    return Registry.build(records, assign(resolve(records).labels, records, "site"))


def test_a_row_that_is_known_is_matched_and_a_stranger_is_new(known: Registry) -> None:
    answer = known.match_rows(sites(NEW, "new.csv"))
    ids = known.identities().of_record.to_pylist()
    assert answer.entity.to_pylist() == [ids[0], ids[2], None, None, None]
    assert answer.outcome.tolist() == ["match", "match", "match", "match", "new"]
    assert answer.because[1].as_py() == "the same listing, word for word"
    assert "another new row" in answer.because[2].as_py()
    assert answer.because[4].as_py().startswith("nothing alike")


def test_new_rows_are_matched_among_themselves(known: Registry) -> None:
    label = known.match_rows(sites(NEW, "new.csv")).label
    assert label[2] == label[3]
    assert len(set(label.tolist())) == 4


def test_the_best_things_are_ranked_with_reasons(known: Registry) -> None:
    answer = known.match_rows(sites(NEW[:1], "new.csv"))
    best = answer.candidates.to_pylist()[0]
    assert (best["left"], best["rank"]) == (0, 1)
    assert best["entity"] == known.identities().of_record[0].as_py()
    assert best["because"]
    assert answer.pairs.schema == PAIRS
    assert set(answer.pairs["right_entity"].to_pylist()) == {best["entity"]}


def test_one_row_gives_the_same_answer_alone_as_in_a_list(known: Registry) -> None:
    together = known.match_rows(sites(NEW, "new.csv"))
    for at, row in enumerate(NEW):
        alone = known.match_rows(sites([row], "new.csv"))
        assert alone.entity[0] == together.entity[at]


def test_no_rows_get_no_answer(known: Registry) -> None:
    answer = known.match_rows(sites([], "empty.csv"))
    assert len(answer.entity) == len(answer.outcome) == answer.pairs.num_rows == 0


def test_a_registry_reads_back_from_disk_with_the_same_answers(
    known: Registry, tmp_path: Path
) -> None:
    known.write(tmp_path / "registry")
    opened = Registry.open(tmp_path / "registry")
    new = sites(NEW, "new.csv")
    one, two = known.match_rows(new), opened.match_rows(new)
    assert one.entity.equals(two.entity)
    assert one.pairs.equals(two.pairs)
    assert one.candidates.equals(two.candidates)
    assert opened.digest() == known.digest()
    assert opened.listings(opened.segments[0]).num_rows == len(KNOWN)


def test_a_list_added_later_is_found_and_old_ids_stay(known: Registry, tmp_path: Path) -> None:
    on_disk = known.write(tmp_path / "registry")
    grown, answer, ids = add(on_disk, sites(NEW, "new.csv"))
    assert answer.entity[0].as_py() == ids[0].as_py()
    assert ids[2].as_py() == ids[3].as_py()
    opened = Registry.open(tmp_path / "registry")
    assert opened.records == grown.records == len(KNOWN) + len(NEW)
    assert opened.generation == 2
    berries = opened.match_rows(sites([("Karelia Wild Berries Oy", "Metsätie 9", "FI")], "b.csv"))
    assert berries.entity.to_pylist() == [ids[2].as_py()]
    before = set(known.identities().entities["entity"].to_pylist())
    assert before <= set(opened.identities().entities["entity"].to_pylist())


def test_the_same_list_again_adds_nothing_and_asks_nothing(known: Registry) -> None:
    grown, _, ids = add(known, sites(NEW, "new.csv"))
    again, answer, ids_again = add(grown, sites(NEW, "new.csv"))
    assert again.records == grown.records
    assert ids_again.equals(ids)
    assert set(answer.outcome.tolist()) == {"match"}


def test_what_a_person_said_binds_the_next_list(known: Registry) -> None:
    records, new = sites(KNOWN, "known.csv"), sites(NEW, "new.csv")
    key = [write_key(one) for one in record_keys(records, "site")]
    new_key = [write_key(one) for one in record_keys(new, "site")]
    judgements = Judgements()
    judgements.judge("different", new_key[0], key[0], who="Ann", when="2026-03-31")
    judgements.judge("same", new_key[4], key[3], who="Ann", when="2026-03-31")
    registry = Registry.build(records, known.identities(), judgements=judgements)
    answer = registry.match_rows(new)
    ids = known.identities().of_record.to_pylist()
    assert answer.entity[0].as_py() != ids[0]
    assert answer.entity[4].as_py() == ids[3]
    assert answer.because[4].as_py() == "joined by judgement or through others"


def test_two_things_that_fit_wait_for_a_person() -> None:
    records = sites([KNOWN[0], KNOWN[1]], "known.csv")
    apart = Registry.build(records, assign(np.array([0, 1]), records, "site"))
    answer = apart.match_rows(sites(NEW[:1], "new.csv"))
    assert answer.outcome.tolist() == ["review"]
    assert "several things" in answer.because[0].as_py()


def test_a_registry_of_another_version_is_prepared_again(known: Registry, tmp_path: Path) -> None:
    folder = tmp_path / "registry"
    known.write(folder)
    head = folder / "registry.json"
    head.write_text(re.sub('"layout": "[0-9a-f]+"', '"layout": "older"', head.read_text()))
    shutil.rmtree(folder / "segment-000001" / "prepared")
    shutil.rmtree(folder / "segment-000001" / "index")
    new = sites(NEW, "new.csv")
    assert Registry.open(folder).match_rows(new).entity.equals(known.match_rows(new).entity)


def test_a_folder_that_is_no_registry_or_a_damaged_one_is_named(
    known: Registry, tmp_path: Path
) -> None:
    with pytest.raises(RegistryError, match="no registry"):
        Registry.open(tmp_path)
    folder = tmp_path / "registry"
    known.write(folder)
    (folder / "segment-000001" / "key.npy").unlink()
    with pytest.raises(RegistryError, match="damaged"):
        Registry.open(folder)
    head = folder / "registry.json"
    head.write_text(head.read_text().replace('"format": 1', '"format": 9'))
    with pytest.raises(RegistryError, match="format 9"):
        Registry.open(folder)


def test_a_write_that_fails_leaves_the_old_state(
    known: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "registry"
    on_disk = known.write(folder)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("crest.engine.matching.registry.write_arrays", full)
    with pytest.raises(OutputError, match="No space left"):
        add(on_disk, sites(NEW, "new.csv"))
    monkeypatch.undo()
    assert Registry.open(folder).records == len(KNOWN)


def test_identities_of_other_records_are_refused(known: Registry) -> None:
    with pytest.raises(RegistryError, match="do not belong"):
        Registry.build(sites(NEW, "new.csv"), known.identities())
