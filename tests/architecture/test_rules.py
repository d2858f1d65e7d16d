"""What may stand where: SQL, the clock, money, files and processes, and words about every public name."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator

from tests.architecture.house import PACKAGE, ROOT, TERMINAL, Module, modules, none_of

SQL = re.compile(
    r"^\s*(SELECT\b.+?\bFROM\b|INSERT\s+(OR\s+\w+\s+)?INTO\b|UPDATE\s+\S+\s+SET\b|DELETE\s+FROM\b|COPY\s+[(\w]|ATTACH\s+'"
    r"|(CREATE|DROP|ALTER)\s+(OR\s+REPLACE\s+|TEMP\s+)*(TABLE|VIEW|SCHEMA|SEQUENCE|MACRO|INDEX)\b|WITH\s+\w+.*?\bAS\s*\()",
    re.DOTALL,
)
SQL_CLOCK = re.compile(r"\b(current_timestamp|current_date|localtimestamp|now\(\)|today\(\))", re.IGNORECASE)
CLOCK = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|gmtime))$")
DANGEROUS = re.compile(r"^(eval|exec|pickle\.\w+|marshal\.\w+|shelve\.\w+|yaml\.load)$")
FORKS = re.compile(r"^(os\.fork(pty)?|os\.popen|os\.system|(concurrent\.futures\.)?ProcessPoolExecutor)$")
RAW = re.compile(r"(^|\.)(open|read_bytes|write_bytes|read_text|write_text|copy|copy2|copyfile|copyfileobj)$")
A_BOOK = re.compile(r"\.duckdb\b|\bbook\.path\b|\bbook_(path|file)\b")
HEAVY = {"duckdb", "textual", "reportlab", "pydantic", "pypinyin", "stdnum", "sqlite_utils", "python_calamine"}
MIGRATIONS = sorted((PACKAGE / "storage" / "migrations").glob("*.sql"))


def test_sql_stands_only_in_sql_modules_and_storage() -> None:
    others = [module for module in modules() if not module.may_hold_sql]
    texts = [f"{m.at(node)} {node.value.strip()[:60]!r}" for m in others for node in m.strings() if _is_sql(node.value)]
    runs = [f"{m.at(call)} {name}" for m in others for call, name in m.calls() if re.search(r"\.execute(many)?$", name)]
    none_of(texts + runs, "SQL and .execute belong into the room's _sql.py, or into storage:")


def test_only_the_clock_reads_the_time() -> None:
    clocks = [module for module in modules() if module.dotted != "lstbo.core.clock"]
    complaints = [f"{m.at(call)} {name}" for m in clocks for call, name in m.calls() if CLOCK.search(name)]
    texts = [(m.at(node), node.value) for m in clocks for node in m.strings() if _is_sql(node.value)]
    texts += [(path.name, _without_comments(path.read_text(encoding="utf-8"))) for path in MIGRATIONS]
    complaints += [f"{place} in SQL" for place, text in texts if SQL_CLOCK.search(text)]
    none_of(complaints, "Take the time from lstbo.core.clock, or as a parameter:")


def test_nothing_is_made_a_float() -> None:
    complaints = [
        m.at(call)
        for m in modules()
        if m.room not in TERMINAL and not m.dotted.startswith("lstbo.reports.paper")
        for call, name in m.calls()
        if name == "float"
    ]
    none_of(complaints, "Money and quantities are Decimal, never float:")


def test_nothing_prints_outside_the_command_line() -> None:
    complaints = [m.at(call) for m in modules() if m.room != "cli" for call, name in m.calls() if name == "print"]
    none_of(complaints, "Return facts; only cli/ prints:")


def test_nothing_runs_text_as_code() -> None:
    complaints = [f"{m.at(call)} {name}" for m in modules() for call, name in m.calls() if DANGEROUS.search(name)]
    none_of(complaints, "Never run or unpickle what came from outside:")


def test_no_process_is_forked() -> None:
    complaints = [f"{m.at(call)} {name}" for m in modules() for call, name in m.calls() if FORKS.search(name)]
    complaints += [
        f"{m.file}:{found.line} imports multiprocessing"
        for m in modules()
        for found in m.imports()
        if found.module.split(".")[0] == "multiprocessing"
    ]
    none_of(complaints, "A fork with an open book bypasses its lock; start a process with subprocess:")


def test_only_storage_touches_the_file_of_a_book() -> None:
    complaints = [
        f"{m.at(call)} {ast.unparse(call)[:70]}"
        for m in modules()
        if m.room != "storage"
        for call, name in m.calls()
        if RAW.search(name) and A_BOOK.search(ast.unparse(call))
    ]
    none_of(complaints, "Opening the file of a book drops the lock of the engine; ask storage:")


def test_migrations_make_no_index_no_trigger_and_no_float() -> None:
    bad = re.compile(r"\bCREATE\s+(UNIQUE\s+)?INDEX\b|\bCREATE\s+TRIGGER\b|\b(DOUBLE|FLOAT|REAL)\b", re.IGNORECASE)
    complaints = [
        f"{path.relative_to(ROOT).as_posix()}:{number} {line.strip()}"
        for path in MIGRATIONS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if bad.search(_without_comments(line))
    ]
    none_of(complaints, "An index can lose entries after a crash, a float loses fen:")


def test_every_public_name_is_typed_and_documented() -> None:
    complaints = []
    for module in modules():
        if not module.path.stem.startswith("_") or module.path.stem == "__init__":
            complaints += [f"{module.at(node)} {name}: {what}" for node, name, what in _unfinished(module)]
    none_of(complaints, "Public names say what they are:")


def test_no_file_holds_two_jobs() -> None:
    files = [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    long = [path for path in files if lengths[path] > 600]
    none_of([f"{path.relative_to(ROOT).as_posix()}: {lengths[path]} lines" for path in long], "No file over 600 lines:")


def test_the_help_loads_no_heavy_library() -> None:
    code = (
        "import sys\nfrom lstbo.cli import main\nsys.argv = ['lstbo', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"sys.exit(' '.join(sorted({HEAVY} & set(sys.modules))) or 0)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 0, f"`lstbo --help` loads, or fails with: {run.stderr}"
    assert "lstbo" in run.stdout


def _is_sql(text: str) -> bool:
    return bool(SQL.search(text) or (SQL.search(text.upper()) and text.strip()[:1].islower()))


def _without_comments(sql: str) -> str:
    return re.sub(r"--.*", "", sql)


def _unfinished(module: Module) -> Iterator[tuple[ast.AST, str, str]]:
    if not ast.get_docstring(module.tree):
        yield module.tree, module.dotted, "the module has no docstring"
    for owner in [module.tree, *(node for node in module.tree.body if isinstance(node, ast.ClassDef))]:
        if isinstance(owner, ast.ClassDef) and owner.name.startswith("_"):
            continue
        for node in owner.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name.startswith("_"):
                continue
            if not ast.get_docstring(node) and not _repeats(node):
                yield node, node.name, "no docstring"
            if not isinstance(node, ast.ClassDef) and not _typed(node):
                yield node, node.name, "not fully typed"


def _repeats(node: ast.AST) -> bool:
    """An overload or a property's setter: documented at the name's other definition."""
    return any(re.search(r"overload|\.setter$", ast.unparse(mark)) for mark in getattr(node, "decorator_list", []))


def _typed(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
    free = [arg for arg in taken if arg and arg.annotation is None and arg.arg not in ("self", "cls")]
    return not free and node.returns is not None
