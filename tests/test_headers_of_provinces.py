"""Headers of what a province's committee and council issue."""

from __future__ import annotations

from datetime import date

import pytest
from citation_documents import header_of
from drafted_headers import BASIS, BODY, FILLER, MOTTO, Case, fields

CASES: dict[str, Case] = {
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
    # one whose title stands behind its number
    "phụ lục 1": (
        (
            "Phụ lục 1: Danh mục báo cáo năm 2026",
            "(Kèm theo Kế hoạch số 15/KH-UBND ngày 06/01/2026 của UBND tỉnh Cao Bằng)",
            [["TT", "Báo cáo", "Cơ quan chủ trì"], ["1", "Báo cáo quý I", "Sở Tư pháp"]],
        ),
        {"canonical": "15/KH-UBND", "title": "Danh mục báo cáo năm 2026"},
    ),
    # a portal keeps the bars of the letterhead's table and leaves out the type above the title
    "vạch": (
        (
            "| SỞ Y TẾ CAO BẰNG | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |",
            "| Số: 71/QĐ-SYT | Cao Bằng, ngày 14 tháng 11 năm 2025 |",
            "VỀ VIỆC KÝ BẢN GHI NHỚ HỢP TÁC ĐÀO TẠO BÁC SĨ",
            "GIÁM ĐỐC SỞ Y TẾ",
            "Căn cứ Luật Thỏa thuận quốc tế ngày 13/11/2020;",
            "QUYẾT ĐỊNH:",
            "1. Tên gọi của bản ghi nhớ: Bản ghi nhớ hợp tác giữa hai bên.",
        ),
        {
            "issuer": "Sở Y tế tỉnh Cao Bằng",
            "number": "71",
            "doc_type": "Quyết định",
            "title": "VỀ VIỆC KÝ BẢN GHI NHỚ HỢP TÁC ĐÀO TẠO BÁC SĨ",
        },
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
}


@pytest.mark.parametrize("name", CASES)
def test_header_of_a_drafted_document(name: str) -> None:
    parts, wanted = CASES[name]
    assert fields(header_of(*parts), wanted) == wanted
