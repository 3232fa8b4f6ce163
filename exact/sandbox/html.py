"""The frame of the sandbox's own pages: escaped text, one small stylesheet, no script."""

from html import escape

STYLE = """
:root{color-scheme:light dark;--line:#8884;--soft:#8881;--accent:#b3242b}
body{font:15px/1.5 system-ui,sans-serif;max-width:76rem;
margin:1.5rem auto;padding:0 1rem}
header{border-bottom:3px solid var(--accent);margin-bottom:1rem}
h1{font-size:1.3rem;margin:.2rem 0}h2{font-size:1.05rem;margin:1.4rem 0 .4rem}
table{border-collapse:collapse;width:100%}
th,td{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:left}
th{font-weight:600;background:var(--soft)}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
nav a{margin-right:1rem}.card{border:1px solid var(--line);border-radius:.5rem;padding:1rem;max-width:34rem}
label{display:block;padding:.2rem 0}
button{font:inherit;padding:.45rem 1.1rem;margin:.6rem .6rem 0 0;border-radius:.3rem;
border:1px solid var(--line)}button.go{background:var(--accent);color:#fff;border-color:var(--accent)}
.quiet{opacity:.7}dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}dt{font-weight:600}dd{margin:0}
"""


def page(title: str, body: str, language: str = "en") -> str:
    """A whole page; ``body`` is HTML already, ``title`` is text."""
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8"><meta name="viewport"'
        f' content="width=device-width,initial-scale=1"><title>{escape(title)}</title><style>{STYLE}</style></head>'
        f"<body><header><h1>{escape(title)}</h1></header>{body}</body></html>"
    )


def table(heads: list[str], rows: list[list[str]], numeric: frozenset[int] = frozenset()) -> str:
    """A table; cells are HTML already, ``numeric`` columns are aligned right."""

    def cells(tag: str, row: list[str]) -> str:
        kind = ' class="n"'
        return "".join(f"<{tag}{kind if i in numeric else ''}>{cell}</{tag}>" for i, cell in enumerate(row))

    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    return f"<table><thead><tr>{cells('th', [escape(h) for h in heads])}</tr></thead><tbody>{body}</tbody></table>"


def link(href: str, text: object) -> str:
    """A link; both parts are escaped."""
    return f'<a href="{escape(href, quote=True)}">{escape(str(text))}</a>'
