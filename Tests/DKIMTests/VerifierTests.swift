import DKIM
import Foundation
import Testing

@Suite("Signatures of mails") struct VerifierTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let mail: String
        let testDescription: String
        /// Of each signature, the topmost first.
        let outcomes: [DKIMResult.Outcome]

        init(_ mail: String, _ outcomes: DKIMResult.Outcome..., because sentence: String) {
            self.mail = mail
            self.outcomes = outcomes
            testDescription = sentence
        }
    }

    static let right = [
        Case("canon-relaxed-relaxed", .pass, because: "RSA, relaxed headers and body"),
        Case("canon-simple-simple", .pass, because: "RSA, simple headers and body"),
        Case("canon-relaxed-simple", .pass, because: "RSA, relaxed headers, simple body"),
        Case("canon-simple-relaxed", .pass, because: "RSA, simple headers, relaxed body"),
        Case("canon-relaxed", .pass, because: "a body without a word on it is simple, the headers relaxed"),
        Case("canon-simple", .pass, because: "a body without a word on it is simple, and so are the headers"),
        Case("ed-relaxed-relaxed", .pass, because: "Ed25519, relaxed"),
        Case("ed-simple-simple", .pass, because: "Ed25519, simple"),
        Case("ed-simple-relaxed", .pass, because: "Ed25519, relaxed body"),
        Case("key-large", .pass, because: "a key of 4,096 bits is asked for and used"),
        Case("refolded-relaxed", .pass, because: "relaxed headers may be folded anew on the way"),
        Case("folded-signature", .pass, because: "so may the signature itself"),
        Case("trailing-lines", .pass, because: "empty lines at the end count for nothing"),
        Case("trace-added", .pass, because: "each server adds a Received header"),
        Case("identity-below", .pass, because: "a domain may vouch for its subdomains"),
        Case("domain-case", .pass, because: "domains have no capital letters"),
        Case("oversigned", .pass, because: "headers may be signed once more than they are there"),
        Case("expires-later", .pass, because: "a signature that ends tomorrow holds today"),
        Case("line-feeds", .pass, because: "a file stored with LF alone is the mail it was"),
        Case("line-feeds-long", .pass, because: "however long"),
        Case("no-body", .pass, because: "a mail may have no body"),
        Case("no-body-no-end", .pass, because: "nor a line that ends its header"),
        Case("eight-bit", .pass, because: "any byte may be in a body"),
        Case("long-line", .pass, because: "a line may have 200,000 bytes"),
        Case("blank-lines", .pass, because: "300,000 blank lines are quickly read"),
        Case("header-long", .pass, because: "a header may have 300,000 bytes"),
        Case("headers-many", .pass, because: "there may be 5,000 headers"),
        Case("large", .pass, because: "30 MB are read piece by piece"),
        Case("subject-unsigned", .pass, because: "what is signed is for the reader of the result to judge"),
    ]

    static let changed = [
        Case("changed-body-relaxed", .fail, because: "another account number breaks a relaxed signature"),
        Case("changed-body-simple", .fail, because: "and a simple one"),
        Case("changed-subject-relaxed", .fail, because: "another subject does"),
        Case("changed-subject-simple", .fail, because: "in both"),
        Case("changed-from-relaxed", .fail, because: "another sender does"),
        Case("changed-from-simple", .fail, because: "in both as well"),
        Case("refolded-simple", .fail, because: "simple headers must stay as they are"),
        Case("list-footer-relaxed", .fail, because: "a list's footer breaks a relaxed signature"),
        Case("list-footer-simple", .fail, because: "and a simple one"),
        Case("list-subject-relaxed", .fail, because: "a list's mark in the subject does"),
        Case("list-subject-simple", .fail, because: "in both"),
        Case("list-signed-again", .pass, .fail, because: "a list can sign what it changed, as itself"),
        Case("oversigned-reply-to-added", .fail, because: "a header signed as absent must not come"),
        Case("line-feed-in-body", .fail, because: "an LF alone in a mail with CR and LF is not what was signed"),
        Case("key-second", .fail, because: "another key of the same domain is another key"),
    ]

    static let doubtful = [
        Case("two-froms-above", .permerror, because: "nobody knows which From a reader shows"),
        Case("two-froms-below", .permerror, because: "wherever the second one stands"),
        Case("two-froms-signed", .permerror, because: "even when both are signed"),
        Case("oversigned-from-added", .permerror, because: "even when it breaks the signature anyway"),
        Case("from-spaced-above", .permerror, because: "a blank before the colon hides no second From"),
        Case("from-in-small-letters-above", .permerror, because: "nor do small letters"),
        Case("second-subject-above", .permerror, because: "a second, unsigned subject would be shown"),
        Case("no-from", .permerror, because: "a mail without From is from nobody"),
        Case("from-unsigned", .permerror, because: "who does not sign From says nothing of the sender"),
        Case("line-feed-in-header", .permerror, because: "an LF alone could be a line break to another program"),
        Case("return-in-header", .permerror, because: "so could a CR"),
        Case("nul-in-header", .permerror, because: "a zero ends a header for some programs"),
        Case("form-feed-in-header", .permerror, because: "the library takes a form feed for a blank, we for a fault"),
        Case("form-feed-in-body", .fail, because: "in a body it is a change"),
        Case("no-colon", .permerror, because: "a line that is no header ends the header for some programs"),
        Case("first-line-odd", .permerror, because: "in the first line too"),
        Case("mbox-line", .permerror, because: "a line of an mbox file is no header"),
        Case("length-whole", .pass, because: "a length that is the body's leaves nothing out"),
        Case("length-appended", .policy, because: "what is appended after the signed length is not signed"),
        Case("length-part", .policy, because: "a signature of 20 bytes says little"),
        Case("length-none", .policy, because: "one of no bytes says nothing"),
        Case("length-long", .pass, because: "three megabytes are measured piece by piece"),
        Case("length-long-appended", .policy, because: "and a line more is seen"),
        Case("length-beyond", .fail, because: "a length past the body's end means something is missing"),
        Case("length-huge", .permerror, because: "a length of 70 digits is none"),
        Case("length-negative", .permerror, because: "nor is a negative one"),
        Case("expired", .permerror, because: "an expired signature is over"),
        Case("expires-before-signed", .permerror, because: "so is one that ends before it begins"),
        Case("signed-tomorrow", .permerror, because: "nobody signs tomorrow"),
        Case("expired-nonsense", .permerror, because: "an end that is no number is malformed"),
        Case("identity-below-strict", .permerror, because: "a key can be for the domain alone (t=s)"),
        Case("identity-same-strict", .pass, because: "and is good for that"),
    ]

    static let keyRecords = [
        Case("key-rsa", .pass, because: "a record with all its tags"),
        Case("key-plain", .pass, because: "a record of a key alone"),
        Case("key-spaced", .pass, because: "a record with blanks between its parts"),
        Case("key-strict", .pass, because: "a record for the domain alone"),
        Case("key-weak", .policy, because: "1,024 bits are too few unless the installation says otherwise"),
        Case("key-tiny", .policy, because: "768 bits are too few for anybody"),
        Case("key-sha1-algorithm", .policy, because: "SHA-1 proves nothing any more"),
        Case("key-testing", .neutral, because: "a key in testing counts as none"),
        Case("key-revoked", .permerror, because: "an empty key is a revoked one"),
        Case("key-absent", .permerror, because: "a key that is not published is none"),
        Case("key-silent", .temperror, because: "a DNS that does not answer can be asked again"),
        Case("key-damaged", .permerror, because: "four letters are no key"),
        Case("key-nonsense", .permerror, because: "control characters are no record"),
        Case("key-empty", .permerror, because: "nothing is no record"),
        Case("key-version", .permerror, because: "a record of another version is not for us"),
        Case("key-sha1", .permerror, because: "a key for SHA-1 alone signs nothing with SHA-256"),
        Case("key-service", .permerror, because: "a key for another service signs no mail"),
        Case("key-wrongkind", .permerror, because: "an Ed25519 key has no RSA signature"),
        Case("key-unknownkind", .permerror, because: "nobody knows quantum keys"),
        Case("key-twice", .permerror, because: "of two keys under one name none is the key"),
        Case("key-long", .permerror, because: "a record of 9,000 bytes is not looked at"),
    ]

    static let several = [
        Case("unsigned", because: "a mail without signatures has no results"),
        Case("empty", because: "nor has no mail at all"),
        Case("several", .pass, .pass, because: "each signature is judged"),
        Case("several-domains", .pass, .pass, because: "of each domain"),
        Case("several-one-changed", .pass, .fail, because: "by itself"),
        Case("several-one-absent", .permerror, .pass, because: "one without a key harms no other"),
        Case("several-one-silent", .temperror, .pass, because: "nor does one that cannot be asked for"),
        Case("several-one-malformed", .permerror, .pass, because: "nor a malformed one"),
        Case("several-one-refused", .permerror, .pass, because: "nor one that only the library finds malformed"),
        Case("several-one-huge", .permerror, .pass, because: "nor one of 70,000 bytes"),
        Case("same-twice", .pass, .pass, because: "twice the same is the same twice"),
        Case(
            "many", .pass, .pass, .pass, .pass, .pass, .pass, .pass, .pass,
            because: "the first eight of twelve are judged"),
        Case("other-domain", .pass, because: "anybody may sign, as himself"),
    ]

    static let malformed = [
        "no-version", "version-2", "no-algorithm", "algorithm-unknown", "no-domain", "domain-empty", "no-selector",
        "selector-empty", "no-headers", "headers-empty", "no-body-hash", "body-hash-empty", "canon-unknown",
        "query-unknown", "identity-elsewhere", "identity-suffix", "domain-odd", "domain-slash", "domain-bytes",
        "domain-long", "domain-one-label", "selector-odd", "selector-wild", "no-signature", "signature-empty", "tags",
        "nothing", "huge", "tag-twice",
    ].map { Case("bad-\($0)", .permerror, because: "a malformed signature is none: \($0)") }

    static let wrongHash = [
        Case("bad-body-hash-nonsense", .fail, because: "a hash that is none is not the body's"),
        Case("bad-body-hash-short", .fail, because: "nor is one of three bytes"),
        Case("bad-signature-nonsense", .fail, because: "a signature of percent signs is wrong"),
        Case("bad-signature-short", .fail, because: "so is one of three bytes"),
        Case("bad-signature-long", .fail, because: "so is one of 30,000"),
    ]

    static let cases = right + changed + doubtful + keyRecords + several + malformed + wrongHash

    @Test(arguments: cases) func outcome(_ example: Case) throws {
        let mails = try SignedMails.all.get()
        let results = DKIMVerifier().verify(try mails[example.mail], keys: mails.keys)
        #expect(results.map(\.outcome) == example.outcomes, "\(results.map(\.reason))")
        #expect(results.allSatisfy { ($0.reason == "the signature is right") == ($0.outcome == .pass) })
    }

    @Test func everyMailHasItsRow() throws {
        let unused: Set = ["ed-relaxed", "ed-relaxed-simple", "ed-simple", "key-ed"]
        #expect(try SignedMails.all.get().names.subtracting(Self.cases.map(\.mail)) == unused)
    }

    @Test func aPassIsForTheSignersDomainAlone() throws {
        let mails = try SignedMails.all.get()
        let result = try #require(DKIMVerifier().verify(try mails["other-domain"], keys: mails.keys).first)
        #expect(result.outcome == .pass)
        #expect(result.domain == "relay.example")
        let both = DKIMVerifier().verify(try mails["list-signed-again"], keys: mails.keys)
        #expect(both.filter { $0.outcome == .pass }.map(\.domain) == ["relay.example"])
    }

    @Test func aResultSaysWhatIsSigned() throws {
        let mails = try SignedMails.all.get()
        func result(_ name: String) throws -> DKIMResult {
            try #require(DKIMVerifier().verify(try mails[name], keys: mails.keys).first)
        }
        #expect(try result("key-rsa").signsFrom)
        #expect(try result("key-rsa").signsWholeBody)
        #expect(try !result("from-unsigned").signsFrom)
        #expect(try !result("length-appended").signsWholeBody)
        #expect(try result("length-whole").signsWholeBody)
        #expect(try result("subject-unsigned").signedFields == ["from", "to"])
        #expect(try result("identity-below").identity == "x@mail.supplier.example")
        #expect(try result("domain-case").domain == "supplier.example")
    }

    @Test func anInstallationMayTakeKeysOf1024Bits() throws {
        let mails = try SignedMails.all.get()
        let verifier = DKIMVerifier(smallestKey: 512)
        #expect(verifier.verify(try mails["key-weak"], keys: mails.keys).map(\.outcome) == [.pass])
        #expect(verifier.verify(try mails["key-tiny"], keys: mails.keys).map(\.outcome) == [.policy])
    }

    @Test func withoutKeysNothingPasses() throws {
        let mails = try SignedMails.all.get()
        for name in mails.names where name != "large" {
            let results = DKIMVerifier().verify(try mails[name], keys: [:])
            #expect(!results.contains { $0.outcome == .pass }, "\(name)")
        }
    }
}
