import CommandTree
import PNRP
import PeerEngine

/// What a search found, for people and programs (netsh 4.5.4). The layout is that of O-5 everywhere (architecture 3).
struct FindingReport {
    let query: ResolveQuery
    let findings: [Search.Finding]

    /// At once; whatever follows is separated by a blank line (netsh O-5).
    static let opening: [Line] = ["Resolve started...", ""]

    var status: ExitStatus {
        if found != nil { return .success }
        return isTimedOut ? .timedOut : .notFound
    }

    var lines: [Line] {
        if let found { return ["Found:"] + block(found.record, in: found.cloud) }
        return [isTimedOut ? "Timed out." : "Not Found."]
    }

    var json: [String: JSONValue] {
        let elapsed = findings.map { $0.outcome.elapsed }.max() ?? .zero
        return [
            "name": .string("\(query.name)"), "cloud": .optional(found?.cloud.name ?? onlyCloud),
            "result": .string(found == nil ? (isTimedOut ? "timedOut" : "notFound") : "found"),
            "results": .array(found.map { [json($0.record, in: $0.cloud)] } ?? []),
            "elapsedMs": .integer(elapsed.milliseconds),
        ]
    }

    /// One for each endpoint: where, then name, cloud and comment.
    var records: [[String]] {
        guard let found else { return [] }
        let rest = ["\(query.name)", found.cloud.name, found.record.comment ?? ""]
        return found.record.endpoints.map { found.cloud.record($0) + rest }
    }

    private var found: (record: ResolvedRecord, cloud: CloudSnapshot)? {
        findings.lazy.compactMap { finding in finding.outcome.record.map { ($0, finding.cloud) } }.first
    }

    private var onlyCloud: String? { findings.count == 1 ? findings[0].cloud.name : nil }

    private var isTimedOut: Bool { findings.contains { $0.outcome.result == .timedOut } }

    /// Eight blanks; values of the short labels begin in column 12 behind them, further addresses stand under the
    /// first.
    private func block(_ record: ResolvedRecord, in cloud: CloudSnapshot) -> [Line] {
        let comment = record.comment.flatMap { $0.isEmpty ? nil : ["Comment:    " + $0] } ?? []
        let addresses = record.endpoints.enumerated().map { index, endpoint in
            (index == 0 ? "Addresses:  " : String(repeating: " ", count: 12)) + cloud.resolvedText(endpoint)
        }
        let text = record.payload?.text.map { " " + $0 } ?? ""
        let hex = (record.payload?.hexLines ?? []).map { String(repeating: " ", count: 8) + $0 }
        let all =
            comment + (addresses.isEmpty ? ["Addresses:"] : addresses)
            + ["Extended payload (string):" + text, "Extended payload (binary):"] + hex
        return all.map { Line(String(repeating: " ", count: 8) + $0) }
    }

    private func json(_ record: ResolvedRecord, in cloud: CloudSnapshot) -> JSONValue {
        [
            "endpoints": .array(record.endpoints.map(cloud.json)), "comment": .optional(record.comment),
            "payload": record.payload?.json ?? .null, "pnrpId": .string("\(record.id)"),
            "publisher": cloud.json(record.publisher),
        ]
    }
}
