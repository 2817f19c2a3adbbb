"""A manual on paper: the few things of Markdown that our pages use, as HTML that a browser prints on A4."""

import html
import re
from pathlib import Path

STYLE = """
@page { size: A4; margin: 12mm 14mm }
body { font: 9.5pt/1.45 "BIZ UDPGothic", "Noto Sans CJK JP", sans-serif; margin: 0 }
h1 { font-size: 16pt; margin: 0 0 2mm } h2 { font-size: 12pt; margin: 3mm 0 1mm }
p, ul, pre, table { margin: 0 0 1.5mm } ul { padding-left: 5mm }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: 0.5mm 1.5mm }
tr { break-inside: avoid } td { border: 0.2mm solid #999 } th:empty { display: none }
img { display: block; width: 100%; max-height: 42mm; object-fit: contain; object-position: top }
pre { background: #eee; padding: 1.5mm; font-size: 8pt; white-space: pre-wrap }
"""


def as_html(page: Path) -> str:
    """Return the page with its pictures, to be printed."""
    blocks = re.split(r"\n{2,}", page.read_text("utf-8").strip())
    base = page.parent.resolve().as_uri()
    written = "\n".join(_block(block) for block in blocks)
    return f'<!doctype html><html lang="ja"><base href="{base}/"><style>{STYLE}</style>{written}'


def _block(block: str) -> str:
    lines = block.split("\n")
    if heading := re.match(r"(#+) (.*)", block):
        return f"<h{len(heading[1])}>{_inline(heading[2])}</h{len(heading[1])}>"
    if block.startswith("```"):
        return f"<pre>{html.escape(chr(10).join(lines[1:-1]))}</pre>"
    if block.startswith("|"):
        return f"<table>{''.join(_row(line) for line in lines if not re.fullmatch(r'[|-]+', line))}</table>"
    if block.startswith("- "):
        return f"<ul>{''.join(f'<li>{_inline(line[2:])}</li>' for line in lines)}</ul>"
    return f"<p>{_inline(block)}</p>"


def _row(line: str) -> str:
    return f"<tr>{''.join(f'<td>{_inline(cell.strip())}</td>' for cell in line.strip('|').split('|'))}</tr>"


def _inline(text: str) -> str:
    text = html.escape(text, quote=False)
    text = re.sub(r"!\[([^]]*)\]\(([^)]*)\)", r'<img alt="\1" src="\2">', text)
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"`([^`]*)`", r"<code>\1</code>", text)
    return re.sub(r"\*\*([^*]*)\*\*", r"<b>\1</b>", text)
