"""The words of survey headings: marks of costs, deductions and refunds, and the questions."""

from __future__ import annotations

from functools import cache
from typing import Final

from crest.engine.rulebook.codelists import load_codelist, rulebook_folders
from crest.engine.rulebook.loader import rulebook_files
from crest.engine.rulebook.rules import FactBook, FactEntry
from crest.engine.rulebook.words import fold, split_words
from crest.engine.rulebook.yaml_files import read_rule_file

COST_MARKS: Final = frozenset(
    {"cost", "costs", "fee", "fees", "amount", "amt", "paid", "pay", "payment", "payments"}
    | {"expense", "expenses", "charge", "charges", "spent", "spend", "price"}
)
# Beginnings and ends that mean “cost of” in Thai, Lao, Khmer, Burmese, Vietnamese and others.
NATIVE_COST: Final = (
    *("ค่า", "ຄ່າ", "ថ្លៃ", "စရိတ်", "ကြေး", "chi phí", "lệ phí", "phí ", "tiền ", "biaya "),
    *("खर्च", "शुल्क", "খরচ", "ফি"),
)
DEDUCTION_MARKS: Final = frozenset({"deduction", "deductions", "deduct", "deducted", "หัก"})
REFUND_MARKS: Final = frozenset(
    {"refund", "refunds", "refunded", "reimbursed", "reimbursement", "reimbursements"}
)
GROSS_MARKS: Final = frozenset(
    {"gross", "gross pay", "gross wage", "gross salary", "pay gross", "wage gross", "payroll gross"}
)
TOTALS: Final = frozenset(
    {"total", "all", "overall", "in total", "altogether", "sum", "grand total", "all together"}
)
FILLERS: Final = frozenset(
    {"of", "for", "the", "in", "on", "to", "a", "an", "did", "you", "your", "was", "is", "were"}
    | {"what", "how", "much", "many", "each", "by", "do", "does", "have", "has", "been", "had"}
    | {"worker", "their", "at", "it"}
)
# Phrase in a heading → the part of a cost it speaks of; longer phrases first.
PARTS: Final = (
    ("currency", "currency"),
    ("cur", "currency"),
    ("ccy", "currency"),
    ("สกุลเงิน", "currency"),
    ("who paid", "payer"),
    ("paid by", "payer"),
    ("payer", "payer"),
    ("borne by", "payer"),
    ("ผู้จ่าย", "payer"),
    ("receipt no", "receipt"),
    ("receipt number", "receipt"),
    ("receipt", "receipt"),
    ("evidence", "evidence"),
    ("proof", "evidence"),
    ("date paid", "paid_on"),
    ("paid on", "paid_on"),
    ("payment date", "paid_on"),
    ("date", "paid_on"),
    ("when", "paid_on"),
    ("how paid", "how"),
    ("payment method", "how"),
    ("method", "how"),
    ("paid to", "paid_to"),
    ("payee", "paid_to"),
    ("recipient", "paid_to"),
    ("amount", "amount"),
    ("amt", "amount"),
)


@cache
def question_words() -> dict[str, str]:
    """Folded words → question: its name, its sentence in English and Thai, words of surveys.

    The names come from `facts/answers.yaml`, further words from `codelists/questions.csv`.
    """
    found: dict[str, str] = {}
    files = rulebook_files(rulebook_folders())
    facts = _questions()
    for entry in facts:
        for word in (entry.fact, entry.says, entry.thai):
            found.setdefault(fold(word), entry.fact)
    if "codelists/questions.csv" in files:
        known = {entry.fact for entry in facts}
        for row in load_codelist("questions"):
            if row["question"] in known:
                for word in split_words(row["words"]):
                    found.setdefault(fold(word), row["question"])
    return found


@cache
def _questions() -> tuple[FactEntry, ...]:
    files = rulebook_files(rulebook_folders())
    return read_rule_file(files["facts/answers.yaml"], FactBook).facts


def question_names() -> tuple[str, ...]:
    """The names of all yes/no questions, in the order of the rulebook."""
    return tuple(entry.fact for entry in _questions())


def journey_codes(field: str) -> tuple[str, ...]:
    """The codes of one field of `codelists/journey_words.csv`, in the order of the file."""
    rows = load_codelist("journey_words")
    return tuple(dict.fromkeys(row["code"] for row in rows if row["field"] == field))


@cache
def deduction_words() -> dict[str, str]:
    """Folded words → kind of deduction."""
    return journey_words("deduction")


@cache
def journey_words(field: str) -> dict[str, str]:
    """Folded words → code of one field of `codelists/journey_words.csv`; signs as written.

    The first meaning in the file stays; codes themselves are words.
    """
    found: dict[str, str] = {}
    for row in load_codelist("journey_words"):
        if row["field"] != field:
            continue
        for word in (row["code"], *split_words(row["words"])):
            found.setdefault(word_key(word), row["code"])
    return found


def word_key(word: str) -> str:
    """How a code word is looked up: folded, but a sign or a negative number stays as written."""
    bare = word.strip()
    if bare.startswith("-") and bare[1:].isdigit():
        return bare
    return fold(bare) or bare
