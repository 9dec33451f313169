"""A thousand actions on one phone whose line does everything wrong: lost 0, doubled 0, stuck 0, unreported 0.

`__main__` reads the command line, `proxy` is the line, `tab` the tabs of one browser, `actions` what is done in them,
`run` plays it, `judge` holds what the page said was saved against what the server has and what the screens say.
"""
