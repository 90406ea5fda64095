"""The fixed sentences of the documents beside a model, in both languages."""

from __future__ import annotations

from data.vocabulary.language import Text

WORDS = {
    "card": Text("Thẻ mô hình", "Model card"),
    "card_intro": Text(
        "Tài liệu này do chương trình viết ra từ lần huấn luyện; không có con số nào gõ tay.",
        "This document is written by the program from the training; no number in it was typed.",
    ),
    "details": Text("Mô hình là gì", "What it is"),
    "kind": Text("Loại", "Kind"),
    "candidates": Text("trong số", "among"),
    "snapshot": Text("Bản chụp dữ liệu", "Snapshot"),
    "as_of": Text("Biết đến ngày", "Known as of"),
    "seed": Text("Hạt giống", "Seed"),
    "version": Text("Phiên bản chương trình", "Version of the program"),
    "contract": Text("Hợp đồng dữ liệu", "Input contract"),
    "features_version": Text("Dấu của danh mục đặc điểm", "Fingerprint of the feature catalogue"),
    "libraries": Text("Thư viện", "Libraries"),
    "use": Text("Dùng để làm gì", "What it is for"),
    "use_say": Text(
        "Xếp thứ tự các hộ để đến thăm và đề nghị hỗ trợ trước, trong 180 ngày kể từ ngày tính. Con người quyết định; gia "
        "đình có quyền từ chối, và từ chối không làm thay đổi nguy cơ.",
        "To put households in order for visits that offer support, for 180 days from the day of scoring. A person decides; "
        "a family may decline, and declining changes no risk.",
    ),
    "not_use": Text("Không dùng để làm gì", "What it is not for"),
    "not_use_say": Text(
        "Không dùng cho công an, tòa án, tín dụng, trường học hay xét hưởng chính sách. Không nói gì về một đứa trẻ cụ thể, "
        "và không thay đường dây 111 khi trẻ đang bị hại.",
        "Not for police, courts, credit, schools or eligibility. It says nothing of a single child, and takes no call that "
        "belongs to the hotline 111.",
    ),
    "outcome": Text("Học điều gì", "What it learned"),
    "outcome_say": Text(
        "Trong 365 ngày sau một ngày, hộ có trẻ chưa có hồ sơ quản lý ca rơi vào một trong 14 hoàn cảnh của Điều 10 Luật Trẻ "
        "em hay không, theo ngày bắt đầu. Lượt thăm gặp được hộ kết thúc thời gian quan sát.",
        "Whether, in the 365 days after a day, a child without an open case came into one of the 14 circumstances of Article "
        "10 of the Law on Children, by the day it began. A visit that reached the household ends the time observed.",
    ),
    "tested": Text("Trên những năm chưa thấy", "On years it had not seen"),
    "tested_say": Text(
        "Ngày thử: {days}. Phần hộ có ca mà danh sách đến được, trung bình các ngày thử, với khoảng tin cậy 90 %:",
        "Test days: {days}. Share of the households with a case that a list holds, mean over test days, with 90 % intervals:",
    ),
    "order": Text("Thứ tự", "Order"),
    "this_model": Text("mô hình này", "this model"),
    "slope": Text("Độ dốc hiệu chỉnh", "Calibration slope"),
    "intercept": Text("Hệ số chặn hiệu chỉnh", "Calibration intercept"),
    "observed_expected": Text("Đã xảy ra so với nói trước", "Observed over expected"),
    "cluster": Text("Cụm xã (khu vực, thứ tự từ gần đến xa)", "Cluster of communes (region, from near to far)"),
    "expected": Text("Nói trước", "Expected"),
    "brier": Text("Điểm Brier", "Brier score"),
    "groups": Text("Theo nhóm", "By group"),
    "groups_say": Text(
        "Các nhóm này không tham gia vào nguy cơ. Tỷ số giữa phần đến được trong nhóm và của toàn tỉnh, ở danh sách 2 %:",
        "These groups play no part in the risk. A group's recall over that of all, for a list of 2 %:",
    ),
    "group": Text("Nhóm", "Group"),
    "recall_ratio": Text("Tỷ số", "Ratio"),
    "verdict": Text("Kết luận", "Verdict"),
    "passed": Text("đạt", "passed"),
    "failed": Text("không đạt", "failed"),
    "not_enough_evidence": Text("chưa đủ bằng chứng", "not enough evidence"),
    "checks": Text("Kiểm tra phát hành", "Release checks"),
    "weighs": Text("Điều gì nặng nhất", "What weighs most"),
    "weighs_say": Text(
        "Đóng góp trung bình (giá trị tuyệt đối, log-odds) trên các hộ của tỉnh:",
        "Mean absolute contribution (log-odds) over the province's households:",
    ),
    "limits": Text("Giới hạn", "Limits"),
    "limits_say": Text(
        "Mô hình học từ những gì được ghi: nơi ghi ít thì trông ít nguy cơ; báo cáo của mỗi lần chạy nói sổ ghi nhận được đến "
        "đâu và nguy cơ có được nâng theo hay không. Điều chưa ghi nhận không tính điểm nào. Mức chung thay đổi theo năm.",
        "It learned what was recorded: where little is written down, households look safe; each run's report says how "
        "complete the register is and whether risks were raised by it. What isn't recorded adds nothing. Levels move "
        "between years.",
    ),
    "datasheet": Text("Bản mô tả dữ liệu", "Datasheet"),
    "datasheet_say": Text(
        "Dữ liệu mà mô hình học từ: sổ của tỉnh, không có tên và địa chỉ. Dòng có lỗi đã được tách riêng trước đó.",
        "The data that the model learned from: the province's register, without names and addresses. Faulty rows had been "
        "set aside before.",
    ),
    "table": Text("Bảng", "Table"),
    "rows": Text("Số dòng", "Rows"),
    "first_day": Text("Ghi nhận từ", "Recorded from"),
    "without": Text("Nếu thiếu", "Where absent"),
    "never": Text(
        "Không bao giờ là đặc điểm: dân tộc, giới tính của chủ hộ, tôn giáo, mã xã và thôn, văn bản tự do, cuộc gọi tổng "
        "đài, khuyết tật của trẻ, hồ sơ HIV và xâm hại tình dục.",
        "Never a feature: ethnicity, sex of the head, religion, place codes, free text, hotline calls, a child's disability, "
        "cases of HIV and of sexual abuse.",
    ),
    "catalogue": Text("Danh mục đặc điểm", "Feature catalogue"),
    "catalogue_say": Text(
        "Mỗi đặc điểm được khai báo một lần; trang này được viết ra từ khai báo.",
        "Each feature is declared once; this page is written from the declarations.",
    ),
    "unit": Text("Đơn vị", "Unit"),
    "tables": Text("Đọc từ", "Read from"),
    "look_back": Text("Nhìn lại (ngày)", "Look-back (days)"),
    "as_long": Text("chừng nào còn đúng", "as long as it holds"),
    "direction": Text("Chiều", "Direction"),
    "monotone_1": Text("cao hơn chỉ có thể làm nguy cơ tăng", "higher can only raise the risk"),
    "monotone_-1": Text("cao hơn chỉ có thể làm nguy cơ giảm", "higher can only lower the risk"),
    "monotone_0": Text("không hứa trước", "nothing is promised"),
    "missing": Text("Khi chưa ghi nhận", "Where not recorded"),
    "source": Text("Nguồn", "Source"),
    "meaning": Text("Dấu của khai báo", "Fingerprint"),
    "private": Text("Không viết ra giấy", "Not written out on paper"),
    "at_export": Text("Trạng thái lúc xuất dữ liệu, không có lịch sử", "State at export, without history"),
}
