"""The parts that invented documents share, and what their headers say."""

from __future__ import annotations

from typing import Any

from extractors.header import Header

# the parts of the document, and the fields that its header must have
Case = tuple[tuple[Any, ...], dict[str, Any]]

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
BASIS = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;"
BODY = "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích"
FILLER = "- Bảo đảm việc triển khai kịp thời, đúng tiến độ, có trọng tâm."


def fields(header: Header, wanted: dict[str, Any]) -> dict[str, Any]:
    """The fields of the header that are asked for."""
    return {name: getattr(header, name) for name in wanted}
