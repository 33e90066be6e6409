"""Who a sentence gives a duty to, and which headings name units."""

from __future__ import annotations

import pytest

from extractors._subjects import is_unit_list, partners_in, subject_of


@pytest.mark.parametrize(
    ("sentence", "units"),
    [
        ("Sở Nội vụ chủ trì, phối hợp với Sở Tài chính tổ chức tập huấn.", "Sở Nội vụ"),
        ("Văn phòng làm đầu mối tổng hợp.", "Văn phòng"),
        ("Giao Sở Nội vụ theo dõi, đôn đốc.", "Sở Nội vụ"),
        ("UBND tỉnh yêu cầu các sở, ban, ngành nghiêm túc thực hiện.", "các sở, ban, ngành"),
        ("Căn cứ nội dung Kế hoạch, các sở, ngành xây dựng kế hoạch.", "các sở, ngành"),
        ("Sở Tài chính, trên cơ sở đề xuất của các cơ quan, chủ trì tổng hợp kinh phí.", "Sở Tài chính"),
        (
            "Các cơ quan được phân công chủ trì nhiệm vụ có trách nhiệm lập dự toán.",
            "Các cơ quan được phân công chủ trì nhiệm vụ",
        ),
        ("Trong quá trình thực hiện, nếu có vướng mắc đề nghị các địa phương báo cáo.", "các địa phương"),
        ("Viện Nghiên cứu phát triển cung cấp dữ liệu.", "Viện Nghiên cứu phát triển"),  # a verb inside a name
        ("Các đơn vị sự nghiệp công lập tổ chức tập huấn.", "Các đơn vị sự nghiệp công lập"),  # a verb inside a word
        ("Sở Công Thương: Tham mưu kế hoạch hằng năm.", "Sở Công Thương"),
        # small letters behind the colon; two units before it
        ("Phòng Văn hóa - Xã hội: chủ trì, phối hợp các đơn vị triển khai.", "Phòng Văn hóa - Xã hội"),
        ("Sở Tài chính; Sở Nội vụ: bố trí kinh phí.", "Sở Tài chính; Sở Nội vụ"),
        # a list that says its head once
        ("Các Sở: Xây dựng, Công Thương theo chức năng triển khai.", "Các Sở: Xây dựng, Công Thương"),
        (
            "Giám đốc các Sở: Nội vụ, Tài chính; Chủ tịch UBND các xã chịu trách nhiệm thi hành.",
            "Giám đốc các Sở: Nội vụ, Tài chính; Chủ tịch UBND các xã",
        ),
        # bodies of the Party
        (
            "Các ban đảng, các huyện ủy, thành ủy căn cứ Kế hoạch này xây dựng chương trình.",
            "Các ban đảng, các huyện ủy, thành ủy",
        ),
        ("Các chi bộ, đảng bộ trực thuộc tổ chức học tập Nghị quyết.", "Các chi bộ, đảng bộ trực thuộc"),
        # a department whose name ends in a word that may be a doer of its own: "môi trường chủ trì"
        (
            "Giao Sở Tài nguyên và Môi trường chủ trì, phối hợp các đơn vị liên quan đề xuất phương án.",
            "Sở Tài nguyên và Môi trường",
        ),
        ("Vụ Tổ chức cán bộ chủ trì, phối hợp với các đơn vị thuộc Bộ.", "Vụ Tổ chức cán bộ"),
        # names in which a verb is none
        ("Ban QLDA đầu tư xây dựng tỉnh lập tiến độ chi tiết.", "Ban QLDA đầu tư xây dựng tỉnh"),
        ("Các ban xây dựng Đảng, Văn phòng Tỉnh ủy chủ trì thẩm định.", "Các ban xây dựng Đảng, Văn phòng Tỉnh ủy"),
        ("Các ban tham mưu, giúp việc Tỉnh ủy kiểm tra việc thực hiện.", "Các ban tham mưu, giúp việc Tỉnh ủy"),
        ("Tổ trưởng các tổ dân phố vận động Nhân dân tham gia.", "Tổ trưởng các tổ dân phố"),
        ("Nhận được Công văn này, các đơn vị khẩn trương triển khai./.", "các đơn vị"),
        ("Đối với hạ tầng dùng chung: Do các doanh nghiệp chủ động đầu tư.", "các doanh nghiệp"),
        # behind what the point is about, behind whom it concerns
        ("Về thu ngân sách: Thuế tỉnh chủ trì rà soát nợ đọng.", "Thuế tỉnh"),
        ("Về đầu tư công: Giao các chủ đầu tư đẩy nhanh tiến độ.", "các chủ đầu tư"),
        ("Đối với các trường công lập: Thực hiện chế độ báo cáo.", "các trường công lập"),
        ("Các bệnh viện công lập, trung tâm y tế: hoàn thành bệnh án.", "Các bệnh viện công lập, trung tâm y tế"),
        # names written in small letters, of forces
        ("Ban chỉ đạo phòng dịch các cấp, UBND các xã phải trực 24/24.", "Ban chỉ đạo phòng dịch các cấp, UBND các xã"),
        ("Lực lượng Thanh niên xung phong tỉnh duy trì trực.", "Lực lượng Thanh niên xung phong tỉnh"),
        # a verb that ends a name before the one that leads
        (
            "Cục Giám định Nhà nước về công trình xây dựng chủ trì kiểm tra.",
            "Cục Giám định Nhà nước về công trình xây dựng",
        ),
        # councils of places that a list names; of several ranks
        (
            "Chủ tịch UBND các tỉnh: Sơn La, Lào Cai giải quyết dứt điểm vướng mắc.",
            "Chủ tịch UBND các tỉnh: Sơn La, Lào Cai",
        ),
        ("UBND các xã, phường: Hòn Gai, Bãi Cháy rà soát hồ sơ.", "UBND các xã, phường: Hòn Gai, Bãi Cháy"),
        ("UBND các xã: Rà soát, lập danh sách hộ nghèo.", "UBND các xã"),  # a sentence, no names
        # bodies of a council
        (
            "Thường trực HĐND, các Ban của HĐND, các Tổ đại biểu và đại biểu HĐND xã giám sát việc thực hiện.",
            "Thường trực HĐND, các Ban của HĐND, các Tổ đại biểu và đại biểu HĐND xã",
        ),
        # who is to enforce a decision, without "chịu trách nhiệm"
        (
            "Giám đốc Sở Y tế và các tổ chức, cá nhân có liên quan căn cứ Quyết định thi hành.",
            "Giám đốc Sở Y tế và các tổ chức, cá nhân có liên quan",
        ),
        ("Giao đồng chí Phó Bí thư Đảng ủy theo dõi việc thực hiện.", "đồng chí Phó Bí thư Đảng ủy"),  # a comrade
        ("Giao UBND các xã Bảo Lâm 1, Di Linh đẩy nhanh tiến độ.", "UBND các xã Bảo Lâm 1, Di Linh"),
        ("Đề nghị Sở Tài chính sớm cấp kinh phí.", "Sở Tài chính"),  # an adverb before the verb
        ("Trưởng các ấp, khu phố: gom rác về điểm tập kết của xã.", "Trưởng các ấp, khu phố"),  # a verb no table holds
        # a list of departments as long as a line
        (
            (
                "Giám đốc các Sở: Lao động - Thương binh và Xã hội, Nội vụ, Tài chính, Kế hoạch và Đầu tư, Y tế, "
                "Giáo dục và Đào tạo, Tư pháp, Thông tin và Truyền thông, Khoa học và Công nghệ chịu trách nhiệm thi hành."
            ),
            (
                "Giám đốc các Sở: Lao động - Thương binh và Xã hội, Nội vụ, Tài chính, Kế hoạch và Đầu tư, Y tế, "
                "Giáo dục và Đào tạo, Tư pháp, Thông tin và Truyền thông, Khoa học và Công nghệ"
            ),
        ),
    ],
)
def test_who_a_sentence_gives_a_duty_to(sentence: str, units: str) -> None:
    found = subject_of(sentence)
    assert found is not None
    assert found.units == units
    assert sentence[found.start : found.end] == units


