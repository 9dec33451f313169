"""The process in which an attached PDF is read: a file from a stranger, so nothing here is worth having.

Run by `attached_pdf.py` as a script of its own: `python -I attached_pdf_apart.py PAGES SIDE`. The file comes in on
standard input; its pages go out on standard output as bare pixels. It is given no environment, no open file and no key;
before the first byte of the file is looked at it gives up, for good, every call to the kernel but those by which memory
is had and standard output written: it can open no file, reach no network, start no process and look into none.

Out: how many pages it has, 4 bytes; then each page, its width and height in pixels, 4 bytes each, and its rows, 3 bytes
a pixel. It ends with 0; with one of the numbers below where it cannot be drawn; otherwise it was ended.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys

ENCRYPTED, TOO_MANY, BROKEN, UNGUARDED = 3, 4, 5, 6

CPU_S = 20
MOST_MEMORY = 1_000_000_000
"""In bytes. A page scanned in colour at 600 dots an inch takes a seventh of it."""

_ALLOWED = {
    # read, write, close, fstat, lseek, mmap, mprotect, munmap, brk, rt_sigaction, rt_sigprocmask, rt_sigreturn,
    # madvise, mremap, futex, sched_yield, getpid, gettid, clock_gettime, getrandom, sigaltstack, exit, exit_group
    "x86_64": (
        0xC000003E,
        (0, 1, 3, 5, 8, 9, 10, 11, 12, 13, 14, 15, 28, 25, 202, 24, 39, 186, 228, 318, 131, 60, 231),
    ),
    "aarch64": (
        0xC00000B7,
        (63, 64, 57, 80, 62, 222, 226, 215, 214, 134, 135, 139, 233, 216, 98, 124, 172, 178, 113, 278, 132, 93, 94),
    ),
}
"""By machine: the kernel's name for it, and the numbers of the calls that are left."""

_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050001, 0x80000000  # refused: "not permitted"
_X32 = 0x40000000
_SET_SECCOMP, _FILTER, _NO_NEW_PRIVILEGES = 22, 2, 38


def _give_up_limits() -> None:
    for what, most in (
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 3),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _give_up_calls() -> bool:
    """Ask the kernel to refuse whatever is not allowed above; False where it cannot."""
    if sys.platform != "linux" or platform.machine() not in _ALLOWED:
        return False
    machine, calls = _ALLOWED[platform.machine()]
    left = len(calls)
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, left, 0, _X32),
        *((_EQUAL, left - at, 0, call) for at, call in enumerate(calls)),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    written = b"".join(struct.pack("=HBBI", *step) for step in steps)
    program = ctypes.create_string_buffer(written, len(written))
    asked = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(program)))
    control = ctypes.CDLL(None).prctl
    none = ctypes.c_ulong(0)
    if control(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), none, none, none):
        return False
    return not control(_SET_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.c_void_p(ctypes.addressof(asked)), none, none)


def _draw(body: bytes, most: int, side: int) -> int:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        return ENCRYPTED if "password" in str(error).lower() else BROKEN
    pages = len(document)
    _say(struct.pack(">I", pages))
    if pages > most:
        return TOO_MANY
    document.init_forms()  # what was filled into a form is part of what is read
    for at in range(pages):
        page = document[at]
        drawn = page.render(scale=side / max(page.get_size()), rev_byteorder=True)
        pixels, row = memoryview(drawn.buffer).cast("B"), drawn.width * 3
        _say(struct.pack(">II", drawn.width, drawn.height))
        if drawn.stride == row:
            _say(pixels[: drawn.height * row])
        else:
            for start in range(0, drawn.height * drawn.stride, drawn.stride):
                _say(pixels[start : start + row])
        drawn.close()
        page.close()
    return 0


def _say(words: bytes | memoryview) -> None:
    while words:
        words = words[os.write(1, words) :]


def _run() -> int:
    import pypdfium2  # noqa: F401 - here alone: who imports this file for its numbers loads no decoder

    body = sys.stdin.buffer.read()
    most, side = map(int, sys.argv[1:])
    _give_up_limits()
    if not _give_up_calls():
        return UNGUARDED
    try:
        return _draw(body, most, side)
    except Exception:
        return BROKEN


if __name__ == "__main__":
    os._exit(_run())
