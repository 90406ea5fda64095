"""Corrections: a record that a household questioned, put right over the snapshot until the register's export agrees.

``overlay`` and ``rows`` are pure: corrections and tables in, tables out. ``repository`` keeps the events, ``service``
and ``whole_rows`` are what people do, ``officers`` what officers do of it. The door leads to the pure part alone, so
that a run without a database loads no database library.
"""

from .overlay import NOTHING_STANDS, Correction, Settled, Standing, compared, overlaid, withdrawn_from

__all__ = ["NOTHING_STANDS", "Correction", "Settled", "Standing", "compared", "overlaid", "withdrawn_from"]
