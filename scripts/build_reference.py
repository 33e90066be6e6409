"""Makes reference tables under data/ from a folder of sourced facts; run by hand when that folder changes.

    python scripts/build_reference.py ../shared/reference

Columns that no source holds (aliases beyond the source's, tiles of the map) are kept as they stand in the table.
The tables kept wholly by hand (doc_types, issuer_symbols, laws, fields, plan_kinds, surnames) are not touched.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from communes import commune_rows
from communes import succession_rows as heirs_of_communes
from legal import document_rows, relation_rows
from tables import FOLDER, Row, table, tsv, write

from normalizers.alphabet import order, slug

KINDS = {"province": "tinh", "city": "thanh_pho"}
BY_HAND = ("aliases", "in_text", "tile_row", "tile_col")


def build(reference: Path, to: Path = FOLDER) -> None:
    """Makes every table in turn; a later one may read an earlier one."""
    provinces = province_rows(tsv(reference / "provinces.tsv"), table("provinces"))
    write(to, "provinces", provinces)
    write(to, "province_succession", succession_rows(provinces))
    write(to, "communes", commune_rows(reference / "dvhcvn", provinces))
    write(to, "commune_succession", heirs_of_communes(reference / "dvhcvn", provinces))
    added = table("legal_added", Path(__file__).parent)
    cited, portal = tsv(reference / "legal_documents.tsv"), tsv(reference / "vbpl_meta.tsv")
    write(to, "legal_documents", document_rows(cited, added, portal, table("laws")))
    write(to, "legal_relations", relation_rows(tsv(reference / "legal_relations.tsv")))


def province_rows(source: Sequence[Row], kept: Sequence[Row]) -> list[Row]:
    """One row a province and stretch of time in which its territory and rank stayed the same."""
    ids = {row["id"]: province_id(row) for row in source}
    by_hand = {row["id"]: row for row in kept}
    ranks = {name: rank for rank, name in enumerate(sorted({row["name"] for row in source}, key=order), start=1)}
    return [
        {
            "id": ids[row["id"]],
            "name": display_name(row),
            "kind": KINDS[row["type"]],
            "name_full": row["name_full"],
            **{name: by_hand.get(ids[row["id"]], {}).get(name, "") for name in BY_HAND[:2]},
            "valid_from": row["valid_from"],
            "valid_to": row["valid_to"],
            "successor": ids.get(row["merged_into"], ""),
            "sort_key": str(ranks[row["name"]]),
            **{name: by_hand.get(ids[row["id"]], {}).get(name, "") for name in BY_HAND[2:]},
            "source": row["source"],
            "verified": row["verified"],
        }
        for row in sorted(source, key=lambda row: (ranks[row["name"]], row["valid_from"]))
    ]


def province_id(row: Row) -> str:
    """The name in plain letters, and the year in which the row begins if it is not the first: "dong-nai-2025"."""
    year = row["valid_from"][:4]
    return slug(row["name"]) + (f"-{year}" if year else "")


def display_name(row: Row) -> str:
    """The name as letterheads give it: with its rank where it is never said without."""
    return row["name_full"] if row["name_full"][0].isupper() else row["name"]


def succession_rows(provinces: Sequence[Row]) -> list[Row]:
    """Who became whom on which day."""
    later = {row["id"]: row for row in provinces}
    rows = []
    for row in sorted(provinces, key=lambda row: row["id"]):
        if not row["successor"]:
            continue
        heir = later[row["successor"]]
        alone = sum(other["successor"] == heir["id"] for other in provinces) == 1
        rows.append(
            {
                "from_id": row["id"],
                "to_id": heir["id"],
                "on": heir["valid_from"],
                "change": "rank" if alone else "merger",
                "source": heir["source"],
                "verified": heir["verified"] if alone else row["verified"],
            }
        )
    return rows


if __name__ == "__main__":
    build(*map(Path, sys.argv[1:3]))
