"""Findings: where they stand, what they say, how they are shown; those on real plans were read and judged."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from checked_plans import FAULTY, labels, text_of
from click.testing import CliRunner
from folders import contents, rows

from pipeline.checks import PLACES, checks
from pipeline.cli import main as kehoach
from pipeline.queries import query
from pipeline.run import ingest
from pipeline.store import reading

JUDGED = Path(__file__).parent / "checks_judged.csv"
PREPARE = Path(__file__).parents[1] / "pipeline" / "checks" / "prepare.sql"


@pytest.fixture(scope="module")
def of_faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("faulty") / "kho.duckdb"
    ingest([*FAULTY.glob("*.txt")], store, jobs=1)
    return store


def test_the_planted_faults_are_found_and_nothing_else(of_faulty):
    found = rows(
        of_faulty, "SELECT parse_filename(source_path), check_id, evidence FROM findings JOIN documents USING (doc_id)"
    )
    planted = {(label["file"], label["check_id"]): label["words"] for label in labels()}
    assert {(file, check) for file, check, _ in found} == set(planted)
    assert len(found) == len(planted)
    for file, check, evidence in found:
        assert planted[file, check] in evidence.replace("\n", " ")


def test_a_suggestion_is_the_right_name(of_faulty):
    told = dict(rows(of_faulty, "SELECT check_id, suggestion FROM findings WHERE suggestion IS NOT NULL"))
    assert told == {
        "misspelt_province": "Quảng Ngãi",
        "misspelt_unit": "Sở Khoa học và Công nghệ",
        "lead_no_longer_there": "Sở Tài chính",
        "dates_disagree": "08/06/2010",
        "cited_no_longer_in_force": "Quyết định số 2629/QĐ-TTg (2025)",
    }


FILE_NAME = re.compile(r"\S+\.(?:txt|md|docx|pdf)")
CODES = re.compile(r"[@|]|\d{4}-\d{2}-\d{2}|_|\.0\b")  # identities, ISO days, codes: not what people read


def test_findings_are_written_for_people(of_faulty):
    told = rows(of_faulty, "SELECT message, coalesce(suggestion, '') FROM findings")
    assert [words for row in told for words in row if CODES.search(FILE_NAME.sub("", words))] == []
    assert any("Quyết định số 2629/QĐ-TTg (2025)" in message for message, _ in told)


def test_every_finding_names_its_words_and_its_check(of_faulty):
    for check_id, severity, of_check, message, start, end, size in rows(
        of_faulty,
        "SELECT check_id, f.severity, c.severity, message, char_start, char_end, length(d.text) FROM findings AS f"
        " JOIN documents AS d USING (doc_id) LEFT JOIN checks AS c USING (check_id)",
    ):
        assert check_id in checks()
        assert severity == of_check
        assert message.endswith(".") or ":" in message
        assert 0 <= start < end <= size


def test_counts_are_those_of_the_places(of_faulty):
    counted = rows(
        of_faulty,
        "SELECT check_id, sum(found), sum(checked), bool_and(found <= checked) FROM check_counts GROUP BY check_id",
    )
    found = dict(rows(of_faulty, "SELECT check_id, count(*) FROM findings GROUP BY check_id"))
    assert {check for check, *_ in counted} <= set(checks())
    for check, faults, _checked, within in counted:
        assert faults == found.get(check, 0)
        assert within
    assert rows(of_faulty, "SELECT count(*) FROM checks") == [(len(checks()),)]


def test_the_same_files_give_the_same_findings(of_faulty, tmp_path):
    ingest([*FAULTY.glob("*.txt")], tmp_path / "kho.duckdb", jobs=1)
    again = contents(tmp_path / "kho.duckdb")
    for table in ("findings", "checks", "check_counts"):
        assert again[table] == contents(of_faulty)[table]
    assert len({row[0] for row in again["findings"]}) == len(again["findings"])


def test_every_check_gives_the_columns_of_a_place(of_faulty):
    with reading(of_faulty) as connection:
        connection.execute(PREPARE.read_text(encoding="utf-8"))
        for check in checks().values():
            answer = connection.sql(check.sql)
            assert set(answer.columns) == set(PLACES), check.check_id
            verdicts = {row[answer.columns.index("verdict")] for row in answer.fetchall()}
            assert verdicts <= {"ok", "fault", "unknown"}, check.check_id


def run(*words: object) -> object:
    return CliRunner().invoke(kehoach, [str(word) for word in words])


def test_a_plan_is_checked_before_it_is_signed():
    result = run("check", FAULTY / "lch-2023-cchc.txt")
    assert result.exit_code == 7
    assert "31/11/2023" in result.output
    assert "không xét được" in result.output


def test_a_plan_without_sure_faults_ends_well(tmp_path):
    (tmp_path / "tot.txt").write_text(text_of("Sở Nội vụ chủ trì thực hiện."), encoding="utf-8")
    result = run("check", tmp_path / "tot.txt")
    assert result.exit_code == 0, result.output
    assert "Không thấy chỗ nào sai hay đáng ngờ." in result.output


def test_a_plan_is_compared_with_the_one_before():
    alone = run("check", FAULTY / "qb-2025-cchc.txt")
    assert "96" not in alone.output.split("phép kiểm tra,")[0]
    beside = run("check", FAULTY / "qb-2025-cchc.txt", "--beside", FAULTY / "qb-2024-cchc.txt")
    assert "thấp hơn 97" in beside.output
    assert beside.exit_code == 0  # to be looked at, but not surely wrong


def test_a_missing_file_is_told(tmp_path):
    result = run("check", "khong-co.docx")
    assert result.exit_code == 2
    assert "khong-co.docx" in result.output
    folder = run("check", tmp_path)
    assert folder.exit_code == 2
    assert "là thư mục" in folder.output


UNREAD = [
    # name, bytes, the cause that is told
    ("rong.txt", b"", "rỗng. Xin lại bản gốc"),
    ("trang.txt", b"  \n\n", "rỗng. Xin lại bản gốc"),
    ("cut.pdf", b"%PDF-1.4\n1 0 obj << /Type /Cat", "hỏng hoặc bị cắt cụt"),
    ("bay.docx", b"\x07\x99\xfe\x03" * 500, "Không nhận ra định dạng"),
]


@pytest.mark.parametrize("name, content, cause", UNREAD)
@pytest.mark.parametrize("beside", [(), ("--beside", FAULTY / "qb-2024-cchc.txt")])
def test_a_plan_that_cannot_be_read_is_told_with_its_own_cause(tmp_path, name, content, cause, beside):
    (tmp_path / name).write_bytes(content)
    result = run("check", tmp_path / name, *beside)
    assert result.exit_code == 3, result.output
    assert cause in result.stderr
    assert "OCR" not in result.stderr  # that would help none of them


def test_what_is_read_in_part_is_checked_and_the_rest_is_told(tmp_path):
    with zipfile.ZipFile(tmp_path / "ho-so.zip", "w") as archive:
        archive.writestr("ke-hoach.txt", text_of("Trước ngày 31/11/2024."))
        archive.writestr("cut.pdf", b"%PDF-1.4\n1 0 obj << /Type /Cat")
    result = run("check", tmp_path / "ho-so.zip")
    assert result.exit_code == 7, result.output
    assert "31/11/2024" in result.stdout
    assert "Chưa đọc hết: Tệp" in result.stderr
    beside = run("check", tmp_path / "ho-so.zip", "--beside", FAULTY / "qb-2024-cchc.txt")
    assert beside.exit_code == 2  # which of its documents would stand beside the other?
    assert "là tệp nén" in beside.stderr


def test_a_text_without_anything_to_check_is_not_called_right(tmp_path):
    (tmp_path / "xin.txt").write_text("xin chào", encoding="utf-8")
    result = run("check", tmp_path / "xin.txt")
    assert "chưa thể nói văn bản này đúng hay sai" in result.stdout
    assert "Không thấy chỗ nào sai" not in result.stdout


def test_findings_of_a_store(of_faulty):
    listed = run("findings", "--store", of_faulty, "--severity", "error", "--format", "csv")
    assert "impossible_date" in listed.output
    assert "below_last_year" not in listed.output
    explained = run("findings", "--store", of_faulty, "--explain")
    assert "lịch không có" in explained.output
    one = run("findings", "--store", of_faulty, "--check", "misspelt_province")
    assert "Quảng Ngải" in one.output
    assert "31/11/2023" not in one.output.split("phép kiểm tra,")[0]
    assert "1 phép kiểm tra," in one.output  # the counts are those of the same question
    assert run("findings", "--store", of_faulty, "--check", "nonesuch").exit_code == 2


@pytest.mark.parametrize(
    "asked, counted",
    [
        ({}, True),
        ({"province": "Quảng Bình"}, True),  # as it was when the plans were issued
        ({"province": "Cà Mau"}, False),
        ({"document": "qb-2025"}, True),
    ],
)
def test_the_counts_are_of_the_plans_asked_for(of_faulty, asked, counted):
    places, of_all = (int(query(of_faulty, "findings_by_check", **one)["checked"].sum()) for one in (asked, {}))
    assert (places > 0) is counted
    assert (places < of_all) is bool(asked)


def judged() -> Mapping[tuple[str, str, int, int], str]:
    with JUDGED.open(encoding="utf-8", newline="") as handle:
        return {
            (row["file"], row["check_id"], int(row["char_start"]), int(row["char_end"])): row["verdict"]
            for row in csv.DictReader(handle)
        }


@pytest.mark.slow
def test_findings_on_real_plans_are_right(shared, tmp_path):
    files = [path for folder in ("seeds", "plans") for path in sorted((shared / folder).iterdir())]
    texts = [path for path in files if path.suffix in {".txt", ".md", ".html", ".docx"} and path.name != "README.md"]
    ingest(texts, tmp_path / "kho.duckdb", jobs=1)
    found = rows(
        tmp_path / "kho.duckdb",
        "SELECT parse_filename(source_path), check_id, char_start, char_end FROM findings JOIN documents USING (doc_id)",
    )
    told = judged()
    unjudged = [finding for finding in found if finding not in told]
    assert not unjudged, "read these findings and judge them in tests/checks_judged.csv"
    right = sum(told[finding] == "right" for finding in found)
    assert right >= 10
    assert right / len(found) >= 0.95
    assert {key for key, verdict in told.items() if verdict == "right" and (shared / "seeds" / key[0]).exists()} <= set(
        found
    )


def test_the_judgements_are_of_checks_that_exist():
    verdicts = judged()
    assert {check for _, check, *_ in verdicts} <= set(checks())
    assert set(verdicts.values()) <= {"right", "wrong"}
