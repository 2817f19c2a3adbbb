"""The picture book: every screen and sheet as it really is, drawn by `make pictures` into docs/pictures/."""
