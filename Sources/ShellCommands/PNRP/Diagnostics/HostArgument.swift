import CommandTree
import Glibc
import PNRP
import PeerBase
import PeerEngine

extension Parameter {
    /// An address or a name, perhaps with a port (netsh 4).
    static var host: Parameter {
        Parameter(
            "host", .text(maximumCharacters: 300),
            "An IPv6 address, with %zone if it is link-local, or a DNS name; the port is \(wellKnownPort) unless given."
        )
    }
}

/// Where nodes listen that were not told otherwise (behaviour 6.2).
let wellKnownPort: UInt16 = 3540

extension CommandEnvironment {
    /// Whom a host text means, and the cloud to reach it in: the one given, that of the link an address is on, or the
    /// global one (netsh 2.3).
    func target(of invocation: Invocation) async throws -> (Endpoint, CloudSnapshot) {
        let host = invocation.text("host")
        let endpoints = try await ask { services async throws(EngineError) in
            try await services.endpoints(ofHost: host, defaultPort: wellKnownPort)
        }
        guard let endpoint = endpoints.first else { throw CommandFailure(.unknownHost(host)) }
        if !invocation.has("cloud"), endpoint.address.scope == .linkLocal {
            return (endpoint, try await linkLocalCloud(of: host))
        }
        return (endpoint, try await globalCloud(unless: invocation))
    }

    private func linkLocalCloud(of host: String) async throws(CommandFailure) -> CloudSnapshot {
        let links = await services.clouds().filter { $0.scope == .linkLocal }
        guard let zone = EndpointText(host)?.zone else {
            guard links.count == 1 else {
                throw CommandFailure(
                    "The link-local address '\(host)' needs a zone.",
                    hint: "Write it like fe80::1%eth0, or name a cloud.", status: .usage)
            }
            return links[0]
        }
        let index = UInt32(zone) ?? if_nametoindex(zone)
        guard let cloud = links.first(where: { $0.scopeID == index }) else {
            throw CommandFailure("There is no cloud on the link '\(zone)'.", code: .noCloud, status: .notFound)
        }
        return cloud
    }
}
