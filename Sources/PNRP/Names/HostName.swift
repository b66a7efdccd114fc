import PeerBase

/// The DNS spelling of a peer name, `classifier.authority.pnrp.net` (wire 12): a local form for interfaces that take
/// host names. Nothing is ever asked of that domain.
package enum HostName {
    /// Why a name has no other spelling (netsh 5.2).
    package enum ConversionError: Error, Hashable, Sendable {
        /// The classifier has an ASCII character that a host name cannot carry.
        case unsupportedCharacter(Unicode.Scalar)
        /// The host name would be read as that of another peer name.
        case ambiguous
        /// The host name would be longer than 253 characters.
        case tooLong
        /// Not a name below `pnrp.net`.
        case wrongSuffix
        /// The part before the suffix stands for no classifier.
        case undecodable
    }

    private static let suffix = ".pnrp.net"
    private static let longestLabel = 63
    private static let longestHost = 253

    // MARK: Peer name to host name (wire 12.1)

    package static func from(_ name: PeerName) throws(ConversionError) -> String {
        for scalar in name.classifier.unicodeScalars where scalar.isASCII && !isHostCharacter(Character(scalar)) {
            throw .unsupportedCharacter(scalar)
        }
        var labels = classifierLabels(of: name)
        if case .secure(let authority) = name.authority {
            let text = authority.description
            labels.append(text.first?.isNumber == true ? "p" + text : text)
        }
        let host = labels.joined(separator: ".") + suffix
        guard host.utf8.count <= longestHost else { throw .tooLong }
        guard try peerName(from: host) == name else { throw .ambiguous }
        return host
    }

    /// Rules 3 and 4: a plain unsecured classifier stands for itself; everything else is Punycode with fillers.
    private static func classifierLabels(of name: PeerName) -> [String] {
        let isUnsecured = name.authority == .unsecured
        if isUnsecured, isPlainLabel(name.classifier) { return [name.classifier] }
        var text = Punycode.encode(name.classifier)
        if isUnsecured, !text.contains("-") { text = "-" + text }
        if text.isEmpty { return ["p"] }
        if needsFiller(before: text) { text = "p" + text }
        if needsFiller(after: text) { text += "p" }
        return cut(text)
    }

    private static func isPlainLabel(_ text: String) -> Bool {
        guard let first = text.first, first.isASCII, first.isLetter, text.utf8.count <= longestLabel else {
            return false
        }
        return text.allSatisfy { isHostCharacter($0) && $0 != "-" }
    }

    private static func needsFiller(before text: String) -> Bool {
        guard let first = text.first else { return false }
        return !first.isLetter || first == "p" || first == "P"
    }

    private static func needsFiller(after text: String) -> Bool {
        guard let last = text.last else { return false }
        return last == "-" || last == "p" || last == "P"
    }

    private static func cut(_ text: String) -> [String] {
        var labels: [String] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            labels.append(String(rest.prefix(longestLabel)))
            rest = rest.dropFirst(longestLabel)
        }
        return labels
    }

    private static func isHostCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "-")
    }

    // MARK: Host name to peer name (wire 12.2)

    package static func peerName(from host: String) throws(ConversionError) -> PeerName {
        let text = host.hasSuffix(".") ? String(host.dropLast()) : host
        guard text.lowercased().hasSuffix(suffix) else { throw .wrongSuffix }
        var labels = text.dropLast(suffix.count).split(separator: ".", omittingEmptySubsequences: false)
            .map(String.init)
        guard labels.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isHostCharacter) }) else { throw .undecodable }
        var authority = PeerName.Authority.unsecured
        if labels.count >= 2, let last = labels.last, let digest = Self.authority(last) {
            authority = .secure(digest)
            labels.removeLast()
        }
        let classifier = try decode(labels.joined(), isUnsecured: authority == .unsecured)
        do throws(PeerNameError) {
            return try PeerName(authority: authority, classifier: classifier)
        } catch {
            throw .undecodable
        }
    }

    /// Forty hexadecimal digits; `p` stands before a digit (rule 2).
    private static func authority(_ label: String) -> SHA1Digest? {
        let text = label.lowercased()
        guard let first = text.first else { return nil }
        let digits = first == "p" ? text.dropFirst() : text[...]
        guard digits.count == 40, let head = digits.first, head.isNumber == (first == "p") else { return nil }
        return [UInt8](hexText: digits).flatMap { SHA1Digest($0) }
    }

    /// Rules 3 and 4.
    private static func decode(_ text: String, isUnsecured: Bool) throws(ConversionError) -> String {
        if isUnsecured, !text.contains("-") { return text }
        var stripped = text[...]
        if let first = stripped.first, first == "p" || first == "P" { stripped = stripped.dropFirst() }
        if let last = stripped.last, last == "p" || last == "P" { stripped = stripped.dropLast() }
        guard let classifier = Punycode.decode(String(stripped)) else { throw .undecodable }
        return classifier
    }
}

extension HostName.ConversionError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unsupportedCharacter(let scalar):
            "A host name cannot carry the character '\(scalar.escaped(asASCII: true))' of the classifier."
        case .ambiguous: "The host name of this peer name would be read as that of another."
        case .tooLong: "The host name would be longer than 253 characters."
        case .wrongSuffix: "A host name of a peer ends in .pnrp.net."
        case .undecodable: "The host name stands for no peer name."
        }
    }
}
