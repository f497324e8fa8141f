import Foundation
import Invoicing
import Mailroom
import Orchestrator
import Pipeline

/// Tells orders and goods receipts from invoices by reading them, as a case would.
struct PaperSorter: PaperSorting {
    let way: any DocumentWay

    func kind(of name: String, _ bytes: Data) async -> String? {
        let carried = await way.carry(SourceDocument(name: name, bytes: bytes), sha256: Assembly.digest(bytes))
        if case .failed(let failure) = carried.end, failure.reason == .encrypted { return MailDocuments.locked }
        guard case .checked(let checked) = carried.end else { return nil }
        for kind in ["purchase-order", "goods-receipt"] where checked.draft.schema.hasPrefix("\(kind)/") { return kind }
        return nil
    }
}
