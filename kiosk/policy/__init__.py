"""The papers a town's security policy asks for, written from its settings and from what the program really does."""
