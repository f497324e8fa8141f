import Foundation

/// What a settings file leans on: paths in it are seen from its own folder, secrets stand elsewhere.
struct SettingsSurroundings: Sendable {
    private let folder: URL
    private let environment: [String: String]

    init(file: String, environment: [String: String]) {
        folder = URL(filePath: file).deletingLastPathComponent()
        self.environment = environment
    }

    /// From `NAME_file` or `NAME_env`; never from the settings themselves, which people copy and mail around.
    func secret(_ name: String, _ reader: inout ObjectReader, isRequired: Bool) -> String? {
        let (file, variable) = (reader.text("\(name)_file"), reader.text("\(name)_env"))
        switch (file, variable) {
        case (nil, nil):
            if isRequired { reader.fault("\(name)_file", "or \(name)_env is missing") }
            return nil
        case (let file?, nil):
            guard let bytes = FileManager.default.contents(atPath: place(file).path) else {
                reader.fault("\(name)_file", "names the file \(place(file).path), which cannot be read")
                return nil
            }
            return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        case (nil, let variable?):
            let value = environment[variable] ?? ""
            if value.isEmpty { reader.fault("\(name)_env", "names \(variable), which is not set") }
            return value.isEmpty ? nil : value
        default:
            reader.fault("\(name)_file", "and \(name)_env are both set; one is needed")
            return nil
        }
    }

    func place(_ path: String) -> URL {
        path.hasPrefix("/") ? URL(filePath: path) : folder.appending(path: path)
    }
}
