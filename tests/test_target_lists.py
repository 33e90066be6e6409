"""Targets of sentences that set out several: the year of each, parts of a whole, rates, brackets; one trap a row."""

from __future__ import annotations

import pytest

from extractors._clause_aims import Setting
from extractors._target_clauses import read

IN_YEARS = [
    # the year of the first member holds for the list behind semicolons
    (
        "Đến năm 2030, trồng mới 300 ha rừng; tỷ lệ hộ dùng nước sạch đạt 70%.",
        [(300, 2030, "trồng mới rừng"), (70, 2030, "tỷ lệ hộ dùng nước sạch")],
    ),
    (
        "Huyện phấn đấu đến năm 2028 có 60% nhà xưởng lắp báo cháy; 40% nhà trọ có lối thoát thứ hai.",
        [(60, 2028, "nhà xưởng lắp báo cháy"), (40, 2028, "nhà trọ có lối thoát thứ hai")],
    ),
    # a year right before its quantity is its own, also twice in a sentence
    (
        "Thu ngân sách năm 2027 đạt 310 tỷ đồng, năm 2030 đạt gần 450 tỷ đồng.",
        [(310, 2027, "Thu ngân sách năm 2027"), (450, 2030, "Thu ngân sách")],
    ),
    (
        "Tỷ lệ trẻ ra lớp năm 2026 đạt 92% và năm 2028 đạt 96%.",
        [(92, 2026, "Tỷ lệ trẻ ra lớp năm 2026"), (96, 2028, "Tỷ lệ trẻ ra lớp")],
    ),
    # what was measured before is measured again in another year
    (
        "85% học sinh biết bơi năm 2026 và đạt 95% vào năm 2029.",
        [(85, 2026, "học sinh biết bơi năm 2026"), (95, 2029, "học sinh biết bơi vào năm 2029")],
    ),
    (
        "Đến năm 2027, 30% ấp có nhà văn hóa, con số này là 60% vào năm 2030.",
        [(30, 2027, "ấp có nhà văn hóa"), (60, 2030, "ấp có nhà văn hóa vào năm 2030")],
    ),
    (
        "Ngành tạo việc làm cho 4 nghìn lao động vào năm 2027 và năm 2030 là 6 nghìn người.",
        [
            (4000, 2027, "tạo việc làm cho lao động vào năm 2027"),
            (6000, 2030, "tạo việc làm cho người"),
        ],
    ),
    # a period behind an average
    ("Tốc độ tăng bình quân giai đoạn 2026-2030 khoảng 9%.", [(9, 2030, "Tốc độ tăng bình quân giai đoạn 2026-2030")]),
    # the year behind a bracket holds for its members
    (
        "Đạt mục tiêu 90-80 (90% thuyền có giám sát hành trình, 80% cảng cá có kiểm dịch) vào năm 2029.",
        [(90, 2029, "thuyền có giám sát hành trình"), (80, 2029, "cảng cá có kiểm dịch")],
    ),
    # a period right behind, and a year that goes on over a member without a number
    ("Năng suất lao động tăng 7%/năm giai đoạn 2027-2031.", [(7, 2031, "Năng suất lao động tăng giai đoạn 2027-2031")]),
    (
        "Đến năm 2029: 60% ấp có thư viện; nâng chất lượng sách; 20% ấp có sân bóng.",
        [(60, 2029, "ấp có thư viện"), (20, 2029, "ấp có sân bóng")],
    ),
    # a period right before its quantity
    ("Giá trị sản xuất giai đoạn 2027-2031 đạt 12 tỷ đồng.", [(12, 2031, "Giá trị sản xuất giai đoạn 2027-2031")]),
    # a higher aim in a bracket
    ("Tăng doanh thu chợ khoảng 8% (phấn đấu 9%).", [(8, None, "Tăng doanh thu chợ"), (9, None, "Tăng doanh thu chợ")]),
    # a year of comparison is no year of the target
    ("Số vụ cháy so với năm 2025 giảm 10%.", [(10, None, "Số vụ cháy so với năm 2025 giảm")]),
]


