/// What neighbours say to each other once admitted (peer channel 5.3, 20.5). All but ``flood(_:)`` belongs
/// to one link only.
package enum Frame: Hashable, Sendable {
    case connect(Connect)
    case welcome(Welcome)
    case refuse(Refuse)
    case disconnect(Disconnect)
    /// How many flood messages came since the last report, and how many were useful (peer channel 8).
    case linkUtility(LinkUtility)
    case ping(nonce: UInt64)
    case pong(nonce: UInt64)
    case flood(Flood)
    /// These messages can be had here (lazy push).
    case iHave([MessageID])
    /// Send these messages, and from now on push all that comes: the link joins the tree.
    case graft([MessageID])
    /// Push nothing more, announce instead: the link leaves the tree.
    case prune
    /// Do not send these, they are here already (large messages).
    case iDontWant([MessageID])
    /// A sample of the known nodes, to be answered with another (peer channel 22, passive view).
    case shuffle([Referral])
    case shuffleReply([Referral])
    /// What was said lately? (late joiners)
    case syncRequest(SyncRequest)
    case syncReply(SyncReply)

    package struct Connect: Hashable, Sendable {
        package var node: NodeID
        package var address: NodeAddress

        package init(node: NodeID, address: NodeAddress) {
            self.node = node
            self.address = address
        }
    }

    package struct Welcome: Hashable, Sendable {
        package var node: NodeID
        package var referrals: [Referral]

        package init(node: NodeID, referrals: [Referral]) {
            self.node = node
            self.referrals = referrals
        }
    }

    /// May carry the reasons 4, 5 and 6 only.
    package struct Refuse: Hashable, Sendable {
        package var reason: Reason
        package var referrals: [Referral]

        package init(reason: Reason, referrals: [Referral]) {
            self.reason = reason
            self.referrals = referrals
        }
    }

    package struct Disconnect: Hashable, Sendable {
        package var reason: Reason
        package var referrals: [Referral]

        package init(reason: Reason, referrals: [Referral]) {
            self.reason = reason
            self.referrals = referrals
        }
    }

    package struct LinkUtility: Hashable, Sendable {
        package var total: UInt32
        package var useful: UInt32

        package init(total: UInt32, useful: UInt32) {
            self.total = total
            self.useful = useful
        }
    }

    /// A message with what its bytes need on the way. `signed` decodes to a ``Content``; `signature` is empty where
    /// messages are not signed.
    package struct Flood: Hashable, Sendable {
        package var signed: [UInt8]
        package var signature: [UInt8]
        /// How many links it may still cross; `nil` is no limit, 0 is treated like 1 (peer channel 7.5).
        package var hopsLeft: UInt64?
        /// How many it has crossed; informative.
        package var hopsDone: UInt32

        package init(signed: [UInt8], signature: [UInt8], hopsLeft: UInt64?, hopsDone: UInt32) {
            self.signed = signed
            self.signature = signature
            self.hopsLeft = hopsLeft
            self.hopsDone = hopsDone
        }
    }

    /// At most so many messages, and bytes of them in all.
    package struct SyncRequest: Hashable, Sendable {
        package var messages: UInt32
        package var bytes: UInt32

        package init(messages: UInt32, bytes: UInt32) {
            self.messages = messages
            self.bytes = bytes
        }
    }

    /// A part of the answer, oldest message first.
    package struct SyncReply: Hashable, Sendable {
        package var floods: [Flood]
        package var isLast: Bool

        package init(floods: [Flood], isLast: Bool) {
            self.floods = floods
            self.isLast = isLast
        }
    }
}

/// Why a link is refused or left, as it stands on the wire (peer channel 5.3).
package enum Reason: UInt32, Hashable, Sendable, CaseIterable {
    case leavingMesh = 2
    case notUsefulNeighbor = 3
    case duplicateNeighbor = 4
    case duplicateNodeID = 5
    case nodeBusy = 6
    case internalFailure = 10
}
