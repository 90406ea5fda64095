"""A feature's name stands by hand in its declaration, its spec test and the scorecard's data file, nowhere else."""

import re
from pathlib import Path

from features.catalogue import CATALOGUE

ROOT = Path(__file__).parents[2]
CODE = ("data", "features", "models", "outreach", "service")


def test_feature_names_are_written_once():
    quoted = re.compile(r"""["']([a-z0-9_]+)["']""")
    elsewhere = {}
    for package in CODE:
        for path in (ROOT / package).rglob("*.py"):
            if path.is_relative_to(ROOT / "features" / "declared"):
                continue
            names = set(quoted.findall(path.read_text(encoding="utf-8"))) & set(CATALOGUE)
            if names:
                elsewhere[str(path.relative_to(ROOT))] = sorted(names)
    assert elsewhere == {}


def test_every_feature_says_all_of_itself():
    for feature in CATALOGUE.values():
        assert feature.tables, feature.name
        for text in (feature.label, feature.reason, feature.missing, feature.source):
            assert text.vi.strip(), feature.name
            assert text.en.strip(), feature.name
            assert text.vi != text.en, feature.name
        if feature.kind == "level":
            assert feature.levels, feature.name


def test_sixty_features_and_more():
    assert len(CATALOGUE) >= 60
