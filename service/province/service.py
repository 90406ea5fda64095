"""What a run knows of each commune, and the measures that a map can show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.vocabulary.language import Language, Text
from service.communes import communes_of
from service.problems import DamagedRun
from service.scores import Run

TABLE = "province"


@dataclass(frozen=True, kw_only=True)
class Place:
    """One commune. ``expected`` households are those expected to come to need within a year; shares are 0 … 1."""

    code: str
    name: str
    latitude: float | None
    longitude: float | None
    scored: int
    listed: int
    expected: float
    expected_listed: float
    open_cases: int
    managed: int | None
    not_scored: int
    not_recorded: float | None

    @property
    def need(self) -> float | None:
        """The share of households expected to come to need; None where nobody is scored."""
        return self.expected / self.scored if self.scored else None

    @property
    def coverage(self) -> float | None:
        """The share of the expected need that the list reaches; None where none is expected."""
        return self.expected_listed / self.expected if self.expected > 0 else None

    @property
    def managed_share(self) -> float | None:
        """The share of children in special circumstances who have a support plan; None where that isn't known."""
        return self.managed / self.open_cases if self.open_cases and self.managed is not None else None


@dataclass(frozen=True, kw_only=True)
class Measure:
    """Something that a map can shade: where darker shades begin, as shares, and over how many it is counted."""

    name: str
    label: Text
    says: Text
    value: Callable[[Place], float | None]
    over: Callable[[Place], int]
    steps: tuple[float, float, float] | None = None
    """None: quarters of the communes."""
    written: Callable[[float, Language], str] | None = None
    """How a value is read; None: as per cent, need in 1,000 households."""


MEASURES = {
    m.name: m
    for m in (
        Measure(
            name="need",
            label=Text("Nhu cầu", "Need"),
            says=Text(
                "Màu càng đậm, càng nhiều hộ có thể có trẻ rơi vào hoàn cảnh đặc biệt trong một năm tới.",
                "Darker: more of the households may have a child come into special circumstances within a year.",
            ),
            value=lambda p: p.need,
            over=lambda p: p.scored,
        ),
        Measure(
            name="coverage",
            label=Text("Độ phủ của danh sách", "Coverage by the list"),
            says=Text(
                "Màu càng đậm, danh sách đến được càng nhiều trong số hộ dự kiến cần hỗ trợ.",
                "Darker: the list reaches more of the households expected to come to need support.",
            ),
            value=lambda p: p.coverage,
            over=lambda p: p.listed,
            steps=(0.05, 0.15, 0.30),
        ),
        Measure(
            name="managed",
            label=Text("Trẻ được quản lý ca", "Children managed"),
            says=Text(
                "Màu càng đậm, càng nhiều trẻ có hoàn cảnh đặc biệt đã có kế hoạch hỗ trợ.",
                "Darker: more of the children in special circumstances have a support plan.",
            ),
            value=lambda p: p.managed_share,
            over=lambda p: p.open_cases,
            steps=(0.50, 0.80, 0.95),
        ),
        Measure(
            name="gaps",
            label=Text("Chỗ còn thiếu ghi chép", "Recording gaps"),
            says=Text(
                "Màu càng đậm, càng nhiều thông tin chưa được ghi nhận: nhu cầu ở đó có thể lớn hơn con số.",
                "Darker: more facts aren't recorded, so that the need there may be larger than the figure.",
            ),
            value=lambda p: p.not_recorded,
            over=lambda p: p.scored,
        ),
    )
}


def places_of(run: Run) -> list[Place]:
    """Return the communes in the order of their names; raises ``DamagedRun`` for a run that kept no overview."""
    return run.once(TABLE, lambda: _places(run))


def _places(run: Run) -> list[Place]:
    if not run.has(TABLE):
        raise DamagedRun(file=f"{TABLE}.parquet")
    rows = {row.pop("commune_code"): row for row in run.frame(TABLE).to_dicts()}
    return [
        Place(
            code=commune["commune_code"],
            name=commune["commune_name"] or commune["commune_code"],
            latitude=commune["latitude"],
            longitude=commune["longitude"],
            **{name: value for name, value in rows[commune["commune_code"]].items() if name != "all_in_care"},
        )
        for commune in communes_of(run)
    ]
