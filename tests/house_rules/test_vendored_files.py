"""What was brought from elsewhere is what its checksum says, and lies beside its licence."""

import hashlib
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "service" / "web" / "static"
SUMS = [
    (sums.parent, line.split()) for sums in sorted(STATIC.rglob("SHA256SUMS")) for line in sums.read_text().splitlines()
]


@pytest.mark.parametrize(("folder", "line"), SUMS, ids=[line[1] for _, line in SUMS])
def test_a_vendored_file_is_unchanged(folder, line):
    wanted, name = line
    assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == wanted


def test_scripts_and_fonts_have_a_checksum_and_a_licence():
    for file in [*STATIC.rglob("*.min.js"), *STATIC.rglob("*.woff2")]:
        assert (file.parent / "SHA256SUMS").read_text().count(file.name) == 1
        assert list(file.parent.glob("*.txt")), f"{file.parent.name} has no licence"
