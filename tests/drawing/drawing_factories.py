"""Invented chains for the tests of the drawings; every name and number is made up."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from crest.drawing.report import FileMapping, ReportData, WorkplaceView
from crest.engine.tables.contracts import EDGES, NODES, PROBLEMS, conform

NODE_FIELDS = pa.schema([*NODES, pa.field("lane", pa.string()), pa.field("step", pa.int64())])


def node(key: str, name: str, lane: str | None, step: int, **more: Any) -> dict[str, Any]:
    blank = dict.fromkeys(NODES.names)
    return {
        **blank,
        "node": key,
        "name": name,
        "kind": "organisation",
        "records": 1,
        "lane": lane,
        "step": step,
        **more,
    }


def edge(source: str, target: str, relation: str, **more: Any) -> dict[str, Any]:
    blank = dict.fromkeys(EDGES.names)
    return {
        **blank,
        "source_node": source,
        "target_node": target,
        "relation": relation,
        "evidence": "list.csv:1",
        **more,
    }


def nodes_table(rows: list[dict[str, Any]]) -> pa.Table:
    return conform(pa.Table.from_pylist(rows, schema=NODE_FIELDS), NODES)


def edges_table(rows: list[dict[str, Any]]) -> pa.Table:
    numbered = [{**row, "edge": position} for position, row in enumerate(rows)]
    return conform(pa.Table.from_pylist(numbered, schema=EDGES), EDGES)


def site(key: str, name: str, lane: str | None, step: int, **more: Any) -> dict[str, Any]:
    return node(key, name, lane, step, kind="site", role="site", **more)


def seafood_chain() -> tuple[pa.Table, pa.Table]:
    """A shrimp plant in Samut Sakhon with workers from three countries, in five scripts."""
    place = {"place_precision": "city"}
    nodes = [
        site("W", "บริษัท ทะเลทองแปรรูป จำกัด (Thale Thong Processing)", "goods", 0, country="TH",
             workers=1850, lat=13.547, lng=100.274, place_precision="given"),
        node("O1", "Sagaing, Myanmar", "labour", -3, kind="origin", country="MM", workers=1240,
             lat=21.88, lng=95.98, place_precision="region"),
        node("O2", "Banteay Meanchey, Cambodia", "labour", -3, kind="origin", country="KH",
             workers=610, lat=13.59, lng=102.97, place_precision="region"),
        node("O3", "Savannakhet, Lao PDR", "labour", -1, kind="origin", country="LA", workers=90,
             lat=16.57, lng=104.76, place_precision="region"),
        node("S1", "ရွှေလမ်းခရီး အလုပ်အကိုင် အေဂျင်စီ", "labour", -2, role="sub_agent", country="MM",
             lat=16.87, lng=96.2, **place),
        node("S2", "ក្រុមហ៊ុន មេគង្គ ធនធានមនុស្ស", "labour", -2, role="sub_agent", country="KH",
             lat=11.56, lng=104.92, **place),
        node("S3", "ບໍລິສັດ ຈັດຫາງານ ລ້ານຊ້າງ", "labour", -2, role="sub_agent", country="LA",
             lat=17.97, lng=102.63, **place),
        node("R1", "บริษัทนำคนต่างด้าวมาทำงาน เส้นทางทอง จำกัด", "labour", -1, role="recruiter",
             country="TH", lat=13.75, lng=100.5, **place),
        node("R2", "Mekong Human Resources Co., Ltd.", "labour", -1, role="recruiter",
             country="TH", lat=13.7, lng=100.6, **place),
        site("G1", "Công ty TNHH Thủy sản Biển Đông", "goods", -2, country="VN", workers=420,
             lat=10.03, lng=105.78, place_precision="given"),
        site("G2", "ท่าจีนห้องเย็น", "goods", -1, country="TH", workers=130, lat=13.53, lng=100.27,
             place_precision="given"),
        site("G3", "Peeling shed 14, Mahachai", "goods", -2, country="TH", workers=38,
             lat=13.5, lng=100.3, place_precision="city"),
        *(site(f"F{i}", f"Shrimp farm no. {i}", "goods", -3, country="TH",
               lat=13.3 + i * 0.05, lng=99.9 + i * 0.07, place_precision="country")
          for i in range(14)),
        node("B1", "Nordvik Import AB", "customer", 1, role="buyer", country="SE",
             lat=59.33, lng=18.07, **place),
        node("B2", "Harrow Retail plc", "customer", 2, role="buyer", country="GB",
             lat=51.5, lng=-0.12, **place),
    ]  # fmt: skip
    edges = [
        edge("O1", "S1", "recruits_for", people=1100, verification="unverified"),
        edge("O1", "R2", "recruits_for", people=140, verification="verified"),
        edge("O2", "S2", "recruits_for", people=610, verification="declared"),
        edge("O3", "W", "recruits_for", people=90),
        edge("S1", "R1", "sub_agent_of", people=1100, verification="unverified"),
        edge("S2", "R2", "sub_agent_of", people=610, verification="declared",
             evidence="channels.xlsx [links]:3; agents.csv:9"),
        edge("S3", "R2", "sub_agent_of"),
        edge("R1", "W", "recruits_for", people=1100, verification="declared"),
        edge("R2", "W", "provides_labour_to", people=750, verification="verified"),
        edge("G1", "G2", "supplies", share=0.4, product="shrimp", verification="verified"),
        edge("G3", "G2", "subcontracts", share=0.2, product="shrimp"),
        edge("G2", "W", "supplies", share=0.7, product="shrimp", verification="verified"),
        edge("G1", "W", "supplies", share=0.3, product="shrimp", verification="declared"),
        *(edge(f"F{i}", "G3" if i % 3 else "W", "supplies", share=0.05) for i in range(14)),
        edge("W", "B1", "supplies", share=0.62, verification="verified"),
        edge("W", "B2", "supplies", share=0.38),
        edge("B1", "B2", "supplies", share=0.5),
        edge("W", "W", "supplies"),
    ]  # fmt: skip
    return nodes_table(nodes), edges_table(edges)


def broad_chain(agents: int) -> tuple[pa.Table, pa.Table]:
    """One workplace with `agents` recruiters whose numbers of workers are all different."""
    nodes = [site("W", "Workplace", "goods", 0)]
    edges = []
    for i in range(agents):
        nodes.append(node(f"R{i}", f"Recruiter {i}", "labour", -1, role="recruiter"))
        edges.append(edge(f"R{i}", "W", "recruits_for", people=10 * (i + 1),
                          verification="verified" if i % 2 else "unverified"))  # fmt: skip
    return nodes_table(nodes), edges_table(edges)


def invented_report(**more: Any) -> ReportData:
    """A small report with something in every section."""
    nodes, edges = seafood_chain()
    garment_nodes, garment_edges = broad_chain(40)
    problems = conform(
        pa.Table.from_pylist(
            [
                {"source": "suppliers_thai.csv", "row": 14, "column": "ละติจูด", "value": "100.274",
                 "code": "place.swapped", "severity": "warning",
                 "sentence": "Latitude and longitude are swapped for a place in Thailand.",
                 "todo": "They were read the other way round; correct the list."},
                {"source": "agents.xlsx", "sheet": "Agents", "row": 3, "code": "name.missing",
                 "severity": "rejected", "sentence": "The row has no name.",
                 "todo": "Add the name of the agency."},
                {"source": "empty.csv", "code": "file.empty", "severity": "rejected",
                 "sentence": "The file is empty.", "todo": "Export the list again."},
            ],
            schema=PROBLEMS,
        ),
        PROBLEMS,
    )  # fmt: skip
    review = pa.Table.from_pylist(
        [
            {"left_name": "Thale Thong Processing Co Ltd", "left_place": "Samut Sakhon, Thailand",
             "left_source": "suppliers.csv, row 3", "right_name": "ทะเลทองแปรรูป",
             "right_place": "สมุทรสาคร", "right_source": "suppliers_thai.csv, row 8",
             "score": 0.71, "because": "names alike in sound; same province; other unit number"},
            {"left_name": "ក្រុមហ៊ុន មេគង្គ", "left_place": "Phnom Penh",
             "left_source": "agents.xlsx, row 2",
             "right_name": "Mekong HR (Cambodia)", "right_place": None,
             "right_source": "channels.csv, row 40", "score": 0.55,
             "because": "same licence number without jurisdiction"},
        ]
    )  # fmt: skip
    given: dict[str, Any] = {
        "title": "Invented retailer 2026",
        "notice": "example",
        "summary": {"workers": 2438, "workers_mapped": 1940, "sites": 19, "recruiters": 5,
                    "links": edges.num_rows, "corridors": 3, "review": 2, "problems": 3,
                    "rows": 210},
        "nodes": nodes,
        "edges": edges,
        "workplaces": [
            WorkplaceView("บริษัท ทะเลทองแปรรูป จำกัด (Thale Thong Processing)", "W", nodes, edges,
                          {"workers": 1850, "workers_mapped": 1790},
                          [("1,240 workers came from Sagaing, Myanmar, most of them through "
                           "ရွှေလမ်းခရီး and the Thai agency เส้นทางทอง."),
                           "90 workers came from Savannakhet, Lao PDR; no recruiter is named."]),
            WorkplaceView("Garment workplace with forty recruiters", "W", garment_nodes,
                          garment_edges, {"workers": None, "workers_mapped": None}, []),
        ],
        "coverage": pa.table({"tier": [0, 1, 2], "workers": [1850, 550, 38],
                              "workers_mapped": [1790, 150, 0]}),
        "review": review,
        "problems": problems,
        "mappings": [
            FileMapping("suppliers_thai.csv", "sites",
                        [("ชื่อโรงงาน", "name", "known header (Thai)"),
                         ("ละติจูด", "lat", "known header"),
                         ("หมายเหตุ", "", "unknown column")]),
        ],
        "statements": ["210 rows of 6 files became 24 records; 3 rows are listed as problems."],
    }  # fmt: skip
    return ReportData(**{**given, **more})
