#!/usr/bin/python3
"""A real mail server, a real database, everything that breaks: is a mail lost, does a document become two cases?

    scripts/mail-chaos.py PAYABLES [--mails 2000] [--watchers 3] [--lease 5] [--rate 8] [--seed 1] [--quick] [--forget] [--again]

Mails of all forms (scripts/mail_load.py) come into five mailboxes of a Dovecot, some of them twice at once, while several
`payables mail watch` read them. Until all have come: programs are killed (-9), ended, and frozen for longer than their lease;
Dovecot is killed and started again; the database is restarted (some as by a loss of power), connections are cut;
UIDVALIDITY changes; mailboxes are deleted and made anew with the same mails; and a person reads mails first and moves them
about. Then it counts from outside, over IMAP: ends with 1 when a mail that lies in a mailbox has no outcome, or another one
than scripts/mail_load.py says; when a document is no case, or two; when `payables mail count` does not add up; or when more was
noted in a mailbox than ever was in it.

--quick: 120 mails, less than two minutes. --forget: one mail never arrives; --again: one comes once more under another
Message-ID. Both to show that this finds it.
"""
import argparse
import hashlib
import imaplib
import os
import pathlib
import random
import re
import signal
import smtplib
import sys
import threading
import time

import mail_load
from chaos_postgres import Client, DatabaseError
from mail_scene import House, Office, Watcher, clear, folder

# Who has which mailboxes that are read. Nobody reads READ, where a person puts what he has seen.
PLACES = {"north": ["INBOX"], "south": ["INBOX", "Rechnungen"], "east": ["INBOX"], "west": ["INBOX"]}
READ = "Gelesen"
AWAY = (OSError, imaplib.IMAP4.error, smtplib.SMTPException, EOFError)


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("payables")
    parser.add_argument("--mails", type=int)
    parser.add_argument("--watchers", type=int, default=3)
    parser.add_argument("--lease", type=float)
    parser.add_argument("--rate", type=float, default=8, help="mails that come in a second")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--forget", action="store_true")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--keep", action="store_true", help="leave the folder for a look")
    options = parser.parse_args()
    options.payables = str(pathlib.Path(options.payables).resolve())
    options.mails = options.mails or (120 if options.quick else 2000)
    options.lease = options.lease or (3 if options.quick else 5)
    return options


class Epochs:
    """How many UIDs a mailbox can have had under each UIDVALIDITY, as seen from outside."""

    def __init__(self, house):
        self.house, self.most, self.begun = house, {}, {}

    def look(self, user, mailbox):
        """UIDVALIDITY, UIDNEXT and how many mails."""
        connection = self.house.imap(user)
        answer = connection.status(mailbox, "(UIDVALIDITY UIDNEXT MESSAGES)")[1][0].decode()
        connection.logout()
        return [int(re.search(rf"{word} (\d+)", answer).group(1)) for word in ("UIDVALIDITY", "UIDNEXT", "MESSAGES")]

    def begin(self, user, mailbox):
        validity, following, there = self.look(user, mailbox)
        self.begun[user, mailbox] = validity, following, there

    def end(self, user, mailbox):
        """Before the UIDVALIDITY changes, and when all is over."""
        (validity, first, there), (now, following, _) = self.begun[user, mailbox], self.look(user, mailbox)
        # While a mailbox is taken away and put back under its readers, Dovecot gives it UIDVALIDITYs of its own accord.
        self.most[user, mailbox, now] = there + following - first if now == validity else following - 1

    def change(self, user, mailbox, act):
        self.end(user, mailbox)
        act()
        self.begin(user, mailbox)


