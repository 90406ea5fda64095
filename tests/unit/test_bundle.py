"""What `make bundle` makes holds together, and its install.sh makes an environment from it without the internet."""

import base64
import hashlib
import os
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WANTED = {
    "LICENSE", "NOTICE", "SHA256SUMS", "as-the-service", "environment", "docs/how-to/install-on-debian.md", "install.sh",
    "nightly-backup", "requirements.txt", "restore-drill", "proxy/Caddyfile", "proxy/nginx.conf", "systemd/sommai.service",
    "systemd/sommai-backup.service", "systemd/sommai-backup.timer", "systemd/sommai-worker@.service",
}  # fmt: skip

pytestmark = pytest.mark.slow


def wheel(folder, name, module, script=None):
    """Write a wheel of one module; return its hash."""
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}_given.py": module,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    if script:
        files[f"{info}/entry_points.txt"] = f"[console_scripts]\n{script}\n"
    lines = []
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        lines.append(f"{path},sha256={digest},{len(text.encode())}")
    files[f"{info}/RECORD"] = "\n".join([*lines, f"{info}/RECORD,,", ""])
    target = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(target, "w") as packed:
        for path, text in files.items():
            packed.writestr(path, text)
    return hashlib.sha256(target.read_bytes()).hexdigest()


def summed(bundle):
    """Write the checksums of a bundle, as `make bundle` does."""
    files = sorted(f"./{p.relative_to(bundle)}" for p in bundle.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    told = [f"{hashlib.sha256((bundle / name).read_bytes()).hexdigest()}  {name}\n" for name in files]
    (bundle / "SHA256SUMS").write_text("".join(told), encoding="utf-8")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """A bundle made by `make bundle` from a folder of wheels that is there already."""
    place = tmp_path_factory.mktemp("bundle")
    (place / "wheels").mkdir()
    wheel(place / "wheels", "firstofall", "NAME = 'first'\n")
    stamp = ".venv/.runs"  # the environment is as it is: a test must not change it
    asked = [f"BUNDLE={place / 'made'}", f"WHEELS={place / 'wheels'}"]
    subprocess.run(["make", "-C", ROOT, "-o", stamp, "bundle", *asked], check=True, capture_output=True)
    return place / "made"


def test_a_bundle_holds_all_that_a_server_needs_and_its_sums_are_right(bundle):
    held = {str(path.relative_to(bundle)) for path in bundle.rglob("*") if path.is_file()}
    assert held >= WANTED
    assert "wheels/firstofall-1.0-py3-none-any.whl" in held
    (own,) = (name for name in held if name.startswith("sommai-") and name.endswith(".whl"))
    with zipfile.ZipFile(bundle / own) as packed:
        names = set(packed.namelist())
    assert {
        "service/web/templates/base.html",
        "service/store/migrations/env.py",
        "data/reference/support.toml",
    } <= names
    assert (bundle / "requirements.txt").read_bytes() == (ROOT / "requirements" / "run.txt").read_bytes()
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=bundle, check=True)
    assert bundle.with_name("made.tar.gz").stat().st_size > 0


@pytest.mark.parametrize("page", ["install-on-debian", "daily-operations"])
def test_what_its_how_tos_point_to_is_in_it(bundle, page):
    file = bundle / "docs" / "how-to" / f"{page}.md"
    links = re.findall(r"\]\(([^)#:]+)", file.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (file.parent / link).exists()] == []


def test_installing_needs_no_network_and_takes_nothing_that_was_changed(bundle, tmp_path):
    """The bundle's own script, over stand-ins for the program and what it needs."""
    made = tmp_path / "bundle"
    subprocess.run(["cp", "-r", bundle, made], check=True)
    for old in [*made.glob("*.whl"), *(made / "wheels").glob("*.whl")]:
        old.unlink()
    digest = wheel(made / "wheels", "firstofall", "NAME = 'first'\n")
    program = "from firstofall_given import NAME\n\n\ndef main():\n    print(NAME)\n"
    wheel(made, "sommai", program, "sommai = sommai_given:main")
    (made / "requirements.txt").write_text(f"firstofall==1.0 --hash=sha256:{digest}\n", encoding="utf-8")
    summed(made)
    offline = {**os.environ, "PIP_INDEX_URL": "http://127.0.0.1:9/", "http_proxy": "http://127.0.0.1:9/"}

    def install():
        asked = [made / "install.sh", "--no-system", "--prefix", tmp_path / "opt"]
        return subprocess.run(asked, env=offline, capture_output=True, text=True)

    done = install()
    assert done.returncode == 0, done.stderr
    told = subprocess.run([tmp_path / "opt" / "venv" / "bin" / "sommai"], capture_output=True, text=True, check=True)
    assert told.stdout == "first\n"
    for script in ("nightly-backup", "restore-drill"):
        placed = tmp_path / "opt" / "bin" / script
        assert placed.stat().st_mode & 0o111
        assert f"{tmp_path}/opt/venv/bin/sommai" in placed.read_text(encoding="utf-8"), "and not in the usual place"
    with (made / "requirements.txt").open("a", encoding="utf-8") as changed:
        changed.write("# slipped in\n")
    refused = install()
    assert refused.returncode != 0
    assert (tmp_path / "opt" / "venv" / "bin" / "sommai").exists(), "what was there is left alone"
