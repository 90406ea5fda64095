"""Every setting of the service, declared once: its name, type, default and what it is for, in both languages.

A setting comes from ``SOMMAI_<NAME>``, else from ``HOME/settings.toml``, else its default. A secret may also stand in a
file that ``SOMMAI_<NAME>_FILE`` names. Files that hold settings or secrets must not be readable by others (mode 600).
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Language, Text

PREFIX = "SOMMAI_"
FILE_NAME = "settings.toml"


class WrongSettings(SommaiError):
    """Settings that can't be taken; values are never repeated."""

    code = "wrong-settings"
    exit_code = 2
    text = Text("Cài đặt chưa đúng: {names}.", "Settings that can't be taken: {names}.")
    next_step = Text("Xem docs/how-to, hoặc chạy: sommai doctor", "See docs/how-to, or run: sommai doctor")


class OpenFile(SommaiError):
    """Others may read a file that holds settings or a secret."""

    code = "open-file"
    exit_code = 2
    text = Text("Tệp {file} không được để người khác đọc.", "The file {file} can be read by others.")
    next_step = Text("Hãy chạy: chmod 600 {file}", "Run: chmod 600 {file}")


def said(default: Any, vi: str, en: str, **rules: Any) -> Any:
    """Return a setting's field: its default, what it is for, its limits."""
    return Field(default, description=en, json_schema_extra={"vi": vi}, **rules)


class Settings(BaseSettings):
    """The settings of one home."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    database_url: SecretStr | None = said(
        None, "Địa chỉ PostgreSQL; bỏ trống để dùng SQLite", "Address of PostgreSQL; SQLite where nothing is said"
    )
    registry_url: SecretStr | None = said(
        None, "Địa chỉ PostgreSQL của sổ đăng ký mô hình; bỏ trống để dùng SQLite",
        "Address of PostgreSQL for the model registry; SQLite where nothing is said",
    )  # fmt: skip
    lang: Language = said("vi", "Ngôn ngữ mặc định của trang", "Language of pages for readers who ask for none")
    beyond_loopback: bool = said(
        False, "Cho phép trả lời các máy khác", "Answer other machines than this one; needs public_url"
    )
    public_url: str = said(
        "", "Địa chỉ mà người dùng gõ, ví dụ https://sommai.tinh.vn",
        "Address that people type, such as https://sommai.example.vn", pattern=r"^(https?://[^/\s?#]+/?)?$",
    )  # fmt: skip
    trusted_proxies: str = said(
        "127.0.0.1",
        "Địa chỉ của máy chủ trung gian được tin",
        "Addresses of reverse proxies whose headers are believed",
    )
    session_idle_minutes: int = said(
        30, "Phút không dùng thì phải đăng nhập lại", "Minutes without use after which a session ends", ge=1, le=1440
    )
    session_hours: int = said(12, "Số giờ dài nhất của một phiên", "Longest hours of a session", ge=1, le=168)
    one_time_password_days: int = said(
        7, "Số ngày dùng được của mật khẩu một lần", "Days for which a one-time password holds", ge=1, le=30
    )
    password_length: int = said(12, "Số ký tự ít nhất của mật khẩu", "Least characters of a password", ge=8, le=128)
    token_days: int = said(365, "Số ngày dài nhất của mã truy cập", "Longest days of an API token", ge=1, le=730)
    reads_per_minute: int = said(
        600_000, "Số lần đọc mỗi phút của một người", "Reads a minute of one person, over all workers", ge=1
    )
    writes_per_minute: int = said(
        600, "Số lần ghi mỗi phút của một người", "Writes a minute of one person, over all workers", ge=1
    )
    strangers_per_minute: int = said(
        1200, "Số yêu cầu mỗi phút từ một địa chỉ chưa đăng nhập",
        "Requests a minute from one address without an account, over all workers", ge=1,
    )  # fmt: skip
    largest_body_bytes: int = said(
        1 << 16, "Số byte lớn nhất của một yêu cầu", "Largest bytes of a request that isn't an upload", ge=1024
    )
    largest_upload_bytes: int = said(
        20 << 20, "Số byte lớn nhất của một tệp tải lên", "Largest bytes of an upload", ge=1024
    )
    server_workers: int = said(1, "Số tiến trình máy chủ", "Server processes; several for several cores", ge=1, le=64)
    import_folder: str = said(
        "", "Thư mục chứa các thư mục được nhập từ trang và API; bỏ trống để dùng HOME/inbox",
        "Folder whose subfolders may be imported over pages and API; HOME/inbox where nothing is said", max_length=500,
    )  # fmt: skip
    job_memory_mib: int | None = said(
        None, "MiB bộ nhớ tối đa của một công việc", "Most memory of a job, MiB; no limit where nothing is said", ge=256
    )  # fmt: skip
    log_level: Literal["debug", "info", "warning", "error"] = said(
        "info", "Mức chi tiết của nhật ký", "How much the logs tell"
    )
    identity_keys: SecretStr | None = said(
        None, "Khóa danh tính (ID:BASE64, …); bỏ trống để dùng tệp trong thư mục keys",
        "Keys of identities (ID:BASE64, the first seals); a file under keys where nothing is said",
    )  # fmt: skip
    oidc_issuer: str = said(
        "", "Nhà cung cấp OpenID Connect (https://…)", "OpenID Connect issuer (https://…)", pattern=r"^(https?://\S+)?$"
    )
    oidc_client_id: str = said("", "Mã ứng dụng ở nhà cung cấp", "Client id at the issuer")
    oidc_client_secret: SecretStr | None = said(None, "Bí mật của ứng dụng", "Client secret at the issuer")
    oidc_name_claim: str = said(
        "preferred_username", "Trường mang tên tài khoản", "Claim that holds the name of the account here"
    )
    oidc_says: str = said(
        "", "Chữ trên nút đăng nhập", "What the sign-in button reads, such as the name of the provider", max_length=60
    )
    department: str = said(
        "Sở Y tế",
        "Cơ quan phụ trách, in trên tài liệu",
        "Department in charge, as printed on documents",
        max_length=120,
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return where settings come from, the first that says something wins."""
        given = init_settings()
        file = given.pop("home_file", None)
        sources: list[PydanticBaseSettingsSource] = [env_settings, _SecretFiles(settings_cls)]
        if file is not None:
            sources.append(TomlConfigSettingsSource(settings_cls, file))
        return tuple(sources)

    @property
    def secure(self) -> bool:
        """Whether people reach the service by TLS, so that cookies never travel otherwise."""
        return self.public_url.startswith("https://")


