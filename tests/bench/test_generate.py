"""The generated lists: same seed same rows, the promised shapes, two unlike corruptions."""

from __future__ import annotations

from collections import Counter

import pytest
from bench.generate import SCHEMA, block, generate
from bench.trades import TRADES
from bench.world import COUNTRIES

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("corruption", ["A", "B"])
def test_the_same_seed_gives_the_same_list(corruption: str) -> None:
    assert generate(400, 3, corruption).equals(generate(400, 3, corruption))
    assert not generate(400, 3, corruption).equals(generate(400, 4, corruption))


@pytest.mark.parametrize("corruption", ["A", "B"])
def test_sites_have_one_to_six_records_and_every_country_appears(corruption: str) -> None:
    table = generate(3_000, 5, corruption)
    assert table.num_rows == 3_000
    sizes = Counter(table["truth"].to_pylist())
    assert set(sizes.values()) == {1, 2, 3, 4, 5, 6}
    wanted = {"TH", "VN", "MM", "KH", "LA", "SE", "FI"}
    assert wanted <= set(table["country"].to_pylist())
    assert len(COUNTRIES) >= 12


def test_blocks_number_their_sites_apart() -> None:
    first, second = block(1, 0, 200, "A"), block(1, 1, 200, "A")
    assert first.schema == SCHEMA
    assert not set(first["truth"].to_pylist()) & set(second["truth"].to_pylist())


def test_look_alikes_share_a_family_but_not_the_truth() -> None:
    table = generate(3_000, 6, "A")
    pairs = set(zip(table["family"].to_pylist(), table["truth"].to_pylist(), strict=True))
    families = Counter(family for family, _ in pairs)
    assert sum(size > 1 for size in families.values()) > 100


def test_only_the_second_corruption_writes_many_own_scripts() -> None:
    def own_script(corruption: str) -> float:
        names = generate(3_000, 7, corruption)["name"].to_pylist()
        return sum(any(ord(c) > 0x900 for c in name) for name in names) / len(names)

    assert own_script("A") < 0.03
    assert own_script("B") > 0.05


def test_every_trade_has_a_word_in_every_language_that_countries_use() -> None:
    languages = {country.trades for country in COUNTRIES}
    for trade, translated in TRADES.items():
        assert languages <= set(translated), trade
