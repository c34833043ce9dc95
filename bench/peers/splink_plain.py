"""Splink 5 on DuckDB as a careful newcomer sets it up: no labels, EM, equi-join blocking.

Clean columns in SQL, seven blocking rules, five comparisons with term-frequency adjustment on
the name, connected components at probability 0.95, review between 0.5 and 0.95.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bench.peers.job import Job

MATCH, REVIEW = 0.95, 0.5
_LEGAL = (
    *("co", "company", "ltd", "limited", "pvt", "private", "corp", "corporation", "inc", "llc"),
    *("llp", "jsc", "sa", "ab", "oy", "hb", "ky", "tmi", "sdn", "bhd", "berhad", "sendirian"),
    *("pt", "cv", "tbk", "plc", "public", "part", "anonim", "sirketi", "as", "sti", "san", "ve"),
    *("tic", "sp", "z", "o", "j", "spolka", "akcyjna", "aktiebolag", "osakeyhtio", "de", "rl"),
    *("the", "group", "cong", "ty", "tnhh", "sole", "ek", "for", "m", "s"),
)
_SAME = {
    "intl": "international",
    "inds": "industries",
    "ind": "industrial",
    "mfg": "manufacturing",
    "garment": "garments",
    "gmt": "garments",
    "gmts": "garments",
    "textile": "textiles",
    "tex": "textiles",
    "bros": "brothers",
    "rd": "road",
    "st": "street",
    "ave": "avenue",
    "dist": "district",
    "bldg": "building",
    "jl": "jalan",
    "jln": "jalan",
    "mah": "mahallesi",
    "est": "estate",
    "vill": "village",
    "blvd": "boulevard",
    "tsp": "township",
}
_NOISE = ["no", "number", "plot", "nr", "road", "street", "jalan"]


def _words(column: str) -> str:
    same = "MAP {" + ",".join(f"'{k}': '{v}'" for k, v in _SAME.items()) + "}"
    plain = (
        (
            "trim(regexp_replace(regexp_replace(strip_accents(lower(coalesce("
            f"{column}, ''))), '[.'']', '', 'g'), '[^\\p{{L}}\\p{{N}}\\p{{M}}]+', ' ', 'g'))"
        )
        .replace("{{", "{")
        .replace("}}", "}")
    )
    split = f"list_filter(string_split({plain}, ' '), lambda w: w <> '')"
    return f"list_transform({split}, lambda w: coalesce({same}[w], w))"


def _clean(con: duckdb.DuckDBPyConnection, size: int) -> None:
    """Make table `f`: clean words, numbers and the blocking keys."""
    legal, noise = str(list(_LEGAL)), str(list(_NOISE))
    con.execute(f"""
        create table a as
        with w as (select record unique_id, nullif(country, '') country,
                   nullif(regexp_replace(coalesce(postcode, ''), '[^0-9A-Za-z]', '', 'g'), '') pc,
                   {_words("name")} nw, {_words("address")} || {_words("city")} aw from records)
        select unique_id, country, pc,
          list_filter(nw, lambda x: not list_contains({legal}, x)) toks,
          list_distinct(list_filter(aw, lambda x: not list_contains({noise}, x))) atoks,
          list_distinct(list_filter(aw, lambda x: regexp_matches(x, '^[0-9]{{1,4}}[a-d]?$'))) nums
        from w""")
    head, join = (4, 9) if size < 500_000 else (6, 14)
    con.execute(
        "create table tf as select unnest(list_distinct(toks)) t, count(*) n from a group by 1"
    )
    con.execute("create table ta as select unnest(atoks) t, count(*) n from a group by 1")
    con.execute("""create table k as select unique_id, list(t order by n, t) ts from
        (select unique_id, unnest(list_distinct(toks)) t from a) join tf using (t) group by 1""")
    con.execute("""create table ka as select unique_id, list(t order by n, t) ts from
        (select unique_id, unnest(atoks) t from a) join ta using (t) group by 1""")
    con.execute(f"""
        create table f as select a.*, nullif(array_to_string(toks, ' '), '') nm,
          left(array_to_string(toks, ''), {head}) k_head, k.ts[1:2] k_rare, ka.ts[1:3] k_place,
          case when len(k.ts) > 1 then array_to_string(list_sort(k.ts[1:2]), ' ') end
            k_two,
          array_to_string(list_sort(ka.ts[1:2]), ' ') k_two_place, nums[1] k_num,
          case when len(array_to_string(toks, '')) >= {join}
            then left(array_to_string(toks, ''), {join}) end k_join
        from a left join k using (unique_id) left join ka using (unique_id)""")


def _level(sql: str, label: str, **more: Any) -> dict[str, Any]:
    return {"sql_condition": sql, "label_for_charts": label, **more}


def _overlap(column: str) -> str:
    shared = f"len(list_intersect({column}_l, {column}_r))"
    return f"({shared}::double / greatest(1, len({column}_l) + len({column}_r) - {shared}))"


def _settings() -> SettingsCreator:
    name = [
        _level("nm_l is null or nm_r is null", "null", is_null_level=True),
        _level("nm_l = nm_r", "same", tf_adjustment_column="nm"),
        _level(
            "replace(nm_l, ' ', '') = replace(nm_r, ' ', '') or "
            "list_sort(toks_l) = list_sort(toks_r)",
            "joined or reordered",
        ),
        *(
            _level(f"jaro_winkler_similarity(nm_l, nm_r) >= {bar}", f"jw {bar}")
            for bar in (0.95, 0.9)
        ),
        _level(f"{_overlap('toks')} >= 0.5", "half of the words"),
        _level("jaro_winkler_similarity(nm_l, nm_r) >= 0.8", "jw 0.8"),
        _level("ELSE", "else"),
    ]
    place = [
        _level("len(atoks_l) <= 1 or len(atoks_r) <= 1", "null", is_null_level=True),
        *(_level(f"{_overlap('atoks')} >= {bar}", f"words {bar}") for bar in (0.8, 0.6, 0.4, 0.2)),
        _level("ELSE", "else"),
    ]
    numbers = [
        _level("len(nums_l) = 0 or len(nums_r) = 0", "null", is_null_level=True),
        _level("list_sort(nums_l) = list_sort(nums_r)", "same"),
        _level("list_has_any(nums_l, nums_r)", "some"),
        _level("ELSE", "else"),
    ]
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.CustomComparison(output_column_name="nm", comparison_levels=name),
            cl.CustomComparison(output_column_name="ad", comparison_levels=place),
            cl.CustomComparison(output_column_name="nums", comparison_levels=numbers),
            cl.ExactMatch("pc").configure(term_frequency_adjustments=True),
            cl.ExactMatch("country"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("nm", "country"),
            block_on("k_two"),
            block_on("k_join", "country"),
            block_on("k_head", "pc"),
            block_on("k_head", "nums", arrays_to_explode=["nums"]),
            block_on("k_rare", "k_place", arrays_to_explode=["k_rare", "k_place"]),
            block_on("k_two_place", "k_num"),
        ],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
        max_iterations=8,
    )


def _train(linker: Linker) -> None:
    train = linker.training
    train.estimate_probability_two_random_records_match(
        ["l.nm = r.nm and l.pc = r.pc", "l.nm = r.nm and l.k_num = r.k_num"], recall=0.5
    )
    train.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    train.estimate_parameters_using_expectation_maximisation(block_on("k_two_place", "k_num"))
    train.estimate_parameters_using_expectation_maximisation(block_on("nm"))


def main(folder: str) -> None:
    """Link one job folder without labels."""
    job = Job.open(folder)
    logging.getLogger("splink").setLevel(logging.ERROR)
    records = job.records()
    size = records.num_rows
    con = duckdb.connect()
    con.execute("set threads = 2; set memory_limit = '7GB'; set enable_progress_bar = false")
    records = records.append_column("record", pa.array(range(size), pa.int64()))
    missing = {"address", "city", "postcode", "country"} - set(records.column_names)
    for column in sorted(missing):
        records = records.append_column(column, pa.nulls(size, pa.string()))
    con.register("records", records)
    with job.phase("clean"):
        _clean(con, size)
    api = DuckDBAPI(con)
    with job.phase("train"):
        linker = Linker(api.register(con.table("f")), _settings(), log_level=logging.ERROR)
        _train(linker)
    with job.phase("predict"):
        predicted = linker.inference.predict(threshold_match_probability=0.05)
    with job.phase("cluster"):
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predicted, threshold_match_probability=MATCH
        )
    _write(job, con, predicted.physical_name, clusters.physical_name, size)


def _write(
    job: Job, con: duckdb.DuckDBPyConnection, predicted: str, clusters: str, size: int
) -> None:
    found = con.execute(f"select unique_id, cluster_id from {clusters}").fetchnumpy()
    labels = np.arange(size)
    labels[np.asarray(found["unique_id"])] = np.asarray(found["cluster_id"])
    pairs = con.execute(
        f"select unique_id_l l, unique_id_r r, match_probability p from {predicted}"
    ).fetchnumpy()
    score = np.asarray(pairs["p"])
    job.write_labels(labels)
    decision = np.where(score >= MATCH, 2, np.where(score >= REVIEW, 1, 0))
    job.write_scored(np.asarray(pairs["l"]), np.asarray(pairs["r"]), score, decision)
    job.finish()


if __name__ == "__main__":
    main(sys.argv[1])
