import FileTesting
import Foundation

/// Stock tshark, an outside judge of our bytes.
struct Dissector {
    static let path: String? = ["/usr/bin/tshark", "/usr/local/bin/tshark"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// The wanted fields of each datagram; a field that occurs several times gives its first value.
    static func read(_ datagrams: [[UInt8]], fields: [String]) throws -> [[String: String]] {
        guard let path else { throw CocoaError(.fileNoSuchFile) }
        let folder = try TemporaryFolder()
        try folder.write(capture(of: datagrams), to: "probes.pcap")
        let tshark = Process()
        tshark.executableURL = URL(fileURLWithPath: path)
        tshark.arguments =
            ["-r", folder.path(of: "probes.pcap"), "-d", "udp.port==3540,pnrp", "-T", "fields", "-E", "occurrence=f"]
            + fields.flatMap { ["-e", $0] }
        let output = Pipe()
        tshark.standardOutput = output
        tshark.standardError = FileHandle.nullDevice
        try tshark.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        tshark.waitUntilExit()
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { line in
            let values = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return Dictionary(uniqueKeysWithValues: zip(fields, values))
        }
    }

    /// A capture file of bare IPv6 packets (link type 101) from port 3540 to port 3540.
    private static func capture(of datagrams: [[UInt8]]) -> [UInt8] {
        func little(_ numbers: UInt32...) -> [UInt8] {
            numbers.flatMap { Datagram.bigEndian($0).reversed() }
        }
        var file = little(0xa1b2_c3d4, 0x0004_0002, 0, 0, 65_535, 101)
        for (index, datagram) in datagrams.enumerated() {
            let packet = packet(datagram)
            file += little(UInt32(index), 0, UInt32(packet.count), UInt32(packet.count))
            file += packet
        }
        return file
    }

    private static func packet(_ datagram: [UInt8]) -> [UInt8] {
        let port: [UInt8] = Datagram.bigEndian(UInt16(3540))
        let length: [UInt8] = Datagram.bigEndian(UInt16(8 + datagram.count))
        func host(_ number: UInt8) -> [UInt8] { [0xfe, 0x80] + [UInt8](repeating: 0, count: 13) + [number] }
        var packet: [UInt8] = [0x60, 0, 0, 0]
        for part in [length, [17, 64], host(1), host(2), port, port, length, [0, 0], datagram] { packet += part }
        return packet
    }
}
