internal import CExpat
package import PeerBase

/// Reads documents of others.
package enum XMLReader {
    /// The root of a document in UTF-8, whatever encoding it claims to be in. Throws at the first thing that is wrong or
    /// beyond the limits; nothing of the document is kept then.
    package static func read(_ bytes: [UInt8], limits: XMLLimits = .standard) throws(XMLFault) -> XMLElement {
        guard bytes.count <= limits.bytes else { throw .tooLarge }
        // libexpat would follow a mark of UTF-16 at the beginning.
        guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil else {
            throw .malformed(reason: "not UTF-8", line: 1)
        }
        guard let parser = XML_ParserCreateNS("UTF-8", XML_Char(bitPattern: DocumentBuilder.separator)) else {
            fatalError("no memory for a parser")
        }
        defer { XML_ParserFree(parser) }
        let builder = DocumentBuilder(parser, limits)
        return try withExtendedLifetime(builder) { () throws(XMLFault) in
            builder.listen()
            let status = bytes.withUnsafeBytes { bytes in
                XML_Parse(parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), CInt(bytes.count), 1)
            }
            if let fault = builder.fault { throw fault }
            guard status == XML_STATUS_OK, let root = builder.root else { throw Self.complaint(of: parser) }
            return root
        }
    }

    private static func complaint(of parser: XML_Parser) -> XMLFault {
        let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "unreadable"
        return .malformed(reason: reason, line: Int(XML_GetCurrentLineNumber(parser)))
    }
}
