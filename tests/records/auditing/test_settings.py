"""Where anchors go is read from the environment; what cannot be meant stops the start with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.config import anchors
from gongkai.config.deployment import BadSetting


def test_nothing_set_is_nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GONGKAI_ANCHOR_FOLDER", "GONGKAI_ANCHOR_BUCKET", "GONGKAI_ANCHOR_MAIL"):
        monkeypatch.delenv(name, raising=False)
    assert (anchors.folder(), anchors.bucket(), anchors.mail(), anchors.mail_server()) == (
        None,
        None,
        (),
        None,
    )


def test_a_bucket_is_an_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s3cret\n")
    secret.chmod(0o600)
    monkeypatch.setenv(
        "GONGKAI_ANCHOR_BUCKET", "s3://anchors/yunhe?endpoint=https://oss.example&region=cn&days=400"
    )
    monkeypatch.setenv("GONGKAI_ANCHOR_BUCKET_KEY", "id")
    monkeypatch.setenv("GONGKAI_ANCHOR_BUCKET_SECRET_FILE", str(secret))
    found = anchors.bucket()
    assert found == anchors.Bucket(
        "anchors", "yunhe", "https://oss.example", "cn", 400, "COMPLIANCE", "path", "id", "s3cret"
    )
    assert "s3cret" not in repr(found)
    monkeypatch.setenv("GONGKAI_ANCHOR_BUCKET", "s3://anchors")
    plain = anchors.bucket()
    assert plain is not None
    assert (plain.prefix, plain.endpoint, plain.days, plain.addressing) == ("", "", 3650, "auto")


def test_a_secret_that_others_can_read_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s3cret\n")
    secret.chmod(0o644)
    monkeypatch.setenv("GONGKAI_ANCHOR_BUCKET", "s3://anchors")
    monkeypatch.setenv("GONGKAI_ANCHOR_BUCKET_SECRET_FILE", str(secret))
    with pytest.raises(BadSetting, match="chmod 600"):
        anchors.bucket()
    secret.unlink()
    with pytest.raises(BadSetting, match="cannot be read"):
        anchors.bucket()


SERVERS = [
    ("smtp+starttls://clerk%40yunhe@mail.example:587", ("mail.example", 587, "starttls", "clerk@yunhe")),
    ("smtps://mail.example", ("mail.example", 465, "tls", "")),
    ("smtp://10.0.0.9", ("10.0.0.9", 25, "", "")),
]


@pytest.mark.parametrize(("text", "wanted"), SERVERS)
def test_a_mail_server_is_an_address(
    text: str, wanted: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_MAIL_SERVER", text)
    monkeypatch.setenv("GONGKAI_MAIL_FROM", "gongkai@yunhe.example")
    found = anchors.mail_server()
    assert found is not None
    assert (found.host, found.port, found.security, found.user) == wanted


REFUSED = [
    ({"GONGKAI_ANCHOR_FOLDER": "anchors"}, "an absolute path"),
    ({"GONGKAI_ANCHOR_BUCKET": "https://anchors"}, "write s3://BUCKET"),
    ({"GONGKAI_ANCHOR_BUCKET": "s3://anchors?dais=3"}, "write s3://BUCKET"),
    ({"GONGKAI_ANCHOR_BUCKET": "s3://anchors?days=0"}, "days is a whole number"),
    ({"GONGKAI_ANCHOR_BUCKET": "s3://anchors?mode=none"}, "mode is compliance"),
    ({"GONGKAI_ANCHOR_MAIL": "shenji"}, "write mail addresses"),
    ({"GONGKAI_ANCHOR_MAIL": "a@b.example"}, "GONGKAI_MAIL_SERVER"),
    ({"GONGKAI_MAIL_SERVER": "mail.example"}, "GONGKAI_MAIL_SERVER: write"),
    ({"GONGKAI_MAIL_SERVER": "smtps://u:p@mail.example"}, "GONGKAI_MAIL_PASSWORD"),
    ({"GONGKAI_MAIL_SERVER": "smtps://mail.example"}, "GONGKAI_MAIL_FROM"),
    (
        {
            "GONGKAI_MAIL_SERVER": "smtp://mail.example",
            "GONGKAI_MAIL_FROM": "a@b.example",
            "GONGKAI_MAIL_PASSWORD": "p",
        },
        "smtp\\+starttls or smtps only",
    ),
]


@pytest.mark.parametrize(("variables", "sentence"), REFUSED)
def test_what_cannot_be_meant_stops_the_start(
    variables: dict[str, str], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting, match=sentence):
        (anchors.folder(), anchors.bucket(), anchors.mail(), anchors.mail_server())
