"""Targets of clauses beside others: where each begins and ends, what it takes from those before, one trap a row."""

from __future__ import annotations

import pytest

from extractors._clause_aims import Setting
from extractors._target_clauses import read


def found_in(text, head=""):
    return [(r.value, r.year, r.metric) for r in read(text, Setting(aims=True, first_year=2026, head=head))]


CUTS = [
    # a deed with its own count behind "và"
    ("Tỷ lệ đô thị hóa đạt 40% và xây mới 300 căn hộ.", [(40, None, "Tỷ lệ đô thị hóa"), (300, None, "xây mới căn hộ")]),
    # a second share behind another deed
    (
        "Dịch vụ đóng góp 40% thu ngân sách, giải quyết việc làm cho 60% lao động.",
        [(40, None, "Dịch vụ đóng góp thu ngân sách"), (60, None, "giải quyết việc làm cho lao động")],
    ),
    # what is measured next, whose number has no unit
    (
        "Sản lượng cá 12 tấn (sản lượng cá biển 9 tấn, sản lượng cá sông 2.500).",
        [(12, None, "Sản lượng cá"), (9, None, "sản lượng cá biển")],
    ),
    # a share of things behind a whole clause without a number
    (
        "Giữ vững các thôn kiểu mẫu, các chợ đạt chuẩn văn minh và trên 97% nhà máy đạt chuẩn xanh.",
        [(97, None, "nhà máy đạt chuẩn xanh")],
    ),
    # the same, counted on how many people
    (
        "Có 900 cửa hàng hoạt động, tương đương 12 cửa hàng/1.000 dân.",
        [(900, None, "cửa hàng hoạt động"), (12, None, "cửa hàng hoạt động")],
    ),
    # a verb right before a count, behind what shall not be
    ("Không để phát sinh điểm nóng về cờ bạc, triệt xóa 5 tụ điểm.", [(5, None, "triệt xóa tụ điểm")]),
    # what is kept on afterwards does not move the year
    (
        "Giữ tỷ lệ lưu ban dưới 2% vào năm 2027 và tiếp tục duy trì đến năm 2030.",
        [(2, 2027, "Giữ tỷ lệ lưu ban vào năm 2027")],
    ),
    # what a clause is for
    ("95% hồ sơ được giải quyết đúng hạn nhằm nâng cao sự hài lòng.", [(95, None, "hồ sơ được giải quyết đúng hạn")]),
    ("Mở lớp ở các bản góp phần đạt mục tiêu 90% người lớn biết chữ.", [(90, None, "người lớn biết chữ")]),
    (
        "Đẩy mạnh cơ giới hóa để đến năm 2028 cả nước có trên 900 hợp tác xã dùng máy cấy.",
        [(900, 2028, "hợp tác xã dùng máy cấy")],
    ),
    # of which matter the aim is
    (
        "Tỉnh xác định mục tiêu phát triển nhà ở giai đoạn 2026-2030 là diện tích nhà ở bình quân đạt 30 m2/người.",
        [(30, None, "diện tích nhà ở bình quân")],
    ),
    # "ngày" names no number over 31
    ("Trồng 30 ha chè; diện tích cây ngắn ngày 140 ha.", [(30, None, "Trồng chè"), (140, None, "diện tích cây ngắn ngày")]),
    # a year at the end of a member without a number is that member's own
    (
        "Giữ vững các thôn kiểu mẫu; xã đạt chuẩn vào cuối năm 2026; tỷ lệ hộ dùng nước sạch đạt 90%.",
        [(90, None, "tỷ lệ hộ dùng nước sạch")],
    ),
    # a measure behind "với", and "so với" that opens none
    ("Có 20 nhà nghỉ ven hồ với tổng số buồng là 300 buồng.", [(20, None, "nhà nghỉ ven hồ"), (300, None, "tổng số buồng")]),
    (
        "Tỷ lệ đất trống giảm 5% so với tổng số đất năm 2025.",
        [(5, None, "Tỷ lệ đất trống giảm so với tổng số đất năm 2025")],
    ),
    # what is kept up, or reached, without a number
    (
        "Thêm 4 chợ hạng 2, duy trì các chợ phiên, nâng tỷ lệ chợ có quầy sạch lên 60%.",
        [(4, None, "Thêm chợ hạng 2"), (60, None, "tỷ lệ chợ có quầy sạch")],
    ),
    ("Tỷ lệ hộ nghèo ở mức dưới 2% và đạt chuẩn nông thôn mới vào năm 2028.", [(2, None, "Tỷ lệ hộ nghèo")]),
    ("Có từ 80% chi hội vững mạnh, không có chi hội yếu kém.", [(80, None, "chi hội vững mạnh")]),
    # how much it changes on average
    (
        "Thu hút 3 triệu lượt khách, tăng bình quân 12%/năm.",
        [(3000000, None, "Thu hút lượt khách"), (12, None, "Thu hút lượt khách tăng bình quân")],
    ),
    # a year said in the words that announce
    (
        "Kế hoạch xác định rõ các chỉ tiêu chủ yếu như đến năm 2028, dịch vụ đóng góp 40% GRDP của tỉnh.",
        [(40, 2028, "dịch vụ đóng góp GRDP của tỉnh")],
    ),
    # the year of a period with "từ"
    (
        "Tốc độ tăng bình quân trong thời kỳ từ 2026-2029 là 11%/năm.",
        [(11, 2029, "Tốc độ tăng bình quân trong thời kỳ từ 2026-2029")],
    ),
    # what is done besides, without a number
    ("Duy trì diện tích rừng hiện có 900 ha và nâng cao chất lượng rừng trồng.", [(900, None, "diện tích rừng hiện có")]),
    (
        "Tỷ lệ che phủ rừng ổn định từ 42% đến 43%, chú trọng nâng cao chất lượng rừng.",
        [(42, None, "Tỷ lệ che phủ rừng ổn định")],
    ),
    # a deed behind the words that announce the share is no deed of the share
    (
        "Chương trình đặt mục tiêu 90% cấp ủy ban hành nghị quyết, đầu tư cho y tế vào năm 2028 và duy trì đến năm 2030.",
        [(90, 2028, "cấp ủy ban hành nghị quyết, đầu tư cho y tế vào năm 2028")],
    ),
    # each member of a body of people has its own
    (
        "Đạt mức hưởng thụ bình quân 01 bản sách/người dân, mỗi người dân đọc 02 cuốn sách/năm.",
        [(1, None, "mức hưởng thụ bình quân bản sách"), (2, None, "mỗi người dân đọc cuốn sách")],
    ),
    # a predicate behind a bracket
    (
        "85% người dùng thư viện (học sinh là 90%) có kỹ năng tra cứu.",
        [(85, None, "người dùng thư viện có kỹ năng tra cứu"), (90, None, "người dùng thư viện học sinh")],
    ),
    # the end of the year before what shall be there
    ("Phấn đấu đến cuối năm có 1 xã đạt chuẩn.", [(1, None, "xã đạt chuẩn")]),
    # two verbs before one count, behind a time
    (
        "Từ nay đến cuối năm 2026, dự kiến huyện xây dựng mới và nâng cấp được 55 km đường.",
        [(55, 2026, "huyện xây dựng mới và nâng cấp được đường")],
    ),
    # a length behind ", với"
    (
        "Tỷ lệ cứng hóa, nhựa hóa đường xã tăng từ 80% lên 100%, với tổng chiều dài 49 km.",
        [(100, None, "Tỷ lệ cứng hóa, nhựa hóa đường xã"), (49, None, "tổng chiều dài")],
    ),
    # a share that is said, and then another subject that reaches its own
    (
        "Phấn đấu 60% lao động tham gia bảo hiểm, nông dân tham gia tự nguyện chiếm khoảng 5% lao động.",
        [(60, None, "lao động tham gia bảo hiểm"), (5, None, "nông dân tham gia tự nguyện lao động")],
    ),
    # whose aim it is
    ("Mục tiêu cụ thể của ngành công thương là chỉ số sản xuất tăng 10%.", [(10, None, "chỉ số sản xuất tăng")]),
]


