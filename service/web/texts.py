"""Every text of the pages, in both languages; templates hold none of their own. ``{named}`` places are filled in."""

from __future__ import annotations

from data.vocabulary.language import Language, Text

from .office_texts import OFFICE
from .outreach_texts import OUTREACH

HOTLINE = "111"
POLICE = "113"

PAGE = {
    **OFFICE,
    **OUTREACH,
    # frame
    "product": Text("Sớm Mai", "Sớm Mai"),
    "tagline": Text("Đến sớm với trẻ em cần hỗ trợ", "Reaching children early"),
    "skip": Text("Đến nội dung chính", "Skip to the content"),
    "menu": Text("Trang chính", "Main pages"),
    "nav_list": Text("Danh sách", "List"),
    "nav_runs": Text("Các lần tính", "Runs"),
    "nav_about": Text("Cách hiểu và giới hạn", "Reading it, and its limits"),
    "other_language": Text("English", "Tiếng Việt"),
    "other_code": Text("en", "vi"),
    "foot": Text(
        "Chỉ để đề nghị hỗ trợ. Không dùng để xét hưởng chính sách, tín dụng, việc học, hay cho công an, tòa án.",
        "For offers of support only. Not for benefits, credit, schools, police or courts.",
    ),
    "foot_hotline": Text(
        "Thấy trẻ bị hại: gọi {hotline} (miễn phí, 24/7) hoặc {police}.",
        "A child is being harmed: call {hotline} (free, day and night) or {police}.",
    ),
    # account
    "sign_in": Text("Đăng nhập", "Sign in"),
    "sign_in_name": Text("Tên đăng nhập", "Name"),
    "password": Text("Mật khẩu", "Password"),
    "sign_in_help": Text(
        "Quên mật khẩu: nhờ người quản trị cấp mật khẩu một lần.",
        "Forgotten? The administrator can give you a one-time password.",
    ),
    "sign_out": Text("Đăng xuất", "Sign out"),
    "account": Text("Tài khoản", "Account"),
    "role": Text("Vai trò", "Role"),
    "reach": Text("Phạm vi", "Reach"),
    "whole_province": Text("cả tỉnh", "the whole province"),
    "no_households": Text("không xem dữ liệu hộ", "no household data"),
    "new_password": Text("Đặt mật khẩu mới", "Choose a new password"),
    "must_change": Text(
        "Mật khẩu một lần chỉ dùng để đặt mật khẩu mới của riêng bạn.",
        "The one-time password only serves to choose a new one of your own.",
    ),
    "old_password": Text("Mật khẩu hiện tại", "Present password"),
    "new_password_say": Text(
        "Mật khẩu mới, ít nhất {least} ký tự (có thể là một câu dễ nhớ)",
        "New password, {least} characters or more (a sentence you remember will do)",
    ),
    "save_password": Text("Lưu mật khẩu", "Save password"),
    # urgent
    "urgent": Text("Khẩn cấp: cần người đến ngay hôm nay", "Urgent: these ask for a person today"),
    "urgent_say": Text(
        "Không chờ thứ tự nguy cơ. Cán bộ xã liên hệ ngay; Tổng đài quốc gia bảo vệ trẻ em",
        "They wait for no rank. The commune officer gets in touch at once; the national child protection hotline",
    ),
    "urgent_free": Text("miễn phí, trực 24/7.", "is free, day and night."),
    "urgent_none": Text(
        "Không có dấu hiệu khẩn cấp nào được ghi nhận trong 90 ngày qua.",
        "No urgent sign was recorded in the last 90 days.",
    ),
    "urgent_none_here": Text("Không có dấu hiệu khẩn cấp nào ở xã đang chọn.", "No urgent sign in the chosen commune."),
    "urgent_seen": Text("Thấy trẻ bị hại, gọi ngay", "If you see a child harmed, call"),
    "urgent_more": Text("Xem thêm {n} dấu hiệu", "Show {n} more"),
    "urgent_too_many": Text(
        "Trang này hiện {shown} dấu hiệu mới nhất. Chọn một xã để xem hết, hoặc tải tệp.",
        "This page shows the newest {shown}. Choose a commune to see all of its own, or download the file.",
    ),
    "urgent_house": Text("Hộ này có dấu hiệu khẩn cấp", "There is an urgent sign for this household"),
    "recorded": Text("ghi nhận {day}", "recorded on {day}"),
    "sign": Text("Dấu hiệu", "Sign"),
    "recorded_on": Text("Ngày ghi nhận", "Recorded on"),
    # list
    "list": Text("Những hộ nên thăm trước", "Households to visit first"),
    "list_say": Text(
        "Theo những gì đã ghi nhận đến {day}. Danh sách dùng đến {until}.",
        "By what had been recorded up to {day}. The list holds until {until}.",
    ),
    "older": Text("Đây là một lần tính cũ.", "This is an earlier run."),
    "newest_link": Text("Xem danh sách mới nhất", "Go to the newest list"),
    "past": Text(
        "Danh sách này đã hết hạn dùng ngày {until}. Hãy tính lại với dữ liệu mới.",
        "This list's time was over on {until}. Run again with newer tables.",
    ),
    "past_score": Text(
        "Nguy cơ này đã hết hạn dùng ngày {until}. Hãy tính lại với dữ liệu mới.",
        "This risk's time was over on {until}. Run again with newer tables.",
    ),
    "voluntary": Text(
        "Thăm hỏi là đề nghị hỗ trợ: gia đình có quyền từ chối, và từ chối không làm thay đổi nguy cơ.",
        "A visit is an offer of support: a family may decline, and declining changes no risk.",
    ),
    "filters": Text("Lọc danh sách", "Filter the list"),
    "commune": Text("Xã, phường", "Commune"),
    "all_communes": Text("Tất cả các xã", "All communes"),
    "band": Text("Mức nguy cơ", "Band of risk"),
    "all_bands": Text("Tất cả các mức", "All bands"),
    "show": Text("Xem", "Show"),
    "clear": Text("Bỏ lọc", "Clear"),
    "position": Text("STT", "No."),
    "household": Text("Hộ", "Household"),
    "place": Text("Nơi ở", "Place"),
    "children": Text("Số trẻ", "Children"),
    "n_children": Text("{n} trẻ", "{n} children"),
    "one_child": Text("1 trẻ", "1 child"),
    "why": Text("Vì sao nên thăm", "Why to visit"),
    "offer": Text("Có thể đề nghị hỗ trợ", "Support that may be offered"),
    "open": Text("Xem hộ {id}", "See household {id}"),
    "found": Text("{n} hộ", "{n} households"),
    "found_one": Text("1 hộ", "1 household"),
    "empty": Text("Không có hộ nào phù hợp với bộ lọc này.", "No household fits this filter."),
    "empty_list": Text("Danh sách đang trống.", "The list is empty."),
    "pages": Text("Các trang của danh sách", "Pages of the list"),
    "page_of": Text("Trang {page}/{pages}", "Page {page} of {pages}"),
    "before": Text("Trang trước", "Previous page"),
    "after": Text("Trang sau", "Next page"),
    "download": Text("Tải danh sách", "Download the list"),
    "as_workbook": Text("Bảng tính (XLSX)", "Workbook (XLSX)"),
    "as_csv": Text("CSV", "CSV"),
    "caption": Text("Danh sách ưu tiên, theo thứ tự", "Priority list, in order"),
    "find": Text("Tìm một hộ", "Find a household"),
    "find_label": Text("Mã hộ", "Household id"),
    "find_go": Text("Tìm", "Find"),
    # household
    "of": Text("Hộ {id}", "Household {id}"),
    "back": Text("Về danh sách", "Back to the list"),
    "on_list": Text("Thứ {n} trong danh sách", "No. {n} on the list"),
    "not_on_list": Text("Không có trong danh sách kỳ này", "Not on this list"),
    "in_care": Text(
        "Mọi trẻ trong hộ đều đang được quản lý ca, nên hộ không có trong danh sách thăm hỏi.",
        "All children here are under case management, so the household isn't put on an outreach list.",
    ),
    "risk": Text("Nguy cơ", "The risk"),
    "like_this": Text("như hộ này", "like this one"),
    "risk_say": Text(
        "có thể có trẻ rơi vào hoàn cảnh đặc biệt trong một năm tới.",
        "may have a child come into special circumstances within a year.",
    ),
    "interval": Text(
        "Chưa chắc chắn: có thể từ {low} đến {high} trong 1.000 hộ.",
        "How sure is it? Anything from {low} to {high} in 1,000 is plausible.",
    ),
    "under_one": Text("dưới 1", "fewer than 1"),
    "over_most": Text("trên 990", "more than 990"),
    "mean_risk": Text("Trung bình toàn tỉnh: {mean}.", "Mean of the province: {mean}."),
    "rank_say": Text("Đứng thứ {rank} trong {n} hộ được xem xét.", "It stands at {rank} of {n} households looked at."),
    "picture": Text(
        "Mỗi chấm là một hộ trong 1.000 hộ như hộ này", "Each dot is one of 1,000 households like this one"
    ),
    "picture_key": Text(
        "Chấm đậm: con số ước tính. Chấm nhạt hơn: đến hết khoảng chưa chắc chắn.",
        "Dark dots: the estimate. Paler ones: up to the end of the range.",
    ),
    "uncalibrated": Text(
        "Ước tính của chuyên gia, chưa được đối chiếu với các ca thực tế của tỉnh: thứ tự đáng tin hơn con số.",
        "An expert's estimate that hasn't been held against the province's cases: trust the order more than the figure.",
    ),
    "reasons": Text("Vì sao nên đến thăm", "Why to visit"),
    "reasons_say": Text(
        "Thanh càng dài, điều đó càng làm nguy cơ cao hơn so với một hộ trung bình.",
        "The longer the bar, the more it raises the risk against an average household.",
    ),
    "no_reason": Text("Không có lý do nổi bật.", "No single reason stands out."),
    "times_more": Text("nguy cơ cao gấp khoảng {n} lần", "about {n} times the risk"),
    "times_less": Text("nguy cơ còn khoảng {n} phần trăm", "about {n} per cent of the risk"),
    "hardly": Text("gần như không đổi", "hardly any change"),
    "speaks_of": Text("Nói về: {ids}", "Speaks of: {ids}"),
    "source": Text("Nguồn: {source}", "Source: {source}"),
    "private": Text("riêng tư", "private"),
    "private_print": Text("Một vấn đề riêng: xem trang của hộ", "A private matter: see the household's page"),
    "protective": Text("Điều thuận lợi", "What helps this household"),
    "protective_none": Text("Chưa ghi nhận điều thuận lợi nào.", "Nothing protective has been recorded."),
    "missing": Text("Chưa ghi nhận: nên hỏi, nếu thuận tiện", "Not recorded: ask, where it feels right"),
    "missing_say": Text(
        "Điều chưa ghi nhận không làm thay đổi nguy cơ.", "What isn't recorded doesn't change the risk."
    ),
    "missing_more": Text("Xem thêm {n} câu hỏi", "Show {n} more questions"),
    "missing_none": Text("Đã ghi nhận đủ.", "Everything has been recorded."),
    "timeline": Text("Những việc đã ghi trong 3 năm", "What was recorded in the last 3 years"),
    "timeline_say": Text(
        "Theo sổ đến ngày tính, mới nhất trước; mã là mã trong sổ.",
        "By the register as of the day of the run, the newest first; ids are the register's.",
    ),
    "actions": Text("Có thể đề nghị hỗ trợ", "Support that may be offered"),
    "actions_none": Text(
        "Chưa có đề nghị cụ thể; hãy hỏi gia đình cần gì.", "Nothing in particular; ask the family what they need."
    ),
    "decides": Text("Con người quyết định", "A person decides"),
    "decides_say": Text(
        "Nguy cơ chỉ gợi ý nên hỏi thăm ai trước. Cán bộ có thể thêm hoặc hoãn một hộ. Nếu một lý do không đúng, hãy "
        "đề nghị sửa hồ sơ; lần tính sau sẽ theo hồ sơ đã sửa.",
        "The risk only suggests whom to ask first. An officer may add or put off a household. If a reason is wrong, "
        "have the record corrected; the next run follows it.",
    ),
    "valid": Text("Nguy cơ này dùng đến {until}.", "This risk holds until {until}."),
    "model_scorecard": Text("Bảng điểm chuyên gia", "Expert scorecard"),
    "model_id": Text("Mô hình {id}", "Model {id}"),
    "not_approved": Text("chưa được người phụ trách duyệt", "not yet approved by a person"),
    "all_shares": Text("Phần của từng đặc điểm", "The share of every feature"),
    "all_shares_say": Text(
        "Cộng phần gốc và mọi phần đóng góp thì được đúng logarit tỷ lệ cược của nguy cơ.",
        "The base and all shares add up exactly to the risk's log-odds.",
    ),
    "feature": Text("Đặc điểm", "Feature"),
    "value": Text("Giá trị", "Value"),
    "share": Text("Phần đóng góp", "Share"),
    "base": Text("Phần gốc", "Base"),
    "sum": Text("Tổng (log-odds)", "Sum (log-odds)"),
    # runs
    "runs": Text("Các lần tính", "Runs"),
    "runs_say": Text(
        "Mỗi lần tính dùng một bản chụp dữ liệu và không thay đổi nữa.",
        "Each run rests on one snapshot and never changes.",
    ),
    "run": Text("Lần tính", "Run"),
    "as_of": Text("Tính đến ngày", "As of"),
    "model": Text("Xếp theo", "Ranked by"),
    "scored": Text("Hộ được xem xét", "Households looked at"),
    "listed": Text("Trong danh sách", "On the list"),
    "urgent_n": Text("Dấu hiệu khẩn cấp", "Urgent signs"),
    "to_mend": Text("Chỗ chờ sửa", "To mend"),
    "newest": Text("mới nhất", "newest"),
    "no_runs": Text("Chưa có lần tính nào", "There is no run yet"),
    "no_runs_say": Text(
        "Chạy «sommai run THƯ_MỤC --out KẾT_QUẢ», hoặc «sommai demo» để xem thử với dữ liệu giả.",
        "Run “sommai run FOLDER --out OUT”, or “sommai demo” to look round with made-up data.",
    ),
    # the province
    "nav_province": Text("Toàn tỉnh", "Province"),
    "province": Text("Toàn tỉnh", "The province at a glance"),
    "province_say": Text("Theo những gì đã ghi nhận đến {day}.", "By what had been recorded up to {day}."),
    "province_map": Text("Bản đồ các xã, phường", "Map of the communes"),
    "province_measures": Text("Bản đồ cho thấy", "What the map shows"),
    "province_few": Text("quá ít để nói", "too few to say"),
    "province_map_note": Text(
        "Điểm càng lớn, càng nhiều hộ dự kiến cần hỗ trợ. Chọn một xã để xem danh sách của xã.",
        "The larger a point, the more households are expected to come to need support. Choose a commune to see its list.",
    ),
    "province_table": Text("Các xã, phường", "The communes"),
    "province_order": Text(
        "Xếp theo mục đang xem, nơi còn nhiều việc nhất đứng trước. Số dưới 5 ghi là « < 5 ».",
        "In the order of what is shown, where there is most to do first. Counts under 5 are written “< 5”.",
    ),
    "p_scored": Text("Hộ được xem xét", "Households looked at"),
    "p_need": Text("Dự kiến cần hỗ trợ trong một năm", "Expected to come to need support within a year"),
    "p_reached": Text("Nhu cầu mà danh sách đến được", "Of that need, reached by the list"),
    "p_managed": Text("Trẻ có hoàn cảnh đặc biệt được quản lý ca", "Children in special circumstances managed"),
    "p_aside": Text("Hộ chờ sửa dữ liệu", "Households waiting for mended data"),
    "col_need": Text("Nhu cầu", "Need"),
    "col_coverage": Text("Độ phủ", "Coverage"),
    "col_managed": Text("Được quản lý ca", "Managed"),
    "col_gaps": Text("Chưa ghi nhận", "Not recorded"),
    # the catalogue
    "nav_features": Text("Đặc điểm", "Features"),
    "features": Text("Danh mục đặc điểm", "Feature catalogue"),
    "features_say": Text(
        "{n} đặc điểm, mỗi đặc điểm được khai báo một lần. Thanh dài: giá trị của đặc điểm có thể làm nguy cơ đổi nhiều.",
        "{n} features, each declared once. A long bar: its values can change the risk a lot.",
    ),
    "f_weight": Text("Ảnh hưởng lớn nhất", "Largest effect"),
    "f_unused": Text("không dùng", "not used"),
    "f_unused_say": Text(
        "Mô hình này không dùng đặc điểm: mọi giá trị đều đóng góp 0.",
        "This model doesn't use the feature: every value contributes 0.",
    ),
    "f_table": Text("Bảng của mô hình", "Its table in the model"),
    "f_table_say": Text(
        "Phần cộng vào logarit tỷ lệ cược của nguy cơ; chưa ghi nhận thì đóng góp 0.",
        "What is added to the risk's log-odds; what isn't recorded contributes 0.",
    ),
    "f_share": Text("Tỷ lệ hộ", "Households"),
    "f_declared": Text("Khai báo", "As declared"),
    "f_unit": Text("Đơn vị", "Unit"),
    "f_tables": Text("Bảng đầu vào", "Input tables"),
    "f_look_back": Text("Nhìn lại", "Look-back"),
    "f_days": Text("{n} ngày", "{n} days"),
    "f_always": Text("còn giữ nguyên thì còn tính", "as long as the state holds"),
    "f_direction": Text("Chiều tác động", "Direction"),
    "f_reason": Text("Câu lý do", "Sentence as a reason"),
    "f_missing": Text("Khi chưa ghi nhận", "Where not recorded"),
    "f_ask": Text("Câu hỏi nên hỏi", "The question it leads to"),
    "f_source": Text("Nguồn", "Source"),
    "f_export": Text("Trạng thái lúc xuất dữ liệu", "State at export"),
    "f_private": Text("Riêng tư", "Private"),
    "f_yes": Text("có", "yes"),
    "f_no": Text("không", "no"),
    # data quality
    "nav_quality": Text("Chất lượng dữ liệu", "Data quality"),
    "quality": Text("Chất lượng dữ liệu", "Data quality"),
    "quality_say": Text("Bản chụp {snapshot}, tính đến {day}.", "Snapshot {snapshot}, as of {day}."),
    "quality_none": Text(
        "Bản chụp này không còn giữ báo cáo nhập dữ liệu.", "The report of this snapshot's import is no longer kept."
    ),
    "q_tables": Text("Các bảng đã đọc", "Tables read"),
    "q_table": Text("Bảng", "Table"),
    "q_rows": Text("Dòng được nhận", "Rows accepted"),
    "q_aside": Text("Tách riêng (dòng, ô)", "In quarantine (rows, cells)"),
    "q_absent": Text("không có", "absent"),
    "q_repairs": Text("Nên sửa trước", "What to mend first"),
    "q_rule": Text("Quy tắc", "Rule"),
    "q_where": Text("Cột", "Column"),
    "q_lines": Text("Số chỗ", "Places"),
    "q_what": Text("Cách sửa", "What to do"),
    "q_no_repairs": Text("Không có chỗ nào chờ sửa.", "Nothing waits to be mended."),
    "q_unscored": Text("Hộ không được xem xét vì dữ liệu chờ sửa", "Households not looked at until data are mended"),
    "q_unscored_none": Text("Không có hộ nào.", "There is none."),
    "q_notices": Text("Đã tự sửa khi đọc", "Mended while reading"),
    "q_notices_none": Text("Không có gì phải sửa khi đọc.", "Nothing had to be mended while reading."),
    "q_no_code": Text("mã xã không đọc được", "a commune code that can't be read"),
    "q_how": Text(
        "Lệnh «sommai check THƯ_MỤC --report sua.xlsx» tạo bảng tính đánh dấu từng ô cần sửa.",
        "“sommai check FOLDER --report mend.xlsx” writes a workbook that marks every cell to mend.",
    ),
    # problems
    "problem_back": Text("Về trang đầu", "To the first page"),
}

