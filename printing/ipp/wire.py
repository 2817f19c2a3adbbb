"""A bounded reader over the bytes of a message."""


class MalformedMessageError(ValueError):
    """The bytes cannot be followed as an IPP message; the text says where, never what was inside."""


class Reader:
    """Takes exact lengths from the front and refuses to go past the end."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def take(self, length: int) -> bytes:
        """The next `length` bytes."""
        if self._at + length > len(self._content):
            raise MalformedMessageError("the message ends too early")
        taken = self._content[self._at : self._at + length]
        self._at += length
        return taken

    def byte(self) -> int:
        """The next byte as a number."""
        return self.take(1)[0]

    def chunk(self) -> bytes:
        """A two-byte length and that many bytes."""
        return self.take(int.from_bytes(self.take(2), "big"))

    def word(self) -> str:
        """A chunk as text; bytes that are not UTF-8 become U+FFFD."""
        return self.chunk().decode("utf-8", "replace")

    def rest(self) -> bytes:
        """Everything not taken yet."""
        return self._content[self._at :]
