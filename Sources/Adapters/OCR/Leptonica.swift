import CTesseract

/// Leptonica's switches, which are the process's.
enum Leptonica {
    /// Its remarks about odd pictures go to stderr and help nobody; what matters comes back as `NULL`.
    static let isQuiet: Bool = {
        _ = setMsgSeverity(l_int32(L_SEVERITY_NONE))
        return true
    }()
}
