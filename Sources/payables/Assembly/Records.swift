import Foundation
import Invoicing
import MasterFiles

/// The organisation's records for a command, or none.
struct Records {
    /// `nil` when no folder was named.
    let folder: MasterFolder?
    let data: MasterData

    /// - Throws: ``CommandFailure`` with every fault of every file.
    init(_ path: String?, history: String? = nil) throws {
        guard let path else {
            folder = nil
            data = MasterData(history: try Self.history(history))
            return
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            throw CommandFailure(.noInput, "There is no folder \(path) with the organisation's records.")
        }
        do throws(MasterFilesError) {
            let folder = try MasterFolder(URL(filePath: path))
            self.folder = folder
            var data = folder.data
            data.history += try Self.more(history)
            self.data = data
        } catch {
            throw CommandFailure(.usage, "The organisation's records need correction:\n\(error)")
        }
    }

    private static func history(_ path: String?) throws -> [PastInvoice] {
        do throws(MasterFilesError) { return try more(path) } catch {
            throw CommandFailure(.usage, "The history needs correction:\n\(error)")
        }
    }

    private static func more(_ path: String?) throws(MasterFilesError) -> [PastInvoice] {
        guard let path else { return [] }
        return try MasterFolder.history(at: URL(filePath: path))
    }
}
