"""Random sequences against the real thing: real Chromium, the real server, both killed at any moment; nothing is lost.

`__main__` reads the command line, `sequence` plays one sequence, `actions` is what can happen in it, `told` keeps what
the officer was told, `compare` holds that against what the server has.
"""
