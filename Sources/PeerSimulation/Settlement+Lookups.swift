import PNRP
import PeerBase

// Names are looked up while life goes on.

extension Settlement {
    /// How a series of lookups is made.
    package struct Plan: Hashable, Sendable {
        package var lookups: Int
        /// Lookups begun in each simulated second.
        package var pace: Int
        /// Members that die without a word, each replaced by a newcomer, in each simulated minute.
        package var replacedPerMinute: Int

        package init(lookups: Int, pace: Int = 20, replacedPerMinute: Int = 0) {
            self.lookups = lookups
            self.pace = pace
            self.replacedPerMinute = replacedPerMinute
        }
    }

    /// One lookup that was begun.
    private struct Quest {
        var ticket: VirtualCloud.Ticket
        var publisher: Int
    }

    /// Looks random names up from random members. Lookups whose publisher or asker dies meanwhile do not count.
    package mutating func lookUp(_ plan: Plan, progress: Progress? = nil) throws -> LookupFigures {
        var figures = LookupFigures()
        var open: [Quest] = []
        var replaced = 0
        let start = cloud.now
        for number in 0..<plan.lookups {
            let due = start + .nanoseconds(Int64(number) * 1_000_000_000 / Int64(plan.pace))
            while replaced < number * plan.replacedPerMinute / (60 * plan.pace) {
                try replaceOne()
                replaced += 1
            }
            cloud.run(for: due - cloud.now)
            if let quest = try begin() { open.append(quest) }
            if number % 100 == 99 { open = collect(open, into: &figures) }
            progress?("looked up", number + 1, plan.lookups)
        }
        cloud.run(for: Limits.resolveTimeout + .seconds(1))
        _ = collect(open, into: &figures)
        return figures
    }

    private mutating func replaceOne() throws {
        kill(1)
        try addMember()
    }

    private mutating func begin() throws -> Quest? {
        guard let publisher = drawMember(where: { $0.isRipe($1) }),
            let asker = drawMember(where: { $1 != publisher })
        else { return nil }
        let query = ResolveQuery(name: try Self.name(publisher))
        return Quest(ticket: cloud.resolve(query, from: VirtualCloud.endpoint(asker)), publisher: publisher)
    }

    /// Counts the quests that have ended and returns the others.
    private mutating func collect(_ quests: [Quest], into figures: inout LookupFigures) -> [Quest] {
        quests.filter { quest in
            let outcome = cloud.outcomes.takeResolve(quest.ticket)
            guard isMember(quest.publisher), cloud.nodes[quest.ticket.node] != nil else { return false }
            guard let outcome else { return true }
            figures.add(outcome, publishedAt: VirtualCloud.endpoint(quest.publisher))
            return false
        }
    }
}
