"""Column types that forget and round nothing, and what every table is made of."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, DateTime, MetaData, Numeric, Text, TypeDecorator
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeEngine


class UtcTime(TypeDecorator[datetime]):
    """A moment. Goes in aware, comes out in UTC; SQLite forgets zones, so it is given none."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ARG002 its signature
        """Not `process_result_value`: that is another call for each moment that is read. What
        PostgreSQL's driver reads is in UTC: each connection asks for that.
        """
        return _read if dialect.name == "sqlite" else None


@lru_cache(maxsize=10_000)
def _read(written: str | None) -> datetime | None:
    """Rows share their moments: to look one up takes a tenth of reading it again (measured)."""
    return None if written is None else datetime.fromisoformat(written).replace(tzinfo=UTC)


class Exact(TypeDecorator[Decimal]):
    """A Decimal to the last digit. SQLite rounds numbers, so there it is text."""

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else Numeric())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | str | None:
        if value is None or dialect.name != "sqlite":
            return value
        return format(value, "f")

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ARG002 its signature
        """Not `process_result_value`, as above. PostgreSQL's driver reads Decimals by itself."""
        return _exact if dialect.name == "sqlite" else None


def _exact(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


class Base(DeclarativeBase):
    """Every table. Columns are typed by their annotation."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 read once by SQLAlchemy
        str: Text(),
        datetime: UtcTime(),
        Decimal: Exact(),
        dict[str, Any]: JSON().with_variant(postgresql.JSONB(), "postgresql"),
        list[str]: JSON().with_variant(postgresql.JSONB(), "postgresql"),
    }


class OfWorkspace:
    """Mixin: a row of one workspace, whose id leads the key."""

    workspace_id: Mapped[str] = mapped_column(primary_key=True, sort_order=-1)
