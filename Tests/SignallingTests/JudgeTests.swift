import Collaboration
import FileTesting
import Foundation
import PeerBase
import PeerIdentity
import Sockets
import StreamTesting
import Testing

@testable import Signalling

/// Programs of others see what they should (collab 12).
@Suite("Judges of the server", .timeLimit(.minutes(1)))
struct JudgeTests {
    private static func isInstalled(_ program: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/\(program)")
    }

    private let folder: TemporaryFolder
    private let host: Somebody
    private let path = "/\(House.nearID)"

    init() throws {
        folder = try TemporaryFolder()
        host = try Somebody("host")
        let name = String(repeating: "a", count: 40) + ".collab"
        _ = try PersonKeyStore(directory: folder.path).key(peerName: name, at: MonotonicClock.unixMilliseconds)
    }

    /// What a command of the shell writes, and its status. `$crt` and `$key` are a visitor's files, `$url` the server.
    private func judge(_ command: String, on house: House) async throws -> (output: String, status: Int32) {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.environment = [
            "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "crt": folder.path(of: "collab.crt"),
            "key": folder.path(of: "collab.key"), "place": "[::1]:\(house.server.port)",
            "url": "https://[::1]:\(house.server.port)\(path)",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try folder.write("", to: "output")
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: folder.path(of: "output")))
        let (ends, ended) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { ended.yield($0.terminationStatus) }
        try process.run()
        let status = await ends.first { _ in true } ?? -1
        return (try folder.text(of: "output"), status)
    }

    private static let curl = "curl --silent --include --max-time 20 --noproxy '*' --tlsv1.3 --insecure "

    @Test("curl prints the card", .enabled(if: isInstalled("curl"), "curl is not installed"))
    func card() async throws {
        let house = try await House(of: host, Owner { [host] in $0.card = .success(host.card) })
        let (output, status) = try await judge(Self.curl + "--cert $crt --key $key $url/card", on: house)
        #expect(status == 0)
        #expect(output.hasPrefix("HTTP/1.1 200 OK\r\nContent-Type: application/xml; charset=utf-8\r\n"))
        #expect(output.hasSuffix(String(decoding: host.card.file, as: UTF8.self)))
        await house.server.close()
    }

    @Test("curl without a certificate gets nothing", .enabled(if: isInstalled("curl"), "curl is not installed"))
    func noCertificate() async throws {
        let house = try await House(of: host, Owner { [host] in $0.card = .success(host.card) })
        let (output, status) = try await judge(Self.curl + "$url/card", on: house)
        #expect(status != 0 && output.isEmpty)
        await house.server.close()
        #expect(house.owner.ears.heard.isEmpty)
    }

    @Test(
        "A stranger's invitation by curl, where contacts are heard, ends without a status line",
        .enabled(if: isInstalled("curl"), "curl is not installed"))
    func closedPolicy() async throws {
        let house = try await House(
            of: host,
            Owner {
                $0.admission = { _ in .stranger }
                $0.hearing = .silence
            })
        let (output, status) = try await judge(
            Self.curl + "--cert $crt --key $key --data '<Invitation/>' $url/invitations", on: house)
        #expect(status != 0 && output.isEmpty)
        await house.server.close()
        #expect(house.owner.ears.heard.contains(.hearing))
    }

    @Test(
        "openssl sees a certificate whose pin is ours", .enabled(if: isInstalled("openssl"), "openssl is not installed")
    )
    func pin() async throws {
        let house = try await House(of: host, Owner())
        let (output, _) = try await judge(
            "openssl s_client -connect $place -tls1_3 -alpn http/1.1 -cert $crt -key $key"
                + " | openssl x509 -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -r",
            on: house)
        #expect(output.prefix(64) == host.pin.bytes.hexText)
        await house.server.close()
    }

    @Test("openssl finds no TLS 1.2", .enabled(if: isInstalled("openssl"), "openssl is not installed"))
    func oldTLS() async throws {
        let house = try await House(of: host, Owner())
        let (output, status) = try await judge(
            "openssl s_client -connect $place -tls1_2 -cert $crt -key $key", on: house)
        #expect(status != 0 && !output.contains("BEGIN CERTIFICATE"))
        await house.server.close()
    }
}
