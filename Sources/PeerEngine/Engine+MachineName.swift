internal import Glibc
internal import PNRP
internal import PeerBase
internal import PeerIdentity
internal import PeerStore

// The name under which this machine publishes itself (netsh 4.5.6, 4.5.8): registered like any other, in every cloud
// of the host, those that come later included.

extension Engine {
    package func machineName() async throws(EngineError) -> MachineName {
        let settings = try await memory.machineName()
        let name = try machineName(settings)
        return MachineName(
            name: name, isPublished: publishedMachineName != nil,
            publishesAutomatically: settings.publishesAutomatically, isChosen: settings.name != nil,
            hasKey: name.authority.isKey(among: await authoritiesHere()))
    }

    package func setMachineName(_ change: MachineNameChange) async throws(EngineError) {
        if let text = change.name {
            let name = try await chosenName(text)
            try await memory.set(.machineName, to: "\(name)", ofCloud: nil)
            if let published = publishedMachineName, published != name {
                await unpublishMachineName()
                try await publish(machineName: name)
            }
        }
        if let isAutomatic = change.publishesAutomatically {
            let value = isAutomatic ? MachineNameSettings.on : nil
            try await memory.set(.machineNamePublication, to: value, ofCloud: nil)
        }
        switch change.publishes {
        case true?: try await publish(machineName: machineName(try await memory.machineName()))
        case false?: await unpublishMachineName()
        case nil: break
        }
    }

    /// At the start of a session. What keeps the name from being published keeps nothing else from working.
    func publishMachineNameAutomatically() async {
        guard let settings = try? await memory.machineName() else { return }
        guard settings.publishesAutomatically, publishedMachineName == nil else { return }
        do throws(EngineError) {
            try await publish(machineName: machineName(settings))
        } catch {
            fanout.send(
                .warning(
                    "The name of this machine could not be published.", hint: "'show machinename' shows it."))
        }
    }

    func publishMachineName(inNewClouds clouds: [String]) async {
        guard let name = publishedMachineName else { return }
        for cloud in clouds { try? await publish(name, inCloud: cloud) }
    }

    // MARK: Names

    private func machineName(_ settings: MachineNameSettings) throws(EngineError) -> PeerName {
        let text = settings.name ?? "0.\(Self.hostLabel)"
        guard let name = try? PeerName(text) else { throw .invalidName(text) }
        return name
    }

    /// An empty text chooses a secured name, which nobody else can publish.
    private func chosenName(_ text: String) async throws(EngineError) -> PeerName {
        guard !text.isEmpty else {
            let authority = try await defaultAuthority()
            guard let name = try? PeerName(authority: .secure(authority), classifier: Self.hostLabel) else {
                throw .invalidName(Self.hostLabel)
            }
            return name
        }
        guard let name = try? PeerName(text) else { throw .invalidName(text) }
        if case .secure(let authority) = name.authority {
            do throws(IdentityError) {
                _ = try await keys.signatory(authority)
            } catch {
                throw EngineError(error, name: name)
            }
        }
        return name
    }

    /// The host's name without its domain.
    private static var hostLabel: String {
        var text = [CChar](repeating: 0, count: 256)
        guard gethostname(&text, text.count - 1) == 0 else { return "localhost" }
        let bytes = text.map(UInt8.init(bitPattern:))
        let name = String(decoding: bytes.prefix { $0 != 0 && $0 != UInt8(ascii: ".") }, as: UTF8.self)
        return name.isEmpty ? "localhost" : name
    }

    // MARK: Publishing

    /// Succeeds where at least one cloud took the name.
    private func publish(machineName name: PeerName) async throws(EngineError) {
        await followHost()
        var refusal: EngineError? = .noAddress
        for cloud in knownClouds.filter({ $0.exists(on: host) }).map(\.name) {
            do throws(EngineError) {
                try await publish(name, inCloud: cloud)
                refusal = nil
            } catch {
                if refusal == .noAddress { refusal = error }
            }
        }
        if let refusal { throw refusal }
        publishedMachineName = name
    }

    /// Somebody may have registered it by hand; so it shall stay.
    private func publish(_ name: PeerName, inCloud cloud: String) async throws(EngineError) {
        do throws(EngineError) {
            try await register(RegistrationOrder(name: name, cloud: cloud))
        } catch .duplicateName {
        } catch {
            throw error
        }
    }

    private func unpublishMachineName() async {
        guard let name = publishedMachineName else { return }
        publishedMachineName = nil
        for cloud in knownClouds.map(\.name) { _ = try? await unregister(name, inCloud: cloud) }
    }
}
