import Foundation

extension FailureTable {
    /// POSIX `errno`. Numbers differ between systems, names don't. A network error leaves doubt only when something had
    /// been sent: the caller says so (`duringEffect`); a refused connection never had.
    static let systemCall: [FailureRow] = [
        row(ECONNREFUSED, "ECONNREFUSED", .transient, "Nobody listens there; check that the service runs."),
        row(ECONNRESET, "ECONNRESET", .lost, "The other side cut the connection."),
        row(ECONNABORTED, "ECONNABORTED", .lost, "The connection was given up."),
        row(EPIPE, "EPIPE", .lost, "The other side closed the connection or its process ended."),
        row(ETIMEDOUT, "ETIMEDOUT", .lost, "No answer in time; check network and server."),
        row(EHOSTUNREACH, "EHOSTUNREACH", .lost, "No way to that machine; check network and firewall."),
        row(EHOSTDOWN, "EHOSTDOWN", .lost, "That machine does not answer."),
        row(ENETUNREACH, "ENETUNREACH", .lost, "No way to that network; check network and VPN."),
        row(ENETDOWN, "ENETDOWN", .lost, "This machine's network is down."),
        row(ENETRESET, "ENETRESET", .lost, "The network dropped the connection."),
        row(ENOTCONN, "ENOTCONN", .lost, "The connection is gone; a new one is opened."),
        row(EADDRINUSE, "EADDRINUSE", .contract, "The port is taken; stop the other program or set another port."),
        row(
            EADDRNOTAVAIL, "EADDRNOTAVAIL", .transient, "No local port is free, or the address is not of this machine."),
        row(EAGAIN, "EAGAIN", .transient, "The system is busy; the next try may work."),
        row(EINTR, "EINTR", .lost, "A signal interrupted the call."),
        row(EBUSY, "EBUSY", .transient, "Somebody else uses it; the next try may find it free."),
        row(ETXTBSY, "ETXTBSY", .transient, "The program file is being replaced."),
        row(EDEADLK, "EDEADLK", .transient, "Two waited for each other; the next try may work."),
        row(ENOLCK, "ENOLCK", .transient, "The system has no more locks."),
        row(ENOMEM, "ENOMEM", .transient, "This machine is short of memory."),
        row(ENOBUFS, "ENOBUFS", .transient, "This machine's network is overloaded."),
        row(EMFILE, "EMFILE", .throttled, "This program has too many files open; raise the limit (ulimit -n)."),
        row(ENFILE, "ENFILE", .throttled, "This machine has too many files open."),
        row(ENOSPC, "ENOSPC", .lost, "The disk is full; make room soon."),
        row(EDQUOT, "EDQUOT", .lost, "The disk quota is used up; make room soon."),
        row(EIO, "EIO", .lost, "The disk reports errors; have it looked at soon."),
        row(ESTALE, "ESTALE", .lost, "The network drive lost the file; check the drive."),
        row(EROFS, "EROFS", .contract, "The drive cannot be written; set another folder or mount it for writing."),
        row(ENOENT, "ENOENT", .contract, "The file or folder does not exist; correct the settings."),
        row(ENOTDIR, "ENOTDIR", .contract, "A part of the path is no folder; correct the settings."),
        row(EISDIR, "EISDIR", .contract, "The path is a folder, not a file; correct the settings."),
        row(EEXIST, "EEXIST", .business, "The file exists already; a person decides which one holds."),
        row(ENOTEMPTY, "ENOTEMPTY", .contract, "The folder is not empty; choose another or empty it."),
        row(ENAMETOOLONG, "ENAMETOOLONG", .contract, "The file's name is too long."),
        row(ELOOP, "ELOOP", .contract, "Links lead in a circle; correct the path."),
        row(EXDEV, "EXDEV", .contract, "Both folders must stand on one drive; correct the settings."),
        row(EFBIG, "EFBIG", .contract, "The file is larger than the system allows."),
        row(EACCES, "EACCES", .security, "The program may not open it; give the right to this one folder."),
        row(EPERM, "EPERM", .security, "The system does not allow it to this user."),
        row(EPROTO, "EPROTO", .strange, "The other side does not follow the protocol."),
        row(EMSGSIZE, "EMSGSIZE", .contract, "The message is too long for this way."),
        row(EBADF, "EBADF", .lateBug, "A closed file was used: open a ticket."),
        row(EFAULT, "EFAULT", .lateBug, "A wrong address was used: open a ticket."),
        row(EINVAL, "EINVAL", .bug, "A call had wrong values: open a ticket."),
        row(ENOSYS, "ENOSYS", .bug, "This system lacks a call: open a ticket with the system's version."),
    ]

    private static func row(_ number: Int32, _ name: String, _ verdict: Verdict, _ hint: String) -> FailureRow {
        .init(String(number), name, verdict, hint)
    }
}
