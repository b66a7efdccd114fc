/// Every bound of discovery, each with its reason.
package enum DiscoveryLimits {
    // MARK: Texts

    /// Bytes of a datagram that is read (collab 10.2).
    package static let datagramBytes = 32_767
    /// Bytes of a datagram that is sent, so that no link cuts it (collab 10.2).
    package static let sentBytes = 1_400
    /// Characters of a nickname and of the name of an endpoint (collab 10.2).
    package static let nameCharacters = 64
    /// Bytes of the same: a character may consist of any number of marks. Ours; the longest of 64 usual characters has
    /// 256.
    package static let nameBytes = 512
    /// Bytes of whatever names a message, a sequence or somebody; those seen have 45.
    package static let identifierBytes = 256
    /// Somebody's kinds, scopes and addresses, and the matches in one answer; each as many as are looked at. Ours; those
    /// seen are less than five.
    package static let items = 16

    // MARK: Remembering

    /// Messages by which repeats are known (collab 10.3).
    package static let rememberedMessages = 1_024
    /// Messages of our own by which they are known when heard back.
    package static let rememberedOwnMessages = 128
    /// People near us (collab 10.4).
    package static let people = 500
    /// Questions that may still be answered. Ours: one a minute, and those that commands ask.
    package static let openQuestions = 32

    // MARK: Time

    /// How long a Hello and an answer wait, each a random part of it (collab 10.3).
    package static let initialDelay: Duration = .milliseconds(500)
    /// How long an answer waits where few are known (collab 10.3).
    package static let shortAnswerDelay: Duration = .milliseconds(300)
    /// Fewer than this are few (collab 10.3).
    package static let crowd = 10
    /// Between the first transmission and the second (collab 10.3).
    package static let firstRepeat: ClosedRange<Int64> = 50_000_000...250_000_000
    /// The most between two transmissions (collab 10.3).
    package static let longestRepeat: Duration = .milliseconds(500)
    /// Between two questions to all, and how much that varies (collab 10.4).
    package static let sweep: Duration = .seconds(60)
    package static let sweepVariation: ClosedRange<Int64> = -10_000_000_000...10_000_000_000
    /// From a change of the links, or from waking up, to the question to all (collab 10.4).
    package static let afterChange: Duration = .milliseconds(500)
    /// The clock of the day is ahead of the other by this: the host slept (collab 10.4).
    package static let sleepGap: Duration = .seconds(30)
    /// Who is silent so long has left (collab 10.4).
    package static let silence: Duration = .seconds(180)
    /// Who is silent so long is asked for once. Ours: two or three sweeps were lost, and there is time for the answer.
    package static let doubt: Duration = .seconds(150)
    /// Those asked for in one second for their silence. Ours: few at a time, for all of them may be invented; who is not
    /// asked for in time goes unasked.
    package static let doubtsPerSecond = 5
    /// How long answers belong to a question. Ours; a full sweep takes 3 s (collab 10.4), wsdd waits 8.
    package static let questionLifetime: Duration = .seconds(10)
    /// How long an answer of before somebody's Bye is known to be late. Ours: longer than any repeat, shorter than a
    /// sweep, so that somebody who never left is back with the next one (collab 10.13).
    package static let departure: Duration = .seconds(5)
    /// How long an address holds against one of the other family. Ours: two sweeps, so that somebody with both does not
    /// seem to move all the time.
    package static let addressHold: Duration = .seconds(125)

    // MARK: Sending

    /// Transmissions of a Hello and of a Bye (collab 10.3).
    package static let announcementTransmissions = 4
    /// Transmissions of a Probe and a Resolve, and of all that goes to one host (collab 10.3).
    package static let questionTransmissions = 2
    /// Answers within a second to one source and to all (collab 10.3).
    package static let answersPerSource = 10
    package static let answersInAll = 50
    /// Messages that wait for another transmission. Ours: what the answers of a second and our own words need.
    package static let outbox = 256
}
