"""Bodies that no table holds, read from the words beside a mention: "Cục Kiểm lâm", "Ban Chỉ đạo 389 thành phố".

A name of this kind counts only where its end is certain: it must run up to a mark, a date or a word that no name holds.
"""

from __future__ import annotations

import re

from normalizers.alphabet import CAPITAL
from normalizers.issuers import Issuer, Jurisdiction, in_full, issuer_at, place_of_rank

OFFICE = (
    r"(?:Tổng [Cc]ục trưởng|Cục trưởng|Tổng [Gg]iám đốc|Giám đốc|Viện trưởng|Hiệu trưởng|Trưởng [Bb]an|Chi cục trưởng|"
    r"Trưởng phòng|Chủ tịch|Vụ trưởng)"
)
YOUTH_UNION = r"(?:Tỉnh|Thành|Huyện|Quận|Thị|Xã) [Đđ]oàn"
HEAD = (
    r"(?:Tổng cục|Cục|Chi cục|Vụ|Đảng đoàn|Đảng [ủu][yỷ]|Tổ [Cc]ông tác|Học viện|Trường|Đại học|Viện|Trung tâm|Liên minh|"
    r"Ban(?! (?:Thường vụ|Chấp hành|Bí thư))|Hội(?! nghị)(?! đồng nhân dân)|[ỦU][yỷ] ban(?! nhân dân)|Liên hiệp|Quỹ|"
    r"Ngân hàng|Tổng công ty|Tập đoàn|Công ty|Kiểm toán|Kho bạc|Chi nhánh|Phòng|Đội|Trạm|Hạt|Đài|Báo|Thanh tra|Bảo hiểm|"
    rf"Đoàn|Trung ương (?:Đoàn|Hội)|{YOUTH_UNION})"
)
# Words that no name holds: they open what a document is about, or the next member of a list.
ABOUT = (
    r"(?i:về|v/v|ngày|năm|ban hành|quy định|hướng dẫn|phê duyệt|công bố|sửa đổi|đối với|trên địa bàn|gửi|đề nghị|báo cáo|"
    r"thông báo|yêu cầu|tại|là|đã|để|cho|theo|được|có|từ|trong|khóa|khoá|"
    r"nhằm|giai đoạn|nhiệm kỳ|số(?= ?:? ?[\d.…])|kết luận|trình|cùng|với|này|"
    r"thay thế|hiện hành|nêu trên|vừa|ký)\b"
)
NEXT_MEMBER = (
    r"và (?:Bộ|Sở|UBND|HĐND|Công an|Nghị|Quyết|Chỉ|Thông|Kế|Công văn|Kết|Luật|Hướng|Báo|Tờ|Quy|Chương|"
    rf"các (?:văn|cơ|sở|đơn|bộ|ngành)|(?:các )?(?:chỉ đạo|ý kiến|hướng dẫn|yêu cầu|đề nghị|kết luận)\b|{HEAD} )"
)
# "Phòng, chống thiên tai", "Văn hóa, Thể thao", "khoa học, công nghệ": a comma inside a name
COMMA = r"(?:(?<=[Pp]hòng), (?=chống)|(?<=[Vv]ăn hóa), (?=[Tt]hể|[Tt]hông|[Xx]ã)|(?<=[Kk]hoa học), (?=[Cc]ông nghệ))"
NAME_WORD = rf"(?!{ABOUT}|{NEXT_MEMBER})[^\s,;.:()“”\"]+"
# "Cục Kiểm lâm;", "Ban Chỉ đạo 389 thành phố về", "Tỉnh đoàn" | not "Ban Chỉ đạo cải cách hành chính, chuyển đổi số"
OPEN = re.compile(
    rf"(?:(?P<office>{OFFICE}) )?(?P<name>(?:{YOUTH_UNION}|{HEAD}(?= ))(?:(?: |{COMMA}){NAME_WORD}){{0,14}})"
    rf"(?=[;.:)\n\t”\"]|\s*\Z|,(?=\n|\d| [{CAPITAL}\d]| {ABOUT})| (?:{ABOUT}|{NEXT_MEMBER})| \()"
)
GOES_ON = re.compile(rf" (?:[{CAPITAL}]|và các |khu vực |tỉnh\b|thành phố\b)")
BARE_RANK = re.compile(r" (?P<rank>tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)\Z")
ALONE = re.compile(r"(?:Tỉnh|Thành) [Đđ]oàn")
HELD_BY_COUNCIL = re.compile(r"Hội đồng nhân dân")  # "Ban Pháp chế Hội đồng nhân dân tỉnh": as headers name it
LONGEST = 160
# "Ban Chấp hành Trung ương Đoàn", "Ban Thường vụ Trung ương Hội …": bodies of mass organisations, not the Party's
OF_A_UNION = re.compile(
    r"(?:Ban (?:Chấp hành|Bí thư|Thường vụ)|BCH) Trung ương (?:Đoàn|Hội(?! nghị))(?![^\W\d_])"
    rf"(?:(?: |{COMMA}){NAME_WORD}){{0,8}}"
)


def body_at(text: str, start: int, here: Jurisdiction) -> Issuer | None:
    """The issuer whose words begin at text[start], of the tables or not; None where no name surely ends there."""
    union = OF_A_UNION.match(text, start)
    if union:
        return Issuer(in_full(union[0]), union.end())
    known = issuer_at(text, start, len(text), here)
    if known and not GOES_ON.match(text, known.end):
        return known
    found = OPEN.match(text, start, start + LONGEST)
    if found is None or (known and found.end() <= known.end):
        return known
    name = HELD_BY_COUNCIL.sub("HĐND", in_full(found["name"]))
    if here.issuer and here.issuer.lower().startswith(name.lower()):
        name = here.issuer
    elif rank := BARE_RANK.search(name):
        name = f"{name[: rank.start()]} {place_of_rank(rank['rank'], here)}"
    elif ALONE.fullmatch(name) and here.province:
        name = f"{name} {here.province.name}"
    return Issuer(f"{found['office']} {name}" if found["office"] else name, found.end())
