#!/usr/bin/python3
"""A real mail server (aiosmtpd, Debian's python3-aiosmtpd) on a free port of this machine.

Prints its port, and ends with its standard input, so that no test can leave it behind.
  argument 1: plain, starttls or login (STARTTLS, and only for user "payables" with password "right"), or once (plain, and
              a session ends behind its first mail with 421)
  argument 2: folder; each mail becomes N.eml with the envelope in N.json, in the order of arrival
  arguments 3, 4: certificate and key, PEM
Refuses recipients as their local part says: no-550, no-450; silent: takes the mail and never answers.
"""
import asyncio
import json
import os
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

MODE, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])


SESSIONS = []


def id_of(session):
    """Counted from 1, in the order of their first mail."""
    if session not in SESSIONS:
        SESSIONS.append(session)
    return SESSIONS.index(session) + 1


class Handler:
    count = 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        if MODE == "once" and session in SESSIONS:
            return "421 4.3.2 one mail a session"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answers = {"no-550": "550 5.1.1 no such person", "no-450": "450 4.2.1 come again"}
        refusal = answers.get(address.split("@")[0])
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        Handler.count += 1
        (FOLDER / f"{Handler.count}.eml").write_bytes(envelope.content)
        facts = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None,
                 "login": bool(session.authenticated), "session": id_of(session)}
        (FOLDER / f"{Handler.count}.json").write_text(json.dumps(facts))
        if envelope.rcpt_tos[0].startswith("silent@"):
            await asyncio.sleep(3600)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    good = mechanism in ("LOGIN", "PLAIN") and (data.login, data.password) == (b"payables", b"right")
    return AuthResult(success=good, handled=good)


options = {}
if MODE not in ("plain", "once"):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[3], sys.argv[4])
    options = {"tls_context": context, "require_starttls": True}
if MODE == "login":
    options |= {"authenticator": authenticate, "auth_required": True}


async def serve():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler(), hostname="test", loop=loop, **options), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    # Connections that are kept waiting go with the process.
    os._exit(0)


asyncio.run(serve())
