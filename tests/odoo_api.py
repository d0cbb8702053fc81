"""A client of Odoo's ``/json/2`` API: what any other program sees of the add-ons."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any


class ApiError(Exception):
    """An answer other than 200.

    :ivar int status: the HTTP status
    :ivar str name: the exception's name, for example ``odoo.exceptions.AccessError``
    :ivar str message: what a user would read
    """

    def __init__(self, status: int, name: str, message: str) -> None:
        super().__init__(f"{status} {name}: {message}")
        self.status = status
        self.name = name
        self.message = message


@dataclass(frozen=True)
class Client:
    """One user's way in."""

    url: str
    database: str
    key: str

    def call(self, model: str, method: str, **arguments: Any) -> Any:
        """Call a public method; ``ids`` and ``context`` are arguments like others.

        :raise ApiError: when Odoo refuses or fails
        """
        request = urllib.request.Request(
            f"{self.url}/json/2/{model}/{method}",
            data=json.dumps(arguments).encode(),
            headers={
                "Authorization": f"bearer {self.key}",
                "Content-Type": "application/json",
                "X-Odoo-Database": self.database,
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise _api_error(error) from None


def _api_error(error: urllib.error.HTTPError) -> ApiError:
    body = error.read().decode(errors="replace")
    try:
        values = json.loads(body)
        return ApiError(error.code, values["name"], values["message"])
    except (ValueError, KeyError, TypeError):
        return ApiError(error.code, "", body)
