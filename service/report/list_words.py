"""The sentences in which a list speaks of itself, in both languages."""

from __future__ import annotations

from data.vocabulary.language import Text

LIST_WORDS = {
    "itself": Text("Danh sách tự nói về mình", "What the list says of itself"),
    "reached": Text(
        "Ước tính {value} hộ trong danh sách có thể cần hỗ trợ trong một năm tới; theo độ chắc chắn của mô hình, từ "
        "{low} đến {high}; tính cả sự ngẫu nhiên, từ {found_low} đến {found_high}.",
        "About {value} of the listed households may come to need support within a year; as sure as the model is, "
        "{low} to {high}; with chance, {found_low} to {found_high}.",
    ),
    "burden": Text(
        "Trong 1.000 hộ được thăm như trong danh sách này, khoảng {need} hộ sẽ cần và {other} hộ sẽ không cần: vì vậy "
        "chuyến thăm là một đề nghị, không phải một kết luận.",
        "Of 1,000 households visited as on this list, about {need} will need it and {other} won't: that is why a visit "
        "is an offer and not a verdict.",
    ),
    "below": Text("Những hộ ở ngay dưới vạch", "Who is just below the line"),
    "below_say": Text(
        "Các hộ này sẽ vào danh sách trước tiên khi có thêm giờ. Nếu anh chị biết rõ hơn, hãy đề cử.",
        "They would be the next with more hours. Who knows better nominates them.",
    ),
    "relaxed": Text("Điều chính sách yêu cầu mà không giữ được", "What the policy asked and couldn't have"),
    "rule": Text("Quy định", "Rule"),
    "asked": Text("Yêu cầu", "Asked"),
    "got": Text("Đạt được", "Got"),
    "why": Text("Vì sao", "Why"),
    "deciles": Text("Ai không vào danh sách, theo mức nguy cơ", "Who isn't listed, by risk"),
    "deciles_say": Text(
        "Các hộ xếp theo nguy cơ, chia mười phần bằng nhau, phần 1 cao nhất.",
        "Households in order of risk in ten equal parts, part 1 the highest.",
    ),
    "part": Text("Phần", "Part"),
    "listed": Text("Trong danh sách", "Listed"),
    "resting": Text("Vừa được thăm", "Visited lately"),
    "no_team": Text("Chưa có tổ", "No team"),
    "no_hours_left": Text("Hết giờ", "Hours didn't reach"),
    "missed": Text("Nhu cầu mà danh sách chưa tới, theo độ xa", "Need that the list doesn't reach, by remoteness"),
    "missed_communes": Text("Nhu cầu mà danh sách chưa tới, theo xã", "Need that the list doesn't reach, by commune"),
    "place": Text("Nơi", "Where"),
    "commune": Text("Xã", "Commune"),
    "household": Text("Hộ", "Household"),
    "risk": Text("Nguy cơ", "Risk"),
    "expected": Text("Nhu cầu ước tính", "Expected need"),
    "left": Text("Chưa tới", "Not reached"),
    "shares": Text("Phần trong danh sách bên cạnh phần nhu cầu", "Share of the list beside share of need"),
    "group": Text("Nhóm", "Group"),
    "of_need": Text("Phần nhu cầu", "Share of need"),
    "of_list": Text("Phần trong danh sách", "Share of the list"),
    "rests": Text(
        "Dựa trên bản chụp {snapshot}, mô hình {model}, chính sách {policy}, hạt giống {seed}; mã băm {hash}.",
        "Rests on snapshot {snapshot}, model {model}, policy {policy}, seed {seed}; hash {hash}.",
    ),
}
CHANGED = Text(
    "Danh sách đã thay đổi từ khi được lập: có hộ được hoãn hoặc được đề cử. Số liệu dưới đây là của bản {version}.",
    "The list has changed since it was planned: households were put off or nominated. What follows is of version "
    "{version}.",
)
SOME_COMMUNES = Text(
    "Số liệu dưới đây chỉ tính các xã của bạn.", "What follows counts the households of your communes alone."
)
NOT_TOLD = Text("Điều không nói được ở đây", "What can't be told here")
AS_PLANNED = Text("Xem danh sách như khi được lập (bản 1)", "See the list as it was planned (version 1)")
TEXTS_OF_PARTS = {
    "just_below": "below", "by_decile": "deciles", "not_kept": "relaxed", "groups": "shares",
    "missed_by_remoteness": "missed",
}  # fmt: skip
"""The heading of each part that may have to be left out."""
WHY_NOT_TOLD = {
    "changed": Text(
        "phần này chỉ đúng với danh sách như khi được lập (bản 1)",
        "it holds only for the list as it was planned (version 1)",
    ),
    "elsewhere_too": Text(
        "phần này tính chung cho cả tỉnh, không tách riêng được cho các xã của bạn",
        "it is worked out for the whole province and can't be told of your communes alone",
    ),
    "not_recorded": Text("lần tính của danh sách không lưu phần này", "the list's run didn't keep it"),
    "no_snapshot": Text("bản chụp dữ liệu của danh sách không còn được lưu", "the list's snapshot is no longer kept"),
}
"""Why a part of a list's account is left out."""
REGIONS = {
    "0": Text("không thuộc khu vực nào", "in no region"),
    "1": Text("khu vực I", "region I"),
    "2": Text("khu vực II", "region II"),
    "3": Text("khu vực III", "region III"),
    "near": Text("dưới 60 phút đến UBND xã", "under 60 minutes from the office"),
    "remote": Text("từ 60 phút đến UBND xã", "60 minutes or more from the office"),
    "not_recorded": Text("chưa ghi nhận", "not recorded"),
}
POVERTY = {
    "poor": Text("hộ nghèo", "poor"),
    "near_poor": Text("hộ cận nghèo", "near-poor"),
    "not_poor": Text("không nghèo", "not poor"),
    "not_recorded": Text("chưa ghi nhận", "not recorded"),
}
SEX = {
    "female": Text("chủ hộ nữ", "female head"),
    "male": Text("chủ hộ nam", "male head"),
    "girls": Text("chỉ có con gái", "girls only"),
    "boys": Text("chỉ có con trai", "boys only"),
    "both": Text("cả con trai và con gái", "girls and boys"),
}
ATTRIBUTES = {
    "ethnicity": Text("Dân tộc của chủ hộ", "Ethnicity of the head"),
    "region": Text("Khu vực", "Region"),
    "remote": Text("Đường đến UBND xã", "Way to the commune office"),
    "child_sex": Text("Giới tính của trẻ", "Sex of the children"),
    "head_sex": Text("Giới tính của chủ hộ", "Sex of the head"),
    "poverty": Text("Nghèo", "Poverty"),
}
UNKNOWN_OF = {
    "region": Text("khu vực chưa ghi nhận", "region not recorded"),
    "remote": Text("thời gian đi chưa ghi nhận", "travel time not recorded"),
}
"""What isn't recorded, by what the need is counted by."""
NAMES = {**REGIONS, **POVERTY, **SEX}
