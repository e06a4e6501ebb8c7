"""A network link between two parts that can go silent: what is sent is swallowed, nobody is told."""

import contextlib
import selectors
import socket
import threading
from collections.abc import Iterator

Address = tuple[str, int] | str


class Link:
    """Forwards one loopback port to an address (TCP, or the path of a Unix socket) while it is whole."""

    def __init__(self, target: Address) -> None:
        self._target = target
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._selector = selectors.DefaultSelector()
        self._ends: dict[socket.socket, socket.socket] = {}
        self._silent = threading.Event()
        self._stop, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._run)

    def cut(self) -> None:
        """From now on nothing arrives; connections that are there stay, new ones get no answer."""
        self._silent.set()

    def mend(self) -> None:
        """From now on what is sent on new connections arrives; those from before have lost bytes and are dead."""
        self._silent.clear()

    @contextlib.contextmanager
    def running(self) -> "Iterator[Link]":
        self._thread.start()
        try:
            yield self
        finally:
            self._stop.send(b"x")
            self._thread.join()

    def _run(self) -> None:
        self._selector.register(self._server, selectors.EVENT_READ)
        self._selector.register(self._woken, selectors.EVENT_READ)
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._woken:
                    self._close()
                    return
                if key.fileobj is self._server:
                    self._accept()
                elif isinstance(key.fileobj, socket.socket) and key.fileobj in self._ends:
                    self._forward(key.fileobj)

    def _accept(self) -> None:
        near, _ = self._server.accept()
        far = socket.socket(socket.AF_UNIX if isinstance(self._target, str) else socket.AF_INET)
        far.connect(self._target)
        for one, other in ((near, far), (far, near)):
            self._ends[one] = other
            self._selector.register(one, selectors.EVENT_READ)

    def _forward(self, one: socket.socket) -> None:
        other = self._ends[one]
        with contextlib.suppress(OSError):
            data = one.recv(65536)
            if data and self._silent.is_set():
                return
            if data:
                other.sendall(data)
                return
        for end in (one, other):
            self._selector.unregister(end)
            del self._ends[end]
            end.close()

    def _close(self) -> None:
        for one in (*self._ends, self._server, self._stop, self._woken):
            one.close()
        self._selector.close()
