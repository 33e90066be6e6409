"""Headers of what districts, communes and wards issue, and the province that they lie in."""

from __future__ import annotations

from datetime import date

import pytest
from citation_documents import header_of
from drafted_headers import BODY, MOTTO, Case, fields

CASES: dict[str, Case] = {
    # a district before July 2025: place of the date line is the district, province from the preamble
    "huyện": (
        (
            f"ỦY BAN NHÂN DÂN\nHUYỆN MỘC CHÂU\nSố: 115/KH-UBND\n{MOTTO}\nMộc Châu, ngày 20 tháng 5 năm 2022",
            "KẾ HOẠCH\nNâng cao chỉ số cải cách hành chính huyện Mộc Châu năm 2022",
            "Thực hiện Kế hoạch số 60/KH-UBND ngày 10/3/2022 của UBND tỉnh Sơn La về cải cách hành chính;",
            BODY,
            "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLò Văn Tiến",
        ),
        {
            "place": "Mộc Châu",
            "province": "Sơn La",
            "issuer": "UBND huyện Mộc Châu",
            "issuer_level": "district",
            "local": "huyện Mộc Châu",
            "signer": "Lò Văn Tiến",
        },
    ),
    # a commune after July 2025
    "xã sau tháng 7/2025": (
        (
            f"ỦY BAN NHÂN DÂN\nXÃ ĐẮK TÔ\nSố: 08/KH-UBND\n{MOTTO}\nĐắk Tô, ngày 11 tháng 8 năm 2025",
            "KẾ HOẠCH\nTruyền thông về chính quyền địa phương hai cấp trên địa bàn xã quý III năm 2025",
            "Thực hiện Công văn số 77/SNV-CCHC ngày 05/8/2025 của Sở Nội vụ tỉnh Quảng Ngãi;",
            BODY,
            "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nH'Yim Kđoh",
        ),
        {
            "issuer": "UBND xã Đắk Tô",
            "issuer_level": "commune",
            "province": "Quảng Ngãi",
            "plan_year": 2025,
            "signer": "H'Yim Kđoh",
            "signer_role": "CHỦ TỊCH",
        },
    ),
    # the seat typed in small letters; the decision named a second time under its title
    "địa danh viết thường": (
        (
            f"ỦY BAN NHÂN DÂN\nTỈNH VĨNH PHÚC\nSố: 49/2006/QĐ-UBND\n{MOTTO}\nVĩnh yên, ngày 26 tháng 7 năm 2006",
            "QUYẾT ĐỊNH\nVỀ VIỆC BAN HÀNH QUY ĐỊNH QUẢN LÝ RỪNG\nQUYẾT ĐỊNH CỦA ỦY BAN NHÂN DÂN TỈNH VĨNH PHÚC",
            BODY,
        ),
        {"issued_on": date(2006, 7, 26), "place": "Vĩnh yên", "title": "VỀ VIỆC BAN HÀNH QUY ĐỊNH QUẢN LÝ RỪNG"},
    ),
    # a council's drafting unit behind a dot
    "đơn vị soạn thảo sau dấu chấm": (
        (
            f"ỦY BAN NHÂN DÂN\nTỈNH NGHỆ AN\nSố: 3396/QĐ-UBND.CN\n{MOTTO}\nNghệ An, ngày 15 tháng 7 năm 2023",
            "QUYẾT ĐỊNH\nBan hành Kế hoạch nâng cấp đường tỉnh",
            BODY,
        ),
        {"symbol": "QĐ-UBND.CN", "canonical": "3396/QĐ-UBND.CN", "issuer": "UBND tỉnh Nghệ An"},
    ),
    # a ward, its city in the letterhead too
    "phường có thành phố": (
        (
            f"UBND THÀNH PHỐ HÀ NỘI\nỦY BAN NHÂN DÂN PHƯỜNG LÁNG\nSố: 19/KH-UBND\n{MOTTO}\nLáng, ngày 01 tháng 10 năm 2025",
            "KẾ HOẠCH\nThực hiện công tác cải cách hành chính quý IV năm 2025",
            BODY,
            "TM. ỦY BAN NHÂN DÂN\nQ. CHỦ TỊCH\nTS. Trần Thị Minh Thu",
        ),
        {
            "issuer": "UBND phường Láng",
            "issuer_level": "commune",
            "province": "Hà Nội",
            "plan_year": 2025,
            "signer": "Trần Thị Minh Thu",
            "signer_role": "Q. CHỦ TỊCH",
        },
    ),
    # a district department under its committee
    "phòng của huyện": (
        (
            f"UBND HUYỆN CHỢ MỚI\nPHÒNG NỘI VỤ\nSố: 14/KH-NV\n{MOTTO}\nChợ Mới, ngày 06 tháng 02 năm 2023",
            "KẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2023",
            "Căn cứ Kế hoạch số 30/KH-UBND ngày 31/01/2023 của UBND tỉnh An Giang;",
            BODY,
            "TRƯỞNG PHÒNG\nHuỳnh Văn Bạo",
        ),
        {
            "issuer": "Phòng Nội vụ huyện Chợ Mới",
            "issuer_level": "district",
            "province": "An Giang",
            "signer": "Huỳnh Văn Bạo",
            "signer_role": "TRƯỞNG PHÒNG",
        },
    ),
    # a place with a number
    "quận có số": (
        (
            f"ỦY BAN NHÂN DÂN\nQUẬN 7\nSố: 12/KH-UBND\n{MOTTO}\nQuận 7, ngày 12 tháng 3 năm 2023",
            "KẾ HOẠCH\nCải cách hành chính Quận 7 năm 2023",
            "Căn cứ Quyết định số 12/QĐ-UBND ngày 1/1/2023 của UBND Thành phố Hồ Chí Minh;",
            BODY,
        ),
        {"issued_on": date(2023, 3, 12), "place": "Quận 7", "issuer": "UBND quận 7", "province": "Thành phố Hồ Chí Minh"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_header_of_a_drafted_document(name: str) -> None:
    parts, wanted = CASES[name]
    assert fields(header_of(*parts), wanted) == wanted


COMMUNES = [
    ("XÃ PHÚ VANG", "12 tháng 9 năm 2025", "", "Huế"),  # the only commune of the name
    ("XÃ PHÚ VANG", "12 tháng 9 năm 2025", "Căn cứ Kế hoạch của UBND tỉnh Thừa Thiên Huế;", "Huế"),  # its name of before
    (
        "XÃ PHÚ VANG",
        "12 tháng 9 năm 2025",
        "Căn cứ Kế hoạch của UBND tỉnh Quảng Ngãi;",
        None,
    ),  # told otherwise: nobody knows
    ("XÃ TÂN LẬP", "12 tháng 9 năm 2025", "", None),  # a name of several provinces
    (
        "XÃ TÂN LẬP",
        "12 tháng 9 năm 2025",
        "Nhiệm vụ: nâng cấp đường nối với Tây Ninh.",
        "Tây Ninh",
    ),  # the only one spoken of
    ("XÃ KHÔNG CÓ", "12 tháng 9 năm 2025", "Căn cứ Kế hoạch của UBND tỉnh Quảng Ngãi;", "Quảng Ngãi"),  # in no table
]


@pytest.mark.parametrize("commune, day, words, province", COMMUNES)
def test_the_province_of_a_commune_that_does_not_name_it(commune, day, words, province):
    place = commune.split(" ", 1)[1].title()
    head = f"ỦY BAN NHÂN DÂN\n{commune}\nSố: 45/KH-UBND\n{MOTTO}\n{place}, ngày {day}"
    header = header_of(head, "KẾ HOẠCH\nCải cách hành chính năm 2026", words, BODY)
    assert (header.province, header.issuer_level) == (province, "commune")
