"""Letters and letterheads: whole titles, whom a letter is addressed to, parts of bodies and bodies that issue together."""

from __future__ import annotations

import pytest
from citation_documents import header_of

from data.document import Document
from extractors import header, tasks
from extractors._addressees import addressees
from pipeline.ingest.draft import Draft

DELEGATION_OFFICE = "Văn phòng Đoàn đại biểu Quốc hội và HĐND"
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
DATE_LINE = "Tây Ninh, ngày 5 tháng 2 năm 2024"
HEAD = ("UBND TỈNH TÂY NINH", "SỞ NỘI VỤ", "Số: 88/SNV-CCHC", "V/v báo cáo năm 2024", *MOTTO.split("\n"), DATE_LINE)
DUTY = "Các sở, ban, ngành báo cáo kết quả trước ngày 15/12/2024."
LIST_OF_UNITS = "Các Bộ: Công an, Tư pháp, Xây dựng,"


def letter_of(*lines: str) -> Document:
    draft = Draft("cong-van.txt", "0" * 64, "txt")
    for line in (*HEAD, *lines):
        draft.paragraph(line)
    return draft.finish()


@pytest.mark.parametrize(
    ("lines", "taken"),
    [
        # a list of bodies, each line of it but the last ending in a semicolon
        (
            (
                "Về việc công bố thủ tục hành chính thuộc thẩm quyền của Sở Y tế;",
                "Sở Nội vụ; Ủy ban nhân dân cấp huyện;",
                "Ủy ban nhân dân cấp xã trên địa bàn tỉnh",
                "(Lĩnh vực: Y tế)",
            ),
            4,
        ),
        # the same in capitals, where the name of a body opens a line
        (("CÔNG BỐ DANH MỤC CỦA SỞ Y TẾ;", "ỦY BAN NHÂN DÂN CẤP XÃ"), 2),
        # a line that ends in a word which awaits another: what follows may be long and begin with a capital
        (
            (
                "Thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của",
                "Chính phủ ban hành Chương trình tổng thể cải cách hành chính nhà nước, định hướng đến năm 2035 tại tỉnh",
            ),
            2,
        ),
        # behind a semicolon: the preamble is no title, nor is a sentence, nor who decides
        (("Về việc kiểm tra thủ tục hành chính;", "Căn cứ Luật Tổ chức chính quyền địa phương;"), 1),
        (("Về việc kiểm tra thủ tục hành chính;", "Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:"), 1),
        (("Về việc kiểm tra thủ tục hành chính;", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"), 1),
        (("Về việc kiểm tra thủ tục hành chính", "Kính gửi: Ủy ban nhân dân tỉnh"), 1),
    ],
)
def test_titles_over_several_lines(lines: tuple[str, ...], taken: int) -> None:
    top = f"ỦY BAN NHÂN DÂN\nTỈNH TÂY NINH\nSố: 12/QĐ-UBND\n{MOTTO}\n{DATE_LINE}"
    found = header_of(top, "QUYẾT ĐỊNH", *lines, "Điều 1. Ban hành kèm theo Quyết định này.")
    assert found.title == " ".join(lines[:taken])


@pytest.mark.parametrize(
    ("below", "is_of_it"),
    [
        ("Bến Lức - Long Thành qua địa bàn tỉnh", True),  # begins with a name
        ("theo Nghị quyết của HĐND tỉnh", True),
        # what stands below a subject
        ("Kính gửi: Các sở, ban, ngành", False),
        ("HỎA TỐC", False),
        ("Sở Nội vụ nhận được đề nghị của các đơn vị, nay trả lời như sau:", False),
    ],
)
def test_subjects_of_letters(below: str, is_of_it: bool) -> None:
    subject = "V/v báo cáo tiến độ tuyến"
    found = header_of("SỞ NỘI VỤ\nTỈNH TÂY NINH", "Số: 88/SNV-CCHC", subject, below, MOTTO, DATE_LINE, "Kính gửi: Sở Y tế")
    assert found.title == (f"{subject} {below}" if is_of_it else subject)


ADDRESSED = [
    ("Kính gửi: Các sở, ban, ngành; UBND các xã, phường.",),
    ("Kính gửi:", "- Các sở, ban, ngành;", "- UBND các xã, phường."),
    ("Kính gửi: - Các sở, ban, ngành;", "- UBND các xã, phường;", "- Công an tỉnh."),
    # a line of the list broken behind a comma, and behind "và"
    ("Kính gửi:", f"- {LIST_OF_UNITS}", "Nông nghiệp và Môi trường;", "- Ủy ban nhân dân tỉnh Tây Ninh."),
    ("Kính gửi:", "- Các Bộ: Công an, Tư pháp và", "Xây dựng;", "- Ủy ban nhân dân tỉnh Tây Ninh."),
    # without dashes, with numbers, with crosses, each line closed by a full stop
    ("Kính gửi:", "Các sở, ban, ngành tỉnh;", "UBND các xã, phường;", "Ban Quản lý khu kinh tế."),
    ("Kính gửi:", "1. Các Bộ: Công an, Tư pháp;", "2. Giám đốc Sở Tài chính."),
    ("KÍNH GỬI:", "+ Các Bộ: Công an, Quốc phòng;", "+ Thủ trưởng các đơn vị thuộc Sở."),
    ("Kính gửi:", "- Các sở, ban, ngành.", "- Giám đốc Sở Tài chính, Giám đốc Sở Xây dựng."),
]


@pytest.mark.parametrize("lines", ADDRESSED)
@pytest.mark.parametrize("why", ["Thực hiện Kế hoạch số 12/KH-UBND, Sở Nội vụ báo cáo như sau:", "- Căn cứ Luật Đất đai;"])
def test_addressees_have_no_duty(lines: tuple[str, ...], why: str) -> None:
    document = letter_of(*lines, why, DUTY)
    first = len(HEAD)
    assert addressees(document) == {block.start for block in document.blocks[first : first + len(lines)]}
    assert [task.raw for task in tasks.find(document, header.read(document))] == [DUTY]


@pytest.mark.parametrize(
    "lines",
    [
        ("Kính gửi: Các sở, ban, ngành", "1. Giám đốc Sở Tài chính bố trí kinh phí."),  # the list is at its end
        ("Kính gửi: Sở Tài chính.", "- Sở Tài chính bố trí kinh phí."),
        ("Kính gửi: Sở Tài chính;", "Sở Tài chính bố trí kinh phí."),  # no unit but a sentence
        ("Văn phòng kính gửi các đơn vị:", "- Sở Tài chính bố trí kinh phí."),
    ],
)
def test_what_follows_the_addressees_is_read(lines: tuple[str, str]) -> None:
    document = letter_of(*lines)
    assert document.blocks[-1].start not in addressees(document)
    assert len(list(tasks.find(document, header.read(document)))) == 1


@pytest.mark.parametrize(
    ("bodies", "symbol", "issuer", "level"),
    [
        # an office, a board, the standing members: of the body above
        ("HĐND TỈNH SƠN LA\nVĂN PHÒNG", "KH-VP", "Văn phòng HĐND tỉnh Sơn La", "province"),
        ("HỘI ĐỒNG NHÂN DÂN\nTỈNH SƠN LA\nVĂN PHÒNG", "KH-VP", "Văn phòng HĐND tỉnh Sơn La", "province"),
        ("UBND TỈNH SƠN LA\nVĂN PHÒNG", "KH-VP", "Văn phòng UBND tỉnh Sơn La", "province"),
        ("UBND TỈNH SƠN LA\nVĂN PHÒNG\nỦY BAN NHÂN DÂN", "KH-VP", "Văn phòng UBND tỉnh Sơn La", "province"),
        ("TỈNH ỦY SƠN LA\nVĂN PHÒNG", "KH/VPTU", "Văn phòng Tỉnh ủy Sơn La", "province"),
        ("BỘ NỘI VỤ\nVĂN PHÒNG", "KH-VP", "Văn phòng Bộ Nội vụ", "central"),
        ("HĐND HUYỆN MƯỜNG LA\nVĂN PHÒNG", "KH-VP", "Văn phòng HĐND huyện Mường La", "district"),
        ("HỘI ĐỒNG NHÂN DÂN TỈNH SƠN LA\nBAN PHÁP CHẾ", "KH-BPC", "Ban Pháp chế HĐND tỉnh Sơn La", "province"),
        ("HĐND XÃ ĐÔNG SANG\nBAN KINH TẾ - XÃ HỘI", "KH-BKT", "Ban Kinh tế - Xã hội HĐND xã Đông Sang", "commune"),
        ("THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN\nTỈNH SƠN LA", "KH-HĐND", "Thường trực HĐND tỉnh Sơn La", "province"),
        # not a part: a department under its committee
        ("UBND TỈNH SƠN LA\nBAN DÂN TỘC", "KH-BDT", "Ban Dân tộc tỉnh Sơn La", "province"),
        # two bodies together, on one line or over several
        ("HỘI ĐỒNG\nNHÂN DÂN\nTỈNH SƠN LA", "NQ-HĐND", "HĐND tỉnh Sơn La", "province"),
        ("HỘI ĐỒNG NHÂN DÂN -\nỦY BAN NHÂN DÂN\nTỈNH SƠN LA", "KH-LT", "HĐND - UBND tỉnh Sơn La", "province"),
        ("HĐND - UBND TỈNH SƠN LA", "KH-LT", "HĐND - UBND tỉnh Sơn La", "province"),
        ("UBND HUYỆN MƯỜNG LA\nVĂN PHÒNG HĐND VÀ UBND", "KH-VP", "Văn phòng HĐND và UBND huyện Mường La", "district"),
        # one name however it is printed
        ("ĐOÀN ĐBQH VÀ HĐND TỈNH SƠN LA\nVĂN PHÒNG", "KH-VP", f"{DELEGATION_OFFICE} tỉnh Sơn La", "province"),
        ("VĂN PHÒNG ĐOÀN ĐBQH&HĐND TỈNH SƠN LA", "KH-VP", f"{DELEGATION_OFFICE} tỉnh Sơn La", "province"),
        (
            "TỈNH SƠN LA\nVĂN PHÒNG ĐOÀN ĐẠI BIỂU QUỐC HỘI\nVÀ HỘI ĐỒNG NHÂN DÂN",
            "KH-VP",
            f"{DELEGATION_OFFICE} tỉnh Sơn La",
            "province",
        ),
    ],
)
def test_parts_of_bodies_and_joint_bodies(bodies: str, symbol: str, issuer: str, level: str) -> None:
    top = f"{bodies}\nSố: 12/{symbol}\n{MOTTO}\nSơn La, ngày 5 tháng 2 năm 2024"
    found = header_of(top, "KẾ HOẠCH\nGiám sát năm 2024", "I. MỤC ĐÍCH\n1. Mục đích")
    assert (found.issuer, found.issuer_level) == (issuer, level)
    assert next(source.raw for source in found.sources if source.field == "issuer") in bodies
