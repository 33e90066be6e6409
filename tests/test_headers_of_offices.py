"""Headers of what ministries, departments and other offices issue."""

from __future__ import annotations

from datetime import date

import pytest
from citation_documents import header_of
from drafted_headers import BASIS, BODY, MOTTO, Case, fields

CASES: dict[str, Case] = {
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
    # a ministry and its agency flattened to one line; the agency is no province's
    "cục của bộ, một dòng": (
        (
            f"BỘ Y TẾ **CỤC PHÒNG BỆNH**\nSố: 415/KH-PB\n{MOTTO}\nHà Nội, ngày 02 tháng 3 năm 2026",
            "KẾ HOẠCH\nCải cách hành chính năm 2026",
            BODY,
        ),
        {"issuer": "Cục phòng bệnh", "issuer_level": "central", "province": None},
    ),
    # the standing board of the Fatherland Front of a province
    "ban thường trực MTTQ": (
        (
            f"ỦY BAN MTTQ VIỆT NAM\nTỈNH GIA LAI\nBAN THƯỜNG TRỰC\nSố: 96/KH-MTTQ-BTT\n{MOTTO}",
            "Gia Lai, ngày 07 tháng 10 năm 2025",
            "KẾ HOẠCH\nGiám sát chính sách hỗ trợ nhà ở",
            BODY,
        ),
        {"number": "96", "province": "Gia Lai", "issuer": "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Gia Lai"},
    ),
    # the type stands in front of the number
    "nghị quyết số": (
        (
            f"ỦY BAN THƯỜNG VỤ\nQUỐC HỘI\n{MOTTO}\nNghị quyết số: 653/2019/UBTVQH14\nHà Nội, ngày 12 tháng 3 năm 2019",
            "NGHỊ QUYẾT\nVỀ VIỆC SẮP XẾP CÁC ĐƠN VỊ HÀNH CHÍNH",
            BODY,
        ),
        {"number": "653/2019", "canonical": "653/2019/UBTVQH14", "issuer": "Ủy ban Thường vụ Quốc hội"},
    ),
    # a portal's print without the line of the type
    "không in tên loại": (
        (
            f"BỘ XÂY DỰNG\nSố: 500/QĐ-BXD\n{MOTTO}\nHà Nội, ngày 13 tháng 03 năm 2012",
            "VỀ VIỆC GIAO NHIỆM VỤ THỰC HIỆN KẾ HOẠCH NĂM 2012",
            "BỘ TRƯỞNG BỘ XÂY DỰNG",
            "Căn cứ Nghị định số 17/2008/NĐ-CP ngày 04 tháng 02 năm 2008 của Chính phủ;",
            "QUYẾT ĐỊNH:",
            "Điều 1. Giao nhiệm vụ cho các đơn vị.",
        ),
        {"doc_type": "Quyết định", "title": "VỀ VIỆC GIAO NHIỆM VỤ THỰC HIỆN KẾ HOẠCH NĂM 2012", "number": "500"},
    ),
    # … nor of the decision, the title in capitals alone
    "không in tên loại kế hoạch": (
        (
            f"UBND TỈNH BẮC NINH\nSố: 58/KH-UBND\n{MOTTO}\nBắc Ninh, ngày 20 tháng 3 năm 2023",
            "GIÁM SÁT VÀ PHÒNG, CHỐNG DỊCH BỆNH TRÊN NGƯỜI NĂM 2023",
            BASIS,
            BODY,
        ),
        {"doc_type": "Kế hoạch", "title": "GIÁM SÁT VÀ PHÒNG, CHỐNG DỊCH BỆNH TRÊN NGƯỜI NĂM 2023"},
    ),
    # "Về việc" under a resolution's number makes no letter
    "nghị quyết không in tên loại": (
        (
            f"HỘI ĐỒNG NHÂN DÂN TỈNH HÀ GIANG\nSố: 97/NQ-HĐND\n{MOTTO}\nHà Giang, ngày 10 tháng 7 năm 2024",
            "Về việc thông qua kế hoạch sử dụng đất",
            BASIS,
        ),
        {"doc_type": "Nghị quyết", "symbol": "NQ-HĐND", "issuer": "HĐND tỉnh Hà Giang"},
    ),
    # a portal's own sentence above the letterhead
    "lời trang web": (
        (
            "Để sử dụng toàn bộ tiện ích vui lòng đăng ký.",
            f"UBND TỈNH BẮC NINH\nSố: 7822/KH-UBND\n{MOTTO}\nBắc Ninh, ngày 26 tháng 11 năm 2021",
            BASIS,
        ),
        {"number": "7822", "doc_type": "Kế hoạch", "issued_on": date(2021, 11, 26), "issuer": "UBND tỉnh Bắc Ninh"},
    ),
    # a letterhead flattened to one line, its rules between the parts
    "letterhead một dòng": (
        (
            (
                "ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN ------------- Số: 52/2018/QĐ-UBND | CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc "
                "lập - Tự do - Hạnh phúc ----------------------- Lạng Sơn, ngày 05 tháng 9 năm 2018 |"
            ),
            "QUYẾT ĐỊNH\nBan hành Quy định quản lý nhà ở",
            BASIS,
        ),
        {"number": "52/2018", "symbol": "QĐ-UBND", "issued_on": date(2018, 9, 5), "issuer": "UBND tỉnh Lạng Sơn"},
    ),
    # a council of the centre that sits in Hà Nội, ministries together, a union's central committee
    "hội đồng trung ương": (
        (
            "HỘI ĐỒNG PHỐI HỢP PHỔ BIẾN PHÁP LUẬT TRUNG ƯƠNG",
            "Số: 573/KH-HĐPH",
            "Hà Nội, ngày 5 tháng 2 năm 2024",
            "KẾ HOẠCH",
        ),
        {"issuer": "Hội đồng phối hợp phổ biến pháp luật trung ương", "issuer_level": "central", "province": None},
    ),
    "liên bộ dính liền": (
        ("BỘ Y TẾ-BỘ TÀI CHÍNH", "Số: 5/2003/TTLT-BYT-BTC", "Hà Nội, ngày 24 tháng 2 năm 2003", "THÔNG TƯ LIÊN TỊCH"),
        {"issuer": "Bộ Y tế - Bộ Tài chính"},
    ),
    "trung ương đoàn": (
        ("BAN CHẤP HÀNH TRUNG ƯƠNG", "Số: 367-QĐ/TWĐTN-VP", "Hà Nội, ngày 29 tháng 10 năm 2013", "QUYẾT ĐỊNH"),
        {"issuer": "Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh", "symbol": "QĐ/TWĐTN-VP"},
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
