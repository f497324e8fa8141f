#!/usr/bin/python3
"""A name server (dnspython, Debian's python3-dnspython) on 127.0.0.1, UDP and TCP on one free port.

Prints its port, and ends with its standard input. What it answers is in the selector; what it was asked goes to argument 1, a line each.
"""
import socket
import struct
import sys
import threading

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

SEEN = open(sys.argv[1], "a", buffering=1)


def texts(question, *records):
    return dns.rrset.from_text(question.name, 60, "IN", "TXT", *records)


def answer(wire, over_tcp):
    query = dns.message.from_wire(wire)
    question = query.question[0]
    SEEN.write(question.name.to_text() + (" tcp" if over_tcp else "") + "\n")
    reply = dns.message.make_response(query)
    kind = question.name.labels[0].decode()
    if kind == "one":
        reply.answer.append(texts(question, '"v=DKIM1; p=AAAA"'))
    elif kind == "parts":
        reply.answer.append(texts(question, '"v=DKIM1; " "p=AA" "AA"'))
    elif kind == "two":
        # One by one: dnspython shuffles the records of a set.
        reply.answer.append(texts(question, '"first"'))
        reply.answer.append(texts(question, '"second"'))
    elif kind == "alias":
        reply.answer.append(dns.rrset.from_text(question.name, 60, "IN", "CNAME", "one.elsewhere.example."))
        reply.answer.append(dns.rrset.from_text("one.elsewhere.example.", 60, "IN", "TXT", '"by its alias"'))
    elif kind == "many":
        reply.answer.append(texts(question, *[f'"{n}"' for n in range(40)]))
    elif kind == "long":
        if over_tcp:
            reply.answer.append(texts(question, " ".join('"' + "x" * 200 + '"' for _ in range(20))))
        else:
            reply.flags |= dns.flags.TC
    elif kind == "huge":
        if over_tcp:
            reply.answer.append(texts(question, *[" ".join('"' + f"{n:0200}" + '"' for _ in range(20)) for n in range(6)]))
        else:
            reply.flags |= dns.flags.TC
    elif kind == "absent":
        reply.set_rcode(dns.rcode.NXDOMAIN)
    elif kind == "other":
        reply.answer.append(dns.rrset.from_text(question.name, 60, "IN", "A", "127.0.0.1"))
    elif kind == "broken":
        reply.set_rcode(dns.rcode.SERVFAIL)
    elif kind == "refused":
        reply.set_rcode(dns.rcode.REFUSED)
    elif kind == "silent":
        return None
    elif kind == "damaged":
        reply.answer.append(texts(question, '"v=DKIM1; p=AAAA"'))
        wire = bytearray(reply.to_wire())
        # A part longer than its record.
        wire[wire.index(b"v=DKIM1") - 1] = 250
        return bytes(wire)
    elif kind == "cut":
        reply.answer.append(texts(question, '"v=DKIM1; p=AAAA"'))
        wire = reply.to_wire()
        return wire[: wire.index(b"v=DKIM1") + 3]
    return reply.to_wire(max_size=65535)


def serve_tcp(listener):
    while True:
        connection, _ = listener.accept()
        with connection:
            size = struct.unpack("!H", connection.recv(2))[0]
            wire = answer(connection.recv(size), True)
            connection.sendall(struct.pack("!H", len(wire)) + wire)


def serve_udp(server):
    while True:
        wire, client = server.recvfrom(4096)
        reply = answer(wire, False)
        if reply is not None:
            server.sendto(reply, client)


udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 0))
tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
tcp.bind(udp.getsockname())
tcp.listen()
threading.Thread(target=serve_udp, args=(udp,), daemon=True).start()
threading.Thread(target=serve_tcp, args=(tcp,), daemon=True).start()
print(udp.getsockname()[1], flush=True)
sys.stdin.read()
