"""Every setting of a policy's file: its place, its bounds, and what it means, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from data.vocabulary.language import Text


@dataclass(frozen=True)
class Setting:
    """One setting: ``section`` and ``name`` in the file, ``field`` of ``Policy``, and its closed range."""

    section: str
    name: str
    field: str
    low: float
    high: float
    meaning: Text


SECTIONS = {
    "value": Text(
        "Giá trị của một lượt thăm. Mặc định: nguy cơ của hộ, không gì khác.",
        "What a visit is worth. By default the household's risk and nothing else.",
    ),
    "visits": Text("Giới hạn của các lượt thăm.", "Limits on visits."),
    "exploration": Text(
        "Phần thăm chọn ngẫu nhiên, để biết danh sách bỏ sót điều gì.",
        "The part of visits drawn at random, to learn what the list misses.",
    ),
    "travel": Text("Ước lượng đường đi giữa các xã.", "How travel between communes is estimated."),
    "validity": Text(
        "Kết quả dùng được bao lâu; quá hạn thì phải tính lại.", "How long results are used; after that, run again."
    ),
    "bands": Text(
        "Mức nguy cơ so với trung bình của tỉnh hôm đó: từ bao nhiêu lần trở lên.",
        "Bands of risk against the province's mean that day: from how many times it on.",
    ),
}
SETTINGS = (
    Setting("value", "per_child", "per_child", 0, 1, Text(
        "Nhân với số trẻ của hộ chưa có hồ sơ đang mở? Mặc định không: một hộ là một lượt thăm.",
        "Times the household's eligible children? No by default: a household is one visit.")),
    Setting("value", "most_children", "most_children", 1, 20, Text(
        "Nếu có, tính nhiều nhất bấy nhiêu trẻ, để hộ đông con không chiếm hết chỗ.",
        "If so, at most so many are counted, so that large families don't take every place.")),
    Setting("visits", "cool_down_days", "cool_down_days", 0, 3650, Text(
        "Sau một lượt thăm đã gặp, bao nhiêu ngày chưa vào danh sách lại. 90: một quý, để việc hỗ trợ kịp có tác dụng.",
        "Days after a visit that reached somebody before the household is listed again. 90: a quarter, so that help "
        "can take hold.")),
    Setting("visits", "most_per_trip", "most_per_trip", 0, 20, Text(
        "Một chuyến đi thăm nhiều nhất mấy hộ, nếu muốn ít hơn con số của tổ; 0: theo tổ.",
        "Most households in one trip, where fewer than the team's own are wanted; 0: the team's own.")),
    Setting("visits", "most_per_hamlet", "most_per_hamlet", 0, 1000, Text(
        "Kế hoạch chọn nhiều nhất mấy hộ của một thôn bản, kể cả hộ chọn ngẫu nhiên; hộ do cán bộ đề cử không tính vào "
        "đây, danh sách ghi rõ khi vượt. 0: không giới hạn.",
        "Most households of one hamlet that a plan chooses, those drawn at random among them; households that an "
        "officer nominates come on top, and the list says where. 0: no limit.")),
    Setting("visits", "share_without_teams", "share_without_teams", 0, 1, Text(
        "Khi chưa có bảng tổ: danh sách gồm tỷ lệ này của các hộ. 0.02: hai trong một trăm hộ.",
        "Where there are no teams: the list is this share of households. 0.02: two in a hundred.")),
    Setting("exploration", "share", "exploration_share", 0, 0.5, Text(
        "Tỷ lệ giờ (hoặc số hộ) để thăm ngẫu nhiên với xác suất ghi lại. 0: không; 0.05 đã giúp học nhiều.",
        "Share of hours (or of households) for visits drawn with recorded chances. 0: none; 0.05 teaches a lot.")),
    Setting("exploration", "thin_factor", "thin_factor", 1, 10, Text(
        "Nơi ít ghi nhận nhất được chọn với xác suất gấp bấy nhiêu lần nơi ghi nhận đầy đủ.",
        "Where least is recorded, the chance is so many times that where most is.")),
    Setting("travel", "road_winding", "road_winding", 1, 5, Text(
        "Đường bộ dài gấp mấy lần đường chim bay. 1.4: đường miền núi.",
        "How many times the straight line the road is. 1.4: mountain roads.")),
    Setting("travel", "road_km_per_hour", "road_km_per_hour", 1, 120, Text(
        "Tốc độ đi lại giữa các xã, km/giờ.", "Speed between communes, km/h.")),
    Setting("validity", "score_days", "score_valid_days", 1, 3650, Text(
        "Nguy cơ dùng được mấy ngày kể từ ngày tính. 180: nửa năm.",
        "Days for which risks may be used. 180: half a year.")),
    Setting("validity", "list_days", "list_valid_days", 1, 3650, Text(
        "Danh sách đã công bố dùng được mấy ngày. 90: một quý.",
        "Days for which a published list may be used. 90: a quarter.")),
    Setting("bands", "high", "band_high", 0, 1000, Text("Rất cao từ", "High from")),
    Setting("bands", "raised", "band_raised", 0, 1000, Text("Cao từ", "Raised from")),
    Setting("bands", "moderate", "band_moderate", 0, 1000, Text("Trung bình từ", "Moderate from")),
)  # fmt: skip
FAMILIES = Text(
    "Trọng số của các nhóm hoàn cảnh; bằng nhau: không nhóm nào được ưu tiên. Là quyết định của tỉnh, không nằm trong "
    "mô hình.",
    "Weights of the families of circumstances; equal: none is preferred. The province's decision, never in a model.",
)
MANDATORY = Text(
    "Hộ luôn được thăm khi đủ giờ. Ví dụ: bỏ dấu # ở hai dòng dưới.",
    "Households that always get a visit while hours reach. For example: take away the # of the two lines below.",
)
FLOORS = Text(
    'Mức sàn: ít nhất số lượt (number) hoặc tỷ lệ (share) dành cho một nhóm hộ; per = "commune": của mỗi xã.',
    'Floors: at least a number or a share of visits for a group; per = "commune": of each commune.',
)
CHECKS = Text(
    "Giới hạn của các kiểm tra phát hành: mô hình không đạt thì không ai đưa vào dùng được (`sommai train --policy`).",
    "Limits of the release checks: a model that fails one can't be promoted by anybody (`sommai train --policy`).",
)
ABOUT = Text(
    "Chính sách thăm hộ. Ghi người chịu trách nhiệm và ngày quyết định; mọi danh sách đều ghi lại chính sách đã dùng.",
    "Policy of outreach. Name who answers for it and when it was decided; every list records the policy it used.",
)
