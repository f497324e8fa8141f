// swift-tools-version: 6.2
import PackageDescription

// Targets stand in the order of the arrows (ARCHITECTURE.md): each may import only what stands above it.
// `--explicit-target-dependency-import-check error` makes an undeclared import fail the build.

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "payables",
    products: [
        .executable(name: "payables", targets: ["payables"]),
        .library(name: "Extractors", targets: ["Extractors"]),
        .library(name: "Validation", targets: ["Validation"]),
        .library(name: "Pipeline", targets: ["Pipeline"]),
        .library(name: "Orchestrator", targets: ["Orchestrator"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
    ],
    targets: [
        // The spine: no C library, no server, no database.
        .target(name: "Invoicing", swiftSettings: strict),
        .target(name: "Extractors", dependencies: ["Invoicing"], swiftSettings: strict),
        .target(name: "Validation", dependencies: ["Invoicing"], swiftSettings: strict),
        .target(name: "Pipeline", dependencies: ["Extractors", "Validation", "Invoicing"], swiftSettings: strict),
        .target(
            name: "Orchestrator", dependencies: ["Pipeline", "Extractors", "Validation", "Invoicing"],
            // Extern: the linker's names for the section in which agents are found (docs/decisions/0040).
            swiftSettings: strict + [.enableExperimentalFeature("Extern")]),
        // Results as pages, tables and lists; and how good the results are.
        .target(name: "Reports", dependencies: ["Orchestrator", "Pipeline", "Invoicing"], swiftSettings: strict),
        .target(name: "Accuracy", swiftSettings: strict),

        // C libraries, declared and not wrapped.
        // Mail: what it says and whether to believe it, and its way to a case. No server, no C library.
        .target(
            name: "Correspondence", dependencies: ["Extractors", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .target(
            name: "Mailroom", dependencies: ["Correspondence", "Orchestrator", "Pipeline", "Validation", "Invoicing"],
            swiftSettings: strict),

        .systemLibrary(
            name: "CPoppler", path: "Sources/System/CPoppler", pkgConfig: "poppler-glib",
            providers: [.apt(["libpoppler-glib-dev"])]),
        .systemLibrary(
            name: "CTesseract", path: "Sources/System/CTesseract", pkgConfig: "tesseract",
            providers: [.apt(["libtesseract-dev", "libleptonica-dev"])]),
        .systemLibrary(
            name: "CSandbox", path: "Sources/System/CSandbox", pkgConfig: "libseccomp",
            providers: [.apt(["libseccomp-dev"])]),

        .systemLibrary(
            name: "CCurl", path: "Sources/System/CCurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(
            name: "CPostgres", path: "Sources/System/CPostgres", pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"])]),

        .systemLibrary(
            name: "CGMime", path: "Sources/System/CGMime", pkgConfig: "gmime-3.0",
            providers: [.apt(["libgmime-3.0-dev"])]),
        .systemLibrary(
            name: "CArchive", path: "Sources/System/CArchive", pkgConfig: "libarchive",
            providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(
            name: "CDKIM", path: "Sources/System/CDKIM", pkgConfig: "opendkim",
            providers: [.apt(["libopendkim-dev"])]),
        // The resolver of the C library.
        .systemLibrary(name: "CResolver", path: "Sources/System/CResolver"),

        // Adapters: one folder, one library; the only code that imports a C module.
        .target(
            name: "PDF", dependencies: ["Pipeline", "Invoicing", "CPoppler"], path: "Sources/Adapters/PDF",
            swiftSettings: strict),
        .target(
            name: "OCR", dependencies: ["Pipeline", "Invoicing", "CTesseract"], path: "Sources/Adapters/OCR",
            swiftSettings: strict),
        .target(
            name: "Readers", dependencies: ["Pipeline", "Extractors", "Invoicing", "CSandbox"],
            path: "Sources/Adapters/Readers", swiftSettings: strict),
        // Agents that are programs of their own, shut in as readers are.
        .target(
            name: "AgentPrograms", dependencies: ["Orchestrator", "Pipeline", "Readers"],
            path: "Sources/Adapters/AgentPrograms", swiftSettings: strict),
        .target(
            name: "MasterFiles",
            dependencies: ["Orchestrator", "Validation", "Invoicing", .product(name: "SwiftCSV", package: "SwiftCSV")],
            path: "Sources/Adapters/MasterFiles", swiftSettings: strict),
        .target(
            name: "Ledgers", dependencies: ["Orchestrator", "Invoicing"], path: "Sources/Adapters/Ledgers",
            swiftSettings: strict),
        .target(name: "Fetch", dependencies: ["CCurl"], path: "Sources/Adapters/Fetch", swiftSettings: strict),
        .target(
            name: "LanguageModels", dependencies: ["Pipeline", "Extractors", "Invoicing", "Fetch"],
            path: "Sources/Adapters/LanguageModels", swiftSettings: strict),
        // Mail: mailboxes, what is in a mail, signatures, letters from templates.
        .target(
            name: "IMAP",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Sources/Adapters/IMAP", swiftSettings: strict),
        .target(
            name: "MIME", dependencies: ["Correspondence", "Readers", "CGMime", "CArchive"],
            path: "Sources/Adapters/MIME", swiftSettings: strict),
        .target(
            name: "DKIM", dependencies: ["CDKIM", "CResolver"], path: "Sources/Adapters/DKIM", swiftSettings: strict),
        .target(
            name: "MailTemplates",
            dependencies: [
                "Mailroom", "Correspondence", "Orchestrator", "Invoicing",
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            path: "Sources/Adapters/MailTemplates", swiftSettings: strict),
        // Ways to people and to their programs.
        .target(
            name: "Channels",
            dependencies: [
                "Fetch", "Orchestrator", "Mailroom", "Correspondence",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Sources/Adapters/Channels", swiftSettings: strict),
        .target(
            name: "Postgres", dependencies: ["CPostgres"], path: "Sources/Adapters/Postgres", swiftSettings: strict),
        .target(
            name: "SQLLedger", dependencies: ["Postgres", "Orchestrator", "Pipeline", "Invoicing"],
            path: "Sources/Adapters/SQLLedger", swiftSettings: strict),
        // The schema, its migrations, and the private server used when no database is given.
        .target(
            name: "Storage",
            dependencies: [
                "Postgres", "Mailroom", "Correspondence", "Orchestrator", "Pipeline", "Validation", "Invoicing",
            ],
            swiftSettings: strict),

        .executableTarget(
            name: "payables",
            dependencies: [
                "Invoicing", "Extractors", "Validation", "Pipeline", "Orchestrator", "PDF", "OCR", "Readers",
                "AgentPrograms", "MasterFiles", "Ledgers", "SQLLedger", "LanguageModels", "Channels", "Correspondence",
                "Mailroom", "IMAP", "MIME", "DKIM", "MailTemplates", "Fetch", "Reports", "Accuracy", "Postgres",
                "Storage",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        // Tests, one folder per target; Support holds what several share.
        .target(
            name: "Support",
            dependencies: ["Mailroom", "Correspondence", "Orchestrator", "Pipeline", "Extractors", "Invoicing"],
            path: "Tests/Support",
            exclude: [
                "mail_certificates.py", "mail_dovecot.py", "mail_forward.py", "mail_house.py", "mail_names.py",
                "mail_postfix.py", "mail_processes.py", "mail_server.py", "mail_sign.py", "model_server.py",
                "webhook_server.py",
            ],
            swiftSettings: strict),
        // A reader that fails on demand, for ReadersTests to start.
        .executableTarget(
            name: "FaultyReader", dependencies: ["Readers", "Pipeline", "Extractors", "Invoicing"],
            path: "Tests/FaultyReader", swiftSettings: strict),
        .testTarget(name: "InvoicingTests", dependencies: ["Invoicing"], swiftSettings: strict),
        .testTarget(
            name: "ExtractorsTests", dependencies: ["Extractors", "Invoicing", "Support"], swiftSettings: strict),
        .testTarget(
            name: "ValidationTests", dependencies: ["Validation", "Invoicing", "Support"], swiftSettings: strict),
        .testTarget(
            name: "PipelineTests", dependencies: ["Pipeline", "Extractors", "Validation", "Invoicing", "Support"],
            swiftSettings: strict),
        .testTarget(
            name: "OrchestratorTests",
            dependencies: [
                "Orchestrator", "Ledgers", "Pipeline", "Validation", "Invoicing", "Support",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PDFTests", dependencies: ["PDF", "Pipeline", "Invoicing", "Support"], swiftSettings: strict),
        .testTarget(
            name: "OCRTests", dependencies: ["OCR", "PDF", "Pipeline", "Invoicing", "Support"], swiftSettings: strict),
        .testTarget(
            name: "ReadersTests",
            dependencies: ["Readers", "FaultyReader", "PDF", "OCR", "Extractors", "Pipeline", "Invoicing", "Support"],
            swiftSettings: strict),
        // What `payables agent-host` does, for AgentProgramsTests to start.
        .executableTarget(
            name: "AgentHost", dependencies: ["AgentPrograms"], path: "Tests/AgentHost", swiftSettings: strict),
        .testTarget(
            name: "AgentProgramsTests",
            dependencies: ["AgentPrograms", "AgentHost", "Orchestrator", "Pipeline", "Invoicing", "Support"],
            swiftSettings: strict),
        .testTarget(
            name: "MasterFilesTests",
            dependencies: ["MasterFiles", "Orchestrator", "Extractors", "Pipeline", "Invoicing", "Support"],
            swiftSettings: strict),
        .testTarget(
            name: "LedgersTests", dependencies: ["Ledgers", "Orchestrator", "Pipeline", "Invoicing", "Support"],
            swiftSettings: strict),
        .testTarget(
            name: "LanguageModelsTests",
            dependencies: ["LanguageModels", "Fetch", "Pipeline", "Extractors", "Invoicing", "Support"],
            swiftSettings: strict),
        .testTarget(
            name: "ChannelsTests",
            dependencies: ["Channels", "Correspondence", "Mailroom", "Fetch", "Orchestrator"], swiftSettings: strict),
        .testTarget(
            name: "CorrespondenceTests",
            dependencies: ["Correspondence", .product(name: "Crypto", package: "swift-crypto")],
            exclude: ["Replies/corpus", "Replies/make_corpus.py"], swiftSettings: strict),
        .testTarget(
            name: "MailroomTests",
            dependencies: ["Mailroom", "Correspondence", "Orchestrator", "Pipeline", "Invoicing", "Support"],
            swiftSettings: strict),
        // Dovecot and Postfix in a folder, ended with the process.
        .target(name: "TestMailServers", path: "Tests/TestMailServers", swiftSettings: strict),
        .testTarget(
            name: "IMAPTests",
            dependencies: [
                "IMAP", "TestMailServers", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict),
        // What `payables mail-reader` does, for MIMETests to start.
        .executableTarget(name: "MailHost", dependencies: ["MIME"], path: "Tests/MailHost", swiftSettings: strict),
        .testTarget(
            name: "MIMETests", dependencies: ["MIME", "MailHost", "Correspondence"], exclude: ["mails.py"],
            swiftSettings: strict),
        // What `payables mail-verify` does, for DKIMTests to start.
        .executableTarget(
            name: "DKIMHost", dependencies: ["DKIM", "CSandbox"], path: "Tests/DKIMHost", swiftSettings: strict),
        .testTarget(
            name: "DKIMTests", dependencies: ["DKIM", "DKIMHost"], exclude: ["signed_mails.py", "dns_server.py"],
            swiftSettings: strict),
        .testTarget(
            name: "MailTemplatesTests",
            dependencies: [
                "MailTemplates", "Channels", "Mailroom", "Correspondence", "Orchestrator", "Pipeline", "Invoicing",
                "Support",
            ],
            exclude: ["Snapshots"], swiftSettings: strict),
        // A server of their own, ended with the process.
        .target(
            name: "TestDatabases", dependencies: ["Postgres", "Storage"], path: "Tests/TestDatabases",
            swiftSettings: strict),
        .testTarget(
            name: "PostgresTests", dependencies: ["Postgres", "Storage", "TestDatabases"], swiftSettings: strict),
        .testTarget(
            name: "StorageTests",
            dependencies: [
                "Storage", "Postgres", "TestDatabases", "Mailroom", "Correspondence", "Orchestrator", "Pipeline",
                "Invoicing", "Validation", "Support", .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SQLLedgerTests",
            dependencies: ["SQLLedger", "Postgres", "TestDatabases", "Storage", "Orchestrator", "Pipeline", "Support"],
            swiftSettings: strict),
        .testTarget(
            name: "ReportsTests", dependencies: ["Reports", "Orchestrator", "Pipeline", "Invoicing", "Support"],
            swiftSettings: strict),
        .testTarget(
            name: "AccuracyTests", dependencies: ["Accuracy", "Support"], exclude: ["Resources"],
            swiftSettings: strict),
        .testTarget(
            name: "CommandTests", dependencies: ["payables", "Orchestrator", "Invoicing", "Support"],
            exclude: ["Snapshots"],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
