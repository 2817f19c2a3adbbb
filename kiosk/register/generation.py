"""Generations in the database: one is loaded while another is read, takes over in one step, and the one before stays.

A generation is opened by its data key. The key is written in the very step that makes the generation the active one, and
taken away first when it has to go: from then on its rows are noise that is deleted at leisure.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import chain
from struct import Struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import CursorResult, bindparam, delete, orm, select, text, update

from forms.ticket import Keyring, PublicKeys, TicketError, sealing
from kiosk.register.refusal import RegisterError, RegisterReason
from kiosk.store import AuditEvent, Details, Store, audit
from kiosk.store.tables import RegisterGenerationRow, RegisterPersonRow, RegisterReleaseRow, RegisterTagRow

BROKEN_AFTER = timedelta(minutes=2)
"""An import that has not written for so long is no longer running."""
IN_ONE_STATEMENT = 50
"""Rows; more gain nothing."""
DELETED_AT_ONCE = 5_000
"""Rows; the desks wait for no longer than that takes."""


class Book(StrEnum):
    """The two files."""

    RESIDENTS = "residents"
    PROTECTED = "protected"


class GenerationState(StrEnum):
    """loading → active → old → gone; a loading one that breaks off is gone at once."""

    LOADING = "loading"
    ACTIVE = "active"
    OLD = "old"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Counts:
    """What a file held, in numbers."""

    persons: int = 0
    households: int = 0
    refused: int = 0
    ending: int = 0


@dataclass(frozen=True, slots=True)
class Generation:
    """One import as it stands in the database."""

    id: int
    book: Book
    state: GenerationState
    as_of: date
    counts: Counts
    key_sealed: bytes | None


@dataclass(frozen=True, slots=True)
class Loading:
    """A generation that is being filled; nobody reads it."""

    store: Store
    id: int
    book: Book
    as_of: date

    def add_persons(self, rows: Sequence[tuple[int, bytes]]) -> None:
        """Write sealed rows, in a transaction of their own."""
        with self.store.writing() as session:
            self._touch(session)
            if session.get_bind().dialect.name == "postgresql":
                arrays = {"ids": [row for row, _ in rows], "sealed": [sealed for _, sealed in rows]}
                session.execute(_PERSONS_AS_ARRAYS, {"generation": self.id, **arrays})
            else:
                into = "INSERT INTO register_person (generation_id, row_id, sealed)"
                _insert_pairs(session, into, self.id, rows)

    def add_tags(self, tags: Sequence[tuple[int, int]]) -> None:
        """Write tags with the row each finds. In the order of the tags they go in fastest."""
        with self.store.writing() as session:
            self._touch(session)
            if session.get_bind().dialect.name == "postgresql":
                arrays = {"tags": [tag for tag, _ in tags], "ids": [row for _, row in tags]}
                session.execute(_TAGS_AS_ARRAYS, {"generation": self.id, **arrays})
            else:
                into = "INSERT OR IGNORE INTO register_tag (generation_id, tag, row_id)"
                _insert_pairs(session, into, self.id, tags)

    def take_over(self, counts: Counts, digest: str, key_sealed: bytes) -> None:
        """Become the active generation, in one step; the one before is kept, the one before that is gone."""
        with self.store.writing() as session:
            older = list(_ids(session, self.book, GenerationState.OLD))
            _set_state(session, self.book, GenerationState.OLD, GenerationState.GONE)
            _set_state(session, self.book, GenerationState.ACTIVE, GenerationState.OLD)
            row = _find(session, self.id)
            row.state, row.digest, row.key_sealed = GenerationState.ACTIVE.value, digest, key_sealed
            row.persons, row.households = counts.persons, counts.households
            row.refused, row.ending = counts.refused, counts.ending
            details = Details(kind=self.book.value, count=counts.persons, version=self.id)
            audit.append(session, self.store.clock(), AuditEvent.REGISTER_IMPORTED, details=details)
        for id in older:
            delete_rows(self.store, id)

    def give_up(self) -> None:
        """Leave nothing."""
        with self.store.writing() as session:
            _find(session, self.id).state = GenerationState.GONE.value
        delete_rows(self.store, self.id)

    def _touch(self, session: orm.Session) -> None:
        now = self.store.clock()
        session.execute(
            update(RegisterGenerationRow).where(RegisterGenerationRow.id == self.id).values(touched_at=now)
        )


_PERSONS_AS_ARRAYS = text(
    "INSERT INTO register_person (generation_id, row_id, sealed) SELECT :generation, r, s"
    " FROM unnest(CAST(:ids AS integer[]), CAST(:sealed AS bytea[])) AS given(r, s)"
)
_TAGS_AS_ARRAYS = text(
    "INSERT INTO register_tag (generation_id, tag, row_id) SELECT :generation, t, r"
    " FROM unnest(CAST(:tags AS bigint[]), CAST(:ids AS integer[])) AS given(t, r) ON CONFLICT DO NOTHING"
)


def _insert_pairs(
    session: orm.Session, into: str, generation: int, pairs: Sequence[tuple[int, int | bytes]]
) -> None:
    """Insert into SQLite, many rows with each statement: half the time of one by one."""
    whole = len(pairs) - len(pairs) % IN_ONE_STATEMENT
    row = f"({generation:d}, ?, ?)"
    for some, rows in ((pairs[:whole], IN_ONE_STATEMENT), (pairs[whole:], 1)):
        if some:
            values = ((chain.from_iterable(some[at : at + rows])) for at in range(0, len(some), rows))
            statement = f"{into} VALUES {', '.join([row] * rows)}"
            session.connection().exec_driver_sql(statement, [tuple(each) for each in values])


def begin(store: Store, book: Book, as_of: date) -> Loading:
    """Begin to load a generation; what an import left behind that broke off is deleted first.

    Raise RegisterError(import_running) if one is still writing.
    """
    with store.writing() as session:
        now = store.clock()
        for row in session.scalars(
            select(RegisterGenerationRow).where(RegisterGenerationRow.state == GenerationState.LOADING.value)
        ):
            if now - row.touched_at < BROKEN_AFTER:
                raise RegisterError(RegisterReason.IMPORT_RUNNING)
            row.state = GenerationState.GONE.value
        new = RegisterGenerationRow(
            book=book.value,
            state=GenerationState.LOADING.value,
            as_of=as_of,
            touched_at=now,
            digest="",
            persons=0,
            households=0,
            refused=0,
            ending=0,
        )
        session.add(new)
        session.flush()
        loading = Loading(store, new.id, book, as_of)
    for id in _gone_with_rows(store):
        delete_rows(store, id)
    return loading


def read_active(session: orm.Session, book: Book) -> Generation | None:
    """Return the generation that is read now, None if there is none."""
    row = session.scalars(
        select(RegisterGenerationRow).where(
            RegisterGenerationRow.book == book.value,
            RegisterGenerationRow.state == GenerationState.ACTIVE.value,
        )
    ).one_or_none()
    return make_generation(row) if row else None


def read_generations(store: Store) -> tuple[Generation, ...]:
    """Return those that are there, newest first."""
    with store.reading() as session:
        rows = session.scalars(
            select(RegisterGenerationRow)
            .where(RegisterGenerationRow.state != GenerationState.GONE.value)
            .order_by(RegisterGenerationRow.id.desc())
        )
        return tuple(make_generation(row) for row in rows)


def forget(store: Store) -> int:
    """Destroy every key, then delete every row; return how many generations there were."""
    with store.writing() as session:
        ids = [
            row.id
            for row in session.scalars(
                select(RegisterGenerationRow).where(RegisterGenerationRow.state != GenerationState.GONE.value)
            )
        ]
        session.execute(
            update(RegisterGenerationRow).values(state=GenerationState.GONE.value, key_sealed=None, digest="")
        )
        session.execute(delete(RegisterReleaseRow))
        audit.append(session, store.clock(), AuditEvent.REGISTER_FORGOTTEN, details=Details(count=len(ids)))
    for id in _gone_with_rows(store):
        delete_rows(store, id)
    store.overwrite_deleted()
    return len(ids)


def delete_rows(store: Store, id: int) -> None:
    """Delete what a generation held, its key first, a few thousand rows at a time."""
    with store.writing() as session:
        session.execute(
            update(RegisterGenerationRow).where(RegisterGenerationRow.id == id).values(key_sealed=None)
        )
    while _delete_some(store, id):
        pass


def _delete_some(store: Store, id: int) -> bool:
    with store.writing() as session:
        deleted = 0
        for table, name, key in (
            (RegisterTagRow, "register_tag", "tag"),
            (RegisterPersonRow, "register_person", "row_id"),
        ):
            last = session.scalar(
                text(
                    f"SELECT max({key}) FROM (SELECT {key} FROM {name} WHERE generation_id = :id"  # noqa: S608
                    f" ORDER BY {key} LIMIT :most) AS part"
                ),
                {"id": id, "most": DELETED_AT_ONCE},
            )
            if last is None:
                continue
            column = RegisterTagRow.tag if table is RegisterTagRow else RegisterPersonRow.row_id
            found = session.execute(delete(table).where(table.generation_id == id, column <= last))
            deleted += found.rowcount if isinstance(found, CursorResult) else 0
        return deleted > 0


def _gone_with_rows(store: Store) -> Iterator[int]:
    with store.reading() as session:
        gone = session.scalars(
            select(RegisterGenerationRow.id).where(RegisterGenerationRow.state == GenerationState.GONE.value)
        ).all()
        some = select(RegisterPersonRow.row_id).where(RegisterPersonRow.generation_id == bindparam("id")).limit(1)
        tags = select(RegisterTagRow.row_id).where(RegisterTagRow.generation_id == bindparam("id")).limit(1)
        kept = [id for id in gone if any(session.scalar(query, {"id": id}) is not None for query in (some, tags))]
    yield from kept


def _ids(session: orm.Session, book: Book, state: GenerationState) -> Iterator[int]:
    yield from session.scalars(
        select(RegisterGenerationRow.id).where(
            RegisterGenerationRow.book == book.value, RegisterGenerationRow.state == state.value
        )
    ).all()


def _set_state(session: orm.Session, book: Book, before: GenerationState, after: GenerationState) -> None:
    session.execute(
        update(RegisterGenerationRow)
        .where(RegisterGenerationRow.book == book.value, RegisterGenerationRow.state == before.value)
        .values(state=after.value)
    )


def _find(session: orm.Session, id: int) -> RegisterGenerationRow:
    return session.scalars(select(RegisterGenerationRow).where(RegisterGenerationRow.id == id)).one()


def make_generation(row: RegisterGenerationRow) -> Generation:
    """Return the row as our own object."""
    counts = Counts(row.persons, row.households, row.refused, row.ending)
    book, state = Book(row.book), GenerationState(row.state)
    return Generation(row.id, book, state, row.as_of, counts, row.key_sealed)


PURPOSE = b"kakanai-madoguchi register key\x00"
"""With the generation's number behind it: the key of one generation opens for no other."""
SIZE = 32
NONCE = 12
_FIRST = Struct(">q")
"""The bytes of a tag: a number that both databases compare at once. What a tag finds is opened and looked at again."""


