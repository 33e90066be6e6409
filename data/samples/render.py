"""Renders the sample plans.

python data/samples/render.py                       each plan in its own format, into data/samples/plans
python data/samples/render.py --out DIR --all       every plan in every format, into DIR
The same sources give the same bytes every time.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from data.samples import as_docx, as_html, as_pdf, as_text
from data.samples.plan_source import Format, Plan, load

HERE = Path(__file__).parent
# One writer a format. Images of pages (scans) would be made from the PDF's bytes, by a writer of their own beside these.
WRITERS: dict[Format, Callable[[Plan], bytes]] = {
    "txt": as_text.render,
    "docx": as_docx.render,
    "pdf": as_pdf.render,
    "html": as_html.render,
}


def plans() -> tuple[Plan, ...]:
    """The sample plans, by name."""
    return tuple(load(path) for path in sorted((HERE / "sources").glob("*.txt")))


def render(folder: Path, every_format: bool) -> tuple[Path, ...]:
    """Writes the plans into a folder and gives the files: each in its own format, or each in every format."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for plan in plans():
        for form, writer in WRITERS.items():
            if every_format or form == plan.format:
                path = folder / f"{plan.name}.{form}"
                path.write_bytes(writer(plan))
                written.append(path)
    return tuple(written)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Tạo các tệp kế hoạch mẫu từ bản nguồn dạng chữ.")
    parser.add_argument("--out", type=Path, default=HERE / "plans", metavar="DIR", help="thư mục ghi tệp (mặc định: plans)")
    parser.add_argument(
        "--all", action="store_true", help="mỗi kế hoạch ở mọi định dạng, thay vì chỉ định dạng riêng của nó"
    )
    options = parser.parse_args()
    if options.all and options.out.resolve() == (HERE / "plans").resolve():
        parser.error("--all cần --out với một thư mục khác: kho mẫu chỉ giữ mỗi kế hoạch một lần.")
    for path in render(options.out, options.all):
        print(path)


if __name__ == "__main__":
    main()
