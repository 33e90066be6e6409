"""The registry of legal documents and what they do to each other, as rows of two tables of data/.

A fact that its source gives wrongly or in two ways is left out, not chosen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from tables import Row

from data import rows
from normalizers.alphabet import slug
from normalizers.legal_documents import CANONICAL, issuer_part, legal_id, level
from normalizers.repair import repaired
from normalizers.symbols import Symbol, parse

ENDS = frozenset(("replaces", "repeals"))
SEVERAL = 2  # contradicted ends in one list of a source, from which on the whole list is doubted
LISTED = "chưa chắc: những văn bản cùng được ghi ở đây vẫn được sửa đổi về sau"
PORTAL = "vbpl.vn (trang lưu 04/2026)"
SEEN_ON = "2026-04-01"  # the first day of the month in which all statuses were seen
STATUS = {
    "Còn hiệu lực": "in_force",
    "Hết hiệu lực toàn bộ": "expired",
    "Hết hiệu lực một phần": "partly_expired",
    "Chưa có hiệu lực": "not_yet",
    "": "unknown",
}
COLUMNS = (
    "legal_id", "doc_type", "number", "symbol", "canonical", "issuer", "issued_on", "title", "level",
    "status", "status_on", "effective_on", "expired_on", "source", "verified",
)  # fmt: skip
# Names in the source → names as plans and the other tables have them; empty: the source does not know.
ISSUERS = {"Ban Chấp hành Trung ương": "Ban Chấp hành Trung ương Đảng", "Trung ương Đảng (cơ quan chưa xác định)": ""}
TITLE_NUMBER = re.compile(r"(?P<type>[^\d]+?) số (?P<number>\S+)(?: (?P<title>.+))?")
UNSOURCED = "unsourced"
WITHOUT_SOURCE = re.compile(r"[ |;]*(?P<cell>tên|ngày)(?: ban hành)?: unsourced")
TITLE_SOURCE = re.compile(r"[ |;]*tên theo trang «[^»]*»")
LAW_TITLE = re.compile(r"(?P<title>(?:Bộ luật|Luật|Pháp lệnh) .+?) số (?P<number>\d+/\d{4}/\S+)")


def document_rows(cited: Sequence[Row], added: Sequence[Row], portal: Sequence[Row], laws: Sequence[Row]) -> list[Row]:
    """The documents that plans cite; where these say nothing, what was added by hand, the portal and the gazetteer of laws.

    One row an identity; what has no source stays out.
    """
    found: dict[str, Row] = {}
    numbered = [row for row in laws if row["number"] and row["source"] != UNSOURCED]
    stated = filter(None, map(_sourced, cited))
    for row in [*map(_cited, stated), *map(_cited, added), *filter(None, map(_of_portal, portal)), *map(_law, numbered)]:
        old = found.get(row["legal_id"])
        found[row["legal_id"]] = _merged(old, row) if old else row
    for row in found.values():
        row["status_on"] = "" if row["status"] == "unknown" else SEEN_ON
    _drop_disputed_days(found.values())
    return [found[key] for key in sorted(found)]


def _drop_disputed_days(documents: Iterable[Row]) -> None:
    """Two laws of one title and one day: a slip of a number; the day stays with the one that more texts give it to."""
    same: dict[tuple[str, str], list[Row]] = {}
    for row in documents:
        if row["doc_type"] == "Luật" and row["issued_on"] and row["title"]:
            same.setdefault((row["title"], row["issued_on"]), []).append(row)
    for disputed in same.values():
        ranked = sorted(disputed, key=lambda row: -_texts(row["source"]))
        for row in ranked[1:] if len(ranked) > 1 and _texts(ranked[0]["source"]) > _texts(ranked[1]["source"]) else ():
            row["source"] += f" | ngày {row['issued_on']} để trống vì nhiều văn bản hơn ghi cho {ranked[0]['canonical']}"
            row["issued_on"], row["verified"] = "", "partly"


def _texts(source: str) -> int:
    """In how many texts a source found the day."""
    found = re.search(r"ngày nêu trong (\d+) văn bản", source)
    return int(found[1]) if found else 0


def _sourced(row: Row) -> Row | None:
    """A row without what it says to have no source for; None where nothing is left, or no year to make its identity."""
    if row["source"] == UNSOURCED:
        return None
    missing = {match["cell"] for match in WITHOUT_SOURCE.finditer(row["source"])}
    if not missing:
        return row
    kept = WITHOUT_SOURCE.sub("", row["source"])
    if "ngày" in missing:
        if "@" in row["doc_id"]:
            return None
        row = row | {"issued_on": ""}
    if "tên" in missing:
        row = row | {"title": ""}
        kept = TITLE_SOURCE.sub("", kept)
    return row | {"source": kept.strip(" |;")} if kept.strip(" |;") else None


def relation_rows(source: Sequence[Row]) -> list[Row]:
    """Relations between identities that have a source, once each."""
    found: dict[tuple[str, str, str], Row] = {}
    for row in source:
        if row["source"].startswith(UNSOURCED):
            continue
        ends = {"from_id": _identity(row["from"]), "relation": row["relation"], "to_id": _identity(row["to"])}
        key = (ends["from_id"], ends["relation"], ends["to_id"])
        kept = found.get(key)
        if kept is None or (kept["verified"] == "no" and row["verified"] == "yes"):
            found[key] = ends | {name: row[name] for name in ("effective_on", "source", "verified")}
    relations = [found[key] for key in sorted(found)]
    _doubt_contradicted(relations)
    return relations


def _doubt_contradicted(relations: Sequence[Row]) -> None:
    """Ends of documents that live on elsewhere, and lists of ends in which several do: none of them is sure any more.

    A note "bãi bỏ một số điều" and a title that names several laws read like an end; an amendment by the same act, or a
    later one, says that the document went on.
    """
    amendments: dict[str, list[Row]] = {}
    for row in relations:
        if row["relation"] == "amends":
            amendments.setdefault(row["to_id"], []).append(row)
    ends = [row for row in relations if row["relation"] in ENDS]
    doubts = {id(row): _contradiction(row, amendments.get(row["to_id"], ())) for row in ends}
    slips = Counter(key[:2] for key in {(row["from_id"], row["source"], row["to_id"]) for row in ends if doubts[id(row)]})
    for row in ends:
        in_list = LISTED if slips[row["from_id"], row["source"]] >= SEVERAL else ""
        if (doubt := doubts[id(row)] or in_list) and row["verified"] == "yes":
            row["verified"] = "partly"
            row["source"] += f" | {doubt}"


def _contradiction(end: Row, amendments: Sequence[Row]) -> str:
    """What says that a document did not end so; empty where nothing does."""
    for row in amendments:
        if row["from_id"] == end["from_id"]:
            return f"chưa chắc: {row['from_id']} cũng được ghi là sửa đổi văn bản này"
        if end["effective_on"] and row["effective_on"] > end["effective_on"]:
            return f"chưa chắc: {row['from_id']} còn sửa đổi văn bản này từ {row['effective_on']}"
    return ""


def _cited(row: Row) -> Row:
    symbol = _official(row["doc_id"].partition("@")[0])
    issuer = ISSUERS.get(row["issuer"], row["issuer"])
    return _row(
        symbol,
        legal_id=_identity(row["doc_id"]),
        doc_type=row["doc_type"],
        issuer=issuer,
        issued_on=row["issued_on"],
        title=row["title"],
        level=level(symbol.symbol, issuer),
        status=row["status_now"],
        effective_on=row["effective_on"],
        expired_on=row["expired_on"],
        source=row["source"],
        verified=row["verified"],
    )


def _of_portal(row: Row) -> Row | None:
    """A page of the portal; None if its address does not bear its number out or nothing tells its year."""
    written = repaired(row["so_hieu"])
    found = CANONICAL.fullmatch(written)
    if found is None or not _is_own_number(row) or found["symbol"] in {"TTLT", "NQLT"}:
        return None
    symbol = _official(written)
    issued = _portal_day(row, found["year"])
    effective = _iso(row["ngay_hieu_luc"])
    identity = legal_id(symbol.canonical, None, int(issued[:4]) if issued else None)
    if identity is None:
        return None
    doc_type, title = _portal_title(repaired(row["title"]), written)
    return _row(
        symbol,
        legal_id=identity,
        doc_type=doc_type or _type_of(symbol),
        issuer=_issuer_of(symbol),
        issued_on=issued,
        title=title,
        level=level(symbol.symbol),
        status=STATUS[row["tinh_trang"]],
        effective_on=effective,
        expired_on="",
        source=PORTAL,
        verified="yes" if title and issued else "partly",
    )


def _law(row: Row) -> Row:
    symbol = _official(row["number"])
    return _row(
        symbol,
        legal_id=_identity(row["number"]),
        doc_type=row["doc_type"],
        issuer=_issuer_of(symbol),
        issued_on=row["issued_on"],
        title=row["name"],
        level=level(symbol.symbol),
        status="unknown",
        effective_on="",
        expired_on="",
        source=row["source"],
        verified=row["verified"],
    )


def _is_own_number(row: Row) -> bool:
    """Whether the page's address bears the number as its own, not as that of an act named in the title.

    Addresses start with type and number; those of laws end with them, behind the name.
    """
    number = slug(row["so_hieu"])  # as the portal made it, letters of other alphabets lost
    path = row["url"].rpartition("/")[2].rpartition("--")[0]
    if path.startswith(("luat-", "bo-luat-", "phap-lenh-")):
        return path.endswith(f"-{number}")
    return re.fullmatch(rf"[^\d]+{re.escape(number)}(?:-.*)?", path) is not None


def _portal_day(row: Row, year: str | None) -> str:
    """The day of issue; empty where it repeats the effective date or contradicts the number's year: then it was misread."""
    issued, effective = _iso(row["ngay_ban_hanh"]), _iso(row["ngay_hieu_luc"])
    if issued == effective or (year and issued[:4] != year) or (effective and issued > effective):
        return ""
    return issued


