"""How many small errors in a workshop its tests would notice: a mutation score, from a sample.

    python -m bench.mutants fees indicators [--sample 40] [--cpu-minutes 25] [--seed N]
    python -m bench.mutants fees indicators --again

Each mutant is the workshop with one operator, comparison, constant or condition changed. Its own
tests run against it in a forked process that has everything else loaded already; the first test
that fails has noticed it. Sites are drawn with a fixed seed; the score is that of the sample, with
the 95 % interval after Wilson. Another seed is another sample, kept beside the first. `--again`
judges only the survivors of a sample anew, with the tests of today, and keeps the first fate.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench.children import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGINE: Final = ROOT / "src" / "crest" / "engine"
RESULTS: Final = ROOT / "bench" / "results" / "mutants.json"
SEED: Final = 20_261_125
LIMIT_S: Final = 400  # processor seconds of one mutant
_COMPARISONS: Final[dict[type, type]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_OPERATORS: Final[dict[type, type]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.FloorDiv: ast.Mult, ast.Pow: ast.Mult,
}  # fmt: skip

_KINDS: Final = (
    ast.Compare, ast.BinOp, ast.BoolOp, ast.UnaryOp, ast.If, ast.IfExp, ast.Constant,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Site:
    """One place that can be changed: file, the how manyth node of a walk, and what is changed."""

    module: str
    node: int
    line: int
    before: str
    after: str


class _Places(ast.NodeVisitor):
    """Nodes that decide something: no annotations, decorators, docstrings or type-only imports."""

    def __init__(self) -> None:
        self.found: list[ast.AST] = []

    def generic_visit(self, node: ast.AST) -> None:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            return
        if isinstance(node, ast.AnnAssign):
            if node.value is not None:
                self.visit(node.value)
            return
        if isinstance(node, ast.keyword) and node.arg in {"nullable", "strict", "schema"}:
            return
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            for part in node.body:
                self.visit(part)
            if isinstance(node, ast.FunctionDef):
                for default in (*node.args.defaults, *node.args.kw_defaults):
                    if default is not None:
                        self.visit(default)
            return
        self.found.append(node)
        super().generic_visit(node)


def _changed(node: ast.AST) -> ast.AST | None:  # noqa: PLR0911 - one per kind
    """The node with one small error, or None where there is nothing to change."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARISONS:
        node.ops[0] = _COMPARISONS[type(node.ops[0])]()
        return node
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        node.op = _OPERATORS[type(node.op)]()
        return node
    if isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return node
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        return node.operand
    if isinstance(node, ast.If | ast.IfExp):
        node.test = ast.UnaryOp(ast.Not(), node.test)
        return node
    if isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float):
        value = node.value
        node.value = (not value) if isinstance(value, bool) else value + 1
        return node
    return None


def _mutated(source: str, at: int) -> tuple[str, Site] | None:
    """The source with the node at that place changed, and what was changed."""
    tree = ast.parse(source)
    places = _Places()
    places.visit(tree)
    node = places.found[at]
    shown = node.test if isinstance(node, ast.If) else node
    before, line = ast.unparse(shown), getattr(node, "lineno", 0)
    replaced = _changed(node)
    if replaced is None:
        return None
    shown = replaced.test if isinstance(replaced, ast.If) else replaced
    site = Site("", at, line, before[:120], ast.unparse(shown)[:120])
    if replaced is not node:
        tree = _Swap(node, replaced).visit(tree)
    return ast.unparse(ast.fix_missing_locations(tree)), site


