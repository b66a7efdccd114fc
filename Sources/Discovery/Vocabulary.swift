internal import PeerBase

/// The names of the messages. The namespaces say `http:`; pages of the vendor that show `https:` are wrong (collab 10.2).
package enum Vocabulary {
    static let soap = "http://www.w3.org/2003/05/soap-envelope"
    static let addressing = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
    static let discovery = "http://schemas.xmlsoap.org/ws/2005/04/discovery"
    static let profile = "http://schemas.xmlsoap.org/ws/2006/02/devprof"
    static let near = "urn:x-p2psh:pnm:1"

    static let prefixes: KeyValuePairs = [
        "s": soap, "a": addressing, "d": discovery, "dp": profile, "n": near,
    ]

    /// Whom a multicast message is to.
    static let everybody = "urn:schemas-xmlsoap-org:ws:2005:04:discovery"
    /// Whom an answer is to: whoever sent the question.
    static let anonymous = addressing + "/role/anonymous"
    /// Before the text of a UUID that names something.
    static let uuid = "urn:uuid:"

    /// What we are to everybody, because wsdd and Windows ask for nothing else.
    static let device = XMLElement.Name("Device", in: profile)
    /// What we are to each other.
    static let person = XMLElement.Name("Person", in: near)

    /// What stands before a nickname, the name of an endpoint and the version among the scopes.
    static let nicknameScope = "x-p2psh://near/nick/"
    static let hostScope = "x-p2psh://near/host/"
    static let versionScope = "x-p2psh://near/v/1"

    static func s(_ local: String) -> XMLElement.Name { XMLElement.Name(local, in: soap) }
    static func a(_ local: String) -> XMLElement.Name { XMLElement.Name(local, in: addressing) }
    static func d(_ local: String) -> XMLElement.Name { XMLElement.Name(local, in: discovery) }
}
