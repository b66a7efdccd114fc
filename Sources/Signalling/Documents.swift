internal import Collaboration
internal import PeerBase
internal import XMLReading

// Documents as they come in bodies, read and checked.

extension XMLLimits {
    /// All applications and objects there may be, and what is around them.
    fileprivate static let snapshot = XMLLimits(
        bytes: Limits.snapshotSize, elements: Limits.publishedApplications + Limits.objects + 16)
}

/// Reads a document of one kind. What is no XML is as malformed as what is the wrong XML.
func read<Value>(
    _ kind: String, _ bytes: [UInt8], limits: XMLLimits = .standard,
    as make: (XMLElement) throws(DocumentFault) -> Value
) throws(DocumentFault) -> Value {
    let element: XMLElement
    do throws(XMLFault) {
        element = try XMLReader.read(bytes, limits: limits)
    } catch {
        throw DocumentFault(kind, .malformed)
    }
    return try make(element)
}

extension ContactCard {
    init(document bytes: [UInt8]) throws(DocumentFault) {
        self = try read("Contact", bytes) { (element) throws(DocumentFault) in try ContactCard(element) }
    }
}

extension Snapshot {
    init(document bytes: [UInt8]) throws(DocumentFault) {
        self = try read("Snapshot", bytes, limits: .snapshot) { (element) throws(DocumentFault) in
            try Snapshot(element)
        }
    }

    var body: [UInt8] { document.document(prefixes: ["": Self.namespace]) }
}

extension WatchItem {
    init(document bytes: [UInt8]) throws(DocumentFault) {
        self = try read("Event", bytes, limits: .snapshot) { (element) throws(DocumentFault) in try WatchItem(element) }
    }
}

extension Invitation {
    init(document bytes: [UInt8]) throws(DocumentFault) {
        self = try read("Invitation", bytes) { (element) throws(DocumentFault) in try Invitation(element) }
    }
}

extension InvitationAnswer {
    init(document bytes: [UInt8], to id: GUID) throws(DocumentFault) {
        self = try read("InvitationResponse", bytes) { (element) throws(DocumentFault) in
            try InvitationAnswer(element, to: id)
        }
    }
}

extension VerificationMessage {
    init(document bytes: [UInt8]) throws(DocumentFault) {
        self = try read("Verify", bytes) { (element) throws(DocumentFault) in try VerificationMessage(element) }
    }
}

extension Fault {
    var body: [UInt8] { document.document(prefixes: [:]) }
}
