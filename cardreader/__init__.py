"""The My Number card through PC/SC: four items, never the number. Knows no Flask."""
