"""The source of lstbo as the architecture tests see it: every module parsed once, with its room and its imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "lstbo"

# From the lowest step to the highest; rooms on one step are strangers.
STAIRCASE = (
    ("core",),
    ("storage",),
    ("catalog", "accounting"),
    ("shop",),
    ("inventory",),
    ("sales", "purchasing"),
    ("replenishment",),
    ("assortment",),
    ("planning", "online"),
    ("reports", "exchange", "notebook", "proof"),
    ("widgets",),
    ("screens",),
    ("app",),
    ("cli",),
)
STEP = {room: number for number, rooms in enumerate(STAIRCASE) for room in rooms}
TERMINAL = {"widgets", "screens", "app", "cli"}


@dataclass(frozen=True)
class Imported:
    """One imported name: `from module import name`, or `import module` with name empty."""

    module: str
    name: str
    line: int
    at_load: bool  # runs when the importing module is loaded


@dataclass(frozen=True)
class Module:
    """One parsed source file of the package."""

    path: Path
    tree: ast.Module

    @property
    def file(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def dotted(self) -> str:
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def room(self) -> str:
        parts = self.dotted.split(".")
        return parts[1] if len(parts) > 1 else ""

    @property
    def may_hold_sql(self) -> bool:
        inside = self.path.relative_to(PACKAGE).parts[1:]
        return self.room == "storage" or inside[:1] in (("_sql.py",), ("_sql",))

    def at(self, node: ast.AST) -> str:
        return f"{self.file}:{getattr(node, 'lineno', 1)}"

    def nodes(self) -> Iterator[ast.AST]:
        return ast.walk(self.tree)

    def calls(self) -> Iterator[tuple[ast.Call, str]]:
        """Every call with the written name of what is called: `date.today`, `open`, `path.read_bytes`."""
        for node in self.nodes():
            if isinstance(node, ast.Call):
                yield node, ast.unparse(node.func)

    def strings(self) -> Iterator[ast.Constant]:
        """Every string of the code, docstrings left out, the fixed parts of f-strings included."""
        documentation = {
            id(body[0].value)
            for node in self.nodes()
            if (body := getattr(node, "body", None)) and isinstance(body, list) and isinstance(body[0], ast.Expr)
        }
        for node in self.nodes():
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
                yield node

    def imports(self) -> Iterator[Imported]:
        lazy = {id(inner) for node in self.nodes() if _is_lazy(node) for inner in ast.walk(node)}
        for node in self.nodes():
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Imported(alias.name, "", node.lineno, id(node) not in lazy)
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    yield Imported(self._absolute(node), alias.name, node.lineno, id(node) not in lazy)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.dotted.split(".") if self.path.name == "__init__.py" else self.dotted.split(".")[:-1]
        base = package[: len(package) - node.level + 1]
        return ".".join([*base, *([node.module] if node.module else [])])


def _is_lazy(node: ast.AST) -> bool:
    if isinstance(node, ast.If):
        return "TYPE_CHECKING" in ast.unparse(node.test)
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


@cache
def modules() -> tuple[Module, ...]:
    """Every module of lstbo, parsed."""
    files = sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)
    return tuple(Module(path, ast.parse(path.read_text(encoding="utf-8"), str(path))) for path in files)


def none_of(complaints: list[str], rule: str) -> None:
    """Fail with the rule and every place that breaks it."""
    assert not complaints, rule + "\n  " + "\n  ".join(sorted(complaints))
