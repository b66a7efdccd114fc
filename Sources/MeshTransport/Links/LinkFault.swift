internal import Mesh
internal import NIOCore
internal import NIOSSL

/// What the errors of NIO mean for a link.
enum LinkFault {
    /// `refusal` is what we ourselves found wrong with the peer's certificate.
    static func closure(of error: any Error, refusal: Closure?) -> Closure {
        if let refusal { return refusal }
        switch error {
        case let fault as FrameLengthFault: return closure(of: fault)
        case FirstByteCheck.Fault.withoutTLS: return .mismatch("its mode does without TLS")
        case FirstByteCheck.Fault.garbage: return .insecure("what it sent is no TLS")
        case let error as NIOSSLError: return closure(of: error)
        case let error as BoringSSLError: return closure(of: error)
        default: return .lost
        }
    }

    private static func closure(of fault: FrameLengthFault) -> Closure {
        // A TLS record of a handshake, read as a length.
        if case .tooLong(let length, _) = fault, length >> 16 == 0x1603 { return .mismatch("its mode asks for TLS") }
        return .misbehaved("it sent \(fault)")
    }

    private static func closure(of error: NIOSSLError) -> Closure {
        switch error {
        case .handshakeFailed(let cause): closure(of: cause)
        case .uncleanShutdown: .lost
        default: .insecure("TLS failed")
        }
    }

    private static func closure(of error: BoringSSLError) -> Closure {
        guard case .sslError(let stack) = error else { return .insecure("TLS failed") }
        let reasons = stack.map { reason(of: "\($0)") }
        // The other side looked at our certificate and did not like it; it says no more.
        if reasons.contains(where: { $0.contains("alert") && $0.contains("certificate") || $0.contains("unknown ca") })
        {
            return .notAdmitted
        }
        return .insecure("TLS failed: \(reasons.first ?? "no reason given")")
    }

    /// `…:OPENSSL_internal:WRONG_VERSION_NUMBER at …` as words.
    private static func reason(of text: String) -> String {
        let name = text.firstRange(of: "OPENSSL_internal:").map { text[$0.upperBound...] } ?? text[...]
        let word = name.split(separator: " ").first ?? "no reason given"
        return word.lowercased().replacing("_", with: " ")
    }
}
