"""Every action of the audit in words, once. The code is what is recorded, filtered by and exported."""

from __future__ import annotations

from data.vocabulary.language import Language, Text

ACTIONS: dict[str, Text] = {
    "account.added": Text("thêm tài khoản", "an account added"),
    "account.changed": Text("đổi vai trò, phạm vi hoặc trạng thái tài khoản", "an account's role, reach or state"),
    "account.password-changed": Text("đổi mật khẩu", "a password changed"),
    "account.reset": Text("cấp lại mật khẩu một lần", "a new one-time password"),
    "audit.damaged": Text("có dòng hỏng trong sổ ghi lượt xem", "damaged lines in a journal of looks"),
    "audit.seen": Text("xem nhật ký", "the audit read"),
    "audit.verified": Text("kiểm tra nhật ký còn nguyên vẹn", "the audit verified"),
    "correction.form": Text("mở phiếu sửa hồ sơ", "the form for a correction opened"),
    "corrections.add": Text("sửa hồ sơ", "a record corrected"),
    "corrections.add-row": Text("thêm một dòng còn thiếu", "a missing row added"),
    "corrections.lift": Text("bỏ chỗ sửa", "a correction lifted"),
    "corrections.seen": Text("xem các chỗ sửa", "corrections read"),
    "corrections.withdraw": Text("bỏ cả một dòng", "a whole row withdrawn"),
    "dispute.added": Text("nêu ý kiến về một lý do", "a reason questioned"),
    "dispute.answered": Text("trả lời ý kiến", "a question answered"),
    "dispute.sent": Text("gửi ý kiến", "a question sent"),
    "disputes.seen": Text("xem các ý kiến", "questions read"),
    "household.explained": Text("xem một hộ và các lý do", "a household and its reasons read"),
    "household.seen": Text("xem một hộ", "a household read"),
    "identity.exported": Text("đưa họ tên, địa chỉ ra phiếu", "names and addresses taken out on paper or in a file"),
    "identity.seen": Text("xem họ tên, địa chỉ", "names and addresses looked at"),
    "job.asked": Text("yêu cầu một công việc chạy nền", "a background job asked for"),
    "job.cancelled": Text("hủy một công việc", "a job cancelled"),
    "job.retried": Text("cho làm lại một công việc", "a job tried again"),
    "keys.rotated": Text("đổi khóa mã hóa danh tính", "keys of identities rotated"),
    "list.account-seen": Text("xem phần danh sách tự nói về mình", "what a list says of itself read"),
    "list.approved": Text("duyệt danh sách", "a list approved"),
    "list.closed": Text("đóng danh sách", "a list closed"),
    "list.exported": Text("tải tệp danh sách", "a list's file taken out"),
    "list.handed-out": Text("giao phiếu đi thăm", "a workbook for visits handed out"),
    "list.made": Text("lập danh sách", "a list made"),
    "list.nominated": Text("đề cử một hộ vào danh sách", "a household nominated for a list"),
    "list.published": Text("công bố danh sách", "a list published"),
    "list.put-off": Text("hoãn một hộ trong danh sách", "a household of a list put off"),
    "list.seen": Text("xem danh sách", "a list read"),
    "lists.exported": Text("xuất danh sách ra tệp", "a list exported"),
    "model.document": Text("xem tài liệu của mô hình", "a model's document read"),
    "model.promotion-asked": Text("yêu cầu đưa mô hình vào dùng", "a model's promotion asked for"),
    "model.seen": Text("xem mô hình", "a model read"),
    "refused": Text("bị từ chối: không thuộc vai trò", "refused: not part of the role"),
    "round.ordered": Text("xếp lại thứ tự đợt thăm", "a round's order made"),
    "round.seen": Text("xem báo cáo đợt thăm", "a round's report read"),
    "sign-in": Text("đăng nhập", "signed in"),
    "sign-in.refused": Text("đăng nhập không thành", "a sign-in refused"),
    "sign-out": Text("đăng xuất", "signed out"),
    "subject.erased": Text("xóa dữ liệu của một người hoặc hộ", "a person's or household's data erased"),
    "subject.exported": Text("trích dữ liệu của một người hoặc hộ", "a person's or household's data exported"),
    "token.created": Text("cấp mã truy cập", "a token made"),
    "token.revoked": Text("thu hồi mã truy cập", "a token revoked"),
    "urgent.exported": Text("xuất dấu hiệu khẩn cấp ra tệp", "urgent signs exported"),
    "urgent.seen": Text("xem dấu hiệu khẩn cấp", "urgent signs read"),
    "user.seen": Text("xem một tài khoản", "an account read"),
    "users.seen": Text("xem các tài khoản", "accounts read"),
    "visit.form": Text("mở phiếu ghi lượt thăm", "the form for a visit opened"),
    "visit.recorded": Text("ghi một lượt thăm", "a visit recorded"),
    "visits.imported": Text("đọc phiếu đi thăm gửi về", "a filled workbook read back"),
    "visits.seen": Text("xem các lượt thăm", "visits read"),
    "visits.settled": Text("chốt bản ghi lượt thăm khác nhau", "differing records of a visit settled"),
}
SUBJECTS: dict[str, Text] = {
    "household": Text("hộ", "household"),
    "job": Text("công việc", "job"),
    "list": Text("danh sách", "list"),
    "model": Text("mô hình", "model"),
    "permission": Text("quyền", "permission"),
    "person": Text("tài khoản", "account"),
    "user": Text("tài khoản", "account"),
}
"""What an event can be about."""
REFUSED = ".refused"
REFUSED_WORDS = Text("{action} (bị từ chối)", "{action} (refused)")


def words_of(action: str, language: Language) -> str:
    """Return an action in words; one that was refused is told as such, one that is unknown by its code."""
    known = ACTIONS.get(action)
    if known is not None:
        return known.in_(language)
    tried = ACTIONS.get(action.removesuffix(REFUSED))
    return REFUSED_WORDS.in_(language).format(action=tried.in_(language)) if tried else action
