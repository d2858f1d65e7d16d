"""Where the time of one command goes: its SQL statements by time, and what Python did besides.

python -m benchmarks.statements --book FILE import sales day.csv
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Sequence
from typing import Any


def main() -> int:
    """Run one command of lstbo in this process, then print its slowest statements on stderr."""
    begun = time.perf_counter()
    from lstbo.cli import main as lstbo
    from lstbo.storage import Transaction, audit

    took: dict[str, list[float]] = {}

    def timed(work: Any, label: Any) -> Any:
        def run(*args: Any, **kwargs: Any) -> Any:
            start = time.perf_counter()
            try:
                return work(*args, **kwargs)
            finally:
                took.setdefault(label(*args), []).append(time.perf_counter() - start)

        return run

    def statement(_tx: Transaction, sql: str, _params: Sequence[object] = ()) -> str:
        return re.sub(r"\s+", " ", sql).strip()[:110]

    for name in ("execute", "rows", "one"):
        setattr(Transaction, name, timed(getattr(Transaction, name), statement))
    audit.Chain.seal = timed(audit.Chain.seal, lambda *_args: "(audit row)")  # type: ignore[method-assign]
    prepared = time.perf_counter() - begun
    code = lstbo(sys.argv[1:])
    whole = time.perf_counter() - begun
    inside = sum(sum(times) for times in took.values())
    print(f"{whole:.2f} s: loading {prepared:.2f}, statements {inside:.2f}, the rest is Python", file=sys.stderr)
    for label, times in sorted(took.items(), key=lambda pair: -sum(pair[1]))[:40]:
        print(f"{sum(times):8.3f} s {len(times):6} x  {label}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
