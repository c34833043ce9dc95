"""The engines of the tracing benchmark, each run in a process of its own.

`python bench/graph_engines.py ENGINE FOLDER` reads the arrays in FOLDER, does the same tasks with
one engine and prints one JSON object. rustworkx and networkx run in an environment without CREST.
"""

# ruff: noqa: PLC0415 (each engine is imported only in the environment that has it)

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

DEPTH = 8
ATTENUATION = 0.85


def timed(job: Any, times: int) -> tuple[dict[str, float], Any]:
    """Run a job several times: median, least and most milliseconds, and the last answer."""
    spent, answer = [], None
    for turn in range(times):
        begun = time.perf_counter()
        answer = job(turn)
        spent.append((time.perf_counter() - begun) * 1e3)
    figures = {
        "median_ms": round(statistics.median(spent), 2),
        "min_ms": round(min(spent), 2),
        "max_ms": round(max(spent), 2),
        "times": times,
    }
    return figures, answer


def peak_mb() -> float:
    """Most memory this process ever held, megabytes (the parent's at the fork left out)."""
    status = Path("/proc/self/status").read_text("utf-8")
    return round(int(status.split("VmHWM:")[1].split()[0]) / 1024, 1)


def asked(folder: Path) -> Any:
    """Buyers whose upstream is asked for."""
    return np.load(folder / "asked.npy")


def plain(folder: Path) -> tuple[Any, Any, Any]:
    """Ends and weights of the plain graph."""
    return tuple(np.load(folder / f"{name}.npy") for name in ("source", "target", "weight"))  # type: ignore[return-value]


def save(folder: Path, engine: str, tier: Any, share: Any = None) -> None:
    """Keep the first buyer's answer (arrays over all nodes, 255: not reached) to compare later."""
    np.save(folder / f"tier_{engine}.npy", tier)
    if share is not None:
        np.save(folder / f"share_{engine}.npy", share)


def crest(folder: Path) -> dict[str, Any]:
    """CREST itself: build, trace, as of a day, roll-up, closure of all buyers."""
    from pyarrow import feather

    from crest.engine.graph import Chain

    sys.path.insert(0, str(Path(__file__).parent))
    from graph_world import DAY

    nodes, edges = (feather.read_table(folder / f"{name}.arrow") for name in ("nodes", "edges"))
    found: dict[str, Any] = {}
    begun = time.perf_counter()
    chain = Chain.build(nodes, edges)
    found["read_s"] = round(time.perf_counter() - begun, 2)
    begun = time.perf_counter()
    chain.view()
    found["prepare_s"] = round(time.perf_counter() - begun, 2)
    found["peak_after_load_mb"] = peak_mb()
    names = [f"N{number}" for number in asked(folder)]
    for name in names[:3]:  # compile and fill the working arrays once
        chain.exposure(name)
    found["one_buyer"], _ = timed(lambda i: chain.exposure(names[i]), len(names))
    reach = [len(chain.exposure(name)[0]) for name in names]
    found["one_buyer"]["nodes_reached"] = int(statistics.median(reach))
    assert chain.trace(names[0]).reached.num_rows
    found["one_buyer_table"], _ = timed(lambda i: chain.trace(names[i]).reached, 7)
    begun = time.perf_counter()
    chain.exposure(names[0], on=DAY)
    found["as_of_day_first_s"] = round(time.perf_counter() - begun, 2)
    found["as_of_day"], _ = timed(lambda i: chain.exposure(names[i], on=DAY), len(names))
    node, _, tiers, shares = chain.exposure(names[0])
    tier, share = np.full(chain.links.nodes, 255, np.uint8), np.zeros(chain.links.nodes)
    tier[node], share[node] = tiers, shares
    save(folder, "crest", tier, share)
    risk = np.load(folder / "risk.npy")
    begun = time.perf_counter()
    chain.view().plan(DEPTH)
    found["roll_up_prepare_s"] = round(time.perf_counter() - begun, 2)
    chain.rollup(risk)
    found["roll_up"], rolled = timed(lambda _: chain.rollup(risk), 9)
    found["roll_up_one_thread"], _ = timed(lambda _: chain.rollup(risk, threads=1), 5)
    np.save(folder / "rolled_crest.npy", rolled)
    buyers = [f"N{number}" for number in range(len(np.load(folder / "buyers.npy")))]
    begun, rows = time.perf_counter(), 0
    for batch in chain.closure(buyers):
        rows += batch.num_rows
    spent = time.perf_counter() - begun
    found["all_buyers"] = {
        "seconds": round(spent, 2), "buyers": len(buyers), "rows": rows,
        "rows_per_s": int(rows / spent),
    }  # fmt: skip
    return found


def scipy(folder: Path) -> dict[str, Any]:
    """The roll-up as eight sparse products, and the sum of one array as the memory's own speed."""
    from scipy.sparse import csr_array

    source, target, weight = plain(folder)
    risk = np.load(folder / "risk.npy")
    size = len(risk)
    net = csr_array((weight, (target, source)), shape=(size, size))

    def roll(_: int) -> Any:
        value = risk
        for _tier in range(DEPTH):
            value = risk + np.float32(ATTENUATION) * (net @ value)
        return value

    found: dict[str, Any] = {}
    found["roll_up"], rolled = timed(roll, 7)
    np.save(folder / "rolled_scipy.npy", rolled)
    block = np.ones(len(weight) * 2, np.float32)
    found["one_pass_over_all_links"], _ = timed(lambda _: block.sum(), 9)
    return found


