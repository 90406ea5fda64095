"""The words of a round's report, in both languages; ``{named}`` places are filled in by the page."""

from __future__ import annotations

from data.vocabulary.language import Text

from .evidence_words import SAYS

WORDS = {
    "title": Text("Kết quả một đợt thăm hỏi", "What a round of visits found"),
    "of_list": Text(
        "Danh sách {list_id}, bản {version}, tính đến {as_of}. Các lượt thăm từ {first} đến {last}.",
        "List {list_id}, version {version}, as of {as_of}. Visits from {first} to {last}.",
    ),
    "no_visits": Text(
        "Chưa có lượt thăm nào được ghi nhận cho danh sách {list_id}.", "No visit is recorded for list {list_id} yet."
    ),
    "k_listed": Text("hộ trong danh sách", "households listed"),
    "k_reached": Text("hộ đã gặp được", "households reached"),
    "k_found": Text("hộ có điều cần hỗ trợ", "households where something was found"),
    "k_accepted": Text("hộ nhận hỗ trợ", "households that accepted help"),
    "outcomes": Text("Danh sách được thăm đến đâu", "How far the list was walked"),
    "outcomes_say": Text(
        "Mỗi hộ tính một lần, theo lượt thăm tốt nhất. Từ chối hay vắng nhà không làm thay đổi nguy cơ của hộ.",
        "Each household counts once, by its best visit. Declining or being away changes no risk.",
    ),
    "bands": Text("Tìm thấy theo mức nguy cơ", "Found by band of risk"),
    "bands_say": Text(
        "Trong các hộ gặp được, bao nhiêu phần có nhu cầu hoặc hoàn cảnh đặc biệt. Vạch ngang là khoảng tin cậy "
        "95 %. Nếu "
        "nguy cơ xếp thứ tự đúng, mức cao nằm trên mức thấp.",
        "Of the households reached, the share where needs or a circumstance were found. The whiskers are intervals of "
        "95 %. Where the risk orders well, a higher band stands above a lower one.",
    ),
    "expected": Text("So với dự kiến", "Against what was expected"),
    "expected_say": Text(
        "Nguy cơ nói về một năm tới, còn lượt thăm thấy điều có trong ngày: {found} hộ có hoàn cảnh đặc biệt "
        "trong các hộ "
        "gặp được, so với {expected} hộ dự kiến trong một năm (tỷ lệ {ratio}; khoảng tin cậy 95 %: {low} đến {high}).",
        "The risk speaks of a year ahead, a visit of its own day: a circumstance was found in {found} of the "
        "households "
        "reached, against {expected} expected within a year (ratio {ratio}; 95 % interval {low} to {high}).",
    ),
    "expected_few": Text(
        "Chưa đủ lượt thăm để so với dự kiến.", "There are too few visits yet to compare with what was expected."
    ),
    "by": Text("Theo nhóm", "By group"),
    "by_say": Text(
        "Các ô dưới 5 hộ không hiện số. Bảng theo tổ nói về các hộ của tổ, không đánh giá người đi thăm.",
        "Cells of fewer than 5 households show no number. The table by team tells of its households and rates nobody.",
    ),
    "name": Text("Nhóm", "Group"),
    "listed": Text("Trong danh sách", "Listed"),
    "reached": Text("Gặp được", "Reached"),
    "found": Text("Có điều cần hỗ trợ", "Something found"),
    "share": Text("Tỷ lệ tìm thấy", "Share found"),
    "interval": Text("Khoảng 95 %", "95 % interval"),
    "accepted": Text("Nhận hỗ trợ", "Accepted help"),
    "hours": Text("Giờ dự kiến và giờ đã dùng", "Hours planned and used"),
    "hours_say": Text(
        "Giờ đã dùng tính theo số phút dự kiến của các lượt thăm đã đi, kể cả đường đi; giờ tại nhà là số phút "
        "cán bộ ghi "
        "({timed} lượt có ghi).",
        "Hours used are the planned minutes of the visits made, travel included; hours at households are the minutes "
        "written down (for {timed} visits).",
    ),
    "team": Text("Tổ", "Team"),
    "has": Text("Giờ có", "Hours there were"),
    "planned": Text("Giờ của danh sách", "Hours on the list"),
    "used": Text("Giờ đã dùng", "Hours used"),
    "at_homes": Text("Giờ tại nhà", "Hours at households"),
    "all_teams": Text("Tất cả", "All"),
    "explored": Text("Danh sách bỏ sót gì", "What the list misses"),
    "no_exploration": Text(
        "Đợt này không có lượt thăm khảo sát ngẫu nhiên, nên không ước tính được phần bị bỏ sót. Đặt tỷ lệ khảo "
        "sát trong "
        "chính sách để biết.",
        "This round had no visits drawn at random, so what the list misses can't be estimated. Set a share of "
        "exploration in the policy to learn it.",
    ),
    "missed_not_enough": Text(
        "Mới có {reached} lượt khảo sát ngẫu nhiên gặp được, chưa đủ để nói danh sách bỏ sót gì; cần thêm "
        "{needed} lượt.",
        "Only {reached} visits drawn at random reached somebody, too few to say what the list misses; {needed} more "
        "would do.",
    ),
    "missed_say": Text(
        "Khảo sát ngẫu nhiên ({reached} lượt gặp được): ngoài danh sách, {rate} có hoàn cảnh đặc biệt (khoảng tin cậy "
        "90 %: {rate_low} đến {rate_high} trong 1.000). Như vậy danh sách gặp được khoảng {share} số hộ đó (khoảng tin "
        "cậy 90 %: {low} đến {high}).",
        "Visits drawn at random ({reached} reached somebody): outside the list, {rate} had a circumstance (90 % "
        "interval {rate_low} to {rate_high} in 1,000). So the list meets about {share} of those households (90 % "
        "interval {low} to {high}).",
    ),
    "recording": SAYS["register"],
    "recording_say": Text(
        "Trong những trường hợp mà các lượt thăm năm năm qua, kể cả đợt này, gặp được, bao nhiêu đã có trong sổ từ "
        "trước; trong ngoặc là khoảng tin cậy 90 %.",
        "Of the cases that visits of the last five years, this round's among them, came upon, how many stood in the "
        "register before; 90 % intervals in brackets.",
    ),
    "no_recording": Text(
        "Bản chụp dữ liệu của danh sách không còn được lưu, nên không nói được.",
        "The list's snapshot is no longer kept, so this can't be told.",
    ),
    "overrides": Text("Ý kiến của cán bộ", "What officers said"),
    "overrides_say": Text(
        "{nominated} hộ được đề cử, {put_off} hộ được hoãn, {disputes} lý do bị phản hồi; {open} mục chưa trả lời.",
        "{nominated} households nominated, {put_off} put off, {disputes} reasons disputed; {open} wait for an answer.",
    ),
    "conflicts": Text(
        "{n} lượt thăm có xung đột giữa các phiếu, đang chờ giải quyết.",
        "{n} visits stand in conflict between workbooks and wait to be settled.",
    ),
    "steps": Text("Thứ tự xã theo đợt", "Stepped order of communes"),
    "steps_say": Text(
        "Các xã bắt đầu theo {steps} đợt, mỗi đợt {days} ngày, theo bốc thăm; hộ bắt buộc, khẩn cấp và được đề "
        "cử không "
        "phải chờ.",
        "Communes begin in {steps} steps of {days} days, by lot; mandatory, urgent and nominated households "
        "don't wait.",
    ),
    "limits": Text("Cách hiểu", "How to read this"),
    "limit_voluntary": Text(
        "Thăm hỏi là đề nghị hỗ trợ; gia đình có quyền từ chối.", "A visit is an offer; a family may decline."
    ),
    "limit_selection": Text(
        "Hộ được thăm là hộ đã được chọn, nên tỷ lệ tìm thấy không nói về mọi hộ trong tỉnh.",
        "The households visited were chosen, so the share found doesn't speak of all households.",
    ),
    "limit_person": Text(
        "Không số liệu nào ở đây tính theo người đi thăm.", "Nothing here is counted by the person who visited."
    ),
    "none_recorded": Text("chưa ghi nhận", "not recorded"),
    "few": Text("quá ít để nêu", "too few to tell"),
}
KINDS = {
    "band": Text("Mức nguy cơ", "Band of risk"),
    "chosen_for": Text("Lý do chọn", "Reason for choice"),
    "team_id": Text("Tổ", "Team"),
    "region": Text("Khu vực của xã", "Region of the commune"),
    "remote": Text("Xa trung tâm", "Remoteness"),
    "ethnicity": Text("Dân tộc của chủ hộ", "Ethnicity of the head"),
    "head_sex": Text("Giới tính của chủ hộ", "Sex of the head"),
    "poverty": Text("Hộ nghèo, cận nghèo", "Poverty status"),
}
"""The kinds of groups in the order of the report."""
NAMES = {
    ("region", "0"): Text("ngoài khu vực I–III", "none"),
    ("region", "1"): Text("khu vực I", "region I"),
    ("region", "2"): Text("khu vực II", "region II"),
    ("region", "3"): Text("khu vực III", "region III"),
    ("remote", "remote"): Text("từ 60 phút đến UBND xã", "60 minutes or more to the office"),
    ("remote", "near"): Text("dưới 60 phút", "under 60 minutes"),
    ("head_sex", "female"): Text("nữ", "female"),
    ("head_sex", "male"): Text("nam", "male"),
    ("poverty", "poor"): Text("nghèo", "poor"),
    ("poverty", "near_poor"): Text("cận nghèo", "near-poor"),
    ("poverty", "not_poor"): Text("không nghèo", "not poor"),
}
OUTCOMES = {
    "reached": Text("gặp được", "reached"),
    "absent": Text("vắng nhà", "absent"),
    "refused": Text("từ chối", "declined"),
    "moved": Text("đã chuyển đi", "moved away"),
    "not_visited": Text("chưa thăm", "not visited"),
}
