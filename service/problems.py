"""Errors as the API and the pages tell them: RFC 9457 problems with a stable type, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Language, Text

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:sommai:problem:"


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One part of a request that can't be taken, and why; the value itself is never repeated."""

    field: str
    message: Text


class Problem(SommaiError):
    """Base of the errors that only a web request can meet."""

    title: ClassVar[Text] = Text("Có lỗi", "Something went wrong")

    def __init__(self, fields: Sequence[FieldFault] = (), **facts: object) -> None:
        self.fields = tuple(fields)
        super().__init__(**facts)


class NoRun(Problem):
    """There is no such run, or none at all."""

    code = "no-run"
    http_status = 404
    title = Text("Không có lần tính này", "No such run")
    text = Text("Không tìm thấy lần tính nguy cơ này.", "This run can't be found.")
    next_step = Text(
        "Hãy chạy `sommai run` hoặc chọn một lần tính trong danh sách các lần tính.",
        "Run `sommai run`, or choose one from the list of runs.",
    )
    web_step = Text("Hãy chọn một lần tính trong danh sách các lần tính.", "Choose one from the list of runs.")


class DamagedRun(Problem):
    """A run's folder can't be read."""

    code = "damaged-run"
    http_status = 503
    title = Text("Không đọc được lần tính", "The run can't be read")
    text = Text("Tệp {file} của lần tính bị thiếu hoặc hỏng.", "The run's file {file} is missing or damaged.")
    next_step = Text("Hãy chạy lại `sommai run`.", "Run `sommai run` again.")


class NoHousehold(Problem):
    """The household isn't scored in this run."""

    code = "no-household"
    http_status = 404
    title = Text("Không có hộ này", "No such household")
    text = Text(
        "Lần tính này không có hộ mang mã đó. Có thể hộ đã đóng, không còn trẻ dưới 16 tuổi, hoặc dữ liệu của hộ "
        "đang chờ sửa.",
        "This run has no household of that id. It may be closed, have no child under 16 any more, or its records wait "
        "to be mended.",
    )


class NoList(Problem):
    """There is no such list."""

    code = "no-list"
    http_status = 404
    title = Text("Không có danh sách này", "No such list")
    text = Text("Không tìm thấy danh sách này.", "This list can't be found.")


class NoFeature(Problem):
    """No feature has this name."""

    code = "no-feature"
    http_status = 404
    title = Text("Không có đặc điểm này", "No such feature")
    text = Text("Danh mục không có đặc điểm mang tên này.", "The catalogue has no feature of this name.")


class NoPage(Problem):
    """Nothing answers under this address."""

    code = "no-page"
    http_status = 404
    title = Text("Không có trang này", "No such page")
    text = Text("Không có gì ở địa chỉ này.", "There is nothing at this address.")


class WrongMethod(Problem):
    """The address exists and doesn't take this method."""

    code = "wrong-method"
    http_status = 405
    title = Text("Cách gọi không dùng được ở đây", "This method isn't allowed here")
    text = Text("Địa chỉ này không nhận cách gọi đó.", "This address doesn't take that method.")


class WrongRequest(Problem):
    """Parts of the request can't be taken; ``fields`` names them."""

    code = "wrong-request"
    http_status = 422
    title = Text("Yêu cầu chưa đúng", "The request can't be taken")
    text = Text("Có phần của yêu cầu chưa đúng.", "Parts of the request can't be taken.")


class WrongCursor(Problem):
    """A cursor that wasn't given out for this question."""

    code = "wrong-cursor"
    http_status = 422
    title = Text("Con trỏ trang không dùng được", "The cursor can't be used")
    text = Text(
        "Con trỏ trang không thuộc về danh sách và bộ lọc này.", "The cursor doesn't belong to this list and filter."
    )
    next_step = Text("Hãy đọc lại từ trang đầu.", "Start again from the first page.")


class NotOffered(Problem):
    """The caller accepts none of the forms that there are."""

    code = "not-offered"
    http_status = 406
    title = Text("Không có dạng dữ liệu này", "This form isn't offered")
    text = Text("Các dạng có sẵn: {offered}.", "What is offered: {offered}.")


class NotJson(Problem):
    """A body of another kind than JSON."""

    code = "not-json"
    http_status = 415
    title = Text("Cần JSON", "JSON is needed")
    text = Text("Nội dung cần là application/json.", "The body must be application/json.")


class ReusedKey(Problem):
    """An idempotency key came with another request before."""

    code = "reused-key"
    http_status = 422
    title = Text("Khóa đã dùng cho yêu cầu khác", "The key was used for another request")
    text = Text("Idempotency-Key này đã đi cùng một yêu cầu khác.", "This Idempotency-Key came with another request.")
    next_step = Text("Hãy dùng khóa mới cho yêu cầu mới.", "Use a new key for a new request.")


class SayWhichVersion(Problem):
    """A change that doesn't say which version it is based on."""

    code = "say-which-version"
    http_status = 428
    title = Text("Cần If-Match", "If-Match is needed")
    text = Text(
        "Hãy gửi ETag của bản bạn đã đọc trong If-Match.", "Send the ETag of what you have read back as If-Match."
    )


