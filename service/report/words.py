"""The report's sentences, in both languages; ``{named}`` places are filled in by the page."""

from __future__ import annotations

from data.vocabulary.language import Text

WORDS = {
    "title": Text("Những hộ nên thăm trước", "Households to visit first"),
    "as_of": Text("Theo những gì đã ghi nhận đến {day}", "By what had been recorded on {day}"),
    "valid": Text(
        "Nguy cơ dùng được đến {scores}; danh sách dùng được đến {list}.",
        "Risks hold until {scores}; the list holds until {list}.",
    ),
    "k_scored": Text("hộ được xem xét", "households looked at"),
    "k_listed": Text("hộ trong danh sách", "households on the list"),
    "k_urgent": Text("dấu hiệu khẩn cấp", "urgent signs"),
    "k_repair": Text("ô hoặc dòng chờ sửa", "cells or rows to mend"),
    # urgent
    "urgent": Text("Khẩn cấp: cần người đến ngay", "Urgent: these ask for a person today"),
    "urgent_say": Text(
        "Những dấu hiệu này không chờ thứ tự nguy cơ. Cán bộ xã liên hệ ngay hôm nay; Tổng đài quốc gia bảo vệ trẻ em "
        "{hotline} trực miễn phí 24/7.",
        "These don't wait for any rank. The commune officer gets in touch today; the national child protection "
        "hotline {hotline} answers day and night, free of charge.",
    ),
    "urgent_none": Text(
        "Không có dấu hiệu khẩn cấp nào trong 90 ngày qua. Khi thấy trẻ bị hại, gọi {hotline}.",
        "No urgent sign was recorded in the last 90 days. Whoever sees a child harmed calls {hotline}.",
    ),
    "urgent_more": Text(
        "và {n} dấu hiệu khác, trong urgent.csv và trang «{sheet}» của bảng tính",
        "and {n} more, in urgent.csv and on the workbook's sheet “{sheet}”",
    ),
    "recorded_on": Text("Ngày ghi nhận", "Recorded on"),
    "household": Text("Mã hộ", "Household"),
    "commune": Text("Xã", "Commune"),
    "sign": Text("Dấu hiệu", "Sign"),
    # the list
    "list": Text("Ai trong danh sách, và vì sao", "Who is on the list, and why"),
    "list_say": Text(
        "Danh sách có {listed} hộ; dưới đây là {shown} hộ đầu. Thăm hỏi là đề nghị hỗ trợ: gia đình có quyền từ chối, "
        "và từ chối không làm thay đổi nguy cơ. Lý do riêng tư không viết ra ở đây.",
        "The list has {listed} households; these are the first {shown}. A visit is an offer of support: a family may "
        "decline, and declining changes no risk. Private reasons aren't written out here.",
    ),
    "list_none": Text("Danh sách đang trống.", "The list is empty."),
    "why": Text("Vì sao nên thăm", "Why to visit"),
    "offer": Text("Có thể đề nghị hỗ trợ", "Support that may be offered"),
    "place": Text("Xã, thôn", "Commune, hamlet"),
    "children": Text("{n} trẻ", "{n} children"),
    "child": Text("1 trẻ", "1 child"),
    "band": Text("Mức", "Band"),
    "bands": Text("Các mức nguy cơ", "Bands of risk"),
    "bands_say": Text("So với nguy cơ trung bình của tỉnh ({mean}).", "Against the province's mean risk ({mean})."),
    "households": Text("Số hộ", "Households"),
    "mean_risk": Text("Nguy cơ trung bình", "Mean risk"),
    # what the list reaches
    "reach": Text("Danh sách giúp được gì", "What the list does"),
    "reach_say": Text(
        "Mỗi ô vuông là một hộ trong 1.000 hộ. Ô đậm là hộ mà trong một năm tới có thể có trẻ rơi vào hoàn cảnh đặc "
        "biệt nếu không có ai đến.",
        "Each square is one household in 1,000. A dark square is a household where, within a year, a child may come "
        "into special circumstances if nobody comes.",
    ),
    "reach_all": Text("Trong 1.000 hộ của tỉnh", "Of 1,000 households in the province"),
    "reach_list": Text("Trong 1.000 hộ như các hộ trong danh sách", "Of 1,000 households like those on the list"),
    "uncalibrated": Text(
        "Đây là ước tính của chuyên gia, chưa được đối chiếu với các ca thực tế của tỉnh: thứ tự đáng tin hơn con số.",
        "This is an expert's estimate that hasn't been held against the province's cases: trust the order more than "
        "the figures.",
    ),
    "hours_say": Text(
        "Kế hoạch cho {months} tháng dùng {used} trong {hours} giờ của các tổ. Không kế hoạch nào với số giờ này đạt "
        "hơn {best} giá trị của kế hoạch này.",
        "The plan for {months} months uses {used} of the teams' {hours} hours. No plan with these hours could reach "
        "more than {best} of what this one reaches.",
    ),
    "no_hours": Text(
        "Danh sách lập theo số hộ, không theo giờ làm việc của các tổ.",
        "The list was made by a number of households, not by the teams' hours.",
    ),
    "expected": Text(
        "Trong {listed} hộ của danh sách, ước tính {n} hộ có thể cần đến sự bảo vệ trong một năm tới.",
        "Of the {listed} households on the list, about {n} may come to need protection within a year.",
    ),
    "cover": Text("Từng xã", "Commune by commune"),
    "cover_say": Text(
        "Mỗi điểm là một xã. Càng đậm: danh sách đến được càng nhiều trong số hộ có thể cần hỗ trợ ở xã đó. "
        "Càng to: càng nhiều hộ trong danh sách.",
        "Each point is a commune. Darker: the list reaches more of the households there that may need support. "
        "Larger: more households on the list.",
    ),
    "cover_bars": Text(
        "Phần nhu cầu ước tính mà danh sách đến được ở từng xã; xã ít được đến nhất đứng trước. Sau thanh là số hộ "
        "trong danh sách.",
        "The share of the expected need in each commune that the list reaches; least reached first. After the bar: "
        "households on the list.",
    ),
    "no_map": Text(
        "Các xã không có tọa độ nên không vẽ được bản đồ.", "No commune has coordinates, so there is no map."
    ),
    "unplaced": Text("{n} xã không có tọa độ.", "{n} communes have no coordinates."),
    "under": Text("dưới {n} %", "under {n} %"),
    "over": Text("từ {n} %", "{n} % and more"),
    "few": Text(
        "«< 5»: dưới năm hộ; không nêu số chính xác để không ai bị nhận ra.",
        "“< 5”: fewer than five; not told exactly, so that nobody can be recognised.",
    ),
    # what was read
    "read": Text("Đã đọc những gì, cần sửa gì trước", "What was read, and what to mend first"),
    "not_scored": Text(
        "Hộ chưa được xem xét vì dữ liệu bị tách riêng: nên sửa trước tiên",
        "Households that weren't looked at because of quarantine: mend these first",
    ),
    "all_scored": Text(
        "Không có hộ nào bị bỏ sót vì dữ liệu bị tách riêng.", "No household was left out because of quarantine."
    ),
    "unknown_commune": Text("không đọc được mã xã", "commune can't be read"),
    "table": Text("Bảng", "Table"),
    "rows": Text("Dòng đã nhận", "Rows accepted"),
    "aside": Text("Tách riêng", "Quarantine"),
    "absent": Text("không có: {without}", "absent: {without}"),
    "repairs": Text("Lỗi gặp nhiều nhất", "The most frequent faults"),
    "what": Text("Lỗi và cách sửa", "Fault, and how to mend it"),
    "where": Text("Ở đâu", "Where"),
    "how_many": Text("Số", "Count"),
    "repairs_more": Text("Từng ô có trong quarantine.csv.", "Each cell is in quarantine.csv."),
    # how it was made
    "made": Text("Danh sách được lập như thế nào", "How the list was made"),
    "made_say": Text(
        "Từ những gì đã ghi nhận về từng hộ (nghèo, khoảng cách, người chăm sóc, việc học, sự việc), {model} cộng điểm "
        "thành một nguy cơ. Mỗi lý do có đúng phần đóng góp của nó. Điều chưa ghi nhận không tính điểm nào. Dân tộc, "
        "giới tính, tôn giáo, mã xã và thôn, cuộc gọi tổng đài, khuyết tật của trẻ không bao giờ được dùng.",
        "From what had been recorded about each household (poverty, distance, carers, schooling, events), {model} adds "
        "points up to a risk. Each reason has exactly its share. What isn't recorded adds nothing. Ethnicity, sex, "
        "religion, place codes, hotline calls and a child's disability are never used.",
    ),
    "scorecard": Text("bảng điểm chuyên gia", "the expert scorecard"),
    "a_model": Text("mô hình {id}", "model {id}"),
    "good": Text("Mô hình tốt đến đâu trên những năm nó chưa thấy?", "How good is it on years it had not seen?"),
    "good_none": Text(
        "Chưa đo: bảng điểm chuyên gia không học từ các năm trước nên chưa có phép thử trên năm chưa thấy. "
        "Hãy xem thứ tự này là gợi ý của chuyên gia.",
        "Not measured: the expert scorecard learns from no years, so there is no test on unseen ones yet. Take its "
        "order as an expert's advice.",
    ),
    "fair": Text("Ai được đến: so sánh giữa các nhóm", "Who is reached: groups compared"),
    "fair_say": Text(
        "Các nhóm này không tham gia vào nguy cơ; chỉ dùng để kiểm tra. Danh sách có thể đến nhiều hơn với nhóm "
        "khó khăn hơn; hãy hỏi vì sao khi một nhóm bị bỏ lại.",
        "These groups play no part in the risk; they serve this check alone. A list may well reach a group in more "
        "need more often; ask why where one is left behind.",
    ),
    "group": Text("Nhóm", "Group"),
    "of_scored": Text("Phần trong các hộ được xem xét", "Share of households looked at"),
    "of_list": Text("Phần trong danh sách", "Share of the list"),
    "too_few": Text("quá ít để nói", "too few to say"),
    "limits": Text("Giới hạn", "Limits"),
    "record": Text("Để đối chiếu", "For the record"),
    "snapshot": Text("bản chụp dữ liệu", "snapshot"),
    "model": Text("mô hình", "model"),
}

