"""The secrets of one installation: made at random once, kept in a file only its owner reads."""

import os
import secrets
from dataclasses import dataclass, fields
from pathlib import Path

from cms.settings import UnusableEnvironment


@dataclass(frozen=True)
class InstallationSecrets:
    secret_key: str
    demo_editor_password: str
    demo_publisher_password: str
    demo_admin_password: str


def installation_secrets(path: Path) -> InstallationSecrets:
    """The secrets kept at `path`; made first when the file is not there."""
    try:
        if not path.exists():
            create(path)
        return read(path)
    except OSError as error:
        raise UnusableEnvironment(
            f"The folder {path.parent} cannot be written ({error.strerror}): "
            "set DATA_DIR to a folder that can."
        ) from error


def read(path: Path) -> InstallationSecrets:
    """Stops when a line is missing: a secret is never replaced silently."""
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = dict(line.split("=", 1) for line in lines if "=" in line)
    names = [declared.name for declared in fields(InstallationSecrets)]
    missing = [name.upper() for name in names if not kept.get(name.upper())]
    if missing:
        raise UnusableEnvironment(
            f"{path} lacks {', '.join(missing)}: remove the file to make new secrets."
        )
    return InstallationSecrets(**{name: kept[name.upper()] for name in names})


def create(path: Path) -> None:
    """Write new secrets in one step, so that no other process ever reads half a file."""
    made = {
        declared.name.upper(): secrets.token_urlsafe(12) for declared in fields(InstallationSecrets)
    }
    made["SECRET_KEY"] = secrets.token_urlsafe(50)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in made.items())
    publish(draft, path)


def publish(draft: Path, path: Path) -> None:
    """Give the draft its name, unless another process was first: then its secrets stand."""
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
