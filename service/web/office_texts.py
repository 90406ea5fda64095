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
    "d_agree_note": Text(
        "Đồng ý nghĩa là hồ sơ chưa đúng: cán bộ của xã sẽ sửa hồ sơ trên trang của hộ, và nguy cơ được tính lại.",
        "Accepting says that the record isn't right: the commune's officer then puts it right on the household's page, "
        "and the risk is computed anew.",
    ),
    "d_corrected": Text("Hồ sơ đã được sửa ngày {day}: {state}.", "The record was corrected on {day}: {state}."),
    "d_not_corrected": Text(
        "Hồ sơ chưa được sửa: chờ cán bộ của xã.", "The record isn't corrected yet: it waits for the commune's officer."
    ),
    "d_decision": Text("Quyết định", "Decision"),
    "d_reply": Text("Nội dung trả lời", "The answer in words"),
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
    # models
    "nav_models": Text("Mô hình", "Models"),
    "models": Text("Các mô hình đã học", "Models learned"),
    "models_say": Text(
        "Mỗi mô hình được thử trên những năm mà nó chưa thấy. Một người có tên quyết định mô hình nào được dùng.",
        "Each was tested on years it had not seen. A named person decides which one serves.",
    ),
    "models_none": Text(
        "Chưa học mô hình nào: bảng điểm chuyên gia đang xếp thứ tự. Lệnh: sommai train",
        "No model has been learned: the expert scorecard ranks. The command: sommai train",
    ),
    "m_model": Text("Mô hình", "Model"),
    "m_one": Text("Mô hình {id}", "Model {id}"),
    "m_kind": Text("Cách học", "How it learns"),
    "m_events": Text("Số ca để học", "Cases learned from"),
    "m_recall": Text("Tìm được trong 2 % đầu", "Found among the first 2 %"),
    "m_checks": Text("Kiểm tra phát hành", "Release checks"),
    "m_checks_none": Text("Chưa ghi kiểm tra nào.", "No check was recorded."),
    "m_champion": Text("đang dùng", "serves"),
    "m_challenger": Text("ứng viên", "challenger"),
    "m_no_skill": Text("chưa hơn thứ tự đơn giản", "no better than simple orders"),
    "m_no_skill_say": Text(
        "Trên những năm chưa thấy, mô hình này chưa chứng tỏ tìm được nhiều hơn các thứ tự đơn giản.",
        "On years it had not seen, this model hasn't shown that it finds more than simple orders.",
    ),
    "m_recalls": Text(
        "Tìm được bao nhiêu trong số hộ có trẻ thật sự cần", "How many of those who came to need support it finds"
    ),
    "m_recalls_say": Text(
        "Tỷ lệ tìm được khi chỉ thăm 1, 2, 5 hay 10 % số hộ đứng đầu; trung bình các năm thử, với khoảng tin cậy 90 %.",
        "The share found when only the first 1, 2, 5 or 10 % are visited; mean of the test years, 90 % intervals.",
    ),
    "m_order": Text("Thứ tự", "Order"),
    "m_chosen": Text("được chọn", "chosen"),
    "m_calibration": Text("Con số có đúng như nói không", "Do the figures mean what they say"),
    "m_calibration_say": Text(
        "Độ dốc 1 và tỷ số 1 nghĩa là nguy cơ đúng như đã nói.",
        "A slope of 1 and a ratio of 1 mean that risks are what they say.",
    ),
    "m_slope": Text("Độ dốc hiệu chỉnh", "Calibration slope"),
    "m_ratio": Text("Thực tế so với dự kiến", "Observed over expected"),
    "m_households": Text("Hộ", "Households"),
    "m_predicted": Text("Dự kiến trong 1.000", "Expected in 1,000"),
    "m_observed": Text("Thực tế trong 1.000", "Observed in 1,000"),
    "m_decisions": Text("Ai đã quyết định", "Who decided"),
    "m_decisions_none": Text("Chưa ai quyết định dùng mô hình này.", "Nobody has decided to use it."),
    "m_promoted": Text("Đưa vào dùng", "Promoted"),
    "m_rolled_back": Text("Quay lại dùng", "Rolled back to"),
    "m_documents": Text("Tài liệu và nguồn gốc", "Documents and lineage"),
    "m_promote_say": Text(
        "Kiểm tra không đạt thì không được đưa vào dùng; chưa đủ bằng chứng thì người quyết định viết lý do từng mục.",
        "A failed check forbids promotion; where evidence is lacking, whoever decides writes why, check by check.",
    ),
    "m_promote": Text("Đưa vào dùng", "Let it serve"),
    "m_reason": Text("Vì sao đưa vào dùng", "Why it shall serve"),
    "m_accept": Text(
        "Vì sao chấp nhận kiểm tra {number} khi chưa đủ bằng chứng", "Why check {number} is accepted without evidence"
    ),
    # jobs
    "nav_jobs": Text("Công việc", "Jobs"),
    "jobs": Text("Công việc chạy nền", "Background jobs"),
    "jobs_say": Text(
        "Công việc do «sommai worker» làm; máy dừng giữa chừng cũng không mất việc và không làm hai lần.",
        "Done by “sommai worker”; a machine that stops half way loses nothing, and nothing is done twice.",
    ),
    "jobs_none": Text("Chưa có công việc nào.", "There is no job yet."),
    "j_kind": Text("Loại", "Kind"),
    "j_asked": Text("Yêu cầu lúc", "Asked at"),
    "j_ended": Text("Kết thúc lúc", "Ended at"),
    "j_cancel": Text("Hủy", "Cancel"),
    "j_cancelling": Text("đang dừng", "stopping"),
    "j_retry": Text("Làm lại", "Try again"),
    "j_folder": Text("Thư mục bảng đã nhận", "Folder of tables received"),
    "j_import": Text("Nhập dữ liệu", "Import the tables"),
    "j_no_folder": Text(
        "Chưa nhận thư mục nào. Người phụ trách máy chủ đặt thư mục bảng vào nơi nhận (SOMMAI_IMPORT_FOLDER, hoặc "
        "inbox trong thư mục dữ liệu).",
        "No folder has been received. Whoever looks after the server puts it where tables are received "
        "(SOMMAI_IMPORT_FOLDER, or inbox in the home).",
    ),
    "j_score": Text("Tính lại nguy cơ", "Score every household"),
    "j_score_say": Text(
        "Theo bản chụp mới nhất, mô hình đang dùng và các chỗ sửa đã có.",
        "By the newest snapshot, the model that serves, and the corrections that stand.",
    ),
    "j_train": Text("Học từ bản chụp mới nhất", "Train on the newest snapshot"),
    "j_train_say": Text(
        "Mô hình học được trở thành ứng viên; một người có tên quyết định có dùng hay không.",
        "The model becomes the challenger; a named person decides whether it serves.",
    ),
    # the audit
    "nav_audit": Text("Nhật ký", "Audit"),
    "audit": Text("Ai đã xem gì, làm gì", "Who saw and did what"),
    "audit_say": Text(
        "Mỗi dòng nối với dòng trước bằng dấu băm; đọc nhật ký cũng được ghi lại. Giờ UTC.",
        "Each line is chained to the one before by its hash; reading is recorded too. Times are UTC.",
    ),
    "a_filter": Text("Lọc nhật ký", "Filter the audit"),
    "a_at": Text("Lúc", "At"),
    "a_who": Text("Ai", "Who"),
    "a_action": Text("Việc", "Action"),
    "a_any": Text("tất cả", "everything"),
    "a_about": Text("Về", "About"),
    "a_facts": Text("Chi tiết", "Details"),
    "a_older": Text("Trước đó", "Earlier"),
    "a_none": Text("Không có dòng nào phù hợp.", "Nothing fits."),
    "a_verify": Text("Kiểm tra còn nguyên vẹn không", "Check that it is whole"),
    "a_whole": Text("Nhật ký còn nguyên vẹn", "The audit is whole"),
    "a_state": Text("{n} dòng; dấu của dòng cuối:", "{n} events; the last one's mark:"),
    "a_note": Text(
        "Ghi lại dấu này ở nơi khác; lần sau so lại để biết không ai cắt bớt nhật ký.",
        "Note the mark elsewhere; comparing it later shows that nobody cut the audit short.",
    ),
    "a_back": Text("Về nhật ký", "Back to the audit"),
}
JOB_FACTS = {
    "folder": Text("Thư mục", "Folder"),
    "snapshot": Text("Bản chụp dữ liệu", "Snapshot"),
    "as_of": Text("Tính đến ngày", "As of"),
    "model": Text("Mô hình", "Model"),
    "run": Text("Lần tính", "Run"),
    "list": Text("Danh sách", "List"),
    "version": Text("Bản", "Version"),
    "form": Text("Dạng tệp", "Form"),
    "by": Text("Người yêu cầu", "By"),
    "reason": Text("Lý do", "Reason"),
    "quarantined": Text("Lỗi tách riêng", "Faults in quarantine"),
    "contradicted": Text("Chỗ sửa mà bản nhập này vẫn ghi khác", "Corrections that this import contradicts"),
    "agreed": Text("Chỗ sửa mà bản nhập này đã ghi đúng", "Corrections that this import agrees with"),
    "scored": Text("Hộ được xem xét", "Households looked at"),
    "entries": Text("Số hộ trong danh sách", "Households on the list"),
    "skill": Text("Hơn các thứ tự đơn giản", "Better than simple orders"),
}
"""What a job's page tells of what was asked and of what came of it."""
