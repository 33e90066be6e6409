"""Who issued a document: by the words beside its mention, by its symbol, seen from the plan that cites it."""

from __future__ import annotations

from datetime import date

import pytest

from normalizers.issuers import Jurisdiction, issuer_at, issuer_of_symbol
from normalizers.provinces import province
from normalizers.symbols import parse

ON = date(2024, 3, 12)
PROVINCE = Jurisdiction(province("Phú Thọ", ON), "UBND tỉnh Phú Thọ", "UBND", None, ON)
CITY = Jurisdiction(province("Hà Nội", ON), "UBND thành phố Hà Nội", "UBND", None, ON)
DISTRICT = Jurisdiction(province("Bình Định", ON), "UBND huyện Tuy Phước", "UBND", "huyện Tuy Phước", ON)
COMMUNE = Jurisdiction(province("Phú Thọ", ON), "UBND xã Tu Vũ", "UBND", "xã Tu Vũ", ON)
NOWHERE = Jurisdiction()

WORDS = [
    # a town's committee in a province; the province's own where it is a city
    ("Ban Thường vụ Thành ủy", PROVINCE, "Ban Thường vụ Thành ủy"),
    ("Ban Thường vụ Thành ủy", CITY, "Ban Thường vụ Thành ủy Hà Nội"),
    # central bodies
    ("Chính phủ về kiểm soát", PROVINCE, "Chính phủ"),
    ("Thủ tướng Chính phủ", PROVINCE, "Thủ tướng Chính phủ"),
    ("Bộ trưởng Bộ Nội vụ", PROVINCE, "Bộ trưởng Bộ Nội vụ"),
    ("Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ", PROVINCE, "Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ"),
    ("BỘ TÀI CHÍNH VỀ", PROVINCE, "Bộ Tài chính"),
    # a bare rank means the plan's own province, also with the words written out
    ("UBND tỉnh về", PROVINCE, "UBND tỉnh Phú Thọ"),
    ("Ủy ban nhân dân tỉnh ban hành", PROVINCE, "UBND tỉnh Phú Thọ"),
    ("Uỷ ban nhân dân tỉnh", PROVINCE, "UBND tỉnh Phú Thọ"),
    ("Chủ tịch UBND tỉnh", PROVINCE, "Chủ tịch UBND tỉnh Phú Thọ"),
    ("Hội đồng nhân dân tỉnh khóa XIX", PROVINCE, "HĐND tỉnh Phú Thọ"),
    ("Thường trực HĐND tỉnh", PROVINCE, "Thường trực HĐND tỉnh Phú Thọ"),
    ("UBND Thành phố về", CITY, "UBND thành phố Hà Nội"),
    # another province than the plan's own
    ("Ủy ban nhân dân tỉnh Vĩnh Phúc", PROVINCE, "UBND tỉnh Vĩnh Phúc"),
    ("UBND TP. Hà Nội", PROVINCE, "UBND thành phố Hà Nội"),
    # below the province
    ("UBND huyện", DISTRICT, "UBND huyện Tuy Phước"),
    ("Chủ tịch UBND huyện Thanh Sơn", PROVINCE, "Chủ tịch UBND huyện Thanh Sơn"),
    ("UBND tỉnh", DISTRICT, "UBND tỉnh Bình Định"),
    # departments: of the province, district offices of the district
    ("Sở Nội vụ về", PROVINCE, "Sở Nội vụ tỉnh Phú Thọ"),
    ("Sở Nội vụ", DISTRICT, "Sở Nội vụ tỉnh Bình Định"),
    ("Phòng Nội vụ", DISTRICT, "Phòng Nội vụ huyện Tuy Phước"),
    ("Phòng Nội vụ", PROVINCE, "Phòng Nội vụ"),
    # the Party
    ("Ban Chấp hành Trung ương Đảng khóa XIII", PROVINCE, "Ban Chấp hành Trung ương Đảng"),
    ("Hội nghị lần thứ 5 Ban chấp hành Trung ương Đảng (khóa X)", PROVINCE, "Ban Chấp hành Trung ương Đảng"),
    ("Bộ Chính trị về", PROVINCE, "Bộ Chính trị"),
    ("Tỉnh ủy;", PROVINCE, "Tỉnh ủy Phú Thọ"),
    ("Ban Thường vụ Tỉnh uỷ và", PROVINCE, "Ban Thường vụ Tỉnh ủy Phú Thọ"),
    ("BTV Thành ủy Hà Nội", CITY, "Ban Thường vụ Thành ủy Hà Nội"),
    ("BAN CHẤP HÀNH ĐẢNG BỘ TỈNH", PROVINCE, "Ban Chấp hành Đảng bộ tỉnh Phú Thọ"),
    ("Huyện ủy Thanh Thủy", PROVINCE, "Huyện ủy Thanh Thủy"),
    # from nowhere a rank stays a rank
    ("UBND tỉnh", NOWHERE, "UBND tỉnh"),
    # nothing that issues
    ("các cơ quan liên quan", PROVINCE, None),
    ("năm 2024", PROVINCE, None),
]


