/// How much of a stranger's mail is taken apart. Each limit that is met becomes a fault of the mail, and what was taken until
/// then is kept.
package struct MailLimits: Hashable, Sendable, Codable {
    /// Bytes of the raw mail. Of a larger one only the head is read.
    package var mail = 50 << 20
    /// Attachments, attached mails, files of archives, and the multiparts around them.
    package var parts = 500
    /// Multiparts, mails and archives within each other.
    package var depth = 20
    /// Decoded bytes of all parts together.
    package var decoded = 200 << 20
    /// Unpacked bytes of all archives together.
    package var inflated = 200 << 20
    /// Unpacked bytes of one file in an archive: it has to fit into memory beside the mail.
    package var inflatedFile = 64 << 20
    /// Unpacked bytes for one byte of an archive: what is in documents shrinks to a tenth, what was made to harm to a thousandth.
    package var ratio = 200
    /// Bytes of the mail's own head. A line that does not fit is left out.
    package var head = 256 << 10
    /// UTF-8 bytes of a part's name.
    package var name = 200
    /// UTF-8 bytes of the body's text.
    package var body = 256 << 10
    /// Lines that begin as the border of a part does. Their parts are all made before the first is looked at, so past this
    /// the mail is cut.
    package var borders = 10_000

    package init() {}
}
