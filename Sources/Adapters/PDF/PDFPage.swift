import CPoppler
import Invoicing
import Pipeline

/// One page of an open PDF; owns Poppler's page, which keeps its document alive.
struct PDFPage: ~Copyable {
    let handle: OpaquePointer
    /// Counted from 1.
    let number: Int
    /// Points, rotation applied, of the crop box.
    let width: Double
    let height: Double

    init(handle: OpaquePointer, number: Int) {
        self.handle = handle
        self.number = number
        var width = 0.0
        var height = 0.0
        poppler_page_get_size(handle, &width, &height)
        self.width = width
        self.height = height
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(handle)) }

    /// - Throws: `.pageTooLarge` past the cap of points a side, `.damaged` when the page has no area.
    func checkSize(_ limits: ReadLimits) throws(ReadFailure) {
        guard width > 0, height > 0, width.isFinite, height.isFinite else {
            throw ReadFailure(.damaged, "page \(number) is damaged: it has no area")
        }
        guard max(width, height) <= limits.pageSide else {
            throw ReadFailure(
                .pageTooLarge,
                "page \(number) measures \(Int(min(width, 1e9))) x \(Int(min(height, 1e9))) points; "
                    + "the limit is \(Int(limits.pageSide)) a side")
        }
    }
}
