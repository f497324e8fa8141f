import Foundation
import Orchestrator
import Testing

/// What each error must be, written from the standards and not from the tables that are tested: codes by class, parted
/// by spaces. `doubt` names those after which an effect that was under way may have been done.
struct ExpectedFailures {
    var family: FailureFamily
    var codes: [FailureClass: String]
    var doubt: String

    static let all = [sqlState, systemCall, curl, http, tls, smtp, imap, s3]

    /// PostgreSQL 15 to 18, Appendix A "Error Codes", and what the manual says about each: 13.5 "Serialization Failure
    /// Handling" (40001, 40P01; 23505 and 23P01 are no failures of that kind), 20.11 (57P05, 25P03), 27.2 (57P01).
    static let sqlState = ExpectedFailures(
        family: .sqlState,
        codes: [
            .transient: """
            08000 08001 08003 08004 08006 08… 25006 25P03 25P04 26000 40001 40P01 40… 53000 53100 53200 53… 55006 \
            55P03 57014 57P01 57P02 57P03 57P05 57… 58030
            """,
            .throttled: "53300 53400",
            .uncertain: "08007 40003",
            .business: "23505 23P01 P0001",
            .contract: """
            08P01 22001 22003 22007 22021 22P02 22P05 22… 23502 23503 23514 23… 3D000 3F000 40002 54… 57P04
            """,
            .security: "28000 28P01 28… 42501 44000",
            .bug: "0A000 21… 24… 25P02 25… 42601 42703 42P01 42… 55000 58… XX000 XX001 XX002",
        ],
        doubt: "08000 08003 08006 08007 08P01 08… 40003 57P01 57P02 57… 58030")

    /// POSIX.1-2024, <errno.h>; Linux' numbers are what the names stand for here.
    static let systemCall = ExpectedFailures(
        family: .systemCall,
        codes: [
            .transient: """
            ECONNREFUSED ECONNRESET ECONNABORTED EPIPE ETIMEDOUT EHOSTUNREACH EHOSTDOWN ENETUNREACH ENETDOWN \
            ENETRESET ENOTCONN EADDRNOTAVAIL EAGAIN EINTR EBUSY ETXTBSY EDEADLK ENOLCK ENOMEM ENOBUFS ENOSPC EDQUOT \
            EIO ESTALE
            """,
            .throttled: "EMFILE ENFILE",
            .business: "EEXIST",
            .contract: """
            EADDRINUSE EROFS ENOENT ENOTDIR EISDIR ENOTEMPTY ENAMETOOLONG ELOOP EXDEV EFBIG EPROTO EMSGSIZE
            """,
            .security: "EACCES EPERM",
            .bug: "EBADF EFAULT EINVAL ENOSYS",
        ],
        doubt: """
            ECONNRESET ECONNABORTED EPIPE ETIMEDOUT EHOSTUNREACH EHOSTDOWN ENETUNREACH ENETDOWN ENETRESET ENOTCONN EINTR \
            ENOSPC EDQUOT EIO ESTALE EPROTO EBADF EFAULT
            """)

    /// libcurl-errors(3). Codes without doubt happen before a request leaves, or before any call.
    static let curl = ExpectedFailures(
        family: .curl,
        codes: [
            .transient: "5 6 7 16 18 25 27 28 35 42 52 55 56 65 70 79 80 81 89 92 95 96 97 99",
            .business: "73",
            .contract: "1 3 8 21 23 33 36 45 47 53 54 61 63 66 78 100",
            .security: "9 58 59 60 64 67 77 82 83 90 91 94 98 101",
            .bug: "2 4 22 26 43 48 49 88 93",
        ],
        doubt: "8 16 18 22 23 25 26 27 28 42 52 55 56 61 63 65 70 79 80 92 93 95 99")

