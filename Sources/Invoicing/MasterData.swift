/// What the organisation knows before an invoice arrives. Empty lists are normal: checks that need them say so.
package struct MasterData: Hashable, Sendable, Codable {
    package var suppliers: [Supplier]
    package var customers: [Customer]
    package var orders: [PurchaseOrder]
    package var receipts: [GoodsReceipt]
    package var history: [PastInvoice]

    package init(
        suppliers: [Supplier] = [], customers: [Customer] = [], orders: [PurchaseOrder] = [],
        receipts: [GoodsReceipt] = [], history: [PastInvoice] = []
    ) {
        self.suppliers = suppliers
        self.customers = customers
        self.orders = orders
        self.receipts = receipts
        self.history = history
    }
}
