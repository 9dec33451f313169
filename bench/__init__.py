"""The benchmarks: one file per question, each against a named baseline in the same run."""
