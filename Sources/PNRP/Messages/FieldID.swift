import PeerBase

/// The identifiers of elements (wire 3).
enum FieldID: UInt16 {
    case header = 0x0010
    case headerAcked = 0x0018
    case peerID = 0x0030
    case target = 0x0038
    case validate = 0x0039
    case flags = 0x0040
    case floodControls = 0x0043
    case solicitControls = 0x0044
    case lookupControls = 0x0045
    case extendedPayload = 0x005A
    case idArray = 0x0060
    case certificateChain = 0x0080
    case codeUnit = 0x0084
    case classifier = 0x0085
    case hashedNonce = 0x0092
    case nonce = 0x0093
    case splitControls = 0x0098
    case routingEntry = 0x009A
    case validateCPA = 0x009B
    case revokeCPA = 0x009C
    case endpoint = 0x009D
    case endpointArray = 0x009E

    /// The element's name in the description, for error reports.
    var field: Field {
        switch self {
        case .header: Field("PNRP_HEADER", "wire 2.3")
        case .headerAcked: Field("PNRP_HEADER_ACKED", "wire 3")
        case .peerID: Field("PNRP_ID", "wire 3.3")
        case .target: Field("TARGET_PNRP_ID", "wire 3")
        case .validate: Field("VALIDATE_PNRP_ID", "wire 3")
        case .flags: Field("FLAGS_FIELD", "wire 3.1")
        case .floodControls: Field("FLOOD_CONTROLS", "wire 3.2")
        case .solicitControls: Field("SOLICIT_CONTROLS", "wire 3.2")
        case .lookupControls: Field("LOOKUP_CONTROLS", "wire 3.2")
        case .extendedPayload: Field("EXTENDED_PAYLOAD", "wire 8")
        case .idArray: Field("PNRP_ID_ARRAY", "wire 3.3")
        case .certificateChain: Field("CERT_CHAIN", "wire 9")
        case .codeUnit: Field("WCHAR", "wire 3.3")
        case .classifier: Field("CLASSIFIER", "wire 3.3")
        case .hashedNonce: Field("HASHED_NONCE", "wire 3")
        case .nonce: Field("NONCE", "wire 3")
        case .splitControls: Field("SPLIT_CONTROLS", "wire 5.2")
        case .routingEntry: Field("ROUTING_ENTRY", "wire 6.1")
        case .validateCPA: Field("VALIDATE_CPA", "wire 7")
        case .revokeCPA: Field("REVOKE_CPA", "wire 7")
        case .endpoint: Field("IPV6_ENDPOINT", "wire 6.2")
        case .endpointArray: Field("IPV6_ENDPOINT_ARRAY", "wire 3.3")
        }
    }
}
