"""What holds for every test."""

from hypothesis import settings

# Machines are noisy and run two tests at a time: how long an example takes says nothing about whether it is right.
settings.register_profile("kiosk", deadline=None)
settings.load_profile("kiosk")
