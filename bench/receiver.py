"""A push service that checks nothing: `python -m bench.receiver DELAY_MS` answers each push 201 after so long.

Prints its port first; then, as it ends, for every push its topic and when it had come in whole (seconds since 1970).
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time

ANSWER = b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"


async def receive(delay_s: float) -> None:
    """Answer until told to end."""
    came: list[tuple[str, float]] = []
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                said = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:-2])
                await reader.readexactly(int(said[b"content-length"]))
                came.append((said[b"topic"].decode(), time.time()))
                if delay_s:
                    await asyncio.sleep(delay_s)
                writer.write(ANSWER)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await ended.wait()
    for topic, at in came:
        print(topic, at)


if __name__ == "__main__":
    asyncio.run(receive(float(sys.argv[1]) / 1000))