@pytest.mark.parametrize("words, here, name", WORDS)
def test_issuer_by_words(words: str, here: Jurisdiction, name: str | None) -> None:
    found = issuer_at(words, 0, len(words), here)
    assert (found.name if found else None) == name
    if found:
        assert 0 < found.end <= len(words)


SYMBOLS = [
    # number, symbol, mark, seen from, issuer
    ("63", "NĐ-CP", "/", PROVINCE, "Chính phủ"),
    ("6", "QĐ-TTg", "/", PROVINCE, "Thủ tướng Chính phủ"),
    ("158", "QH15", "/", PROVINCE, "Quốc hội"),
    ("595", "NQ-UBTVQH15", "/", PROVINCE, "Ủy ban Thường vụ Quốc hội"),
    ("17", "NQ/TW", "-", PROVINCE, "Ban Chấp hành Trung ương Đảng"),
    # of the plan's own province; the HĐND also with its term
    ("2071", "QĐ-UBND", "/", PROVINCE, "UBND tỉnh Phú Thọ"),
    ("11", "NQ-HĐND", "/", PROVINCE, "HĐND tỉnh Phú Thọ"),
    ("11", "NQ-HĐND16", "/", PROVINCE, "HĐND tỉnh Phú Thọ"),
    ("166", "KH/TU", "-", PROVINCE, "Tỉnh ủy Phú Thọ"),
    # a plan of a district cites decisions of the province by the symbol too: gold reads them so
    ("828", "QĐ-UBND", "/", PROVINCE, "UBND tỉnh Phú Thọ"),
    # letters by their first part
    ("2231", "SNV-CCHC&PC", "/", PROVINCE, "Sở Nội vụ tỉnh Phú Thọ"),
    ("18", "BCTĐ-STP", "/", PROVINCE, "Sở Tư pháp tỉnh Phú Thọ"),
    # all issuers of a joint circular
    ("71", "TTLT-BTC-BNV", "/", PROVINCE, "Bộ Tài chính; Bộ Nội vụ"),
    # a body that a ministry drafts for is no province's
    ("1", "BCĐ-BNNMT", "/", PROVINCE, None),
    # a commune's own or the province's: nobody knows
    ("4", "QĐ-UBND", "/", COMMUNE, None),
    # nobody knows
    ("12", "QĐ-ABC", "/", PROVINCE, None),
    ("12", "QĐ-UBND", "/", NOWHERE, None),
]


@pytest.mark.parametrize("number, symbol, mark, here, name", SYMBOLS)
def test_issuer_by_symbol(number: str, symbol: str, mark: str, here: Jurisdiction, name: str | None) -> None:
    parsed = parse(number, None, symbol, mark)
    assert parsed is not None
    assert issuer_of_symbol(parsed, here) == name
