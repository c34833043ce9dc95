"""Every text of the pages has its Thai, and catalogues are compiled without further programs."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest

from crest.ui.catalogue import Message, compile_all, read_po, write_mo
from crest.ui.words import HEADER, THAI, collected, in_python, in_template, lacking

pytestmark = pytest.mark.web


def test_every_text_has_its_thai() -> None:
    gaps = [f"{one.context}|{one.text}" if one.context else one.text for one in lacking()]
    assert not gaps, f"say in Thai, then: python -m crest.ui.words FILE.json: {gaps}"


def test_thai_keeps_every_gap_that_a_program_fills() -> None:
    gap = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")
    unlike = [
        one.text
        for one in read_po(THAI)
        if one.text
        and any(one.said)
        and sorted(set(gap.findall(one.text))) != sorted(set(gap.findall(one.said[0])))
    ]
    assert not unlike


def test_the_catalogue_holds_no_text_twice_and_says_it_is_machine_made() -> None:
    keys = [one.key for one in read_po(THAI)]
    assert len(keys) == len(set(keys))
    assert THAI.read_text("utf-8").startswith("# Thai words")
    assert "MACHINE-MADE" in HEADER


def test_texts_of_templates_are_found_in_every_form() -> None:
    found = list(
        in_template(
            '{% translate "One" %}{% translate \'Two\' context "here" %}{{ _("Three") }}'
            "{% blocktranslate with n=x trimmed %} Four {{ n }}\n lines {% endblocktranslate %}"
            "{% blocktranslate count c=n %}{{ c }} row{% plural %}{{ c }} rows"
            "{% endblocktranslate %}"
        )
    )
    assert [one.key for one in found] == [
        ("", "One"), ("here", "Two"), ("", "Three"), ("", "Four %(n)s lines"), ("", "%(c)s row"),
    ]  # fmt: skip
    assert found[-1].plural == "%(c)s rows"


def test_texts_of_python_are_found_where_they_come_from_django() -> None:
    source = (
        "from django.utils.translation import gettext as _, ngettext, pgettext\n"
        "from django.utils.translation import gettext_lazy as later\nlater('Two')\n"
        '_("One " "sentence")\nngettext("%(n)s row", "%(n)s rows", n)\npgettext("risk", "High")\n'
        "_(name)\n"
    )
    assert {one.key for one in in_python(source)} == {
        ("", "Two"), ("", "One sentence"), ("", "%(n)s row"), ("risk", "High"),
    }  # fmt: skip
    assert not list(in_python("_('not ours')"))


def test_python_reads_what_we_compiled(tmp_path: Path) -> None:
    target = tmp_path / "x.mo"
    header = Message("", said=("Content-Type: text/plain; charset=UTF-8\n",))
    write_mo(
        [
            header, Message("One", said=("หนึ่ง",)), Message("High", "risk", said=("สูง",)),
            Message("%(n)s row", plural="%(n)s rows", said=("%(n)s แถว",)), Message("Not said"),
        ],
        target,
    )  # fmt: skip
    with target.open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert words.gettext("One") == "หนึ่ง"
    assert words.pgettext("risk", "High") == "สูง"
    assert words.ngettext("%(n)s row", "%(n)s rows", 1) == "%(n)s แถว"
    assert words.gettext("Not said") == "Not said"


def test_a_catalogue_is_compiled_again_only_when_its_source_changed(tmp_path: Path) -> None:
    folder = tmp_path / "th" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(HEADER + '\nmsgid "One"\nmsgstr ""\n"หนึ่ง "\n"คำ"\n', "utf-8")
    assert [path.name for path in compile_all(tmp_path)] == ["django.mo"]
    assert compile_all(tmp_path) == []
    assert read_po(folder / "django.po")[-1].said == ("หนึ่ง คำ",)


def test_a_text_is_collected_once() -> None:
    keys = [one.key for one in collected()]
    assert len(keys) == len(set(keys))
    assert ("", "My work") in keys