class Changed(Problem):
    """Somebody else has changed it since it was read."""

    code = "changed"
    http_status = 412
    title = Text("Đã có người thay đổi", "It was changed meanwhile")
    text = Text(
        "Người khác vừa thay đổi; thay đổi của bạn chưa được lưu.",
        "Somebody else has just changed it; your change isn't stored.",
    )
    next_step = Text("Hãy đọc lại rồi thử lại.", "Read it again, then try again.")


class TooLarge(Problem):
    """The request carries more than is taken."""

    code = "too-large"
    http_status = 413
    title = Text("Yêu cầu quá lớn", "The request is too large")
    text = Text("Yêu cầu lớn hơn {limit} byte.", "The request is larger than {limit} bytes.")


class TooOften(Problem):
    """A caller asks more often than is allowed."""

    code = "too-often"
    http_status = 429
    title = Text("Quá nhiều yêu cầu", "Too many requests")
    text = Text("Quá nhiều yêu cầu trong một phút.", "Too many requests in a minute.")
    next_step = Text("Hãy thử lại sau {seconds} giây.", "Try again in {seconds} s.")


class ForeignForm(Problem):
    """A change that doesn't come from one of our own pages, or from one that was open too long."""

    code = "foreign-form"
    http_status = 403
    title = Text("Biểu mẫu đã hết hạn", "The form no longer holds")
    text = Text(
        "Thay đổi này không đến từ trang của Sớm Mai, hoặc trang đã mở quá lâu.",
        "This change doesn't come from a page of Sớm Mai, or the page was open too long.",
    )
    next_step = Text("Mở lại trang rồi gửi lại.", "Open the page again, then send it again.")


class NoDatabase(Problem):
    """The database doesn't answer."""

    code = "no-database"
    http_status = 503
    title = Text("Cơ sở dữ liệu không trả lời", "The database doesn't answer")
    text = Text(
        "Cơ sở dữ liệu tạm thời không trả lời; thay đổi chưa được xác nhận là chưa được lưu.",
        "The database doesn't answer for now; a change that wasn't confirmed isn't stored.",
    )
    next_step = Text("Hãy thử lại sau ít phút.", "Try again in a few minutes.")


class NoRoom(Problem):
    """The disk on which the database lies is full."""

    code = "no-room"
    http_status = 503
    title = Text("Hết chỗ trên đĩa", "The disk is full")
    text = Text(
        "Đĩa chứa dữ liệu đã đầy; thay đổi này chưa được lưu, những gì đã lưu vẫn còn nguyên.",
        "The disk that holds the data is full; this change isn't stored, and what was stored before is untouched.",
    )
    next_step = Text(
        "Hãy báo người quản trị giải phóng dung lượng đĩa, rồi thử lại.",
        "Ask the administrator to make room on the disk, then try again.",
    )


class NoJournal(Problem):
    """What is read can't be recorded, so nothing is shown."""

    code = "no-journal"
    http_status = 503
    title = Text("Không ghi được nhật ký", "The audit can't be written")
    text = Text(
        "Không ghi được ai đã xem, nên dữ liệu chưa được hiển thị.",
        "Who looks can't be recorded just now, so nothing is shown.",
    )
    next_step = Text(
        "Hãy báo người quản trị kiểm tra dung lượng đĩa, rồi thử lại.",
        "Ask the administrator to look at the disk's free space, then try again.",
    )


class NotReady(Problem):
    """There is nothing to show yet."""

    code = "not-ready"
    http_status = 503
    title = Text("Chưa sẵn sàng", "Not ready")
    text = Text("Chưa có lần tính nào để hiển thị.", "There is no run to show yet.")
    next_step = Text("Hãy chạy `sommai run` hoặc `sommai demo`.", "Run `sommai run` or `sommai demo`.")


class ForeignHost(Problem):
    """The request is addressed to another host than this machine."""

    code = "foreign-host"
    http_status = 421
    title = Text("Sai tên máy chủ", "Wrong host")
    text = Text(
        "Dịch vụ này chỉ trả lời trên chính máy này (localhost).",
        "This service answers on this machine only (localhost).",
    )


class Unexpected(Problem):
    """The last door: something that nobody foresaw."""

    code = "unexpected"
    http_status = 500
    title = Text("Lỗi không ngờ tới", "Something unexpected failed")
    text = Text(
        "Máy chủ gặp lỗi không ngờ tới; dữ liệu không bị thay đổi.",
        "The server met something unexpected; no data were changed.",
    )
    next_step = Text(
        "Hãy thử lại; nếu vẫn lỗi, báo cho người quản trị.", "Try again; if it stays, tell the administrator."
    )


def headers_of(error: SommaiError) -> dict[str, str]:
    """Return the further headers of a problem: when to try again, or how to sign in."""
    headers = {}
    if error.http_status == 429:
        headers["retry-after"] = str(error.facts.get("seconds", 1))
    if error.http_status == 401:
        headers["www-authenticate"] = 'Bearer realm="sommai"'
    return headers


def record(error: SommaiError, language: Language) -> dict[str, Any]:
    """Return an error as a problem document: type, title, status, detail, and the offending fields if there are any."""
    title = error.title if isinstance(error, Problem) else Problem.title
    told: dict[str, Any] = {
        "type": TYPE_PREFIX + error.code,
        "title": title.in_(language),
        "status": error.http_status,
        "detail": error.web_message(language),
    }
    if isinstance(error, Problem) and error.fields:
        told["errors"] = [{"field": f.field, "message": f.message.in_(language)} for f in error.fields]
    return told
