"""The cascade: whose plan a plan carries out, how long after, and what it makes of the aims above it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import rows

from data import rows as reference
from pipeline.cli import main as kehoach
from pipeline.queries import query
from pipeline.run import ingest

LETTERHEAD = """{body}	CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
{place}	Độc lập - Tự do - Hạnh phúc

Số: {number}	{seat}, ngày {day}

"""
CENTRAL = (
    LETTERHEAD.format(body="THỦ TƯỚNG CHÍNH PHỦ", place="", number="4055/QĐ-TTg", seat="Hà Nội", day="10 tháng 3 năm 2023")
    + """QUYẾT ĐỊNH

Phê duyệt Chương trình số hóa hồ sơ giai đoạn 2023 - 2025

I. MỤC TIÊU

1. Tỷ lệ hồ sơ giải quyết đúng hạn đạt 98% năm 2023.

STT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian
1\tXây dựng kho dữ liệu số hóa hồ sơ dùng chung\tBộ Nội vụ\tCác bộ\tQuý IV/2023
2\tBan hành quy chuẩn về thiết bị quét\tBộ Khoa học và Công nghệ\tCác bộ\tQuý IV/2023
"""
)
PROVINCE = (
    LETTERHEAD.format(
        body="ỦY BAN NHÂN DÂN", place="TỈNH HƯNG YÊN", number="55/KH-UBND", seat="Hưng Yên", day="09 tháng 5 năm 2023"
    )
    + """KẾ HOẠCH

Thực hiện Quyết định số 4055/QĐ-TTg ngày 10/3/2023 của Thủ tướng Chính phủ trên địa bàn tỉnh Hưng Yên năm 2023

Căn cứ Luật Lưu trữ số 01/2011/QH13 ngày 11 tháng 11 năm 2011;

Căn cứ Kế hoạch số 12/KH-UBND ngày 10/01/2023 của UBND tỉnh thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ;

Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:

I. MỤC TIÊU

1. Tỷ lệ hồ sơ giải quyết đúng hạn đạt 95% năm 2023.

STT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian
1\tXây dựng kho dữ liệu số hóa hồ sơ của tỉnh\tSở Nội vụ\tCác sở\tQuý III/2023
"""
)
DISTRICT = (
    LETTERHEAD.format(
        body="ỦY BAN NHÂN DÂN", place="HUYỆN KIM ĐỘNG", number="20/KH-UBND", seat="Kim Động", day="30 tháng 5 năm 2023"
    )
    + """KẾ HOẠCH

Số hóa hồ sơ trên địa bàn huyện Kim Động, tỉnh Hưng Yên năm 2023

Thực hiện Kế hoạch số 55/KH-UBND ngày 09/5/2023 của UBND tỉnh Hưng Yên về số hóa hồ sơ, UBND huyện ban hành Kế hoạch như sau:

