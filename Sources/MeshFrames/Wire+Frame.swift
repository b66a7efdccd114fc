internal import Mesh

// Frames into what protobuf writes.

extension WireFrame {
    init(_ frame: Frame) {
        self.init()
        switch frame {
        case .connect(let connect):
            self.connect.node = connect.node.number
            self.connect.endpoints = connect.address.wire
        case .welcome(let welcome):
            self.welcome = WireNodes(welcome.referrals)
            self.welcome.node = welcome.node.number
        case .refuse(let refuse):
            self.refuse = WireNodes(refuse.referrals)
            self.refuse.reason = refuse.reason.rawValue
        case .disconnect(let disconnect):
            self.disconnect = WireNodes(disconnect.referrals)
            self.disconnect.reason = disconnect.reason.rawValue
        case .linkUtility(let report):
            linkUtility.total = report.total
            linkUtility.useful = report.useful
        case .ping(let nonce):
            ping = nonce
        case .pong(let nonce):
            pong = nonce
        case .shuffle(let referrals):
            shuffle = WireNodes(referrals)
        case .shuffleReply(let referrals):
            shuffleReply = WireNodes(referrals)
        case .flood, .iHave, .graft, .prune, .iDontWant, .syncRequest, .syncReply:
            setFlooding(frame)
        }
    }

    private mutating func setFlooding(_ frame: Frame) {
        switch frame {
        case .flood(let flood): self.flood = WireFlood(flood)
        case .iHave(let ids): iHave = ids.joinedBytes
        case .graft(let ids): graft = ids.joinedBytes
        case .prune: prune = WireNothing()
        case .iDontWant(let ids): iDontWant = ids.joinedBytes
        case .syncRequest(let request):
            syncRequest.messages = request.messages
            syncRequest.bytes = request.bytes
        case .syncReply(let reply):
            syncReply.floods = reply.floods.map { WireFlood($0) }
            syncReply.isLast = reply.isLast
        default: preconditionFailure("all others are set by the caller")
        }
    }
}

extension WireNodes {
    fileprivate init(_ referrals: [Referral]) {
        self.init()
        self.referrals = referrals.prefix(Limits.referralsPerFrame).map { referral in
            var wire = WireReferral()
            wire.node = referral.node.number
            wire.endpoints = referral.address.wire
            return wire
        }
    }
}

extension WireFlood {
    fileprivate init(_ flood: Frame.Flood) {
        self.init()
        signed = flood.signed.wireBytes
        signature = flood.signature.wireBytes
        if let hopsLeft = flood.hopsLeft { self.hopsLeft = hopsLeft }
        hopsDone = flood.hopsDone
    }
}