def _portal_title(text: str, number: str) -> tuple[str, str]:
    """Type and title; empty where the page gives a piece of a title, a title in English or that of another number."""
    law = LAW_TITLE.fullmatch(text)
    if law and law["number"] == number and not text.isupper():
        return law["title"].split(" ")[0].replace("Bộ", "Bộ luật").replace("Pháp", "Pháp lệnh"), law["title"]
    found = TITLE_NUMBER.fullmatch(text)
    types = {row["type"] for row in rows("doc_types")}
    if found and found["type"] in types and found["number"] == number:
        return found["type"], (found["title"] or "").strip(" .;")
    return "", ""


def _merged(old: Row, new: Row) -> Row:
    """The first source's row with what only the second one knows; where two pages of one source differ, neither."""
    merged = dict(old)
    used = False
    for name in ("doc_type", "issuer", "issued_on", "title", "status", "effective_on"):
        ours, theirs = old[name], new[name]
        if ours in {"", "unknown"} and theirs not in {"", "unknown"}:
            merged[name] = theirs
            used = True
        elif old["source"] == new["source"] and theirs not in {"", "unknown", ours} and name != "title":
            merged[name] = "unknown" if name == "status" else ""
    if used and new["source"] not in old["source"]:
        merged["source"] = f"{old['source']} | {new['source']}"
    return merged


