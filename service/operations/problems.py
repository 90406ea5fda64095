"""What can be wrong with a copy or an upgrade."""

from __future__ import annotations

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Text


class NothingThere(SommaiError):
    """There is no home to copy."""

    code = "nothing-there"
    exit_code = 2
    text = Text("Không có thư mục dữ liệu {home}.", "There is no home {home}.")
    next_step = Text("Chọn thư mục bằng --home hoặc SOMMAI_HOME.", "Choose one with --home or SOMMAI_HOME.")


class BackupExists(SommaiError):
    """The file to write is there already."""

    code = "backup-exists"
    exit_code = 2
    text = Text("Tệp {file} đã có, nên không ghi đè.", "{file} is there already and isn't replaced.")
    next_step = Text("Chọn tên tệp khác.", "Choose another name.")


class BackupFailed(SommaiError):
    """A copy couldn't be written; nothing is left of it."""

    code = "backup-failed"
    text = Text("Không ghi được bản sao lưu {file}: {why}.", "The backup {file} can't be written: {why}.")
    next_step = Text(
        "Kiểm tra dung lượng đĩa và quyền ghi, rồi chạy lại. Dữ liệu không bị thay đổi.",
        "Check disk space and permissions, then run it again. No data were changed.",
    )


class DamagedBackup(SommaiError):
    """A file isn't a whole backup."""

    code = "damaged-backup"
    exit_code = 3
    text = Text("Tệp {file} không phải là bản sao lưu nguyên vẹn ({part}).", "{file} isn't a whole backup ({part}).")
    next_step = Text(
        "Dùng một bản sao lưu khác; dữ liệu hiện có không bị thay đổi.",
        "Use another backup; what is here has not been changed.",
    )


class NewerBackup(SommaiError):
    """A backup of a later version."""

    code = "newer-backup"
    exit_code = 3
    text = Text(
        "Bản sao lưu được làm bằng phiên bản mới hơn ({theirs}) so với chương trình này ({ours}).",
        "The backup was made by a later version ({theirs}) than this program ({ours}).",
    )
    next_step = Text(
        "Cài phiên bản mới hơn rồi khôi phục; dữ liệu không bị thay đổi.",
        "Install that version, then restore; nothing has been changed.",
    )


class HomeInUse(SommaiError):
    """There are data already where a backup was to be restored."""

    code = "home-in-use"
    exit_code = 2
    text = Text("{place} đã có dữ liệu, nên không khôi phục đè lên.", "{place} holds data already and isn't replaced.")
    next_step = Text(
        "Chọn thư mục trống bằng --home, hoặc dùng --force (dữ liệu cũ được chuyển sang một bên).",
        "Choose an empty one with --home, or use --force (what is there is moved aside).",
    )


class ServiceRunning(SommaiError):
    """Workers still work on a home that is to be replaced."""

    code = "service-running"
    exit_code = 2
    text = Text(
        "Vẫn còn tiến trình Sớm Mai đang chạy trên thư mục này.", "Processes of Sớm Mai still work on this home."
    )
    next_step = Text("Dừng chúng trước: systemctl stop 'sommai*'", "Stop them first: systemctl stop 'sommai*'")
