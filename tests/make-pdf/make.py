#!/usr/bin/env python3
"""Makes the PDFs of tests/data/pdf from examples/imk-215.md, each with another producer.

Needs soffice (libreoffice-writer), chromium, groff, qpdf, and from PyPI reportlab, fpdf2 and markdown:

    python3 tests/make-pdf/make.py            # from the root of the repository

The tests read the PDFs that are checked in; only a new case needs this script.
"""
import html, pathlib, re, subprocess, sys, tempfile, zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "tests/data/pdf"
TEXT = (ROOT / "examples/imk-215.md").read_text(encoding="utf-8")
FONT = "/usr/share/fonts/truetype/liberation/LiberationSerif-{}.ttf"
HEADER = ("Sammlung", "der zur Veröffentlichung freigegebenen Beschlüsse",
          "der Sitzung der Ständigen Konferenz der Innenminister und -senatoren der Länder", "am 03.12.21")


def blocks():
    """The text as (kind, indent, words): kinds are line, item; hard breaks make lines of their own."""
    for paragraph in re.split(r"\n\s*\n", TEXT):
        lines, fresh = [], True
        for raw in paragraph.split("\n"):
            if not raw.strip():
                continue
            indent = len(raw) - len(raw.lstrip())
            words = re.sub(r"\s+", " ", raw.strip()).replace("*", "").replace("\\", "")
            item = re.match(r"(\d+\.|-|[a-z]\)) (.*)", words)
            if item:
                lines.append(("item", indent, item[1], item[2]))
            elif fresh:
                lines.append(("line", indent, "", words))
            elif lines:
                kind, at, mark, before = lines[-1]
                lines[-1] = (kind, at, mark, before + " " + words)
            fresh = raw.endswith("  ")
        yield lines


def as_html(paged):
    """paged: the running header stands at the top of each page instead of in the text."""
    out = []
    for lines in blocks():
        texts = tuple(line[3] for line in lines)
        if paged and texts == HEADER:
            out.append("<p class=new></p>")
            continue
        bold = any(text.startswith(("TOP ", "Beschluss:")) for text in texts)
        for kind, indent, mark, words in lines:
            words = html.escape(words)
            words = f"<b>{words}</b>" if bold else words
            if kind == "item":
                out.append(f"<p class=item style='margin-left:{20 + 6 * indent}pt'><span class=mark>{mark}</span>{words}</p>")
            else:
                out.append(f"<p>{words}</p>")
        out.append("<p class=gap></p>")
    return "\n".join(out)


def page(body, style):
    return f"<!doctype html><html lang=de><meta charset=utf-8><title>x</title><style>{style}</style><body>{body}</body></html>"


def run(*command, **options):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)


def chromium(folder):
    style = ("@page{size:A4;margin:25mm} body{font:11pt 'Liberation Sans';hyphens:auto;text-align:justify}"
             "p{margin:0 0 0 0} .gap{height:8pt} .new{break-before:page}"
             ".item{position:relative;padding-left:22pt} .mark{position:absolute;left:0}")
    source = folder / "in.html"
    source.write_text(page(as_html(False), style), encoding="utf-8")
    run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-pdf-tagging", "--no-pdf-header-footer",
        f"--print-to-pdf={OUT / 'chromium.pdf'}", source.as_uri())


