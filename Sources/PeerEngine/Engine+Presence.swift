internal import PNRP
internal import PNRPTransport
internal import PeerBase
internal import PeerIdentity

// Taking part in a cloud without a name of one's own.
//
// A node that has registered nothing only resolves: nobody can be led to it, and it never answers a search
// (behaviour 2, 7). Two such nodes alone on a link would not find each other, and a seed without a name is of no use.
// So a cloud that a person starts gets one identifier under a random unsecured name that nobody knows, is listed
// nowhere, and says nothing but where this node is.

extension Engine {
    /// Does nothing where a presence is there already, or where the cloud only resolves. Without a key there is none:
    /// the cloud is open all the same.
    func takePart(in cloud: String, _ driver: PNRPDriver) async {
        guard let known = try? self.cloud(named: cloud), known.settings?.mode != .resolveOnly,
            let name = known.presence ?? Self.unknownName(), let signatory = try? await keys.defaultSignatory()
        else { return }
        change(cloud) { $0.presence = name }
        await driver.leaveOut(name)
        let request = RegistrationRequest(
            name: name, identity: signatory.authority, publicKey: signatory.publicKey,
            endpoints: Self.automaticEndpoints(driver.lastEndpoints, port: 0))
        // Refused where it is there already, or where the network is lost: what can be done has been done.
        guard let id = try? await driver.register(request) else { return }
        change(cloud) { $0.automatic[id] = 0 }
    }

    private static func unknownName() -> PeerName? {
        var random = RandomSource.system
        let location = ServiceLocation(prefix: random.next(), suffix: random.next())
        return try? PeerName(authority: .unsecured, classifier: "\(location)")
    }

    func isPresence(_ name: PeerName, inCloud cloud: String) -> Bool {
        (try? self.cloud(named: cloud))?.presence == name
    }

    /// What people have registered: the presence is not a name to them.
    func namedRegistrations(_ driver: PNRPDriver, inCloud cloud: String) async -> [Registration] {
        let all = await driver.snapshot.registrations
        return all.filter { !isPresence($0.name, inCloud: cloud) }
    }
}
