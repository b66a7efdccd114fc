import PeerStore
import Testing

@Suite("Where the files lie")
struct StateDirectoriesTests {
    @Test("with HOME alone, the places of the XDG rules")
    func homeAlone() throws {
        let places = try StateDirectories(environment: ["HOME": "/home/ada"])
        #expect(places.state == "/home/ada/.local/state/p2psh")
        #expect(places.data == "/home/ada/.local/share/p2psh")
        #expect(places.keys == "/home/ada/.local/share/p2psh/keys")
        #expect(places.sockets == "/home/ada/.local/state/p2psh/run")
        #expect(places.database == "/home/ada/.local/state/p2psh/p2psh.sqlite")
        #expect(places.collaborationDatabase == "/home/ada/.local/share/p2psh/collab.sqlite")
        #expect(places.history == "/home/ada/.local/state/p2psh/history")
    }

    @Test("each XDG variable moves its own place")
    func variables() throws {
        let places = try StateDirectories(environment: [
            "HOME": "/home/ada", "XDG_STATE_HOME": "/s", "XDG_DATA_HOME": "/d", "XDG_RUNTIME_DIR": "/run/user/7",
        ])
        #expect(places.state == "/s/p2psh")
        #expect(places.keys == "/d/p2psh/keys")
        #expect(places.sockets == "/run/user/7/p2psh")
    }

    @Test("empty and relative XDG variables count as unset", arguments: ["", "relative", "./here", "~/there"])
    func unusable(value: String) throws {
        let places = try StateDirectories(environment: [
            "HOME": "/home/ada", "XDG_STATE_HOME": value, "XDG_DATA_HOME": value, "XDG_RUNTIME_DIR": value,
        ])
        #expect(try places == StateDirectories(environment: ["HOME": "/home/ada"]))
    }

    @Test("P2PSH_HOME replaces all four, and --home replaces P2PSH_HOME")
    func ownHome() throws {
        let environment = [
            "HOME": "/home/ada", "XDG_STATE_HOME": "/s", "XDG_RUNTIME_DIR": "/run/user/7", "P2PSH_HOME": "/tmp/a",
        ]
        let places = try StateDirectories(environment: environment)
        #expect(places.state == "/tmp/a/state")
        #expect(places.data == "/tmp/a/data")
        #expect(places.keys == "/tmp/a/keys")
        #expect(places.sockets == "/tmp/a/run")
        #expect(try StateDirectories(environment: environment, home: "lab/one").keys == "lab/one/keys")
        #expect(try StateDirectories(environment: environment, home: "") == places)
        #expect(try StateDirectories(environment: [:], home: "/tmp/a/") == places)
    }

    @Test("without any place to go, a sentence says so", arguments: [[:], ["HOME": ""], ["HOME": "ada"]])
    func nowhere(environment: [String: String]) {
        #expect(throws: StoreError.noHomeDirectory) { try StateDirectories(environment: environment) }
        #expect(StoreError.noHomeDirectory.description.contains("HOME"))
    }

    @Test("XDG variables suffice without HOME")
    func withoutHome() throws {
        let places = try StateDirectories(environment: ["XDG_STATE_HOME": "/s", "XDG_DATA_HOME": "/d/"])
        #expect(places.state == "/s/p2psh")
        #expect(places.keys == "/d/p2psh/keys")
    }
}
