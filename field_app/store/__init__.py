"""The only SQLAlchemy: the log, and what is computed from it."""
