"""The limits of the release checks: declared here once, set otherwise by a province's policy file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Text


class BadLimits(SommaiError):
    """The policy's limits of the release checks can't be used."""

    code = "bad-check-limits"
    exit_code = 2
    http_status = 422
    text = Text(
        "Giới hạn kiểm tra không dùng được: {setting} phải là số trong khoảng {span} và có trong danh sách.",
        "The limits of the release checks can't be used: {setting} must be a known setting and lie within {span}.",
    )
    next_step = Text("Hãy sửa tệp chính sách rồi chạy lại.", "Mend the policy's file and run again.")


def _limit(default: float, low: float, high: float, vi: str, en: str) -> Any:
    return field(default=default, metadata={"span": (low, high), "meaning": Text(vi, en)})


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The limits of all checks, each with its closed range and its meaning in both languages."""

    least_gain: float = _limit(
        0.0, 0.0, 50.0,
        "Kiểm tra 1. Ở 2 % hộ đầu danh sách, mức hơn thứ tự đơn giản tốt nhất (đầu dưới của khoảng, tính bằng lần mức "
        "trung bình) phải trên số này.",
        "Check 1. At 2 % of households the lift over the best simple order, at its lower end, must be above this.",
    )  # fmt: skip
    most_carried: float = _limit(
        0.8, 0.0, 1.0,
        "Kiểm tra 3. Một đặc điểm được mang nhiều nhất phần này của những gì mô hình tìm ra.",
        "Check 3. The largest share of what a model finds that one feature may carry.",
    )  # fmt: skip
    most_at_export: float = _limit(
        0.5, 0.0, 1.0,
        "Kiểm tra 4. Các cột không có lịch sử được mang nhiều nhất phần này của những gì mô hình tìm ra.",
        "Check 4. The largest share of what a model finds that columns without history may carry.",
    )  # fmt: skip
    least_ratio: float = _limit(
        0.8, 0.0, 1.0,
        "Kiểm tra 5. Độ dốc hiệu chỉnh và thực tế so với dự kiến không dưới số này, trừ khi khoảng tin cậy chứa 1.",
        "Check 5. Calibration slope and observed over expected aren't below this, unless the interval covers 1.",
    )  # fmt: skip
    most_ratio: float = _limit(
        1.25, 1.0, 10.0,
        "Kiểm tra 5. Và không trên số này, trừ khi khoảng tin cậy chứa 1.",
        "Check 5. And not above this, unless the interval covers 1.",
    )  # fmt: skip
    most_cluster_ratio: float = _limit(
        1.5, 1.0, 10.0,
        "Kiểm tra 5. Một cụm xã không lệch chắc chắn quá số lần này (thực tế so với dự kiến, hoặc ngược lại).",
        "Check 5. The factor by which a cluster of communes may surely be off (observed over expected, or reversed).",
    )  # fmt: skip
    least_group_recall: float = _limit(
        0.8, 0.0, 1.0,
        "Kiểm tra 6. Phần đến được của một nhóm so với toàn bộ không dưới số này, trừ khi khoảng tin cậy chứa 1.",
        "Check 6. A group's recall over that of all isn't below this, unless the interval covers 1.",
    )  # fmt: skip
    least_kept: float = _limit(
        0.8, 0.0, 1.0,
        "Kiểm tra 7. Với hạt giống khác, ít nhất phần này của danh sách giữ nguyên.",
        "Check 7. Under another seed at least this share of the list stays.",
    )  # fmt: skip
    least_kept_resampled: float = _limit(
        0.5, 0.0, 1.0,
        "Kiểm tra 7. Khi rút lại các hộ để học, ít nhất phần này của danh sách giữ nguyên.",
        "Check 7. With the households that train drawn again at least this share of the list stays.",
    )  # fmt: skip
    most_parity_difference: float = _limit(
        1e-9, 0.0, 1e-6,
        "Kiểm tra 8. Chênh lệch lớn nhất của hộ đối chứng giữa cách lúc huấn luyện và cách lúc dùng.",
        "Check 8. The largest difference of canary households between the ways of training and of serving.",
    )  # fmt: skip
    most_unrecorded_cost: float = _limit(
        0.1, 0.0, 1.0,
        "Kiểm tra 9. Phần khả năng tìm ra được phép mất vì điều chưa ghi nhận không tính điểm nào.",
        "Check 9. The share of average precision that may be lost because what isn't recorded contributes nothing.",
    )  # fmt: skip

    @classmethod
    def from_settings(cls, settings: Mapping[str, object]) -> Limits:
        """Return the limits with some set otherwise.

        Raises ``BadLimits`` for an unknown name, what isn't a number, and what lies outside the range.
        """
        known = spans()
        for name, value in settings.items():
            low, high = known.get(name, (0.0, 0.0))
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if name not in known or not number or not low <= float(str(value)) <= high:
                raise BadLimits(setting=name, span=f"{low:g} … {high:g}")
        return cls(**{name: float(str(value)) for name, value in settings.items()})


def spans() -> dict[str, tuple[float, float]]:
    """Return the closed range of each limit by name, in their order."""
    return {f.name: f.metadata["span"] for f in fields(Limits)}


def meanings() -> dict[str, Text]:
    """Return what each limit means, by name, in their order."""
    return {f.name: f.metadata["meaning"] for f in fields(Limits)}