ABOUT_TITLE = Text("Cách hiểu và giới hạn", "How to read it, and its limits")
ABOUT = (
    (
        Text("Danh sách này là gì", "What the list is"),
        (
            Text("Danh sách gợi ý nên đến thăm những hộ nào trước, để đề nghị hỗ trợ sớm cho trẻ em.",
                 "It suggests which households to visit first, so that children are offered support early."),
            Text("Mỗi hộ có lý do kèm theo: những điều đã được ghi nhận, với giá trị và nguồn của nó.",
                 "Each household comes with its reasons: what has been recorded, with its value and source."),
            Text("Chỉ hộ có nguy cơ, trẻ em không bị chấm điểm.", "A household has a risk; a child has no score."),
        ),
    ),
    (
        Text("Nguy cơ nghĩa là gì", "What the risk means"),
        (
            Text("«Khoảng 12 trong 1.000 hộ» nghĩa là: trong 1.000 hộ có hồ sơ như vậy, khoảng 12 hộ có thể có trẻ rơi "
                 "vào hoàn cảnh đặc biệt trong một năm tới. 988 hộ còn lại thì không.",
                 "“About 12 in 1,000 households” means: of 1,000 households with such records, about 12 may have a child "
                 "come into special circumstances within a year. The other 988 won't."),
            Text("Khoảng đi kèm cho biết con số chưa chắc đến đâu.", "The range beside it tells how unsure the figure is."),
            Text("Các mức so với trung bình của tỉnh: rất cao từ 4 lần, cao từ 2 lần, trung bình từ một nửa.",
                 "Bands go by the province's mean: high from 4 times, raised from twice, moderate from half of it."),
        ),
    ),
    (
        Text("Điều gì không bao giờ được dùng", "What is never used"),
        (
            Text("Dân tộc, giới tính, tôn giáo, mã xã và thôn, cuộc gọi tổng đài, khuyết tật của trẻ, HIV, xâm hại tình dục.",
                 "Ethnicity, sex, religion, commune and hamlet, hotline calls, a child's disability, HIV, sexual abuse."),
            Text("Việc gia đình vắng nhà hay từ chối được thăm.", "That a family was absent, or declined a visit."),
            Text("Chuyện đã qua lâu: bạo lực, rượu bia, ma túy, chấp hành án, việc liên quan pháp luật quá 3 năm không còn được tính.",
                 "What is long past: violence, alcohol, drugs, prison and law contact no longer count after 3 years."),
        ),
    ),
    (
        Text("Giới hạn", "Limits"),
        (
            Text("Nguy cơ không phải là điều sẽ xảy ra, và không nói gì về phẩm chất của một gia đình.",
                 "A risk isn't what will happen, and says nothing about a family's worth."),
            Text("Chỉ biết những gì đã ghi nhận: nơi ghi chép ít sẽ trông ít nguy cơ hơn thực tế.",
                 "Only what was recorded is known: where little is recorded, the risk looks smaller than it is."),
            Text("Dấu hiệu khẩn cấp không chờ thứ tự: gọi 111, liên hệ cán bộ xã ngay.",
                 "An urgent sign waits for no rank: call 111 and the commune officer at once."),
            Text("Nguy cơ dùng trong 180 ngày, danh sách trong 90 ngày.", "A risk holds for 180 days, a list for 90."),
        ),
    ),
    (
        Text("Giấy tờ dễ bị người khác đọc", "Paper is seen by others"),
        (
            Text("Khi in hoặc tải về, lý do riêng tư không được viết ra; trang in không có con số nguy cơ.",
                 "In print and downloads private reasons aren't written out; a printed page shows no risk number."),
            Text("Mỗi người chỉ xem được phần việc của mình; ai đã xem gì đều được ghi lại.",
                 "Each person sees only what their work needs, and who saw what is recorded."),
        ),
    ),
)  # fmt: skip

ONLY_HERE = Text(
    "Dịch vụ chỉ trả lời trên chính máy này (127.0.0.1, ::1 hoặc localhost), không trả lời trên {host}.",
    "The service answers on this machine only (127.0.0.1, ::1 or localhost), and not on {host}.",
)


def page_texts(language: Language) -> dict[str, str]:
    """Return the pages' texts in one language, by name."""
    return {name: text.in_(language) for name, text in PAGE.items()}
