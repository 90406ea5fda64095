"""What can be wrong with the vault."""

from __future__ import annotations

from data.vocabulary.language import Text
from service.problems import Problem


class NoIdentity(Problem):
    """There is no identity to show; it isn't said whether there is one that the caller may not see."""

    code = "no-identity"
    http_status = 404
    title = Text("Không có thông tin liên hệ", "No name or address here")
    text = Text(
        "Không có tên và địa chỉ của hộ này trong danh sách đã công bố của bạn.",
        "There is no name or address of this household on a published list of yours.",
    )


class DamagedVault(Problem):
    """A record can't be opened: changed, or sealed with a key that isn't there."""

    code = "damaged-vault"
    http_status = 503
    title = Text("Không mở được kho danh tính", "The identity vault can't be opened")
    text = Text(
        "Một bản ghi danh tính không mở được: đã bị thay đổi, hoặc thiếu khóa {key}.",
        "An identity record can't be opened: it was changed, or key {key} is missing.",
    )
    next_step = Text(
        "Khôi phục khóa hoặc kho danh tính từ bản sao lưu, hoặc nhập lại bảng danh tính.",
        "Restore the keys or the vault from a backup, or import the identities again.",
    )


class WrongPurpose(Problem):
    """A look needs one of the purposes that there are."""

    code = "wrong-purpose"
    http_status = 422
    title = Text("Cần mục đích", "A purpose is needed")
    text = Text("Mục đích cần là một trong: {purposes}.", "The purpose must be one of: {purposes}.")
