import ArgumentParser
import Foundation
import Orchestrator
import Storage

extension AuditCommand {
    struct Proof: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a proof of what happened to a case, to be checked without the database.",
            discussion: """
                With --head, the blocks that lead from the case's events to that head are part of the proof.

                Examples:
                  payables audit proof 2026-000012 > proof.json
                  payables audit proof 2026-000012 --head /mnt/elsewhere/heads.jsonl > proof.json

                \(ExitStatus.help([.accepted, .usage, .noInput, .setup]))
                """)
        @Argument(help: "Reference or id of the case.") var id: String
        @OptionGroup var kept: HeadOptions
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            let last = try kept.heads().max { $0.number < $1.number }
            try await office.with(connections: 1) { open in
                let stored = try await CaseCommand.find(id, open)
                let proof = try await AuditCommand.audit(open).proof(of: stored, to: last)
                Console.answer(String(decoding: try JSONText.pretty(proof), as: UTF8.self))
                if proof.pending > 0 {
                    Console.tell("Not yet sealed, and so not in the proof: \(proof.pending) events.")
                }
            }
        }
    }

    struct CheckProof: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check-proof", abstract: "Check a proof; needs no database.",
            discussion: """
                Without --head, it shows that the events stand in the blocks that the proof names. Compare their digests, or \
                give a head that was kept elsewhere: then every block has to lead to it.

                Examples:
                  payables audit check-proof proof.json
                  payables audit check-proof proof.json --head /mnt/elsewhere/heads.jsonl

                \(AuditCommand.exitCodes)
                """)
        @Argument(help: "What payables audit proof printed.", completion: .file()) var file: String
        @OptionGroup var kept: HeadOptions

        func run() async throws {
            let heads = try kept.heads()
            guard let bytes = FileManager.default.contents(atPath: file) else {
                throw CommandFailure(.noInput, "\(file) cannot be read")
            }
            guard let proof = try? JSONDecoder().decode(AuditProof.self, from: bytes) else {
                throw CommandFailure(.fell, "\(file) is no proof, or was changed: payables audit proof prints one")
            }
            let faults = proof.faults(heads: heads, tree: Assembly.merkleTree)
            guard faults.isEmpty else {
                throw CommandFailure(.fell, "\(file) does not hold: " + faults.prefix(20).joined(separator: "; "))
            }
            Console.answer(Self.words(proof, heads))
        }

        private static func words(_ proof: AuditProof, _ heads: [AuditHead]) -> String {
            var lines = proof.events.map { sealed in
                let event = sealed.event
                let at = Int64(event.at).map { Moment(microseconds: $0).iso } ?? event.at
                let step = event.step.map { " \($0)" } ?? ""
                let text = event.words.isEmpty ? "" : ": \(event.words)"
                return plain("\(at)  \(event.kind)\(step), by \(event.actor)\(text)  (block \(sealed.block))")
            }
            let count = proof.events.count
            if heads.isEmpty {
                for block in proof.blocks { lines.append("block \(block.head)") }
                lines.append(
                    "The proof of \(plain(proof.reference)) holds within itself: \(count) events. Compare a digest above."
                )
            } else {
                lines.append(
                    "The proof of \(plain(proof.reference)) holds: \(count) events, all before a head kept elsewhere.")
            }
            return lines.joined(separator: "\n")
        }

        /// The file is a stranger's: nothing in it steers the terminal.
        private static func plain(_ text: String) -> String {
            String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.properties.generalCategory != .control }))
        }
    }
}
