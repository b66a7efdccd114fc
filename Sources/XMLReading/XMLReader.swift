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
        try measure(bytes, limits)
        return try build(bytes)
    }

    private static func measure(_ bytes: [UInt8], _ limits: XMLLimits) throws(XMLFault) {
        guard let parser = XML_ParserCreate("UTF-8") else { fatalError("no memory for a parser") }
        defer { XML_ParserFree(parser) }
        let measure = DocumentMeasure(parser, limits)
        try withExtendedLifetime(measure) { () throws(XMLFault) in
            measure.listen()
            let isWhole = parse(bytes, parser)
            if let fault = measure.fault { throw fault }
            guard isWhole else { throw complaint(of: parser) }
        }
    }

    private static func build(_ bytes: [UInt8]) throws(XMLFault) -> XMLElement {
        guard let parser = XML_ParserCreateNS("UTF-8", XML_Char(bitPattern: DocumentBuilder.separator)) else {
            fatalError("no memory for a parser")
        }
        defer { XML_ParserFree(parser) }
        let builder = DocumentBuilder(parser)
        return try withExtendedLifetime(builder) { () throws(XMLFault) in
            builder.listen()
            guard parse(bytes, parser), let root = builder.root else { throw complaint(of: parser) }
            return root
        }
    }

    private static func parse(_ bytes: [UInt8], _ parser: XML_Parser) -> Bool {
        bytes.withUnsafeBytes { bytes in
            XML_Parse(parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), CInt(bytes.count), 1)
        } == XML_STATUS_OK
    }

    private static func complaint(of parser: XML_Parser) -> XMLFault {
        let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "unreadable"
        return .malformed(reason: reason, line: Int(XML_GetCurrentLineNumber(parser)))
    }
}
