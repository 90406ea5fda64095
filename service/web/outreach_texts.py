"""Texts of the pages on which lists live and rounds are read: drafts, approvals, hand-outs, what was found."""

from __future__ import annotations

from data.vocabulary.language import Text

OUTREACH = {
    "nav_lists": Text("Các danh sách", "Lists"),
    "lists": Text("Các danh sách", "Lists"),
    "lists_say": Text(
        "Một danh sách đi từ bản nháp, được duyệt, được công bố, đến khi đóng. Người duyệt và người công bố là "
        "hai người "
        "khác nhau.",
        "A list goes from draft to approved to published to closed. Two different people approve and publish it.",
    ),
    "list_say_draft": Text(
        "Theo những gì đã ghi nhận đến {day}. Danh sách chưa được công bố.",
        "By what had been recorded up to {day}. The list isn't published yet.",
    ),
    "l_id": Text("Danh sách", "List"),
    "l_state": Text("Trạng thái", "State"),
    "l_version": Text("Bản", "Version"),
    "l_until": Text("Dùng đến", "In use until"),
    "l_none": Text("Chưa có danh sách nào được lưu.", "No list is stored yet."),
    "l_none_published": Text(
        "Chưa có danh sách nào được công bố cho xã của bạn.", "No list is published for your commune yet."
    ),
    "l_round": Text("Kết quả đợt thăm", "What the round found"),
    "l_life": Text("Trạng thái của danh sách này", "Where this list stands"),
    "l_state_say": Text("{state}, bản {version}.", "{state}, version {version}."),
    "l_in_use": Text("Dùng đến {until}.", "In use until {until}."),
    "l_expired": Text("Đã hết hạn dùng ngày {until}.", "Its time was over on {until}."),
    "l_proposed": Text(
        "Đây là danh sách do lần tính đề xuất; chưa ai lập thành bản nháp.",
        "A run proposes this list; nobody has made it a draft yet.",
    ),
    "l_draft": Text("Lập bản nháp", "Make it a draft"),
    "l_approve": Text("Duyệt", "Approve"),
    "l_publish": Text("Công bố", "Publish"),
    "l_close": Text("Đóng danh sách", "Close the list"),
    "l_put_off": Text("Hoãn hộ", "Put off"),
    "l_nominate": Text("Đề cử hộ", "Nominate"),
    "l_household": Text("Mã hộ", "Household id"),
    "l_reason": Text("Lý do", "Reason"),
    "l_reason_note": Text(
        "Được lưu cùng tên bạn. Đừng ghi họ tên hay địa chỉ của gia đình.",
        "It is kept with your name. Please write no family's name or address.",
    ),
    "l_history": Text("Mọi thay đổi", "Every change"),
    "l_change": Text("Việc", "Change"),
    "l_by": Text("Người làm", "By"),
    "l_day": Text("Ngày", "Day"),
    "l_override": Text("Hoãn hoặc đề cử một hộ", "Put off or nominate a household"),
}
LIST_STATES = {
    "proposed": Text("đề xuất", "proposed"),
    "draft": Text("bản nháp", "draft"),
    "approved": Text("đã duyệt", "approved"),
    "published": Text("đã công bố", "published"),
    "closed": Text("đã đóng", "closed"),
}
