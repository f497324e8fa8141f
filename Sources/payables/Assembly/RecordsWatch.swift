import Foundation
import Invoicing
import Orchestrator

/// Looks at the organisation's records while the service runs: what is new counts from the next step of every case, and
/// cases that wait for goods are woken.
struct RecordsWatch: Sendable {
    let folder: URL
    let store: any CaseStore
    let organisation: OrganisationID
    /// Takes records into use.
    let use: @Sendable (Records) async throws -> Void

    /// Until it is cancelled.
    /// - Parameter first: What is in use already.
    func run(_ first: Records, every pause: Duration) async {
        var (current, look) = (first, Self.look(folder))
        while !Task.isCancelled {
            do { try await Task.sleep(for: pause) } catch { return }
            let now = Self.look(folder)
            guard now != look else { continue }
            do {
                let fresh = try Records(folder.path)
                try await use(fresh)
                for order in Self.changedOrders(current.data, fresh.data) {
                    try await store.publish("receipt:\(order)", in: organisation)
                }
                Console.tell("The records in \(folder.path) have changed and are in use.")
                (current, look) = (fresh, now)
            } catch let error as CaseStoreError {
                // Nothing is forgotten: the folder still looks changed the next time.
                Console.tell("\(error); the changed records are taken as soon as it is back")
            } catch {
                Console.tell("The changed records in \(folder.path) are not used, the last good ones stay:\n\(error)")
                look = now
            }
        }
    }

    /// Orders that are not as they were, or of which something else was received.
    static func changedOrders(_ old: MasterData, _ new: MasterData) -> [String] {
        let (before, after) = (byOrder(old), byOrder(new))
        return Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.sorted()
    }

    private struct Order: Equatable {
        var orders: [PurchaseOrder] = []
        var receipts: [GoodsReceipt] = []
    }

    private static func byOrder(_ data: MasterData) -> [String: Order] {
        var all: [String: Order] = [:]
        for order in data.orders { all[order.number, default: Order()].orders.append(order) }
        for receipt in data.receipts { all[receipt.orderNumber, default: Order()].receipts.append(receipt) }
        return all
    }

    /// By name.
    private static func look(_ folder: URL) -> [String: FileLook] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return Dictionary(
            names.map { ($0, FileLook(path: folder.appending(path: $0).path)) }
        ) { first, _ in first }
    }
}
