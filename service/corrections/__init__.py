"""Corrections: a record that a household questioned, put right over the snapshot until the register's export agrees.

``overlay`` is pure: corrections and tables in, tables out. ``repository`` keeps the events, ``service`` is what people
do.
"""

from .overlay import Correction, Standing, compared, overlaid
from .repository import standing
from .service import Settled

__all__ = ["Correction", "Settled", "Standing", "compared", "overlaid", "standing"]
