"""What a browser hears that is open all the time: Odoo's websocket."""

import json
import threading
from collections import Counter
from contextlib import suppress

import websocket

from tests.conftest import RunningOdoo
from tests.open_browser import log_in

PATIENCE = 120  # seconds


class Listener:
    """The websocket of a user.

    :ivar heard: how many messages came, by their type
    """

    def __init__(self, server: RunningOdoo, port: int, login: str) -> None:
        """
        :param port: where Odoo's process for websockets listens
        :param login: of a user who has the administrator's password
        """
        self.heard: Counter[str] = Counter()
        address = f"localhost:{port}"
        self._socket = websocket.create_connection(
            f"ws://{address}/websocket",
            origin=f"http://{address}",
            cookie=f"session_id={log_in(server, login, server.password)}",
            timeout=PATIENCE,
        )
        said = {"event_name": "subscribe", "data": {"channels": [], "last": 0}}
        self._socket.send(json.dumps(said))
        self._socket.settimeout(None)
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    @property
    def is_open(self) -> bool:
        return self._thread.is_alive()

    def close(self) -> None:
        self._socket.close()
        self._thread.join(PATIENCE)

    def _listen(self) -> None:
        with suppress(websocket.WebSocketException, OSError):
            while said := self._socket.recv():
                self.heard.update(one["message"]["type"] for one in json.loads(said))
