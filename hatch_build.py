"""Build hook: compiles the message catalogues and puts the sample shop into the wheel."""

from __future__ import annotations

import importlib.util
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds to the wheel what is not a plain file of the package; needs nothing but the standard library."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile each `.po` into a scratch folder and include it, and `sample_data/`, inside the package."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        self._scratch = tempfile.TemporaryDirectory()
        compile_po = _compiler(root)
        for source in sorted(root.glob("lstbo/locale/*/LC_MESSAGES/*.po")):
            inside = source.relative_to(root).with_suffix(".mo")
            compiled = Path(self._scratch.name) / inside
            compiled.parent.mkdir(parents=True, exist_ok=True)
            compiled.write_bytes(compile_po(source))
            build_data["force_include"][str(compiled)] = inside.as_posix()
        if (root / "sample_data").is_dir():
            build_data["force_include"][str(root / "sample_data")] = "lstbo/sample_data"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the scratch folder."""
        if hasattr(self, "_scratch"):
            self._scratch.cleanup()


def _compiler(root: Path) -> Any:
    """The compiler of lstbo itself, loaded from its file: the package is not installed while it is built."""
    spec = importlib.util.spec_from_file_location("lstbo_po", root / "lstbo" / "core" / "_po.py")
    if spec is None or spec.loader is None:
        raise RuntimeError("lstbo/core/_po.py is missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.compile_po
