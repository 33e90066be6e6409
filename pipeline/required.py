"""Lists of documents that plans must cite: those that come with the project, and a user's own in a CSV file."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path

from data import rows
from normalizers.legal_documents import CANONICAL, registry
from pipeline.errors import UnknownName

COLUMNS = ("legal_id", "from_year", "to_year", "plan_kinds")
FORM = "Dòng đầu của tệp là: legal_id,from_year,to_year,plan_kinds (chỉ cột legal_id là bắt buộc)."


def sets() -> Mapping[str, str]:
    """The lists that come with the project: name and title."""
    return {row["set"]: row["title"] for row in rows("required_sets")}


def list_parameters(required: str) -> dict[str, str]:
    """The parameters of the query coverage_required for a list by name or a file; raises UnknownName for neither."""
    if required in sets():
        return {"required": required}
    path = Path(required)
    if not path.is_file():
        names = "; ".join(f"{name} ({title})" for name, title in sets().items())
        raise UnknownName(f"Không có danh sách hay tệp {required!r}.", f"Các danh sách: {names}.")
    return {"required": "", "listed": json.dumps(_own_list(path), ensure_ascii=False)}


def _own_list(path: Path) -> list[dict[str, str]]:
    """The rows of a user's list; raises UnknownName where a cell cannot be understood."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            found = [{name: (row.get(name) or "").strip() for name in COLUMNS} for row in csv.DictReader(handle)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnknownName(f"Không đọc được danh sách {path}.", f"Lưu lại thành CSV mã UTF-8. {FORM}") from error
    kept = [row for row in found if row["legal_id"]]
    if not kept:
        raise UnknownName(f"Danh sách {path} không có văn bản nào.", FORM)
    for number, row in enumerate(found, start=2):
        _check(path, number, row)
    return kept


def _check(path: Path, line: int, row: Mapping[str, str]) -> None:
    where = f"Danh sách {path}, dòng {line}"
    for name in ("from_year", "to_year"):
        if row[name] and not row[name].isdecimal():
            raise UnknownName(f"{where}: {name} phải là năm, không phải {row[name]!r}.", "Sửa ô này hoặc để trống.")
    number, at, _ = row["legal_id"].partition("@")
    form = CANONICAL.fullmatch(number.partition(":")[0])
    if row["legal_id"] and (form is None or not (at or form["year"])):
        known = ", ".join(document.legal_id for document in registry().candidates(number)) or f"{number}@2021"
        raise UnknownName(f"{where}: {row['legal_id']!r} chưa nói rõ là văn bản nào.", f"Ghi kèm năm, ví dụ {known}.")
