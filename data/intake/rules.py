"""The rules of the input, each declared once: its name, and what it tells the person who mends the table."""

from __future__ import annotations

from data.contract import Column
from data.vocabulary.language import Text

RULES = {
    "required_empty": Text(
        "Ô bắt buộc đang trống. Hãy điền giá trị.",
        "A required cell is empty. Fill it in.",
    ),
    "bad_date": Text(
        "Không phải ngày hợp lệ. Hãy viết NĂM-THÁNG-NGÀY hoặc NGÀY/THÁNG/NĂM với năm bốn chữ số, ví dụ 31/12/2025.",
        "Not a day. Write YYYY-MM-DD or DD/MM/YYYY with a four-digit year, such as 31/12/2025.",
    ),
    "bad_number": Text(
        "Không phải số{whole_vi}. Hãy viết chữ số, dấu thập phân là chấm hoặc phẩy; để trống nếu không biết.",
        "Not a {whole_en}number. Write digits with a point or a comma for decimals; leave it empty where not known.",
    ),
    "bad_boolean": Text(
        "Hãy viết có hoặc không; để trống nếu không biết.",
        "Write có (yes) or không (no); leave it empty where not known.",
    ),
    "bad_school_year": Text(
        "Năm học phải là hai năm liền nhau, ví dụ 2024-2025.",
        "A school year is two following years, such as 2024-2025.",
    ),
    "damaged_id": Text(
        "Mã bị hỏng: có ký tự điều khiển, dạng 1,2E+11 hoặc dài hơn 64 ký tự. Hãy định dạng cột là văn bản "
        "rồi xuất lại.",
        "A damaged id: control characters, a form like 1.2E+11, or over 64 characters. Format the column as text and "
        "export again.",
    ),
    "unknown_choice": Text(
        "Không có trong các giá trị cho phép: {choices_vi}.",
        "Not one of the allowed values: {choices_en}.",
    ),
    "out_of_range": Text("Ngoài khoảng cho phép {low} đến {high}.", "Outside the allowed range, {low} to {high}."),
    "future_date": Text(
        "Ngày nằm sau ngày nhập dữ liệu. Hãy kiểm tra lại.",
        "The day is after the day of the import. Check it.",
    ),
    "bad_age": Text(
        "Tuổi không thể có: người giám hộ trên 110 tuổi khi đăng ký, hoặc trẻ không nhỏ tuổi hơn mẹ trong hộ.",
        "An impossible age: a guardian over 110 when registered, or a child not younger than the household's mother.",
    ),
    "date_order": Text(
        "Ngày này không khớp thứ tự với ngày khác trong hồ sơ (ra khỏi sổ trước khi đăng ký, đăng ký trước khi sinh, "
        "ghi nhận trước khi xảy ra, kết thúc trước khi phát sinh, hoặc xảy ra trước khi trẻ sinh).",
        "This day is out of order with another in the record (left before registered, registered before birth, "
        "recorded before it happened, closed before onset, or before the child's birth).",
    ),
    "orphan": Text(
        "Không tìm thấy mã này trong bảng {parent}. Hãy sửa mã hoặc bổ sung dòng ở bảng đó.",
        "This code stands nowhere in table {parent}. Mend it, or add the row there.",
    ),
    "lost_zeros": Text(
        "Mã xã đã mất các số 0 ở đầu. Hãy định dạng cột là văn bản rồi xuất lại.",
        "The commune code has lost its leading zeros. Format the column as text and export again.",
    ),
    "follows": Text(
        "Dòng này phụ thuộc một dòng của bảng {parent} đang bị tách riêng; sửa dòng đó thì dòng này tự trở lại.",
        "This hangs off a quarantined row of table {parent}; mend that row, and this one comes back by itself.",
    ),
    "duplicate_key": Text(
        "Khóa {key} xuất hiện nhiều lần với nội dung khác nhau; dòng {kept} được giữ. Hãy giữ một dòng đúng.",
        "The key {key} comes again with other cells; row {kept} was kept. Leave the one right row.",
    ),
    "cell_count": Text(
        "Số ô của dòng khác với dòng tiêu đề. Hãy kiểm tra dấu phân cách thừa hoặc thiếu.",
        "The line has more or fewer cells than the header. Look for a separator too many or missing.",
    ),
    "quoting": Text(
        "Dấu ngoặc kép không khép kín nên không đọc được dòng này.",
        "Its quotes don't close, so that the line can't be read.",
    ),
    "encoding": Text(
        "Dòng có ký tự không phải UTF-8. Hãy lưu tệp dạng CSV UTF-8.",
        "The line has bytes that aren't UTF-8. Save the file as CSV UTF-8.",
    ),
}
"""Names as in the input contract; ``lost_zeros`` is the wording of an orphan, not a rule."""


def message(rule: str, column: Column | None, key: str = "", kept: str = "") -> str:
    """Return what a fault says, in both languages in one line."""
    said = told(rule, column, key, kept)
    return f"{said.vi} / {said.en}"


def told(rule: str, column: Column | None, key: str = "", kept: str = "") -> Text:
    """Return what a fault says, in each language."""
    facts: dict[str, object] = {"key": key, "kept": kept, "whole_vi": "", "whole_en": "", "parent": ""}
    if column is not None:
        facts |= {
            "choices_vi": ", ".join(column.choices.values()),
            "choices_en": ", ".join(column.choices),
            "parent": (column.refers_to or "").split(".")[0],
        }
        if column.type == "integer":
            facts |= {"whole_vi": " nguyên", "whole_en": "whole "}
        if column.bounds:
            facts |= {"low": f"{column.bounds[0]:g}", "high": f"{column.bounds[1]:g}"}
    return RULES[rule].filled(**facts)
