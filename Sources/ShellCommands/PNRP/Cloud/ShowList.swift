import CommandTree
import PeerEngine

extension ShellCommand {
    /// Netsh 4.3.6; the output is pinned by O-1 and O-2.
    static var showList: ShellCommand {
        ShellCommand(
            "show list", "Shows the clouds of this machine.", parameters: [.cloud()],
            notes: CommandNotes(
                output: CommandNotes.Entry.cloudColumns,
                record: ["scope", "scopeId", "addressCount", "state", "name"],
                examples: [.init("show list", "Shows all clouds."), .init("show list Global_", "Shows one.")],
                endings: [.notFound]),
            answer: .array(.object(JSONMember.cloudSummary))
        ) { invocation, environment in
            let clouds = try await environment.clouds(for: invocation)
            return .document(
                Document(
                    body: [.table(cloudTable(clouds))], json: .array(clouds.map { .object($0.summary) }),
                    records: clouds.map(record), hints: advice(on: clouds)))
        }
    }
}

private func record(_ cloud: CloudSnapshot) -> [String] {
    [
        "\(cloud.scope.rawValue)", "\(cloud.scopeID)", "\(cloud.endpoints.count)", cloud.state.text, cloud.name,
    ]
}