@pytest.mark.parametrize("text, found", CUTS)
def test_where_a_clause_begins_and_ends(text, found):
    assert found_in(text) == found


COMPARED = [
    # less than in a year before, beside a share
    (
        "Giảm tỷ lệ học sinh bỏ học so với năm 2025 và 100% học sinh bỏ học được vận động trở lại lớp.",
        [(None, None, "tỷ lệ học sinh bỏ học"), (100, None, "học sinh bỏ học được vận động trở lại lớp")],
    ),
    # a clause that opens with a fall
    (
        "Giảm số vụ cháy rừng, cháy nhà so với năm 2025; 90% thôn có đội chữa cháy.",
        [(None, None, "số vụ cháy rừng, cháy nhà"), (90, None, "thôn có đội chữa cháy")],
    ),
    # a number makes it a quantity
    (
        "Giảm 5% số vụ cháy so với năm 2025; 90% thôn có đội chữa cháy.",
        [(5, None, "Giảm số vụ cháy so với năm 2025"), (90, None, "thôn có đội chữa cháy")],
    ),
]


@pytest.mark.parametrize("text, found", COMPARED)
def test_comparisons_beside_quantities(text, found):
    assert found_in(text) == found


BEHIND_LINES = [
    # the year and what is counted, said in the line above
    (
        "Đến năm 2028: Giảm 20% số trạm bơm cũ, trong đó:",
        "Giảm 30% trạm bơm chạy dầu;",
        [(30, 2028, "Giảm trạm bơm chạy dầu")],
    ),
    ("Gieo trồng tổng diện tích 90 ha, trong đó:", "Lúa nếp 40 ha", [(40, None, "Gieo trồng tổng diện tích Lúa nếp")]),
    # a line above that counts otherwise
    ("Gieo trồng tổng diện tích 90 ha, trong đó:", "Mở 4 lớp tập huấn", [(4, None, "Mở lớp tập huấn")]),
]


