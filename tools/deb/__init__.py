"""Builds the Debian packages: `make deb`. Needs nothing but Python, so that it runs in a bare system as well."""
