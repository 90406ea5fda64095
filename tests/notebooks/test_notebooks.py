"""The notebooks run from top to bottom on a small invented province, and each draws something."""

from pathlib import Path

import altair as alt
import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
ALL = sorted(NOTEBOOKS.glob("*.py"))


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """One home for all, so that what one notebook trained the next ones look up."""
    return tmp_path_factory.mktemp("notebooks")


@pytest.mark.slow
@pytest.mark.parametrize("notebook", ALL, ids=lambda path: path.stem)
def test_a_notebook_runs_from_top_to_bottom(notebook, home, monkeypatch):
    monkeypatch.setenv("SOMMAI_HOME", str(home))
    monkeypatch.setenv("NOTEBOOK_HOUSEHOLDS", "1200")
    names = {"__name__": "__main__"}
    exec(compile(notebook.read_text(encoding="utf-8"), str(notebook), "exec"), names)
    charts = {name: made for name, made in names.items() if name.endswith("_chart")}
    assert charts, "a notebook draws"
    assert all(isinstance(made, alt.TopLevelMixin) for made in charts.values())
    for name, chart in charts.items():
        chart.save(home / f"{notebook.stem}-{name}.svg")


def test_every_notebook_is_a_percent_script_with_a_title():
    assert len(ALL) == 6
    for notebook in ALL:
        text = notebook.read_text(encoding="utf-8")
        assert text.startswith("# %% [markdown]\n# # ")
        assert "# %%\n" in text
