import PeerToPeer

// Two peers of one machine: the first publishes a name, the second finds it. In a real program they are two programs on
// two hosts, and neither says anything about endpoints or seeds.
@main
enum Example {
    static func main() async throws {
        let publisher = try Peer(.init(endpoints: ["[::1]:3571"], directory: directory("publisher")))
        let reader = try Peer(.init(endpoints: ["[::1]:3572"], seeds: ["[::1]:3571"], directory: directory("reader")))

        let name = try await publisher.securedName("hello")
        let registration = try await publisher.register(name, port: 8080, comment: "Hello from Swift")
        for cloud in registration.clouds { print("Registered \(name) in \(cloud.name)") }

        for try await record in reader.resolve(name, timeout: .seconds(10)) {
            print("Found \(record.endpoints.map(\.description).joined(separator: ", ")): \(record.comment ?? "")")
        }

        await reader.leave()
        await publisher.leave()
    }

    /// Each peer keeps its keys apart from the other's and from yours.
    private static func directory(_ name: String) -> String { "/tmp/peer-to-peer-example/\(name)" }
}
