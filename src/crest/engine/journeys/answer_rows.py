"""Answers to yes/no questions, in long lists: one row for one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import fuzz, process

from crest.engine.intake.records import Draft, draft
from crest.engine.intake.sheet import recode
from crest.engine.intake.survey_columns import candidates
from crest.engine.intake.survey_words import journey_words, question_words, word_key
from crest.engine.journeys.money_rows import key_columns

if TYPE_CHECKING:
    from crest.engine.journeys.cells import Cells


def answer_code(text: str) -> str | None:
    """Yes | no | unknown | refused for a word of any language or a numeric code of surveys."""
    words = journey_words("answer")
    bare = text.strip()
    return words.get(word_key(bare)) or words.get(word_key(bare.removesuffix(".0")))


def question_of(text: str) -> str | None:
    """The question a name, its sentence or a word of surveys stands for."""
    words = question_words()
    return next((words[reading] for reading in candidates(text) if reading in words), None)


def nearest_question(text: str) -> str:
    """The known question most like the text, for a problem that helps."""
    words = question_words()
    found = process.extractOne(
        (candidates(text)[:1] and candidates(text)[0]) or text, words.keys(), scorer=fuzz.WRatio
    )
    return words[found[0]] if found else next(iter(words.values()))


def answer_draft(cells: Cells) -> Draft:
    """The columns of ANSWERS, and those of `key_columns`."""
    sheet = cells.sheet
    asked, given = cells.text("question"), sheet.text_as_given("answer")
    columns = key_columns(cells) | {
        "question": recode(asked, question_of),
        "answer": recode(given, answer_code),
    }
    one = draft(sheet, columns, ("journey", "worker"))
    one.reject(
        pc.and_(asked.is_null(), given.is_null()),
        "journeys.row.empty",
        "Nothing in the row says anything of an answer.",
        "Fill in the row or delete it.",
    )
    one.reject(
        pc.and_(asked.is_valid(), given.is_null()),
        "journeys.answer.empty",
        "The question stands without an answer.",
        "Write yes, no, unknown or refused; an empty cell is no answer.",
    )
    one.reject(
        asked.is_null(),
        "journeys.answer.no-question",
        "The answer stands without a question.",
        "Name the question.",
    )
    unknown = pc.and_(columns["question"].is_null(), one.kept)
    for name in asked.filter(unknown).unique().to_pylist():
        one.reject(
            pc.and_(unknown, pc.equal(asked, name)),
            "journeys.answer.unknown-question",
            f"No question is called “{name[:80]}”. The nearest one is “{nearest_question(name)}”.",
            "Use the names of crest rules list, or give the column a question in columns.yaml.",
        )
    one.reject(
        pc.and_(columns["answer"].is_null(), one.kept),
        "journeys.answer.unclear",
        "The answer is none of yes, no, unknown and refused.",
        "Write yes, no, unknown or refused.",
    )
    return one


def answers_in(cells: pa.Array) -> tuple[pa.Array, pa.Array]:
    """(answers, mask of filled cells that are no answer) of a wide column."""
    answers = recode(cells, answer_code)
    return answers, pc.and_(cells.is_valid(), answers.is_null())
