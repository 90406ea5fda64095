"""Catalogues of every text that a person reads, written from the declarations and read back into them.

For whoever checks the words apart from the code; the declarations stay the one place where a text stands.
"""