LIMITS = (
    Text("Nguy cơ không phải là điều sẽ xảy ra, và không nói gì về phẩm chất của một gia đình.",
         "A risk isn't what will happen, and says nothing about a family's worth."),
    Text("Chỉ biết những gì đã ghi nhận: nơi ghi chép ít sẽ trông ít nguy cơ hơn thực tế.",
         "Only what was recorded is known: where little is recorded, the risk looks smaller than it is."),
    Text("Con người quyết định. Cán bộ có thể thêm hoặc hoãn một hộ; mọi thay đổi đều được ghi lại.",
         "A person decides. An officer may add or put off a household; each change is kept."),
    Text("Hộ mà mọi trẻ đều đang được quản lý ca không có trong danh sách thăm hỏi.",
         "Households whose children are all under case management aren't on the list."),
    Text("Kết quả không dùng để xét hưởng chính sách, tín dụng, việc học, hay cho công an, tòa án.",
         "It isn't for benefits, credit, schools, police or courts."),
)  # fmt: skip

TABLES = {
    "communes": Text("xã, phường", "communes"),
    "households": Text("hộ", "households"),
    "children": Text("trẻ em", "children"),
    "guardians": Text("người giám hộ", "guardians"),
    "teams": Text("tổ thăm hỏi", "teams"),
    "team_communes": Text("địa bàn của tổ", "team communes"),
    "poverty_assessments": Text("rà soát nghèo", "poverty assessments"),
    "guardian_events": Text("sự việc của người giám hộ", "guardian events"),
    "school_records": Text("việc học", "school records"),
    "child_events": Text("sự việc của trẻ", "child events"),
    "circumstances": Text("hoàn cảnh đặc biệt", "special circumstances"),
    "visits": Text("lượt thăm", "visits"),
    "identities": Text("danh tính (mã hóa)", "identities (encrypted)"),
}
WITHOUT = {
    "teams": Text("danh sách theo số hộ, không theo giờ", "lists by count, not by hours"),
    "team_communes": Text("mỗi tổ phục vụ xã đặt tổ", "each team serves the commune of its base"),
    "poverty_assessments": Text("không có lý do về nghèo", "no reasons from poverty"),
    "guardian_events": Text(
        "không có lý do từ sự việc của người giám hộ", "no reasons from what happened to guardians"
    ),
    "school_records": Text("không có lý do về việc học", "no reasons from schooling"),
    "child_events": Text("không có lý do từ sự việc của trẻ", "no reasons from what happened to children"),
    "circumstances": Text("không học được từ các ca", "nothing to learn from"),
    "visits": Text("không biết lượt thăm trước, không có thời gian nghỉ", "no earlier visits, no cool-down"),
    "identities": Text("cán bộ không thấy tên, địa chỉ", "no names or addresses for officers"),
}
SUMMARY_FIRST_LINES = {
    "nothing": Text(
        "Xếp theo bảng điểm chuyên gia: không có ca nào trong dữ liệu để học.",
        "Ranked by the expert scorecard: the data hold no cases to learn from.",
    ),
    "untrained": Text(
        "Xếp theo bảng điểm chuyên gia: chưa có mô hình nào được học từ các ca đã ghi nhận.",
        "Ranked by the expert scorecard: no model has been trained on the recorded cases yet.",
    ),
    "asked": Text("Xếp theo bảng điểm chuyên gia, như được yêu cầu.", "Ranked by the expert scorecard, as was asked."),
}
