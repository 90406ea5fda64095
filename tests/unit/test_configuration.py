"""Settings: typed, declared once, secrets only from the environment or a file that nobody else reads."""

import pytest

from service.configuration import OpenFile, Settings, WrongSettings, described, settings_of


def test_environment_goes_before_the_file_before_the_default(tmp_path, monkeypatch):
    file = tmp_path / "settings.toml"
    file.write_text("session_hours = 3\nsession_idle_minutes = 5\n")
    file.chmod(0o600)
    monkeypatch.setenv("SOMMAI_SESSION_HOURS", "4")
    found = settings_of(tmp_path)
    assert (found.session_hours, found.session_idle_minutes, found.password_length) == (4, 5, 12)


def test_a_file_that_others_read_is_refused(tmp_path, monkeypatch):
    file = tmp_path / "settings.toml"
    file.write_text("session_hours = 3\n")
    file.chmod(0o644)
    with pytest.raises(OpenFile):
        settings_of(tmp_path)
    file.chmod(0o600)
    secret = tmp_path / "secret"
    secret.write_text("hidden-word\n")
    secret.chmod(0o640)
    monkeypatch.setenv("SOMMAI_OIDC_CLIENT_SECRET_FILE", str(secret))
    with pytest.raises(OpenFile):
        settings_of(tmp_path)
    secret.chmod(0o600)
    assert settings_of(tmp_path).oidc_client_secret.get_secret_value() == "hidden-word"


@pytest.mark.parametrize("text", ["session_hours = 'secret-word'\n", "session_hours = \n", "session_hours = 0\n"])
def test_a_wrong_setting_is_named_without_its_value(tmp_path, text):
    file = tmp_path / "settings.toml"
    file.write_text(text)
    file.chmod(0o600)
    with pytest.raises(WrongSettings) as refused:
        settings_of(tmp_path)
    assert "secret-word" not in refused.value.both()


def test_every_setting_says_what_it_is_for_in_both_languages_and_hides_secrets(tmp_path, monkeypatch):
    monkeypatch.setenv("SOMMAI_DATABASE_URL", "postgresql://mai:hidden-word@db/sommai")
    rows = described(settings_of(tmp_path))
    assert len(rows) == len(Settings.model_fields)
    for name, shown, _, text in rows:
        assert text.vi, name
        assert text.en, name
        assert "hidden-word" not in shown
