"""`gongkai proxy-config`: the complete configuration of the nginx in front, with this site's names in it."""

from __future__ import annotations

import re
from importlib import resources
from typing import Any

import click

# What may stand in the file without quoting: nothing that ends a directive.
PLAIN = re.compile(r"[\w.:/\[\]*-]+")
BURST = 4  # so many seconds' worth may come at once: a page brings its style sheet, scripts and pictures


def plain(ctx: click.Context, option: click.Parameter, value: Any) -> Any:
    """The value, or values, if they can stand in nginx's configuration as they are."""
    for one in (value,) if isinstance(value, str) else value:
        if not PLAIN.fullmatch(one):
            raise click.BadParameter(f"{one!r} 里有不能写进配置的字符。")
    return value


@click.command("proxy-config")
@click.option("--name", required=True, callback=plain, help="网站域名，例如 www.example.gov.cn。")
@click.option("--certificate", required=True, callback=plain, help="TLS 证书（含中间证书）的文件。")
@click.option("--key", required=True, callback=plain, help="TLS 私钥的文件。")
@click.option(
    "--upstream",
    default="127.0.0.1:8000",
    show_default=True,
    callback=plain,
    help="gongkai serve 监听的地址和端口。",
)
@click.option(
    "--http",
    multiple=True,
    default=["80", "[::]:80"],
    show_default=True,
    callback=plain,
    help="HTTP 监听处。",
)
@click.option(
    "--https",
    multiple=True,
    default=["443", "[::]:443"],
    show_default=True,
    callback=plain,
    help="HTTPS 监听处。",
)
@click.option(
    "--reads", default=100, show_default=True, type=click.IntRange(1), help="同一地址每秒最多的请求数。"
)
@click.option(
    "--writes", default=20, show_default=True, type=click.IntRange(1), help="同一地址每秒最多的提交数。"
)
def proxy_config(
    name: str,
    certificate: str,
    key: str,
    upstream: str,
    http: tuple[str, ...],
    https: tuple[str, ...],
    reads: int,
    writes: int,
) -> None:
    """打印前置 nginx 的完整配置：TLS、缓冲、超时、限流，以及来访者的真实地址。"""
    values = {
        "NAME": name,
        "CERTIFICATE": certificate,
        "KEY": key,
        "UPSTREAM": upstream,
        "LISTEN_HTTP": "\n    ".join(f"listen {one};" for one in http),
        "LISTEN_HTTPS": "\n    ".join(f"listen {one} ssl http2;" for one in https),
        "READS": str(reads),
        "READS_BURST": str(reads * BURST),
        "WRITES": str(writes),
        "WRITES_BURST": str(writes * BURST),
    }
    template = (resources.files("gongkai.cli.web") / "nginx.conf").read_text("utf-8")
    click.echo(re.sub(r"@([A-Z_]+)@", lambda found: values[found[1]], template), nl=False)
