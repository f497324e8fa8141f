import Correspondence
import Foundation
import MailTemplates
import Mailroom
import Orchestrator

/// Mails in words and looks of the organisation, with what cases know.
enum LetterDesk {
    /// - Throws: ``CommandFailure`` with every fault of the templates.
    static func writer(_ file: ChannelsFile, _ house: ServiceOptions.House) throws -> TemplateWriter {
        let templates: MailTemplates
        do {
            templates = try MailTemplates(
                house.assembly.schemas.appending(path: "mail"), language: file.language ?? MailTemplates.measure)
        } catch { throw CommandFailure(.usage, "\(error)") }
        for (id, language) in file.languages.sorted(by: { $0.key < $1.key }) where !templates.codes.contains(language) {
            throw CommandFailure(
                .usage,
                "The language \(language) of \(id) in the channels file is not known; there are "
                    + templates.codes.joined(separator: ", ") + ".")
        }
        let approvers = house.records.folder?.approvers ?? []
        let mails = house.mails
        let questions = CaseQuestions(
            directory: house.open.directory, workflows: house.workflows, blobs: house.blobs,
            reader: house.assembly.reader,
            names: Dictionary(approvers.map { ($0.id, $0.name) }) { first, _ in first },
            asking: { await mails?.asking() })
        let (languages, preferences) = (file.languages, file.preferences)
        return TemplateWriter(
            templates, questions: questions,
            reader: { id in .init(language: languages[id], zone: preferences.recipient(id).timing.zone) },
            list: LetterList(name: "Payables", label: "payables"), bounces: { mails?.bounceAddress($0) })
    }
}
