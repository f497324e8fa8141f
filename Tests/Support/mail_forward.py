"""Passes a mail on unchanged, as the server of another house does: mail_forward.py PORT SENDER RECIPIENT, the mail on standard input.

The envelope keeps its sender, so SPF fails at the next one and a signature holds.
"""
import smtplib
import sys

PORT, SENDER, RECIPIENT = sys.argv[1:]

with smtplib.SMTP("127.0.0.1", int(PORT)) as server:
    server.ehlo()
    server.docmd("XCLIENT", "ADDR=198.51.100.20 NAME=mx.office.example")
    server.ehlo("mx.office.example")
    server.sendmail(SENDER if SENDER != "MAILER-DAEMON" else "", [RECIPIENT], sys.stdin.buffer.read())
