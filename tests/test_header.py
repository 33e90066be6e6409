"""Headers of invented documents of every kind of issuer, and what each must say of itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from citation_documents import header_of, read_text

from extractors.header import Header

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
BASIS = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;"
BODY = "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích"
FILLER = "- Bảo đảm việc triển khai kịp thời, đúng tiến độ, có trọng tâm."


def fields(header: Header, wanted: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(header, name) for name in wanted}


CASES: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    # a province: letterhead in two columns, name of the province on a second line, title with a year
    "tỉnh, bảng hai cột": (
        (
            [
                ["ỦY BAN NHÂN DÂN\nTỈNH LẠNG SƠN", MOTTO],
                ["Số: 45/KH-UBND", "Lạng Sơn, ngày 05  tháng 9  năm 2024"],
            ],
            "KẾ HOẠCH",
            "Cải cách thủ tục hành chính năm 2025 trên địa bàn tỉnh Lạng Sơn",
            BASIS,
            BODY,
            FILLER,
            [
                [
                    "Nơi nhận:\n- Như trên;\n- Lưu: VT.",
                    "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nDương Xuân Huyên",
                ]
            ],
        ),
        {
            "doc_type": "Kế hoạch",
            "number": "45",
            "symbol": "KH-UBND",
            "canonical": "45/KH-UBND",
            "issued_on": date(2024, 9, 5),
            "place": "Lạng Sơn",
            "province": "Lạng Sơn",
            "issuer": "UBND tỉnh Lạng Sơn",
            "issuer_level": "province",
            "title": "Cải cách thủ tục hành chính năm 2025 trên địa bàn tỉnh Lạng Sơn",
            "plan_year": 2025,
            "signer": "Dương Xuân Huyên",
            "signer_role": "PHÓ CHỦ TỊCH",
        },
    ),
    # a board whose name runs over two lines, body above it
    "ban quản lý, tên hai dòng": (
        (
            [
                ["UBND TỈNH BẮC NINH\nBAN QUẢN LÝ\nCÁC KHU CÔNG NGHIỆP", MOTTO],
                ["Số: 12/KH-BQL", "Bắc Ninh, ngày 10 tháng 01 năm 2022"],
            ],
            "KẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2022\ncủa Ban Quản lý các Khu công nghiệp tỉnh Bắc Ninh",
            BASIS,
            BODY,
            "KT. TRƯỞNG BAN\nPHÓ TRƯỞNG BAN\nNguyễn Đức Long",
        ),
        {
            "doc_type": "Kế hoạch",
            "number": "12",
            "symbol": "KH-BQL",
            "issued_on": date(2022, 1, 10),
            "province": "Bắc Ninh",
            "issuer": "Ban Quản lý các Khu công nghiệp tỉnh Bắc Ninh",
            "issuer_level": "province",
            "title": "Tuyên truyền cải cách hành chính năm 2022 của Ban Quản lý các Khu công nghiệp tỉnh Bắc Ninh",
            "plan_year": 2022,
            "signer": "Nguyễn Đức Long",
            "signer_role": "PHÓ TRƯỞNG BAN",
        },
    ),
    # a department whose name is broken after a comma
    "sở, tên hai dòng": (
        (
            "UBND TỈNH THÁI BÌNH\nSỞ VĂN HÓA, THỂ THAO\nVÀ DU LỊCH",
            "Số: 311/KH-SVHTTDL",
            MOTTO,
            "Thái Bình, ngày 22 tháng 02 năm 2023",
            "KẾ HOẠCH",
            "Kiểm tra công tác cải cách hành chính năm 2023",
            "Thực hiện Kế hoạch số 05/KH-UBND ngày 09/01/2023 của UBND tỉnh về cải cách hành chính;",
            BODY,
            "GIÁM ĐỐC\nĐỗ Quốc Tuấn",
        ),
        {
            "number": "311",
            "symbol": "KH-SVHTTDL",
            "issuer": "Sở Văn hóa, Thể thao và Du lịch tỉnh Thái Bình",
            "issuer_level": "province",
            "province": "Thái Bình",
            "signer": "Đỗ Quốc Tuấn",
            "signer_role": "GIÁM ĐỐC",
        },
    ),
    # the office of a people's committee: its name ends on the next line
    "văn phòng UBND": (
        (
            "UBND TỈNH GIA LAI\nVĂN PHÒNG\nỦY BAN NHÂN DÂN",
            "Số: 7/KH-VP",
            MOTTO,
            "Gia Lai, ngày 3 tháng 3 năm 2021",
            "KẾ HOẠCH\nRà soát, đánh giá thủ tục hành chính năm 2021",
            BODY,
            "CHÁNH VĂN PHÒNG\nNguyễn Đức Hoàng",
        ),
        {
            "issuer": "Văn phòng UBND tỉnh Gia Lai",
            "province": "Gia Lai",
            "number": "7",
            "signer_role": "CHÁNH VĂN PHÒNG",
            "signer": "Nguyễn Đức Hoàng",
        },
    ),
    # a people's council's resolution
    "HĐND": (
        (
            "HỘI ĐỒNG NHÂN DÂN\nTỈNH HÀ GIANG",
            "Số: 31/2022/NQ-HĐND",
            MOTTO,
            "Hà Giang, ngày 10 tháng 12 năm 2022",
            "NGHỊ QUYẾT",
            "Quy định mức thu phí, lệ phí khi thực hiện dịch vụ công trực tuyến trên địa bàn tỉnh Hà Giang",
            "HỘI ĐỒNG NHÂN DÂN TỈNH HÀ GIANG\nKHÓA XVIII, KỲ HỌP THỨ 10",
            BASIS,
            "QUYẾT NGHỊ:\nĐiều 1. Phạm vi điều chỉnh",
            "CHỦ TỊCH\nThào Hồng Sơn",
        ),
        {
            "doc_type": "Nghị quyết",
            "number": "31/2022",
            "symbol": "NQ-HĐND",
            "canonical": "31/2022/NQ-HĐND",
            "issuer": "HĐND tỉnh Hà Giang",
            "title": "Quy định mức thu phí, lệ phí khi thực hiện dịch vụ công trực tuyến trên địa bàn tỉnh Hà Giang",
            "signer": "Thào Hồng Sơn",
            "signer_role": "CHỦ TỊCH",
        },
    ),
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
    # a draft: number and day left blank
    "dự thảo": (
        (
            "ỦY BAN NHÂN DÂN\nTỈNH TRÀ VINH",
            "Số:       /KH-UBND",
            MOTTO,
            "Trà Vinh, ngày      tháng 02 năm 2025",
            "DỰ THẢO",
            "KẾ HOẠCH\nChuyển đổi số năm 2025",
            BODY,
            "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
        ),
        {
            "doc_type": "Kế hoạch",
            "number": None,
            "symbol": "KH-UBND",
            "canonical": None,
            "issued_on": None,
            "issued_on_text": "2025-02",
            "issuer": "UBND tỉnh Trà Vinh",
            "title": "Chuyển đổi số năm 2025",
            "signer": None,
            "signer_role": "CHỦ TỊCH",
        },
    ),
    # a normative decision of a city; its committee named again over the basis lines
    "quyết định có năm": (
        (
            [
                ["ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH", MOTTO],
                ["Số: 12/2024/QĐ-UBND", "TP. Hồ Chí Minh, ngày 28 tháng 02 năm 2024"],
            ],
            "QUYẾT ĐỊNH\nBan hành Quy chế phối hợp giải quyết thủ tục hành chính",
            "ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH",
            BASIS,
            "QUYẾT ĐỊNH:\nĐiều 1. Ban hành kèm theo Quyết định này Quy chế.",
            "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nVõ Văn Hoan",
        ),
        {
            "doc_type": "Quyết định",
            "number": "12/2024",
            "symbol": "QĐ-UBND",
            "canonical": "12/2024/QĐ-UBND",
            "issued_on": date(2024, 2, 28),
            "place": "TP. Hồ Chí Minh",
            "province": "Thành phố Hồ Chí Minh",
            "issuer": "UBND Thành phố Hồ Chí Minh",
            "title": "Ban hành Quy chế phối hợp giải quyết thủ tục hành chính",
            "signer": "Võ Văn Hoan",
        },
    ),
    # a letter: no type word, its subject under the number
    "công văn": (
        (
            [
                [
                    "UBND TỈNH KON TUM\nSỞ NỘI VỤ\nSố: 2231/SNV-CCHC&PC\nV/v đẩy mạnh cải cách 6 tháng cuối năm 2025",
                    f"{MOTTO}\nKon Tum, ngày 17 tháng 6 năm 2025",
                ],
            ],
            "Kính gửi: Các sở, ban, ngành.",
            "Thực hiện Kế hoạch số 12/KH-UBND ngày 08/01/2025 của UBND tỉnh, Sở Nội vụ đề nghị các đơn vị:",
            "1. Rà soát tiến độ.",
            "TL. GIÁM ĐỐC\nCHÁNH VĂN PHÒNG\nY Thông",
        ),
        {
            "doc_type": "Công văn",
            "number": "2231",
            "symbol": "SNV-CCHC&PC",
            "canonical": "2231/SNV-CCHC&PC",
            "issued_on": date(2025, 6, 17),
            "issuer": "Sở Nội vụ tỉnh Kon Tum",
            "title": "V/v đẩy mạnh cải cách 6 tháng cuối năm 2025",
            "plan_year": 2025,
            "signer": "Y Thông",
            "signer_role": "CHÁNH VĂN PHÒNG",
        },
    ),
    # place of two words with a hyphen
    "Bà Rịa - Vũng Tàu": (
        (
            f"ỦY BAN NHÂN DÂN\nTỈNH BÀ RỊA - VŨNG TÀU\nSố: 21/KH-UBND\n{MOTTO}",
            "Bà Rịa - Vũng Tàu, ngày 02 tháng 02 năm 2023",
            "KẾ HOẠCH\nKiểm soát thủ tục hành chính năm 2023",
            BODY,
        ),
        {
            "place": "Bà Rịa - Vũng Tàu",
            "province": "Bà Rịa - Vũng Tàu",
            "province_now": "Thành phố Hồ Chí Minh",
            "issuer": "UBND tỉnh Bà Rịa - Vũng Tàu",
            "number": "21",
        },
    ),
    # place of three words, tone mark the old way
    "Thừa Thiên Huế": (
        (
            f"UỶ BAN NHÂN DÂN\nTỈNH THỪA THIÊN HUẾ\nSố: 6 /KH-UBND\n{MOTTO}\nThừa Thiên Huế, ngày 08 tháng 01 năm 2021",
            "KẾ HOẠCH\nTruyền thông về cải cách hành chính giai đoạn 2021 - 2025",
            BODY,
        ),
        {
            "place": "Thừa Thiên Huế",
            "province": "Thừa Thiên Huế",
            "issuer": "UBND tỉnh Thừa Thiên Huế",
            "plan_year": 2021,
            "plan_year_to": 2025,
            "number": "6",
        },
    ),
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
    # the two bodies of the letterhead in one line, as saved pages have them
    "flattened letterhead": (
        (
            f"UBND TỈNH QUẢNG NAM SỞ CÔNG THƯƠNG\nSố: 61/KH-SCT\n{MOTTO}",
            "Quảng Nam, ngày 05 tháng 4 năm 2023",
            "KẾ HOẠCH",
            "Phát triển thương mại điện tử năm 2023",
            BODY,
            "GIÁM ĐỐC\nVương Trinh Quốc",
        ),
        {"issuer": "Sở Công Thương tỉnh Quảng Nam", "canonical": "61/KH-SCT", "province": "Quảng Nam"},
    ),
    # office and name in one line, as cells of saved pages have them, with a note of signing
    "flattened signature": (
        (
            f"UBND TỈNH LÀO CAI\nSỞ Y TẾ\nSố: 8/KH-SYT\n{MOTTO}",
            "Lào Cai, ngày 9 tháng 1 năm 2024",
            "KẾ HOẠCH",
            "Bồi dưỡng kỹ năng số năm 2024",
            BODY,
            "GIÁM ĐỐC (Đã ký) Trần Hữu Thọ",
        ),
        {"signer": "Trần Hữu Thọ", "signer_role": "GIÁM ĐỐC"},
    ),
    # acting head of a department, with a degree
    "quyền giám đốc": (
        (
            f"ỦY BAN NHÂN DÂN TỈNH LÀO CAI\nSỞ THÔNG TIN VÀ TRUYỀN THÔNG\nSố: 03/KH-STTTT\n{MOTTO}",
            "Lào Cai, ngày 09 tháng 01 năm 2024",
            "KẾ HOẠCH",
            "Bồi dưỡng kỹ năng số cho cán bộ, công chức đến năm 2030",
            BODY,
            "Q. GIÁM ĐỐC\nThS. Vương Trinh Quốc",
        ),
        {
            "issuer": "Sở Thông tin và Truyền thông tỉnh Lào Cai",
            "title": "Bồi dưỡng kỹ năng số cho cán bộ, công chức đến năm 2030",
            "plan_year": 2024,
            "plan_year_to": 2030,
            "signer": "Vương Trinh Quốc",
            "signer_role": "Q. GIÁM ĐỐC",
        },
    ),
    # deputy for the head; name in capitals
    "phó giám đốc ký thay": (
        (
            f"UBND TỈNH ĐẮK LẮK\nSỞ Y TẾ\nSố: 90/KH-SYT\n{MOTTO}\nĐắk Lắk, ngày 1 tháng 12 năm 2023",
            "KẾ HOẠCH\nKiểm tra việc giải quyết thủ tục hành chính năm 2024",
            BODY,
            "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nNAY PHI LA",
        ),
        {
            "issuer": "Sở Y tế tỉnh Đắk Lắk",
            "plan_year": 2024,
            "signer": "Nay Phi La",
            "signer_role": "PHÓ GIÁM ĐỐC",
        },
    ),
    # signed on orders, by the chief of office
    "thừa lệnh chủ tịch": (
        (
            f"ỦY BAN NHÂN DÂN\nTỈNH LÂM ĐỒNG\nSố: 1402/UBND-TTHCC\nV/v báo cáo kết quả quý I năm 2024\n{MOTTO}",
            "Lâm Đồng, ngày 20 tháng 2 năm 2024",
            "Kính gửi: Các sở, ngành",
            "Ủy ban nhân dân tỉnh yêu cầu các sở, ngành báo cáo trước ngày 10/3/2024.",
            "TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\nK'Mák",
        ),
        {
            "doc_type": "Công văn",
            "symbol": "UBND-TTHCC",
            "issuer": "UBND tỉnh Lâm Đồng",
            "title": "V/v báo cáo kết quả quý I năm 2024",
            "signer": "K'Mák",
            "signer_role": "CHÁNH VĂN PHÒNG",
        },
    ),
    # a ministry's decision
    "bộ": (
        (
            f"BỘ NỘI VỤ\nSố: 905/QĐ-BNV\n{MOTTO}\nHà Nội, ngày 17 tháng 11 năm 2022",
            "QUYẾT ĐỊNH\nPhê duyệt Đề án “Đo lường sự hài lòng của người dân giai đoạn 2022 - 2030”",
            "BỘ TRƯỞNG BỘ NỘI VỤ",
            "Căn cứ Nghị định số 63/2022/NĐ-CP ngày 12 tháng 9 năm 2022 của Chính phủ;",
            "QUYẾT ĐỊNH:\nĐiều 1. Phê duyệt Đề án.",
            "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nTrương Hải Long",
        ),
        {
            "issuer": "Bộ Nội vụ",
            "issuer_level": "central",
            "province": None,
            "place": "Hà Nội",
            "title": "Phê duyệt Đề án “Đo lường sự hài lòng của người dân giai đoạn 2022 - 2030”",
            "plan_year": 2022,
            "signer": "Trương Hải Long",
            "signer_role": "THỨ TRƯỞNG",
        },
    ),
    # the Prime Minister's directive
    "Thủ tướng": (
        (
            f"THỦ TƯỚNG CHÍNH PHỦ\nSố: 07/CT-TTg\n{MOTTO}\nHà Nội, ngày 14 tháng 3 năm 2025",
            "CHỈ THỊ\nVề việc đẩy mạnh triển khai Đề án 06 tại các bộ, ngành, địa phương năm 2025",
            "Thời gian qua, các bộ, ngành đã triển khai tích cực.",
            BODY,
            "THỦ TƯỚNG\nPhạm Minh Chính",
        ),
        {
            "doc_type": "Chỉ thị",
            "canonical": "07/CT-TTg",
            "issuer": "Thủ tướng Chính phủ",
            "title": "Về việc đẩy mạnh triển khai Đề án 06 tại các bộ, ngành, địa phương năm 2025",
            "signer": "Phạm Minh Chính",
            "signer_role": "THỦ TƯỚNG",
        },
    ),
    # a report with a title in mixed case over three lines
    "báo cáo, tiêu đề ba dòng": (
        (
            f"ỦY BAN NHÂN DÂN\nTỈNH HẬU GIANG\nSố: 301/BC-UBND\n{MOTTO}\nHậu Giang, ngày 12 tháng 12 năm 2024",
            "BÁO CÁO",
            "Kết quả thực hiện công tác cải cách hành chính\nnăm 2024 và phương hướng, nhiệm vụ\ntrọng tâm năm 2025",
            "Thực hiện Công văn số 7888/BNV-CCHC ngày 05/12/2024 của Bộ Nội vụ, UBND tỉnh báo cáo như sau:",
            BODY,
            "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nĐồng Văn Thanh",
        ),
        {
            "doc_type": "Báo cáo",
            "title": "Kết quả thực hiện công tác cải cách hành chính năm 2024 và phương hướng, nhiệm vụ trọng tâm năm 2025",
            "issuer": "UBND tỉnh Hậu Giang",
            "plan_year": 2024,
            "plan_year_to": 2025,
        },
    ),
    # title in capitals over two lines, motto in the same cell
    "tiêu đề chữ hoa": (
        (
            [
                ["ỦY BAN NHÂN DÂN\nTỈNH QUẢNG TRỊ\n-------", f"{MOTTO}\n---------------"],
                ["Số: 208/KH-UBND", "Quảng Trị, ngày 30 tháng 10 năm 2025"],
            ],
            "KẾ HOẠCH\nPHÁT TRIỂN CHÍNH QUYỀN SỐ\nTỈNH QUẢNG TRỊ GIAI ĐOẠN 2026-2030",
            BASIS,
            BODY,
        ),
        {
            "title": "PHÁT TRIỂN CHÍNH QUYỀN SỐ TỈNH QUẢNG TRỊ GIAI ĐOẠN 2026-2030",
            "plan_year": 2026,
            "plan_year_to": 2030,
            "issuer": "UBND tỉnh Quảng Trị",
            "number": "208",
        },
    ),
    # the motto on one line with the issuing body, as flattened letterheads have it
    "hai cột trên một dòng": (
        (
            "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "TỈNH HÒA BÌNH Độc lập - Tự do - Hạnh phúc",
            "Số: 77/KH-UBND Hòa Bình, ngày 14 tháng 4 năm 2023",
            "KẾ HOẠCH\nTriển khai Đề án 06 năm 2023",
            BASIS,
            BODY,
        ),
        {
            "number": "77",
            "issued_on": date(2023, 4, 14),
            "place": "Hòa Bình",
            "province": "Hòa Bình",
            "issuer": "UBND tỉnh Hòa Bình",
            "title": "Triển khai Đề án 06 năm 2023",
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
    # a steering committee
    "ban chỉ đạo": (
        (
            f"UBND TỈNH LONG AN\nBAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ\nSố: 33/KH-BCĐ\n{MOTTO}\nLong An, ngày 21 tháng 3 năm 2024",
            "KẾ HOẠCH\nHoạt động của Ban Chỉ đạo Chuyển đổi số năm 2024",
            BODY,
            "TRƯỞNG BAN\nNguyễn Văn Út",
        ),
        {
            "issuer": "Ban Chỉ đạo Chuyển đổi số tỉnh Long An",
            "number": "33",
            "signer": "Nguyễn Văn Út",
        },
    ),
    # a bare annex: number and date from its annex line
    "phụ lục": (
        (
            "PHỤ LỤC\nDANH MỤC NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH NĂM 2024",
            "(Ban hành kèm theo Kế hoạch số 199/KH-UBND ngày 29/12/2023 của UBND tỉnh Cao Bằng)",
            [["TT", "Nhiệm vụ", "Cơ quan chủ trì"], ["1", "Rà soát thủ tục hành chính", "Sở Tư pháp"]],
        ),
        {
            "doc_type": "Kế hoạch",
            "canonical": "199/KH-UBND",
            "issued_on": date(2023, 12, 29),
            "issuer": "UBND tỉnh Cao Bằng",
            "province": "Cao Bằng",
            "place": None,
        },
    ),
    # an inter-agency number with a point
    "số có dấu chấm": (
        (
            f"CHÍNH PHỦ\nSố: 66.7/2025/NQ-CP\n{MOTTO}\nHà Nội, ngày 15 tháng 11 năm 2025",
            "NGHỊ QUYẾT\nQuy định cắt giảm thành phần hồ sơ",
            "Căn cứ Luật Tổ chức Chính phủ số 63/2025/QH15;",
            "Điều 1. Phạm vi điều chỉnh",
        ),
        {"number": "66.7/2025", "symbol": "NQ-CP", "canonical": "66.7/2025/NQ-CP", "issuer": "Chính phủ"},
    ),
    # an office of the provincial police: "xã hội" is no commune
    "phòng của công an tỉnh": (
        (
            f"CÔNG AN TỈNH THANH HÓA\nPHÒNG CẢNH SÁT QUẢN LÝ HÀNH CHÍNH\nVỀ TRẬT TỰ XÃ HỘI\nSố: 45/KH-PC06\n{MOTTO}",
            "Thanh Hóa, ngày 3 tháng 3 năm 2024",
            "KẾ HOẠCH\nTriển khai Đề án 06 quý II năm 2024",
            BODY,
            "TRƯỞNG PHÒNG\nThượng tá Lê Văn Cường",
        ),
        {
            "issuer_level": "province",
            "local": None,
            "province": "Thanh Hóa",
            "plan_year": 2024,
            "signer": "Lê Văn Cường",
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
    # a part of the body above it
    "thường trực HĐND": (
        (
            f"HỘI ĐỒNG NHÂN DÂN\nTỈNH LÀO CAI\nTHƯỜNG TRỰC\nSố: 12/KH-HĐND\n{MOTTO}\nLào Cai, ngày 2 tháng 2 năm 2024",
            "KẾ HOẠCH\nGiám sát việc thực hiện cải cách hành chính năm 2024",
            BODY,
            "TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN\nPHÓ CHỦ TỊCH\nLý Bình Minh",
        ),
        {"issuer": "Thường trực HĐND tỉnh Lào Cai", "signer": "Lý Bình Minh", "signer_role": "PHÓ CHỦ TỊCH"},
    ),
    # a submission: the addressee under the title is not of it
    "tờ trình": (
        (
            f"SỞ NỘI VỤ TỈNH TÂY NINH\nSố: 2/TTr-SNV\n{MOTTO}\nTây Ninh, ngày 02/01/2024",
            "TỜ TRÌNH\nVề việc ban hành Kế hoạch cải cách hành chính năm 2024",
            "Kính gửi: Ủy ban nhân dân tỉnh",
            BODY,
        ),
        {
            "doc_type": "Tờ trình",
            "issued_on": date(2024, 1, 2),
            "issuer": "Sở Nội vụ tỉnh Tây Ninh",
            "title": "Về việc ban hành Kế hoạch cải cách hành chính năm 2024",
        },
    ),
    # a letter whose subject runs over two lines
    "trích yếu hai dòng": (
        (
            [
                [
                    "BỘ NỘI VỤ\nSố: 77/BNV-CCHC\nV/v hướng dẫn tự đánh giá\nchỉ số cải cách hành chính năm 2024",
                    f"{MOTTO}\nHà Nội, ngày 6 tháng 1 năm 2025",
                ]
            ],
            "Kính gửi: UBND các tỉnh, thành phố",
            "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nTrương Hải Long",
        ),
        {"title": "V/v hướng dẫn tự đánh giá chỉ số cải cách hành chính năm 2024", "issuer": "Bộ Nội vụ", "plan_year": 2024},
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
    # a hospital's plan
    "bệnh viện": (
        (
            f"SỞ Y TẾ TỈNH NAM ĐỊNH\nBỆNH VIỆN ĐA KHOA TỈNH\nSố: 51/KH-BVĐK\n{MOTTO}\nNam Định, ngày 2 tháng 2 năm 2023",
            "KẾ HOẠCH\nCải cách hành chính năm 2023",
            BODY,
            "GIÁM ĐỐC\nBSCKII. Nguyễn Văn Kiêm",
        ),
        {"issuer": "Bệnh viện đa khoa tỉnh Nam Định", "signer": "Nguyễn Văn Kiêm", "number": "51"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_header_of_a_drafted_document(name: str) -> None:
    parts, wanted = CASES[name]
    assert fields(header_of(*parts), wanted) == wanted


FILES: dict[str, tuple[str, dict[str, Any]]] = {
    # two columns laid out with blanks
    "hai-cot.txt": (
        """ỦY BAN NHÂN DÂN                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH NINH THUẬN                       Độc lập - Tự do - Hạnh phúc
