"""What can be refused about a data subject."""

from __future__ import annotations

from data.vocabulary.language import Text
from service.problems import Problem


class NoSubject(Problem):
    """Nothing is kept under this id."""

    code = "no-subject"
    exit_code = 2
    http_status = 404
    title = Text("Không có dữ liệu", "Nothing is kept")
    text = Text("Không có dữ liệu nào mang mã này.", "Nothing is kept under this id.")
    next_step = Text("Dùng mã của hộ, trẻ hoặc người chăm sóc.", "Use a household's, a child's or a guardian's id.")


class StillThere(Problem):
    """After erasing, something still holds the id."""

    code = "still-there"
    text = Text(
        "Đã xóa, nhưng {count} tệp vẫn còn chứa mã này: {files}.",
        "Erased, but {count} files still hold the id: {files}.",
    )
    next_step = Text(
        "Xóa hoặc sửa các tệp đó bằng tay, rồi chạy lại lệnh này.",
        "Remove or mend those files by hand, then run this again.",
    )
