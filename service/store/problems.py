"""What can be wrong with the database itself."""

from __future__ import annotations

from data.vocabulary.language import Text
from service.problems import Problem


class NewerDatabase(Problem):
    """A later version has already changed the database; going down is refused."""

    code = "newer-database"
    http_status = 503
    title = Text("Cơ sở dữ liệu mới hơn chương trình", "The database is newer than the program")
    text = Text(
        "Cơ sở dữ liệu đã được một phiên bản mới hơn nâng cấp ({revision}).",
        "The database was upgraded by a later version ({revision}).",
    )
    next_step = Text(
        "Hãy dùng phiên bản mới hơn, hoặc khôi phục bản sao lưu làm trước khi nâng cấp.",
        "Use the later version, or restore the backup made before the upgrade.",
    )


class OlderDatabase(Problem):
    """An earlier version made the database; it waits for `sommai upgrade`."""

    code = "older-database"
    http_status = 503
    title = Text("Cơ sở dữ liệu chờ nâng cấp", "The database waits for its upgrade")
    text = Text(
        "Cơ sở dữ liệu do một phiên bản cũ hơn tạo ra ({revision}).",
        "The database was made by an earlier version ({revision}).",
    )
    next_step = Text(
        "Hãy dừng dịch vụ rồi chạy `sommai upgrade` (lệnh này sao lưu trước khi nâng cấp).",
        "Stop the service, then run `sommai upgrade` (it makes a backup first).",
    )


class UnknownDatabase(Problem):
    """The setting names a database that isn't supported."""

    code = "unknown-database"
    exit_code = 2
    http_status = 503
    title = Text("Không dùng được cơ sở dữ liệu này", "This database can't be used")
    text = Text(
        "SOMMAI_DATABASE_URL cần bắt đầu bằng postgresql:// (hoặc sqlite:///).",
        "SOMMAI_DATABASE_URL must begin with postgresql:// (or sqlite:///).",
    )
    next_step = Text("Bỏ trống để dùng SQLite trong thư mục dữ liệu.", "Leave it out to use SQLite in the home folder.")


class WrongName(Problem):
    """A person's name that can't be taken."""

    code = "wrong-name"
    exit_code = 2
    http_status = 422
    title = Text("Tên chưa đúng", "The name can't be taken")
    text = Text(
        "Tên cần từ 1 đến {most} ký tự, trên một dòng, không có ký tự điều khiển.",
        "A name needs 1 to {most} characters on one line, without control characters.",
    )