-----------                           ---------------------------
Số: 123/KH-UBND                     Ninh Thuận, ngày 03 tháng 02 năm 2023

                     KẾ HOẠCH
     Cải cách hành chính nhà nước tỉnh Ninh Thuận năm 2023

     Thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ;
Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:
I. MỤC ĐÍCH
1. Mục đích
- Bảo đảm.
                                  TM. ỦY BAN NHÂN DÂN
                                       CHỦ TỊCH


                                   Trần Quốc Nam
""",
        {
            "canonical": "123/KH-UBND",
            "issued_on_text": "2023-02-03",
            "place": "Ninh Thuận",
            "issuer": "UBND tỉnh Ninh Thuận",
            "title": "Cải cách hành chính nhà nước tỉnh Ninh Thuận năm 2023",
            "signer": "Trần Quốc Nam",
            "signer_role": "CHỦ TỊCH",
        },
    ),
    # one thing a line, a row of stars, a blank in the number, a title on two lines
    "so-khoa-hoc.txt": (
        """UBND TỈNH QUẢNG BÌNH
SỞ KHOA HỌC VÀ CÔNG NGHỆ
*****
Số: 56 /KH-SKHCN
CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Quảng Bình, ngày 11 tháng 01 năm 2024.

KẾ HOẠCH
Rà soát, đơn giản hóa thủ tục hành chính
năm 2024 của Sở Khoa học và Công nghệ

