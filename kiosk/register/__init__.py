"""The town's resident register as a dated copy: read only, sealed, looked up only for a visit and its procedures."""
