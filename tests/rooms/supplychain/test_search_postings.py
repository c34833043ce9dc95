"""Frequent words are kept in memory: the answer is that of the tables, and never an older one."""

# ruff: noqa: S311 - draws of a test

from __future__ import annotations

import random
from typing import Any

import pytest
from django.db import connection
from factories import organisation

from crest.supplychain import postings
from crest.supplychain.postings import Word, nodes_with_all, nodes_with_one_of_each
from crest.supplychain.services.indexing import turn

pytestmark = pytest.mark.room
WORDS = 6
NODES = 60


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> dict[int, dict[int, int]]:
    """Word → node → rank, also in the tables, where every word counts as a frequent one."""
    monkeypatch.setattr(postings, "MANY", 0)
    monkeypatch.setattr(postings, "_SHELF", postings._Shelf())
    draw = random.Random(5)
    found = {
        word: {
            node: draw.randrange(5) for node in draw.sample(range(1, NODES), draw.randrange(5, 40))
        }
        for word in range(1, WORDS + 1)
    }
    rows = [(word, rank, one) for word, ranks in found.items() for one, rank in ranks.items()]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO supplychain_search_posting (word_id, rank, node_id) VALUES (%s, %s, %s)",
            rows,
        )
    return found


def as_words(drawn: dict[int, dict[int, int]], *numbers: int) -> list[Word]:
    return [Word(number, f"w{number}", len(drawn[number]), 1) for number in numbers]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("many", [0, 1000])
def test_nodes_with_all_words_are_those_of_the_tables(
    drawn: dict[int, dict[int, int]], monkeypatch: pytest.MonkeyPatch, seed: int, many: int
) -> None:
    monkeypatch.setattr(postings, "MANY", many)
    numbers = random.Random(seed).sample(range(1, WORDS + 1), 1 + seed % 3)
    both = set.intersection(*(set(drawn[number]) for number in numbers))
    wanted = sorted((sum(drawn[number][one] for number in numbers), one) for one in both)
    with connection.cursor() as cursor:
        assert nodes_with_all(cursor, as_words(drawn, *numbers), 1000) == wanted
        assert nodes_with_all(cursor, as_words(drawn, *numbers), 3) == wanted[:3] or many


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("many", [0, 20, 1000])
def test_nodes_with_one_word_of_each_term_are_those_of_the_tables(
    drawn: dict[int, dict[int, int]], monkeypatch: pytest.MonkeyPatch, seed: int, many: int
) -> None:
    monkeypatch.setattr(postings, "MANY", many)
    numbers = random.Random(seed).sample(range(1, WORDS + 1), 4)
    terms = [
        as_words(drawn, *numbers[:2]),
        as_words(drawn, numbers[2]),
        as_words(drawn, numbers[3]),
    ]
    terms = terms[: 1 + seed % 3]
    rarest = min(terms, key=lambda words: sum(one.uses for one in words))
    wanted = []
    for one in range(1, NODES):
        if all(any(one in drawn[word.number] for word in words) for words in terms):
            ranks = [drawn[word.number][one] for word in rarest if one in drawn[word.number]]
            wanted.append((-len(ranks), min(ranks), one))
    with connection.cursor() as cursor:
        found = nodes_with_one_of_each(cursor, terms, 1000, 400)
    assert found == [one for _, _, one in sorted(wanted)]


def test_inside_a_transaction_nothing_is_kept(drawn: dict[int, dict[int, int]]) -> None:
    with connection.cursor() as cursor:
        nodes_with_all(cursor, as_words(drawn, 1, 2), 10)
    assert connection.in_atomic_block
    assert not postings._SHELF.kept


@pytest.mark.django_db(transaction=True)
def test_a_word_is_kept_until_its_index_changes(
    drawn: dict[int, dict[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[int] = []
    read = postings._read

    def counted(cursor: Any, number: int) -> Any:
        reads.append(number)
        return read(cursor, number)

    monkeypatch.setattr(postings, "_read", counted)
    one, two = as_words(drawn, 1, 2)
    with connection.cursor() as cursor:
        before = nodes_with_all(cursor, [one, two], 1000)
        assert nodes_with_all(cursor, [one, two], 1000) == before
        assert sorted(reads) == [1, 2]
        gone = before[0][1]
        cursor.execute(
            "DELETE FROM supplychain_search_posting WHERE word_id = 1 AND node_id = %s", [gone]
        )
        turn(cursor, organisation().pk)
        later = [Word(w.number, w.word, w.uses, 2) for w in (one, two)]
        assert nodes_with_all(cursor, later, 1000) == before[1:]
        assert sorted(reads) == [1, 1, 2, 2]


@pytest.mark.usefixtures("drawn")
def test_what_there_is_no_room_for_is_put_away_oldest_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postings, "ROOM", 100)
    shelf = postings._Shelf()
    with connection.cursor() as cursor:
        for number in (1, 2, 3):
            shelf.put(("x", number, 1), postings._read(cursor, number))
    assert list(shelf.kept) == [("x", 3, 1)]
    assert shelf.size == postings._size(shelf.kept["x", 3, 1])
