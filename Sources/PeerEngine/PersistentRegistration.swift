internal import PNRP
internal import PeerStore

/// A registration that every session and batch makes again (netsh 4.5.1).
package struct PersistentRegistration: Hashable, Sendable {
    /// What was asked for. Its cloud is called as it is now, or as its interface is where that is not here.
    package var order: RegistrationOrder
    /// Whether its cloud is on this host at present.
    package var hasCloud: Bool
    /// Whether the key that signs it is a file on this machine.
    package var hasKey: Bool

    package init(order: RegistrationOrder, hasCloud: Bool = true, hasKey: Bool = true) {
        self.order = order
        self.hasCloud = hasCloud
        self.hasKey = hasKey
    }
}

extension RegistrationOrder {
    /// `nil` for a name that is none; nobody keeps such.
    init?(_ kept: KeptRegistration, cloud: String) {
        guard let name = try? PeerName(kept.name) else { return nil }
        self.init(
            name: name, cloud: cloud, comment: kept.comment,
            endpoints: kept.endpoints.map {
                ApplicationEndpoint(address: $0.address, port: $0.port, protocolNumber: $0.protocolNumber)
            }, port: kept.port, payload: kept.payload.map(ExtendedPayload.Payload.init), identity: kept.identity)
    }

    var kept: KeptRegistration {
        KeptRegistration(
            name: "\(name)", identity: identity, comment: comment,
            endpoints: endpoints.map {
                KeptRegistration.Endpoint(address: $0.address, port: $0.port, protocolNumber: $0.protocolNumber)
            }, port: port, payload: payload.map(KeptRegistration.Payload.init))
    }

    /// Whether everything in it can be typed again: control characters cannot, but for the tab (netsh 6.6).
    var canBeTyped: Bool {
        var texts = ["\(name)", identity ?? "", comment ?? ""]
        if case .string(let text)? = payload { texts.append(text) }
        return texts.allSatisfy { text in
            text.unicodeScalars.allSatisfy { $0 == "\t" || $0.properties.generalCategory != .control }
        }
    }
}

extension ExtendedPayload.Payload {
    fileprivate init(_ kept: KeptRegistration.Payload) {
        switch kept {
        case .text(let text): self = .string(text)
        case .bytes(let bytes): self = .binary(bytes)
        }
    }
}

extension KeptRegistration.Payload {
    fileprivate init(_ payload: ExtendedPayload.Payload) {
        switch payload {
        case .string(let text): self = .text(text)
        case .binary(let bytes): self = .bytes(bytes)
        }
    }
}
