"""The command line: Vietnamese help with examples, one clear line for an error, exit codes that mean something."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from folders import make_store, three_provinces, write_plans

from pipeline import errors, schema
from pipeline.cli import main
from pipeline.command_line import EXIT_MEANINGS, ExitCode
from pipeline.ingest import libre_office
from pipeline.queries import columns

ROOT = Path(__file__).parents[1]
COMMANDS = sorted(main.commands)


def run(*args: object):
    return CliRunner().invoke(main, [str(arg) for arg in args])


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("store"), three_provinces())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command):
    said = run(command, "--help")
    assert said.exit_code == 0
    assert "Ví dụ:\n" in said.output
    assert f"  kehoach {command}" in said.output
    assert "Hiện trợ giúp này." in said.output


def test_help_lists_every_exit_code():
    said = run("--help").output
    assert all(f"{code.value:>3}  {meaning}" in said for code, meaning in EXIT_MEANINGS.items())
    assert set(EXIT_MEANINGS) == set(ExitCode)


def test_exit_codes_of_errors_are_documented():
    def kinds(kind):
        yield kind
        for below in kind.__subclasses__():
            yield from kinds(below)

    assert {kind.exit_code for kind in kinds(errors.PlanError)} <= {code.value for code in ExitCode}


def test_help_does_not_import_heavy_libraries():
    code = (
        "import sys; from click.testing import CliRunner; from pipeline.cli import main;"
        "CliRunner().invoke(main, ['--help']);"
        "print([name for name in ('pandas', 'pyarrow', 'duckdb', 'spacy', 'lxml', 'numpy', 'rich') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_ingest_tells_what_it_did(tmp_path):
    plans = tmp_path / "plans"
    write_plans(plans, 2)
    (plans / "anh.zzz").write_bytes(b"x")
    said = run("ingest", plans, "--store", tmp_path / "kho.duckdb")
    assert said.exit_code == 0, said.output
    assert "3 tệp, đọc mới 2, không đổi 0, bỏ qua 1" in said.stdout
    assert "không có gì mới" in run("ingest", plans, "--store", tmp_path / "kho.duckdb").stdout


def test_ingest_with_a_bad_file_ends_with_6_and_names_it(tmp_path):
    plans = tmp_path / "plans"
    write_plans(plans, 1)
    (plans / "rong.txt").write_bytes(b"")
    for _again in range(2):  # unchanged, it is still not read
        said = run("ingest", plans, "--store", tmp_path / "kho.duckdb")
        assert said.exit_code == ExitCode.SOME_NOT_READ
        assert "chưa đọc: rong.txt: Tệp" in said.stderr


def test_ingest_prunes_and_renames_aloud(tmp_path):
    plans = tmp_path / "plans"
    one, two = write_plans(plans, 2)
    run("ingest", plans, "--store", tmp_path / "kho.duckdb")
    one.rename(plans / "moi.txt")
    two.unlink()
    said = run("ingest", plans, "--store", tmp_path / "kho.duckdb", "--prune").stdout
    assert f"đổi tên: {one} → {plans / 'moi.txt'}" in said
    assert f"đã bỏ khỏi kho: {two}" in said


ERRORS = [
    # arguments, exit code, words of the one line
    (["ingest", "khong-co-thu-muc"], ExitCode.NOTHING_TO_READ, "Không có đường dẫn"),
    (["query", "most_cited", "--store", "khong-co.duckdb"], ExitCode.STORE, "Không có kho"),
    (["query", "gi-do"], ExitCode.WRONG_USE, "Không có truy vấn"),
    (["query", "most_cited", "--param", "top"], ExitCode.WRONG_USE, "thiếu dấu bằng"),
    (["ingest"], ExitCode.WRONG_USE, "Xem: kehoach ingest --help"),
    (["khong-co-lenh"], ExitCode.WRONG_USE, "Xem: "),
    (["show", "x", "--store", "khong-co.duckdb"], ExitCode.STORE, "Không có kho"),
    (["ingest", ".", "--shards", "s3://noi-chung"], ExitCode.WRONG_USE, "--shards chỉ dùng cùng --cluster"),
    (["serve", "--plans", "khong-co"], ExitCode.WRONG_USE, "Không có thư mục khong-co"),
]


ENGLISH = re.compile(
    r"\b(usage|options?|commands?|missing|argument|invalid|value|default|required|such|mean|try|unexpected|match(?:es)?"
    r"|PATH|TEXT|INTEGER|FLOAT|LABELS|NAME|ARGS)\b"
)
WRONG = [
    # what is typed, what is told
    (["ingst"], "Không có lệnh 'ingst'. Có phải: ingest, findings? Xem: kehoach --help"),
    (["zzz"], "Không có lệnh 'zzz'. Xem: kehoach --help"),
    (["--nosuch"], "Không có tùy chọn --nosuch. Xem: kehoach --help"),
    (["query", "--parm", "a=b"], "Không có tùy chọn --parm. Có phải: --param?"),
    (["ingest"], "Thiếu ĐƯỜNG_DẪN. Xem: kehoach ingest --help"),
    (["compare"], "Thiếu CHỈ_TIÊU."),
    (["labels"], "Thiếu giá trị sau --out."),
    (["coverage", "thừa"], "Thừa: thừa. Xem: kehoach coverage --help"),
    (["ingest", "x", "--jobs"], "--jobs cần một giá trị đi sau. Xem: kehoach ingest --help"),
    (["ingest", "x", "--prune=1"], "--prune không nhận giá trị."),
    (["ingest", "x", "--jobs", "0"], "Giá trị sau --jobs không đúng: phải là số từ 1 đến 256."),
    (["ingest", "x", "--limit-memory", "1"], "phải là số từ 128."),
    (["ingest", "x", "--ocr", "gì"], "phải là một trong: accurate, fast, off."),
    (["targets", "--year", "năm nay"], "Giá trị sau --year không đúng: phải là số."),
    (["tasks", "--from", "2026-13-45"], "phải là một ngày có thật, viết như 2026-01-31 hoặc 31/01/2026."),
    (["evaluate"], "Cần TỆP_NHÃN hoặc --corrections"),
]


@pytest.mark.parametrize("args, says", WRONG)
def test_what_is_typed_wrong_is_told_in_vietnamese(args, says):
    said = CliRunner().invoke(main, args, prog_name="kehoach")
    assert said.exit_code == ExitCode.WRONG_USE
    assert said.stderr.startswith("Lệnh chưa đúng: ")
    assert says in said.stderr
    assert not ENGLISH.search(re.sub(r"--\w+|kehoach \w+", "", said.stderr))


@pytest.mark.parametrize("args", [[], ["--debug"], *([command, "--help"] for command in COMMANDS)])
def test_help_is_vietnamese_and_comes_without_a_command_too(args):
    said = CliRunner().invoke(main, args, prog_name="kehoach")
    assert said.exit_code == 0
    assert said.stdout.startswith("Cách dùng: kehoach ")
    assert "\nTùy chọn:\n" in said.stdout
    described = said.stdout.split("Ví dụ:")[0]
    assert not ENGLISH.search(re.sub(r"--[\w-]+|\[[\w|-]+\]|^  \w+ ", "", described, flags=re.MULTILINE))


TOGETHER = [
    # a command, two options of which one would do nothing
    (["coverage", "--required", "cchc-2021-2030", "--document", "76/NQ-CP"], "--required và --document"),
    (["coverage", "--required", "cchc-2021-2030", "--top", "3"], "--required và --top"),
    (["coverage", "--document", "76/NQ-CP", "--top", "3"], "--document và --top"),
    (["coverage", "--year", "2024"], "--year chỉ dùng cùng --required"),
    (["cascade", "--steps", "--province", "Huế"], "--steps và --province"),
    (["cascade", "--targets", "--province", "Huế"], "--targets và --province"),
    (["cascade", "76/NQ-CP", "--steps"], "--steps hỏi mọi tỉnh"),
]


@pytest.mark.parametrize("args, words", TOGETHER)
def test_no_option_is_ignored(args, words, store):
    said = run(*args, "--store", store)
    assert said.exit_code == ExitCode.WRONG_USE
    assert words in said.stderr


NOTHING_MEANT = [
    # what names no document, province or day of this store; what is told
    (["coverage", "--document", "76/NQ-CPP"], "76/NQ-CP@2021"),
    (["coverage", "--document", "76/NQ-CPP", "--by", "plan"], "76/NQ-CP@2021"),
    (["query", "plans_without_citation", "--param", "document=ABC"], "Không có văn bản nào"),
    (["cascade", "zzz"], "Không có văn bản nào"),
    (["cascade", "zzz", "--targets"], "Không có văn bản nào"),
    (["cascade", "--province", "Xyz"], "Không có tỉnh"),
    (["findings", "--province", "Xyz"], "Không có tỉnh"),
    (["findings", "--document", "zzz"], "Không có văn bản nào"),
    (["query", "tasks_list", "--param", "from=2026-13-45"], "ngày"),
    (["query", "findings_list", "--param", "severity=nặng"], "error = sai"),
    (["tasks", "--unit", "Sở Nội vu x"], "Không có cơ quan nào tên"),
]


@pytest.mark.parametrize("args, words", NOTHING_MEANT)
def test_what_names_nothing_is_told_and_never_answered_with_an_empty_table(args, words, store):
    said = run(*args, "--store", store)
    assert said.exit_code == ExitCode.WRONG_USE
    assert words in said.stderr
    assert said.stdout == ""


@pytest.mark.parametrize("args, code, words", ERRORS)
def test_an_error_is_one_line_on_the_error_stream(args, code, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(main, args, prog_name="kehoach")
    assert said.exit_code == code
    assert words in said.stderr
    assert len(said.stderr.strip().splitlines()) == 1
    assert said.stdout == ""


def test_debug_shows_the_trace(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = run("--debug", "query", "most_cited", "--store", "khong-co.duckdb")
    assert isinstance(said.exception, errors.StoreError)


def test_query_lists_views_and_parameters():
    said = run("query", "--list").stdout
    assert "plans_without_citation\n    Kế hoạch nào chưa dẫn một văn bản." in said
    assert "--param document=…" in said


def test_query_answers_in_every_format(store, tmp_path):
    as_csv = list(csv.reader(io.StringIO(run("query", "most_cited", "--store", store, "--format", "csv").stdout)))
    as_json = json.loads(run("query", "most_cited", "--store", store, "--format", "json").stdout)
    assert as_csv[1][0] == as_json[0]["cited"] == "76/NQ-CP@2021"
    assert "76/NQ-CP@2021" in run("query", "most_cited", "--store", store).stdout
    for name in ("a.xlsx", "a.parquet", "a.csv"):
        assert run("query", "most_cited", "--store", store, "--out", tmp_path / name).exit_code == 0
        assert (tmp_path / name).stat().st_size > 100
    assert (
        run("query", "most_cited", "--store", store, "--format", "xlsx").exit_code == ExitCode.WRONG_USE
    )  # no bytes on screen


def test_a_spreadsheet_has_the_titles_of_the_screen_other_files_the_names(store, tmp_path):
    def heads(name):
        assert run("query", "documents_list", "--store", store, "--out", tmp_path / name).exit_code == 0
        if name.endswith(".xlsx"):
            return [cell.value for cell in next(openpyxl.load_workbook(tmp_path / name).active.rows)]
        return (tmp_path / name).read_text(encoding="utf-8-sig").splitlines()[0].split(",")

    told = columns(store, "documents_list")
    assert heads("a.xlsx") == [column.title for column in told]
    assert heads("a.csv") == [column.name for column in told]


def test_query_takes_parameters(store):
    said = run("query", "most_cited", "--store", store, "--param", "top=1", "--format", "json").stdout
    assert len(json.loads(said)) == 1


def test_coverage_on_screen(store):
    said = run("coverage", "--store", store).stdout
    lines = {line.split("  ")[0].strip(): line.split()[-2:] for line in said.splitlines() if line.strip()}
    assert lines["Hưng Yên"] == ["2", "1"]
    assert lines["Đồng Nai"] == ["?", "?"]
    assert lines["Huế"] == ["–", "–"]
    assert lines["Cà Mau"] == ["·", "·"]
    assert "   1  76/NQ-CP@2021" in said  # the numbered columns are named below


def test_coverage_of_one_document_by_plan(store):
    said = run("coverage", "--store", store, "--document", "63/2010/NĐ-CP", "--by", "plan", "--format", "json").stdout
    assert {row["file"]: row["state"] for row in json.loads(said)}["hy-1.txt"] == "cited"


def test_show_gives_header_and_citations_with_the_words_around(store):
    said = run("show", "hy-1", "--store", store).stdout
    assert "187/KH-UBND" in said
    assert "Căn cứ" in said
    assert "của Chính phủ." in said


def test_show_asks_back_when_several_match(store):
    said = run("show", "hy-", "--store", store)
    assert said.exit_code == ExitCode.WRONG_USE
    assert "hy-1.txt" in said.stderr
    assert "hy-2.txt" in said.stderr


def test_doctor_tells_what_is_missing_and_what_that_costs(monkeypatch):
    monkeypatch.setattr("pipeline.ingest.libre_office.program", lambda: None)
    monkeypatch.setitem(sys.modules, "py7zr", None)
    said = run("doctor").stdout.splitlines()
    (office,) = [line for line in said if "LibreOffice  " in line]
    assert office.startswith("✗")
    assert ".doc, .rtf, .xls không đọc được" in office
    assert "libreoffice.org" in office
    (seven,) = [line for line in said if "py7zr" in line]
    assert "✗" in seven
    assert "pip install" in seven
    assert sum("OCR" in line for line in said) == 3


def test_doctor_tells_what_is_there():
    said = run("doctor").stdout
    assert all(line[0] in "✓✗" for line in said.splitlines())
    assert ("✓ LibreOffice" in said) is (libre_office.program() is not None)


def test_formats_lists_the_readers():
    *read, refused = run("formats").stdout.splitlines()
    assert any(".txt" in line for line in read)
    assert refused == "Không đọc được, phải giải nén trước: .rar"
    assert not any(".rar" in line for line in read)


def test_labels_of_a_store_without_corrections(store, tmp_path):
    said = run("labels", "--store", store, "--out", tmp_path / "nhan")
    assert said.exit_code == ExitCode.FAILED  # files to read there are
    assert "không có sửa chữa nào" in said.stderr


def test_export_writes_tables(store, tmp_path):
    said = run("export", "--store", store, "--out", tmp_path / "ra")
    assert said.exit_code == 0
    assert (tmp_path / "ra" / "citations.csv").exists()


def test_the_written_schema_is_that_of_the_code():
    assert schema.SCHEMA.read_text(encoding="utf-8") == schema.schema(), "run: kehoach schema --write"


def test_the_schema_names_tables_columns_types_and_meanings():
    said = run("schema").stdout
    assert "## citations\n" in said
    assert "| doc_id | VARCHAR * | identity from the content" in said
    assert "## plans (view)" in said
