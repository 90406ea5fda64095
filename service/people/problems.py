"""What can be refused about accounts, signing in and tokens."""

from __future__ import annotations

from data.vocabulary.language import Text
from service.problems import Problem


class SignInRefused(Problem):
    """Name and password don't belong together; it isn't said which of them is wrong, nor whether the name exists."""

    code = "sign-in-refused"
    http_status = 401
    title = Text("Chưa đăng nhập được", "Not signed in")
    text = Text("Tên hoặc mật khẩu chưa đúng.", "Name or password isn't right.")
    next_step = Text(
        "Hãy thử lại; nếu quên mật khẩu, nhờ người quản trị cấp mật khẩu một lần.",
        "Try again; if the password is forgotten, ask the administrator for a one-time password.",
    )


class TooManyAttempts(Problem):
    """Too many failed attempts; the next one has to wait."""

    code = "too-many-attempts"
    http_status = 429
    title = Text("Đã thử quá nhiều lần", "Too many attempts")
    text = Text("Đã thử quá nhiều lần. Hãy thử lại sau {seconds} giây.", "Too many attempts. Try again in {seconds} s.")


class NoProvider(Problem):
    """No identity provider is set up."""

    code = "no-provider"
    http_status = 404
    title = Text("Chưa nối với nhà cung cấp danh tính", "No identity provider")
    text = Text("Chưa nối với nhà cung cấp danh tính nào.", "No identity provider is set up.")
    next_step = Text("Hãy đăng nhập bằng tên và mật khẩu.", "Sign in by name and password.")


class ProviderFailed(Problem):
    """The identity provider doesn't answer as it should."""

    code = "provider-failed"
    http_status = 502
    title = Text("Nhà cung cấp danh tính không trả lời", "The identity provider doesn't answer")
    text = Text(
        "Nhà cung cấp danh tính không trả lời như mong đợi.", "The identity provider doesn't answer as it should."
    )
    next_step = Text(
        "Hãy thử lại sau ít phút, hoặc đăng nhập bằng tên và mật khẩu.",
        "Try again in a few minutes, or sign in by name and password.",
    )


class NotSignedIn(Problem):
    """The route needs somebody who has signed in."""

    code = "not-signed-in"
    http_status = 401
    title = Text("Cần đăng nhập", "Sign in first")
    text = Text("Cần đăng nhập, hoặc một mã truy cập còn hạn.", "Sign in, or send a token that still holds.")


class NotAllowed(Problem):
    """Who has signed in has a role that doesn't do this."""

    code = "not-allowed"
    http_status = 403
    title = Text("Không thuộc quyền của bạn", "Not part of your role")
    text = Text("Vai trò của bạn không làm việc này.", "Your role doesn't do this.")
    next_step = Text("Nếu cần, hãy hỏi người quản trị.", "If you need it, ask the administrator.")


class ChangePasswordFirst(Problem):
    """A one-time password lets a person choose a new one and do nothing else."""

    code = "change-password-first"
    http_status = 403
    title = Text("Hãy đổi mật khẩu trước", "Change the password first")
    text = Text(
        "Mật khẩu một lần chỉ dùng để đặt mật khẩu mới.", "A one-time password only serves to choose a new one."
    )
    next_step = Text("Mở trang /password.", "Open /password.")


class WeakPassword(Problem):
    """A new password that is too easy to guess."""

    code = "weak-password"
    exit_code = 2
    http_status = 422
    title = Text("Mật khẩu chưa đủ mạnh", "The password is too weak")
    text = Text(
        "Mật khẩu cần ít nhất {least} ký tự, nhiều ký tự khác nhau, không chứa tên đăng nhập, và khác mật khẩu cũ.",
        "A password needs at least {least} characters, not all alike, without your name in it, and not the old one.",
    )


class NoAccount(Problem):
    """There is no such account."""

    code = "no-account"
    exit_code = 2
    http_status = 404
    title = Text("Không có tài khoản này", "No such account")
    text = Text("Không tìm thấy tài khoản này.", "This account can't be found.")
    next_step = Text("Xem: sommai users list", "See: sommai users list")
    web_step = Text("Hãy chọn trong danh sách tài khoản.", "Choose one from the list of accounts.")


class AccountExists(Problem):
    """The name has an account already."""

    code = "account-exists"
    exit_code = 2
    http_status = 409
    title = Text("Tên này đã có tài khoản", "The name has an account already")
    text = Text("Tên này đã có tài khoản.", "The name has an account already.")


class WrongRole(Problem):
    """There is no such role."""

    code = "wrong-role"
    exit_code = 2
    http_status = 422
    title = Text("Không có vai trò này", "No such role")
    text = Text("Các vai trò: {roles}.", "The roles are: {roles}.")


class WrongReach(Problem):
    """A role was given communes that don't go with it."""

    code = "wrong-reach"
    exit_code = 2
    http_status = 422
    title = Text("Phạm vi chưa đúng", "The communes don't go with the role")
    text = Text(
        "Cán bộ xã cần ít nhất một xã; người lập kế hoạch, phân tích và kiểm tra: cả tỉnh hoặc một số xã; người quản "
        "trị không có xã nào.",
        "An officer needs one commune or more; planners, analysts and auditors the province or some communes; an "
        "administrator has none.",
    )


class LastAdministrator(Problem):
    """Nobody would be left to manage accounts."""

    code = "last-administrator"
    http_status = 409
    title = Text("Người quản trị cuối cùng", "The last administrator")
    text = Text(
        "Đây là người quản trị cuối cùng còn hoạt động, nên không thể ngừng hay đổi vai trò.",
        "This is the last active administrator, who can't be disabled or given another role.",
    )


class NoToken(Problem):
    """There is no such token."""

    code = "no-token"
    exit_code = 2
    http_status = 404
    title = Text("Không có mã truy cập này", "No such token")
    text = Text("Không tìm thấy mã truy cập này.", "This token can't be found.")


class WrongToken(Problem):
    """A token was asked for that can't be made."""

    code = "wrong-token"
    exit_code = 2
    http_status = 422
    title = Text("Mã truy cập chưa đúng", "The token can't be made")
    text = Text(
        "Cần một nhãn, 1 đến {most} ngày, và chỉ những quyền và xã của tài khoản.",
        "It needs a label, 1 to {most} days, and permissions and communes that the account has.",
    )
