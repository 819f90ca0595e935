"""A small PDF written by code, so that there is something to download."""

CATALOGUE = "<< /Type /Catalog /Pages 2 0 R >>"
PAGES = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    "/Resources << /Font << /F1 5 0 R >> >> >>"
)
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def pdf(lines: list[str]) -> bytes:
    """One A4 page with these lines of text."""
    shown = " ".join(f"({escaped(line)}) Tj T*" for line in lines)
    text = f"BT /F1 14 Tf 20 TL 72 760 Td {shown} ET"
    stream = f"<< /Length {len(text.encode('cp1252'))} >>\nstream\n{text}\nendstream"
    return file_of([CATALOGUE, PAGES, PAGE, stream, FONT])


def escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def file_of(objects: list[str]) -> bytes:
    """The file: its objects, then the table of where each begins."""
    content, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    tail = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF\n"
    )
    return content + tail.encode("cp1252")