    /// RFC 9110 §15, RFC 6585 (428, 429, 431, 511), RFC 8470 (425), RFC 4918 (423, 424, 507), RFC 5842 (508),
    /// RFC 2295 (506), RFC 7725 (451).
    static let http = ExpectedFailures(
        family: .http,
        codes: [
            .transient: "408 421 423 425 500 502 503 504 507 5xx",
            .throttled: "429",
            .business: "402 409 412 422 424 451",
            .contract: "1xx 3xx 400 404 405 406 410 413 414 415 416 417 426 428 431 4xx 501 505 506 508",
            .security: "401 403 407 511",
            .bug: "2xx 411",
        ],
        doubt: "1xx 2xx 408 500 502 503 504 507 508 5xx")

    /// RFC 8446 §6.1 and §6.2.
    static let tls = ExpectedFailures(
        family: .tls,
        codes: [
            .transient: "0 20 80 90",
            .contract: "10 22 40 47 50 70 109 110 112 120",
            .security: "42 43 44 45 46 48 49 51 71 86 113 115 116",
        ],
        doubt: "0 10 20 22 47 50 80 90")

    /// RFC 5321 §4.2.2, RFC 4954 §6, RFC 7504; RFC 3463 §3 and IANA's registry of enhanced status codes.
    static let smtp = ExpectedFailures(
        family: .smtp,
        codes: [
            .transient: "421 450 451 454 455 4yz 4.2.1 4.2.2 4.3.2 4.4.1 4.4.2 4.7.x",
            .throttled: "452 4.3.1 4.4.5 4.5.3 4.7.0 4.7.28",
            .business: """
            550 551 552 553 554 556 5.1.1 5.1.2 5.1.3 5.1.6 5.1.10 5.2.1 5.2.2 5.2.3 5.3.4 5.4.4
            """,
            .contract: "500 501 502 504 521 555 5yz 5.4.6 5.5.1 5.5.2 5.5.4 5.6.0",
            .security: "432 530 534 535 538 4.7.12 5.7.1 5.7.8 5.7.26 5.7.x",
            .bug: "503",
        ],
        doubt: "")

    /// RFC 9051 §7.1, RFC 5530 §3, RFC 7162 (MODIFIED), RFC 7889 (TOOBIG).
    static let imap = ExpectedFailures(
        family: .imap,
        codes: [
            .transient: "UNAVAILABLE INUSE EXPUNGEISSUED MODIFIED SERVERBUG BYE",
            .throttled: "LIMIT THROTTLED",
            .business: "TOOBIG OVERQUOTA ALREADYEXISTS",
            .contract: """
            CONTACTADMIN ALERT CORRUPTION CANNOT NONEXISTENT TRYCREATE BADCHARSET PARSE UNKNOWN-CTE HASCHILDREN NO
            """,
            .security: "AUTHENTICATIONFAILED AUTHORIZATIONFAILED EXPIRED PRIVACYREQUIRED NOPERM READ-ONLY",
            .bug: "CLIENTBUG BAD",
        ],
        doubt: "BYE")

    /// Amazon S3 API reference, "Error responses"; MinIO's cmd/api-errors.go for its own codes.
    static let s3 = ExpectedFailures(
        family: .s3,
        codes: [
            .transient: """
            BadDigest ConditionalRequestConflict IncompleteBody InternalError OperationAborted RequestTimeout \
            TemporaryRedirect XMinioServerNotInitialized XMinioStorageFull
            """,
            .throttled: "ServiceUnavailable SlowDown SlowDownRead SlowDownWrite",
            .business: "InvalidObjectState PreconditionFailed",
            .contract: """
            AuthorizationHeaderMalformed BucketAlreadyExists BucketAlreadyOwnedByYou EntityTooLarge InvalidArgument \
            InvalidBucketName InvalidPart InvalidRange InvalidRequest KeyTooLongError MetadataTooLarge MethodNotAllowed \
            NoSuchBucket NoSuchKey NoSuchUpload NoSuchVersion NotImplemented PermanentRedirect TooManyBuckets
            """,
            .security: """
            AccessDenied AccountProblem AllAccessDisabled ExpiredToken InvalidAccessKeyId InvalidSecurity InvalidToken \
            NotSignedUp RequestTimeTooSkewed SignatureDoesNotMatch TokenRefreshRequired
            """,
            .bug:
                "EntityTooSmall InvalidDigest InvalidPartOrder MalformedXML MissingContentLength MissingSecurityHeader",
        ],
        doubt: "InternalError RequestTimeout")
}

