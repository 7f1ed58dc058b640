"""`python -m storage.migrations` writes the snapshots anew, as after each new migration."""

from storage.migrations import snapshot
from storage.migrations.upgrading import written

for dialect in ("postgresql", "sqlite"):
    snapshot(dialect).write_text(written(dialect), encoding="utf-8")
