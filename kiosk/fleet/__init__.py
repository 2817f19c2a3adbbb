"""The desks of a town as one: joining, bundles of settings and keys, and what each desk reports."""
