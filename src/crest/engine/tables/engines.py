"""Where expressions over many rows run: DuckDB in this process, or Spark.

Expressions are written once, in Ibis, over tables without a connection. Ibis writes the SQL of
the engine; the engine runs it and answers with an Arrow table.
"""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any, Protocol, Self

import duckdb
import ibis
import pyarrow.parquet as pq

from crest.engine.errors import CrestError, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    import ibis.expr.types as ir
    import pyarrow as pa

# Fused selects write an expression out wherever it is used; kept apart, it is computed once.
ibis.options.sql.fuse_selects = False


class EngineError(CrestError):
    """An engine that is not there, or a name used twice."""

    code = "engine.unusable"


class Engine(Protocol):
    """What CREST asks of an engine. Names of tables are unique within one engine."""

    name: str

    def put(self, name: str, table: pa.Table) -> ir.Table:
        """Make an Arrow table known under a name; returns it as an Ibis table."""

    def read_parquet(self, name: str, paths: Sequence[Path]) -> ir.Table:
        """Make Parquet files of one schema known under a name, without reading them."""

    def keep(self, name: str, expression: ir.Table) -> ir.Table:
        """Compute an expression once and keep it under a name for the expressions to come."""

    def run(self, expression: ir.Table) -> pa.Table:
        """Compute an expression and bring the rows home."""

    def close(self) -> None:
        """Give back what the engine holds."""


class DuckEngine:
    """DuckDB in this process; what does not fit into memory goes to a temporary folder."""

    name = "duckdb"

    def __init__(self, *, memory: str | None = None, threads: int | None = None) -> None:
        """`memory`: a limit such as "2GB"; `threads`: how many; None leaves DuckDB's choice."""
        self.connection = duckdb.connect()
        if memory is not None:
            self.connection.execute(f"set memory_limit = '{memory}'")
        if threads is not None:
            self.connection.execute(f"set threads = {threads:d}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def put(self, name: str, table: pa.Table) -> ir.Table:
        """See `Engine.put`."""
        self.connection.register(name, table)
        return ibis.table(ibis.Schema.from_pyarrow(table.schema), name=name)

    def read_parquet(self, name: str, paths: Sequence[Path]) -> ir.Table:
        """See `Engine.read_parquet`."""
        schema = parquet_schema(paths)
        names = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
        self.connection.execute(f"create view {_quoted(name)} as from read_parquet([{names}])")
        return ibis.table(ibis.Schema.from_pyarrow(schema), name=name)

    def keep(self, name: str, expression: ir.Table) -> ir.Table:
        """See `Engine.keep`."""
        self.connection.execute(f"create table {_quoted(name)} as {self.sql(expression)}")
        return ibis.table(expression.schema(), name=name)

    def run(self, expression: ir.Table) -> pa.Table:
        """See `Engine.run`."""
        return self.connection.sql(self.sql(expression)).to_arrow_table()

    def sql(self, expression: ir.Table) -> str:
        """The DuckDB SQL of an expression."""
        return str(ibis.to_sql(expression, dialect="duckdb"))

    def close(self) -> None:
        """See `Engine.close`."""
        self.connection.close()


def open_engine(name: str = "duckdb", **settings: Any) -> Engine:
    """Open the engine of that name: "duckdb" or "spark".

    `settings` go to the engine (see DuckEngine, SparkEngine). Raises EngineError for another
    name, and when the spark extra or Java is not installed.
    """
    if name == "duckdb":
        return DuckEngine(**settings)
    if name != "spark":
        raise EngineError(f"There is no engine “{name}”.", todo="Use duckdb or spark.")
    if importlib.util.find_spec("pyspark") is None:
        raise EngineError(
            "Spark is not installed.",
            todo="Install the extra: pip install 'crest[spark]', and a Java 17 runtime.",
        )
    from crest.engine.tables.spark_engine import SparkEngine  # noqa: PLC0415 - an extra

    return SparkEngine(**settings)


def parquet_schema(paths: Sequence[Path]) -> pa.Schema:
    """The schema that all the Parquet files share; raises InputError when they differ."""
    if not paths:
        raise InputError("There is no Parquet file to read.", todo="Name at least one.")
    schemas = [pq.read_schema(path).remove_metadata() for path in paths]
    for path, schema in zip(paths, schemas, strict=True):
        if not schema.equals(schemas[0]):
            raise InputError(
                f"{path.name} has other columns than {paths[0].name}.",
                todo="Give files of one schema.",
            )
    return schemas[0]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