@pytest.mark.parametrize("head, text, found", BEHIND_LINES)
def test_the_line_above_reads_as_words_before_a_colon(head, text, found):
    assert found_in(text, head) == found


NEIGHBOURS = [
    # bare counts take the deed of the count before, a long one its last verb
    (
        "Đào tạo, hướng dẫn, hỗ trợ thành lập 9 tổ hợp tác; 4 hợp tác xã; 01 liên hiệp hợp tác xã.",
        [
            (9, None, "Đào tạo, hướng dẫn, hỗ trợ thành lập tổ hợp tác"),
            (4, None, "hỗ trợ thành lập hợp tác xã"),
            (1, None, "hỗ trợ thành lập liên hiệp hợp tác xã"),
        ],
    ),
    # counts in a bracket behind their sum
    (
        "Số hợp tác xã là 40 hợp tác xã (25 hợp tác xã nông nghiệp, 15 hợp tác xã vận tải).",
        [(40, None, "Số hợp tác xã"), (25, None, "hợp tác xã nông nghiệp"), (15, None, "hợp tác xã vận tải")],
    ),
    # the third and fourth member are completed as the second
    (
        "Diện tích trồng ngô 38 ha; sắn 12 ha; gừng 8 ha; nghệ 5 ha.",
        [
            (38, None, "Diện tích trồng ngô"),
            (12, None, "Diện tích sắn"),
            (8, None, "Diện tích gừng"),
            (5, None, "Diện tích nghệ"),
        ],
    ),
    # visits are all that the deed takes
    (
        "Năm 2027 đón 2 triệu lượt khách; năm 2030 tỉnh đón 3 triệu lượt khách.",
        [(2000000, 2027, "đón lượt khách"), (3000000, 2030, "đón lượt khách")],
    ),
    # a second share of what the deed takes
    (
        "Thu gom và xử lý 100% rác ở phường, và 85% rác ở xã.",
        [(100, None, "Thu gom và xử lý rác ở phường"), (85, None, "Thu gom và xử lý rác ở xã")],
    ),
    # a count that names again what was counted
    (
        "Có 50 nhà nghỉ đạt 1 sao, trong đó có 9 nhà nghỉ đạt 3 sao; đến năm 2030 có 80 nhà nghỉ đạt 1 sao.",
        [(50, None, "nhà nghỉ đạt 1 sao"), (9, None, "nhà nghỉ đạt 3 sao"), (80, 2030, "nhà nghỉ đạt 1 sao")],
    ),
    # what both shares are of, said with the second
    (
        "Chỉ tiêu đến năm 2027 đạt 60% và đến năm 2030 đạt 75% cơ quan có lãnh đạo là nữ.",
        [(60, 2027, "cơ quan có lãnh đạo là nữ"), (75, 2030, "cơ quan có lãnh đạo là nữ")],
    ),
    # how much a year, in a bracket
    (
        "Giảm 10% đơn vị sự nghiệp (bình quân mỗi năm giảm 2,5%).",
        [(10, None, "Giảm đơn vị sự nghiệp"), (2.5, None, "Giảm đơn vị sự nghiệp bình quân mỗi năm giảm")],
    ),
    # the share of another thing
    (
        "Tỷ trọng công nghiệp đạt 30% GRDP, kinh tế số đạt 20% GRDP.",
        [(30, None, "Tỷ trọng công nghiệp GRDP"), (20, None, "Tỷ trọng kinh tế số GRDP")],
    ),
    # the unit and a bracket only say again what is counted
    (
        "Số doanh nghiệp đến năm 2030: 40 doanh nghiệp, tăng 9 doanh nghiệp (0,3 lần) so với năm 2025.",
        [
            (40, 2030, "Số doanh nghiệp đến năm 2030"),
            (9, 2030, "Số doanh nghiệp đến năm 2030 tăng doanh nghiệp so với năm 2025"),
        ],
    ),
    # a part with its own rise, and the average that is none of the subject
    (
        "Tốc độ tăng công nghiệp đạt bình quân 9%/năm, trong đó ngành chế biến đạt bình quân 10%/năm.",
        [
            (9, None, "Tốc độ tăng công nghiệp đạt bình quân"),
            (10, None, "Tốc độ tăng công nghiệp ngành chế biến đạt bình quân"),
        ],
    ),
    # a part that names again all that the whole does
    (
        "Có 900 cơ sở mới, trong đó: vùng đồng bằng, có 500 cơ sở mới, chiếm 55%.",
        [(900, None, "cơ sở mới"), (500, None, "vùng đồng bằng, có cơ sở mới"), (55, None, "vùng đồng bằng, có cơ sở mới")],
    ),
    # a size behind "với"
    ("Mở rộng nuôi cá lồng, với quy mô 150 lồng.", [(150, None, "Mở rộng nuôi cá lồng, với quy mô")]),
    # what is lowered stands before the colon
    (
        "Giảm tỷ lệ tiếp xúc với khói thuốc: tại nơi làm việc xuống dưới 25%, tại nhà hàng xuống dưới 60%.",
        [
            (25, None, "Giảm tỷ lệ tiếp xúc với khói thuốc tại nơi làm việc"),
            (60, None, "Giảm tỷ lệ tiếp xúc với khói thuốc tại nhà hàng"),
        ],
    ),
    # how many shall be raised, and how many more these are
    (
        "Phấn đấu nâng số xã đạt chuẩn lên 23 xã, tăng 7 xã so với năm 2025.",
        [(23, None, "số xã đạt chuẩn"), (7, None, "số xã đạt chuẩn tăng xã so với năm 2025")],
    ),
    # two shares of the like under one rate
    (
        "Tỷ lệ huy động trẻ đến lớp đạt 40% trẻ nhà trẻ và 97% trẻ mẫu giáo.",
        [(40, None, "Tỷ lệ huy động trẻ đến lớp trẻ nhà trẻ"), (97, None, "Tỷ lệ huy động trẻ đến lớp trẻ mẫu giáo")],
    ),
    # a share that needs its doer
    (
        "Tổng thu từ khách đạt 900 tỷ đồng, đóng góp 5% vào GRDP.",
        [(900, None, "Tổng thu từ khách"), (5, None, "Tổng thu từ khách đóng góp vào GRDP")],
    ),
    # another deed on things
    (
        "Giải quyết việc làm cho 900 người, xóa 100% nhà tạm.",
        [(900, None, "Giải quyết việc làm cho người"), (100, None, "xóa nhà tạm")],
    ),
    # a year before what is reached
    ("Toàn ngành phấn đấu đến năm 2028 đạt doanh thu 900 tỷ đồng.", [(900, 2028, "doanh thu")]),
    # a place in a ranking or better, at the end of the sentence
    ("Chỉ số hài lòng của tỉnh đạt thứ 15 trở lên.", [(15, None, "Chỉ số hài lòng của tỉnh")]),
    # "tương đương" before a share of the whole
    ("Chi phí vận tải giảm xuống tương đương 16% GRDP.", [(16, None, "Chi phí vận tải GRDP")]),
    # how much a part changes, in a list under what is made up
    (
        "Cơ cấu kinh tế: Nông nghiệp chiếm 38%, giảm 0,5% so với năm 2025; dịch vụ chiếm 30%, tăng 0,4% so với năm 2025.",
        [
            (38, None, "Cơ cấu kinh tế Nông nghiệp"),
            (0.5, None, "Cơ cấu kinh tế Nông nghiệp giảm so với năm 2025"),
            (30, None, "Cơ cấu kinh tế dịch vụ"),
            (0.4, None, "Cơ cấu kinh tế dịch vụ tăng so với năm 2025"),
        ],
    ),
    # parts behind a full stop are of what was counted last
    (
        "Tốc độ tăng đạt 9%, tổng giá trị đạt 900 tỷ đồng. Trong đó, nông nghiệp là 300 tỷ đồng; dịch vụ 200 tỷ đồng.",
        [
            (9, None, "Tốc độ tăng"),
            (900, None, "tổng giá trị"),
            (300, None, "tổng giá trị nông nghiệp"),
            (200, None, "tổng giá trị dịch vụ"),
        ],
    ),
    # a share that a clause with a count reaches
    (
        "Người già được khám ít nhất 1 lần/năm đạt 70%.",
        [(1, None, "Người già được khám"), (70, None, "Người già được khám ít nhất 1 lần/năm")],
    ),
    # money in two years, with a word in brackets
    (
        "Giá trị tiêu thụ gỗ đạt 5 tỷ USD (quy đổi) vào năm 2028, 6 tỷ USD (quy đổi) vào năm 2030.",
        [(5, 2028, "Giá trị tiêu thụ gỗ (quy đổi) vào năm 2028"), (6, 2030, "Giá trị tiêu thụ gỗ (quy đổi) vào năm 2030")],
    ),
    # lengths of other things take the deed of the first
    (
        "Đầu tư sửa chữa, nâng cấp 55 km quốc lộ; 99 km đường huyện; 38 km đường thôn, bon, bản.",
        [
            (55, None, "Đầu tư sửa chữa, nâng cấp quốc lộ"),
            (99, None, "Đầu tư sửa chữa, nâng cấp đường huyện"),
            (38, None, "Đầu tư sửa chữa, nâng cấp đường thôn, bon, bản"),
        ],
    ),
    # a share that says the same of another whole
    (
        "Thu nhập bình quân đạt 84 triệu đồng, tương ứng 70% thu nhập bình quân của cả nước.",
        [(84, None, "Thu nhập bình quân"), (70, None, "Thu nhập bình quân thu nhập bình quân của cả nước")],
    ),
]


@pytest.mark.parametrize("text, found", NEIGHBOURS)
def test_what_a_clause_takes_from_those_before(text, found):
    assert found_in(text) == found
