"""Headers of what committees of the Party and of its youth union issue."""

from __future__ import annotations

from datetime import date

import pytest
from citation_documents import header_of
from drafted_headers import BODY, PARTY, Case, fields

CASES: dict[str, Case] = {
    # a provincial Party committee: "*" line, number without a colon, Party style
    "Tỉnh ủy": (
        (
            [
                ["TỈNH ỦY YÊN BÁI\n*\nSố 12-KH/TU", f"{PARTY}\nYên Bái, ngày 15 tháng 8 năm 2021"],
            ],
            "KẾ HOẠCH",
            "thực hiện Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng",
            "Thực hiện Chương trình số 10-CTr/TW của Bộ Chính trị, Ban Thường vụ Tỉnh ủy ban hành kế hoạch như sau:",
            BODY,
            "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nTạ Văn Long",
        ),
        {
            "doc_type": "Kế hoạch",
            "number": "12",
            "symbol": "KH/TU",
            "canonical": "12-KH/TU",
            "issued_on": date(2021, 8, 15),
            "place": "Yên Bái",
            "issuer": "Tỉnh ủy Yên Bái",
            "title": "thực hiện Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng",
            "signer": "Tạ Văn Long",
            "signer_role": "PHÓ BÍ THƯ",
        },
    ),
    # the executive committee of a provincial Party organisation
    "Ban Chấp hành Đảng bộ": (
        (
            f"ĐẢNG BỘ TỈNH SƠN LA\nBAN CHẤP HÀNH\n*\nSố 08-CTr/TU\n{PARTY}\nSơn La, ngày 02 tháng 4 năm 2021",
            "CHƯƠNG TRÌNH HÀNH ĐỘNG\nthực hiện Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XV, nhiệm kỳ 2020 - 2025",
            BODY,
            "TM. BAN CHẤP HÀNH\nBÍ THƯ\nNguyễn Hữu Đông",
        ),
        {
            "doc_type": "Chương trình hành động",
            "number": "08",
            "symbol": "CTr/TU",
            "issuer": "Ban Chấp hành Đảng bộ tỉnh Sơn La",
            "province": "Sơn La",
            "plan_year": 2020,
            "signer": "Nguyễn Hữu Đông",
            "signer_role": "BÍ THƯ",
        },
    ),
    # a city Party committee
    "Thành ủy": (
        (
            [["THÀNH ỦY ĐÀ NẴNG\n*\nSố: 05-KH/TU", f"{PARTY}\nĐà Nẵng, ngày 4 tháng 3 năm 2024"]],
            "KẾ HOẠCH\nthực hiện Chỉ thị số 05-CT/TW của Bộ Chính trị năm 2024",
            BODY,
            "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ THƯỜNG TRỰC\nLương Nguyễn Minh Triết",
        ),
        {
            "canonical": "05-KH/TU",
            "issuer": "Thành ủy Đà Nẵng",
            "title": "thực hiện Chỉ thị số 05-CT/TW của Bộ Chính trị năm 2024",
            "signer": "Lương Nguyễn Minh Triết",
            "signer_role": "PHÓ BÍ THƯ THƯỜNG TRỰC",
        },
    ),
    # a district Party committee
    "Huyện ủy": (
        (
            [["TỈNH ỦY NGHỆ AN\nHUYỆN ỦY QUỲ CHÂU\n*\nSố 45-KH/HU", f"{PARTY}\nQuỳ Châu, ngày 18 tháng 7 năm 2023"]],
            "KẾ HOẠCH\nkiểm tra, giám sát công tác cải cách hành chính năm 2023",
            BODY,
            "T/M BAN THƯỜNG VỤ\nBÍ THƯ\nNguyễn Thanh Hoài",
        ),
        {
            "canonical": "45-KH/HU",
            "issuer": "Huyện ủy Quỳ Châu",
            "issuer_level": "district",
            "province": "Nghệ An",
            "signer": "Nguyễn Thanh Hoài",
        },
    ),
    # a commune's Party committee; its province is told by the city's committee in the preamble
    "đảng ủy xã": (
        (
            f"ĐẢNG BỘ XÃ BÀ NÀ\nĐẢNG ỦY\n*\nSố 03-KH/ĐU\n{PARTY}\nBà Nà, ngày 5 tháng 9 năm 2025",
            "KẾ HOẠCH\nthực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị",
            "Thực hiện Kế hoạch số 12-KH/TU ngày 1/8/2025 của Thành ủy Đà Nẵng;",
            BODY,
            "T/M ĐẢNG ỦY\nPHÓ BÍ THƯ\nHồ Thị Mận",
        ),
        {
            "canonical": "03-KH/ĐU",
            "issuer": "Đảng ủy xã Bà Nà",
            "issuer_level": "commune",
            "province": "Đà Nẵng",
            "signer": "Hồ Thị Mận",
        },
    ),
    # the youth union of a province
    "tỉnh đoàn": (
        (
            "TỈNH ĐOÀN QUẢNG NAM\n***\nSố: 33-KH/TĐTN\nĐOÀN TNCS HỒ CHÍ MINH\nQuảng Nam, ngày 2 tháng 2 năm 2023",
            "KẾ HOẠCH\nTham gia chuyển đổi số năm 2023",
            BODY,
            "TM. BAN THƯỜNG VỤ TỈNH ĐOÀN\nPHÓ BÍ THƯ\nTrần Thị Hiền",
        ),
        {"issuer": "Tỉnh đoàn Quảng Nam", "number": "33", "signer": "Trần Thị Hiền", "signer_role": "PHÓ BÍ THƯ"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_header_of_a_drafted_document(name: str) -> None:
    parts, wanted = CASES[name]
    assert fields(header_of(*parts), wanted) == wanted
