import PeerBase

// The layout of wire 7, written.

extension CertifiedPeerAddress {
    /// The bytes that the signature covers: everything before the SIGNATURE structure, lengths final (wire 11.1).
    package var signedBytes: [UInt8] {
        if let receivedBytes { return receivedBytes }
        var writer = ByteWriter(capacity: 640)
        writer.writeLittleEndian(UInt16(0))
        writer.write(UInt32(0x0002_0004))
        writer.write(flags)
        writer.write(UInt8(0))
        writer.writeLittleEndian(notAfter.ticks)
        writer.writeLittleEndian(serviceLocation.suffix)
        writer.writeLittleEndian(serviceLocation.prefix)
        nonce.write(to: &writer)
        authority?.write(to: &writer)
        classifierHash?.write(to: &writer)
        writeFriendlyName(to: &writer)
        writeServiceAddresses(to: &writer)
        writePayloads(to: &writer)
        SignatureBlock.writePublicKey(publicKey, to: &writer)
        writer.patch(UInt16(writer.count + SignatureBlock.size).byteSwapped, at: 0)
        return writer.bytes
    }

    /// The whole structure. The record must have been signed.
    package func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: 768)
        writer.write(signedBytes)
        SignatureBlock.write(signature, to: &writer)
        return writer.bytes
    }

    /// The flags byte (wire 7.1). A friendly name goes out as UTF-8 when that is short enough, as UTF-16 otherwise.
    private var flags: UInt8 {
        var flags: UInt8 = 0
        if hasExtendedPayload { flags |= 0x20 }
        if friendlyName != nil { flags |= 0x10 }
        if classifierHash != nil { flags |= 0x08 }
        if authority != nil { flags |= 0x04 }
        if friendlyNameIsUTF8 { flags |= 0x02 }
        if isRevocation { flags |= 0x01 }
        return flags
    }

    private var friendlyNameIsUTF8: Bool {
        friendlyName.map { (1...78).contains($0.utf8.count) } ?? false
    }

    private func writeFriendlyName(to writer: inout ByteWriter) {
        guard let friendlyName else { return }
        if friendlyNameIsUTF8 {
            writer.writeLittleEndian(UInt16(friendlyName.utf8.count))
            writer.write(friendlyName.utf8)
        } else {
            writer.writeLittleEndian(UInt16(2 * friendlyName.utf16.count))
            for unit in friendlyName.utf16 { writer.writeLittleEndian(unit) }
        }
    }

    private func writeServiceAddresses(to writer: inout ByteWriter) {
        writer.writeLittleEndian(UInt16(serviceAddresses.count))
        writer.writeLittleEndian(UInt16(18))
        for endpoint in serviceAddresses { endpoint.write(to: &writer) }
    }

    /// NumPayloads, Total Bytes, and one PAYLOAD when there are endpoints (wire 7.3).
    private func writePayloads(to writer: inout ByteWriter) {
        let size = 20 * applicationEndpoints.count
        writer.writeLittleEndian(UInt16(size == 0 ? 0 : 1))
        writer.writeLittleEndian(UInt16(size == 0 ? 4 : 10 + size))
        guard size > 0 else { return }
        writer.writeLittleEndian(UInt32(1))
        writer.writeLittleEndian(UInt16(size))
        for endpoint in applicationEndpoints {
            writer.write(endpoint.address)
            // The port stands like a sockaddr's, the protocol number does not (wire 6.3, 17.12).
            writer.write(endpoint.port)
            writer.writeLittleEndian(endpoint.protocolNumber)
        }
    }
}
