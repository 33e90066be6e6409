"""The automatic numbers of Word files."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_files import (
    AUTHOR,
    DECIMAL,
    DELETED_MARK,
    definition,
    grid_of,
    instance,
    item,
    lvl,
    p,
    r,
    read,
    tbl,
    tc,
    text_of,
    tr,
    word_file,
)

from pipeline.ingest.docx_numbers import letters, roman

LEGAL = definition(1, lvl(0, "upperRoman", "%1."), lvl(1, "decimal", "%2."), lvl(2, "lowerLetter", "%3)"))
START_AT_5 = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
LINKED = '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Kieu"/></w:abstractNum>'
NUMBERS = [
    # levels count for themselves and start again under a new number above
    (LEGAL + instance(1, 1), [(0, 1), (1, 1), (2, 1), (2, 1), (1, 1), (2, 1), (0, 1), (1, 1)], "I. 1. a) b) 2. a) II. 1."),
    # several levels in one number
    (DECIMAL + instance(1, 1), [(0, 1), (1, 1), (1, 1), (2, 1), (0, 1), (1, 1)], "1. 1.1. 1.2. 1.2.1 2. 2.1."),
    # a level below without one above shows the start of the one above
    (DECIMAL + instance(1, 1), [(1, 1), (0, 1)], "1.1. 1."),
    # two lists of one definition go on counting
    (DECIMAL + instance(1, 1) + instance(2, 1), [(0, 1), (0, 1), (0, 2)], "1. 2. 3."),
    # unless the second has its own start, which counts once
    (DECIMAL + instance(1, 1) + instance(2, 1, START_AT_5), [(0, 1), (0, 2), (0, 2)], "1. 5. 6."),
    # a list may replace a level
    (
        DECIMAL + instance(1, 1, f'<w:lvlOverride w:ilvl="0">{lvl(0, "lowerRoman", "(%1)", start=4)}</w:lvlOverride>'),
        [(0, 1), (0, 1)],
        "(iv) (v)",
    ),
    # lvlRestart 0: goes on under a new number above
    (
        definition(1, lvl(0, "upperLetter", "%1."), lvl(1, "decimal", "%2.", more='<w:lvlRestart w:val="0"/>'))
        + instance(1, 1),
        [(0, 1), (1, 1), (0, 1), (1, 1)],
        "A. 1. B. 2.",
    ),
    # isLgl: all numbers in digits
    (
        definition(1, lvl(0, "upperRoman", "%1."), lvl(1, "decimal", "%1.%2", more="<w:isLgl/>")) + instance(1, 1),
        [(0, 1), (0, 1), (1, 1)],
        "I. II. 2.1",
    ),
    # words in front of the number
    (definition(1, lvl(0, "decimal", "Điều %1.")) + instance(1, 1), [(0, 1), (0, 1)], "Điều 1. Điều 2."),
    # 01, 02 … 10; 001 by a custom form
    (definition(1, lvl(0, "decimalZero", "%1", start=9)) + instance(1, 1), [(0, 1), (0, 1)], "09 10"),
    (
        definition(
            1,
            '<w:lvl w:ilvl="0"><w:start w:val="7"/><mc:AlternateContent><mc:Choice Requires="w14">'
            '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
            '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback>'
            '</mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>',
        )
        + instance(1, 1),
        [(0, 1)],
        "007",
    ),
    # bullets of any font are dashes, but a plus sign stays one level below
    (definition(1, lvl(0, "bullet", "\uf0b7"), lvl(1, "bullet", "+")) + instance(1, 1), [(0, 1), (1, 1)], "- +"),
    # no number, no list, no such list: nothing
    (definition(1, lvl(0, "none", "")) + instance(1, 1), [(0, 1), (0, 0), (0, 77)], ""),
    # a definition that only names a list style is that of the style's list
    (LINKED + DECIMAL + instance(1, 1) + instance(2, 2), [(0, 2), (1, 2)], "1. 1.1."),
]
LIST_STYLE = '<w:style w:type="numbering" w:styleId="Kieu"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'


@pytest.mark.parametrize("numbering, items, expected", NUMBERS)
def test_automatic_numbers(tmp_path: Path, numbering: str, items: list[tuple[int, int]], expected: str) -> None:
    body = "".join(item("x", level, num) for level, num in items)
    lines = text_of(tmp_path, body, numbering=numbering, styles=LIST_STYLE).split("\n")
    assert " ".join(line.removesuffix("x").strip() for line in lines).strip() == expected


def test_no_gap_behind_a_number_that_has_none(tmp_path: Path) -> None:
    numbering = definition(1, lvl(0, "decimal", "Bảng %1", more='<w:suff w:val="nothing"/>')) + instance(1, 1)
    assert text_of(tmp_path, item(". Số liệu"), numbering=numbering) == "Bảng 1. Số liệu"


def test_deleted_and_hidden_paragraphs_are_not_counted(tmp_path: Path) -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = item("một") + p(f"<w:del {AUTHOR}>{r('bỏ')}</w:del>", look=numbered + DELETED_MARK) + item("hai")
    assert text_of(tmp_path, body, numbering=DECIMAL + instance(1, 1)) == "1. một\n2. hai"


def test_numbers_by_style_along_its_chain(tmp_path: Path) -> None:
    def style(name: str, based: str, list_place: str) -> str:
        return (
            f'<w:style w:type="paragraph" w:styleId="{name}"><w:basedOn w:val="{based}"/>'
            f"<w:pPr><w:numPr>{list_place}</w:numPr></w:pPr></w:style>"
        )

    styles = (
        style("Muc", "Goc", '<w:numId w:val="1"/>')
        + style("MucCon", "Muc", '<w:ilvl w:val="1"/>')
        + style("Goc", "Goc", "")  # a circle of styles ends
        + style("Tat", "Muc", '<w:numId w:val="0"/>')
    )
    body = "".join(p(name, look=f'<w:pStyle w:val="{name}"/>') for name in ("Muc", "MucCon", "MucCon", "Tat", "Muc"))
    body += p(
        "riêng", look='<w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )  # taken out of the list by hand
    expected = "1. Muc\n1.1. MucCon\n1.2. MucCon\nTat\n2. Muc\nriêng"
    assert text_of(tmp_path, body, numbering=DECIMAL + instance(1, 1), styles=styles) == expected


def test_level_tied_to_a_style(tmp_path: Path) -> None:
    tied = lvl(0, "upperRoman", "%1.") + lvl(1, "decimal", "%2.", more='<w:pStyle w:val="Muc"/>')
    styles = '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    body = p("việc", look='<w:pStyle w:val="Muc"/>') * 2
    assert text_of(tmp_path, body, numbering=definition(1, tied) + instance(1, 1), styles=styles) == "1. việc\n2. việc"


def test_numbers_in_a_column_of_a_table_skip_merged_cells(tmp_path: Path) -> None:
    number = item("")
    rows = (
        tr(tc(number, look='<w:vMerge w:val="restart"/>'), "A"),
        tr(tc(number, look="<w:vMerge/>"), "B"),
        tr(tc(number), "C"),
    )
    assert grid_of(tmp_path, tbl(*rows), numbering=DECIMAL + instance(1, 1)) == [
        (0, 0, 2, 1, "1."),
        (0, 1, 1, 1, "A"),
        (1, 1, 1, 1, "B"),
        (2, 0, 1, 1, "2."),
        (2, 1, 1, 1, "C"),
    ]


def test_a_number_form_that_is_not_known_is_told(tmp_path: Path) -> None:
    numbering = definition(1, lvl(0, "vietnameseCounting", "%1.")) + instance(1, 1)
    document = read(word_file(tmp_path, item("việc"), numbering=numbering))
    assert [problem.problem for problem in document.problems] == ["Số tự động kiểu vietnameseCounting chưa đọc."]


@pytest.mark.parametrize(
    "number, expected", [(1, "i"), (4, "iv"), (9, "ix"), (40, "xl"), (1994, "mcmxciv"), (0, "0"), (10**9, "1000000000")]
)
def test_roman(number: int, expected: str) -> None:
    assert roman(number) == expected


@pytest.mark.parametrize("number, expected", [(1, "a"), (4, "d"), (26, "z"), (27, "aa"), (53, "aaa"), (0, "0")])
def test_letters(number: int, expected: str) -> None:
    assert letters(number) == expected
