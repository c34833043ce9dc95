"""Frozen collections of arrays to a folder and back, without reading what is not touched."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")


def write_arrays(collection: Any, folder: Path) -> None:
    """Write a dataclass of arrays (and of texts, and of such dataclasses) as .npy files.

    Raises OSError when the disk is full.
    """
    folder.mkdir(parents=True)
    for field in fields(collection):
        value = getattr(collection, field.name)
        if is_dataclass(value):
            write_arrays(value, folder / field.name)
        else:
            np.save(folder / f"{field.name}.npy", np.asarray(value), allow_pickle=False)


def read_arrays(kind: type[T], folder: Path) -> T:
    """Read what write_arrays wrote. The arrays stay on disk until they are touched.

    They are mapped copy-on-write: kernels see ordinary writable arrays, the files never change.
    Raises OSError when a file is missing, ValueError when one is cut off.
    """
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    for field in fields(kind):  # type: ignore[arg-type]
        path = folder / field.name
        if path.is_dir():
            values[field.name] = read_arrays(hints[field.name], path)
            continue
        array = read_array(folder / f"{field.name}.npy")
        values[field.name] = str(array) if array.dtype.kind == "U" else array
    return kind(**values)


def read_array(path: Path) -> Any:
    """Map one .npy file copy-on-write as a plain array."""
    shape_known = np.load(path, mmap_mode="r", allow_pickle=False)
    if shape_known.size == 0 or shape_known.ndim == 0:
        return np.load(path, allow_pickle=False)
    return np.load(path, mmap_mode="c", allow_pickle=False).view(np.ndarray)
