"""Whoever comes to the entrance: the owner of an account with their devices, and everybody else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import pytest

from gongkai.organisations.accounts import sign_in
from gongkai.organisations.accounts.sessions import Opened
from gongkai.organisations.models import Person
from tests.organisations import material
from tests.organisations.material import AT
from tests.organisations.test_sign_in import code_of, enrol

PASSWORD = "Qing-Shan-Lv-Shui"  # noqa: S105 - of a test
OFFICE, AWAY, LOOPBACK = "192.0.2.7", "198.51.100.9", "127.0.0.1"


@dataclass
class Story:
    """The owner of an account, their devices, and everybody else."""

    owner: Person
    at: datetime = AT
    key: str = ""
    carried: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def come(
        self,
        password: str = PASSWORD,
        *,
        login: str = "zhang.wei",
        code: str = "",
        device: str = "",
        address: str = OFFICE,
    ) -> Opened:
        """Somebody signs in; on the named device its cookie is carried along and renewed."""
        carried = self.carried.get(device, ())
        opened = sign_in.sign_in(
            login=login, password=password, code=code, devices=carried, address=address, at=self.at
        )
        if device and opened.remembered:
            self.carried[device] = (opened.remembered.secret, *carried)
        return opened

    def code(self, at: datetime | None = None) -> str:
        return code_of(self.key, at or self.at)

    def know(self, device: str) -> None:
        """The owner signed in on this device before."""
        self.come(device=device)

    def use_two_factors(self) -> None:
        self.key, _codes = enrol(self.owner)

    def fail(self, times: int, **how: str) -> None:
        """Somebody fails; pauses are tried against as well."""
        for _time in range(times):
            with pytest.raises((sign_in.SignInRefused, sign_in.Paused)):
                self.come(**{"password": "wrong", "address": AWAY, **how})

    def outcome(self, **how: str) -> str:
        """How it ends for somebody who tries."""
        try:
            self.come(**how)
        except sign_in.CodeNeeded:
            return "code"
        except sign_in.Paused:
            return "paused"
        except sign_in.SignInRefused:
            return "refused"
        return "in"


def begin() -> Story:
    return Story(material.person(password=PASSWORD))
