import CommandTree
import PNRP
import PeerEngine

/// What a search found, for people and programs (netsh 4.5.4). The layout is that of O-5 everywhere (architecture 3).
struct FindingReport {
    let search: Search
    let findings: [Search.Finding]

    /// At once; whatever follows is separated by a blank line (netsh O-5).
    static let opening: [Line] = ["Resolve started...", ""]

    var publishers: [Search.Publisher] { findings.flatMap(\.publishers) }

    var status: ExitStatus {
        if !publishers.isEmpty { return .success }
        return isTimedOut ? .timedOut : .notFound
    }

    /// A block for each publisher, or why there is none.
    var lines: [Line] {
        guard publishers.isEmpty else {
            return Array(publishers.map { $0.block(namingCloud: search.spansClouds) }.joined(separator: [""]))
        }
        return [isTimedOut ? "Timed out." : "Not Found."]
    }

    var json: [String: JSONValue] {
        let elapsed = findings.map { $0.outcome.elapsed }.max() ?? .zero
        return [
            "name": .string("\(search.query.name)"), "cloud": .optional(onlyCloud),
            "result": .string(publishers.isEmpty ? (isTimedOut ? "timedOut" : "notFound") : "found"),
            "results": .array(publishers.map(\.json)), "elapsedMs": .integer(elapsed.milliseconds),
        ]
    }

    /// One for each endpoint: where, then name, cloud and comment.
    var records: [[String]] {
        publishers.flatMap { publisher in
            let rest = ["\(search.query.name)", publisher.cloud.name, publisher.record.comment ?? ""]
            return publisher.record.endpoints.map { publisher.cloud.record($0) + rest }
        }
    }

    /// The cloud that the answer is about, if it is about one.
    private var onlyCloud: String? {
        let clouds = Set(publishers.isEmpty ? findings.map(\.cloud.name) : publishers.map(\.cloud.name))
        return clouds.count == 1 ? clouds.first : nil
    }

    private var isTimedOut: Bool { findings.contains { $0.outcome.result == .timedOut } }
}

extension JSONMember {
    /// What every search answers (netsh 4.5.4).
    static let findings: [JSONMember] = [
        .member("name", .peerName, "The name looked for."),
        .member("cloud", .cloudName.orNull, "The cloud the answer is about; null for several."),
        .member("result", .words("found", "notFound", "timedOut"), "How the search ended."),
        .member("results", .array(.publisher), "Who publishes the name."),
        .member("elapsedMs", .milliseconds, "How long the search took."),
    ]
}

extension JSONShape {
    fileprivate static let publisher: JSONShape = .named(
        "publisher", "Somebody who publishes a name, and what.",
        .object([
            .cloud, .member("endpoints", .array(.applicationEndpoint), "The addresses published."),
            .member("comment", .anyText.orNull, "What the publisher says; null for nothing."),
            .member("payload", .payload.orNull, "What is published beside the addresses; null for nothing."),
            .member("pnrpId", .pnrpID, "The place of the name in the cloud."),
            .member("publisher", .endpoint, "The node that publishes it."),
        ]))
}

extension Search.Publisher {
    /// Eight blanks; values of the short labels begin in column 12 behind them, further addresses stand under the
    /// first. Where several clouds were searched, the heading says which one it was.
    func block(namingCloud: Bool) -> [Line] {
        let heading: Line = namingCloud ? "Found in cloud \(cloud.name):" : "Found:"
        let comment = record.comment.flatMap { $0.isEmpty ? nil : ["Comment:    " + $0] } ?? []
        let addresses = record.endpoints.enumerated().map { index, endpoint in
            (index == 0 ? "Addresses:  " : String(repeating: " ", count: 12)) + cloud.resolvedText(endpoint)
        }
        let text = record.payload?.text.map { " " + $0 } ?? ""
        let hex = (record.payload?.hexLines ?? []).map { String(repeating: " ", count: 8) + $0 }
        let all =
            comment + (addresses.isEmpty ? ["Addresses:"] : addresses)
            + ["Extended payload (string):" + text, "Extended payload (binary):"] + hex
        return [heading] + all.map { Line(String(repeating: " ", count: 8) + $0) }
    }

    var json: JSONValue {
        [
            "cloud": .string(cloud.name), "endpoints": .array(record.endpoints.map(cloud.json)),
            "comment": .optional(record.comment), "payload": record.payload?.json ?? .null,
            "pnrpId": .string("\(record.id)"), "publisher": cloud.json(record.publisher),
        ]
    }
}