class Chaos:
    def __init__(self, options):
        self.options, self.folder = options, folder("mail-chaos")
        self.counts, self.breaches, self.notes = {}, [], []
        self.is_over, self.is_stopped = threading.Event(), False
        self.watchers, self.house, self.office = [], None, None
        # Whoever takes both takes the mailbox first.
        self.boxes, self.server = {user: threading.RLock() for user in PLACES}, threading.RLock()
        self.arrived, self.tries = 0, 0

    # Setting up

    def prepare(self):
        self.house = House(self.folder / "house", list(PLACES), "--imap")
        self.office = Office(self.options.payables, self.folder, self.house, PLACES)
        # One leaves marks on what it has read; the others open their mailboxes for reading only.
        self.office.settings["accounts"]["north"]["mark"] = {"keyword": "$Payables"}
        self.office.write("mail.json", self.office.settings)
        self.epochs = Epochs(self.house)
        for user, mailboxes in PLACES.items():
            connection = self.house.imap(user)
            for name in [READ, *mailboxes]:
                if name != "INBOX":
                    connection.create(name)
            connection.logout()
            for name in mailboxes:
                self.epochs.begin(user, name)
        self.truth, self.mails = [], []
        for (facts, raw), _ in zip(mail_load.Load(seed=self.options.seed, cheap=True, duplicates=6), range(self.options.mails)):
            self.truth.append(facts)
            self.mails.append(mail_load.received(facts, raw))
        (self.folder / "logs").mkdir()
        self.watchers = [
            Watcher(self.office, self.folder / f"logs/watch-{number}", "--lease", str(self.options.lease))
            for number in range(self.options.watchers)]

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    # Mails arrive

    def arrive(self, number):
        """One mail of the truth; some twice, as to two addresses at once, over two ways."""
        facts, raw = self.truth[number], self.mails[number]
        dice = random.Random(f"{self.options.seed} {number}")
        # A person files mails away within an account: two copies are in two of them.
        users = dice.sample(list(PLACES), 2 if facts["class"] == "case" and dice.random() < 0.15 else 1)
        if len(users) > 1:
            self.count("mails to two mailboxes at once")
        threads = [threading.Thread(target=self.hand_in, args=(user, facts, raw, dice.random() < 0.2)) for user in users]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def hand_in(self, user, facts, raw, is_laid):
        with self.boxes[user]:
            if is_laid:
                return self.house.lay(user, PLACES[user][-1], raw)
            while True:
                try:
                    self.tries += 1
                    return self.house.deliver(user, raw, facts["envelope"])
                except AWAY:
                    # As every server does; where only the answer was lost, the mail is there twice.
                    time.sleep(0.3)

    # What goes wrong

    def alive(self):
        return [watcher for watcher in self.watchers if not watcher.frozen and watcher.process.poll() is None]

    def kill(self, dice):
        for watcher in dice.sample(self.alive(), k=min(len(self.alive()), dice.choice([1, 1, 2]))):
            # Its readers end with it.
            watcher.process.send_signal(signal.SIGKILL)
            watcher.process.wait()
            self.count("programs killed (-9)")

    def end(self, dice):
        if alive := self.alive():
            dice.choice(alive).process.send_signal(signal.SIGINT)
            self.count("programs ended in order")

    def freeze(self, dice):
        alive = self.alive()
        if len(alive) < 2:
            return
        watcher = dice.choice(alive)
        watcher.frozen = True
        try:
            os.killpg(watcher.process.pid, signal.SIGSTOP)
            self.is_over.wait(self.options.lease * dice.uniform(1.2, 2))
            os.killpg(watcher.process.pid, signal.SIGCONT)
            self.count("programs frozen beyond the lease")
        except ProcessLookupError:
            pass
        finally:
            watcher.frozen = False

    def kill_dovecot(self, dice):
        with self.server:
            how = dice.choice(["kill", "kill", "stop"])
            self.house(f"{how} dovecot")
            time.sleep(dice.uniform(0, 2))
            self.house("start dovecot")
        self.count("Dovecot killed (-9)" if how == "kill" else "Dovecot stopped")

    def restart(self, dice):
        mode = dice.choice(["immediate", "fast"])
        self.office.cluster.stop(mode)
        time.sleep(dice.uniform(0, 1.5))
        self.office.cluster.start()
        self.count(f"database restarted ({mode})")

    def cut(self, dice):
        client = self.office.client()
        try:
            client("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                   f"AND pid <> pg_backend_pid() ORDER BY random() LIMIT {dice.randint(1, 3)}")
            self.count("connections to the database cut")
        finally:
            client.close()

    def place(self, dice):
        return dice.choice([(user, mailbox) for user, mailboxes in PLACES.items() for mailbox in mailboxes])

    def revalidate(self, dice):
        user, mailbox = self.place(dice)
        with self.boxes[user], self.server:
            number = self.epochs.look(user, mailbox)[0] + dice.randint(1, 1000)
            self.epochs.change(user, mailbox, lambda: self.house(f"validity {user} {mailbox} {number}"))
        self.count("UIDVALIDITY changed")

    def recreate(self, dice):
        user, mailbox = self.place(dice)
        with self.boxes[user], self.server:
            # Also what nobody has looked at yet.
            mails = self.house.stored(user, mailbox)
            self.epochs.change(user, mailbox, lambda: self.house(f"recreate {user} {mailbox}"))
            for raw in mails:
                self.house.lay(user, mailbox, raw)
        self.count("mailboxes deleted and made anew")

    def person(self, dice):
        """Reads, files away, takes out again; by another mail program."""
        user = dice.choice(list(PLACES))
        with self.boxes[user]:
            connection = self.house.imap(user)
            try:
                for _ in range(dice.randint(1, 3)):
                    places = [*PLACES[user], READ]
                    source = dice.choice(places)
                    connection.select(source)
                    found = connection.uid("SEARCH", "ALL")[1][0].split()
                    if not found:
                        continue
                    # Often the newest, which nobody else has read.
                    some = found[-3:] if dice.random() < 0.7 else dice.sample(found, min(4, len(found)))
                    for uid in some:
                        connection.uid("FETCH", uid, "(BODY[])")
                        self.count("mails read by a person first or later")
                    if dice.random() < 0.6:
                        target = dice.choice([place for place in places if place != source])
                        if connection.uid("MOVE", b",".join(some), target)[0] == "OK":
                            self.count("times that a person moved mails")
            finally:
                connection.shutdown()

    def again(self, acts, least, most, number):
        """Each of the acts in every round, in an order that only the seed decides."""
        dice = random.Random(f"{self.options.seed} acts {number}")
        bag = []
        while not self.is_over.wait(dice.uniform(least, most)):
            bag = bag or dice.sample(acts, len(acts))
            act = bag.pop()
            try:
                act(dice)
            except (DatabaseError, *AWAY) as error:
                self.notes.append(f"{act.__name__}: {type(error).__name__} {str(error)[:120]}")

    def watch(self):
        while not self.is_stopped:
            for watcher in self.watchers:
                if not watcher.frozen:
                    watcher.watch()
            time.sleep(0.3)

    # The run

    def run(self):
        acts = [self.kill, self.kill, self.end, self.kill_dovecot, self.restart, self.cut, self.cut, self.person, self.person,
                self.person]
        # After these everything in a mailbox is read once more, so in a long run they are seldom.
        acts = (acts if self.options.quick else acts * 3) + [self.revalidate, self.recreate]
        pace = (0.3, 1.2) if self.options.quick else (0.3, 2)
        threads = [threading.Thread(target=self.again, args=(acts, *pace, 1), daemon=True),
                   threading.Thread(target=self.again, args=([self.freeze], 2, self.options.lease * 2, 2), daemon=True)]
        self.began = time.time()
        for thread in [threading.Thread(target=self.watch, daemon=True), *threads]:
            thread.start()
        forgotten = self.forgotten()
        # In the quick run they come over the whole time that the acts take.
        rate = self.options.mails / 35 if self.options.quick else self.options.rate
        for number in range(len(self.mails)):
            time.sleep(max(0, self.began + number / rate - time.time()))
            if number != forgotten:
                self.arrive(number)
            self.arrived += 1
            if self.arrived % 100 == 0:
                self.tell()
        # Those who were late are disturbed a while, too.
        self.is_over.wait(5)
        self.is_over.set()
        for thread in threads:
            thread.join(90)
        self.tidy()
        if self.options.again:
            self.twice()
        self.rest()
        self.seconds = time.time() - self.began
        self.stop()

    def forgotten(self):
        if not self.options.forget:
            return None
        copied = {facts["of"] for facts in self.truth if facts["class"] == "duplicate"}
        return next(number for number, facts in enumerate(self.truth)
                    if number > 10 and facts["class"] == "case" and facts["number"] not in copied)

    def twice(self):
        number = next(number for number, facts in enumerate(self.truth) if facts["class"] == "case")
        mark = self.truth[number]["message_id"].encode()
        self.house.lay("north", "INBOX", self.mails[number].replace(mark, mark.replace(b"load-", b"again-")))

    def tidy(self):
        """The person puts everything back where it is read."""
        for user in PLACES:
            with self.boxes[user]:
                connection = self.house.imap(user)
                connection.select(READ)
                if found := connection.uid("SEARCH", "ALL")[1][0].split():
                    if connection.uid("MOVE", b",".join(found), "INBOX")[0] != "OK":
                        raise OSError(f"the mails of {user} could not be put back")
                connection.shutdown()

    def rest(self):
        """What is left has all the time that it needs without disturbance, for as long as something happens."""
        self.content = self.contents()
        patience = self.options.lease * 4 + 60
        end, before = time.time() + patience, None
        while time.time() < end:
            client = self.office.client()
            known = {raw for raw, in client("SELECT raw FROM mail")}
            waiting = int(client("SELECT count(*) FROM mail_seen WHERE kind = 'open'")[0][0])
            noted = {(user, mailbox): (int(validity or 0), int(last)) for user, mailbox, validity, last in
                     client("SELECT account, name, validity, last FROM mailbox")}
            client.close()
            looks = {(user, mailbox): self.epochs.look(user, mailbox) for user, names in PLACES.items() for mailbox in names}
            read = all(noted.get(place) == (validity, following - 1) for place, (validity, following, _) in looks.items())
            if not waiting and read and self.content.keys() <= known:
                return
            if (waiting, noted, len(known)) != before:
                end, before = time.time() + patience, (waiting, noted, len(known))
            self.tell(waiting)
            time.sleep(1 if self.options.quick else 5)
        self.notes.append("the time to rest was over before everything was read")

    def contents(self):
        """Message-ID by the sum of each mail that lies in a mailbox, as IMAP tells it; the copies of each."""
        found, self.copies, self.there = {}, 0, {}
        for user, mailboxes in PLACES.items():
            connection = self.house.imap(user)
            for mailbox in [*mailboxes, READ]:
                connection.select(mailbox, readonly=True)
                answer = connection.uid("FETCH", "1:*", "(UID BODY.PEEK[])")[1]
                parts = [part for part in answer if isinstance(part, tuple)]
                if mailbox == READ and parts:
                    raise OSError(f"{len(parts)} mails were left in {READ}")
                for words, raw in parts:
                    uid = int(re.search(rb"UID (\d+)", words).group(1))
                    self.there.setdefault((user, mailbox), set()).add(uid)
                    name = re.search(rb"(?mi)^Message-ID:\s*<([^>]+)>", raw).group(1).decode()
                    self.copies += hashlib.sha256(raw).hexdigest() in found
                    found[hashlib.sha256(raw).hexdigest()] = name
            connection.shutdown()
        return found

    def tell(self, waiting=None):
        words = "" if waiting is None else f", {waiting} in flight"
        print(f"  {time.time() - self.began:5.0f} s: {self.arrived} came{words}", file=sys.stderr)

    def stop(self):
        self.is_stopped = True
        time.sleep(0.7)
        for watcher in self.watchers:
            watcher.stop()

    # What came of it

    def judge(self):
        for user, mailboxes in PLACES.items():
            for mailbox in mailboxes:
                self.epochs.end(user, mailbox)
        client = self.office.client()
        rows = {}
        for raw, name, kind, reason in client("SELECT raw, message_id, kind, reason FROM mail"):
            rows[raw] = ((name or "").strip("<>"), reason or kind)
        cases = dict(client("SELECT subject_sha256, count(*) FROM invoice_case GROUP BY subject_sha256"))
        found = {
            "mails lost": self.lost(rows), "mails with another outcome": self.wrong(rows),
            "mails from nowhere": sorted(raw for raw in rows if raw not in self.content),
        }
        wanted = {part["sha256"] for facts in self.truth if facts["class"] == "case"
                  for part in facts["documents"] if part["fate"] == "case"}
        found["documents lost"] = sorted(wanted - set(cases))
        found["documents with two cases"] = sorted(name for name, count in cases.items() if int(count) > 1)
        forms = {part["sha256"]: (part["name"], facts["form"], part["fate"]) for facts in self.truth for part in facts["documents"]}
        found["cases that should not be"] = sorted(forms.get(name, ("unknown", name)) for name in set(cases) - wanted)
        found["noted more than there was"], found["in a mailbox and not noted"] = self.noted(client)
        tally = self.office.count()
        sum_ = sum(tally[key] for key in ("in_flight", "cases", "approvals", "comments", "bounces"))
        sum_ += sum(tally["rejected"].values())
        found["seen, and not accounted for"] = [] if sum_ == tally["seen"] else [tally["seen"] - sum_]
        found["mails without an outcome yet"] = [tally["in_flight"]] if tally["in_flight"] else []
        found["faults of payables mail count"] = tally["faults"]
        for what, some in found.items():
            if some:
                self.breaches.append(f"{what}: {len(some)}, such as {some[:3]}")
        self.table(tally, cases, found, client)
        client.close()

    def lost(self, rows):
        known = {name for name, _ in rows.values()}
        return sorted({name for raw, name in self.content.items() if raw not in rows}
                      | {facts["message_id"].strip("<>") for facts in self.truth} - known)

    def wrong(self, rows):
        """Of mails with one Message-ID, one is what the truth says; those with other bytes are copies."""
        outcomes = {}
        for name, outcome in rows.values():
            outcomes.setdefault(name, []).append(outcome)
        wrong = []
        for facts in self.truth:
            name = facts["message_id"].strip("<>")
            if facts["class"] == "duplicate" or name not in outcomes:
                continue
            given = sorted(outcomes[name])
            wanted = facts["reason"] or "cases"
            copies = ["DUPLICATE_MAIL"] * (len(given) - 1)
            # A mail without documents has nothing that a copy could do twice: it gets its reason again.
            if given != sorted([wanted, *copies]) and not (wanted != "cases" and set(given) == {wanted}):
                wrong.append((name, facts["form"], wanted, given))
        return wrong

    def noted(self, client):
        more, missing, last, self.unseen = [], [], {}, 0
        for user, mailbox, validity, count in client(
                "SELECT b.account, b.name, s.validity, count(*) FROM mail_seen s JOIN mailbox b ON b.number = s.mailbox "
                "GROUP BY 1, 2, 3"):
            most = self.epochs.most.get((user, mailbox, int(validity)))
            if most is None:
                self.unseen += int(count)
            elif int(count) > most:
                more.append((user, mailbox, validity, count, most))
        for user, mailbox, uid in client(
                "SELECT b.account, b.name, s.uid FROM mail_seen s "
                "JOIN mailbox b ON b.number = s.mailbox AND b.validity = s.validity"):
            last.setdefault((user, mailbox), set()).add(int(uid))
        for place, uids in self.there.items():
            missing += [(*place, uid) for uid in sorted(uids - last.get(place, set()))]
        return more, missing

    def table(self, tally, cases, found, client):
        repeats, dropped, tried, most = client(
            "SELECT count(*) FILTER (WHERE is_repeat), count(*) FILTER (WHERE is_dropped), "
            "count(*) FILTER (WHERE attempts > 1), max(attempts) FROM mail_seen")[0]
        classes = {}
        for facts in self.truth:
            classes[facts["class"]] = classes.get(facts["class"], 0) + 1
        rows = [
            ("seconds", f"{self.seconds:.0f}"),
            ("mails of the truth", f"{len(self.truth)}: " + ", ".join(f"{count} {name}" for name, count in sorted(classes.items()))),
            ("different mails in the mailboxes in the end", len(self.content)), ("copies with the same bytes beside them", self.copies),
            ("times that mails were handed in by LMTP", self.tries),
            *sorted(self.counts.items()),
            ("programs started", sum(watcher.starts for watcher in self.watchers)),
            ("programs that ended by themselves, as while the database is away",
             sum(len(watcher.ended_itself) for watcher in self.watchers)),
            ("UIDVALIDITYs over all mailboxes", len(self.epochs.most)),
            ("UIDs seen", f"{tally['seen']}, at most {sum(self.epochs.most.values())} in them, "
             f"{self.unseen} under others that came and went"),
            ("of them with bytes that came before", repeats), ("of them gone before they were read (GONE)", dropped),
            ("of them begun more than once", f"{tried}, at most {most} times"),
            ("cases", sum(map(int, cases.values()))),
            *((what, len(some)) for what, some in found.items()),
        ]
        width = max(len(name) for name, _ in rows)
        for name, value in rows:
            print(f"  {name:{width}}  {value}")

    def clear(self):
        self.is_over.set()
        self.is_stopped = True
        things = [watcher.stop for watcher in self.watchers]
        if self.house:
            things.append(self.house.close)
        if self.office:
            things.append(lambda: self.office.cluster.stop("immediate"))
        clear(*things, folder=None if self.options.keep else self.folder)
        if self.options.keep:
            print(f"  kept: {self.folder}", file=sys.stderr)


def main():
    # Whatever was begun is ended, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options = parse()
    chaos = Chaos(options)
    try:
        chaos.prepare()
        chaos.run()
        chaos.judge()
    finally:
        chaos.clear()
    for note in chaos.notes[:10]:
        print(f"mail-chaos: note: {note}", file=sys.stderr)
    for breach in chaos.breaches[:20]:
        print(f"mail-chaos: {breach}", file=sys.stderr)
    print("mail-chaos: " + ("FAILED" if chaos.breaches else "nothing lost, nothing twice") + f" (seed {options.seed})")
    return 1 if chaos.breaches else 0


if __name__ == "__main__":
    sys.exit(main())
