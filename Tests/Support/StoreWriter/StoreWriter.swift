import Collaboration
import Glibc
import PeerBase
import PeerStore

/// Writes to a store until it is killed, and tells each thing once it is kept: what tests need another process for.
///
///     StoreWriter steps <path> <first>     Step after Step; their numbers
///     StoreWriter fill <path> <mark>       applications, until there may be no more, once a line has come in; their ids
///     StoreWriter share <folder> <user>    registers for all users of a machine with this XDG_CONFIG_DIRS, as that user; the
///                                          outcome
///     StoreWriter invite <path> <count>    so many invitations, and waits for ever with them open; their numbers
@main
enum StoreWriter {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let number = Int(arguments[3]) else { fatalError("three arguments, please") }
        if arguments[1] == "share" { return share(arguments[2], uid_t(number)) }
        let store = try CollaborationStore(path: arguments[2])
        switch arguments[1] {
        case "steps": try performSteps(on: store, from: number)
        case "fill": try fill(store, mark: number)
        case "invite": try invite(store, count: number)
        default: fatalError("steps, fill, invite, or share")
        }
    }

    private static func performSteps(on store: CollaborationStore, from first: Int) throws {
        for number in first... {
            try Step(number).perform(on: store)
            tell("\(number)")
        }
    }

    private static func fill(_ store: CollaborationStore, mark: Int) throws {
        tell("ready")
        _ = readLine()
        for number in 0... {
            let id = GUID(high: UInt64(mark), low: UInt64(number))
            guard try store.add(Application(id: id, path: "/bin/true"), at: 0) == .added else { return }
            tell("\(id)")
        }
    }

    private static func invite(_ store: CollaborationStore, count: Int) throws {
        for number in 0..<count {
            try store.log(
                InvitationRecord(
                    id: GUID(high: 3, low: UInt64(number)), direction: .outgoing, name: "somebody",
                    application: GUID(high: 1, low: 1), message: "", state: .waiting, createdAt: 0))
            tell("\(number)")
        }
        while true { pause() }
    }

    private static func share(_ folder: String, _ user: uid_t) {
        guard geteuid() == user || setuid(user) == 0 else { fatalError("not this user") }
        let applications = SharedApplications(environment: ["XDG_CONFIG_DIRS": folder])
        do throws(FileFault) {
            tell("\(try applications.add(Step.application(0)))")
        } catch {
            tell("\(error)")
        }
        do throws(FileFault) {
            tell("\(try applications.delete(Step.application(1).id))")
        } catch {
            tell("\(error)")
        }
        tell("\((try? applications.all().applications.map { "\($0.id)" }) ?? [])")
    }

    /// At once, and not when some buffer is full.
    private static func tell(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        guard write(STDOUT_FILENO, bytes, bytes.count) == bytes.count else { exit(1) }
    }
}
