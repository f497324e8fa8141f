import CPoppler
import Invoicing
import Pipeline

extension PDFPage {
    /// Where pictures stand, and how fine the largest one is.
    ///
    /// Poppler's areas are exact in size; it gives the wrong corner for pictures that are turned by a quarter, and
    /// takes the crop box off twice, so each box is put back where it lies on the page.
    /// - Parameter measure: Share of the page a picture must cover to be worth decoding for its dots per inch.
    func images(measureFrom measure: Double) -> (boxes: [Box], dpi: Double?) {
        guard let list = poppler_page_get_image_mapping(handle) else { return ([], nil) }
        defer { poppler_page_free_image_mapping(list) }
        var crop = PopplerRectangle()
        poppler_page_get_crop_box(handle, &crop)
        var boxes: [Box] = []
        var largest: (id: gint, area: Double) = (0, 0)
        var node: UnsafeMutablePointer<GList>? = list
        while let current = node {
            node = current.pointee.next
            guard let data = current.pointee.data else { continue }
            let image = data.assumingMemoryBound(to: PopplerImageMapping.self).pointee
            let box = placed(image.area, crop: crop)
            guard box.area > 0 else { continue }
            boxes.append(box)
            let area = abs(image.area.x2 - image.area.x1) * abs(image.area.y2 - image.area.y1)
            if area > largest.area { largest = (image.image_id, area) }
        }
        guard largest.area >= measure * width * height else { return (boxes, nil) }
        return (boxes, dpi(of: largest.id, area: largest.area))
    }

    /// Dots per inch from the picture's pixels and the area they fill, so that turning does not matter.
    private func dpi(of image: gint, area: Double) -> Double? {
        guard let surface = poppler_page_get_image(handle, image) else { return nil }
        defer { cairo_surface_destroy(surface) }
        let pixels =
            Double(cairo_image_surface_get_width(surface)) * Double(cairo_image_surface_get_height(surface))
        return pixels > 0 ? (pixels / area).squareRoot() * 72 : nil
    }

    private func placed(_ area: PopplerRectangle, crop: PopplerRectangle) -> Box {
        let x = min(area.x1, area.x2) + crop.x1
        let y = min(area.y1, area.y2) + crop.y1
        let w = abs(area.x2 - area.x1)
        let h = abs(area.y2 - area.y1)
        let upright = [Box(x: x, y: y, width: w, height: h)]
        let turned = [
            Box(x: x - h, y: y, width: h, height: w), Box(x: x, y: y - w, width: h, height: w),
            Box(x: x, y: y, width: h, height: w),
        ]
        let isTurned = abs((crop.x2 - crop.x1) - width) > 0.5
        let page = Box(x: 0, y: 0, width: width, height: height)
        // The first that lies on the page; failing that the one with most of it there.
        var best = upright[0].intersection(page)
        for candidate in isTurned ? turned + upright : upright + turned {
            let visible = candidate.intersection(page)
            if visible.area >= 0.98 * candidate.area { return visible }
            if visible.area > best.area { best = visible }
        }
        return best
    }
}
