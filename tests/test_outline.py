"""Labels in front of lines, their depth, and which labelled lines are headings."""

from __future__ import annotations

import pytest

from normalizers.outline import is_heading, label_of

LABELS = [
    ("Phần thứ nhất", "Phần thứ nhất", 1),
    ("PHẦN II. NHIỆM VỤ", "PHẦN II.", 1),
    ("Phụ lục I", "Phụ lục I", 1),
    ("PHỤ LỤC", "PHỤ LỤC", 1),
    ("Chương 2. Tổ chức", "Chương 2.", 2),
    ("Mục 1. Chung", "Mục 1.", 3),
    ("II. MỤC TIÊU", "II.", 3),
    ("I.MỤC TIÊU", "I.", 3),
    ("A. Phần chung", "A.", 3),
    ("Điều 12. Hiệu lực", "Điều 12.", 4),
    ("Điều 5", "Điều 5", 4),
    ("1. Mục đích", "1.", 4),
    ("12) Rà soát", "12)", 4),
    ("III- TỔ CHỨC THỰC HIỆN", "III-", 3),  # as the Party writes
    ("1- Các chi bộ", "1-", 4),
    ("2/ Sở Tài chính", "2/", 4),
    ("2.1. Thể chế", "2.1.", 5),
    ("II.3 Nội dung", "II.3", 5),
    ("1.2.3. Nội dung", "1.2.3.", 6),
    ("a) Rà soát", "a)", 7),
    ("đ. Rà soát", "đ.", 7),
    ("(1) Rà soát", "(1)", 7),
    ("- Rà soát", "-", 8),
    ("–Rà soát", "–", 8),
    ("+ Rà soát", "+", 9),
]


@pytest.mark.parametrize("line, label, level", LABELS)
def test_labels(line, label, level):
    found = label_of(line)
    assert found is not None
    assert (found.text, found.level) == (label, level)


UNLABELLED = [
    "Phần lớn các đơn vị",  # a word that opens a label too
    "phần vi phạm hành chính",  # small letters that look like a numeral
    "mục vi phạm",  # the same
    "Chương trình hành động",
    "Mục tiêu chung",
    "Điều chỉnh quy hoạch",
    "1.250 tỷ đồng",  # a number
    "12/5/2024",  # a date
    "24 tháng 11 năm 2025",  # a day
    "2025. Các sở",  # a year
    "-5 %",  # a negative number
    "5-10 ngày làm việc",  # a range
    "2/ 3 số hộ",  # a share
    "và các đơn vị",
    "v.v. và các",  # an abbreviation
    "ba. Các đơn vị",  # the end of a sentence
    "Công an tỉnh",
    "",
]


@pytest.mark.parametrize("line", UNLABELLED)
def test_no_labels(line):
    assert label_of(line) is None


HEADINGS = [
    ("I. MỤC ĐÍCH, YÊU CẦU", False, True),
    ("1. Mục đích", False, True),
    ("PHỤ LỤC I", False, True),
    ("b) Cơ quan thực hiện:", False, True),
    ("Kinh phí thực hiện", True, True),  # bold without a label
    ("Kinh phí thực hiện", False, False),
    ("1. Các sở thực hiện Kế hoạch này.", False, False),  # a sentence
    ("1. Rà soát các quy định của tỉnh;", True, False),  # a part of a list
    ("- Rà soát", True, False),  # a bullet never titles
    ("a) " + "Rà soát các quy định " * 8, False, False),  # too long
    ("Kinh phí do ngân sách bảo đảm.", True, False),  # a bold sentence
]


@pytest.mark.parametrize("line, bold, expected", HEADINGS)
def test_headings(line, bold, expected):
    assert is_heading(line, label_of(line), bold) is expected
