"""A certificate authority for a day, and a certificate of `localhost` by it."""
import subprocess

KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]


class Certificates:
    """ca.pem, localhost.pem and localhost.key in a folder; other-ca.pem has signed nothing here."""

    def __init__(self, folder):
        self.ca, self.certificate, self.key = (folder / name for name in ("ca.pem", "localhost.pem", "localhost.key"))
        self.other_ca = folder / "other-ca.pem"
        for authority, key in ((self.other_ca, folder / "other-ca.key"), (self.ca, folder / "ca.key")):
            openssl(["req", "-x509", *KEY, "-keyout", key, "-out", authority, "-days", "2", "-subj", "/CN=Test CA",
                     "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign"])
        openssl(["req", "-x509", *KEY, "-keyout", self.key, "-out", self.certificate, "-days", "2", "-subj", "/CN=localhost",
                 "-CA", self.ca, "-CAkey", folder / "ca.key", "-addext", "basicConstraints=critical,CA:FALSE",
                 "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2"])


def openssl(arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)
