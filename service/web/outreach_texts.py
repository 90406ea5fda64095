"""Texts of the pages on which lists live and rounds are read: drafts, approvals, hand-outs, what was found."""

from __future__ import annotations

from data.vocabulary.language import Text
from service.report.list_words import LIST_WORDS

OUTREACH = {
    # simulation
    "nav_simulate": Text("Thử số giờ", "Hours"),
    "simulate": Text("Nếu có thêm hoặc bớt giờ", "What other hours would bring"),
    "s_say": Text(
        "Theo nguy cơ tính đến {day}; mức tốt nhất mà số giờ cho phép.",
        "By the risks as of {day}; the best that the hours allow.",
    ),
    "s_curve": Text(
        "Số hộ dự kiến cần hỗ trợ mà các tổ đến được", "Households expected to come to need support, reached"
    ),
    "s_axes": Text("Trục ngang: tổng số giờ của các tổ. Chấm: hiện nay.", "Across: hours of all teams. The dot: now."),
    "s_hours": Text("Tổng số giờ", "Hours of all teams"),
    "s_point": Text(
        "{hours} giờ: khoảng {visits} lượt thăm, đến được {expected} hộ dự kiến cần hỗ trợ.",
        "{hours} hours: about {visits} visits, reaching {expected} households expected to come to need support.",
    ),
    "s_worth": Text("Thêm một giờ: thêm {worth} hộ.", "One more hour: {worth} more."),
    "s_what_if": Text("Nếu thêm giờ cho một nơi", "More hours in one place"),
    "s_more": Text("Số giờ thêm", "Hours more"),
    "s_team": Text("Tổ", "Team"),
    "s_new_team": Text("một tổ mới ở xã bên cạnh", "a new team in the commune beside"),
    "s_commune": Text("Xã của tổ mới", "Commune of a new team"),
    "s_ask": Text("Tính", "Compute"),
    "s_then": Text(
        "Thêm {more} giờ: đến được thêm {gain} hộ dự kiến cần hỗ trợ.",
        "{more} hours more: {gain} more households expected to come to need support are reached.",
    ),
    "s_teams": Text("Thêm một giờ cho từng tổ", "Another hour, team by team"),
    "s_team_hours": Text("Giờ có", "Hours"),
    "s_worth_col": Text("Thêm một giờ: thêm hộ", "Worth of an hour"),
    "s_communes": Text("Những xã mà thêm một giờ có ích nhất", "Communes where another hour does most"),
    "s_map": Text("Thêm một giờ ở từng xã", "Another hour in each commune"),
    "s_map_say": Text(
        "Màu càng đậm, thêm một giờ ở đó càng đến được nhiều hộ dự kiến cần hỗ trợ. Bấm vào một xã để hỏi: nếu có một "
        "tổ mới ở đó thì sao.",
        "Darker: another hour there reaches more of the households expected to need support. Choose a commune to ask "
        "what a new team there would bring.",
    ),
    "s_left": Text("Chưa đến được", "Not reached"),
    "s_note": Text(
        "Là số dự kiến, không phải số trẻ chắc chắn cần hỗ trợ. Kế hoạch thật gồm các lượt thăm trọn vẹn, nên thấp hơn "
        "một chút.",
        "These are expectations, not certainties. A real plan of whole visits reaches slightly fewer.",
    ),
    # corrections
    "k_title": Text("Hồ sơ đã sửa", "Records put right"),
    "k_correct": Text("Sửa hồ sơ", "Put the record right"),
    "k_choose": Text("Ô nào của hồ sơ chưa đúng?", "Which part of the record isn't right?"),
    "k_nothing": Text("Sổ không có dòng nào của hộ này.", "The register has no row of this household."),
    "k_reads": Text("Hồ sơ đang ghi: {value}.", "The record reads: {value}."),
    "k_should": Text("Đúng ra phải là", "It should read"),
    "k_unknown": Text("chưa ghi nhận", "not recorded"),
    "k_empty": Text("Để trống nếu chưa rõ.", "Leave it empty where it isn't known."),
    "k_why": Text("Căn cứ vào đâu", "What this rests on"),
    "k_send": Text("Lưu chỗ sửa", "Save the correction"),
    "k_other": Text("Chọn ô khác", "Choose another"),
    "k_note": Text(
        "Chỗ sửa được áp dụng ngay và đứng trên các lần nhập sau, đến khi sổ ghi đúng hoặc bạn bỏ chỗ sửa. Nguy cơ "
        "được tính lại; con số trước vẫn giữ.",
        "It acts at once and stands over later imports, until the register says the same or you lift it. The risk is "
        "computed anew; the figure before is kept.",
    ),
    "k_withdraw": Text("Cả dòng này không đúng: bỏ dòng", "All of it is wrong: withdraw the row"),
    "k_withdraw_say": Text(
        "Dùng khi dòng này là của hộ khác hoặc chưa từng có. Nếu chỉ một ô sai, hãy sửa ô đó.",
        "For a row that is another household's, or never was. Where one part is wrong, put that right instead.",
    ),
    "k_withdraw_note": Text(
        "Dòng này, và những gì ghi kèm theo nó, được coi như chưa từng ghi, cho đến khi sổ không còn dòng này hoặc bạn "
        "bỏ chỗ sửa. Nguy cơ được tính lại; con số trước vẫn giữ.",
        "The row, and what is recorded under it, counts as never recorded, until the register has it no more or you "
        "lift this. The risk is computed anew; the figure before is kept.",
    ),
    "k_withdraw_send": Text("Bỏ dòng này", "Withdraw the row"),
    "k_withdrawn": Text("đã bỏ cả dòng", "the whole row is withdrawn"),
    "k_missing": Text("Sổ còn thiếu", "Something is missing"),
    "k_add": Text("Thêm phần sổ còn thiếu", "Add what the register lacks"),
    "k_whose": Text("Của ai", "Whose"),
    "k_id": Text("Mã trong sổ, nếu đã có", "Its id in the register, if it has one"),
    "k_id_note": Text("Để trống nếu chưa biết mã.", "Leave it empty where it isn't known."),
    "k_add_note": Text(
        "Phần này được tính từ hôm nay, vì trước đó chưa ai ghi, cho đến khi sổ ghi như vậy hoặc bạn bỏ chỗ sửa. Nguy "
        "cơ được tính lại theo ngày hôm nay; con số trước vẫn giữ.",
        "It counts from today on, since nobody recorded it before, until the register says so or you lift this. The "
        "risk is computed anew as of today; the figure before is kept.",
    ),
    "k_add_send": Text("Thêm vào hồ sơ", "Add to the record"),
    "k_added": Text("đã thêm dòng", "the row is added"),
    "k_nobody": Text("Hồ sơ chưa có ai để ghi phần này.", "The record has nobody yet to whom this would belong."),
    "k_left": Text(
        "Theo hồ sơ đã sửa, hộ này không còn trong số hộ được tính; con số trên trang này là trước khi sửa.",
        "By the corrected record the household isn't among those computed; the figure on this page is from before.",
    ),
    "k_by": Text("{by}, {day}. Tình trạng: {state}", "{by}, {day}. State: {state}"),
    "k_lift": Text("Bỏ chỗ sửa này", "Lift it"),
    "k_lift_why": Text("Vì sao bỏ", "Why it is lifted"),
    "k_agreed": Text("Ý kiến đã được đồng ý.", "The question was agreed to."),
    "k_awaited": Text(
        "Nguy cơ đang được tính lại; con số trên trang này là trước khi sửa.",
        "The risk is being computed anew; the figure on this page is from before.",
    ),
    "k_not_yet": Text(
        "Nguy cơ chưa được tính lại: hãy báo người phụ trách máy chủ.",
        "The risk hasn't been computed anew: tell whoever looks after the server.",
    ),
    "k_anew": Text(
        "Trước khi sửa: {before}. Tính lại sau khi sửa: {after}.", "Before: {before}. Computed anew: {after}."
    ),
    "k_anew_day": Text("Hai con số cùng tính đến ngày {day}.", "Both as of {day}."),
    "k_anew_days": Text(
        "Trước tính đến {before}, sau tính đến {after}.", "Before as of {before}, after as of {after}."
    ),
    "k_changed": Text("Điều đã đổi", "What changed"),
    # names and addresses
    "n_who": Text("Tên và địa chỉ", "Name and address"),
    "n_take_along": Text("Tên, địa chỉ và phiếu mang theo", "Names, addresses, and what to take along"),
    "n_purpose": Text("Xem để làm gì", "What for"),
    "n_show": Text("Xem tên và địa chỉ", "Show name and address"),
    "n_note": Text(
        "Mỗi lần xem đều được ghi lại cùng tên bạn và mục đích.",
        "Each look is recorded with your name and the purpose.",
    ),
    "n_logged": Text("Lần xem này đã được ghi lại cùng tên bạn.", "This look has been recorded with your name."),
    "n_none": Text("Sổ chưa có tên và địa chỉ của hộ này.", "The register has no name or address of this household."),
    "n_no_name": Text("chưa ghi tên", "no name recorded"),
    "n_sheet": Text("Phiếu in của hộ này", "Sheet to print"),
    "n_sheets": Text("Phiếu in mang theo", "Sheets to take along"),
    "n_sheets_say": Text(
        "Phiếu có tên và địa chỉ: giữ bên mình, không để người khác đọc, hủy khi thăm xong. Không có con số nguy cơ, "
        "không ghi lý do riêng tư.",
        "The sheets hold names and addresses: keep them by you, let nobody else read them, destroy them after the "
        "visit. They show no risk and no private reason.",
    ),
    "n_sheets_open": Text("Mở các phiếu in", "Open sheets to print"),
    "n_sheets_note": Text(
        "Một phiếu cho mỗi hộ, có tên và địa chỉ, ghi tên bạn và ngày in.",
        "One for each household, with name and address, marked with your name and the day.",
    ),
    "n_print": Text("In", "Print"),
    "n_notes": Text("Ghi khi thăm", "Notes of the visit"),
    "n_list": Text(
        "Danh sách {id}, bản {version}, dùng đến {until}.", "List {id}, version {version}, in use until {until}."
    ),
    "n_marked": Text("Làm cho {person}, ngày {day}.", "Made for {person} on {day}."),
    "n_workbook": Text("Tải sổ thăm hỏi để điền (XLSX)", "Workbook to fill in (XLSX)"),
    "n_workbook_note": Text(
        "Có tên và địa chỉ, ghi tên bạn và ngày tải. Tên và địa chỉ không được đọc lại khi nộp.",
        "With names and addresses, marked with your name and the day. They aren't read back with what you fill in.",
    ),
    # a visit
    "v_record": Text("Ghi một lượt thăm", "Record a visit"),
    "v_of": Text("Hộ {id}, lượt thăm thứ {n} của danh sách này.", "Household {id}, visit {n} of this list."),
    "v_mend": Text("Chưa ghi được. Hãy sửa những chỗ được đánh dấu.", "Not recorded yet. Mend what is marked."),
    "v_day": Text("Ngày thăm", "Day of the visit"),
    "v_outcome": Text("Có gặp được không", "Was the family reached"),
    "v_finding": Text("Thấy gì", "What was found"),
    "v_group": Text("Nhóm hoàn cảnh đặc biệt", "Group of special circumstances"),
    "v_services": Text("Đã hỗ trợ hoặc đã giới thiệu", "Support given or arranged"),
    "v_help": Text("Gia đình có nhận hỗ trợ không", "Did the family accept help"),
    "v_choose": Text("chọn", "choose"),
    "v_not_reached": Text("không gặp được", "nobody was reached"),
    "v_only_circumstance": Text("chỉ khi có hoàn cảnh đặc biệt", "only where a child is in special circumstances"),
    "v_not_offered": Text("không gặp, hoặc chưa đề nghị", "not reached, or not offered"),
    "v_offline": Text(
        "Đang mất mạng. Những gì bạn điền vẫn được giữ trong trang này; khi có mạng, bấm Lưu lần nữa.",
        "There is no connection. What you entered is kept on this page; press Save again once there is one.",
    ),
    "v_save": Text("Lưu", "Save"),
    "v_note": Text(
        "Gia đình có quyền từ chối, và từ chối không làm thay đổi nguy cơ. Thấy trẻ bị hại, gọi ngay",
        "A family may decline, and declining changes no risk. If you see a child harmed, call",
    ),
    "v_visits": Text("Các lượt thăm đã ghi ở đây", "Visits recorded here"),
    "v_none": Text("Chưa ghi lượt thăm nào.", "No visit has been recorded."),
    "v_recorded": Text("Đã ghi lượt thăm.", "The visit is recorded."),
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
    "nav_rounds": Text("Đợt thăm hỏi", "Rounds"),
    "rounds": Text("Các đợt thăm hỏi", "Rounds of visits"),
    "rounds_say": Text(
        "Các danh sách đã có lượt thăm, mới nhất ở trên: tìm thấy gì so với dự kiến, giờ dự kiến và đã dùng.",
        "The lists that have visits, the newest first: found against expected, hours planned and used.",
    ),
    "r_first": Text("Lượt thăm đầu", "First visit"),
    "r_last": Text("Lượt thăm cuối", "Last visit"),
    "r_visited": Text("Số hộ đã thăm", "Households visited"),
    "r_report": Text("Xem kết quả", "What it found"),
    "r_none": Text("Chưa có lượt thăm nào được ghi theo một danh sách.", "No visit has been recorded on a list yet."),
    "l_id": Text("Danh sách", "List"),
    "l_state": Text("Trạng thái", "State"),
    "l_version": Text("Bản", "Version"),
    "l_until": Text("Dùng đến", "In use until"),
    "l_none": Text("Chưa có danh sách nào được lưu.", "No list is stored yet."),
    "l_none_published": Text(
        "Chưa có danh sách nào được công bố cho xã của bạn.", "No list is published for your commune yet."
    ),
    "l_account": LIST_WORDS["itself"],
    "l_account_say": Text(
        "Danh sách {list_id}, bản {version}, tính đến {day}.", "List {list_id}, version {version}, as of {day}."
    ),
    "l_communes_more": Text("{n} xã khác", "{n} more communes"),
    "l_to_list": Text("Về danh sách", "Back to the list"),
    "l_round": Text("Kết quả đợt thăm", "What the round found"),
    "l_life": Text("Trạng thái của danh sách này", "Where this list stands"),
    "l_state_say": Text("{state}, bản {version}.", "{state}, version {version}."),
    "l_in_use": Text("Dùng đến {until}.", "In use until {until}."),
    "l_expired": Text("Đã hết hạn dùng ngày {until}.", "Its time was over on {until}."),
    "l_proposed": Text(
        "Đây là danh sách do lần tính đề xuất; chưa ai lập thành bản nháp.",
        "A run proposes this list; nobody has made it a draft yet.",
    ),
    "l_beyond": Text(
        "Danh sách có cả hộ ở ngoài các xã của bạn: người lập kế hoạch của cả tỉnh duyệt, công bố và đóng.",
        "The list holds households outside your communes too: a planner of the whole province approves, publishes and "
        "closes it.",
    ),
    "l_crowded": Text(
        "Thôn bản {hamlet}, {commune}: {households} hộ, vượt mức {most} của chính sách vì có {nominated} hộ được đề "
        "cử; mức này không ngăn việc đề cử, nếu thấy nhiều quá thì hoãn bớt.",
        "Hamlet {hamlet}, {commune}: {households} households, above the policy's {most} because {nominated} of them "
        "were nominated; the limit keeps nobody from being nominated; put some off if it is too much.",
    ),
    "l_draft": Text("Lập bản nháp", "Make it a draft"),
    "l_approve": Text("Duyệt", "Approve"),
    "l_publish": Text("Công bố", "Publish"),
    "l_close": Text("Đóng danh sách", "Close the list"),
    "l_put_off": Text("Hoãn hộ", "Put off"),
    "l_nominate": Text("Đề cử hộ", "Nominate"),
    "l_nominate_this": Text("Đề cử hộ này", "Nominate this household"),
    "l_nominate_say": Text(
        "Hộ không có trong danh sách đang dùng. Nếu bạn biết hộ cần được thăm, hãy đề cử: hộ được thêm vào danh sách, "
        "ghi rõ là do cán bộ đề cử.",
        "The household isn't on the list in use. If you know that it should be visited, nominate it: it is added to "
        "the list, marked as nominated.",
    ),
    "l_household": Text("Mã hộ", "Household id"),
    "l_reason": Text("Lý do", "Reason"),
    "l_reason_note": Text(
        "Được lưu cùng tên bạn. Đừng ghi họ tên hay địa chỉ của gia đình.",
        "It is kept with your name. Please write no family's name or address.",
    ),
    "l_history": Text("Mọi thay đổi", "Every change"),
    "l_changed": Text(
        "Trang này là bản mới nhất: hãy xem lại. Điều bạn đã viết vẫn còn ở đây; nếu vẫn muốn thì gửi lại.",
        "This page shows the newest version: look at it again. What you wrote is still here; send it again if you "
        "still want to.",
    ),
    "l_typed": Text("Điều bạn đã viết:", "What you wrote:"),
    "l_change": Text("Việc", "Change"),
    "l_by": Text("Người làm", "By"),
    "l_day": Text("Ngày", "Day"),
    "l_put_off_one": Text("Hoãn một hộ", "Put off a household"),
    "l_nominate_one": Text("Đề cử một hộ", "Nominate a household"),
    "l_override": Text("Hoãn hoặc đề cử một hộ", "Put off or nominate a household"),
}
LIST_STATES = {
    "proposed": Text("đề xuất", "proposed"),
    "draft": Text("bản nháp", "draft"),
    "approved": Text("đã duyệt", "approved"),
    "published": Text("đã công bố", "published"),
    "closed": Text("đã đóng", "closed"),
}