def libreoffice(folder):
    """A4 pages that each begin with the running header and end with a page number, as conferences publish them."""
    def paragraph(words, style):
        return f'<text:p text:style-name="{style}">{html.escape(words)}</text:p>'
    body = []
    new = False
    for lines in blocks():
        if tuple(line[3] for line in lines) == HEADER:
            new = True
            continue
        for number, (kind, indent, mark, words) in enumerate(lines):
            style = "Item" if kind == "item" else "Bold" if words.startswith(("TOP ", "Beschluss:")) else "Text"
            if new:
                style, new = style + "New", False
            tab = html.escape(mark) + "<text:tab/>" if kind == "item" else ""
            body.append(f'<text:p text:style-name="{style}">{tab}{html.escape(words)}</text:p>')
        body.append('<text:p text:style-name="Text"/>')
    def style(name, paragraph, text=""):
        return (f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties fo:margin-top="0cm" fo:margin-bottom="0cm" {paragraph}>'
                '<style:tab-stops><style:tab-stop style:position="0cm"/></style:tab-stops></style:paragraph-properties>'
                f'<style:text-properties style:font-name="Liberation Serif" fo:font-family="Liberation Serif" fo:font-size="12pt" fo:language="de" fo:country="DE" {text}/></style:style>')
    item = 'fo:margin-left="0.9cm" fo:text-indent="-0.9cm" fo:text-align="justify"'
    styles = "".join(style(name + new, paragraph + (' fo:break-before="page"' if new else ""), text)
                     for new in ("", "New")
                     for name, paragraph, text in (("Text", "", ""), ("Bold", "", 'fo:font-weight="bold"'), ("Item", item, 'fo:hyphenate="true" fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"')))
    fodt = f'''<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles>{styles}<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2.5cm"/><style:header-style><style:header-footer-properties fo:margin-bottom="0.8cm"/></style:header-style><style:footer-style><style:header-footer-properties fo:margin-top="0.8cm"/></style:footer-style></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"><style:header>{"".join(paragraph(line, "Text") for line in HEADER)}</style:header><style:footer><text:p text:style-name="Text">Seite <text:page-number/> von <text:page-count/></text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text>{"".join(body)}</office:text></office:body></office:document>'''
    (folder / "libreoffice.fodt").write_text(fodt, encoding="utf-8")
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", str(OUT), str(folder / "libreoffice.fodt"), cwd=folder)


def reportlab(_):
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer
    for name in ("Regular", "Bold"):
        pdfmetrics.registerFont(TTFont(name, FONT.format(name)))
    story = []
    for lines in blocks():
        for kind, indent, mark, words in lines:
            left = 24 + 3 * indent if kind == "item" else 0
            style = ParagraphStyle("x", fontName="Bold" if words.startswith(("TOP ", "Beschluss:")) else "Regular", fontSize=11, leading=13.5,
                                   leftIndent=left, firstLineIndent=0, bulletIndent=left - 24 if left else 0, bulletFontName="Regular", bulletFontSize=11,
                                   embeddedHyphenation=1)
            story.append(Paragraph(html.escape(words), style, bulletText=("•" if mark == "-" else mark) or None))
        story.append(Spacer(1, 9))
    SimpleDocTemplate(str(OUT / "reportlab.pdf"), pagesize=A4).build(story)


def fpdf(_):
    """Numbers at the left margin, lines beneath them flush with the numbers, the core font with Windows-1252."""
    from fpdf import FPDF
    pdf = FPDF(format="A4")
    pdf.set_margin(25)
    pdf.add_page()
    for lines in blocks():
        for kind, indent, mark, words in lines:
            pdf.set_font("Times", "B" if words.startswith(("TOP ", "Beschluss:")) else "", 11)
            line = f"{mark} {words}".strip().encode("cp1252", "replace").decode("cp1252")
            pdf.multi_cell(0, 5, line.encode("cp1252").decode("latin-1"), align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(4)
    pdf.output(str(OUT / "fpdf2.pdf"))


def groff(folder):
    """Hyphenation and justification by groff, with its own fonts and kerning."""
    out = [".nr PS 11", ".nr VS 13", ".mso de.tmac", ".hy 1", ".ad b"]
    for lines in blocks():
        for kind, indent, mark, words in lines:
            words = words.replace("\\", "\\e")
            words = "\\&" + words if words[:1] in ".'" else words
            out += [f".IP \"{mark}\" 4" if kind == "item" else ".LP", words]
    source = folder / "in.ms"
    source.write_text("\n".join(out) + "\n", encoding="utf-8")
    with open(OUT / "groff.pdf", "wb") as pdf:
        subprocess.run(["groff", "-Kutf8", "-Tpdf", "-ms", "-mde", str(source)], stdout=pdf, stderr=subprocess.DEVNULL, check=True)


def small(name, objects, trailer=b""):
    """A PDF written by hand: objects are (bytes) in order of their numbers, the first the catalogue."""
    out, at = bytearray(b"%PDF-1.5\n"), []
    for number, body in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(at) + 1) + b"".join(b"%010d 00000 n \n" % a for a in at)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(at) + 1, trailer, start)
    (OUT / name).write_bytes(out)


def stream(data, extra=b""):
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), extra, data)


