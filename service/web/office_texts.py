"""Texts of the pages on which the service itself is looked after: accounts, the audit, jobs, models."""

from __future__ import annotations

from data.vocabulary.language import Text

OFFICE = {
    # overrides
    "nav_disputes": Text("Ý kiến", "Questions"),
    "disputes": Text("Ý kiến và trả lời", "Questions and answers"),
    "disputes_say": Text(
        "Ý kiến của cán bộ về một lý do, hộ được đề cử, hộ được hoãn. Không ai bị đánh giá vì đã nêu ý kiến.",
        "What officers said of a reason, whom they nominated or put off. Nobody is rated for it.",
    ),
    "d_title": Text("Lý do nào chưa đúng?", "Is a reason not right?"),
    "d_which": Text("Ý kiến về", "About"),
    "d_whole": Text("cả hộ", "the whole household"),
    "d_why": Text("Điều gì chưa đúng, và thực tế là gì", "What isn't right, and what is"),
    "d_send": Text("Gửi ý kiến", "Send"),
    "d_note": Text(
        "Ý kiến được lưu cùng tên bạn và sẽ có người trả lời. Đừng ghi họ tên hay địa chỉ.",
        "It is kept with your name, and somebody will answer. Please write no names or addresses.",
    ),
    "d_waiting": Text("Chờ trả lời", "Waiting for an answer"),
    "d_none": Text("Không có ý kiến nào đang chờ.", "Nothing waits."),
    "d_done": Text("Đã trả lời", "Answered"),
    "d_answered": Text("Trả lời", "Answer"),
    "d_decision": Text("Quyết định", "Decision"),
    "d_reply": Text("Trả lời bằng lời", "The answer in words"),
    "d_answer": Text("Trả lời", "Answer"),
    # accounts
    "nav_users": Text("Tài khoản", "Accounts"),
    "users": Text("Tài khoản", "Accounts"),
    "users_say": Text(
        "Mỗi người một tài khoản, với vai trò và phạm vi mà công việc cần.",
        "One account for each person, with the role and the reach that their work needs.",
    ),
    "one_time": Text("Mật khẩu một lần của {person}", "One-time password of {person}"),
    "one_time_say": Text(
        "Chỉ hiện ở đây một lần. Hãy trao tận tay; lần đăng nhập đầu phải đặt mật khẩu mới.",
        "It is shown here once. Hand it over in person; at the first sign-in a new one must be chosen.",
    ),
    "u_state": Text("Trạng thái", "State"),
    "u_actions": Text("Việc có thể làm", "What can be done"),
    "u_active": Text("đang dùng", "in use"),
    "u_disabled": Text("đã ngừng", "disabled"),
    "u_reset": Text("Cấp lại mật khẩu", "New password"),
    "u_disable": Text("Ngừng", "Disable"),
    "u_enable": Text("Cho dùng lại", "Enable"),
    "u_add": Text("Thêm tài khoản", "Add an account"),
    "u_communes": Text("Mã các xã phụ trách, cách nhau bằng dấu cách", "Codes of own communes, parted by blanks"),
}