def duckdb(folder: Path) -> dict[str, Any]:
    """Recursive SQL, aggregated per tier; and the same joins for many buyers at once."""
    import duckdb as db
    import pyarrow as pa

    source, target, weight = plain(folder)
    links = pa.table({"s": source, "t": target, "w": weight})
    con = db.connect()
    con.execute("set threads to 2")
    con.register("links", links)
    begun = time.perf_counter()
    con.execute("create table e as select * from links order by t").fetchall()
    found: dict[str, Any] = {"prepare_s": round(time.perf_counter() - begun, 2)}
    sql = f"""
    with recursive r as (
      select s n, sum(w) x, 1 tier from e where t = $buyer group by s
      union all
      (select e.s, sum(r.x * e.w), any_value(tier) + 1 from r join e on e.t = r.n
       where tier < {DEPTH} group by e.s))
    select n, min(tier) tier, sum(x) x from r group by n"""
    buyers = asked(folder)
    size = len(np.load(folder / "risk.npy"))

    def one(turn: int) -> Any:
        return con.execute(sql, {"buyer": int(buyers[turn])}).fetchnumpy()

    one(0)
    found["one_buyer"], _ = timed(one, 5)
    answer = one(0)
    tier, share = np.full(size, 255, np.uint8), np.zeros(size)
    tier[answer["n"]], share[answer["n"]] = answer["tier"], answer["x"]
    save(folder, "duckdb", tier, share)
    many = min(64, len(np.load(folder / "buyers.npy")))
    begun = time.perf_counter()
    con.execute(
        f"create table f as select t b, s n, sum(w) x, 1 tier from e where t < {many} group by all"
    ).fetchall()
    con.execute("create table a as from f").fetchall()
    for tier_ in range(2, DEPTH + 1):
        con.execute(
            f"create table g as select b, e.s n, sum(x * w) x, {tier_} tier from f "
            "join e on e.t = f.n group by all"
        ).fetchall()
        con.execute("drop table f").fetchall()
        con.execute("alter table g rename to f").fetchall()
        con.execute("insert into a from f").fetchall()
    rows = con.execute(
        "select count(*) from (select b, n, min(tier), sum(x) from a group by all)"
    ).fetchall()[0][0]
    spent = time.perf_counter() - begun
    found["some_buyers"] = {"seconds": round(spent, 2), "buyers": many, "rows": rows}
    return found


def rustworkx(folder: Path) -> dict[str, Any]:
    """rustworkx: tiers only (it has no call that adds shares up along all routes)."""
    import rustworkx as rx

    source, target, weight = plain(folder)
    begun = time.perf_counter()
    net = rx.PyDiGraph(multigraph=False)
    net.add_nodes_from(range(len(np.load(folder / "risk.npy"))))
    net.extend_from_weighted_edge_list(
        list(zip(target.tolist(), source.tolist(), weight.tolist(), strict=True))
    )
    found: dict[str, Any] = {"prepare_s": round(time.perf_counter() - begun, 2)}
    buyers = asked(folder)
    found["one_buyer_tiers_only"], _ = timed(
        lambda i: rx.bfs_layers(net, [int(buyers[i])]), len(buyers)
    )
    tier = np.full(net.num_nodes(), 255, np.uint8)
    for level, layer in enumerate(rx.bfs_layers(net, [int(buyers[0])])):
        if level <= DEPTH:
            tier[list(layer)] = level
    tier[int(buyers[0])] = 255
    save(folder, "rustworkx", tier)
    return found


def networkx(folder: Path) -> dict[str, Any]:
    """networkx: shares added up tier by tier over its adjacency."""
    import networkx as nx

    source, target, weight = plain(folder)
    begun = time.perf_counter()
    net = nx.DiGraph()
    net.add_weighted_edges_from(zip(target.tolist(), source.tolist(), weight.tolist(), strict=True))
    found: dict[str, Any] = {"prepare_s": round(time.perf_counter() - begun, 2)}
    buyers = asked(folder)

    def one(turn: int) -> Any:
        front = {int(buyers[turn]): 1.0}
        nearest: dict[int, int] = {}
        total: dict[int, float] = {}
        for level in range(1, DEPTH + 1):
            reached: dict[int, float] = {}
            for customer, share in front.items():
                for supplier, data in net.adj[customer].items():
                    reached[supplier] = reached.get(supplier, 0.0) + share * data["weight"]
            for node, share in reached.items():
                nearest.setdefault(node, level)
                total[node] = total.get(node, 0.0) + share
            front = reached
        return nearest, total

    found["one_buyer"], _ = timed(one, 5)
    nearest, total = one(0)
    size = len(np.load(folder / "risk.npy"))
    tier, share = np.full(size, 255, np.uint8), np.zeros(size)
    tier[list(nearest)] = list(nearest.values())
    share[list(total)] = list(total.values())
    save(folder, "networkx", tier, share)
    return found


ENGINES = {job.__name__: job for job in (crest, scipy, duckdb, rustworkx, networkx)}

if __name__ == "__main__":
    answer = ENGINES[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps({**answer, "peak_mb": peak_mb()}))
