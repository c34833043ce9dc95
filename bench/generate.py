"""Generated facility lists with the truth beside them.

    python -m bench.generate OUT.parquet --records 100000 --seed 1 --corruption A

Columns: record, name, address, city, postcode, country, lat, lng, truth (the site's number),
family (look-alikes share it), hard (little is left for a match). Clusters have 1 to 6 records.
The same arguments always give the same rows. Blocks are seeded one by one, so any number of
processes gives the same file.
"""

from __future__ import annotations

import argparse
import random
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from bench import corruption_a, corruption_b
from bench.entities import Population

BLOCK: Final = 25_000
_SIZES: Final = (1, 2, 3, 4, 5, 6)
_SHARES: Final = (40, 24, 15, 10, 7, 4)
_WRITERS: Final = {"A": corruption_a.write, "B": corruption_b.write}
SCHEMA: Final = pa.schema(
    [
        pa.field("name", pa.string()),
        pa.field("address", pa.string()),
        pa.field("city", pa.string()),
        pa.field("postcode", pa.string()),
        pa.field("country", pa.string()),
        pa.field("lat", pa.float64()),
        pa.field("lng", pa.float64()),
        pa.field("hard", pa.bool_()),
        pa.field("truth", pa.int64()),
        pa.field("family", pa.int64()),
    ]
)


def block(seed: int, number: int, records: int, corruption: str) -> pa.Table:
    """One block of exactly `records` rows; truth and family numbers are unique per block."""
    rnd = random.Random(f"{seed}/{number}/{corruption}")
    population = Population(rnd)
    write = _WRITERS[corruption]
    rows: list[tuple[object, ...]] = []
    base = number * BLOCK
    while len(rows) < records:
        site = population.found()
        truth = base + len(population.past) - 1
        copies = min(rnd.choices(_SIZES, _SHARES)[0], records - len(rows))
        rows += [(*write(rnd, site), truth, base + site.family) for _ in range(copies)]
    columns = list(zip(*rows, strict=True))
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, SCHEMA, strict=True)], SCHEMA)


def generate(records: int, seed: int, corruption: str, workers: int = 1) -> pa.Table:
    """Return a list of `records` rows in random order, with the truth in `truth`."""
    counts = [min(BLOCK, records - start) for start in range(0, records, BLOCK)]
    arguments = [[seed] * len(counts), range(len(counts)), counts, [corruption] * len(counts)]
    if workers > 1 and len(counts) > 1:
        with ProcessPoolExecutor(workers) as pool:
            blocks = list(pool.map(block, *arguments))
    else:
        blocks = [block(*call) for call in zip(*arguments, strict=True)]
    order = list(range(records))
    random.Random(f"{seed}/order").shuffle(order)
    table = pa.concat_tables(blocks).combine_chunks().take(pa.array(order))
    return table.add_column(0, "record", pa.array(range(records), pa.int64()))


def main(arguments: list[str] | None = None) -> int:
    """Write one list; see the module's text."""
    parser = argparse.ArgumentParser(description="Generate a facility list with ground truth.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corruption", choices=sorted(_WRITERS), default="A")
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args(arguments)
    table = generate(chosen.records, chosen.seed, chosen.corruption, chosen.workers)
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, chosen.out, compression="zstd")
    sites = len(set(table["truth"].to_pylist()))
    print(
        f"{chosen.out}: {table.num_rows:,} records of {sites:,} sites, corruption "
        f"{chosen.corruption}, seed {chosen.seed}"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
