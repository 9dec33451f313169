"""The statute: Crime and Security Act 2010 ss.24-29 and Domestic Abuse Act 2021 Part 3. Standard library only."""
