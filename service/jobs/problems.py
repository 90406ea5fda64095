"""What can be wrong with a job."""

from __future__ import annotations

from data.vocabulary.language import Text
from service.problems import Problem


class NoJob(Problem):
    """There is no such job."""

    code = "no-job"
    http_status = 404
    title = Text("Không có công việc này", "No such job")
    text = Text("Không tìm thấy công việc {job}.", "There is no job {job}.")
    next_step = Text("Xem các công việc bằng `sommai jobs list`.", "See the jobs with `sommai jobs list`.")
    web_step = Text("Hãy chọn trong danh sách công việc.", "Choose one from the list of jobs.")


class UnknownKind(Problem):
    """A kind of job that doesn't exist."""

    code = "unknown-job-kind"
    exit_code = 2
    http_status = 422
    title = Text("Không có loại công việc này", "No such kind of job")
    text = Text("Không có loại công việc này.", "There is no such kind of job.")
    next_step = Text("Các loại có sẵn: {kinds}.", "There are: {kinds}.")


class WrongJob(Problem):
    """What was asked of a job can't be taken."""

    code = "wrong-job"
    exit_code = 2
    http_status = 422
    title = Text("Yêu cầu công việc chưa đúng", "The job can't be taken")
    text = Text("Chưa đúng: {parts}.", "These can't be taken: {parts}.")
    next_step = Text("Xem `sommai jobs add --help`.", "See `sommai jobs add --help`.")
    web_step = Text("Hãy sửa những chỗ đó rồi gửi lại.", "Put that right and send it again.")


class NoImportFolder(Problem):
    """There is no folder of that name among those that the operator lets be imported."""

    code = "no-import-folder"
    http_status = 422
    title = Text("Không có thư mục này để nhập", "No such folder to import")
    text = Text(
        "Không có thư mục tên này trong nơi nhận dữ liệu.", "There is no folder of this name where tables are received."
    )
    next_step = Text("Đang có: {offered}.", "There are: {offered}.")


class NoFile(Problem):
    """A job has no file for the caller: not an export, not done, or asked for by somebody else."""

    code = "no-job-file"
    http_status = 404
    title = Text("Không có tệp", "No file")
    text = Text("Công việc này không có tệp cho bạn.", "This job has no file for you.")


class NotInThatState(Problem):
    """A job can't be cancelled or retried as it is."""

    code = "job-state"
    http_status = 409
    title = Text("Công việc đang ở trạng thái khác", "The job is in another state")
    text = Text(
        "Công việc {job} không còn ở trạng thái cho phép việc này.", "Job {job} isn't in a state that allows this."
    )
    next_step = Text("Xem trạng thái bằng `sommai jobs show {job}`.", "See its state with `sommai jobs show {job}`.")
    web_step = Text("Hãy đọc lại trạng thái của công việc.", "Read the job's state again.")


class StepCrashed(Problem):
    """The process of a step ended without a word, mostly for want of memory."""

    code = "step-crashed"
    title = Text("Bước công việc bị dừng đột ngột", "The step's process ended suddenly")
    text = Text(
        "Tiến trình của bước {step} bị dừng đột ngột (mã {ending}).",
        "The process of step {step} ended suddenly (code {ending}).",
    )
    next_step = Text(
        "Thường là do thiếu bộ nhớ: kiểm tra máy rồi chạy `sommai jobs retry`.",
        "Mostly memory ran out: check the machine, then run `sommai jobs retry`.",
    )


class TooMuchMemory(Problem):
    """A step wanted more memory than jobs may take."""

    code = "job-memory"
    title = Text("Công việc cần quá nhiều bộ nhớ", "The job needs too much memory")
    text = Text(
        "Bước {step} cần hơn {limit_mib} MiB bộ nhớ cho phép.",
        "Step {step} wanted more than {limit_mib} MiB of memory.",
    )
    next_step = Text(
        "Tăng SOMMAI_JOB_MEMORY_MIB hoặc dùng máy lớn hơn, rồi chạy `sommai jobs retry`.",
        "Raise SOMMAI_JOB_MEMORY_MIB or use a larger machine, then run `sommai jobs retry`.",
    )


class WorkersLost(Problem):
    """Too many workers died over one step."""

    code = "workers-lost"
    title = Text("Quá nhiều tiến trình bị mất", "Too many workers were lost")
    text = Text(
        "{count} tiến trình xử lý đã bị dừng đột ngột trong cùng một bước.",
        "{count} workers died in the same step.",
    )
    next_step = Text(
        "Kiểm tra bộ nhớ và nhật ký của máy, rồi chạy `sommai jobs retry`.",
        "Check the machine's memory and logs, then run `sommai jobs retry`.",
    )
