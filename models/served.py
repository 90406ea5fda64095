"""A model's folder as other programs call it: a frame of features in, risk, interval and contributions out.

The registry names this module as the model's loader; nothing is pickled, and a changed or foreign folder is refused.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .ranking import risk_of
from .store import read_model
from .tables import TableModel

if TYPE_CHECKING:
    import pandas as pd

OUTPUTS = ("risk", "risk_low", "risk_high", "log_odds", "base")


class Served:
    """A model with ``predict``, as MLflow's pyfunc wants it."""

    def __init__(self, model: TableModel) -> None:
        self.model = model

    def predict(self, model_input: pd.DataFrame, params: dict[str, Any] | None = None) -> pd.DataFrame:
        """Return ``risk, risk_low, risk_high, log_odds, base`` and one contribution per feature, a row per row.

        ``model_input`` has a column for each feature, NaN where not recorded; further columns are left alone. Base and
        contributions add up to ``log_odds``.
        """
        import pandas as pd

        values = model_input[list(self.model.features)].to_numpy(dtype=np.float64, na_value=np.nan)
        scored = self.model.score(values)
        columns = {
            "risk": risk_of(scored.log_odds),
            "risk_low": risk_of(scored.log_odds_low),
            "risk_high": risk_of(scored.log_odds_high),
            "log_odds": scored.log_odds,
            "base": scored.base,
        }
        shares = {name: scored.contributions[:, j] for j, name in enumerate(scored.features)}
        return pd.DataFrame(columns | shares, index=model_input.index)


def _load_pyfunc(data_path: str) -> Served:
    """Return the model of a folder; the name is the one that MLflow looks for."""
    return Served(read_model(Path(data_path)))
