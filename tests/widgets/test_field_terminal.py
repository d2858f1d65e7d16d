"""Fields in a real terminal: bracketed paste of hostile text, and keys a slow line delivers in one piece."""

from __future__ import annotations

from pathlib import Path

from tests.screens.pty_session import PtySession

APP = Path(__file__).with_name("scan_terminal.py")


def end(session: PtySession, file: Path) -> list[str]:
    """Press the key that writes what the fields hold, and return it."""
    session.quiet()
    session.press("f7")
    while session.process.poll() is None:
        session.quiet(0.05)
    return file.read_text(encoding="utf-8").split("\n")


def test_a_pasted_escape_sequence_never_reaches_the_terminal(tmp_path: Path) -> None:
    with PtySession.script(APP, str(tmp_path / "got"), "text") as session:
        session.wait_for("<ready>")
        session.write("\x1b[200~坏[/]名\x1b]0;PWNED\x07[@click=app.quit]x[/]\r\nsecond\x9b31m line\x1b[201~")
        session.wait_for("second")
        lines = end(session, tmp_path / "got")
        assert b"\x1b]0;PWNED" not in session.raw and "\x9b".encode() not in session.raw
    assert "[@click=app.quit]x[/]" in lines[1] and "坏[/]名" in lines[1]
    assert all(line.isprintable() for line in lines)


def test_pasted_lines_become_one(tmp_path: Path) -> None:
    with PtySession.script(APP, str(tmp_path / "got"), "text") as session:
        session.wait_for("<ready>")
        session.write("\x1b[200~two\r\nlines\x1b[201~")
        session.wait_for("two lines")
        assert end(session, tmp_path / "got") == ["money ", "text two lines"]


def test_keys_delivered_in_one_piece_reach_their_fields(tmp_path: Path) -> None:
    with PtySession.script(APP, str(tmp_path / "got"), "money") as session:
        session.wait_for("<ready>")
        session.write("12.50\r13800138000")
        session.wait_for("13800138000")
        assert end(session, tmp_path / "got") == ["money 12.50", "text 13800138000"]
