"""Collects every text of pages that can be translated, and says which lack a language.

`python -m crest.ui.words` lists what lacks Thai as JSON; `python -m crest.ui.words FILE.json` (text
→ Thai; `context|text` where a text has a context) writes the catalogue anew with those words added.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from crest.ui.catalogue import LOCALE, Message, read_po

SOURCE: Final = Path(__file__).parents[1]
THAI: Final = LOCALE / "th" / "LC_MESSAGES" / "django.po"
# Position of text, plural and context among the arguments of each call.
_CALLS: Final = {
    "_": (0, None, None), "gettext": (0, None, None), "gettext_lazy": (0, None, None),
    "gettext_noop": (0, None, None), "ngettext": (0, 1, None), "ngettext_lazy": (0, 1, None),
    "pgettext": (1, None, 0), "pgettext_lazy": (1, None, 0), "npgettext": (1, 2, 0),
    "npgettext_lazy": (1, 2, 0),
}  # fmt: skip
_CALL: Final = re.compile(r"\b(gettext|ngettext|pgettext|npgettext|_)\(")
_TEXT: Final = re.compile(r"\s*u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\s*(,?)", re.DOTALL)
HEADER: Final = """# Thai words of CREST's pages.
# MACHINE-MADE: written by a machine, not yet read by a speaker of Thai. Pages say so.
msgid ""
msgstr ""
"Project-Id-Version: CREST\\n"
"Language: th\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"X-Reviewed: no\\n"
"""


def collected(source: Path = SOURCE) -> list[Message]:
    """Every text of templates and Python of the platform, once, in order."""
    found: dict[tuple[str, str], Message] = {}
    for path in sorted(source.rglob("*")):
        if path.suffix == ".html" and "templates" in path.parts:
            messages = in_template(path.read_text("utf-8"))
        elif path.suffix == ".py" and path != Path(__file__):
            messages = in_python(path.read_text("utf-8"))
        else:
            continue
        for message in messages:
            if message.key not in found or message.plural:
                found[message.key] = message
    return list(found.values())


def in_python(text: str) -> Iterator[Message]:
    """The texts of a Python file that takes its words from Django."""
    if "django.utils.translation" not in text:
        return
    tree = ast.parse(text)
    named = _imported(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = named.get(getattr(node.func, "id", ""), getattr(node.func, "attr", ""))
            if name in _CALLS:
                values = [getattr(argument, "value", None) for argument in node.args]
                yield from _one(name, values)


def _imported(tree: ast.Module) -> dict[str, str]:
    """What each of Django's functions of translation is called in this file."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }


def in_template(text: str) -> Iterator[Message]:
    """The texts of a template, by way of Django's own reading of it."""
    from django.utils.translation.template import templatize  # noqa: PLC0415 - wants no settings

    read = templatize(text)
    for call in _CALL.finditer(read):
        values, at = [], call.end()
        while (literal := _TEXT.match(read, at)) is not None:
            values.append(ast.literal_eval(literal[1]))
            at = literal.end()
            if not literal[2]:
                break
        yield from _one(call[1], values)


def _one(name: str, values: list[Any]) -> Iterator[Message]:
    text, plural, context = (
        values[at] if at is not None and at < len(values) else "" for at in _CALLS[name]
    )
    if isinstance(text, str) and text.strip():
        yield Message(text, context or "", plural or "")


def lacking(messages: Iterable[Message] | None = None, path: Path = THAI) -> list[Message]:
    """The texts that the catalogue does not say."""
    known = {one.key for one in read_po(path) if any(one.said)} if path.is_file() else set()
    return [one for one in (collected() if messages is None else messages) if one.key not in known]


def written(new: dict[str, str], path: Path = THAI) -> str:
    """The catalogue anew: what pages say, in order, with old and new words; nothing unused."""
    old = {one.key: one.said for one in read_po(path)} if path.is_file() else {}
    parts = [HEADER]
    for one in collected():
        name = f"{one.context}|{one.text}" if one.context else one.text
        said = new.get(name) or "".join(old.get(one.key, ()))
        lines = [f"msgctxt {_quoted(one.context)}"] if one.context else []
        lines.append(f"msgid {_quoted(one.text)}")
        if one.plural:
            lines += [f"msgid_plural {_quoted(one.plural)}", f"msgstr[0] {_quoted(said)}"]
        else:
            lines.append(f"msgstr {_quoted(said)}")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def main(arguments: list[str]) -> int:
    """List what lacks Thai, or take words in."""
    if arguments:
        new = json.loads(Path(arguments[0]).read_text("utf-8"))
        THAI.parent.mkdir(parents=True, exist_ok=True)
        THAI.write_text(written(new), "utf-8")
    gaps = [f"{one.context}|{one.text}" if one.context else one.text for one in lacking()]
    sys.stdout.write(json.dumps(gaps, ensure_ascii=False, indent=0) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
