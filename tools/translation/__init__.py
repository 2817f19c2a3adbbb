"""`tools/translate`: every text a resident reads, out to the translators and back, with checks."""
