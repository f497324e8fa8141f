"""Mail as bytes, part by part, as programs write it; and what mails carry: archives, winmail.dat, uuencoded files.

A part is (headers, body): lines without their ends, and bytes with CRLF.
"""
import base64
import binascii
import io
import quopri
import struct
import zipfile
import zlib


def crlf(text, charset="utf-8"):
    return text.replace("\n", "\r\n").encode(charset)


def part(headers, body=b""):
    """`headers`: lines `Name: value`; a string as the body is 7-bit text."""
    return headers, crlf(body) if isinstance(body, str) else body


def text(words, kind="plain", charset="utf-8", encoding="quoted-printable"):
    raw = crlf(words, charset)
    if encoding == "quoted-printable":
        raw = quopri.encodestring(raw.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    elif encoding == "base64":
        raw = base64_lines(raw)
    return part([f'Content-Type: text/{kind}; charset="{charset}"', f"Content-Transfer-Encoding: {encoding}"], raw)


def base64_lines(data):
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def attached(data, name, kind="application/pdf", disposition="attachment", more=()):
    """`name`: as it stands in the headers, encoded already; `None` = the part has none."""
    named, filed = (f'; name="{name}"', f'; filename="{name}"') if name else ("", "")
    return part([f"Content-Type: {kind}{named}", "Content-Transfer-Encoding: base64", f"Content-Disposition: {disposition}{filed}",
                 *more], base64_lines(data))


def multipart(kind, boundary, *parts, parameters=""):
    body = b""
    for each in parts:
        body += f"--{boundary}\r\n".encode() + whole(each) + b"\r\n"
    return part([f'Content-Type: multipart/{kind}; boundary="{boundary}"{parameters}'], body + f"--{boundary}--\r\n".encode())


def whole(each):
    """Headers, an empty line, and the body. Headers may hold raw UTF-8 where a program is as careless as that."""
    headers, body = each
    return "".join(f"{line}\r\n" for line in headers).encode() + b"\r\n" + body


def encoded_word(words, charset="utf-8"):
    return f"=?{charset}?B?{base64.b64encode(words.encode(charset)).decode()}?="


def parameter(name, value, language=""):
    """RFC 2231 in pieces: `; filename*0*=utf-8''…; filename*1*=…`."""
    escaped = "".join(chr(byte) if chr(byte).isalnum() and byte < 128 or byte in b"-." else f"%{byte:02X}" for byte in value.encode())
    pieces, rest = [], escaped
    while rest:
        cut = 40
        # Never through an escape.
        while "%" in rest[max(cut - 2, 0):cut] and len(rest) > cut:
            cut -= 1
        pieces.append(rest[:cut])
        rest = rest[cut:]
    pieces[0] = f"utf-8'{language}'" + pieces[0]
    return "".join(f";\r\n {name}*{number}*={piece}" for number, piece in enumerate(pieces))


def zip_of(files, password=None):
    """An archive of {name: bytes}; with a password in the old way of PKZIP, which everything opens."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 2, 8, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return locked(files, password) if password else out.getvalue()


def locked(files, password):
    """Python reads such archives and cannot write them."""
    out, directory = b"", b""
    for name, data in files.items():
        packed = zlib.compress(data)[2:-4]
        check = zlib.crc32(data)
        body = pkzip(b"\0" * 11 + bytes([check >> 24]) + packed, password)
        facts = struct.pack("<HHHHHLLLHH", 20, 1, 8, 0x4000, 0x5C62, check, len(body), len(data), len(name.encode()), 0)
        directory += (b"PK\1\2" + struct.pack("<H", 20) + facts + struct.pack("<HHHLL", 0, 0, 0, 0, len(out)) + name.encode())
        out += b"PK\3\4" + facts + name.encode() + body
    count = len(files)
    return out + directory + b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), len(out), 0)


CRC = [zlib.crc32(bytes([byte])) for byte in range(256)]


def pkzip(data, password):
    """The cipher of PKZIP, APPNOTE 6.1."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def step(value, byte):
        # One round of CRC-32 without the inversions of zlib.
        return (zlib.crc32(bytes([byte]), value ^ 0xFFFFFFFF)) ^ 0xFFFFFFFF

    def update(byte):
        keys[0] = step(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = step(keys[2], keys[1] >> 24)

    for byte in password.encode():
        update(byte)
    out = bytearray()
    for byte in data:
        mixed = keys[2] & 0xFFFF | 2
        out.append(byte ^ (mixed * (mixed ^ 1) >> 8 & 0xFF))
        update(byte)
    return bytes(out)


def docx(words):
    """The smallest thing that is a Word document."""
    kinds = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
             'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
    body = (f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{words}'
            "</w:t></w:r></w:p></w:body></w:document>")
    return zip_of({"[Content_Types].xml": kinds.encode(), "word/document.xml": body.encode()})


def winmail(files):
    """TNEF (MS-OXTNEF) with attachments {name: bytes}, as Outlook sends it to people without Outlook."""
    def attribute(level, number, data):
        return struct.pack("<BLL", level, number, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    out = struct.pack("<LH", 0x223E9F78, 1)
    out += attribute(1, 0x00089006, struct.pack("<L", 0x00010000))
    out += attribute(1, 0x00069007, struct.pack("<LL", 1252, 0))
    for name, data in files.items():
        out += attribute(2, 0x00069002, struct.pack("<HLHHLL", 1, 0xFFFFFFFF, 32, 32, 0, 0)[:14])
        out += attribute(2, 0x00018010, name.encode("cp1252") + b"\0")
        out += attribute(2, 0x0006800F, data)
    return out


def uuencoded(data, name):
    lines = [binascii.b2a_uu(data[start:start + 45]).decode().rstrip("\n") for start in range(0, len(data), 45)]
    return f"begin 644 {name}\n" + "\n".join(lines) + "\n`\nend\n"


def png(width, height, shade):
    """A picture of one colour, such as a logo."""
    rows = (b"\0" + bytes(shade) * width) * height
    chunks = ((b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data)) for kind, data in chunks)
