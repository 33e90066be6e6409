"""Headers of text and Markdown files, as plans are handed on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from citation_documents import read_text
from drafted_headers import fields

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
    # as a site gives it: a cell between bars; the country's name, the body and the place broken in their middle
    "cot-giua-vach.txt": (
        """ỦY
BAN NHÂN DÂN
TỈNH KHÁNH HÒA
-------
|
CỘNG HÒA XÃ
HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
|
Số: 71/QĐ-UBND
|
Khánh
Hòa, ngày 9 tháng 3 năm 2022
|
QUYẾT ĐỊNH
PHÊ DUYỆT KẾ HOẠCH TRỒNG RỪNG NGẬP MẶN
Căn cứ Luật Lâm nghiệp ngày 15 tháng 11 năm 2017;
QUYẾT ĐỊNH:
Điều 1. Phê duyệt Kế hoạch.
""",
        {
            "canonical": "71/QĐ-UBND",
            "place": "Khánh Hòa",
            "issuer": "UBND tỉnh Khánh Hòa",
            "title": "PHÊ DUYỆT KẾ HOẠCH TRỒNG RỪNG NGẬP MẶN",
        },
    ),
    # both columns on one line with a bar, no type and no title printed
    "mot-dong-co-vach.txt": (
        """HỘI ĐỒNG NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
Số: 8/2023/NQ-HĐND | Gia Lai, ngày 7 tháng 7 năm 2023 |
HỘI ĐỒNG NHÂN DÂN TỈNH GIA LAI
KHÓA XII KỲ HỌP THỨ 13
Căn cứ Luật Đầu tư công ngày 13 tháng 6 năm 2019;
QUYẾT NGHỊ:
Điều 1. Thông qua danh mục các dự án.
""",
        {
            "doc_type": "Nghị quyết",
            "canonical": "8/2023/NQ-HĐND",
            "issuer": "HĐND tỉnh Gia Lai",
            "title": None,
            "signer_role": None,
        },
    ),
    # a bar behind each line
    "vach-cuoi-dong.txt": (
        """ỦY BAN NHÂN DÂN |
CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM |
Số: 19/KH-UBND |
Cà Mau, ngày 3 tháng 6 năm 2024 |
Thực hiện Luật Giáo dục nghề nghiệp, Ủy ban nhân dân tỉnh ban hành kế hoạch:
I. MỤC ĐÍCH
""",
        {"doc_type": "Kế hoạch", "canonical": "19/KH-UBND", "issuer": "UBND tỉnh Cà Mau"},
    ),
    # how urgent it is belongs to the type; who decides above the grounds has not signed there
    "cong-dien-khan.txt": (
        """UBND TỈNH LÀO CAI
Số: 3/CĐ-UBND
Lào Cai, ngày 2 tháng 8 năm 2024

CÔNG ĐIỆN KHẨN
Về phòng, chống lũ quét

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LÀO CAI
Căn cứ Luật Phòng, chống thiên tai ngày 19 tháng 6 năm 2013;
1. Sở Xây dựng kiểm tra các cầu tạm.
""",
        {
            "doc_type": "Công điện",
            "issuer": "UBND tỉnh Lào Cai",
            "title": "Về phòng, chống lũ quét",
            "signer_role": None,
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
