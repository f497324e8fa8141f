"""Name service for domains that do not exist: keys of DKIM, SPF and DMARC for `.example`, by an Unbound that asks nobody else."""
import base64
import concurrent.futures
import os
import random
import shutil
import subprocess

from mail_certificates import openssl
from mail_processes import Program, answers, free_ports, until

SELECTOR, SELECTOR_ED25519, SELECTOR_REVOKED = "mail", "ed", "revoked"

# Addresses of the domains' own mail servers; test networks of RFC 5737, taken on by XCLIENT.
ADDRESSES = {"payables.example": "198.51.100.5", "supplier.example": "198.51.100.10", "office.example": "198.51.100.20",
             "lax.example": "198.51.100.30"}
# A strict one refuses, a lax one only watches. outside.example has neither keys nor a policy.
POLICIES = {"payables.example": "reject", "supplier.example": "reject", "office.example": "quarantine", "lax.example": "none"}

MUCH_TO_SIGN = {"supplier.example", "office.example"}

MODEL = "supplier.example"

CONFIGURATION = """
server:
  chroot: ""
  username: ""
  directory: "{folder}"
  pidfile: ""
  use-syslog: no
  logfile: "{folder}/unbound.log"
  do-daemonize: no
  num-threads: 1
  module-config: "iterator"
  hide-identity: yes
{interfaces}
  access-control: 127.0.0.0/8 allow
  local-zone: "." static
{records}
remote-control:
  control-enable: no
"""


class Keys:
    """Of each domain an Ed25519 key as `ed`; where there is much to sign also an RSA key as `mail`, and the same as `revoked`.

    The latter is published as such. `private`: paths of PEM files, by domain and selector.
    """

    def __init__(self, folder, domains):
        folder.mkdir()
        self.private, self.records = {}, {}
        # Most of the time goes into finding primes.
        with concurrent.futures.ThreadPoolExecutor() as pool:
            list(pool.map(lambda domain: self.make(domain, folder), ADDRESSES))
        for domain in domains:
            self.copy(domain)

    def make(self, domain, folder):
        def path(selector):
            return folder / f"{domain}.{selector}.pem"

        keys = self.private[domain] = {SELECTOR_ED25519: str(path(SELECTOR_ED25519))}
        openssl(["genpkey", "-algorithm", "ed25519", "-out", path(SELECTOR_ED25519)])
        # The bare key of 32 bytes, as RFC 8463 wants it.
        bare = text(public(path(SELECTOR_ED25519))[-32:])
        records = {
            f"{SELECTOR_ED25519}._domainkey.{domain}": f"v=DKIM1; k=ed25519; p={bare}",
            domain: f"v=spf1 ip4:{ADDRESSES[domain]} -all",
            f"_dmarc.{domain}": f"v=DMARC1; p={POLICIES[domain]}; adkim=r; aspf=r",
        }
        if domain in MUCH_TO_SIGN:
            openssl(["genrsa", "-out", path(SELECTOR), "2048"])
            shutil.copy(path(SELECTOR), path(SELECTOR_REVOKED))
            keys |= {SELECTOR: str(path(SELECTOR)), SELECTOR_REVOKED: str(path(SELECTOR_REVOKED))}
            records[f"{SELECTOR}._domainkey.{domain}"] = f"v=DKIM1; k=rsa; p={text(public(path(SELECTOR)))}"
            records[f"{SELECTOR_REVOKED}._domainkey.{domain}"] = "v=DKIM1; k=rsa; p="
        self.records |= records

    def copy(self, domain):
        """Gives a domain the keys, the server and the policy of supplier.example."""
        self.private[domain] = self.private[MODEL]
        self.records |= {name[:-len(MODEL)] + domain: value for name, value in self.records.items()
                         if name == MODEL or name.endswith("." + MODEL)}


class Names:
    """`port` on 127.0.0.1; for root also port 53 of `address`, for programs that know no other port."""

    def __init__(self, folder, domains):
        self.keys = Keys(folder / "keys", domains)
        self.port, = free_ports(1)
        self.address = f"127.{random.randint(64, 127)}.{random.randint(0, 255)}.{random.randint(1, 254)}" if os.geteuid() == 0 else None
        interfaces = [f"127.0.0.1@{self.port}"] + ([f"{self.address}@53"] if self.address else [])
        records = [f'{name}. 60 IN TXT "' + '" "'.join(pieces(value)) + '"' for name, value in self.keys.records.items()]
        records += [f"{domain}. 60 IN MX 10 mx.{domain}." for domain in ADDRESSES]
        records += [f"mx.{domain}. 60 IN A {address}" for domain, address in ADDRESSES.items()]
        configuration = folder / "unbound.conf"
        configuration.write_text(CONFIGURATION.format(
            folder=folder, interfaces="\n".join(f"  interface: {each}" for each in interfaces),
            records="\n".join(f"  local-data: '{each}'" for each in records)))
        self.program = Program("unbound", ["unbound", "-d", "-c", str(configuration)], folder / "unbound.out")

    def start(self):
        self.program.start()
        until(lambda: answers(self.port, greeting=False), 10, "Unbound answers")

    def close(self):
        self.program.kill()


def public(key):
    return subprocess.run(["openssl", "pkey", "-in", key, "-pubout", "-outform", "DER"], check=True, capture_output=True).stdout


def text(data):
    return base64.b64encode(data).decode()


def pieces(value):
    """A string of a TXT record has at most 255 bytes."""
    return [value[start:start + 255] for start in range(0, len(value), 255)]
