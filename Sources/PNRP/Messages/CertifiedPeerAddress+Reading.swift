package import PeerBase

// The layout of wire 7, read. Every number is checked before it sizes anything.

extension CertifiedPeerAddress {
    /// Reads a structure that must fill the span (wire 11.3 rule 1).
    package init(parsing input: inout Span<UInt8>) throws(DecodeError) {
        let field = Field("Encoded CPA", "wire 7")
        let whole = input
        guard whole.count >= 32 + SignatureBlock.size else { throw DecodeError(field, .truncated) }
        let length = Int(try input.readLittleEndianUInt16(Field("CPA Length", "wire 7")))
        guard length == whole.count else { throw DecodeError(Field("CPA Length", "wire 7"), .inconsistentLength) }
        guard try input.readUInt32(field) == 0x0002_0004 else {
            throw DecodeError(Field("CPA versions", "wire 7"), .invalidValue)
        }
        let flags = try input.readUInt8(field)
        guard flags & 0x0C != 0, flags & 0x12 != 0x02 else {
            throw DecodeError(Field("CPA flags", "wire 7.1"), .invalidValue)
        }
        try input.skip(1, field)
        notAfter = CalendarTime(ticks: try input.readLittleEndianUInt64(field))
        let suffix = try input.readLittleEndianUInt64(field)
        serviceLocation = ServiceLocation(prefix: try input.readLittleEndianUInt64(field), suffix: suffix)
        isRevocation = flags & 0x01 != 0
        hasExtendedPayload = flags & 0x20 != 0
        let rest = try Rest(parsing: &input, flags: flags)
        nonce = rest.nonce
        authority = rest.authority
        classifierHash = rest.classifierHash
        friendlyName = rest.friendlyName
        serviceAddresses = rest.serviceAddresses
        applicationEndpoints = rest.applicationEndpoints
        publicKey = rest.publicKey
        signature = rest.signature
        var signed = whole
        receivedBytes = try signed.readBytes(length - SignatureBlock.size, field)
    }
}

/// What follows the fixed part, from the nonce to the signature.
private struct Rest {
    var nonce: Nonce
    var authority: SHA1Digest?
    var classifierHash: SHA1Digest?
    var friendlyName: String?
    var serviceAddresses: [Endpoint]
    var applicationEndpoints: [ApplicationEndpoint]
    var publicKey: [UInt8]
    var signature: [UInt8]

    /// A revocation may come without a nonce; the layout counts whose parts end exactly at CPA Length (wire 17.6).
    init(parsing input: inout Span<UInt8>, flags: UInt8) throws(DecodeError) {
        guard flags & 0x01 != 0 else {
            try self.init(parsing: &input, flags: flags, hasNonce: true)
            return
        }
        var withNonce = input
        if let rest = try? Rest(parsing: &withNonce, flags: flags, hasNonce: true) {
            self = rest
            input = withNonce
        } else {
            try self.init(parsing: &input, flags: flags, hasNonce: false)
        }
    }

    private init(parsing input: inout Span<UInt8>, flags: UInt8, hasNonce: Bool) throws(DecodeError) {
        nonce = hasNonce ? try Nonce(parsing: &input, Field("CPA Nonce", "wire 7")) : .zero
        if flags & 0x04 != 0 { authority = try SHA1Digest(parsing: &input, Field("BinaryAuthority", "wire 7")) }
        if flags & 0x08 != 0 { classifierHash = try SHA1Digest(parsing: &input, Field("ClassifierHash", "wire 7")) }
        if flags & 0x10 != 0 { friendlyName = try Self.friendlyName(from: &input, isUTF8: flags & 0x02 != 0) }
        serviceAddresses = try Self.serviceAddresses(from: &input, isRevocation: flags & 0x01 != 0)
        applicationEndpoints = try Self.payload(from: &input)
        publicKey = try SignatureBlock.readPublicKey(from: &input)
        signature = try SignatureBlock.readSignature(from: &input)
        try input.expectEnd(Field("CPA Length", "wire 7"))
    }

    /// 1 to 78 bytes, UTF-8 or little-endian UTF-16 (wire 7.1, 17.14).
    private static func friendlyName(from input: inout Span<UInt8>, isUTF8: Bool) throws(DecodeError) -> String {
        let field = Field("FriendlyName", "wire 7.1")
        let length = Int(try input.readLittleEndianUInt16(field))
        guard (1...78).contains(length) else { throw DecodeError(field, .invalidValue) }
        let bytes = try input.readBytes(length, field)
        guard let text = isUTF8 ? String(validating: bytes, as: UTF8.self) : String(littleEndianUTF16: bytes) else {
            throw DecodeError(field, .invalidValue)
        }
        return text
    }

    /// One to four endpoints; a revocation may have none (wire 7.2).
    private static func serviceAddresses(
        from input: inout Span<UInt8>, isRevocation: Bool
    ) throws(DecodeError) -> [Endpoint] {
        let field = Field("Service Address List", "wire 7.2")
        let count = Int(try input.readLittleEndianUInt16(field))
        guard ((isRevocation ? 0 : 1)...4).contains(count), try input.readLittleEndianUInt16(field) == 18 else {
            throw DecodeError(field, .invalidValue)
        }
        var endpoints: [Endpoint] = []
        for _ in 0..<count { endpoints.append(try Endpoint(parsing: &input, field)) }
        return endpoints
    }

    /// None, or one PAYLOAD of one to ten application endpoints (wire 7.3).
    private static func payload(from input: inout Span<UInt8>) throws(DecodeError) -> [ApplicationEndpoint] {
        let field = Field("PAYLOAD", "wire 7.3")
        let number = try input.readLittleEndianUInt16(field)
        let total = Int(try input.readLittleEndianUInt16(field))
        if number == 0, total == 4 { return [] }
        guard number == 1, try input.readLittleEndianUInt32(field) == 1 else {
            throw DecodeError(field, .invalidValue)
        }
        let length = Int(try input.readLittleEndianUInt16(field))
        guard length % 20 == 0, (20...200).contains(length), total == 10 + length else {
            throw DecodeError(field, .inconsistentLength)
        }
        var endpoints: [ApplicationEndpoint] = []
        for _ in 0..<length / 20 {
            let address = try input.readIPv6Address(field)
            let port = try input.readUInt16(field)
            let number = try input.readLittleEndianUInt16(field)
            endpoints.append(ApplicationEndpoint(address: address, port: port, protocolNumber: number))
        }
        return endpoints
    }
}

extension String {
    /// Text from little-endian UTF-16 bytes; `nil` when they are odd in number or not well formed.
    init?(littleEndianUTF16 bytes: [UInt8]) {
        guard bytes.count.isMultiple(of: 2) else { return nil }
        let units = stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
        self.init(validating: units, as: UTF16.self)
    }
}
