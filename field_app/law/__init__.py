"""The statute: Crime and Security Act 2010 ss.24-28, as pure functions and data. Standard library only."""