Thực hiện Kế hoạch số 12/KH-UBND ngày 5/1/2024 của UBND tỉnh Quảng Bình,
Sở Khoa học và Công nghệ ban hành Kế hoạch như sau:
I. MỤC TIÊU
1. Rà soát.
GIÁM ĐỐC
Nguyễn Chí Thắng
""",
        {
            "canonical": "56/KH-SKHCN",
            "issued_on_text": "2024-01-11",
            "issuer": "Sở Khoa học và Công nghệ tỉnh Quảng Bình",
            "title": "Rà soát, đơn giản hóa thủ tục hành chính năm 2024 của Sở Khoa học và Công nghệ",
            "signer": "Nguyễn Chí Thắng",
        },
    ),
    # a table of Markdown, the signature block flattened to one line
    "bang-thanh.md": (
        """| ỦY BAN NHÂN DÂN TỈNH BẾN TRE | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc |
| --- | --- |
| Số: 4567/KH-UBND | Bến Tre, ngày 27 tháng 7 năm 2023 |

**KẾ HOẠCH**

**Truyền thông hỗ trợ triển khai cải cách hành chính 6 tháng cuối năm 2023**

Căn cứ Quyết định số 2434/QĐ-UBND ngày 25 tháng 10 năm 2022 của Ủy ban nhân dân tỉnh;