@pytest.mark.parametrize("text, found", IN_YEARS)
def test_the_year_and_the_measure_of_each_quantity(text, found):
    assert [(r.value, r.year, r.metric) for r in read(text, Setting(aims=True, first_year=2026))] == found


WITHOUT_DEEDS = [
    # parts of a whole
    (
        "Tổng lượng khách đạt 90.000 lượt, trong đó khách quốc tế 7.000 lượt, khách nội địa 83.000 lượt.",
        [
            ("=", 90000, "Tổng lượng khách"),
            ("=", 7000, "Tổng lượng khách quốc tế"),
            ("=", 83000, "Tổng lượng khách nội địa"),
        ],
    ),
    (
        "Đón khoảng 2 triệu lượt khách lưu trú (trong đó có 300 nghìn lượt khách quốc tế).",
        [("=", 2000000, "Đón lượt khách lưu trú"), ("=", 300000, "Đón lượt khách quốc tế")],
    ),
    # what is measured stands right before its number
    ("Vốn đầu tư toàn xã hội 5.200 tỷ đồng.", [("=", 5200, "Vốn đầu tư toàn xã hội")]),
    # on how many a rate is counted is no target
    (
        "Giảm ít nhất 15% số người bị thương do đuối nước trên 100.000 dân.",
        [(">=", 15, "Giảm số người bị thương do đuối nước trên 100.000 dân")],
    ),
    ("Giá trị thu trên 1ha đất trồng đạt 210 triệu đồng.", [("=", 210, "Giá trị thu trên 1ha đất trồng")]),
    # "mới" behind what is counted says which it is, and sets no condition
    (
        "Có ít nhất 12 sản phẩm mới được xếp hạng 3 sao.",
        [(">=", 12, "sản phẩm mới được xếp hạng 3 sao")],
    ),
    # members of a list that open with what is measured, with commas inside
    (
        "Lập 12 câu lạc bộ, duy trì tốc độ tăng hội viên từ 5%/năm.",
        [("=", 12, "Lập câu lạc bộ"), (">=", 5, "tốc độ tăng hội viên")],
    ),
    (
        "Tỷ lệ trường công lập đạt 70%, số trẻ ở nhóm lớp dân lập, tư thục đạt 30%.",
        [("=", 70, "Tỷ lệ trường công lập"), ("=", 30, "số trẻ ở nhóm lớp dân lập, tư thục")],
    ),
    # a bracket inside the clause
    (
        "Tỷ lệ hộ nghèo giảm 1%/năm (riêng vùng biên giới giảm 2,5%/năm) theo chuẩn mới.",
        [("=", 1, "Tỷ lệ hộ nghèo giảm"), ("=", 2.5, "Tỷ lệ hộ nghèo giảm vùng biên giới giảm")],
    ),
    # a share of a sum, and how much it changes
    (
        "Vốn cho thủy lợi chiếm 20% tổng vốn, tăng 5% so với năm 2025.",
        [("=", 20, "Vốn cho thủy lợi tổng vốn"), ("=", 5, "Vốn cho thủy lợi tăng so với năm 2025")],
    ),
    # a share of a whole, and a change, of something that is not said to be an aim: nothing is measured by the whole
    ("Hàng tiêu dùng nhập về là 3 tỷ USD, chiếm 12% tổng kim ngạch nhập khẩu, tăng 5% so với ước thực hiện năm 2026.", []),
    ("Nhập siêu khoảng 2 tỷ USD, bằng 9% số xuất.", [("=", 2, "Nhập siêu"), ("=", 9, "Nhập siêu số xuất")]),
    # the issuer that strives is no part of the measure
    (
        "Đảng bộ xã phấn đấu năm 2026 tỷ lệ kết nạp đảng viên đạt từ 4% trở lên.",
        [(">=", 4, "tỷ lệ kết nạp đảng viên")],
    ),
    # what stands before a colon is measured, money and counts too
    ("Thu nội địa: 800 tỷ đồng.", [("=", 800, "Thu nội địa")]),
    ("Số chuyến tàu khách trong ngày: 14 chuyến.", [("=", 14, "Số chuyến tàu khách trong ngày")]),
    ("Mục tiêu cụ thể: 12 hội nghị.", [("=", 12, "hội nghị")]),  # a line that heads a list measures nothing
    # members with commas inside, each with its share
    (
        "Cơ cấu lao động: dịch vụ 42%, nông, lâm nghiệp, thủy sản 18%.",
        [("=", 42, "Cơ cấu lao động dịch vụ"), ("=", 18, "Cơ cấu lao động nông, lâm nghiệp, thủy sản")],
    ),
    (
        "Sản xuất mây tre tăng 6%, gốm, sứ, thủy tinh tăng 4%.",
        [("=", 6, "Sản xuất mây tre tăng"), ("=", 4, "gốm, sứ, thủy tinh tăng")],
    ),
    # what is left out stays with its share
    (
        "Số hóa 90% hồ sơ lưu, trừ hồ sơ mật, hồ sơ hủy.",
        [("=", 90, "Số hóa hồ sơ lưu, trừ hồ sơ mật, hồ sơ hủy")],
    ),
    # "trở lên" behind a rating bounds the rating
    ("85% chi hội hoàn thành tốt nhiệm vụ trở lên.", [("=", 85, "chi hội hoàn thành tốt nhiệm vụ trở lên")]),
    (
        "Tỷ lệ khám phá án đạt 80%, án rất nghiêm trọng, đặc biệt nghiêm trọng đạt 96%.",
        [("=", 80, "Tỷ lệ khám phá án"), ("=", 96, "Tỷ lệ khám phá án rất nghiêm trọng, đặc biệt nghiêm trọng")],
    ),
    (
        "Phấn đấu 5/12 xã sạch rác, lũy kế đến hết năm 2026 có 9/12 xã.",
        [("=", 5, "xã sạch rác"), ("=", 9, "xã sạch rác")],
    ),
    (
        "Thành lập 20 hợp tác xã (HTX) và 2 liên hiệp HTX.",
        [("=", 20, "Thành lập hợp tác xã (HTX)"), ("=", 2, "Thành lập liên hiệp HTX")],
    ),
    ("Thu hút 2 - 3 tỷ USD vốn nước ngoài.", [("=", 2, "Thu hút vốn nước ngoài")]),
    ("Giảm tỷ suất sinh 0,2‰.", [("=", 0.2, "Giảm tỷ suất sinh")]),
    ("Học sinh được học 2 buổi/ngày.", []),  # how school is kept
]


