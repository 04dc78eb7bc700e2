"""Who is counted: X-Forwarded-For is believed as far as named proxies wrote it, and no further."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from gongkai.config import deployment
from gongkai.records.addresses import address_digest, client_address, is_local, parse_address

PROXY = (ip_network("192.0.2.1"),)


def request(connection: str = "192.0.2.1", forwarded: str | None = None, **headers: str) -> HttpRequest:
    if forwarded is not None:
        headers["x-forwarded-for"] = forwarded
    return RequestFactory().get("/", REMOTE_ADDR=connection, headers=headers)


class TestWithoutAProxy:
    def test_the_address_is_that_of_the_connection_whatever_the_header_says(self) -> None:
        assert client_address(request(forwarded="198.51.100.9")) == "192.0.2.1"

    def test_even_where_https_is_on(self, settings: Settings) -> None:
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        assert client_address(request(forwarded="198.51.100.9")) == "192.0.2.1"


class TestBehindNamedProxies:
    @pytest.fixture(autouse=True)
    def _named(self, settings: Settings) -> None:
        settings.GONGKAI_PROXIES = PROXY

    def test_the_address_is_what_the_proxy_wrote(self) -> None:
        assert client_address(request(forwarded="198.51.100.9")) == "198.51.100.9"

    def test_what_the_client_wrote_before_it_is_not_looked_at(self) -> None:
        assert client_address(request(forwarded="203.0.113.7, 198.51.100.9")) == "198.51.100.9"

    def test_nobody_passes_for_a_proxy_by_naming_one(self) -> None:
        assert client_address(request(forwarded="203.0.113.7, 192.0.2.1, 198.51.100.9")) == "198.51.100.9"

    def test_a_connection_from_elsewhere_is_not_believed(self) -> None:
        assert client_address(request("192.0.2.77", "198.51.100.9")) == "192.0.2.77"

    @pytest.mark.parametrize("nonsense", ["", "unknown", "_hidden", "300.1.1.1", ","])
    def test_a_header_without_an_address_leaves_the_proxy_s_own(self, nonsense: str) -> None:
        assert client_address(request(forwarded=nonsense)) == "192.0.2.1"

    def test_a_chain_of_proxies_is_read_to_its_end(self, settings: Settings) -> None:
        settings.GONGKAI_PROXIES = (*PROXY, ip_network("10.0.0.0/8"))
        assert client_address(request(forwarded="203.0.113.7, 198.51.100.9, 10.1.2.3")) == "198.51.100.9"


class TestBehindANumberOfProxies:
    @pytest.mark.parametrize(
        ("hops", "expected"),
        [(1, "198.51.100.9"), (2, "203.0.113.7"), (3, "203.0.113.8"), (4, "203.0.113.8")],
    )
    def test_so_many_are_counted_from_the_right(self, settings: Settings, hops: int, expected: str) -> None:
        settings.GONGKAI_PROXIES = hops
        chain = "203.0.113.8, 203.0.113.7, 198.51.100.9"
        assert client_address(request(forwarded=chain)) == expected


class TestAnAddress:
    def test_of_ipv6_is_counted_by_the_network_of_a_subscriber(self) -> None:
        first, second = (client_address(request(f"2001:db8:1:2:{end}")) for end in (":1", "a:b:c:d"))
        assert first == second == "2001:db8:1:2::/64"
        assert client_address(request("2001:db8:1:3::1")) != first

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("192.0.2.1:443", "192.0.2.1"),
            (" 192.0.2.1 ", "192.0.2.1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("fe80::1%eth0", "fe80::1"),
            ("", "None"),
            ("localhost", "None"),
        ],
    )
    def test_is_read_as_proxies_write_it(self, text: str, expected: str) -> None:
        assert str(parse_address(text)) == expected

    def test_has_one_digest_that_does_not_tell_it(self) -> None:
        assert address_digest("192.0.2.1") == address_digest("192.0.2.1") != address_digest("192.0.2.2")
        assert len(address_digest("192.0.2.1")) == 32

    def test_has_another_digest_in_another_deployment(self, settings: Settings) -> None:
        here = address_digest("192.0.2.1")
        settings.SECRET_KEY = "another-secret-of-another-city-0001"  # noqa: S105
        assert address_digest("192.0.2.1") != here


class TestBeingAtThisMachine:
    @pytest.mark.parametrize("address", ["127.0.0.1", "::1", "127.8.8.8"])
    def test_is_known_by_a_loopback_address(self, address: str) -> None:
        assert is_local(request(address))

    @pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip", "via"])
    def test_is_not_believed_of_a_proxy_that_was_not_named(self, header: str) -> None:
        assert not is_local(request("127.0.0.1", **{header: "127.0.0.1"}))

    def test_is_not_so_for_the_client_of_a_proxy_at_this_machine(self, settings: Settings) -> None:
        settings.GONGKAI_PROXIES = (ip_network("127.0.0.1"),)
        assert not is_local(request("127.0.0.1", "198.51.100.9"))

    def test_is_not_so_elsewhere(self) -> None:
        assert not is_local(request("192.0.2.1"))


class TestTheSetting:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", ()),
            ("127.0.0.1, ::1,10.0.0.0/8", tuple(map(ip_network, ("127.0.0.1", "::1", "10.0.0.0/8")))),
            ("2", 2),
        ],
    )
    def test_takes_addresses_networks_or_a_number(
        self, text: str, expected: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GONGKAI_PROXIES", text)
        assert deployment.proxies() == expected

    @pytest.mark.parametrize("text", ["nginx", "0", "9", "10.0.0.1/8", "127.0.0.1,2"])
    def test_stops_the_start_with_a_sentence_where_it_is_neither(
        self, text: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GONGKAI_PROXIES", text)
        with pytest.raises(deployment.BadSetting, match="GONGKAI_PROXIES: write"):
            deployment.proxies()
