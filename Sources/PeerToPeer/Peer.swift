internal import Foundation
internal import PNRP
internal import PeerEngine

/// This program's part in the clouds of its host.
///
/// Making one reads no file and opens no socket; a cloud is joined when something is first asked of it. Call
/// ``leave()`` at the end, so that the neighbours need not find out by themselves: letting go of the object alone leaves
/// what it opened open.
///
///     let peer = try Peer()
///     let registration = try await peer.register(PeerName("0.MyPeer"), port: 3030)
///     for try await record in peer.resolve(try PeerName("0.TheirPeer")) { print(record.endpoints) }
///     await peer.leave()
public final class Peer: Sendable {
    /// What may differ from one program to the next. The default joins every cloud of the host.
    public struct Configuration: Hashable, Sendable {
        /// `[address]:port` texts that the global cloud uses exactly; `[::1]:port` makes it a private cloud of this
        /// machine. Empty: every global address, the standard port if it is free.
        public var endpoints: [String] = []
        /// Hosts, `name` or `name:port`, to ask for a first member of the global cloud.
        public var seeds: [String] = []
        /// Where keys and remembered peers are kept; the folders of p2psh when `nil`.
        public var directory: String?

        /// Every cloud of the host, unless said otherwise.
        public init(endpoints: [String] = [], seeds: [String] = [], directory: String? = nil) {
            self.endpoints = endpoints
            self.seeds = seeds
            self.directory = directory
        }
    }

    let engine: Engine

    /// - Throws: ``PeerToPeerError/invalidConfiguration(_:)`` when an endpoint cannot be meant,
    ///   ``PeerToPeerError/storage(_:)`` when there is no place for keys.
    public init(_ configuration: Configuration = Configuration()) throws(PeerToPeerError) {
        do throws(EngineError) {
            engine = try Engine(
                EngineOptions(
                    environment: ProcessInfo.processInfo.environment, home: configuration.directory,
                    binds: configuration.endpoints,
                    seeds: configuration.seeds))
        } catch {
            throw PeerToPeerError(error)
        }
    }

    /// The clouds of this host at present, those of the links first.
    public var clouds: [Cloud] {
        get async { await engine.clouds().map(Cloud.init) }
    }

    /// A name that only this user's programs can publish: the classifier under the fingerprint of the user's own key,
    /// which is made if there is none.
    public func securedName(_ classifier: String) async throws(PeerToPeerError) -> PeerName {
        let authority: String
        do throws(EngineError) {
            authority = "\(try await engine.defaultAuthority())"
        } catch {
            throw PeerToPeerError(error)
        }
        return try PeerName("\(authority).\(classifier)")
    }

    /// Takes back every name and leaves all clouds, within two seconds. Nothing can be asked afterwards.
    public func leave() async {
        await engine.shutdown()
    }
}
