"""The steps that bring a desk database from any earlier version to this one."""
