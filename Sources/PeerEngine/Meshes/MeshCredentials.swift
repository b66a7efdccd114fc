internal import Foundation
internal import Mesh
internal import MeshTransport
internal import PeerBase
internal import PeerIdentity

/// What a member shows, and what it asks of others, made from an order.
struct MeshCredentials: Sendable {
    let meshHash: [UInt8]
    let member: MemberID
    /// Empty where the mesh does not sign.
    let agreementKey: [UInt8]
    let seal: Seal
    let security: LinkSecurity

    /// Reading files and stretching a password take their time, and so run off the engine. `now` in milliseconds since
    /// 1970-01-01 UTC.
    @concurrent
    static func made(
        for order: MeshOrder, keysIn directory: String, now: @escaping @Sendable () -> Int64
    ) async throws(EngineError) -> MeshCredentials {
        do {
            return try MeshCredentials(order, MemberKeyStore(directory: directory), now: now)
        } catch let fault as CertificateFault {
            throw .mesh(.unusableCredential("The certificate cannot be used: \(fault)"))
        } catch let fault as PasswordFault {
            throw .mesh(.invalidInput("\(fault)"))
        } catch let fault as IdentityError {
            throw .storage("\(fault)")
        } catch let error as EngineError {
            throw error
        } catch {
            throw .mesh(.unusableCredential("The keys of the mesh cannot be made: \(error)"))
        }
    }

    private init(_ order: MeshOrder, _ keys: MemberKeyStore, now: @escaping @Sendable () -> Int64) throws {
        let name = MeshName(order.meshID)
        meshHash = name.hash
        // Where nothing is signed, a key would only tell who somebody is who might wish to be nobody.
        let key = order.mode.signsMessages ? try keys.key() : MemberKey()
        agreementKey = order.mode.signsMessages ? key.agreementKey : []
        var security = LinkSecurity(mode: order.mode, meshID: order.meshID)
        var sender = key.publicKey
        var seal = order.mode.signsMessages ? Seal.signed(by: key, meshHash: name.hash) : .unsigned
        switch order.credential {
        case .none: break
        case .password(let password):
            security.certificate = try NodeCertificate(selfSignedAt: now())
            security.credential = .password(try StretchedPassword(password: password, meshID: order.meshID))
        case .certificate(let chain, let privateKey, let trust):
            let certificate = try NodeCertificate(
                chainPEM: Self.text(chain), privateKeyPEM: Self.text(privateKey))
            let trust = try CertificateTrust(trust)
            security.certificate = certificate
            security.credential = .certificate(trust)
            if order.mode.signsMessages {
                sender = certificate.keyHash
                seal = .signed(by: certificate, agreement: key, trust: trust, meshHash: name.hash, now: now)
            }
        }
        guard let member = MemberID(sender) else { preconditionFailure("a public key has the length of a member's id") }
        (self.member, self.seal, self.security) = (member, seal, security)
    }

    fileprivate static func text(_ path: String) throws(EngineError) -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw .mesh(.unusableCredential("The file '\(path)' cannot be read."))
        }
    }
}

extension CertificateTrust {
    fileprivate init(_ trust: MeshOrder.Trust) throws {
        switch trust {
        case .roots(let path): try self.init(rootsPEM: [try MeshCredentials.text(path)])
        case .pinned(let keys): try self.init(pinnedKeys: try keys.map(Self.hash))
        }
    }

    /// 32 bytes as hex digits.
    private static func hash(_ text: String) throws(EngineError) -> [UInt8] {
        guard let hash = [UInt8](hexText: text), hash.count == 32 else {
            throw .mesh(.invalidInput("'\(text)' is no hash of a key: it has 64 hex digits."))
        }
        return hash
    }
}
