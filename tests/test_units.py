"""Units: lists split as a careful reader would, names spelled out and resolved by whose plan it is and when."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import rows
from normalizers.unit_lists import looks_like_units, pieces
from normalizers.unit_register import tokens_of
from normalizers.unit_scope import Scope, full_names, scope_of
from normalizers.units import resolve, units_in

NEW = date(2025, 11, 18)  # two levels, merged departments
OLD = date(2023, 2, 15)
PROVINCE = scope_of("UBND tỉnh Nghệ An", "Nghệ An", NEW)
OLD_PROVINCE = scope_of("Chủ tịch UBND tỉnh Quảng Ngãi", "Quảng Ngãi", OLD)
CITY = scope_of("UBND thành phố Hà Nội", "Hà Nội", NEW)
METROPOLIS = scope_of("UBND Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh", NEW)
PARTY = scope_of("Tỉnh ủy Nghệ An", "Nghệ An", OLD)
DISTRICT = scope_of("UBND huyện Tuy Phước", "Bình Định", OLD)
COMMUNE = scope_of("UBND xã Kỳ Anh", "Hà Tĩnh", NEW)
BOARD = scope_of("Ban Quản lý các Khu công nghiệp Đồng Nai", "Đồng Nai", date(2020, 1, 14))
OFFICE = scope_of("Sở Nội vụ tỉnh Hà Nam", "Hà Nam", OLD)
COMMUNE_PARTY = scope_of("Đảng ủy xã Ea Kar", "Đắk Lắk", NEW)
CENTRE = scope_of("Chính phủ", None, date(2025, 1, 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Các sở, ban, ngành", ["Các sở, ban, ngành"]),  # one group with commas
        ("Sở Nội vụ; Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        (
            "Phòng Nội vụ, Phòng Văn hóa và Thông tin và UBND các xã",
            ["Phòng Nội vụ", "Phòng Văn hóa và Thông tin", "UBND các xã"],
        ),
        ("Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),  # commas inside a name
        ("Các sở, ngành, UBND xã, phường, đặc khu", ["Các sở, ngành", "UBND xã, phường, đặc khu"]),
        (
            "Các sở, ban, ngành, các tổ chức chính trị-xã hội",
            ["Các sở, ban, ngành", "các tổ chức chính trị-xã hội"],
        ),  # a second "các"
        ("Sở, ban, ngành, tổ chức chính trị - xã hội", ["Sở, ban, ngành, tổ chức chính trị - xã hội"]),
        ("Sở Tài chính và cơ quan, địa phương liên quan", ["Sở Tài chính", "cơ quan, địa phương liên quan"]),
        ("Văn phòng Đoàn ĐBQH và HĐND tỉnh; UBND tỉnh", ["Văn phòng Đoàn ĐBQH và HĐND tỉnh", "UBND tỉnh"]),  # one office
        ("Văn phòng HĐND & UBND huyện, Phòng Nội vụ", ["Văn phòng HĐND & UBND huyện", "Phòng Nội vụ"]),
        ("Sở Khoa học và Công nghệ Sở Công Thương", ["Sở Khoa học và Công nghệ", "Sở Công Thương"]),  # the sign was lost
        ("Các sở, ngành, UBND xã, phường Sở Tài chính", ["Các sở, ngành", "UBND xã, phường", "Sở Tài chính"]),
        ("Doanh nghiệp, nhà cung cấp dịch vụ, nhà đầu tư", ["Doanh nghiệp", "nhà cung cấp dịch vụ", "nhà đầu tư"]),
        (
            "Các doanh nghiệp viễn thông, tổ chức, cá nhân có liên quan",
            ["Các doanh nghiệp viễn thông, tổ chức, cá nhân có liên quan"],
        ),
        ("- Đài Phát thanh tỉnh;\n- Báo Quảng Ngãi.", ["Đài Phát thanh tỉnh", "Báo Quảng Ngãi"]),
        ("- Văn phòng UBND tỉnh - Sở Tư pháp.", ["Văn phòng UBND tỉnh", "Sở Tư pháp"]),
        ("VTV, VOV, TTXVN, các địa phương", ["VTV", "VOV", "TTXVN", "các địa phương"]),
        (
            "Thủ trưởng các sở, ban, ngành, Chủ tịch UBND các xã, phường",
            ["Thủ trưởng các sở, ban, ngành", "Chủ tịch UBND các xã, phường"],
        ),
        (
            "Sở Xây dựng (khu công nghiệp, cụm công nghiệp), Sở Y tế",
            ["Sở Xây dựng (khu công nghiệp, cụm công nghiệp)", "Sở Y tế"],
        ),
        ("P. Nội vụ, P.Tư pháp; TP. Huế", ["P. Nội vụ", "P.Tư pháp", "TP. Huế"]),  # short for Phòng, not for Thành phố
        ("Ban Chỉ huy Phòng thủ dân sự cấp tỉnh, cấp xã", ["Ban Chỉ huy Phòng thủ dân sự cấp tỉnh, cấp xã"]),
        ("UBND các xã: Gio Linh, Cửa Việt, Sở Y tế", ["Gio Linh", "Cửa Việt", "Sở Y tế"]),  # councils of named places
        ("UBND các phường: Văn Miếu – Quốc Tử Giám, Cửa Nam", ["Văn Miếu – Quốc Tử Giám", "Cửa Nam"]),
        ("UBND các xã Bảo Lâm 1, Di Linh và phường Cam Ly", ["Bảo Lâm 1", "Di Linh", "phường Cam Ly"]),
        ("UBND các xã lân cận, Sở Y tế", ["UBND các xã lân cận", "Sở Y tế"]),  # which the words do not name
        # a person and the office behind the name; two persons
        ("Đ/c Lê Thị Hoa, Phó Chủ tịch UBND xã; Sở Y tế", ["Đ/c Lê Thị Hoa, Phó Chủ tịch UBND xã", "Sở Y tế"]),
        ("Giám đốc Sở Y tế, Chủ tịch UBND xã", ["Giám đốc Sở Y tế", "Chủ tịch UBND xã"]),
        ("Theo phân công tại Quyết định số 10/QĐ-UBND", []),  # names nobody
        ("", []),
    ],
)
def test_lists_are_split_into_units(text: str, expected: list[str]) -> None:
    assert [piece.raw for piece in pieces(text)] == expected


def test_a_list_may_leave_out_its_head() -> None:
    found = pieces("Sở Nội vụ, Tài chính, Văn hóa, Thể thao và Du lịch và Tư pháp")
    assert [piece.name for piece in found] == ["Sở Nội vụ", "Sở Tài chính", "Sở Văn hóa, Thể thao và Du lịch", "Sở Tư pháp"]
    assert [piece.raw for piece in pieces("Các sở: Nội vụ, Tài chính")] == ["Nội vụ", "Tài chính"]


@pytest.mark.parametrize(
    ("text", "expected"), [("Sở Y tế", True), ("UBND cấp xã", True), ("Quý I/2026", False), ("Báo cáo", False)]
)
def test_a_list_of_units_is_told_from_other_cells(text: str, expected: bool) -> None:
    assert looks_like_units(text) is expected


@pytest.mark.parametrize(
    ("scope", "raw", "name"),
    [
        (PROVINCE, "Sở Tài chính", "Sở Tài chính tỉnh Nghệ An"),
        (PROVINCE, "Sở NN&MT", "Sở Nông nghiệp và Môi trường tỉnh Nghệ An"),  # short form
        (PROVINCE, "UBND cấp xã", "UBND cấp xã tỉnh Nghệ An"),
        (PROVINCE, "Ủy ban nhân dân phường, xã", "UBND các phường, xã tỉnh Nghệ An"),
        (PROVINCE, "Các sở ban ngành", "Các sở, ban, ngành tỉnh Nghệ An"),
        (
            PROVINCE,
            "Sở, ban, ngành, tổ chức chính trị-xã hội",
            "Các sở, ban, ngành, tổ chức chính trị - xã hội tỉnh Nghệ An",
        ),
        (PROVINCE, "các sở, ngành có liên quan", "Các sở, ngành có liên quan thuộc tỉnh Nghệ An"),
        (PROVINCE, "Các cơ quan, đơn vị có liên quan", "Các cơ quan, đơn vị có liên quan"),  # an open group keeps its words
        (PROVINCE, "các cơ quan, đơn vị, địa phương", "Các cơ quan, đơn vị, địa phương tỉnh Nghệ An"),
        (PROVINCE, "Bộ Quốc phòng", "Bộ Quốc phòng"),
        (PROVINCE, "Văn phòng", "Văn phòng UBND tỉnh Nghệ An"),
        (PROVINCE, "Báo và Phát thanh, Truyền hình Nghệ An", "Báo và Phát thanh, Truyền hình Nghệ An"),
        (PROVINCE, "Tỉnh đoàn", "Tỉnh đoàn Nghệ An"),
        (PROVINCE, "Thủ trưởng các sở, ban ngành", "Thủ trưởng các sở, ban, ngành tỉnh Nghệ An"),
        (
            OLD_PROVINCE,
            "UBND huyện, thành phố, thị xã",
            "UBND các huyện, thị xã, thành phố tỉnh Quảng Ngãi",
        ),  # the usual order
        (PROVINCE, "UBND các xã, phường được phân công", "UBND các xã, phường tỉnh Nghệ An được phân công"),
        (PROVINCE, "UBND các phường xã", "UBND các phường, xã tỉnh Nghệ An"),  # the comma was lost
        (CITY, "Các Sở, ban, ngành của Thành phố", "Các sở, ban, ngành thành phố Hà Nội"),
        (METROPOLIS, "Công an Thành phố", "Công an Thành phố Hồ Chí Minh"),
        (METROPOLIS, "UBND xã, phường, đặc khu", "UBND các xã, phường, đặc khu Thành phố Hồ Chí Minh"),
        (PARTY, "Đảng đoàn Hội đồng nhân dân tỉnh", "Đảng đoàn HĐND tỉnh Nghệ An"),  # of the province, not of its committee
        (DISTRICT, "Ủy ban MTTQ", "Ủy ban Mặt trận Tổ quốc huyện Tuy Phước"),  # at the issuer's own level
        (DISTRICT, "Phòng Nội vụ", "Phòng Nội vụ huyện Tuy Phước"),
        (DISTRICT, "Văn phòng HĐND & UBND huyện", "Văn phòng HĐND & UBND huyện Tuy Phước"),
        (DISTRICT, "Sở Nội vụ", "Sở Nội vụ tỉnh Bình Định"),
        (COMMUNE, "Công an xã", "Công an xã Kỳ Anh"),
        (COMMUNE, "Phòng Văn hóa - Xã hội", "Phòng Văn hóa - Xã hội xã Kỳ Anh"),
        (BOARD, "Văn phòng", "Văn phòng Ban Quản lý các Khu công nghiệp Đồng Nai"),
        (BOARD, "Lãnh đạo Ban", "Lãnh đạo Ban Quản lý các Khu công nghiệp Đồng Nai"),
        (BOARD, "Các đơn vị trực thuộc", "Các đơn vị trực thuộc Ban Quản lý các Khu công nghiệp Đồng Nai"),  # whose?
        (PROVINCE, "Các đơn vị trực thuộc", "Các đơn vị trực thuộc"),  # of whom, the plan of a territory does not tell
        (PROVINCE, "BCH BĐBP tỉnh", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh Nghệ An"),
        (PROVINCE, "Các CQCM thuộc UBND tỉnh", "Các cơ quan chuyên môn thuộc UBND tỉnh Nghệ An"),
        (BOARD, "Văn phòng Ban Quản lý", "Văn phòng Ban Quản lý các Khu công nghiệp Đồng Nai"),  # its name as far as said
        (OFFICE, "Các phòng, đơn vị thuộc Sở", "Các phòng, đơn vị thuộc Sở Nội vụ tỉnh Hà Nam"),  # whose, the issuer tells
        (PROVINCE, "UBND các xã ven biển", "UBND các xã ven biển tỉnh Nghệ An"),  # the place behind what tells which
        (COMMUNE, "các thôn, tổ dân phố", "Các thôn, tổ dân phố xã Kỳ Anh"),
        (BOARD, "Bộ phận Một cửa tại TT HCC tỉnh", "Bộ phận Một cửa tại Trung tâm Hành chính công tỉnh Đồng Nai"),
        (
            BOARD,
            "Bộ phận chuyên môn có thủ tục liên thông",
            "Bộ phận chuyên môn có thủ tục liên thông thuộc Ban Quản lý các Khu công nghiệp Đồng Nai",
        ),
        (BOARD, "Các sở, ngành", "Các sở, ngành tỉnh Đồng Nai"),
        (CENTRE, "các bộ, ngành, địa phương", "Các bộ, ngành, địa phương"),
        (CENTRE, "VTV", "Đài Truyền hình Việt Nam"),
        # what every territory has is not the department's, nor the Party committee's
        (OFFICE, "Mặt trận Tổ quốc", "Mặt trận Tổ quốc tỉnh Hà Nam"),
        (PARTY, "MTTQ", "Mặt trận Tổ quốc tỉnh Nghệ An"),
        # in a plan of a commune's Party committee "xã" is that commune
        (COMMUNE_PARTY, "UBND xã", "UBND xã Ea Kar"),
        (COMMUNE_PARTY, "UBMTTQ xã", "Ủy ban Mặt trận Tổ quốc xã Ea Kar"),
        (COMMUNE_PARTY, "Văn phòng Đảng ủy", "Văn phòng Đảng ủy xã Ea Kar"),
        (COMMUNE_PARTY, "Ban Xây dựng Đảng", "Ban Xây dựng Đảng Đảng ủy xã Ea Kar"),  # its name ends there
    ],
)
def test_names_are_spelled_out_by_whose_plan_it_is(scope: Scope, raw: str, name: str) -> None:
    assert resolve(raw, scope).name == name


@pytest.mark.parametrize(
    ("scope", "raw", "unit_id", "status"),
    [
        (PROVINCE, "Sở Tài chính", "so_tai_chinh/nghe-an", "resolved"),
        (PROVINCE, "Bộ Quốc phòng", "bo_quoc_phong", "resolved"),
        (DISTRICT, "Phòng Nội vụ", "phong_noi_vu/binh-dinh.huyen-tuy-phuoc", "resolved"),
        (OLD_PROVINCE, "Sở Kế hoạch và Đầu tư", "so_khdt/quang-ngai", "resolved"),
        (PROVINCE, "Sở Kế hoạch và Đầu tư", "so_khdt/nghe-an", "outdated"),  # merged on 1 March 2025
        (PROVINCE, "Các sở, ban, ngành", None, "group"),
        (PROVINCE, "Sở Y tế (cơ quan giúp việc)", "so_y_te/nghe-an", "resolved"),  # what it is, or who drafts for it
        (PROVINCE, "các cơ quan (thuế, hải quan)", None, "group"),
        (PROVINCE, "Trung tâm Gió lạ", None, "unknown"),  # kept as written, for review
        (PROVINCE, "Giám đốc Sở Nội vụ", None, "office"),  # who holds an office, not the body
        (BOARD, "Văn phòng", None, "internal"),  # the issuer's own
        (PROVINCE, "UBND cấp xã", None, "group"),
        # another province's body, named with its province; it must have been there on the plan's day
        (PROVINCE, "Sở Nội vụ tỉnh Hà Tĩnh", "so_noi_vu/ha-tinh", "resolved"),
        (PROVINCE, "Sở Nội vụ tỉnh Bình Phước", None, "unknown"),
        (OLD_PROVINCE, "Sở Nội vụ tỉnh Bình Phước", "so_noi_vu/binh-phuoc", "resolved"),
        (CENTRE, "UBND tỉnh Nghệ An", "ubnd_tinh/nghe-an", "resolved"),
        (CENTRE, "UBND thành phố Nam Định", None, "unknown"),  # a district's town
        (CENTRE, "UBND các tỉnh, thành phố trực thuộc trung ương", None, "group"),
        (PROVINCE, "UBND các tỉnh, thành phố", None, "group"),
        (scope_of(None, None, None), "Sở Nội vụ", None, "unknown"),  # whose is not known
        (scope_of("UBND tỉnh Hà Nam", "Hà Nam", None), "Sở Nội vụ", "so_noi_vu/ha-nam", "resolved"),  # one Hà Nam only
        (scope_of("UBND tỉnh Gia Lai", "Gia Lai", None), "Sở Nội vụ", None, "unknown"),  # of which Gia Lai, without a day?
    ],
)
def test_identity_only_where_it_is_certain(scope: Scope, raw: str, unit_id: str | None, status: str) -> None:
    found = resolve(raw, scope)
    assert (found.unit_id, found.status) == (unit_id, status)


@pytest.mark.parametrize(
    ("scope", "text", "names"),
    [
        (PROVINCE, "UBND các huyện, thị xã, thành phố Vinh", ["UBND các huyện, thị xã, thành phố Vinh tỉnh Nghệ An"]),
        # the last council of a list tells the place of those before it
        (PROVINCE, "HĐND, UBND các xã, phường", ["HĐND các xã, phường tỉnh Nghệ An", "UBND các xã, phường tỉnh Nghệ An"]),
        (CENTRE, "Hội đồng nhân dân và Ủy ban nhân dân tỉnh Gia Lai", ["HĐND tỉnh Gia Lai", "UBND tỉnh Gia Lai"]),
        # places that one head names, with their own rank, of several ranks
        (PROVINCE, "UBND các xã: Nam Đàn, Kim Liên", ["UBND xã Nam Đàn tỉnh Nghệ An", "UBND xã Kim Liên tỉnh Nghệ An"]),
        (
            CENTRE,
            "UBND các tỉnh Sơn La, Lào Cai và thành phố Huế",
            ["UBND tỉnh Sơn La", "UBND tỉnh Lào Cai", "UBND thành phố Huế"],
        ),
        (PROVINCE, "UBND các xã, phường: Vinh Phú, Nam Đàn", ["UBND Vinh Phú tỉnh Nghệ An", "UBND Nam Đàn tỉnh Nghệ An"]),
        (PROVINCE, "HĐND - UBND xã", ["HĐND xã", "UBND xã"]),  # which commune is not told
        (PROVINCE, "Sở Y tế, HĐND, Sở Nội vụ", [f"{name} tỉnh Nghệ An" for name in ("Sở Y tế", "HĐND", "Sở Nội vụ")]),
    ],
)
def test_councils_share_a_place(scope: Scope, text: str, names: list[str]) -> None:
    assert [unit.name for unit in units_in(text, scope)] == names


@pytest.mark.parametrize(
    ("day", "unit_id"),
    [
        (date(2025, 2, 1), "cuc_thue_tinh/nghe-an"),
        (date(2024, 6, 1), "cuc_thue_tinh/nghe-an"),
    ],
)
def test_the_day_decides_between_bodies_of_one_name(day: date, unit_id: str) -> None:
    assert resolve("Cục Thuế tỉnh", scope_of("UBND tỉnh Nghệ An", "Nghệ An", day)).unit_id == unit_id


def test_province_of_the_day() -> None:
    before, after = (scope_of("UBND tỉnh Gia Lai", "Gia Lai", day) for day in (OLD, NEW))
    assert before.province
    assert after.province
    assert before.province.unit_id != after.province.unit_id


def test_a_board_named_in_full_once_is_known_by_its_kind() -> None:
    text = "Ban Chỉ huy Phòng thủ dân sự tỉnh họp. Ban Chỉ huy phòng thủ dân sự các cấp báo cáo."
    scope = scope_of("UBND tỉnh Nghệ An", "Nghệ An", NEW, text)
    assert resolve("Văn phòng Ban Chỉ huy", scope).name == "Văn phòng Ban Chỉ huy Phòng thủ dân sự tỉnh Nghệ An"
    small = "Ban Chỉ đạo đã họp. Ban Chỉ đạo đã giao việc."
    assert full_names(small) == ()  # any word may stand there in small letters
    two = "Ban Chỉ đạo Cải cách hành chính tỉnh; Ban Chỉ đạo Chuyển đổi số tỉnh"
    assert dict(full_names(two)).get("ban chỉ đạo") is None  # which one is not certain


def test_likeness_decides_nothing() -> None:
    assert resolve("Sở Nông nghiệp và Môi sinh", PROVINCE).unit_id is None


def test_the_register_is_whole() -> None:
    ids = [row["unit_id"] for row in rows("units")]
    assert len(ids) == len(set(ids))
    assert {row["from_id"] for row in rows("unit_succession")} | {row["to_id"] for row in rows("unit_succession")} <= set(
        ids
    )
    assert all(row["source"] for row in rows("units"))


@given(
    st.lists(
        st.sampled_from(["Sở Nội vụ", "UBND cấp xã", "Công an tỉnh", "các sở, ngành", "Sở Văn hóa, Thể thao và Du lịch"]),
        min_size=1,
        max_size=6,
    )
)
def test_joined_units_come_apart_again(names: list[str]) -> None:
    assert [piece.raw for piece in pieces("; ".join(names))] == names


@given(st.text(alphabet="SởBộCcácUBND ,;vàxãphườngtỉnh-()&/\n", max_size=80))
def test_any_text_gives_pieces_of_itself(text: str) -> None:
    folded = " ".join(text.split())
    for unit in units_in(text, PROVINCE):
        assert unit.raw
        assert " ".join(unit.raw.split()) in folded or "\n" in text


@pytest.mark.parametrize("item", ["các sở, ban, ", "UBND xã, phường, ", "a. A", "Sở Nội vụ và "])
def test_a_long_list_takes_no_more_than_its_share(item: str) -> None:
    def seconds(count: int) -> float:
        text = item * count
        tokens_of.cache_clear()
        pieces.cache_clear()
        began = time.process_time()
        pieces(text)
        return time.process_time() - began

    seconds(100)
    short, long = min(seconds(1500) for _ in range(3)), min(seconds(6000) for _ in range(3))
    assert long < 10 * short  # four times the text; a quadratic reading would take sixteen times as long
