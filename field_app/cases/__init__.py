"""What happened: entries, the case they add up to, and who may add what. Standard library only."""