@pytest.mark.parametrize("text, found", WITHOUT_DEEDS)
def test_parts_rates_and_measures_under_a_heading_of_aims(text, found):
    assert [(r.comparator, r.value, r.metric) for r in read(text, Setting(aims=True, first_year=2026))] == found


SHARED = [
    # parts behind "gồm"
    (
        "Đào tạo 90 lao động, gồm 30 lao động nữ và 60 lao động nam.",
        [(90, "Đào tạo lao động"), (30, "Đào tạo lao động nữ"), (60, "Đào tạo lao động nam")],
    ),
    # who takes part goes with what is set up
    (
        "Đến năm 2030 có 40 tổ hợp tác, với 800 thành viên; 12 hợp tác xã với 600 thành viên.",
        [
            (40, "tổ hợp tác, với 800 thành viên"),
            (800, "tổ hợp tác, với thành viên"),
            (12, "hợp tác xã với 600 thành viên"),
            (600, "hợp tác xã với thành viên"),
        ],
    ),
    # "so với" compares and sets up nothing
    ("Có 12 chợ so với 9 chợ năm 2025.", [(12, "chợ so với 9 chợ năm 2025")]),
    # two values with "là", each in its place
    (
        "Tỷ lệ trẻ ra lớp ở vùng núi là 88% và ở vùng biển là 92%.",
        [(88, "Tỷ lệ trẻ ra lớp ở vùng núi"), (92, "Tỷ lệ trẻ ra lớp ở vùng biển")],
    ),
    # members of a bracket, each with what it measures
    (
        "Sản lượng cá đạt 70 tấn (trong đó, cá nuôi chiếm 60%, cá đánh bắt 40%).",
        [(70, "Sản lượng cá"), (60, "Sản lượng cá nuôi"), (40, "Sản lượng cá đánh bắt")],
    ),
    # a share of GDP ends the clause as a bare share does
    (
        "Tỷ trọng dịch vụ đạt 40% GRDP, tỷ trọng công nghiệp đạt 35% GRDP.",
        [(40, "Tỷ trọng dịch vụ GRDP"), (35, "tỷ trọng công nghiệp GRDP")],
    ),
    # a kind of work under a make-up is a part, and no deed
    (
        "Cơ cấu sản lượng: Khai thác 40%, nuôi trồng 60%.",
        [(40, "Cơ cấu sản lượng Khai thác"), (60, "Cơ cấu sản lượng nuôi trồng")],
    ),
    # the predicate holds for the like in other places
    (
        "100% rác ở khu vực đô thị được thu gom; khu vực nông thôn đạt trên 70%.",
        [(100, "rác ở khu vực đô thị được thu gom"), (70, "rác ở khu vực nông thôn được thu gom")],
    ),
    # what shall be lowered, said once
    (
        "Giảm tỷ lệ trẻ dưới 5 tuổi suy dinh dưỡng thể thấp còi xuống 15%, thể gầy còm xuống dưới 4%.",
        [
            (15, "Giảm tỷ lệ trẻ dưới 5 tuổi suy dinh dưỡng thể thấp còi"),
            (4, "Giảm tỷ lệ trẻ dưới 5 tuổi suy dinh dưỡng thể gầy còm"),
        ],
    ),
    # a deed on a measure stands for itself
    (
        "Giảm tỷ lệ trẻ thấp còi xuống 15%, kiểm soát tỷ lệ béo phì dưới 5%.",
        [(15, "Giảm tỷ lệ trẻ thấp còi"), (5, "kiểm soát tỷ lệ béo phì")],
    ),
    # what is lowered stands behind its share
    (
        "Tỷ lệ tái sử dụng nước đạt 60%, giảm 9% lượng khí thải.",
        [(60, "Tỷ lệ tái sử dụng nước"), (9, "giảm lượng khí thải")],
    ),
    # a body of people is no deed
    (
        "Trên 60% tổ chức kinh tế tập thể đạt loại khá, trong đó có ít nhất 50% tham gia liên kết.",
        [(60, "tổ chức kinh tế tập thể đạt loại khá"), (50, "tổ chức kinh tế tập thể tham gia liên kết")],
    ),
    (
        "Thành lập 3 vườn ươm tại các trường cao đẳng và tổ chức khoa học.",
        [(3, "Thành lập vườn ươm tại các trường cao đẳng và tổ chức khoa học")],
    ),
    # what is counted in both years, said with the second
    (
        "Đến năm 2027 có 12 doanh nghiệp và đến năm 2030 có 18 doanh nghiệp làm du lịch.",
        [(12, "doanh nghiệp làm du lịch"), (18, "doanh nghiệp làm du lịch")],
    ),
    # the number ends its clause; what is done so is none of the measure
    (
        "Giá trị hàng xuất khẩu đạt 41 tỷ đồng, đảm bảo hàng cho dịp tết.",
        [(41, "Giá trị hàng xuất khẩu")],
    ),
    # a count behind a colon with its bound, and a share "of all"
    ("Bình quân hằng năm kết nạp hội viên mới: trên 4%.", [(4, "Bình quân hằng năm kết nạp hội viên mới")]),
    (
        "Tỷ lệ tổ xếp loại “Xuất sắc”: 15% trở lên/tổng số tổ.",
        [(15, "Tỷ lệ tổ xếp loại “Xuất sắc” /tổng số tổ")],
    ),
    # how many more stands in a bracket
    (
        "Tỷ lệ thôn có đèn đạt 60% (tăng 8 thôn so với năm 2025).",
        [(60, "Tỷ lệ thôn có đèn"), (8, "Tỷ lệ thôn có đèn tăng thôn so với năm 2025")],
    ),
    # none shall be left: no target, and no part of the one before
    (
        "Có ít nhất 10% số xã kiểu mẫu và không còn xã dưới 15 tiêu chí.",
        [(10, "số xã kiểu mẫu")],
    ),
    # money with its share of the whole, in a list of parts
    (
        "Cơ cấu kinh tế: Gỗ 90 tỷ đồng, chiếm 60%; gốm 60 tỷ đồng, chiếm 40%.",
        [
            (90, "Cơ cấu kinh tế Gỗ"),
            (60, "Cơ cấu kinh tế Gỗ"),
            (60, "Cơ cấu kinh tế gốm"),
            (40, "Cơ cấu kinh tế gốm"),
        ],
    ),
    # money that comes in, behind its year
    ("Thu ngân sách năm 2026 450 tỷ đồng.", [(450, "Thu ngân sách năm 2026")]),
    # parts names itself what it counts
    (
        "Tỷ lệ giường đạt 20 giường/10.000 dân; trong đó số giường ngoài công lập là 2 giường/10.000 dân.",
        [(20, "Tỷ lệ giường"), (2, "số giường ngoài công lập")],
    ),
    # what the sentence before measures
    (
        "Tỷ lệ thất thoát nước là 25%. Tỷ lệ này đến năm 2030 là 15%.",
        [(25, "Tỷ lệ thất thoát nước"), (15, "Tỷ lệ thất thoát nước đến năm 2030")],
    ),
    # each crop of a list with its area and its yield
    (
        "Diện tích lúa 900 ha, năng suất dự kiến 60 tạ/ha; bắp 120 ha, năng suất dự kiến 45 tạ/ha.",
        [(900, "Diện tích lúa"), (60, "năng suất lúa"), (120, "Diện tích bắp"), (45, "năng suất bắp")],
    ),
    ("Tổng đàn trâu đạt 500 con; dê 900 con.", [(500, "Tổng đàn trâu"), (900, "Tổng đàn dê")]),
    # a long name is no thing that the next measure is of
    (
        "Diện tích mặt nước dùng nuôi cá đạt 90 ha, sản lượng đạt 400 tấn.",
        [(90, "Diện tích mặt nước dùng nuôi cá"), (400, "sản lượng")],
    ),
    # "riêng" tells a part of what is measured
    (
        "Tỷ lệ hài lòng đạt 90% trở lên; riêng lĩnh vực đất đai đạt 85% trở lên.",
        [(90, "Tỷ lệ hài lòng"), (85, "Tỷ lệ hài lòng lĩnh vực đất đai")],
    ),
    # a rise, and then what is reached
    (
        "Doanh số bán lẻ tăng bình quân 12%/năm, đến năm 2030 đạt 950 tỷ đồng.",
        [(12, "Doanh số bán lẻ tăng bình quân"), (950, "Doanh số bán lẻ")],
    ),
    # some of all, behind a share
    (
        "100% trường đạt chuẩn, trong đó 02/05 trường đạt mức độ 2.",
        [(100, "trường đạt chuẩn"), (2, "trường đạt mức độ 2")],
    ),
    # the rate stands behind the bound
    ("Kết nạp từ 15 hội viên mới trở lên/năm.", [(15, "Kết nạp hội viên mới")]),
    # points on the map are no points
    ("Trung bình mỗi xã có 02 điểm sinh hoạt.", [(2, "Trung bình mỗi xã có điểm sinh hoạt")]),
    # two rises with what rises, and a member told behind a colon
    (
        "Tăng tổng thu 8%/năm và tăng tổng giá trị sản xuất tối thiểu 12%.",
        [(8, "Tăng tổng thu"), (12, "tăng tổng giá trị sản xuất")],
    ),
    (
        "Số khách là 20 lượt khách, khách nội địa: 15 lượt khách.",
        [(20, "Số khách"), (15, "Số khách nội địa")],
    ),
    # the number of people is no kind of people
    (
        "Tạo việc làm cho 70 người, số người đi làm việc theo hợp đồng có thời hạn là 20 người.",
        [(70, "Tạo việc làm cho người"), (20, "số người đi làm việc theo hợp đồng có thời hạn")],
    ),
]


@pytest.mark.parametrize("text, found", SHARED)
def test_what_members_share(text, found):
    readings = read(text, Setting(aims=True, first_year=2026))
    assert [(reading.value, reading.metric) for reading in readings] == found
