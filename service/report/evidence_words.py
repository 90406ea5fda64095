"""The sentences of the backtest's part of the report, and the names of orders, groups and verdicts."""

from __future__ import annotations

from data.vocabulary.language import Text

CHECKED = Text("Kiểm tra phát hành", "Release checks")
SAYS = {
    "intro": Text(
        "Mô hình được thử trên những năm nó chưa thấy: tính như đang ở ngày {days}, chỉ với những gì đã ghi nhận đến "
        "hôm đó, rồi đối chiếu với {outcomes} hộ có ca trong năm sau. Mỗi hộ do những mô hình chưa từng thấy hộ đó tính.",
        "The model was tested on years it had not seen: as if on {days}, with what had been recorded by that day alone, "
        "and held against {outcomes} households with a case in the year after. Each household was scored by models "
        "that had never seen it.",
    ),
    "passed_over": Text(
        "Mô hình này không được dùng để xếp thứ tự; kết quả dưới đây cho biết vì sao.",
        "This model doesn't rank; what follows shows why.",
    ),
    "recall_title": Text("Danh sách 2 % số hộ đến được bao nhiêu hộ có ca", "What a list of 2 % of households holds"),
    "recall_say": Text(
        "Nếu thăm 2 % số hộ đứng đầu, mô hình này đến được {recall} số hộ có ca (từ {low} đến {high}).",
        "Visiting the first 2 % of households, this model reaches {recall} of those with a case ({low} to {high}).",
    ),
    "recall_note": Text(
        "Chấm: trung bình các năm thử. Vạch: khoảng tin cậy 90 %, khi lấy lại mẫu theo hộ và theo xã.",
        "Dot: mean over the test years. Bar: 90 % interval, from drawing households and communes again.",
    ),
    "this_model": Text("mô hình này", "this model"),
    "no_states": Text(
        "Không tính những hoàn cảnh mà thăm hỏi không ngăn được (mồ côi, khuyết tật, HIV): {recall}.",
        "Without circumstances that no visit prevents (orphanhood, disability, HIV): {recall}.",
    ),
    "curve_title": Text("Nguy cơ nói trước và điều đã xảy ra", "What was said and what came"),
    "predicted": Text("nói trước, trong 1.000 hộ", "said, in 1,000 households"),
    "observed": Text("đã xảy ra", "came"),
    "slope_say": Text(
        "Số ca đã xảy ra bằng {ratio} lần số nói trước (từ {low} đến {high}); độ dốc {slope} (đúng nhất là 1).",
        "What came was {ratio} times what was said ({low} to {high}); the slope is {slope} (1 is right).",
    ),
    "curve_note": Text(
        "Mỗi chấm là một phần mười số hộ, xếp theo nguy cơ. Trên đường chéo: đúng như đã nói.",
        "Each dot is a tenth of the households by risk. On the diagonal: as was said.",
    ),
    "cluster_title": Text("Đã xảy ra so với nói trước, theo cụm xã", "Came over said, by cluster of communes"),
    "cluster": Text("khu vực {region}, cụm {place}", "region {region}, cluster {place}"),
    "group_title": Text(
        "Từng nhóm: phần hộ có ca mà danh sách đến được, so với toàn tỉnh",
        "Groups: the share of households with a case that the list holds, against all",
    ),
    "group_note": Text(
        "1 là như toàn tỉnh; vùng nhạt là từ 0,8 đến 1,25. Dưới 30 hộ có ca thì chưa đủ bằng chứng để nói.",
        "1 is as for all; the pale span is 0.8 to 1.25. Under 30 households with a case there is too little to say.",
    ),
    "group_few": Text("Chưa đủ bằng chứng: {names}.", "Not enough evidence: {names}."),
    "checks": CHECKED,
    "register": Text("Sổ ghi nhận được đến đâu", "How complete the register is"),
    "register_say": Text(
        "Mô hình học từ những gì được ghi. Nơi ghi ít thì trông ít nguy cơ. Các lượt thăm gặp được hộ cho biết:",
        "A model learns what was recorded. Where little is written down, households look safe. Visits that reached a "
        "household tell:",
    ),
    "corrects": Text(
        "Nguy cơ ở nơi ghi ít đã được nâng lên theo đó; phần nâng nằm trong mức nền của từng hộ.",
        "Risks where little is recorded were raised by it; the correction stands in each household's base.",
    ),
}
VERDICTS = {
    "passed": Text("đạt", "passed"),
    "failed": Text("không đạt", "failed"),
    "not_enough_evidence": Text("chưa đủ bằng chứng", "not enough evidence"),
}
ATTRIBUTES = {
    "ethnicity": Text("Dân tộc của chủ hộ", "Ethnicity of the head"),
    "region": Text("Khu vực của xã", "Region of the commune"),
    "remote": Text("Xa trụ sở xã", "Far from the commune office"),
    "head_sex": Text("Giới tính của chủ hộ", "Sex of the head"),
    "child_sex": Text("Giới tính của trẻ", "Sex of the children"),
    "poverty": Text("Kết quả rà soát nghèo", "Poverty review"),
    "unit_type": Text("Xã hay phường", "Commune or ward"),
    "border": Text("Xã biên giới", "Border commune"),
    "difficult_hamlet": Text("Thôn đặc biệt khó khăn", "Extremely difficult hamlet"),
    "child_disability": Text("Trẻ khuyết tật", "A child with a disability"),
    "carer": Text("Người chăm sóc", "Carers"),
}
NOT_RECORDED = "not_recorded"
UNKNOWN = Text("chưa ghi nhận", "not recorded")
YES_NO = {"yes": Text("có", "yes"), "no": Text("không", "no")}
GROUPS = {
    ("region", "0"): Text("không thuộc khu vực nào", "no region"),
    ("region", "1"): Text("khu vực I", "region I"),
    ("region", "2"): Text("khu vực II", "region II"),
    ("region", "3"): Text("khu vực III", "region III"),
    ("remote", "remote"): Text("xa, từ 60 phút", "far, 60 minutes and more"),
    ("remote", "near"): Text("gần", "near"),
    ("head_sex", "female"): Text("nữ", "female"),
    ("head_sex", "male"): Text("nam", "male"),
    ("child_sex", "girls"): Text("chỉ có con gái", "girls only"),
    ("child_sex", "boys"): Text("chỉ có con trai", "boys only"),
    ("child_sex", "both"): Text("cả trai và gái", "both"),
    ("poverty", "poor"): Text("hộ nghèo", "poor"),
    ("poverty", "near_poor"): Text("hộ cận nghèo", "near-poor"),
    ("poverty", "not_poor"): Text("không nghèo", "not poor"),
    ("unit_type", "commune"): Text("xã", "commune"),
    ("unit_type", "ward"): Text("phường", "ward"),
    ("carer", "parents"): Text("cha mẹ", "a parent"),
    ("carer", "others"): Text("người khác", "others"),
    **{
        (name, value): text
        for name in ("border", "difficult_hamlet", "child_disability")
        for value, text in YES_NO.items()
    },
    **{(name, NOT_RECORDED): UNKNOWN for name in ATTRIBUTES},
}