/// One expected error.
struct ExpectedFailure: CustomTestStringConvertible, Sendable {
    var family: FailureFamily
    var code: String
    var kind: FailureClass
    var leavesDoubt: Bool
    var testDescription: String { "\(family.title) \(code) is \(kind)\(leavesDoubt ? ", or uncertain" : "")" }

    static let all: [ExpectedFailure] = ExpectedFailures.all.flatMap { table in
        let doubt = Set(words(table.doubt))
        return table.codes.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { kind, codes in
            words(codes).map {
                ExpectedFailure(family: table.family, code: $0, kind: kind, leavesDoubt: doubt.contains($0))
            }
        }
    }

    static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

    /// What would be seen of it; for a group, a member that has no row of its own.
    var sign: FailureSign? {
        switch family {
        case .sqlState: .sqlState(code.hasSuffix("…") ? "\(code.prefix(2))ZZZ" : code)
        case .systemCall: Self.errnos[code].map { .systemCall($0) }
        case .curl: Int32(code).map { .curl($0) }
        case .http: Int(code.replacing("xx", with: "99")).map { .http(status: $0) }
        case .tls: UInt8(code).map { .tlsAlert($0) }
        case .smtp: smtp
        case .imap: FailureSign.IMAPStatus(rawValue: code).map { .imap($0) } ?? .imap(.no, code: code)
        case .s3: .s3(code: code)
        }
    }

    private var smtp: FailureSign? {
        guard code.contains(".") else { return Int(code.replacing("yz", with: "99")).map { .smtp(reply: $0) } }
        // With a reply code that says something else.
        return .smtp(reply: code.hasPrefix("4") ? 455 : 555, enhanced: code.replacing("x", with: "99"))
    }

    private static let errnos: [String: Int32] = [
        "ECONNREFUSED": ECONNREFUSED, "ECONNRESET": ECONNRESET, "ECONNABORTED": ECONNABORTED, "EPIPE": EPIPE,
        "ETIMEDOUT": ETIMEDOUT, "EHOSTUNREACH": EHOSTUNREACH, "EHOSTDOWN": EHOSTDOWN, "ENETUNREACH": ENETUNREACH,
        "ENETDOWN": ENETDOWN, "ENETRESET": ENETRESET, "ENOTCONN": ENOTCONN, "EADDRINUSE": EADDRINUSE,
        "EADDRNOTAVAIL": EADDRNOTAVAIL, "EAGAIN": EAGAIN, "EINTR": EINTR, "EBUSY": EBUSY, "ETXTBSY": ETXTBSY,
        "EDEADLK": EDEADLK, "ENOLCK": ENOLCK, "ENOMEM": ENOMEM, "ENOBUFS": ENOBUFS, "EMFILE": EMFILE, "ENFILE": ENFILE,
        "ENOSPC": ENOSPC, "EDQUOT": EDQUOT, "EIO": EIO, "ESTALE": ESTALE, "EROFS": EROFS, "ENOENT": ENOENT,
        "ENOTDIR": ENOTDIR, "EISDIR": EISDIR, "EEXIST": EEXIST, "ENOTEMPTY": ENOTEMPTY, "ENAMETOOLONG": ENAMETOOLONG,
        "ELOOP": ELOOP, "EXDEV": EXDEV, "EFBIG": EFBIG, "EACCES": EACCES, "EPERM": EPERM, "EPROTO": EPROTO,
        "EMSGSIZE": EMSGSIZE, "EBADF": EBADF, "EFAULT": EFAULT, "EINVAL": EINVAL, "ENOSYS": ENOSYS,
    ]
}