**I. MỤC ĐÍCH, YÊU CẦU**

1. Mục đích

| Nơi nhận: - Như trên; | **TM. ỦY BAN NHÂN DÂN** **KT. CHỦ TỊCH** **PHÓ CHỦ TỊCH** Nguyễn Minh Cảnh |
| --- | --- |
""",
        {
            "canonical": "4567/KH-UBND",
            "place": "Bến Tre",
            "issuer": "UBND tỉnh Bến Tre",
            "title": "Truyền thông hỗ trợ triển khai cải cách hành chính 6 tháng cuối năm 2023",
            "plan_year": 2023,
            "signer": "Nguyễn Minh Cảnh",
            "signer_role": "PHÓ CHỦ TỊCH",
        },
    ),
    # a broken table of a web page: one cell a line between bars
    "bang-vo.md": (
        """|
ỦY BAN NHÂN DÂN
TỈNH TIỀN GIANG
-------
|
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
|
|
Số: 88/KH-UBND
|
Tiền Giang, ngày 06 tháng 3 năm 2024
|

KẾ HOẠCH

NÂNG CAO CHỈ SỐ CẢI CÁCH HÀNH CHÍNH (PAR INDEX) TỈNH TIỀN GIANG NĂM 2024

Căn cứ Quyết định số 876/QĐ-BNV ngày 10 tháng 11 năm 2022 của Bộ Nội vụ;

