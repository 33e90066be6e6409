"""Renders the sample plans.

python data/samples/render.py                       each plan in its own format, into data/samples/plans
python data/samples/render.py --out DIR --all       every plan in every format, into DIR
python data/samples/render.py --out DIR --scans     every plan as scans, one a kind of wear (see as_scan), into DIR
The same sources give the same bytes every time.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from data.samples import as_docx, as_html, as_pdf, as_scan, as_text
from data.samples.plan_source import Format, Plan, load

HERE = Path(__file__).parent
# One writer a format; scans are made of the PDF (see scans).
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


def scans(folder: Path) -> tuple[Path, ...]:
    """Writes every plan as a scan of every kind of wear into a folder and gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for plan in plans():
        pdf = as_pdf.render(plan)
        for name, wear in as_scan.WEARS.items():
            path = folder / f"{plan.name}.{name}.scan.pdf"
            path.write_bytes(as_scan.worn(pdf, wear))
            written.append(path)
    return tuple(written)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Tạo các tệp kế hoạch mẫu từ bản nguồn dạng chữ.")
    parser.add_argument("--out", type=Path, default=HERE / "plans", metavar="DIR", help="thư mục ghi tệp (mặc định: plans)")
    parser.add_argument(
        "--all", action="store_true", help="mỗi kế hoạch ở mọi định dạng, thay vì chỉ định dạng riêng của nó"
    )
    parser.add_argument("--scans", action="store_true", help="mỗi kế hoạch ở dạng bản quét, đủ các kiểu hỏng")
    options = parser.parse_args()
    if (options.all or options.scans) and options.out.resolve() == (HERE / "plans").resolve():
        parser.error("--all và --scans cần --out với một thư mục khác: kho mẫu chỉ giữ mỗi kế hoạch một lần.")
    for path in scans(options.out) if options.scans else render(options.out, options.all):
        print(path)


if __name__ == "__main__":
    main()
