internal import PeerBase
internal import SwiftASN1

/// A certificate or a list of them that breaks a rule of wire 9. Which one does not matter to whoever gets it: it is no
/// proof.
struct ChainFault: Error {}

extension ASN1Node {
    /// The elements of a constructed node with this identifier, in their order.
    func elements(_ wanted: ASN1Identifier = .sequence) throws(ChainFault) -> [ASN1Node] {
        guard identifier == wanted, case .constructed(let nodes) = content else { throw ChainFault() }
        return Array(nodes)
    }

    /// The bytes of a primitive node with this identifier.
    func bytes(_ wanted: ASN1Identifier) throws(ChainFault) -> ArraySlice<UInt8> {
        guard identifier == wanted, case .primitive(let bytes) = content else { throw ChainFault() }
        return bytes
    }

    /// Dotted, as it is written.
    func objectIdentifier() throws(ChainFault) -> String {
        guard let identifier = try? ASN1ObjectIdentifier(derEncoded: self) else { throw ChainFault() }
        return "\(identifier)"
    }

    /// Whole bytes of a bit string.
    func bits() throws(ChainFault) -> [UInt8] {
        let bytes = try bytes(.bitString)
        guard bytes.first == 0 else { throw ChainFault() }
        return Array(bytes.dropFirst())
    }

    /// A UniversalString: four bytes for each character (wire 17.16).
    func universalString() throws(ChainFault) -> String {
        let bytes = Array(try bytes(.universalString))
        guard bytes.count.isMultiple(of: 4) else { throw ChainFault() }
        var text = String.UnicodeScalarView()
        for start in stride(from: 0, to: bytes.count, by: 4) {
            let number = bytes[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            guard let scalar = Unicode.Scalar(number) else { throw ChainFault() }
            text.append(scalar)
        }
        return String(text)
    }

    /// UTCTime until 2049, GeneralizedTime beyond.
    func time() throws(ChainFault) -> CalendarTime {
        if let time = try? UTCTime(derEncoded: self) {
            return CalendarTime(time.year, time.month, time.day, time.hours, time.minutes, time.seconds)
        }
        guard let time = try? GeneralizedTime(derEncoded: self), (1601...9999).contains(time.year) else {
            throw ChainFault()
        }
        return CalendarTime(time.year, time.month, time.day, time.hours, time.minutes, time.seconds)
    }
}

extension CalendarTime {
    /// A date of the Gregorian calendar, UTC.
    fileprivate init(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int) {
        // Days since 1601-01-01. Years that begin in March have their leap day last.
        let (marchYear, marchMonth) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
        let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
        let days = 365 * marchYear + leapDays + (153 * marchMonth + 2) / 5 + day - 1 - Self.daysBefore1601
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second
        self.init(ticks: UInt64(max(0, seconds)) * 10_000_000)
    }

    /// From 0000-03-01 to 1601-01-01.
    private static let daysBefore1601 = 584_694
}
