import CPoppler
import Foundation
import Pipeline

extension PDFPage {
    /// The page in gray.
    func raster(dpi: Int, limits: ReadLimits) throws(ReadFailure) -> Raster {
        let surface = try render(dpi: dpi, limits: limits)
        defer { cairo_surface_destroy(surface) }
        let width = Int(cairo_image_surface_get_width(surface))
        let height = Int(cairo_image_surface_get_height(surface))
        let stride = Int(cairo_image_surface_get_stride(surface))
        guard let data = cairo_image_surface_get_data(surface) else { throw noMemory(dpi) }
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height) { gray, count in
            for row in 0..<height {
                let source = UnsafeRawPointer(data + row * stride).assumingMemoryBound(to: UInt32.self)
                let target = gray.baseAddress.unsafelyUnwrapped + row * width
                for column in 0..<width {
                    let pixel = source[column]
                    let red = (pixel >> 16) & 0xFF
                    let green = (pixel >> 8) & 0xFF
                    let blue = pixel & 0xFF
                    target[column] = UInt8(truncatingIfNeeded: (red * 77 + green * 151 + blue * 28) >> 8)
                }
            }
            count = width * height
        }
        return Raster(width: width, height: height, dpi: dpi, pixels: pixels)
    }

    /// The page in colour, as PNG.
    func png(dpi: Int, limits: ReadLimits) throws(ReadFailure) -> Data {
        let surface = try render(dpi: dpi, limits: limits)
        defer { cairo_surface_destroy(surface) }
        var png = Data()
        let status = withUnsafeMutablePointer(to: &png) { target in
            cairo_surface_write_to_png_stream(
                surface,
                { closure, bytes, count in
                    guard let closure, let bytes else { return CAIRO_STATUS_WRITE_ERROR }
                    closure.assumingMemoryBound(to: Data.self).pointee.append(bytes, count: Int(count))
                    return CAIRO_STATUS_SUCCESS
                }, target)
        }
        guard status == CAIRO_STATUS_SUCCESS else { throw noMemory(dpi) }
        return png
    }

    /// - Returns: A picture the caller has to destroy.
    /// - Throws: `.pageTooLarge` past the caps, before a pixel is made.
    private func render(dpi: Int, limits: ReadLimits) throws(ReadFailure) -> OpaquePointer {
        try checkSize(limits)
        let scale = Double(dpi) / 72
        let pixelWidth = (width * scale).rounded(.up)
        let pixelHeight = (height * scale).rounded(.up)
        guard dpi > 0, pixelWidth * pixelHeight <= Double(limits.pixels), max(pixelWidth, pixelHeight) <= 32_000 else {
            throw ReadFailure(
                .pageTooLarge,
                "page \(number) would have \(Int(min(1e15, pixelWidth * pixelHeight / 1e6))) megapixels at \(dpi) dpi; "
                    + "the limit is \(limits.pixels / 1_000_000)")
        }
        guard let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(pixelWidth), Int32(pixelHeight))
        else { throw noMemory(dpi) }
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let context = cairo_create(surface) else {
            cairo_surface_destroy(surface)
            throw noMemory(dpi)
        }
        defer { cairo_destroy(context) }
        cairo_set_source_rgb(context, 1, 1, 1)
        cairo_paint(context)
        cairo_scale(context, scale, scale)
        poppler_page_render(handle, context)
        cairo_surface_flush(surface)
        return surface
    }

    private func noMemory(_ dpi: Int) -> ReadFailure {
        ReadFailure(.memory, "page \(number): not enough memory for its picture at \(dpi) dpi")
    }
}
