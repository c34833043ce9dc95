"""Spark as the engine (the extra `spark`): the same expressions, the same numbers."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession
from sqlglot import expressions as sge

from crest.engine.tables.engines import parquet_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir


class SparkEngine:
    """A Spark session. Tables given to it travel as Parquet files in a temporary folder.

    `master`: where Spark runs; every other setting is Spark's own. The session clock is UTC.
    """

    name = "spark"

    def __init__(self, *, master: str = "local[2]", memory: str = "4g") -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="crest-spark-")
        self.session = (
            SparkSession.builder.master(master)
            .appName("crest")
            .config("spark.driver.memory", memory)
            .config("spark.sql.maxPlanStringLength", "2000")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "8")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", str(Path(self.folder.name) / "warehouse"))
            .getOrCreate()
        )
        self.session.sparkContext.setLogLevel("ERROR")
        self.backend = ibis.pyspark.connect(self.session)

    def put(self, name: str, table: pa.Table) -> ir.Table:
        """See `Engine.put`."""
        path = Path(self.folder.name) / f"{name}.parquet"
        pq.write_table(table, path)
        return self.read_parquet(name, [path])

    def read_parquet(self, name: str, paths: Sequence[Path]) -> ir.Table:
        """See `Engine.read_parquet`."""
        schema = parquet_schema(paths)
        frame = self.session.read.parquet(*[str(path) for path in paths])
        frame.createOrReplaceTempView(name)
        return ibis.table(ibis.Schema.from_pyarrow(schema), name=name)

    def keep(self, name: str, expression: ir.Table) -> ir.Table:
        """See `Engine.keep`."""
        # A cached table drags its whole plan along; plans of plans outgrow the memory.
        frame = self.session.sql(self.sql(expression)).localCheckpoint(eager=True)
        frame.createOrReplaceTempView(name)
        return ibis.table(expression.schema(), name=name)

    def run(self, expression: ir.Table) -> pa.Table:
        """See `Engine.run`."""
        return _all_nullable(self.session.sql(self.sql(expression)).toArrow())

    def sql(self, expression: ir.Table) -> str:
        """The Spark SQL of an expression."""
        query = self.backend.compiler.to_sqlglot(expression)
        return str(query.transform(_in_brackets).sql(dialect=self.backend.dialect))

    def close(self) -> None:
        """Give back the tables; the session stays, since a process can have only one."""
        self.session.catalog.clearCache()
        self.folder.cleanup()


def _all_nullable(table: pa.Table) -> pa.Table:
    """Spark marks columns that cannot be empty; DuckDB does not, and files shall be the same."""
    return table.cast(pa.schema([field.with_nullable(True) for field in table.schema]))


def _in_brackets(node: sge.Expression) -> sge.Expression:
    """`(x IS NULL) IS NULL` keeps its brackets: Spark cannot parse a bare chain of predicates."""
    if isinstance(node, sge.Is) and isinstance(node.this, sge.Predicate | sge.Not):
        return sge.Is(this=sge.paren(node.this), expression=node.expression)
    return node
