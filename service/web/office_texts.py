"""Texts of the pages on which the service itself is looked after: accounts, the audit, jobs, models."""

from __future__ import annotations

from data.vocabulary.language import Text

OFFICE = {
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
