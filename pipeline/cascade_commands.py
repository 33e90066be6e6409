"""The command cascade: which plan carries out which, how long after, and what becomes of the aims above."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.command_line import FORMAT_OPTION, OUT_OPTION, STORE_OPTION, Command, deliver, examples, refuse_together

if TYPE_CHECKING:
    from pipeline.queries import Argument

LINKS_SHOWN = ("plan", "issuer", "level", "link", "upper", "upper_issuer", "upper_level", "upper_on", "days_after", "file")
STEPS_SHOWN = ("step_id", "province_now", "step_state", "plan", "issued_on", "due_on", "days_late", "file")
TARGETS_SHOWN = (
    "plan",
    "upper",
    "indicator",
    "upper_year",
    "upper_comparator",
    "upper_value",
    "year",
    "comparator",
    "value",
)
TASKS_SHOWN = ("plan", "upper", "upper_text", "upper_deadline", "likeness", "text", "lead", "deadline_raw")


@click.command(
    cls=Command,
    epilog=examples(
        "kehoach cascade",
        "kehoach cascade 76/NQ-CP",
        "kehoach cascade ke-hoach-cchc-2024 --targets",
        "kehoach cascade --steps",
    ),
)
@click.argument("document", default="", metavar="[VĂN_BẢN]")
@STORE_OPTION
@click.option("--province", default="", help="Tên tỉnh của kế hoạch, nay hoặc khi ban hành.")
@click.option("--targets", "part", flag_value="targets", help="Chỉ tiêu của kế hoạch bên cạnh chỉ tiêu cấp trên.")
@click.option("--tasks", "part", flag_value="tasks", help="Nhiệm vụ cấp trên và nhiệm vụ giống nhất của kế hoạch.")
@click.option("--steps", "part", flag_value="steps", help="Kế hoạch mà trung ương giao: tỉnh nào đã thấy, sau hạn bao lâu.")
@FORMAT_OPTION
@OUT_OPTION
def cascade(*, document: str, store: Path, province: str, part: str | None, form: str | None, out: Path | None) -> None:
    """Kế hoạch nào thực hiện văn bản nào: trung ương, tỉnh, sở hoặc huyện, xã; sau bao nhiêu ngày.

    VĂN_BẢN: mã, số ký hiệu hoặc một phần tên tệp, ở cấp trên hoặc cấp dưới; với --targets và --tasks là kế hoạch cấp dưới.
    """
    from pipeline import queries  # noqa: PLC0415

    if part:
        refuse_together({f"--{part}": part, "--province": province})
    if part == "steps" and document:
        raise click.UsageError("--steps hỏi mọi tỉnh, không dùng cùng VĂN_BẢN được.")
    asked: dict[str, tuple[str, dict[str, Argument], tuple[str, ...]]] = {
        "targets": ("cascade_targets", {"document": document}, TARGETS_SHOWN),
        "tasks": ("cascade_tasks", {"document": document}, TASKS_SHOWN),
        "steps": ("cascade_steps", {}, STEPS_SHOWN),
    }
    links = ("cascade_list", {"document": document, "province": province}, LINKS_SHOWN)
    name, values, shown = asked.get(part or "", links)
    answer = queries.answer(store, name, values)
    deliver(name, answer, form, out, shown)
    if not answer.num_rows and part in {"targets", "tasks"}:
        click.echo("Văn bản cấp trên của kế hoạch này không có trong kho, hoặc không có mục nào để đặt cạnh nhau.", err=True)


COMMANDS = (cascade,)
