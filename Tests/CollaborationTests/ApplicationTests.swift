import Collaboration
import PeerBase
import Testing

@Suite("Applications")
struct ApplicationTests {
    static func application(_ low: UInt64, _ path: String = "/bin/true", data: Int = 0) -> Application {
        Application(id: GUID(high: 3, low: low), data: [UInt8](repeating: 1, count: data), path: path)
    }

    static func check(_ new: Application, in catalog: ApplicationCatalog = ApplicationCatalog())
        throws(ApplicationRefusal)
    {
        try catalog.check(new, home: "/home/amit") { ["GAMES": "/usr/games", "EMPTY": ""][$0] }
    }

    @Test("one id in both types: the user's own is listed and started, the other invisible (check 1)")
    func precedence() {
        let own = Self.application(1, "/own")
        let common = Self.application(1, "/common")
        let other = Self.application(0, "/other")
        let catalog = ApplicationCatalog(currentUser: [own], allUsers: [common, other])
        #expect(catalog.applications().map(\.path) == ["/other", "/own"])
        #expect(catalog.application(own.id)?.path == "/own")
        #expect(catalog.application(own.id)?.type == .currentUser)
        #expect(catalog.application(other.id)?.type == .allUsers)
        #expect(catalog.applications(.allUsers).map(\.path) == ["/other", "/common"])
        #expect(catalog.applications(.currentUser).map(\.path) == ["/own"])
        #expect(catalog.application(GUID(high: 0, low: 0)) == nil)
    }

    @Test("the same id twice in a type is refused in two sentences, in the other type it is not (check 2)")
    func duplicate() throws {
        let catalog = ApplicationCatalog(currentUser: [Self.application(1)])
        #expect(throws: ApplicationRefusal.alreadyRegistered) { try Self.check(Self.application(1), in: catalog) }
        #expect(
            ApplicationRefusal.alreadyRegistered.text
                == "Peer collaboration register application failed. Application already registered.")
        var common = Self.application(1)
        common.type = .allUsers
        try Self.check(common, in: catalog)
    }

    @Test("what takes a place is looked at like what is new, and needs no room")
    func replacing() throws {
        let catalog = ApplicationCatalog(currentUser: (1...64).map { Self.application($0) })
        func check(_ new: Application) throws {
            try catalog.check(new, replacing: true, home: "/home/amit") { _ in nil }
        }
        try check(Self.application(64, "/usr/bin/other"))
        #expect(throws: ApplicationRefusal.tooMany) { try check(Self.application(65)) }
        #expect(throws: ApplicationRefusal.pathRequired) { try check(Self.application(1, "")) }
    }

    @Test("the 64th is accepted, the 65th is not, and the other type counts for itself (check 2)")
    func limit() throws {
        let many = (1...64).map { Self.application(UInt64($0)) }
        try Self.check(many[63], in: ApplicationCatalog(currentUser: Array(many.prefix(63)), allUsers: many))
        #expect(throws: ApplicationRefusal.tooMany) {
            try Self.check(Self.application(65), in: ApplicationCatalog(currentUser: many))
        }
        #expect(ApplicationRefusal.tooMany.text == "The limit of 64 applications is reached.")
        let files = (1...100).map { Self.application(UInt64($0)) }
        #expect(ApplicationCatalog(allUsers: files).applications().count == 64, "files of others, too many of them")
    }

    @Test("a registration needs an id, a path, and no more data and description than there may be")
    func registration() throws {
        try Self.check(Self.application(1, data: 16_384))
        #expect(throws: ApplicationRefusal.dataTooLarge) { try Self.check(Self.application(1, data: 16_385)) }
        #expect(throws: ApplicationRefusal.pathRequired) { try Self.check(Self.application(1, "")) }
        #expect(ApplicationRefusal.pathRequired.text == "Path in PeerApplication is required for registration.")
        #expect(ApplicationRefusal.dataTooLarge.text == "Peer Application data size cannot exceed 16 kilobytes.")
        #expect(throws: ApplicationRefusal.emptyID) {
            try Self.check(Application(id: GUID(high: 0, low: 0), path: "/bin/true"))
        }
        var wordy = Self.application(1)
        wordy.description = String(repeating: "d", count: 255)
        try Self.check(wordy)
        wordy.description += "d"
        #expect(throws: ApplicationRefusal.descriptionTooLong) { try Self.check(wordy) }
    }

    @Test("unregistering needs an id that is there")
    func unregistering() throws {
        let catalog = ApplicationCatalog(currentUser: [Self.application(1)])
        try catalog.check(unregistering: GUID(high: 3, low: 1), .currentUser)
        #expect(throws: ApplicationRefusal.notFound) {
            try catalog.check(unregistering: GUID(high: 3, low: 1), .allUsers)
        }
        #expect(throws: ApplicationRefusal.emptyID) {
            try catalog.check(unregistering: GUID(high: 0, low: 0), .currentUser)
        }
    }

    @Test(
        "variables and the home are expanded, once",
        arguments: [
            ("/usr/bin/a", "/usr/bin/a"), ("${GAMES}/a", "/usr/games/a"), ("~/a", "/home/amit/a"), ("~", "/home/amit"),
            ("/a/${GAMES}${GAMES}", "/a//usr/games/usr/games"), ("/a$b", "/a$b"), ("/~/a", "/~/a"),
            ("${TRICK}/a", "/${GAMES}/a"), ("/a b/$", "/a b/$"),
        ])
    func expanded(path: String, expected: String) throws {
        #expect(
            try ProgramPath.expanded(path, home: "/home/amit") { ["GAMES": "/usr/games", "TRICK": "/${GAMES}"][$0] }
                == expected)
    }

    @Test(
        "a path that is not absolute, or names what is not there, is refused",
        arguments: [
            ("bin/a", ApplicationRefusal.pathNotAbsolute("bin/a")), ("~amit/a", .pathNotAbsolute("~amit/a")),
            ("${NONE}/a", .unknownVariable("NONE")), ("${EMPTY}/a", .unknownVariable("EMPTY")),
            ("/a/${GAMES", .unknownVariable("GAMES")), ("${}", .unknownVariable("")),
            ("/a\0b", .pathNotAbsolute("/a\0b")),
            ("\\\\server\\share\\a.exe", .pathNotAbsolute("\\\\server\\share\\a.exe")),
        ])
    func refused(path: String, refusal: ApplicationRefusal) {
        #expect(throws: refusal) { try Self.check(Self.application(1, path)) }
    }
}
