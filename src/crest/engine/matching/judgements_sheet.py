"""Judgements that people filled in: a sheet of pairs with a column for the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crest.engine.errors import InputError, Place
from crest.engine.matching.judgements import UNDO
from crest.engine.matching.judgements_settled import DIFFERENT, SAME, UNSURE, Judgement
from crest.engine.tables.raw import ProblemList
from crest.engine.tables.readers import read_file

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from crest.engine.matching.judgements import Judgements
    from crest.engine.tables.raw import RawTable

_ANSWERS: Final = {
    SAME: SAME,
    "s": SAME,
    "yes": SAME,
    "=": SAME,
    "เหมือนกัน": SAME,
    DIFFERENT: DIFFERENT,
    "d": DIFFERENT,
    "no": DIFFERENT,
    "not same": DIFFERENT,
    "≠": DIFFERENT,
    "ต่างกัน": DIFFERENT,
    UNDO: UNDO,
    "ยกเลิก": UNDO,
    UNSURE: UNSURE,
    "u": UNSURE,
    "?": UNSURE,
    "ไม่แน่ใจ": UNSURE,
}
_Said = tuple[str, frozenset[str], str]  # verdict, the two keys, who
_NOT_ANSWERED: Final = {"", "match", "review", "apart"}  # empty, or what the score had said
_DECISION_HEADERS: Final = ("judgement", "decision")


def read_judgements_csv(
    path: Path, judgements: Judgements, *, who: str, when: str
) -> tuple[list[Judgement], pa.Table]:
    """Take the filled-in rows of a sheet into `judgements`.

    Needs the columns left_key, right_key and judgement (or decision) with same, different, unsure,
    or undo (takes back what stands about the pair); who, when and why are used where given, else
    `who` and `when`. Any list format the table readers know will do. Rows without a decision are
    skipped; a row that repeats what the log already holds adds nothing. Returns the new events and
    a table of the PROBLEMS contract, one per row that could not be taken. Raises InputError when a
    column is missing.
    """
    sheet = read_file(path)[0]
    columns = _columns(sheet)
    problems = ProblemList(sheet.source, sheet.sheet)
    taken: list[Judgement] = []
    known: set[_Said] = {
        (one.verdict, frozenset((one.left, one.right)), one.who) for one in judgements.standing
    }
    for at, row in enumerate(sheet.rows.to_pylist()):
        said = {name: _cell(sheet, column, at) for name, column in columns.items()}
        answer = said["judgement"].casefold()
        if answer in _NOT_ANSWERED:
            continue
        if answer not in _ANSWERS:
            problems.reject(
                "judgement.unknown",
                f"“{said['judgement']}” is no decision.",
                "Write same, different, unsure or undo.",
                row=row,
                value=said["judgement"],
            )
            continue
        try:
            said["who"] = said.get("who") or who
            said["when"] = said.get("when") or when
            event = _take(judgements, known, _ANSWERS[answer], said)
        except InputError as error:
            problems.reject(error.code, error.sentence, error.todo, row=row)
            continue
        if event is not None:
            taken.append(event)
    return taken, problems.table()


def _take(
    judgements: Judgements, known: set[_Said], verdict: str, said: dict[str, str]
) -> Judgement | None:
    """Judge, or take back; None when the log already holds exactly this."""
    pair = frozenset((said["left_key"], said["right_key"]))
    who, when, why = said["who"], said["when"], said.get("why", "")
    if verdict == UNDO:
        standing = [one for one in judgements.standing if frozenset((one.left, one.right)) == pair]
        if not standing:
            return None  # taken back before, or never said
        known -= {(one.verdict, pair, one.who) for one in standing}
        return [judgements.undo(one.number, who=who, when=when, why=why) for one in standing][-1]
    if (verdict, pair, who) in known:
        return None
    event = judgements.judge(
        verdict, said["left_key"], said["right_key"], who=who, when=when, why=why
    )
    known.add((verdict, pair, who))
    return event


def _columns(sheet: RawTable) -> dict[str, int]:
    given = {name.strip().casefold().replace(" ", "_"): at for at, name in enumerate(sheet.header)}
    decision = next((name for name in _DECISION_HEADERS if name in given), None)
    missing = [name for name in ("left_key", "right_key") if name not in given]
    if decision is None or missing:
        raise InputError(
            f"The sheet lacks the column {' and '.join(missing) or 'judgement'}.",
            todo="Fill in pairs.csv as `crest match` writes it and keep its headers.",
            place=Place(sheet.source, sheet.sheet),
        )
    found = {"judgement": given[decision]}
    found |= {
        name: given[name]
        for name in ("left_key", "right_key", "who", "when", "why")
        if name in given
    }
    return found


def _cell(sheet: RawTable, column: int, row: int) -> str:
    value = sheet.columns[column][row].as_py()
    return "" if value is None else str(value).strip()
