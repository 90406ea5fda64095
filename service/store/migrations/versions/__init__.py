"""One file per step, in order; see ``0001_people.py`` for the form."""