def by_hand(_):
    """Single questions of layout, and PDFs that must end in one clear line, in little time and memory."""
    catalogue, tree = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    def one(content, resources=b"<</Font<</F1 5 0 R>>>>"):
        return [catalogue, tree, b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources %s>>" % resources, content, font]
    def bomb(layers, size):
        data = b"0 0 m " * (size // 6)
        for _ in range(layers):
            data = zlib.compress(data, 9)
        return data
    small("image-only.pdf", one(stream(b"q 100 0 0 100 0 0 cm /I Do Q"), b"<</XObject<</I 6 0 R>>>>") + [stream(b"\0", b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8")])
    small("bomb.pdf", one(stream(bomb(2, 3 << 30), b"/Filter[/FlateDecode/FlateDecode]")))
    small("form-cycle.pdf", one(stream(b"BT /F1 12 Tf 72 700 Td (Beschluss) Tj ET /X Do"), b"<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>")
          + [stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")])
    small("page-cycle.pdf", [catalogue, b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 1>>", b"<</Type/Pages/Parent 3 0 R/Kids[2 0 R]/Count 9>>"])
    small("deep-tree.pdf", [catalogue] + [b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (n - 1, n + 1) for n in range(2, 2000)] + [b"<</Type/Page>>"])
    small("cmap-bomb.pdf", one(stream(b"BT /F1 12 Tf (ab) Tj ET"))[:4] + [b"<</Type/Font/Subtype/TrueType/BaseFont/X/ToUnicode 6 0 R>>",
          stream(b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00000000> <ffffffff> endcodespacerange 1 beginbfrange <00000000> <ffffffff> <0041> endbfrange endcmap end")])
    small("quote-operators.pdf", one(stream(b"BT /F1 12 Tf 14 TL 72 700 Td (Die IMK bittet) ' 1 0 (das BMI.) \" ET")))
    small("form-place.pdf", one(stream(b"BT /F1 12 Tf 72 600 Td (unten) Tj ET q 1 0 0 1 0 50 cm /X Do Q"), b"<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>")
          + [stream(b"BT /F1 12 Tf 72 600 Td (oben) Tj ET", b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Matrix[1 0 0 1 0 50]/Resources<</Font<</F1 5 0 R>>>>")])
    rows = [(b"1", b"Er\xf6ffnung", b"3"), (b"2", b"Bek\xe4mpfung des Terrorismus", b"5"), (b"12", b"Verschiedenes", b"17")]
    toc = b"".join(b"1 0 0 1 72 %d Tm (TOP %s) Tj 1 0 0 1 120 %d Tm (%s %s) Tj 1 0 0 1 520 %d Tm (%s) Tj " % (y, n, y, title, b"." * (100 - 2 * len(title)), y, at)
                   for y, (n, title, at) in zip((700, 686, 672), rows))
    winansi = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    small("contents.pdf", one(stream(b"BT /F1 12 Tf " + toc + b"ET"))[:4] + [winansi])
    small("rotated.pdf", one(stream(b"BT /F1 12 Tf 0 1 -1 0 100 72 Tm (Die IMK bittet) Tj 0 1 -1 0 114 72 Tm (das BMI.) Tj 1 0 0 1 20 20 Tm (x) Tj ET")))
    pages = [b"BT /F1 12 Tf 72 800 Td (Konferenz) Tj 0 -40 Td (TOP %d) Tj 0 -660 Td (Stand der Sammlung: %d) Tj 0 -40 Td (%d / 4) Tj ET" % (n, n, n) for n in range(1, 5)]
    small("footers.pdf", [catalogue, b"<</Type/Pages/Kids[%s]/Count 4/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>>>" % b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(4)), winansi]
          + [part for n, page in enumerate(pages) for part in (b"<</Type/Page/Parent 2 0 R/Contents %d 0 R>>" % (5 + 2 * n), stream(page))])
    whole = (OUT / "reportlab.pdf").read_bytes()
    (OUT / "truncated.pdf").write_bytes(whole[: len(whole) // 3])
    for name, user in (("encrypted.pdf", "geheim"), ("owner-password.pdf", "")):
        run("qpdf", "--encrypt", user, "besitzer", "256", "--", str(OUT / "quote-operators.pdf"), str(OUT / name))


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    only = sys.argv[1:]
    for make in (chromium, libreoffice, reportlab, fpdf, groff, by_hand):
        if not only or make.__name__ in only:
            with tempfile.TemporaryDirectory() as folder:
                make(pathlib.Path(folder))
                print("made", make.__name__)
