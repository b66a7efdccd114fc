import Collaboration
import PeerBase

extension ContactCard {
    static let sample = ContactCard(
        peerName: "449dc64ecb28347e9f7ce600dba063662f2eb0e7.collab", nickname: "Amit2", displayName: "Amit Bahree",
        email: "amit@example.org", certificate: [0x30, 0x82, 1, 2, 3])
}

extension Invitation {
    static func sample(
        id: UInt64 = 1, application: GUID = .editor, message: String = "Want to work on this together?",
        data: [UInt8] = [1, 2, 3], from peerName: String = ContactCard.sample.peerName
    ) -> Invitation {
        Invitation(
            id: GUID(high: 7, low: id), application: application, message: message, data: data,
            createdAt: 1_795_226_884_000,
            from: Claim(peerName: peerName, nickname: "Amit2", endpointName: "AMIT-VPC", port: 5358))
    }
}

extension InvitationAnswer {
    static let all: [InvitationAnswer] =
        [.accepted, .expired] + DeclineReason.allCases.map { .declined($0) } + ErrorReason.allCases.map { .error($0) }
}

extension GUID {
    static let editor = GUID(high: 0x81fa_cd1e_c761_4330, low: 0xb56c_a728_6a34_24aa)
    static let viewer = GUID(high: 0xb0c2_9122_398a_4416, low: 0x8aa7_0a8a_9ae8_2b23)
}

extension Pin {
    /// 32 times the same byte.
    static func of(_ byte: UInt8) -> Pin {
        guard let pin = Pin([UInt8](repeating: byte, count: 32)) else { preconditionFailure("a pin has 32 bytes") }
        return pin
    }
}

extension Contact {
    static func sample(_ byte: UInt8 = 1, trust: Trust = .verified, isAllowed: Bool = false) -> Contact {
        var card = ContactCard.sample
        card.peerName = String(repeating: String(byte, radix: 16), count: 40).prefix(40) + ".collab"
        return Contact(card: card, pin: .of(byte), trust: trust, isAllowed: isAllowed, addedAt: 0)
    }
}
