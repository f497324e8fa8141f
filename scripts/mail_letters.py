"""Mails as suppliers, mail programs of approvers and attackers write them, for scripts/mail-check.py."""
import email
import email.message
import email.policy
import email.utils
import html
import io
import re
import zipfile

TOKEN = re.compile(r"approve\+([a-z2-7]{26}\.[a-z2-7]{26})@", re.I)


def letter(sender, recipient, subject, text="Please find our invoice attached.", files=(), heads=()):
    """A new mail. `files`: paths, or pairs of a name and bytes."""
    mail = email.message.EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, recipient, subject
    mail["Date"] = email.utils.formatdate()
    mail["Message-ID"] = email.utils.make_msgid(domain=sender.rstrip(">").rpartition("@")[2])
    for name, value in heads:
        mail[name] = value
    mail.set_content(text)
    for file in files:
        name, content = file if isinstance(file, tuple) else (file.name, file.read_bytes())
        kind = {"pdf": "pdf", "xml": "xml", "zip": "zip"}[name.rpartition(".")[2]]
        mail.add_attachment(content, maintype="application", subtype=kind, filename=name)
    return mail


def packed(*files):
    """A zip of them."""
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(f"invoices/{file.name}", file.read_bytes())
    return store.getvalue()


def enclosing(inner, sender, recipient, subject):
    """A mail that has another one attached."""
    mail = letter(sender, recipient, subject, "See the attached mail.")
    mail.add_attachment(email.message_from_bytes(inner.as_bytes(), policy=email.policy.default))
    return mail


def plain(mail):
    """What a received mail says in plain text."""
    return mail.get_body(("plain",)).get_content()


def token(mail):
    """Of the address that answers go to; `None` where none is offered."""
    found = TOKEN.search(mail.get("Reply-To", ""))
    return found and found[1]


def reply(asked, sender, words, program="gmail", heads=(), recipient=None):
    """An answer to a received mail, as a mail program makes it."""
    prefix = {"german": "AW: ", "gmail": "Re: ", "outlook": "RE: ", "apple": "Re: ", "html": "RE: ", "bare": "Re: "}[program]
    mail = letter(sender, recipient or asked["Reply-To"] or asked["From"], prefix + asked["Subject"], "", (), heads)
    mail["In-Reply-To"] = asked["Message-ID"]
    mail["References"] = " ".join(filter(None, (asked["References"], asked["Message-ID"])))
    said, when, whom = plain(asked), asked["Date"], asked["From"]
    quoted = "\n".join(f"> {line}" for line in said.splitlines())
    block = f"From: {whom}\nSent: {when}\nTo: {asked['To']}\nSubject: {asked['Subject']}\n\n{said}"
    text = {
        "gmail": f"{words}\n\nOn {when} {whom} wrote:\n\n{quoted}\n",
        "apple": f"{words}\n\nSent from my iPhone\n\n> On {when}, {whom} wrote:\n> \n{quoted}\n",
        "outlook": f"{words}\n\n________________________________\n{block}",
        "german": f"{words}\n\n-----Ursprüngliche Nachricht-----\n"
                  f"Von: {whom}\nGesendet: {when}\nAn: {asked['To']}\nBetreff: {asked['Subject']}\n\n{said}",
        "html": "",
        "bare": f"{words}\n",
    }[program]
    if program == "html":
        # Without a text beside it.
        mail.set_content(f"<html><head><style>p {{margin: 0}}</style></head><body><p>{html.escape(words)}</p><p>&nbsp;</p><div style='border-top:"
                         f"solid #E1E1E1 1.0pt'><p><b>From:</b> {html.escape(whom)}<br><b>Sent:</b> {when}<br><b>Subject:</b> "
                         f"{html.escape(asked['Subject'])}</p></div><pre>{html.escape(said)}</pre></body></html>", subtype="html")
        return mail
    mail.set_content(text)
    if program in ("gmail", "outlook"):
        shown = html.escape(words).replace("\n", "<br>")
        mail.add_alternative({
            "gmail": f'<div dir="ltr">{shown}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On {html.escape(when)} '
                     f'{html.escape(whom)} wrote:<br></div><blockquote class="gmail_quote">{html.escape(said)}</blockquote></div>',
            "outlook": f'<html><body><p class="MsoNormal">{shown}</p><hr><div id="divRplyFwdMsg"><b>From:</b> {html.escape(whom)}</div>'
                       f"<pre>{html.escape(said)}</pre></body></html>",
        }[program], subtype="html")
    return mail


def passed_on(asked, sender, recipient, words="Please have a look."):
    """A received mail, forwarded with all its text to somebody else."""
    text = (f"{words}\n\n---------- Forwarded message ---------\nFrom: {asked['From']}\nDate: {asked['Date']}\n"
            f"Subject: {asked['Subject']}\nTo: {asked['To']}\nReply-To: {asked['Reply-To']}\n\n{plain(asked)}")
    return letter(sender, recipient, "Fwd: " + asked["Subject"], text)


def delivery_report(recipient, about, sender="MAILER-DAEMON@office.example"):
    """A report that a mail could not be delivered, as a server writes it (RFC 3464)."""
    lines = [
        f"From: Mail Delivery System <{sender}>", f"To: {recipient}", "Subject: Undelivered Mail Returned to Sender",
        f"Date: {email.utils.formatdate()}", f"Message-ID: {email.utils.make_msgid(domain='office.example')}", "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0", 'Content-Type: multipart/report; report-type=delivery-status; boundary="b0undary"', "",
        "--b0undary", "Content-Type: text/plain", "", "It could not be delivered.", "",
        "--b0undary", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.office.example", "",
        f"Final-Recipient: rfc822; {about}", "Action: failed", "Status: 5.1.1", "", "--b0undary--", ""]
    return "\r\n".join(lines).encode()
