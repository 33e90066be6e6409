"""Makes data/units.csv, unit_succession.csv and unit_aliases.csv from the folder of sourced reference tables.

usage: python scripts/build_units.py REFERENCE_FOLDER
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"
TABLES = ("ministries", "provincial_departments", "district_departments", "party_and_mass_bodies")
UNIT_COLUMNS = ("unit_id", "name", "level", "class", "valid_from", "valid_to", "source", "verified")

# What a reference name says of its place; the place itself is added when a mention is resolved.
PLACE_WORDS = re.compile(
    r"(?: \((?:cấp xã|xã, đặc khu|phường, đặc khu Phú Quốc|trước 2025|Bộ Tài chính|cơ quan của Đảng bộ tỉnh|Tỉnh đoàn)\))"
    r"|(?: (?:tỉnh, thành phố|xã, phường, đặc khu|huyện, quận, thị xã, thành phố|tỉnh|huyện|cấp huyện|cấp xã)$)"
)
LEVELS = {
    "ministry": "central", "ministerial": "central", "gov_agency": "central", "other_central": "central",
    "party_central": "central", "association": "central",
    "council": "province", "unified": "province", "specific": "province", "local": "province", "sub_unit": "province",
    "other_ubnd": "province", "vertical": "province", "party_province": "province", "media": "province",
    "district": "district", "party_district": "district", "commune": "commune", "party_commune": "commune",
}  # fmt: skip
SHORTER = {
    "Văn phòng UBND đặc khu": "Văn phòng UBND",
    "Huyện ủy, quận ủy, thị ủy, thành ủy": "Huyện ủy",
    "Bộ Chỉ huy quân sự": "Bộ Chỉ huy Quân sự",
    "Ban Chỉ huy quân sự": "Ban Chỉ huy Quân sự",
}
# Bodies that plans name and the reference tables leave out; seen in public plans, not sourced from a law.
ADDED = (
    ("bo_tu_lenh", "Bộ Tư lệnh", "province", "vertical"),
    ("buu_dien_tinh", "Bưu điện", "province", "vertical"),
    ("vien_ncpt", "Viện Nghiên cứu phát triển", "province", "other_ubnd"),
    ("tt_cds_tinh", "Trung tâm Chuyển đổi số", "province", "other_ubnd"),
    ("tt_xtdt_tinh", "Trung tâm Xúc tiến đầu tư", "province", "other_ubnd"),
    ("truong_chinh_tri", "Trường Chính trị", "province", "party_province"),
    ("lm_htx_tinh", "Liên minh Hợp tác xã", "province", "mass"),
    ("hoi_ctd_tinh", "Hội Chữ thập đỏ", "province", "mass"),
    ("hoi_nct_tinh", "Hội Người cao tuổi", "province", "mass"),
    ("hoi_kh_tinh", "Hội Khuyến học", "province", "mass"),
    ("hoi_luat_gia_tinh", "Hội Luật gia", "province", "mass"),
    ("ban_tt_mttq_tinh", "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam", "province", "mass"),
    ("ban_chi_huy_ptds", "Ban Chỉ huy Phòng thủ dân sự", "province", "other_ubnd"),
    ("tinh_doan", "Tỉnh đoàn", "province", "mass"),
    ("thanh_doan", "Thành đoàn", "province", "mass"),
    ("phong_tckh_2", "Phòng Tài chính và Kế hoạch", "district", "district"),
    ("xa_vp_ubnd", "Văn phòng Ủy ban nhân dân xã", "commune", "commune"),
    ("trung_tam_vhtttt", "Trung tâm Văn hóa - Thông tin - Thể thao", "district", "district"),
    ("dai_truyen_thanh", "Đài Truyền thanh", "commune", "commune"),
)
# Terms of which only the spelled-out words may stand in the name of a unit.
TERMS_IN_NAMES = (
    "BCCI", "BHTN", "BHXH", "BHYT", "CCHC", "CNTT", "CĐS", "HCC", "KCN", "KKT", "CCN", "KSTT", "KSTTHC", "NTM", "PAKN",
    "PCTN", "PCTT", "QLTT", "THADS", "TKCN", "TN&TKQ", "TTHC", "VBQPPL", "VTLT", "ĐVSN", "ĐVSNCL", "SNCL", "HTX",
    "TĐKT", "PTTH", "PT-TH", "DNNVV", "DN", "TTĐT", "ĐBQH", "CSDL", "ATTP", "TƯ", "TW", "DNNN", "KT-XH",
)  # fmt: skip
OTHER_NAMES = (
    ("Báo và Phát thanh, Truyền hình", "bao_dai_tinh"), ("Báo và Đài Phát thanh, Truyền hình", "bao_dai_tinh"),
    ("Cơ quan Báo và Phát thanh, Truyền hình", "bao_dai_tinh"), ("Đài Phát thanh, Truyền hình", "dai_ptth_tinh"),
    ("Ủy ban Mặt trận Tổ quốc", "mttq_tinh"), ("Mặt trận Tổ quốc Việt Nam", "mttq_tinh"),
    ("Bộ Tư lệnh Thủ đô Hà Nội", "bo_tu_lenh"),
    ("Trung tâm Hành chính công", "ttpvhcc_tinh"),
)  # fmt: skip
NOT_IN_NAMES = {"VTV", "VOV", "TTXVN", "TT", "TP", "VP", "BCH", "BTC", "BTV", "CT UBND", "UBND", "HĐND"}
OWN_ALIASES = (
    ("VTV", "Đài Truyền hình Việt Nam"), ("VOV", "Đài Tiếng nói Việt Nam"), ("TTXVN", "Thông tấn xã Việt Nam"),
    ("Uỷ ban", "Ủy ban"), ("Uỷ ban nhân dân", "UBND"), ("Ủy ban nhân dân", "UBND"), ("UB nhân dân", "UBND"),
    ("Hội đồng nhân dân", "HĐND"), ("VP UBND", "Văn phòng UBND"), ("VPUBND", "Văn phòng UBND"), ("VPUB", "Văn phòng UBND"),
    ("VP HĐND", "Văn phòng HĐND"), ("VP", "Văn phòng"), ("BQL", "Ban Quản lý"), ("TT HĐND", "Thường trực HĐND"),
    ("TT.HĐND", "Thường trực HĐND"), ("TT UBND", "Thường trực UBND"), ("CT UBND", "Chủ tịch UBND"),
    ("TT PVHCC", "Trung tâm Phục vụ hành chính công"), ("TTPVHCC", "Trung tâm Phục vụ hành chính công"),
    ("PVHCC", "Phục vụ hành chính công"), ("TT HCC", "Trung tâm Hành chính công"), ("TT", "Trung tâm"),
    ("Trung tâm PVHCC", "Trung tâm Phục vụ hành chính công"), ("UBMTTQVN", "Ủy ban Mặt trận Tổ quốc Việt Nam"),
    ("UBMTTQ", "Ủy ban Mặt trận Tổ quốc"), ("UB MTTQ", "Ủy ban Mặt trận Tổ quốc"), ("MTTQVN", "Mặt trận Tổ quốc Việt Nam"),
    ("MTTQ", "Mặt trận Tổ quốc"), ("TNCSHCM", "Thanh niên Cộng sản Hồ Chí Minh"), ("TNCS", "Thanh niên Cộng sản"),
    ("ĐTNCSHCM", "Đoàn Thanh niên Cộng sản Hồ Chí Minh"), ("TCCT-XH", "tổ chức chính trị - xã hội"),
    ("CHQS", "Chỉ huy Quân sự"), ("BĐBP", "Bộ đội Biên phòng"), ("BCHQS", "Ban Chỉ huy Quân sự"), ("BCĐ", "Ban Chỉ đạo"),
    ("QLDA", "Quản lý dự án"), ("Trung tâm VH-TT-TT", "Trung tâm Văn hóa - Thông tin - Thể thao"),
    ("VHTT&TT", "Văn hóa, Thông tin và Thể thao"), ("VH-TT", "Văn hóa và Thông tin"), ("VH&TT", "Văn hóa và Thông tin"),
    ("VHTT", "Văn hóa và Thông tin"), ("VHTTDL", "Văn hóa, Thể thao và Du lịch"), ("TC-KH", "Tài chính - Kế hoạch"),
    ("TCKH", "Tài chính - Kế hoạch"), ("KT&HT", "Kinh tế và Hạ tầng"), ("KT-HT", "Kinh tế và Hạ tầng"),
    ("LĐTBXH", "Lao động - Thương binh và Xã hội"), ("LĐ-TB&XH", "Lao động - Thương binh và Xã hội"),
    ("LĐTB&XH", "Lao động - Thương binh và Xã hội"), ("LĐ,TB&XH", "Lao động - Thương binh và Xã hội"),
    ("TNMT", "Tài nguyên và Môi trường"), ("TN&MT", "Tài nguyên và Môi trường"), ("TN-MT", "Tài nguyên và Môi trường"),
    ("GDĐT", "Giáo dục và Đào tạo"), ("GD&ĐT", "Giáo dục và Đào tạo"), ("GD-ĐT", "Giáo dục và Đào tạo"),
    ("KHCN", "Khoa học và Công nghệ"), ("KHĐT", "Kế hoạch và Đầu tư"), ("KH&ĐT", "Kế hoạch và Đầu tư"),
    ("NNMT", "Nông nghiệp và Môi trường"), ("NN và MT", "Nông nghiệp và Môi trường"), ("GTVT", "Giao thông vận tải"),
    ("NN và PTNT", "Nông nghiệp và Phát triển nông thôn"), ("NNPTNT", "Nông nghiệp và Phát triển nông thôn"),
    ("TTTT", "Thông tin và Truyền thông"), ("DTTG", "Dân tộc và Tôn giáo"), ("DT&TG", "Dân tộc và Tôn giáo"),
    ("VHXH", "Văn hóa - Xã hội"), ("VH-XH", "Văn hóa - Xã hội"), ("QLĐT", "Quản lý đô thị"), ("KSND", "kiểm sát nhân dân"),
    ("TAND", "Tòa án nhân dân"), ("VKSND", "Viện kiểm sát nhân dân"), ("BTTTT", "Bộ Thông tin và Truyền thông"),
    ("CT", "Công Thương"), ("NV", "Nội vụ"), ("XD", "Xây dựng"), ("TC", "Tài chính"), ("GDDT", "Giáo dục và Đào tạo"),
    ("Tư Pháp", "Tư pháp"), ("THA dân sự", "Thi hành án dân sự"), ("CA tỉnh", "Công an tỉnh"), ("CA", "Công an"),
    ("Bộ Tư lệnh Thủ đô", "Bộ Tư lệnh Thủ đô Hà Nội"), ("Bộ Tư lệnh Thủ đô Hà Nội", "Bộ Tư lệnh Thủ đô Hà Nội"),
)  # fmt: skip


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated reference table."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t"))


def write(name: str, columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Writes a reference file of the product."""
    with (DATA / name).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(columns), lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def base_name(name: str) -> str:
    """A reference name without the words that say whose it is: "Thanh tra tỉnh, thành phố" → "Thanh tra"."""
    while True:
        shorter = PLACE_WORDS.sub("", name)
        if shorter == name:
            return name.replace("Ủy ban nhân dân", "UBND").replace("Hội đồng nhân dân", "HĐND")
        name = shorter


