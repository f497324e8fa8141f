import CSandbox
import Foundation
import Pipeline

extension ReaderProcess {
    static func spawn(_ configuration: ReaderConfiguration, _ pipes: ReaderPipes) throws(ReadFailure) -> pid_t {
        let started = spawn(configuration.executable, configuration.arguments, configuration.environment, pipes)
        switch started {
        case .success(let pid): return pid
        case .failure(let error):
            throw ReadFailure(
                .setup,
                "The reader program \(configuration.executable) cannot be started: \(FileSandbox.text(of: error.number))."
            )
        }
    }

    /// Why a program was not started: `errno`.
    struct SpawnError: Error { var number: Int32 }

    /// Starts the program in a process group of its own, with three pipes and nothing else open, no signal ignored.
    static func spawn(
        _ executable: String, _ arguments: [String], _ environment: [String: String], _ pipes: ReaderPipes
    ) -> Result<pid_t, SpawnError> {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (number, descriptor) in pipes.childs.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
        }
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        prepare(&attributes)

        let arguments = [executable] + arguments
        let environment = environment.map { "\($0.key)=\($0.value)" }.sorted()
        var pid: pid_t = 0
        let result = withCStrings(arguments) { arguments in
            withCStrings(environment) { environment in
                posix_spawn(&pid, executable, &actions, &attributes, arguments, environment)
            }
        }
        return result == 0 ? .success(pid) : .failure(SpawnError(number: result))
    }

    private static func prepare(_ attributes: inout posix_spawnattr_t) {
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))
    }

    static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = strings.map { strdup($0) }
        defer { pointers.forEach { free($0) } }
        return body(pointers + [nil])
    }
}