class _SecretFiles(PydanticBaseSettingsSource):
    """Secrets from the files that ``SOMMAI_<NAME>_FILE`` names."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        """Return a secret from its file."""
        named = os.environ.get(f"{PREFIX}{field_name.upper()}_FILE")
        if not named or "SecretStr" not in str(field.annotation):
            return None, field_name, False
        return private_text(Path(named)).strip(), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Return every secret that a file holds."""
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}


def settings_of(home: Path) -> Settings:
    """Return the settings of a home. Raises ``WrongSettings``, or ``OpenFile`` for a file that others may read."""
    file = home / FILE_NAME
    if file.exists():
        private_text(file)
    try:
        return Settings(home_file=file if file.exists() else None)  # type: ignore[call-arg]
    except ValidationError as why:
        told = sorted({f"{'.'.join(map(str, e['loc']))} ({e['type']})" for e in why.errors(include_input=False)})
        raise WrongSettings(names=", ".join(told)) from None
    except ValueError as why:
        raise WrongSettings(names=f"{FILE_NAME} ({type(why).__name__})") from None


def private_text(file: Path) -> str:
    """Return a file's text; raises ``OpenFile`` where others may read it, ``WrongSettings`` where nobody can."""
    try:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise OpenFile(file=file)
        return file.read_text(encoding="utf-8")
    except OSError as why:
        raise WrongSettings(names=f"{file.name} ({why.strerror})") from None


Where = Literal["setting", "default"]


def described(settings: Settings) -> list[tuple[str, str, Where, Text]]:
    """Return name, value, where it comes from, and meaning of every setting; a secret reads ``(set)`` or nothing."""
    rows = []
    for name, field in type(settings).model_fields.items():
        value = getattr(settings, name)
        secret = "SecretStr" in str(field.annotation)
        shown = ("(set)" if value else "") if secret else "" if value is None else str(value)
        where: Where = "setting" if name in settings.model_fields_set else "default"
        extra: Any = field.json_schema_extra
        rows.append((PREFIX + name.upper(), shown, where, Text(extra["vi"], field.description or "")))
    return rows