def level_of(row: Mapping[str, str]) -> str:
    """The level of a reference row; the classes of mass organisations and media tell it in their id or name."""
    if row["class"] in LEVELS:
        return LEVELS[row["class"]]
    for suffix, level in (("_tinh", "province"), ("_huyen", "district"), ("_xa", "commune")):
        if row["id"].endswith(suffix):
            return level
    return "central"


def units(folder: Path) -> list[dict[str, str]]:
    """All bodies of all tables; provinces have their own reference file."""
    found: list[dict[str, str]] = []
    for table in TABLES:
        for row in rows_of(folder / f"{table}.tsv"):
            level, name = level_of(row), base_name(row["name"])
            name = SHORTER.get(name, name)
            found.append({**row, "unit_id": row["id"], "name": name, "level": level})
    for unit_id, name, level, kind in ADDED:
        found.append(
            {"unit_id": unit_id, "name": name, "level": level, "class": kind, "valid_from": "",
             "valid_to": "", "source": "tên gặp trong kế hoạch đã công bố", "verified": "no"}
        )  # fmt: skip
    return found


def successions(folder: Path) -> list[dict[str, str]]:
    """Which body took over from which: as a whole or in part, from which day, by which source."""
    found: list[dict[str, str]] = []
    for table in TABLES:
        rows = rows_of(folder / f"{table}.tsv")
        starts = {row["id"]: row["valid_from"] for row in rows}
        for row in rows:
            for column, kind in (("successor_ids", "whole"), ("part_successor_ids", "part")):
                found.extend(
                    {"from_id": row["id"], "to_id": successor, "kind": kind, "valid_from": starts.get(successor, ""),
                     "last_day": row["valid_to"], "source": row["source"], "verified": row["verified"]}
                    for successor in filter(None, (row.get(column) or "").split(";"))
                )  # fmt: skip
    return found


