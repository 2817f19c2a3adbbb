"""The web fronts (prefill site, desk), the store and the command line: the only package that knows Flask."""
