"""Hands connections to the server that has the fewest, past those that are down."""

import socket
import socketserver
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

CHUNK = 65536  # bytes


class _Connection(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        with suppress(OSError), self.server.connected() as backend:  # type: ignore
            back = threading.Thread(target=_pump, args=(backend, self.request))
            back.start()
            _pump(self.request, backend)
            back.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(CHUNK):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


class Balancer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.backends: list[int] = []  # ports
        self._open: Counter[int] = Counter()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @contextmanager
    def connected(self) -> Iterator[socket.socket]:
        """Counted until the server has answered, also when nobody waits for it."""
        for port in sorted(self.backends, key=lambda port: self._open[port]):
            self._open[port] += 1
            try:
                with socket.create_connection(("127.0.0.1", port)) as backend:
                    yield backend
                return
            except ConnectionRefusedError:
                continue
            finally:
                self._open[port] -= 1
        raise ConnectionRefusedError("All servers are down")


@contextmanager
def balancing() -> Iterator[Balancer]:
    with Balancer() as balancer:
        thread = threading.Thread(target=balancer.serve_forever, daemon=True)
        thread.start()
        yield balancer
        balancer.shutdown()