def aliases(folder: Path) -> list[dict[str, str]]:
    """Short forms and what they stand for; own ones first, they decide where the reference calls a form ambiguous."""
    found: dict[str, dict[str, str]] = {
        alias: {"alias": alias, "full": full, "unit_id": "", "verified": "convention"} for alias, full in OWN_ALIASES
    }
    for name, unit_id in OTHER_NAMES:
        found.setdefault(name, {"alias": name, "full": name, "unit_id": unit_id, "verified": "convention"})
    for row in rows_of(folder / "unit_aliases.tsv"):
        alias = row["alias"]
        wanted = row["kind"] == "unit" or alias in TERMS_IN_NAMES
        ambiguous = "ambiguous" in row["note"] and alias not in TERMS_IN_NAMES
        if not wanted or alias in found or alias in NOT_IN_NAMES or ambiguous:
            continue
        full = row["full_form"].replace("Ủy ban nhân dân", "UBND").replace("Hội đồng nhân dân", "HĐND")
        found[alias] = {"alias": alias, "full": full, "unit_id": row["target_id"], "verified": row["verified"]}
    return sorted(found.values(), key=lambda row: row["alias"])


def main(arguments: list[str]) -> int:
    """Writes the three files; 2 if the folder is not given or holds no reference tables."""
    if len(arguments) != 1 or not (Path(arguments[0]) / "ministries.tsv").is_file():
        sys.stderr.write(f"{__doc__}\n")
        return 2
    folder = Path(arguments[0])
    write("units.csv", UNIT_COLUMNS, units(folder))
    columns = ("from_id", "to_id", "kind", "valid_from", "last_day", "source", "verified")
    write("unit_succession.csv", columns, successions(folder))
    write("unit_aliases.csv", ("alias", "full", "unit_id", "verified"), aliases(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
