"""Duties in prose: whose they are, what exactly is said, with whom and by when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.document import BlockKind, Document
from extractors import header as headers
from extractors import tasks
from extractors.header import Header
from pipeline import ingest
from pipeline.ingest.draft import Draft, DraftCell

SHARED = Path(__file__).parents[1].parent / "shared"
PROVINCE = Header(issuer="UBND tỉnh Hà Tĩnh", province="Hà Tĩnh", issued_on=date(2026, 1, 12), plan_year=2026)


def document_of(*lines: str) -> Document:
    """A document of paragraphs."""
    draft = Draft("plan.txt", "0" * 64, "txt")
    for line in lines:
        draft.paragraph(line)
    return draft.finish()


def duties(*lines: str) -> list[tuple[str, str]]:
    """The duties as (text, who leads)."""
    document = document_of(*lines)
    found = [task for task in tasks.find(document, PROVINCE) if task.source == "prose"]
    assert all(document.text[task.char_start : task.char_end] == task.raw for task in found)
    return [(task.text, "|".join(unit.raw for unit in task.units if unit.role == "lead")) for task in found]


def test_a_unit_as_heading_holds_for_what_stands_below_it() -> None:
    found = duties(
        "IV. TỔ CHỨC THỰC HIỆN",
        "1. Sở Nội vụ (cơ quan chủ trì)",
        "- Chủ trì, theo dõi việc thực hiện Kế hoạch.",
        "- Doanh nghiệp viễn thông bảo đảm hạ tầng kết nối.",  # its own subject
        "2. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
        "Vận động Nhân dân tham gia thực hiện Kế hoạch.",
        "Trên đây là Kế hoạch năm 2026. Yêu cầu các sở, ban, ngành triển khai thực hiện./.",
        "Nơi nhận:",
        "- Sở Nội vụ;",
        "- Các sở, ban, ngành;",
    )
    assert found == [
        ("Chủ trì, theo dõi việc thực hiện Kế hoạch.", "Sở Nội vụ"),
        ("Doanh nghiệp viễn thông bảo đảm hạ tầng kết nối.", "Doanh nghiệp viễn thông"),
        ("Vận động Nhân dân tham gia thực hiện Kế hoạch.", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
        ("Yêu cầu các sở, ban, ngành triển khai thực hiện./.", "các sở, ban, ngành"),
    ]


def test_a_heading_may_say_that_its_unit_leads() -> None:
    found = duties(
        "1. Sở Công Thương chủ trì, phối hợp thực hiện", "a) Theo dõi nguồn cung hàng hóa.", "b) Kiểm tra các chợ đầu mối."
    )
    assert found == [("Theo dõi nguồn cung hàng hóa.", "Sở Công Thương"), ("Kiểm tra các chợ đầu mối.", "Sở Công Thương")]


def test_the_title_of_a_plan_is_no_section() -> None:
    draft = Draft("plan.txt", "0" * 64, "txt")
    for heading in ("CHỈ THỊ", "Về việc tăng cường phòng, chống hạn hán trên địa bàn tỉnh"):
        draft.paragraph(heading, kind=BlockKind.HEADING)
    draft.paragraph("QUYẾT ĐỊNH:", kind=BlockKind.HEADING)  # nor is what enacts it
    draft.paragraph("Sở Y tế chủ trì rà soát nguồn nước trước ngày 30/4/2026.")
    draft.paragraph("II. TỔ CHỨC THỰC HIỆN", kind=BlockKind.HEADING)
    draft.paragraph("Sở Nội vụ chủ trì theo dõi việc thực hiện.")
    document = draft.finish()
    found = list(tasks.find(document, headers.read(document)))
    assert [task.section for task in found] == [None, "II. TỔ CHỨC THỰC HIỆN"]


def test_a_lead_in_gives_way_to_its_items() -> None:
    found = duties(
        "1. Sở Nội vụ chủ trì các việc sau:", "- Xây dựng kế hoạch kiểm tra;", "- Báo cáo UBND tỉnh trước ngày 15/12/2026."
    )
    assert [text for text, _ in found] == ["Xây dựng kế hoạch kiểm tra;", "Báo cáo UBND tỉnh trước ngày 15/12/2026."]
    assert {who for _, who in found} == {"Sở Nội vụ"}


def test_who_is_asked_in_a_letter_is_asked_for_each_item_below() -> None:
    found = duties(
        "Để kịp tiến độ, UBND tỉnh đề nghị các sở, ban, ngành thực hiện các nội dung sau:",
        "1. Hoàn thiện hồ sơ gửi về Sở Nội vụ trước ngày 30/6/2026.",
        "2. Sở Tài chính cân đối nguồn kinh phí dự phòng.",  # its own subject
    )
    assert [who for _, who in found] == ["các sở, ban, ngành", "Sở Tài chính"]  # what announces them is none itself


def test_numbers_before_a_dash_or_a_stroke() -> None:
    """As the Party and offices of the south write them."""
    found = duties(
        "III- TỔ CHỨC THỰC HIỆN",
        "1- Ban Xây dựng Đảng chủ trì theo dõi việc thực hiện.",
        "2/ Sở Tài chính bố trí kinh phí.",
    )
    assert [who for _, who in found] == ["Ban Xây dựng Đảng", "Sở Tài chính"]


def test_a_town_in_a_province_s_plan_is_not_its_issuer() -> None:
    found = duties(
        "Yêu cầu UBND thành phố Đông Hà rà soát hiện trạng sử dụng đất.",
        "UBND tỉnh Hà Tĩnh đề nghị Sở Y tế rà soát hồ sơ.",  # the issuer asks
        "Yêu cầu UBND tỉnh Hà Tĩnh xem xét hồ sơ.",
    )
    assert [who for _, who in found] == ["UBND thành phố Đông Hà", "Sở Y tế"]


def test_several_units_of_one_sentence() -> None:
    """What each does is parted by ";": all of them have the duty."""
    document = document_of(
        "1. Giao Sở Nội vụ bố trí công chức; Sở Tài chính cân đối kinh phí; các sở, ngành phối hợp rà soát.",
        "2. Sở Y tế chủ trì, phối hợp với các sở, ngành; UBND các xã rà soát nguồn nước.",  # more of those it is done with
        "3. Các cơ quan sau đây chịu trách nhiệm:",  # who they are stands below
        "a) Sở Xây dựng thẩm định hồ sơ thiết kế.",
    )
    assert [[(unit.role, unit.raw) for unit in task.units] for task in tasks.find(document, PROVINCE)] == [
        [("lead", "Sở Nội vụ"), ("lead", "Sở Tài chính"), ("coordinating", "các sở, ngành")],
        [("lead", "Sở Y tế"), ("coordinating", "các sở, ngành"), ("coordinating", "UBND các xã")],
        [("lead", "Sở Xây dựng")],
    ]


def test_an_order_to_a_comrade_is_no_heading() -> None:
    assert duties("4. Giao đồng chí Phó Bí thư Thường trực Đảng ủy theo dõi việc thực hiện.") == [
        ("Giao đồng chí Phó Bí thư Thường trực Đảng ủy theo dõi việc thực hiện.", "đồng chí Phó Bí thư Thường trực Đảng ủy")
    ]


def test_units_of_one_list_over_paragraphs() -> None:
    (found,) = tasks.find(
        document_of("Giám đốc các sở, ban, ngành;", "Chủ tịch UBND các xã chịu trách nhiệm thi hành Quyết định này."),
        PROVINCE,
    )
    assert {unit.raw for unit in found.units} == {"Giám đốc các sở, ban, ngành", "Chủ tịch UBND các xã"}


def test_recipients_that_a_table_of_the_signature_only_begins_get_no_duty() -> None:
    draft = Draft("plan.txt", "0" * 64, "txt")
    draft.paragraph("1. Sở Nội vụ theo dõi việc thực hiện Kế hoạch.")
    draft.table([DraftCell("Nơi nhận:", 0, 0), DraftCell("T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ", 0, 1)], 1, 2)
    draft.paragraph("- Các huyện, thị, thành ủy,")
    draft.paragraph("- Lưu Văn phòng Tỉnh ủy.")
    found = tasks.find(draft.finish(), PROVINCE)
    assert [task.text for task in found] == ["Sở Nội vụ theo dõi việc thực hiện Kế hoạch."]


def test_the_list_form_is_a_full_task() -> None:
    document = document_of(
        "1. Hoàn thiện thể chế",
        "a) Rà soát văn bản quy phạm pháp luật.",
        "- Cơ quan chủ trì: Sở Tư pháp.",
        "- Cơ quan phối hợp: Các sở, ngành có liên quan.",
        "- Thời gian thực hiện: Quý II năm 2026.",
        "b) Ban hành danh mục.",
        "- Cơ quan thực hiện: Sở Nội vụ theo chức năng, nhiệm vụ được giao.",
        "c) Mua sắm thiết bị.",
        "- Thời gian thực hiện: Năm 2026.",  # nobody is named: no duty
    )
    first, second = tasks.find(document, PROVINCE)
    assert first.text == "Rà soát văn bản quy phạm pháp luật."
    assert [(unit.role, unit.raw) for unit in first.units] == [
        ("lead", "Sở Tư pháp"),
        ("coordinating", "Các sở, ngành có liên quan"),
    ]
    assert first.deadline_raw == "Quý II năm 2026"
    assert (first.deadlines[0].start_on, first.deadlines[0].end_on) == (date(2026, 4, 1), date(2026, 6, 30))
    assert (second.text, [unit.raw for unit in second.units], second.deadline_raw) == (
        "Ban hành danh mục.",
        ["Sở Nội vụ"],
        None,
    )


def test_bullets_of_another_kind_stand_below_a_bullet_that_names_a_unit() -> None:
    found = duties(
        "* Sở Nội vụ:",
        "- Tham mưu kế hoạch kiểm tra.",
        "- Kiểm tra công vụ cuối năm.",
        "* Sở Tài chính:",
        "- Bố trí kinh phí.",
    )
    assert [who for _, who in found] == ["Sở Nội vụ", "Sở Nội vụ", "Sở Tài chính"]


def test_roles_and_time_in_one_line_and_in_brackets() -> None:
    document = document_of(
        "1. Rà soát thủ tục hành chính nội bộ.",
        "- Chủ trì: Văn phòng UBND tỉnh; phối hợp: các sở, ngành; thời gian: Quý II/2026.",
        "2. Công bố danh mục thủ tục (Sở Tư pháp chủ trì, hoàn thành trước ngày 30/6/2026).",
    )
    first, second = tasks.find(document, PROVINCE)
    assert [(unit.role, unit.raw) for unit in first.units] == [
        ("lead", "Văn phòng UBND tỉnh"),
        ("coordinating", "các sở, ngành"),
    ]
    assert first.deadline_raw == "Quý II/2026"
    assert [unit.raw for unit in second.units] == ["Sở Tư pháp"]
    assert [found.end_on for found in second.deadlines] == [date(2026, 6, 30)]


def test_role_lines_hold_for_all_items_before_them() -> None:
    found = duties(
        "1. Bồi dưỡng cán bộ",
        "- Tổ chức tập huấn kỹ năng.",
        "- Biên soạn tài liệu.",
        "Đơn vị chủ trì thực hiện: Sở Nội vụ.",
        "Đơn vị phối hợp: Sở Tài chính.",
    )
    assert found == [("Tổ chức tập huấn kỹ năng.", "Sở Nội vụ"), ("Biên soạn tài liệu.", "Sở Nội vụ")]


def test_an_order_behind_its_ground_is_a_duty_and_what_announces_a_list_is_none() -> None:
    assert duties(
        "Thực hiện Công văn số 7/BYT-DP, UBND tỉnh giao Sở Y tế chủ trì kiểm tra.",
        "Để ứng phó kịp thời, UBND tỉnh yêu cầu các sở, ngành thực hiện các nội dung sau:",
        "- Rà soát phương án ứng phó.",
    ) == [
        ("Thực hiện Công văn số 7/BYT-DP, UBND tỉnh giao Sở Y tế chủ trì kiểm tra.", "Sở Y tế"),
        ("Rà soát phương án ứng phó.", "các sở, ngành"),
    ]


def test_a_council_gives_the_committee_duties() -> None:
    here = Header(issuer="HĐND xã Gio Linh", province="Quảng Trị", local="xã Gio Linh", issued_on=date(2026, 1, 12))
    (found,) = tasks.find(document_of("1. Ủy ban nhân dân xã cử lãnh đạo dự tiếp xúc cử tri."), here)
    assert [unit.raw for unit in found.units] == ["Ủy ban nhân dân xã"]


@pytest.mark.parametrize(
    ("issuer", "charged"),
    [
        ("Tỉnh ủy Quảng Trị", ["Ủy ban nhân dân tỉnh", "Hội đồng nhân dân tỉnh"]),  # the Party's committee charges both
        ("HĐND tỉnh Quảng Trị", ["Ủy ban nhân dân tỉnh"]),
        ("UBND tỉnh Quảng Trị", []),
        ("Sở Nội vụ tỉnh Quảng Trị", []),  # both stand above it
    ],
)
def test_whom_an_issuer_charges(issuer: str, charged: list[str]) -> None:
    here = Header(issuer=issuer, province="Quảng Trị", issued_on=date(2026, 1, 12))
    lines = "1. Ủy ban nhân dân tỉnh xây dựng kế hoạch thực hiện.", "2. Hội đồng nhân dân tỉnh tăng cường giám sát."
    assert [unit.raw for task in tasks.find(document_of(*lines), here) for unit in task.units] == charged


def test_the_preamble_and_the_issuer_itself_give_no_duty() -> None:
    assert (
        duties(
            "Căn cứ Nghị định số 63/2010/NĐ-CP của Chính phủ;",
            "Căn cứ Chương trình hành động số 09-CTr/TU của Tỉnh ủy, Ban Thường vụ Đảng ủy ban hành Kế hoạch:",
            "Theo đề nghị của Giám đốc Sở Nội vụ.",
            "Ủy ban nhân dân tỉnh ban hành Kế hoạch cải cách hành chính năm 2026 như sau:",
            "I. MỤC ĐÍCH",
            "- Nâng cao trách nhiệm của các cơ quan, đơn vị.",
        )
        == []
    )


@pytest.mark.parametrize(
    ("pattern", "count", "leads"),
    [
        ("seeds/000_*.txt", 4, 1),  # items 1, 2, 3 and 5: Văn phòng three times, the leaders of the offices once
        ("seeds/004_*.txt", 4, 1),  # three under "Chánh văn phòng và Trưởng các phòng", one sentence
        ("plans/ct-2025-kh159-*.md", 18, 7),  # 17 under six numbered units, the closing sentence
        ("plans/bn-2025-kh141-*.md", 24, 8),  # 18 in list form under nine headings, six sentences
    ],
)
def test_duties_of_real_plans(pattern: str, count: int, leads: int) -> None:
    if not SHARED.is_dir():
        pytest.skip("real plans are not at hand")
    document = ingest.read(next(iter(sorted(SHARED.glob(pattern)))))
    found = [task for task in tasks.find(document, headers.read(document)) if task.source == "prose"]
    assert len(found) == count
    assert len({unit.unit for task in found for unit in task.units[:1] if unit.role == "lead"}) >= leads
