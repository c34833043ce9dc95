"""The goals of the product beside what was measured; a missed goal is said to be missed."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]


def _ours(results: dict[str, list[Row]], corruption: str, size: int) -> Row | None:
    for row in results.get("lists", []):
        same = (row["method"], row["corruption"], row["size"]) == ("CREST", corruption, size)
        if same and "b_cubed" in row:
            return row
    return None


def _line(goal: str, measured: float | None, limit: float, unit: str, *, most: bool) -> list[str]:
    if measured is None:
        return [goal, "not measured", ""]
    met = measured <= limit if most else measured >= limit
    shown = f"{measured:.3f}" if measured < 1 else f"{measured:,.1f}"
    return [goal, f"{shown} {unit}".strip(), "met" if met else "**missed**"]


def _of_lists(results: dict[str, list[Row]]) -> list[list[str]]:
    lines = []
    for corruption in "BA":
        name = f"corruption {corruption}"
        row = _ours(results, corruption, 100_000) or {}
        f1, silent = row.get("b_cubed", {}).get("f1"), row.get("silently_new")
        lines.append(
            _line(f"100,000 records without labels, B³ F1 ≥ .94 ({name})", f1, 0.94, "", most=False)
        )
        percent = None if silent is None else 100 * silent
        lines.append(
            _line(f"100,000 records, silently new ≤ 2 % ({name})", percent, 2.0, "%", most=True)
        )
        row = _ours(results, corruption, 1_000_000) or {}
        f1 = row.get("b_cubed", {}).get("f1")
        lines += [
            _line(f"1 million records in ≤ 120 s ({name})", row.get("wall_s"), 120, "s", most=True),
            _line(f"1 million records, B³ F1 ≥ .96 ({name})", f1, 0.96, "", most=False),
            _line(f"1 million records in ≤ 8 GB ({name})", row.get("peak_gb"), 8, "GB", most=True),
        ]
    return lines


def _of_registry(results: dict[str, list[Row]]) -> list[list[str]]:
    found = {row["what"]: row.get("value") for row in results.get("speed", [])}
    size = found.get("records in the registry")
    if not isinstance(size, int):
        return []

    def value(start: str) -> float | None:
        return next((float(v) for k, v in found.items() if k.startswith(start)), None)

    name = f"registry of {size:,}"
    return [
        _line(f"1,000 rows warm ≤ 2 s ({name})", value("1,000 rows with"), 2, "s", most=True),
        _line(f"1,000 rows cold ≤ 5 s ({name})", value("whole process"), 5, "s", most=True),
        _line(f"one row ≤ 5 ms ({name})", value("one row, warm (median"), 5, "ms", most=True),
        _line(
            f"true site among the first ten ≥ 98 % ({name})",
            value("of those: true site among"),
            0.98,
            "",
            most=False,
        ),
    ]


def goals(results: dict[str, list[Row]]) -> list[list[str]]:
    """Return rows of goal, measured, met or missed."""
    return [*_of_lists(results), *_of_registry(results)]