@pytest.mark.parametrize(
    "sentence",
    [
        "Kinh phí thực hiện được bố trí trong dự toán.",
        "Ngoài ra, các đơn vị có liên quan được huy động các nguồn lực hợp pháp.",  # a leave, not a duty
        "Nâng cao trách nhiệm của các sở, ban, ngành trong phối hợp.",
        "Khuyến khích doanh nghiệp đầu tư hạ tầng.",
        "Thuế suất ưu đãi áp dụng cho hàng hóa phải kê khai.",
        "Mỗi người dân có một hồ sơ sức khỏe.",
        "Các cơ sở dữ liệu chuyên ngành gồm có: dữ liệu du lịch.",
        "Tuyên truyền cho các đơn vị thực hiện cải cách.",
        "Sở Y tế vừa gửi Công văn hướng dẫn phòng dịch.",  # told, not asked
        "Ban Chỉ đạo quốc gia đề nghị các tỉnh theo dõi bản tin.",  # who is asked is no unit
        "Giám đốc các Sở: Lao động, giáo dục, nhà đất của tỉnh",  # a list that was not read names nobody
        "Ủy viên: đại diện lãnh đạo các phòng, ban chuyên môn",  # members, no duty
    ],
)
def test_a_sentence_that_gives_nobody_a_duty(sentence: str) -> None:
    assert subject_of(sentence) is None


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Sở Nội vụ, Sở Tài chính", True),
        ("Các sở ngành liên quan, Viện Nghiên cứu phát triển Thành phố", True),
        ("UBND các xã, phường", True),
        ("Tổ chức thực hiện", False),
        ("TỔ CHỨC THỰC HIỆN", False),
        ("Doanh nghiệp số", False),  # a matter
        ("Các ngành, lĩnh vực khác", False),
        ("Cơ chế phối hợp và trách nhiệm", False),
    ],
)
def test_headings_that_name_units(heading: str, expected: bool) -> None:
    assert is_unit_list(heading, strict=True) is expected


@pytest.mark.parametrize(
    "duty, units",
    [
        ("Chủ trì, phối hợp với Sở Y tế, các sở, ngành xây dựng phương án.", "Sở Y tế, các sở, ngành"),
        ("Phối hợp với Sở Y tế rà soát danh mục.", "Sở Y tế"),  # at the start of the sentence
        ("Phối hợp chặt chẽ với Sở Y tế, Công an tỉnh kiểm tra cơ sở.", "Sở Y tế, Công an tỉnh"),
        ("Phối hợp với Sở Y tế trong công tác thẩm định hồ sơ.", "Sở Y tế"),  # in what
        ("Sở Y tế chủ trì, Văn phòng UBND tỉnh phối hợp tổ chức hội nghị.", "Văn phòng UBND tỉnh"),  # told of the other
        ("Chủ trì, phối hợp thực hiện phương án.", ""),  # with nobody
        ("Chủ trì xây dựng phương án.", ""),
    ],
)
def test_partners(duty: str, units: str) -> None:
    assert partners_in(duty) == units
