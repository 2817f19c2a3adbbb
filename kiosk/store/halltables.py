"""The tables of the hall: numbers and what became of them, promises, feedback. Codes, numbers and times."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kiosk.store.tables import Base, UtcTime

AT_A_WINDOW = text("state IN ('called', 'serving')")


class TurnRow(Base):
    """One person's place in the waiting. A window has one turn at a time; a number is given once a day."""

    __tablename__ = "turn"
    __table_args__ = (
        UniqueConstraint("day", "number"),
        Index("ix_turn_waiting", "day", "site", "state"),
        Index(
            "uq_turn_window",
            "day",
            "site",
            "window",
            unique=True,
            sqlite_where=AT_A_WINDOW,
            postgresql_where=AT_A_WINDOW,
        ),
    )
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    day: Mapped[date]
    site: Mapped[str] = mapped_column(String(20))
    queue: Mapped[str] = mapped_column(String(20))
    number: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(16))
    since: Mapped[datetime] = mapped_column(UtcTime)
    issued_at: Mapped[datetime] = mapped_column(UtcTime)
    called_at: Mapped[datetime | None] = mapped_column(UtcTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    told_until: Mapped[datetime | None] = mapped_column(UtcTime)
    way: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(35))
    window: Mapped[str | None] = mapped_column(String(20))
    visit_id: Mapped[str | None] = mapped_column(String(32))
    calls: Mapped[int]
    overtaken: Mapped[int]
    needs: Mapped[str] = mapped_column(String(48))
    """Codes of `kiosk.hall.turn.Need`, deleted each night."""


class TurnSpanRow(Base):
    """A state of a turn from here to the next span; only ever added. The figures are worked out from these."""

    __tablename__ = "turn_span"
    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[str] = mapped_column(ForeignKey("turn.id", ondelete="CASCADE"), index=True)
    queue: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(16))
    window: Mapped[str | None] = mapped_column(String(20))
    since: Mapped[datetime] = mapped_column(UtcTime)


class TurnPressRow(Base):
    """A press of a button that was answered: the same key again gives the same turn and changes nothing."""

    __tablename__ = "turn_press"
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    turn_id: Mapped[str | None] = mapped_column(String(32))


class PromiseRow(Base):
    """How long somebody was told to wait, in minutes; no `high` where no end was told."""

    __tablename__ = "promise"
    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[str] = mapped_column(ForeignKey("turn.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    low: Mapped[int]
    high: Mapped[int | None]


class FeedbackRow(Base):
    """How often a face was tapped on a day; nothing ties it to a visit."""

    __tablename__ = "feedback"
    day: Mapped[date] = mapped_column(primary_key=True)
    site: Mapped[str] = mapped_column(String(20), primary_key=True)
    face: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]


class SurveyMarkRow(Base):
    """Staff who play a resident began to do something else; a walk is the marks with its id."""

    __tablename__ = "survey_mark"
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[str] = mapped_column(String(32), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    phase: Mapped[str] = mapped_column(String(8))
    script: Mapped[str] = mapped_column(String(20))
    activity: Mapped[str] = mapped_column(String(8))


class TaskRow(Base):
    """What one section does for a visit: `kiosk.store.task`."""

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("visit_id", "plan"), Index("ix_task_section", "section", "state"))
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"))
    plan: Mapped[str] = mapped_column(String(20))
    section: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(16))
    position: Mapped[int]
    planned_at: Mapped[datetime] = mapped_column(UtcTime)
    since: Mapped[datetime] = mapped_column(UtcTime)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    reason: Mapped[str] = mapped_column(String(32))
    is_kept: Mapped[bool]


class AnnouncementRow(Base):
    """A case that is announced for a day: `kiosk.store.announcements`."""

    __tablename__ = "announcement"
    __table_args__ = (UniqueConstraint("day", "number"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    day: Mapped[date]
    number: Mapped[int]
    at: Mapped[str] = mapped_column(String(5))
    visit_id: Mapped[str | None] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"))
    tasks: Mapped[list["AnnouncedTaskRow"]] = relationship(lazy="selectin", passive_deletes=True)


class AnnouncedTaskRow(Base):
    """A `[[task]]` that an announced case will need."""

    __tablename__ = "announced_task"
    announcement_id: Mapped[str] = mapped_column(
        ForeignKey("announcement.id", ondelete="CASCADE"), primary_key=True
    )
    plan: Mapped[str] = mapped_column(String(20), primary_key=True)
