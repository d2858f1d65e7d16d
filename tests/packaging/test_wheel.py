"""What a stranger gets: the wheel carries everything, and runs from any folder."""

from __future__ import annotations

import os
import re
import site
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    return _build_wheel(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `lstbo` of an environment that holds the wheel, and borrows the libraries of this one."""
    home = tmp_path_factory.mktemp("empty") / "venv"
    _run(sys.executable, "-m", "venv", "--without-pip", home)
    python = home / SCRIPTS / "python"
    _pip("--python", python, "install", "--no-deps", "--no-index", "--ignore-installed", wheel)
    libraries = Path(_run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *site.getsitepackages()}
    (libraries / "borrowed.pth").write_text("\n".join(sorted(borrowed)), encoding="utf-8")
    return home / SCRIPTS / "lstbo"


def test_the_wheel_carries_every_file_of_the_package(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    kept = [name for folder in ("lstbo", "sample_data") for name in _files(folder)]
    wanted = {name if name.startswith("lstbo/") else f"lstbo/{name}" for name in kept}
    assert sorted(wanted - names) == []


def test_the_wheel_carries_charts_fonts_catalogue_and_sample_shop(wheel: Path) -> None:
    names = "\n".join(zipfile.ZipFile(wheel).namelist())
    for pattern in (
        r"^lstbo/accounting/data/\w+\.csv$",
        r"^lstbo/reports/paper/fonts/NotoSansSC-Regular-lstbo\.ttf$",
        r"^lstbo/reports/paper/fonts/OFL\.txt$",
        r"^lstbo/locale/zh_CN/LC_MESSAGES/lstbo\.mo$",
        r"^lstbo/storage/migrations/\d+\w*\.sql$",
        r"^lstbo/sample_data/",
    ):
        assert re.search(pattern, names, re.MULTILINE), pattern


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if not name.startswith(("lstbo/", "lstbo-"))] == []
    assert [name for name in names if name.endswith((".po", ".pot", ".pyc", ".duckdb"))] == []


def test_the_source_archive_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    _run(sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", tmp_path, cwd=ROOT)
    second = _build_wheel(next(tmp_path.glob("*.tar.gz")), tmp_path / "again")
    assert sorted(zipfile.ZipFile(second).namelist()) == sorted(zipfile.ZipFile(wheel).namelist())


def test_it_runs_from_another_folder(installed: Path, tmp_path: Path, shop_env: dict[str, str]) -> None:
    shop_env.pop("PYTHONPATH")
    where = _run(installed.parent / "python", "-c", "import lstbo; print(lstbo.__file__)", cwd=tmp_path, env=shop_env)
    assert not Path(where.strip()).is_relative_to(ROOT)
    assert "0.1.0" in _run(installed, "--version", cwd=tmp_path, env=shop_env)
    assert "lstbo" in _run(installed, "--help", cwd=tmp_path, env=shop_env)


def test_it_speaks_chinese_from_another_folder(installed: Path, tmp_path: Path, shop_env: dict[str, str]) -> None:
    shop_env.pop("PYTHONPATH")
    code = "from lstbo.core.language import _, set_language; set_language('zh'); print(_('Try again in a moment.'))"
    said = _run(installed.parent / "python", "-c", code, cwd=tmp_path, env=shop_env)
    assert re.search(r"[\u4e00-\u9fff]", said), said


def test_it_makes_the_sample_shop_anywhere(installed: Path, tmp_path: Path, shop_env: dict[str, str]) -> None:
    shop_env.pop("PYTHONPATH")
    said = _run(installed, "demo", "--no-tui", cwd=tmp_path, env=shop_env)
    assert "Traceback" not in said


def _build_wheel(source: Path, folder: Path) -> Path:
    _pip("wheel", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", folder, source)
    return next(folder.glob("*.whl"))


def _pip(*args: object) -> str:
    return _run(sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *args)


def _run(*command: object, cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env or os.environ.copy(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def _files(folder: str) -> list[str]:
    """The files of a folder that a wheel should carry, as paths from the top."""
    skipped = {".po", ".pot", ".cfg", ".pyc", ".duckdb"}
    found = [path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix not in skipped]
    return [path.relative_to(ROOT).as_posix() for path in found if "__pycache__" not in path.parts]
