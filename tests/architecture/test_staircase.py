"""Rooms import only from lower steps, and only through the front door."""

from __future__ import annotations

from tests.architecture.house import PACKAGE, STEP, TERMINAL, Imported, Module, modules, none_of

# Libraries that only some may know: a library and the rooms (or the one folder) that may import it.
RESERVED = {
    "textual": ("lstbo.app", "lstbo.screens", "lstbo.widgets"),
    "rich": ("lstbo.cli", "lstbo.app", "lstbo.screens", "lstbo.widgets"),
    "typer": ("lstbo.cli",),
    "click": ("lstbo.cli",),
    "reportlab": ("lstbo.reports.paper",),
    "duckdb": ("lstbo.storage",),
}


def test_every_room_has_its_place_on_the_staircase() -> None:
    rooms = {module.room for module in modules() if module.room} - {"__main__"}
    none_of(sorted(rooms - set(STEP)), "Rooms that the staircase in tests/architecture/house.py does not know:")


def test_imports_point_down_the_staircase() -> None:
    complaints = [
        f"{module.file}:{found.line} {module.room} imports {room}"
        for module, found, room in _between_rooms()
        if STEP.get(room, 99) >= STEP.get(module.room, 99)
    ]
    none_of(complaints, "Import from lower steps only; rooms on one step are strangers:")


def test_a_room_is_imported_through_its_front_door() -> None:
    complaints = [
        f"{module.file}:{found.line} write: from lstbo.{room} import {found.name or '...'}"
        for module, found, room in _between_rooms()
        if room != "core" and (found.module != f"lstbo.{room}" or not found.name or _is_inside(room, found.name))
    ]
    none_of(complaints, "Import the room, not its inside:")


def test_nobody_imports_private_things_of_another_room() -> None:
    complaints = [
        f"{module.file}:{found.line} {found.module} {found.name}"
        for module, found, _room in _between_rooms()
        if any(part.startswith("_") and part != "_" for part in [*found.module.split("."), found.name])
    ]
    none_of(complaints, "Names with an underscore belong to their room:")


def test_libraries_stay_in_the_rooms_that_may_know_them() -> None:
    complaints = [
        f"{module.file}:{found.line} imports {found.module}"
        for module in modules()
        for found in module.imports()
        for homes in [RESERVED.get(found.module.split(".")[0])]
        if homes and not any(module.dotted == home or module.dotted.startswith(home + ".") for home in homes)
    ]
    none_of(complaints, f"Only these may import these libraries: {RESERVED}")


def test_no_module_imports_itself_in_a_circle() -> None:
    known = {module.dotted for module in modules()}
    graph = {module.dotted: _targets(module, known) for module in modules()}
    done: set[str] = set()
    path: list[str] = []

    def visit(name: str) -> None:
        if name in path:
            raise AssertionError("Modules that import each other: " + " -> ".join([*path[path.index(name) :], name]))
        if name not in done:
            path.append(name)
            for target in sorted(graph[name]):
                visit(target)
            done.add(path.pop())

    for name in sorted(graph):
        visit(name)


def _between_rooms() -> list[tuple[Module, Imported, str]]:
    found_all = []
    for module in modules():
        if module.room in ("", "__main__"):
            continue
        for found in module.imports():
            parts = found.module.split(".")
            if parts[0] != "lstbo" or (parts == ["lstbo"] and found.name == "__version__"):
                continue
            room = parts[1] if len(parts) > 1 else found.name
            if room != module.room:
                found_all.append((module, found, room))
    return found_all


def _is_inside(room: str, name: str) -> bool:
    """Whether `name` is a module of the room that its front page does not offer itself."""
    folder = PACKAGE / room
    if not (folder / f"{name}.py").exists() and not (folder / name).is_dir():
        return False
    offered = {found.name for module in modules() if module.dotted == f"lstbo.{room}" for found in module.imports()}
    return name not in offered


def _targets(module: Module, known: set[str]) -> set[str]:
    targets = set()
    for found in module.imports():
        if found.at_load:
            inner = f"{found.module}.{found.name}"
            targets |= {inner if inner in known else found.module} & known
    return targets - {module.dotted}


def test_the_rooms_of_the_terminal_stand_on_top() -> None:
    assert min(STEP[room] for room in TERMINAL) > max(STEP[room] for room in STEP if room not in TERMINAL)
