"""Rulebook YAML: text stays text, and every error says file:line.

YAML 1.1 reads yes, no, on, off and the country code NO (Norway) as booleans, and 2020-01-01 as
a date. Here only true/false are booleans; dates stay text until a model asks for a date.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from crest.engine.errors import RuleFileError

if TYPE_CHECKING:
    from pathlib import Path

    _Parser = yaml.SafeLoader
else:
    # The parser in C, where PyYAML was built with it, reads the whole rulebook ten times faster.
    _Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_Model = TypeVar("_Model", bound=BaseModel)
Where = tuple[str | int, ...]

# tag → (pattern, the characters such a scalar may start with)
_PLAIN_SCALARS: Final = {
    "tag:yaml.org,2002:bool": (re.compile(r"^(?:true|false)$"), "tf"),
    "tag:yaml.org,2002:null": (re.compile(r"^(?:null|~|)$"), ["n", "~", ""]),
    "tag:yaml.org,2002:int": (re.compile(r"^[-+]?(?:0|[1-9][0-9_]*)$"), "-+0123456789"),
    "tag:yaml.org,2002:float": (
        re.compile(r"^[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+]?[0-9]+)?$"),
        "-+0123456789",
    ),
}


class _PlainLoader(_Parser):
    """SafeLoader without the surprises of YAML 1.1, and without silently doubled keys."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                problem = f"“{key.value}” stands here twice"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


for _tag, (_pattern, _starts) in _PLAIN_SCALARS.items():
    _PlainLoader.add_implicit_resolver(_tag, _pattern, list(_starts))


def read_yaml(path: Path) -> tuple[Any, dict[Where, int]]:
    """The content of a YAML file and the 1-based line of every key and item in it.

    Raises RuleFileError with file:line when the file is no YAML.
    """
    try:
        loader = _PlainLoader(path.read_text(encoding="utf-8"))
        try:
            node = loader.get_single_node()
            content = None if node is None else loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RuleFileError(
            f"{path.name}:{line} {error.problem}.", todo="Correct the file at that line."
        ) from error
    except (OSError, UnicodeDecodeError, yaml.reader.ReaderError) as error:
        raise RuleFileError(
            f"{path.name}:1 cannot be read: {error}.", todo="Check the file."
        ) from error
    lines: dict[Where, int] = {}
    if node is not None:
        _note_lines(node, (), lines)
    return content, lines


def _note_lines(node: yaml.Node, where: Where, lines: dict[Where, int]) -> None:
    lines.setdefault(where, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            lines[*where, key.value] = key.start_mark.line + 1
            _note_lines(value, (*where, key.value), lines)
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            _note_lines(item, (*where, position), lines)


def read_rule_file(path: Path, model: type[_Model]) -> _Model:
    """Read a YAML rulebook file into its model.

    Raises RuleFileError as “file:line rule-id: sentence”, for the first thing that is wrong.
    """
    return checked(path, model, *read_yaml(path))


def checked(path: Path, model: type[_Model], content: object, lines: dict[Where, int]) -> _Model:
    """What `read_yaml` read, as the model. Raises RuleFileError as `read_rule_file` does."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where: Where = tuple(first["loc"])
        raise RuleFileError(
            f"{path.name}:{line_of(lines, where)} {_rule_id(content, where)}"
            f"{_dotted(where)}: {first['msg']}.",
            todo="Correct the file at that line.",
        ) from error


def line_of(lines: dict[Where, int], where: Where) -> int:
    """The line of a place in the file, or of the nearest thing that holds it."""
    while where not in lines and where:
        where = where[:-1]
    return lines.get(where, 1)


def _rule_id(content: object, where: Where) -> str:
    """The innermost `id` on the way to the place."""
    found = ""
    for step in (*where, None):
        if isinstance(content, dict):
            found = str(content.get("id", found))
            content = content.get(step)
        elif isinstance(content, list) and isinstance(step, int) and step < len(content):
            content = content[step]
    return f"{found} " if found else ""


def _dotted(where: Where) -> str:
    return ".".join(str(step) for step in where) or "the file"
