import Foundation
import Invoicing
import MasterFiles
import Orchestrator
import Support
import Testing

@Suite("MasterFolder") struct MasterFolderTests {
    private func folder(_ files: [String: String]) throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "payables-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: url.appending(path: name)) }
        return url
    }

    private func faults(_ files: [String: String]) throws -> [String] {
        do {
            _ = try MasterFolder(folder(files))
            return []
        } catch let error as MasterFilesError { return error.faults.map(\.description) }
    }

    static let files = [
        "suppliers.csv": """
        id,name,aliases,vat_id,ibans,email_domains,country,currency,payment_terms_days,risk
        S1,"Nord, Wind GmbH",Nordwind;NW,DE123456789,DE02 1203 0000 0000 2020 51;DE89370400440532013000,@Nordwind.example,de,EUR,30,low
        """,
        "customers.csv": "id,name\nC1,Quell AG\n",
        "purchase-orders.csv": """
        order_number,supplier_id,customer_id,currency,order_date,position,product_code,description,quantity,unit,unit_price,net_amount,tax_rate,department,cost_centre,match,created_by
        PO-1,S1,C1,EUR,2026-01-31,10,AB,Bolt,10,H87,1.2345,12.35,19,it,4100,3-way,A1
        PO-1,S1,C1,EUR,2026-01-31,20,CD,"Washer
        large",5,H87,2,10.00,19,it,4100,3-way,A1
        PO-2,S9,,EUR,,1,,Thing,1,,5,,,,,2-way,
        """,
        "goods-receipts.csv":
            "receipt_number,order_number,order_position,received_date,quantity,unit\nR1,PO-1,10,2026-02-01,4,H87\nR2,PO-1,30,2026-02-01,4,H87\n",
        "approvers.csv": "id,name,email,limit,currency,departments\nA1,One,one@x.example,1000,EUR,it;hr\n",
        "approvals.csv":
            "rule,amount_from,amount_to,currency,department,cost_centre,supplier_id,approvers,mode,auto_approve\nsmall,0,1000.00,EUR,,,,A1,any,yes\n",
        "tolerances.csv":
            "scope,scope_id,rule,percent,absolute,direction,combine\norganisation,,unit-price,2,50.00,over,min\n",
        "history.csv":
            "document,sha256,supplier_id,invoice_number,invoice_date,gross_total,currency\nold.pdf,AB12,S1,R-1,2025-12-01,119.00,EUR\n",
    ]

    @Test func everythingIsRead() throws {
        let master = try MasterFolder(folder(Self.files))
        let supplier = try #require(master.data.suppliers.first)
        #expect(supplier.name == "Nord, Wind GmbH" && supplier.aliases == ["Nordwind", "NW"])
        #expect(supplier.ibans == ["DE02120300000000202051", "DE89370400440532013000"])
        #expect(supplier.emailDomains == ["nordwind.example"] && supplier.country == "DE" && supplier.risk == .low)
        #expect(master.data.orders.map(\.number) == ["PO-1", "PO-2"])
        let order = master.data.orders[0]
        #expect(order.lines.map(\.position) == ["10", "20"] && order.lines[1].description == "Washer\nlarge")
        #expect(
            order.lines[0].unitPrice == Decimal(string: "1.2345") && order.match == .threeWay && order.createdBy == "A1"
        )
        #expect(master.data.orders[1].lines[0].netAmount == 5 && master.data.orders[1].match == .twoWay)
        #expect(master.data.receipts.count == 2 && master.data.history[0].sha256 == "ab12")
        #expect(master.approvals?.rows[0].autoApprove == true && master.approvers[0].departments == ["it", "hr"])
        #expect(master.tolerances.rows == [Tolerance(scope: .organisation, rule: .unitPrice, percent: 2, absolute: 50)])
    }

    @Test func packagesPricesPerHundredAndRates() throws {
        let head =
            "order_number,supplier_id,currency,position,description,quantity,unit,unit_price,price_base,packaging"
        let master = try MasterFolder(
            folder([
                "purchase-orders.csv": "\(head)\nPO-1,S1,EUR,10,Tape,1000,H87,2.00,100,BX=12 H87; PAL=40 BX\n",
                "exchange-rates.csv": "date,from,to,rate\n2026-03-02,USD,EUR,0.9\n",
            ]))
        let line = try #require(master.data.orders.first?.lines.first)
        #expect(line.unitPrice == Decimal(string: "0.02") && line.netAmount == 20)
        #expect(
            line.packages == [
                .init(unit: "BX", quantity: 12, contents: "H87"), .init(unit: "PAL", quantity: 40, contents: "BX"),
            ])
        #expect(master.rates.rows.count == 1 && master.rates.rows[0].rate == Decimal(string: "0.9"))
        let faults = try faults([
            "purchase-orders.csv": "\(head)\nPO-1,S1,EUR,10,Tape,1000,H87,2.00,0,twelve a box\n",
            "exchange-rates.csv": "date,from,to,rate\n2026-03-02,USD,EUR,0\n",
        ]).joined(separator: "\n")
        #expect(faults.contains("column price_base: 0 is not above 0"))
        #expect(faults.contains("column packaging: twelve a box is not a list of packages"))
        #expect(faults.contains("exchange-rates.csv, line 2, column rate: 0 is not above 0"))
    }

    @Test func referencesThatLeadNowhereAreWarnings() throws {
        let warnings = try MasterFolder(folder(Self.files)).warnings.map(\.description)
        #expect(warnings.contains { $0.hasPrefix("purchase-orders.csv, line 5, column supplier_id: supplier S9") })
        #expect(
            warnings.contains {
                $0.hasPrefix("goods-receipts.csv, line 3, column order_position: order PO-1, position 30")
            })
    }

    @Test(arguments: ["\u{FEFF}", ""], [",", ";", "\t"]) func byteOrderMarkAndSeparator(
        _ mark: String, _ separator: String
    ) throws {
        let text = mark + ["id,name,country", "C1,Quell,DE", "C2,Lind,"].joined(separator: "\r\n")
        let master = try MasterFolder(
            folder([
                "customers.csv": text.split(separator: ",", omittingEmptySubsequences: false).joined(
                    separator: separator)
            ]))
        #expect(master.data.customers.map(\.name) == ["Quell", "Lind"])
        #expect(master.data.customers.map(\.country) == ["DE", nil])
    }

    @Test func anEmptyFolderIsNoFault() throws {
        let master = try MasterFolder(folder([:]))
        #expect(master.data == MasterData() && master.approvals == nil && master.warnings.isEmpty)
    }

    @Test func aFolderThatIsNotThereIsAFault() {
        #expect(throws: MasterFilesError.self) { try MasterFolder(URL(filePath: "/nowhere/at/all")) }
    }

    @Test func allFaultsOfAllFilesAtOnce() throws {
        let faults = try faults([
            "suppliers.csv": "id,name,country,currency,risk,payment_terms_days\nS1,,DEU,EURO,none,x\nS1,Two,,,,\n",
            "customers.csv": "name\nQuell\n",
            "tolerances.csv": "scope,rule,percent\nplanet,unit-price,2 %\n",
            "approvals.csv": "rule,approvers,auto_approve\na,A9,maybe\nb,,no\n",
            "approvers.csv": "id,name,limit\nA1,One,1.000,00\n",
            "history.csv": "document,invoice_date\nx.pdf,31.12.2025\n",
        ])
        let text = faults.joined(separator: "\n")
        for part in [
            "suppliers.csv, line 2, column name: it is empty",
            "suppliers.csv, line 2, column country: DEU is not a country",
            "suppliers.csv, line 2, column currency: EURO is not a currency",
            "suppliers.csv, line 2, column risk: none is not one of low, medium, high",
            "suppliers.csv, line 2, column payment_terms_days: x is not a whole number",
            "suppliers.csv, line 3, column id: S1 stands in line 2 too",
            "customers.csv, line 1, column id: the column is missing",
            "tolerances.csv, line 2, column scope: planet is not one of organisation, category, supplier",
            "approvals.csv, line 2, column auto_approve: maybe is not one of yes, no",
            "approvals.csv, line 2: rule a names approver A9", "approvals.csv, line 3: rule b names no approver",
            "approvers.csv, line 2: 4 cells for 3 columns",
            "history.csv, line 2, column invoice_date: 31.12.2025 is not a date",
        ] {
            #expect(text.contains(part), "\(part)")
        }
    }

    @Test(arguments: [
        ("id,name\nC1,\"open\nC2,x\n", "customers.csv, line 2: a quotation mark is opened here and never closed"),
        ("id,name\nC1,x\nC2,5\" pipe\n", "customers.csv, line 3: a quotation mark stands where none may"),
        ("id,name\nC1\n", "customers.csv, line 2: 1 cells for 2 columns"),
        ("", "customers.csv: it is empty"),
        ("id,name,id\nC1,x,C2\n", "customers.csv, line 1, column id: the column stands twice"),
    ]) func brokenFilesAreToldWithTheirPlace(_ text: String, _ fault: String) throws {
        #expect(try faults(["customers.csv": text]).contains { $0.hasPrefix(fault) })
    }

    @Test func otherEncodingsAreTold() throws {
        let folder = try folder([:])
        try Data([0x69, 0x64, 0x2C, 0xFC]).write(to: folder.appending(path: "customers.csv"))
        #expect(throws: MasterFilesError.self) { try MasterFolder(folder) }
    }

    @Test func unknownColumnsAreAWarning() throws {
        let master = try MasterFolder(folder(["customers.csv": "id,name,colour\nC1,Quell,red\n"]))
        #expect(
            master.warnings.map(\.description) == [
                "customers.csv, line 1, column colour: the column is not known and is left out"
            ])
    }

    @Test func rowsOfOneOrderMustAgree() throws {
        let faults = try faults([
            "purchase-orders.csv": """
            order_number,supplier_id,currency,position,description,quantity,unit_price
            PO-1,S1,EUR,10,Bolt,1,2
            PO-1,S2,EUR,20,Bolt,1,2
            PO-1,S1,EUR,10,Bolt,0,-2
            """
        ])
        #expect(
            faults.map { String($0.prefix { $0 != ":" }) } == [
                "purchase-orders.csv, line 3, column order_number", "purchase-orders.csv, line 4, column quantity",
                "purchase-orders.csv, line 4, column unit_price", "purchase-orders.csv, line 4, column position",
            ])
    }

    /// What a batch writes is what the next one is given.
    @Test func theHistoryOfABatchIsReadBack() throws {
        let invoice = PastInvoice(
            document: "a, b.pdf", sha256: "ab", supplierID: "S1", supplierName: "Nord \"Wind\"", invoiceNumber: "=1",
            invoiceDate: Day(iso: "2026-01-31"), grossTotal: "119", currency: "EUR", documentType: "credit_note")
        let summary = try JSONDecoder().decode(
            CaseSummary.self,
            from: Data(
                """
                {"id":"c","name":"a","result":"a.json","sha256":"ab","outcome":"accepted","reason":"","pages":1,
                "seconds":0,"consumptions":[],"orderNumbers":[],"approvers":[],
                "invoice":\(String(decoding: JSONEncoder().encode(invoice), as: UTF8.self))}
                """.utf8))
        let folder = try folder([:])
        try BatchTables.history([summary]).write(to: folder.appending(path: "history.csv"))
        let master = try MasterFolder(folder)
        #expect(master.data.history == [invoice] && master.warnings.isEmpty)
    }

    @Test func theFixturesAreSound() throws {
        let master = try MasterFolder(Repository.fixtures.appending(path: "master"))
        #expect(!master.data.suppliers.isEmpty && master.approvals != nil)
    }

    @Test func limitsAreReadByStep() throws {
        let limits = try MasterFolder(
            folder(["limits.csv": "step,human_wait,attempts,delay,cap\n*,86400,,,\npost,,8,2,60\n"])
        ).limits
        #expect(limits.limits(of: "decide") == GivenLimits(humanWait: 86_400))
        let retry = WorkflowDefinition.Retry(attempts: 8, delay: 2, cap: 60)
        #expect(limits.limits(of: "post") == GivenLimits(humanWait: 86_400, retry: retry))
    }

    @Test(arguments: [
        ("post,0,,,", "human_wait: it must be above 0 and at most a year in seconds"),
        ("post,,8,,", "column attempts: attempts, delay and cap are one policy: give all three or none"),
        ("post,,50,1,2", "retry.attempts must be 1...20, not 50"), ("post,1,,,\npost,2,,,", "post"),
    ]) func wrongLimitsAreTold(_ rows: String, _ message: String) throws {
        let told = try faults(["limits.csv": "step,human_wait,attempts,delay,cap\n\(rows)\n"])
        #expect(told.count == 1)
        #expect(told.first?.contains(message) ?? false, "\(told)")
    }

    // MARK: Approval

    @Test func theApprovalMatrixIsRead() throws {
        let master = try MasterFolder(
            folder([
                "approvers.csv": """
                id,name,email,limit,currency,departments,substitute,absent_from,absent_until
                A1,One,,1000,EUR,it,A2,2026-03-02,2026-03-13
                A2,Two,,5000,EUR,it,,,
                """,
                "approvals.csv": """
                rule,amount_from,amount_to,currency,convert,department,risk,failure,approvers,mode
                price,,,,,,,price-variance;price-increase,A1;A2,2-of-2
                small,0,1000,EUR,yes,,low;medium,,A1;A2,any
                """,
                "escalations.csv": """
                step,after,to,amount_from,currency,failure
                1,2r,A2,,,price-variance
                1,3d,A2;ap-manager,500,EUR,
                """,
                "suppliers.csv": "id,name,bank_changed_by\nS1,Nord,A2\nS2,Wind,\n",
                "goods-receipts.csv": """
                receipt_number,order_number,order_position,quantity,received_by
                R1,PO-1,10,4,two@x.example
                R2,PO-1,20,4,
                """,
                "calendar.json": #"{"time_zone": "Europe/Berlin", "hours": {"mon-fri": ["09:00-17:00"]}}"#,
            ]))
        let table = try #require(master.approvals)
        #expect(table.approvers[0].substitute == "A2" && table.approvers[1].absence == nil)
        #expect(table.approvers[0].absence == Absence(from: Day(iso: "2026-03-02"), until: Day(iso: "2026-03-13")))
        #expect(table.rows[0].mode == .quorum(2, of: 2))
        #expect(table.rows[0].failures == ["price-variance", "price-increase"] && table.rows[0].risks == nil)
        #expect(table.rows[1].risks == [.low, .medium] && table.rows[1].converts)
        #expect(table.escalations.map(\.after) == [.reminders(2), .time(WorkSpan(3, .days))])
        #expect(table.escalations[1].to == ["A2", "ap-manager"] && table.escalations[1].condition.amountFrom == 500)
        #expect(table.duties.bankChangers == ["S1": "A2"])
        #expect(table.duties.receivers == ["PO-1": ["two@x.example", ""]])
        #expect(table.calendar?.clock.name == "Europe/Berlin")
    }

    @Test func faultsOfTheMatrixHaveTheirPlace() throws {
        let text = try faults([
            "approvers.csv": """
            id,name,substitute,absent_from,absent_until
            A1,One,A2,2026-03-02,2026-03-01
            A2,Two,A1,,
            A3,Three,A9,,
            A4,Four,,someday,
            """,
            "approvals.csv": """
            rule,risk,convert,approvers,mode
            a,lowish,,A1,2-of-3
            b,,yes,A1,most
            """,
            "escalations.csv": "step,after,to\n1,soon,A1\n,2d,A1\n2,2d,A9\n",
            "calendar.json": #"{"time_zone": "Mars/Olympus", "hours": {}}"#,
        ]).joined(separator: "\n")
        for part in [
            "approvers.csv, line 2: A1 is away from 2026-03-02 until 2026-03-01; swap the two days",
            "approvers.csv, line 2: the substitutes of A1 lead back to A1: A1 → A2 → A1; end the chain somewhere",
            "approvers.csv, line 4: the substitute of A3 is A9, who is not in this list",
            "approvers.csv, line 5, column absent_from: someday is not a date",
            "approvals.csv, line 2, column risk: lowish is not one of low, medium, high",
            "approvals.csv, line 2: rule a asks 2 of 3, but names 1 approver; name 3, or write 1-of-1",
            "approvals.csv, line 3, column mode: most is not one of any, all, sequence, or how many of how many: 2-of-3",
            "approvals.csv, line 3: rule b converts amounts, so it needs the currency of its band",
            "escalations.csv, line 2, column after: soon is no time; write working days or hours (2d, 8h), or reminders",
            "escalations.csv, line 3, column step: it is empty",
            "escalations.csv, line 4: step 2 names A9, who is not in the list of approvers", "calendar.json: ",
        ] {
            #expect(text.contains(part), "\(part)\n\(text)")
        }
    }
}