def _identity(doc_id: str) -> str:
    """The identity for a key of the source ("76/NQ-CP@2021")."""
    canonical, _, year = doc_id.partition("@")
    symbol = _official(canonical)
    identity = legal_id(symbol.canonical, None, int(year) if year else None)
    if identity is None:
        raise ValueError(f"{doc_id}: no identity; is its issuer in data/issuer_symbols.csv?")
    return identity


def _official(written: str) -> Symbol:
    text = repaired(written)
    found = CANONICAL.fullmatch(text)
    symbol = found and parse(found["number"], found["year"], found["symbol"], text[found.start("symbol") - 1])
    if symbol is None:
        raise ValueError(f"{written}: not a number and symbol")
    return symbol


def _type_of(symbol: Symbol) -> str:
    """The type that the abbreviation alone tells; empty where it leaves it open."""
    system = "party" if symbol.is_party else "state"
    sure = {
        row["type"]
        for row in rows("doc_types")
        if row["abbreviation"] and row["abbreviation"] == symbol.type_part and row["system"] == system
        and row["reading"] in {"only", "usual"}
    }  # fmt: skip
    return sure.pop() if len(sure) == 1 else ""


def _issuer_of(symbol: Symbol) -> str:
    """The issuer that the symbol alone tells; empty for joint acts and symbols of several bodies."""
    if symbol.type_part in {"TTLT", "NQLT"}:
        return ""
    part = issuer_part(symbol.symbol)
    names = {row["issuer"] for row in rows("issuer_symbols") if row["symbol"] == part}
    return names.pop() if len(names) == 1 else ""


def _row(symbol: Symbol, **cells: str) -> Row:
    row = {"number": symbol.number, "symbol": symbol.symbol, "canonical": symbol.canonical, "status_on": ""} | cells
    return {name: row[name] for name in COLUMNS}


def _iso(text: str) -> str:
    """The ISO form of a day written 31/12/2024; empty if there is no such day."""
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat() if found else ""
    except ValueError:  # the portal has days like 32/12/2024
        return ""
