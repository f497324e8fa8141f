import Foundation
import Pipeline
import Readers

/// A parent whose readers are lost again and again, in a process of its own so that what is left can be counted.
enum ParentTrial {
    /// Prints open descriptors and children, before and after: four numbers.
    static func run() async {
        let before = (descriptors(), children())
        let configuration = ReaderConfiguration(
            executable: "/proc/self/exe", arguments: ["reader"], jobs: 2, settings: ReadSettings())
        let pool = ReaderPool(configuration)
        for round in 0..<20 {
            let words = ["crash", "nonsense", "leave", "pages 2"][round % 4]
            _ = try? await pool.draft(of: SourceDocument(name: "x", bytes: Data(words.utf8)), as: .pdf)
        }
        await pool.shutdown()
        print(before.0, before.1, descriptors(), children())
    }

    private static func descriptors() -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? -1
    }

    /// Living or zombies, of any of this process's threads.
    private static func children() -> Int {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
        return threads.reduce(0) { count, thread in
            let list = try? String(contentsOfFile: "/proc/self/task/\(thread)/children", encoding: .utf8)
            return count + (list ?? "").split(separator: " ").count
        }
    }
}
