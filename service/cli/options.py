"""Options that several commands share, declared once, and their help in the system's language."""

from __future__ import annotations

import datetime as dt
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from data.vocabulary.errors import WrongUse
from data.vocabulary.language import Text
from service.settings import system_language

LANGUAGE = system_language(sys.argv)


def say(vi: str, en: str) -> str:
    """Return the help text in the system's language."""
    return Text(vi, en).in_(LANGUAGE)


def example(vi: str, en: str, *lines: str) -> str:
    """Return a command's help: what it does, then an example that can be copied."""
    title = say("Ví dụ:", "Example:")
    return "\n".join([say(vi, en), "", "\b", title, *(f"  {line}" for line in lines)])


class Tongue(StrEnum):
    """The languages of files and messages."""

    vi = "vi"
    en = "en"


def day(text: str) -> dt.date:
    """Read YYYY-MM-DD or DD/MM/YYYY."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise WrongUse(
        what_vi=f"{text!r} không phải là một ngày: viết 2025-12-31 hoặc 31/12/2025.",
        what_en=f"{text!r} is not a day: write 2025-12-31 or 31/12/2025.",
    )


Home = Annotated[
    Path | None,
    typer.Option("--home", help=say("Nơi giữ dữ liệu (SOMMAI_HOME, ./var)", "Where data lie (SOMMAI_HOME, ./var)")),
]
AsJson = Annotated[bool, typer.Option("--json", help=say("Kết quả dạng JSON cho máy đọc", "JSON for machines"))]
Debug = Annotated[
    bool, typer.Option("--debug", help=say("Hiện đầy đủ dấu vết khi có lỗi", "Show a traceback where it fails"))
]
Lang = Annotated[
    Tongue | None, typer.Option("--lang", help=say("Ngôn ngữ của tệp và thông báo", "Language of files and messages"))
]
AsOf = Annotated[
    dt.date | None,
    typer.Option(
        "--as-of",
        parser=day,
        metavar="D",
        help=say("Tính theo những gì đã ghi nhận đến ngày D", "Use what had been recorded by day D"),
    ),
]
Today = Annotated[
    dt.date | None,
    typer.Option(
        "--today",
        parser=day,
        metavar="D",
        help=say("Ngày nhập dữ liệu (mặc định: hôm nay)", "Day of the import (today where nothing is said)"),
    ),
]
MaxRejects = Annotated[
    float,
    typer.Option(
        "--max-rejects",
        min=0,
        max=1,
        help=say("Tỷ lệ dòng tách riêng tối đa của một bảng", "Largest share of a table's rows in quarantine"),
    ),
]
Model = Annotated[
    str,
    typer.Option(
        "--model",
        metavar="champion|scorecard|ID",
        help=say("Mô hình xếp thứ tự", "The model that ranks"),
    ),
]
Hours = Annotated[
    float | None,
    typer.Option("--hours", min=0, help=say("Tổng số giờ của các tổ", "Hours of all teams together")),
]
Count = Annotated[
    int | None, typer.Option("--count", min=0, help=say("Số hộ, không tính giờ", "Households, whatever the hours"))
]
Months = Annotated[float, typer.Option("--months", min=0, help=say("Số tháng của kế hoạch", "Months that it covers"))]
PolicyFile = Annotated[
    Path | None, typer.Option("--policy", help=say("Tệp chính sách của tỉnh", "The province's policy file"))
]
Seed = Annotated[
    int, typer.Option("--seed", help=say("Hạt giống ngẫu nhiên", "Seed of what is drawn or broken by lot"))
]
Snapshot = Annotated[
    str | None,
    typer.Option("--snapshot", metavar="ID", help=say("Bản chụp (mặc định: mới nhất)", "Snapshot (the newest)")),
]
