package import Collaboration
package import CommandTree

extension CommandEnvironment {
    /// What a person at a prompt is told of an event, a blank line before an invitation (collab 11.1); nothing of what a
    /// command has answered already, or of what 'monitor' is for.
    package func announcement(of event: CollaborationEvent) -> [Line] {
        switch event.occurrence {
        case .invited(let record): record.announcement
        case .invitationEnded(let record) where isNews(record): [Line(record.endingText)]
        case .acceptanceFellBack, .certificateChanged, .warning: [Line(event.news.text, event.news.style)]
        default: []
        }
    }

    /// An answer of one's own is none, nor is the end of what somebody waits for.
    private func isNews(_ record: InvitationRecord) -> Bool {
        switch record.direction {
        case .outgoing: !awaited.contains(record.number) && record.state != .canceled
        case .incoming: record.state == .expired || record.state == .canceled
        }
    }
}

extension CollaborationEvent {
    /// Whether somebody waits for an answer of ours.
    package var isQuestion: Bool {
        if case .invited = occurrence { true } else { false }
    }
}

extension InvitationRecord {
    fileprivate var announcement: [Line] {
        guard let number else { return [] }
        let minutes = Limits.answerTime / 60
        let seconds = Limits.answerTime % 60
        return [
            "", Line(invitingText, .heading),
            Line(
                "Type \"invitation accept \(number)\" or \"invitation decline \(number)\". "
                    + "Expires in \(minutes):\(seconds < 10 ? "0" : "")\(seconds)."),
        ]
    }
}
