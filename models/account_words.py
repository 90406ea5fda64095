"""The sentences of a model's account of itself, in both languages (``models.account``)."""

from __future__ import annotations

from data.vocabulary.language import Text

CLASSES = {
    "near": Text("xã gần (không thuộc khu vực khó khăn, hoặc khu vực I)", "near communes (no region, or region I)"),
    "middle": Text("xã khu vực II", "communes of region II"),
    "remote": Text("xã xa (khu vực III)", "remote communes (region III)"),
}
PARTS = {
    "lengths": Text("Danh sách dài bao nhiêu thì được gì", "What a list of each length reaches"),
    "worth": Text("Có đáng đi theo danh sách không", "Whether the list is worth following"),
    "levels": Text("Mức chung thay đổi theo năm", "The level moves between years"),
    "remote": Text("Ở các xã xa", "In remote communes"),
    "register": Text("Mức đã ghi nhận và mức đã sửa theo sổ", "The recorded level, and the level corrected for the register"),
    "detection": Text("Nếu sổ ghi nhận ít hơn hoặc nhiều hơn ta nghĩ", "If the register holds less or more than thought"),
    "drift": Text("Các hộ có còn như lúc mô hình học không", "Whether households still look as when the model learned"),
}  # fmt: skip
SAYS = {
    "capacity": Text(
        "Số giờ một tháng của các tổ đủ cho khoảng {share} số hộ. Với danh sách dài bấy nhiêu, mô hình đến được {recall} số "
        "hộ có ca (từ {low} đến {high}); cứ 100 lượt thăm thì {precision} lượt gặp đúng hộ có ca, gấp {lift} lần đi ngẫu "
        "nhiên.",
        "The teams' hours of a month reach about {share} of the households. With a list as long as that the model reaches "
        "{recall} of those with a case ({low} to {high}); of 100 visits {precision} meet a household with a case, {lift} "
        "times as many as at random.",
    ),
    "no_teams": Text(
        "Chưa có bảng tổ, nên chưa biết giờ của các tổ đến được bao nhiêu hộ.",
        "There is no table of teams, so that it isn't known how many households their hours reach.",
    ),
    "by_length": Text(
        "Không kể nhóm 1, 4, 5 (mồ côi, khuyết tật, HIV: những điều mà thăm hỏi không ngăn được), danh sách 2 % đến được {recall} số hộ có ca.",
        "Without groups 1, 4 and 5 (orphanhood, disability, HIV: what no visit prevents) a list of 2 % reaches {recall} of the households with a case.",
    ),
    "worth": Text(
        "Đường cong quyết định: nếu đến mọi hộ có nguy cơ từ một ngưỡng trở lên. Lợi ích ròng là số hộ có ca đến được trong "
        "1.000 hộ, trừ đi những lượt thăm chưa cần, tính theo ngưỡng đó; càng cao càng tốt, 0 là không đi đâu.",
        "The decision curve: visiting every household from a risk on. Net benefit is the households with a case that are "
        "reached, of 1,000, less visits that weren't needed, weighed by that risk; more is better, 0 is visiting nobody.",
    ),
    "levels": Text(
        "Mô hình được đặt theo năm mới nhất đã đủ kết quả. Trước khi đặt lại, số đã xảy ra so với số mô hình nói:",
        "The model's level is set by the newest year whose outcomes are complete. Before that, what came against what it "
        "said:",
    ),
    "remote": Text(
        "Riêng các hộ ở xã xa: danh sách 2 % của toàn tỉnh đến được {listed} số hộ có ca ở đó (từ {low} đến {high}); nếu chỉ "
        "xếp các hộ này với nhau, danh sách 2 % của họ đến được {alone}. Dựa trên {positives} hộ có ca.",
        "Remote households by themselves: the province's list of 2 % reaches {listed} of those with a case there ({low} to "
        "{high}); put in order among themselves, their own list of 2 % reaches {alone}. It rests on {positives} households "
        "with a case.",
    ),
    "remote_few": Text(
        "Riêng các hộ ở xã xa: chưa đủ bằng chứng, vì trong các ngày thử chỉ có {positives} hộ có ca ở đó (cần 30).",
        "Remote households by themselves: not enough evidence, with {positives} households with a case there on all test days (30 are needed).",
    ),
    "left_out": Text(
        "Học lại mà không có hộ nào ở xã xa, rồi thử đúng ở đó: danh sách 2 % của họ đến được {untrained} (mô hình này: "
        "{trained}); số ca đã xảy ra bằng {ratio} lần số nói trước (mô hình này: {own}).",
        "Learned again without any remote household, and tried just there: their list of 2 % reaches {untrained} (this "
        "model: {trained}); what came was {ratio} times what was said (this model: {own}).",
    ),
    "left_out_few": Text(
        "Thử học mà không có xã xa: chưa đủ bằng chứng, vì chỉ có {positives} hộ có ca ở đó trong năm thử mới nhất (cần 30).",
        "Learning without remote communes: not enough evidence, with {positives} households with a case there in the newest "
        "test year (30 are needed).",
    ),
    "no_left_out": Text(
        "Chưa thể học mà không có xã xa: phần còn lại không đủ ca.",
        "It couldn't be learned without remote communes: too few cases are left.",
    ),
    "register": Text(
        "Số hộ dự kiến có ca trong một năm: theo những gì sổ ghi nhận, sau khi sửa (mức mà các nguy cơ theo), và ước tính "
        "thật. Nơi chưa đủ lượt thăm thì không đoán.",
        "Households expected to have a case within a year: as the register records them, after the correction (which the "
        "risks follow), and as estimated to be true. Where visits are too few, nothing is guessed.",
    ),
    "unknown": Text(
        "chưa đủ lượt thăm để biết; cần thêm khoảng {n}", "not enough visits to say; about {n} more needed"
    ),
    "detection": Text(
        "Nếu ở các xã ghi ít, sổ ghi nhận được {low} đến {high} lần mức ước tính thì danh sách cùng độ dài đổi như sau:",
        "Were the register in thinly recorded communes {low} to {high} times as complete as estimated, a list of the same "
        "length would change so:",
    ),
    "drift": Text(
        "So {then} hộ-ngày mà mô hình học ({days}) với {now} hộ ngày {day}. Chỉ số ổn định: đến 0,1 là như trước, từ 0,25 là đã đổi rõ.",
        "{then} household-days that the model learned from ({days}) against {now} households on {day}. Stability index: up "
        "to 0.1 is as before, from 0.25 on it has shifted.",
    ),
    "season": Text(
        "Các ngày đó cùng mùa với ngày này: rà soát mỗi năm một lần, nên nếu so với cả năm thì nhiều đặc điểm thay đổi chỉ "
        "theo mùa.",
        "Those days are of the same season: reviews come once a year, so that against a whole year much would move with the "
        "season alone.",
    ),
    "no_season": Text(
        "Mô hình chưa học ngày nào cùng mùa với ngày này: rà soát mỗi năm một lần, nên một phần thay đổi có thể chỉ là theo "
        "mùa.",
        "The model learned from no day of this season: reviews come once a year, so that part of what moved may be the "
        "season alone.",
    ),
    "drift_counted": Text(
        "Trong {all} đặc điểm: {calm} như trước, {watch} nên theo dõi, {shifted} đã đổi rõ.",
        "Of {all} features {calm} are as before, {watch} are worth watching, {shifted} have shifted.",
    ),
    "score": Text("điểm của mô hình", "the model's score"),
}
HEADS = {
    "lengths": (Text("Danh sách", "List"), Text("đến được", "reaches"), Text("trong 100 lượt thăm", "of 100 visits"),
                Text("so với ngẫu nhiên", "against random"), Text("không kể nhóm 1, 4, 5", "without groups 1, 4, 5")),
    "worth": (Text("Nguy cơ từ", "Risk from"), Text("số hộ đến", "visited"), Text("lợi ích ròng (khoảng)", "net benefit (interval)"),
              Text("đến mọi hộ", "everybody"), Text("thứ tự đơn giản tốt nhất", "best simple order")),
    "levels": (Text("Ngày thử", "Test day"), Text("đã xảy ra", "came"), Text("mô hình nói", "said"), Text("tỷ số", "ratio")),
    "register": (Text("Nơi", "Where"), Text("số hộ", "households"), Text("đã ghi nhận", "as recorded"), Text("sau khi sửa", "corrected"),
                 Text("ước tính thật", "true, estimated")),
    "detection": (Text("Sổ ghi nhận", "Register holds"), Text("danh sách giữ nguyên", "list stays"), Text("chỗ ở xã xa", "places in remote communes"),
                  Text("hộ mới vào: gần, khu vực II, xa", "entering: near, region II, remote")),
    "drift": (Text("Đặc điểm", "Feature"), Text("chỉ số ổn định", "stability index"), Text("chưa ghi nhận: trước, nay", "not recorded: then, now"),
              Text("kết luận", "verdict")),
}  # fmt: skip
CAPACITY = Text("giờ của các tổ", "the teams' hours")
TIMES = Text("× {n}", "× {n}")