@dataclass(frozen=True)
class GenerationKey:
    """The data key of one generation."""

    generation: int
    secret: bytes = field(repr=False)

    @cached_property
    def _box(self) -> AESGCM:
        return AESGCM(self._derived(b"rows"))

    @cached_property
    def _tag_halves(self) -> "tuple[hashlib._Hash, hashlib._Hash]":
        """HMAC-SHA256 (RFC 2104) with the key already taken in: each tag begins from copies, at a third of the cost."""
        key = self._derived(b"tags").ljust(hashlib.sha256().block_size, b"\0")
        inner, outer = (hashlib.sha256(bytes(sign ^ pad for sign in key)) for pad in (0x36, 0x5C))
        return inner, outer

    def _derived(self, use: bytes) -> bytes:
        return HKDF(algorithm=SHA256(), length=SIZE, salt=None, info=b"register " + use).derive(self.secret)

    def seal(self, contents: Iterable[bytes], first: int) -> list[tuple[int, bytes]]:
        """Return rows sealed, with their numbers from `first` on.

        Each row of a generation is sealed once, so its number may be the nonce.
        """
        encrypt, generation = self._box.encrypt, self.generation.to_bytes(8)
        return [
            (row, encrypt(row.to_bytes(NONCE), each, generation + row.to_bytes(8)))
            for row, each in enumerate(contents, start=first)
        ]

    def open(self, row: int, found: bytes) -> bytes:
        """Return the row's contents. Raise RegisterError(key_gone) if it is another row's or was changed."""
        try:
            bound_to = self.generation.to_bytes(8) + row.to_bytes(8)
            return self._box.decrypt(row.to_bytes(NONCE), found, bound_to)
        except InvalidTag:
            raise RegisterError(RegisterReason.KEY_GONE) from None

    def tag(self, what: str) -> int:
        """Return the blind tag of a text: only who has the key can make it, or guess at what it stands for."""
        return self.tags((what,))[0]

    def tags(self, texts: Iterable[str]) -> list[int]:
        """Return the tag of each."""
        begin, end = (half.copy for half in self._tag_halves)
        found = []
        for sought in texts:
            inner, outer = begin(), end()
            inner.update(sought.encode())
            outer.update(inner.digest())
            found.append(_FIRST.unpack_from(outer.digest())[0])
        return found

    def sealed_to(self, keys: PublicKeys) -> bytes:
        """Return the key sealed to the town's current key. Raise KeysError if there is none."""
        return sealing.sealed(self.secret, keys.town, keys.current, _purpose(self.generation))


def new_key(generation: int) -> GenerationKey:
    """Make the key of a new generation."""
    return GenerationKey(generation, secrets.token_bytes(SIZE))


def open_key(generation: int, found: bytes, keyring: Keyring) -> GenerationKey:
    """Return the key of a stored generation. Raise RegisterError(key_gone) if the town's key for it is destroyed."""
    try:
        return GenerationKey(generation, sealing.unsealed(found, keyring, _purpose(generation)))
    except TicketError:
        raise RegisterError(RegisterReason.KEY_GONE) from None


def _purpose(generation: int) -> bytes:
    return PURPOSE + generation.to_bytes(8)