I. MỤC TIÊU

|
Nơi nhận:
- Lưu VT.
|
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Nguyễn Thành Diệu
|
""",
        {
            "canonical": "88/KH-UBND",
            "issued_on_text": "2024-03-06",
            "issuer": "UBND tỉnh Tiền Giang",
            "title": "NÂNG CAO CHỈ SỐ CẢI CÁCH HÀNH CHÍNH (PAR INDEX) TỈNH TIỀN GIANG NĂM 2024",
            "signer": "Nguyễn Thành Diệu",
            "signer_role": "PHÓ CHỦ TỊCH",
        },
    ),
    # the Party, two columns laid out with blanks
    "tinh-uy.txt": (
        """TỈNH ỦY CÀ MAU            ĐẢNG CỘNG SẢN VIỆT NAM
       *
Số 99-KH/TU                Cà Mau, ngày 20 tháng 9 năm 2024

KẾ HOẠCH
triển khai thực hiện Kết luận số 83-KL/TW ngày 21/6/2024 của Bộ Chính trị

Thực hiện Kết luận số 83-KL/TW ngày 21/6/2024 của Bộ Chính trị, Ban Thường vụ Tỉnh ủy xây dựng kế hoạch:
I. MỤC ĐÍCH
1. Quán triệt.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
Phạm Thành Ngại
""",
        {
            "canonical": "99-KH/TU",
            "issued_on_text": "2024-09-20",
            "place": "Cà Mau",
            "issuer": "Tỉnh ủy Cà Mau",
            "title": "triển khai thực hiện Kết luận số 83-KL/TW ngày 21/6/2024 của Bộ Chính trị",
            "signer": "Phạm Thành Ngại",
            "signer_role": "PHÓ BÍ THƯ",
        },
    ),
    # the Party of a district, columns divided by tabs
    "huyen-uy.txt": (
        """HUYỆN ỦY VÂN ĐỒN	ĐẢNG CỘNG SẢN VIỆT NAM
*
Số: 17-CT/HU	Vân Đồn, ngày 05 tháng 5 năm 2023
CHỈ THỊ
về tăng cường kỷ luật, kỷ cương hành chính
Thời gian qua, công tác cải cách hành chính trên địa bàn huyện đạt kết quả.
1. Các cấp ủy tập trung.
T/M BAN THƯỜNG VỤ
BÍ THƯ
Nguyễn Anh Tú
""",
        {
            "canonical": "17-CT/HU",
            "doc_type": "Chỉ thị",
            "issuer": "Huyện ủy Vân Đồn",
            "issuer_level": "district",
            "local": "huyện Vân Đồn",
            "title": "về tăng cường kỷ luật, kỷ cương hành chính",
            "signer": "Nguyễn Anh Tú",
            "signer_role": "BÍ THƯ",
        },
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_header_of_a_file(name: str, tmp_path: Path) -> None:
    text, wanted = FILES[name]
    made, head = read_text(tmp_path, name, text)
    assert fields(head, wanted) == wanted
    for source in head.sources:
        assert made.text[source.char_start : source.char_end] == source.raw


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