class _Swap(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        return self.new if node is self.old else super().generic_visit(node)


def sites(folder: Path) -> list[Site]:
    """Every place of the workshop that can be changed, in order of files and lines."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        source = path.read_text("utf-8")
        places = _Places()
        places.visit(ast.parse(source))
        name = path.relative_to(folder).as_posix()
        for at, node in enumerate(places.found):
            made = _mutated(source, at) if isinstance(node, _KINDS) else None
            if made is not None:
                one = made[1]
                found.append(Site(name, at, one.line, one.before, one.after))
    return found


def _preload() -> None:
    """Load what every mutant needs and no mutant changes."""
    import duckdb  # noqa: F401, PLC0415
    import ibis.backends.sql.compilers.duckdb  # noqa: F401, PLC0415
    import pyarrow.parquet  # noqa: F401, PLC0415
    import pytest  # noqa: F401, PLC0415

    import crest.engine.logic.explain  # noqa: PLC0415
    import crest.engine.tables.engines  # noqa: F401, PLC0415
    from crest.engine.rulebook.book import load_book  # noqa: PLC0415

    load_book()


class _NoShrinking:
    """A first counterexample has noticed a mutant; to look for the smallest one takes minutes."""

    def pytest_configure(self) -> None:
        from hypothesis import Phase, settings  # noqa: PLC0415

        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("mutants", phases=phases, database=None)
        settings.load_profile("mutants")


def _judge(workshop: str, mutant: Path, tests: Path) -> int:
    """Run the tests against the mutant in a fork; 0: none failed. Negative: stopped."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status)
    sink = os.open(mutant / "log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(sink, 1)
    os.dup2(sink, 2)
    resource.setrlimit(resource.RLIMIT_CPU, (LIMIT_S, LIMIT_S + 5))
    import pytest  # noqa: PLC0415

    import crest.engine  # noqa: PLC0415

    crest.engine.__path__.insert(0, str(mutant))
    options = ["-x", "-q", "-m", "not spark and not shared_data", "-p", "no:cacheprovider"]
    code = pytest.main([*options, "-p", "no:randomly", f"--rootdir={tests}",
                        "-c", str(tests.parent / "pyproject.toml"),
                        *_quickest_first(tests / "engine" / workshop)],
                       plugins=[_NoShrinking()])  # fmt: skip
    os._exit(int(code))


def _quickest_first(tests: Path) -> list[str]:
    """The test files, those with properties of drawn values last: most mutants need none of it."""
    files = sorted(tests.rglob("test_*.py"))
    return [str(path) for path in sorted(files, key=lambda p: "@given" in p.read_text("utf-8"))]


def _snapshot(home: Path) -> None:
    """Copy the tests, so that the sample is judged by one state of them."""
    ignored = shutil.ignore_patterns("__pycache__", ".hypothesis")
    shutil.copytree(ROOT / "tests", home / "tests", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", home)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Copies of one workshop and of all tests: `original` to read, `mutant` to change."""

    workshop: str
    home: Path

    @property
    def original(self) -> Path:
        return self.home / "original"

    @property
    def mutant(self) -> Path:
        return self.home / "mutant"

    def fate(self, site: Site) -> str:
        """What becomes of that mutant: noticed, noticed (endless) or survived."""
        source = (self.original / site.module).read_text("utf-8")
        made = _mutated(source, site.node)
        assert made is not None
        place = self.mutant / self.workshop / site.module
        place.write_text(made[0], "utf-8")
        shutil.rmtree(place.parent / "__pycache__", ignore_errors=True)
        code = _judge(self.workshop, self.mutant, self.home / "tests")
        place.write_text(source, "utf-8")
        fate = "noticed" if code > 0 else "noticed (endless)" if code < 0 else "survived"
        shown = f"{self.workshop}/{site.module}:{site.line} {site.before} → {site.after}"
        print(f"  {fate:9} {shown}", flush=True)
        return fate


@contextmanager
def _desk(workshop: str) -> Iterator[_Desk]:
    """A desk whose tests pass without any change."""
    home = Path(tempfile.mkdtemp(prefix="crest-mutants-"))
    desk = _Desk(workshop, home)
    _snapshot(home)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ENGINE / workshop, desk.original, ignore=ignored)
    shutil.copytree(desk.original, desk.mutant / workshop)
    if _judge(workshop, desk.mutant, home / "tests") != 0:
        print((desk.mutant / "log").read_text("utf-8")[-2_000:])
        raise SystemExit(f"{workshop}: the tests fail without any change.")
    yield desk
    shutil.rmtree(home)


def measure(workshop: str, sample: int, cpu_s: float, seed: int) -> dict[str, Any]:
    """Judge a sample of the mutants of one workshop; stops when the processor time is used up."""
    rows: list[dict[str, Any]] = []
    with _desk(workshop) as desk:
        every = sites(desk.original)
        for site in random.Random(seed).sample(every, min(sample, len(every))):
            if _used() > cpu_s:
                break
            begun = time.perf_counter()
            fate = desk.fate(site)
            took = time.perf_counter() - begun
            rows.append({"module": site.module, "line": site.line, "before": site.before,
                         "after": site.after, "fate": fate, "wall_s": round(took, 1)})  # fmt: skip
    return {"workshop": workshop, "seed": seed, "sites": len(every), "judged": rows}


def measure_again(kept: dict[str, Any]) -> dict[str, Any]:
    """The same sample with its survivors judged anew (`again`); the first `fate` stays.

    A survivor is found again by file and change, where several agree by the nearest line. One whose
    line was rewritten since is `gone` and counts as survived.
    """
    rows = []
    with _desk(kept["workshop"]) as desk:
        every = sites(desk.original)
        for row in kept["judged"]:
            if row["fate"] != "survived":
                rows.append(row)
                continue
            site = same_site(row, every)
            again = "gone" if site is None else desk.fate(site)
            rows.append({**row, "again": again})
    return {**kept, "judged": rows}


def same_site(row: dict[str, Any], every: list[Site]) -> Site | None:
    """The place of today at which the same change of that row can be made, or None."""
    wanted = (row["module"], row["before"], row["after"])
    found = [site for site in every if (site.module, site.before, site.after) == wanted]
    return min(found, key=lambda site: abs(site.line - row["line"]), default=None)


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Judge samples of the named workshops and keep the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("workshops", nargs="+")
    parser.add_argument("--sample", type=int, default=40)
    parser.add_argument("--cpu-minutes", type=float, default=12.0, help="for each workshop")
    parser.add_argument("--to", type=Path, default=RESULTS)
    parser.add_argument("--seed", type=int, default=SEED, help="another one: another sample")
    parser.add_argument("--again", action="store_true", help="judge only the survivors anew")
    chosen = parser.parse_args()
    sys.dont_write_bytecode = True
    _preload()
    kept = json.loads(chosen.to.read_text("utf-8")) if chosen.to.exists() else {}
    for workshop in chosen.workshops:
        name = workshop if chosen.seed == SEED else f"{workshop}, another sample"
        limit = _used() + 60.0 * chosen.cpu_minutes
        kept[name] = (
            measure_again(kept[name])
            if chosen.again
            else measure(workshop, chosen.sample, limit, chosen.seed)
        )
        chosen.to.parent.mkdir(parents=True, exist_ok=True)
        chosen.to.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
