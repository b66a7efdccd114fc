import CommandTree
import PNRP
import PeerBase
import PeerEngine

// Addresses in answers (netsh 2.5): text in the long form with the zone behind the bracket, JSON in the short form.

extension CloudSnapshot {
    /// The zone of an address of this cloud; 0 where an address needs none.
    func zone(of address: IPv6Address) -> Int {
        address.scope == .linkLocal ? Int(scopeID) : 0
    }

    /// `[2001:0db8:…:0001]:3540`, with `%zone` where there is one.
    func text(_ endpoint: Endpoint) -> String {
        let zone = zone(of: endpoint.address)
        return "[\(endpoint.address.longDescription)]\(zone == 0 ? "" : "%\(zone)"):\(endpoint.port)"
    }

    /// The same with the protocol behind it.
    func text(_ endpoint: ApplicationEndpoint) -> String {
        text(Endpoint(address: endpoint.address, port: endpoint.port)) + " " + endpoint.protocolText
    }

    /// As `resolve` prints it: the zone is always there (netsh O-5).
    func resolvedText(_ endpoint: ApplicationEndpoint) -> String {
        let place = "[\(endpoint.address.longDescription)]%\(zone(of: endpoint.address)):\(endpoint.port)"
        return place + " " + endpoint.protocolText
    }

    func json(_ endpoint: Endpoint) -> JSONValue {
        [
            "address": .string("\(endpoint.address)"), "zone": .integer(zone(of: endpoint.address)),
            "port": .integer(Int(endpoint.port)),
        ]
    }

    func json(_ endpoint: ApplicationEndpoint) -> JSONValue {
        [
            "address": .string("\(endpoint.address)"), "zone": .integer(zone(of: endpoint.address)),
            "port": .integer(Int(endpoint.port)), "protocol": .string(endpoint.protocolText),
        ]
    }

    /// Address, zone, port and protocol, for terse output.
    func record(_ endpoint: ApplicationEndpoint) -> [String] {
        ["\(endpoint.address)", "\(zone(of: endpoint.address))", "\(endpoint.port)", endpoint.protocolText]
    }
}

extension ApplicationEndpoint {
    var protocolText: String {
        switch protocolNumber {
        case 6: "tcp"
        case 17: "udp"
        default: "protocol \(protocolNumber)"
        }
    }
}