1. Phòng Nội vụ chủ trì thực hiện.
"""
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cascade")
    for name, text in (("trung-uong", CENTRAL), ("tinh", PROVINCE), ("huyen", DISTRICT)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest([folder], folder / "kho.duckdb", jobs=1)
    return folder / "kho.duckdb"


def links(store: Path) -> dict[tuple[str, str], tuple[object, ...]]:
    found = rows(
        store,
        "SELECT parse_filename(d.source_path), k.upper, k.link, parse_filename(u.source_path), k.upper_level, k.level,"
        " k.days_after FROM plan_links AS k JOIN documents AS d USING (doc_id)"
        " LEFT JOIN documents AS u ON u.doc_id = k.upper_doc_id",
    )
    return {(file, upper): tuple(rest) for file, upper, *rest in found}


def test_each_plan_is_linked_to_the_one_above(store):
    assert links(store) == {
        ("tinh.txt", "4055/QĐ-TTg"): ("implements", "trung-uong.txt", "central", "province", 60),
        ("tinh.txt", "12/KH-UBND"): ("based_on", None, "province", "province", 119),
        ("huyen.txt", "55/KH-UBND"): ("implements", "tinh.txt", "province", "district", 21),
    }


def test_what_another_plan_carries_out_is_not_its_own(store):
    assert ("tinh.txt", "76/NQ-CP") not in links(store)  # named inside the name of 12/KH-UBND


def test_laws_are_no_plans_above(store):
    assert ("tinh.txt", "01/2011/QH13") not in links(store)


def test_the_words_of_a_link_stand_in_the_text(store):
    told = rows(
        store,
        "SELECT substr(d.text, k.char_start + 1, k.char_end - k.char_start), k.upper FROM plan_links AS k"
        " JOIN documents AS d USING (doc_id)",
    )
    assert all(upper in words for words, upper in told)


def test_targets_stand_beside_those_above(store):
    (row,) = query(store, "cascade_targets", document="tinh.txt").to_dict("records")
    assert (row["upper"], row["upper_value"], row["value"], row["year"]) == ("4055/QĐ-TTg", 98, 95, 2023)


def test_tasks_stand_beside_the_likest_or_alone(store):
    found = query(store, "cascade_tasks", document="tinh.txt").to_dict("records")
    assert [row["upper_text"][:8] for row in found] == ["Xây dựng", "Ban hành"]
    assert found[0]["text"].startswith("Xây dựng kho dữ liệu")
    assert found[0]["likeness"] >= 50
    assert not isinstance(found[1]["text"], str)  # nothing like it: shown as not found


def test_steps_say_what_is_not_known(store):
    found = query(store, "cascade_steps")
    assert set(found["step_id"]) == {row["step_id"] for row in reference("mandated_steps")}
    assert len(found) == 34 * len(reference("mandated_steps"))
    assert set(found["step_state"]) == {"no_plan"}  # the plans here are older than what is asked


def test_a_step_done_has_its_delay(tmp_path):
    text = LETTERHEAD.format(
        body="ỦY BAN NHÂN DÂN", place="TỈNH NGHỆ AN", number="7/KH-UBND", seat="Nghệ An", day="10 tháng 01 năm 2026"
    )
    text += "KẾ HOẠCH\n\nThực hiện Quyết định số 2629/QĐ-TTg ngày 01/12/2025 của Thủ tướng Chính phủ\n\nNội dung như sau:\n"
    (tmp_path / "na.txt").write_text(text, encoding="utf-8")
    ingest([tmp_path / "na.txt"], tmp_path / "kho.duckdb", jobs=1)
    found = query(tmp_path / "kho.duckdb", "cascade_steps", step="qd2629-ke-hoach").set_index("province_now")
    assert found.loc["Nghệ An", "step_state"] == "implements"
    assert found.loc["Nghệ An", "days_late"] == 11
    assert found.loc["Hà Tĩnh", "step_state"] == "no_plan"


TITLES = [
    # title of a plan of 24/11/2025 that rests on 03/NQ-CP; days late as the plan on 5G, as that on the whole; None: not it
    ("Phát triển hạ tầng 5G trong các khu công nghiệp", -37, None),
    ("Thực hiện Nghị quyết số 03/NQ-CP của Chính phủ", None, 297),
    ("Phát triển du lịch nông thôn", None, None),
]


@pytest.mark.parametrize("title, of_5g, of_whole", TITLES)
def test_a_plan_of_another_subject_is_not_the_one_asked_for(tmp_path, title, of_5g, of_whole):
    text = LETTERHEAD.format(
        body="ỦY BAN NHÂN DÂN", place="TỈNH NGHỆ AN", number="7/KH-UBND", seat="Nghệ An", day="24 tháng 11 năm 2025"
    )
    text += f"KẾ HOẠCH\n\n{title}\n\nCăn cứ Nghị quyết số 03/NQ-CP ngày 09/01/2025 của Chính phủ;\n\nNội dung như sau:\n"
    (tmp_path / "na.txt").write_text(text, encoding="utf-8")
    ingest([tmp_path / "na.txt"], tmp_path / "kho.duckdb", jobs=1)
    found = query(tmp_path / "kho.duckdb", "cascade_steps")
    of_it = found[found["province_now"] == "Nghệ An"].set_index("step_id")
    for step, late in (("nq03-ha-tang-5g", of_5g), ("nq03-ke-hoach", of_whole)):
        assert of_it.loc[step, "step_state"] == ("based_on" if late is None else "implements")
        assert late == (None if of_it["days_late"].isna()[step] else of_it.loc[step, "days_late"])


def test_every_mandated_step_has_its_source():
    for row in reference("mandated_steps"):
        assert row["source"]
        assert row["title_words"] == row["title_words"].lower()
        assert row["verified"] in {"yes", "partly", "no"}


def test_the_command(store):
    def run(*words: str) -> str:
        result = CliRunner().invoke(kehoach, ["cascade", *words, "--store", str(store)])
        assert result.exit_code == 0, result.output
        return result.output

    assert "4055/QĐ-TTg" in run()
    assert "55/KH-UBND" in run("huyen.txt")
    assert "98" in run("tinh.txt", "--targets")
    assert "Xây dựng kho" in run("tinh.txt", "--tasks")
    assert "chưa có kế hoạch nào" in run("--steps")
    assert "không có trong kho" in run("trung-uong.txt", "--targets")
