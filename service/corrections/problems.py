"""What can be wrong with a correction."""

from __future__ import annotations

from data.vocabulary.language import Text
from service.problems import Problem

SEE = Text("Xem `sommai corrections list`.", "See `sommai corrections list`.")


class NotCorrectable(Problem):
    """A cell that no correction may change: it names a row, refers to one, or says when something was recorded."""

    code = "not-correctable"
    exit_code = 2
    http_status = 422
    title = Text("Không sửa được ô này", "This cell can't be corrected")
    text = Text("Không sửa được cột {column} của bảng {table}.", "Column {column} of {table} can't be corrected.")
    next_step = Text("Có thể sửa: {offered}.", "What can be: {offered}.")


class NoSuchRow(Problem):
    """The snapshot has no row of that key."""

    code = "no-such-row"
    exit_code = 2
    http_status = 404
    title = Text("Không có dòng này", "No such row")
    text = Text("Bảng {table} không có dòng mang khóa đó.", "{table} has no row of that key.")
    next_step = Text("Khóa của bảng gồm: {key}.", "Its key is: {key}.")


class WrongValue(Problem):
    """A value that the input contract doesn't take."""

    code = "wrong-value"
    exit_code = 2
    http_status = 422
    title = Text("Giá trị chưa đúng", "The value can't be taken")
    text = Text("Cột {column} không nhận giá trị này ({rule}).", "Column {column} doesn't take this value ({rule}).")
    next_step = Text("Nhận: {offered}.", "It takes: {offered}.")


class SaysSoAlready(Problem):
    """The record reads that way already."""

    code = "says-so-already"
    exit_code = 2
    http_status = 409
    title = Text("Hồ sơ đã ghi như vậy", "The record says so already")
    text = Text("Cột {column} đã ghi giá trị này.", "Column {column} reads so already.")


class RowNotCorrectable(Problem):
    """A table whose whole rows no correction withdraws or adds."""

    code = "row-not-correctable"
    exit_code = 2
    http_status = 422
    title = Text("Không bỏ hoặc thêm dòng ở bảng này", "Rows of this table can't be withdrawn or added")
    text = Text(
        "Không bỏ hoặc thêm được dòng của bảng {table}.", "Rows of {table} can't be withdrawn, or can't be added."
    )
    next_step = Text("Có thể: {offered}.", "What can be: {offered}.")


class WrongRow(Problem):
    """A row that the input contract doesn't take."""

    code = "wrong-row"
    exit_code = 2
    http_status = 422
    title = Text("Dòng chưa đúng", "The row can't be taken")
    text = Text("Những ô chưa đúng: {faults_vi}", "Cells that can't be taken: {faults_en}")


class RowIsThere(Problem):
    """The register has the row that is to be added."""

    code = "row-is-there"
    exit_code = 2
    http_status = 409
    title = Text("Sổ đã có dòng này", "The register has this row")
    text = Text(
        "Bảng {table} đã có dòng này, hoặc có dòng khác mang mã này.",
        "{table} has this row already, or another one of this key.",
    )
    next_step = Text(
        "Hãy sửa ô của dòng đó; nếu là một dòng khác giống hệt, hãy hỏi người giữ sổ mã của nó và ghi mã vào.",
        "Put its cell right; where it is another one that reads the same, ask the register's keeper for its id and "
        "give that.",
    )


class RowCorrected(Problem):
    """A correction of the same whole row stands already."""

    code = "row-corrected"
    exit_code = 2
    http_status = 409
    title = Text("Dòng này đã được bỏ hoặc thêm", "The row is withdrawn or added already")
    text = Text(
        "Một chỗ sửa của cả dòng này đang có hiệu lực: {correction}.",
        "A correction of this whole row stands: {correction}.",
    )
    next_step = Text("Hãy bỏ chỗ sửa đó trước.", "Lift that one first.")


class NoCorrection(Problem):
    """There is no such correction, or it stands no more."""

    code = "no-correction"
    exit_code = 2
    http_status = 404
    title = Text("Không có chỗ sửa này", "No such correction")
    text = Text("Không có chỗ sửa {correction} còn hiệu lực.", "No correction {correction} stands.")
    next_step = SEE
    web_step = Text("Hãy chọn trong danh sách chỗ sửa.", "Choose one from the list of corrections.")


class NoReason(Problem):
    """A correction needs a reason that others can read."""

    code = "no-reason"
    exit_code = 2
    http_status = 422
    title = Text("Cần lý do", "A reason is needed")
    text = Text("Lý do cần từ 1 đến {most} ký tự.", "A reason needs 1 to {most} characters.")


class NotAgreed(Problem):
    """The household's question hasn't been answered by agreeing that the record is wrong."""

    code = "not-agreed"
    http_status = 409
    title = Text("Ý kiến chưa được đồng ý", "The question isn't agreed to")
    text = Text(
        "Chỉ sửa hồ sơ khi ý kiến của hộ này đã được trả lời là đồng ý.",
        "A record is corrected once a question about this household has been answered by agreeing.",
    )
    next_step = Text("Nêu ý kiến ở trang của hộ và chờ trả lời.", "Question it on the household's page and wait.")
