"""Hostile PDF files and archives of any size: what may be drawn, lined, opened and never closed."""

from __future__ import annotations

from collections.abc import Callable

from tests.material.hostile_office import packed
from tests.material.prints import one_page, stream

FONT = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"


def _print(content: Callable[[int], bytes]) -> Callable[[int], bytes]:
    return lambda size: one_page(stream(content(size)), FONT)


PRINTS: dict[str, Callable[[int], bytes]] = {
    "pdf of figures in a frame": _print(
        lambda size: (
            b"20 20 m 500 20 l 500 800 l 20 800 l 20 20 l 250 20 m 250 800 l S BT /F 1 Tf 20 400 Td ("
            + b"1" * size
            + b") Tj ET"
        )
    ),
    "pdf of figures on one place": _print(
        lambda size: (
            b"20 20 m 500 20 l 500 800 l 20 800 l 20 20 l 250 20 m 250 800 l S BT /F .1 Tf 20 400 Td "
            + b"(11) Tj 0 .001 Td " * (size // 18)
            + b"ET"
        )
    ),
    "pdf of glyphs down": lambda size: one_page(
        stream(b"BT /F 1 Tf 20 1 Td " + b"0 9 Td (a) Tj " * (size // 15) + b"ET"), FONT
    ).replace(b"595 842", b"595 999999"),
    "pdf of lines beside each other": lambda size: one_page(
        stream(
            b"10 10 m 20 10 l 20 20 l 10 20 l 10 10 l 15 10 m 15 20 l S "
            + b"".join(b"%d 10 m %d 20 l S " % (n * 4, n * 4) for n in range(8, size // 24))
        ),
        FONT,
    ).replace(b"595 842", b"999999 842"),
    "pdf of many frames": lambda size: one_page(
        stream(
            b"".join(
                b"%d %d m %d %d l %d %d l %d %d l %d %d l %d %d m %d %d l S BT /F 5 Tf %d %d Td (1) Tj ET "
                % (x, y, x + 20, y, x + 20, y + 20, x, y + 20, x, y, x + 10, y, x + 10, y + 20, x + 2, y + 5)
                for n in range(size // 100)
                for x, y in [(n % 100 * 30, n // 100 * 30)]
            )
        ),
        FONT,
    ).replace(b"595 842", b"9999 99999"),
    "pdf of glyphs": _print(lambda size: b"BT /F 9 Tf 20 800 Td (" + b"1 2" * (size // 3) + b") Tj ET"),
    "pdf of texts": _print(lambda size: b"BT /F 9 Tf " + b"1 1 Td (1) Tj " * (size // 14) + b"ET"),
    "pdf of texts at one place": _print(
        lambda size: b"BT /F 9 Tf 20 800 Td " + b"(1) Tj 0 0 Td " * (size // 14) + b"ET"
    ),
    "pdf of rows": _print(
        lambda size: b"BT /F 9 Tf 20 800 Td 0 -1 TD " + b"(1  2  3) Tj T* " * (size // 16) + b"ET"
    ),
    "pdf of lines across": _print(
        lambda size: b"".join(b"20 %d m 500 %d l S " % (n % 800, n % 800) for n in range(size // 22))
    ),
    "pdf of a lattice": _print(
        lambda size: b"".join(
            b"20 %d m 500 %d l S %d 20 m %d 800 l S " % (n % 800, n % 800, n % 500, n % 500)
            for n in range(size // 44)
        )
    ),
    "pdf of a fine lattice": _print(
        lambda size: b"".join(
            b"20 %.2f m 500 %.2f l S %.2f 20 m %.2f 800 l S "
            % ((n * 0.37) % 800, (n * 0.37) % 800, (n * 0.29) % 500, (n * 0.29) % 500)
            for n in range(size // 52)
        )
    ),
    "pdf of rectangles": _print(
        lambda size: b"".join(b"%d %d 9 9 re S " % (n % 500, n % 800) for n in range(size // 17))
    ),
    "pdf of nested rectangles": _print(
        lambda size: b"".join(
            b"%.1f %.1f %.1f %.1f re S " % (n / 50, n / 50, 590 - n / 25, 800 - n / 25)
            for n in range(size // 30)
        )
    ),
    "pdf of paths": _print(lambda size: b"20 20 m " + b"30 30 l 20 20 l " * (size // 16) + b"S"),
    "pdf of states": _print(lambda size: b"q " * (size // 2)),
    "pdf of matrices": _print(lambda size: b"1 0 0 1 1 1 cm " * (size // 15) + b"BT /F 9 Tf (1) Tj ET"),
    "pdf of curves": _print(lambda size: b"20 20 m " + b"1 2 3 4 5 6 c " * (size // 14) + b"S"),
    "pdf of glyphs in a lattice": _print(
        lambda size: b"".join(
            b"%d %d 20 9 re S BT /F 8 Tf %d %d Td (1) Tj ET "
            % (n * 20 % 500, n // 25 * 9 % 800, n * 20 % 500, n // 25 * 9 % 800)
            for n in range(size // 44)
        )
    ),
    "pdf of objects": lambda size: one_page(stream(b"BT ET"), FONT, *[b"<<>>"] * (size // 40)),
    "pdf of arrays": _print(lambda size: b"BT /F 9 Tf 20 800 Td [" + b"(1) 9 " * (size // 6) + b"] TJ ET"),
    "pdf of nested arrays": _print(lambda size: b"[" * size),
    "pdf of open strings": _print(lambda size: b"(" * size),
    "pdf of hex": _print(lambda size: b"BT /F 9 Tf <" + b"31" * (size // 2) + b"> Tj ET"),
    "pdf of comments": _print(lambda size: b"%\n" * (size // 2)),
    "pdf of names": _print(lambda size: b"/a" * (size // 2)),
    "pdf of inline images": _print(lambda size: b"BI /W 1 /H 1 ID 1 EI " * (size // 21)),
    "pdf of open inline images": _print(lambda size: b"BI ID " * (size // 6)),
    "pdf broken, of objects": lambda size: b"%PDF-1.4\n" + b"1 0 obj\n<<>>\nendobj\n" * (size // 20),
    "pdf broken, of openings": lambda size: b"%PDF-1.4\n" + b"1 0 obj\n<<" * (size // 10),
    "pdf broken, of streams": lambda size: b"%PDF-1.4\n" + b"1 0 obj\n<<>>\nstream\n" * (size // 20),
    "pdf broken, of tables": lambda size: b"%PDF-1.4\n" + b"xref\n0 1\n" * (size // 9),
}

ARCHIVES: dict[str, Callable[[int], bytes]] = {
    "zip of files": lambda size: packed({f"a{n}.txt": b"1" for n in range(size // 100)}),
    "zip of folders": lambda size: packed({"/".join(["a"] * (size // 2)) + ".txt": b"1"}),
    "zip of ends": lambda size: b"PK\x03\x04" + b"PK\x05\x06" * (size // 4),
    "zip of beginnings": lambda size: b"PK\x03\x04" * (size // 4),
    "compound of nothing": lambda size: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * (size // 8),
    "rich text": lambda size: b"{\\rtf1 " + b"{\\b " * (size // 4),
}
