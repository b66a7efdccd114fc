import PNRP
import PeerBase
import PeerEngine

/// A configuration somebody could have typed, made from a seed: the same seed makes the same one.
struct GeneratedConfiguration {
    var seeds: [String]?
    var mode: CloudMode
    var machineName: String?
    var publishesMachineName: Bool
    var orders: [RegistrationOrder]

    /// - Parameter authorities: those of identities that are there.
    init(seed: UInt64, registrations: ClosedRange<Int>, authorities: [SHA1Digest]) {
        var chance = Chance(state: seed)
        let hosts = ["[::1]:4000", "::1", "[::1]:65535"]
        seeds = Bool.random(using: &chance) ? hosts.filter { _ in Bool.random(using: &chance) } : nil
        mode = Bool.random(using: &chance) ? .automatic : .fullParticipant
        machineName = Bool.random(using: &chance) ? "0." + chance.text(1...149) : nil
        publishesMachineName = Bool.random(using: &chance)
        let count = Int.random(in: registrations, using: &chance)
        orders = (0..<count).map { _ in chance.order(authorities) }
    }
}

/// A small generator, so that a failing seed can be run again.
struct Chance: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state ^ (state >> 29)) &* 0x9E37_79B9_7F4A_7C15
    }

    /// What a text may trip over, and what people write.
    private static let pieces = [
        "\"", "'", "\\", "\\\"", " ", "\t", "=", "#", "-", "--", "?", "*", ";", ":", "/", ".", "comment=", "\u{301}",
        "\u{200D}", "\u{200F}", "\u{202E}", "\u{2066}", "\u{FEFF}", "\u{2028}", "\u{2029}", "\u{AD}", "\u{600}",
        "\u{378}", "\u{FFFE}", "\u{E000}", "\u{FE0F}", "\u{1160}", "\u{E0041}", "é", "ß", "שלום", "日本", "👩‍👩‍👧", "🇵🇱",
        "\u{1D11E}", "𠜎", "a", "Z", "0", "word",
    ]

    /// So many UTF-16 code units; no control characters but the tab.
    mutating func text(_ length: ClosedRange<Int>) -> String {
        let wanted = Int.random(in: length, using: &self)
        var text = ""
        while text.utf16.count < wanted {
            let piece = Self.pieces.randomElement(using: &self) ?? "x"
            let next = Int.random(in: 0..<4, using: &self) == 0 ? String(scalar()) : piece
            text += text.utf16.count + next.utf16.count > wanted ? "." : next
        }
        return text
    }

    private mutating func scalar() -> Unicode.Scalar {
        while true {
            let range: ClosedRange<UInt32> = Bool.random(using: &self) ? 0x20...0x2FFF : 0x20...0x10FFFF
            guard let scalar = Unicode.Scalar(UInt32.random(in: range, using: &self)) else { continue }
            if scalar.properties.generalCategory != .control { return scalar }
        }
    }

    fileprivate mutating func order(_ authorities: [SHA1Digest]) -> RegistrationOrder {
        let owner = Int.random(in: 0..<4, using: &self) == 0 ? authorities.randomElement(using: &self) : nil
        let classifier = text((owner == nil ? 1 : 0)...(Bool.random(using: &self) ? 149 : 12))
        var order = RegistrationOrder(name: peer("\(owner.map { "\($0)" } ?? "0").\(classifier)"), cloud: "Global_")
        if Bool.random(using: &self) { order.comment = text(1...39) }
        if Bool.random(using: &self) {
            order.endpoints = (0..<Int.random(in: 1...10, using: &self)).map { _ in endpoint() }
        } else if Bool.random(using: &self) {
            order.port = .random(in: 0...UInt16.max, using: &self)
        }
        switch Int.random(in: 0..<4, using: &self) {
        case 0: order.payload = .string(text(1...(Int.random(in: 0..<20, using: &self) == 0 ? 1365 : 40)))
        case 1:
            order.payload = .binary(
                (0..<Int.random(in: 1...80, using: &self)).map { _ in .random(in: 0...255, using: &self) })
        default: break
        }
        if owner == nil, Int.random(in: 0..<8, using: &self) == 0, let signer = authorities.randomElement(using: &self)
        {
            order.identity = "\(signer).PnrpProtocolV2"
        }
        return order
    }

    private mutating func endpoint() -> ApplicationEndpoint {
        ApplicationEndpoint(
            address: IPv6Address(high: next() >> UInt64.random(in: 0...63, using: &self), low: next() & next()),
            port: .random(in: 0...UInt16.max, using: &self), protocolNumber: Bool.random(using: &self) ? 6 : 17)
    }
}
