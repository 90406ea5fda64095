"""What refuses a whole import. Nothing has been changed when one of these is raised."""

from __future__ import annotations

from data.vocabulary.errors import InputRefused
from data.vocabulary.language import Text


class NoFolder(InputRefused):
    """The folder isn't there."""

    code = "no-folder"
    text = Text("Không có thư mục {folder}.", "There is no folder {folder}.")
    next_step = Text("Hãy kiểm tra đường dẫn.", "Check the path.")


class TwoFilesForOneTable(InputRefused):
    """A table stands in two files."""

    code = "two-files-for-one-table"
    text = Text("Bảng {table} có hai tệp: {files}.", "Table {table} has two files: {files}.")
    next_step = Text("Hãy giữ lại một tệp.", "Keep one of them.")


class MissingTables(InputRefused):
    """A required table isn't in the folder."""

    code = "missing-tables"
    text = Text(
        "Thư mục thiếu bảng bắt buộc: {tables}.",
        "The folder lacks required tables: {tables}.",
    )
    next_step = Text(
        "Hãy xuất bảng từ sổ (.csv, .xlsx hoặc .parquet) và đặt cạnh các bảng khác; chưa có gì thay đổi.",
        "Export them from the register (.csv, .xlsx or .parquet) and put them beside the others; nothing has changed.",
    )


class MissingColumns(InputRefused):
    """A required column isn't in a table."""

    code = "missing-columns"
    text = Text("{file} thiếu cột bắt buộc: {columns}.", "{file} lacks required columns: {columns}.")
    next_step = Text(
        "Hãy thêm cột với tên tiếng Anh hoặc tiếng Việt như trong hợp đồng dữ liệu; chưa có gì thay đổi.",
        "Add them under the contract's English or Vietnamese names; nothing has changed.",
    )


class UnreadableFile(InputRefused):
    """A file can't be read at all."""

    code = "unreadable-file"
    text = Text("Không đọc được tệp {file}: {why_vi}.", "{file} can't be read: {why_en}.")
    next_step = Text(
        "Hãy mở tệp trong bảng tính, lưu lại dạng CSV UTF-8 hoặc XLSX rồi thử lại; chưa có gì thay đổi.",
        "Open it in a spreadsheet, save it as CSV UTF-8 or XLSX, and try again; nothing has changed.",
    )


NOT_UTF8 = {"why_vi": "dòng tiêu đề không phải UTF-8", "why_en": "its header isn't UTF-8"}
CLOSED = {"why_vi": "hệ thống không cho đọc", "why_en": "the system doesn't let it be read"}
UNREADABLE = {
    ".csv": {"why_vi": "các dòng không khớp với dòng tiêu đề", "why_en": "its lines don't fit its header"},
    ".xlsx": {"why_vi": "đây không phải là một tệp Excel đọc được", "why_en": "it isn't a workbook that opens"},
    ".parquet": {
        "why_vi": "đây không phải là một tệp Parquet đọc được",
        "why_en": "it isn't a Parquet file that opens",
    },
}
"""Why a file can't be read, by its ending, in both languages."""


class TooManyFaults(InputRefused):
    """More of a table is in quarantine than a register in order would have."""

    code = "too-many-faults"
    text = Text(
        "Quá nhiều dòng lỗi ({told}); giới hạn là {limit}.",
        "Too many faulty rows ({told}); the limit is {limit}.",
    )
    next_step = Text(
        "Hãy chạy `sommai check` để xem từng lỗi, sửa bảng rồi nhập lại; chưa có gì thay đổi.",
        "Run `sommai check` to see each fault, mend the table and import again; nothing has changed.",
    )


class SeveralProblems(InputRefused):
    """Several of these at once, worst first."""

    code = "several-problems"
    text = Text("{all_vi}", "{all_en}")
