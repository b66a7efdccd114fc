package import Crypto
package import Foundation
import SwiftASN1
package import X509

/// Somebody who signs certificates.
package struct Authority: Sendable {
    package let name: String
    package let key: P256.Signing.PrivateKey
    package private(set) var der: [UInt8] = []
    /// What days are counted from.
    private let now: Date

    package struct Issued: Sendable {
        package let der: [UInt8]
        package let key: P256.Signing.PrivateKey

        package var keyPEM: String { key.pemRepresentation }
        package var pem: String { PEMDocument(type: "CERTIFICATE", derBytes: der).pemString }
    }

    package var pem: String { PEMDocument(type: "CERTIFICATE", derBytes: der).pemString }

    package init(name: String, now: Date = Date(timeIntervalSince1970: 1_800_000_000)) {
        self.init(name: name, key: P256.Signing.PrivateKey(), der: [], now: now)
        der = certificate(for: name, .init(key.publicKey), isAuthority: true, validFrom: -1, validTo: 10)
    }

    package init(
        name: String, key: P256.Signing.PrivateKey, der: [UInt8],
        now: Date = Date(timeIntervalSince1970: 1_800_000_000)
    ) {
        self.name = name
        self.key = key
        self.der = der
        self.now = now
    }

    package func issue(_ subject: String, validFrom: Double = -5, validTo: Double = 5) -> Issued {
        let key = P256.Signing.PrivateKey()
        let der = certificate(
            for: subject, .init(key.publicKey), isAuthority: false, validFrom: min(validFrom, validTo - 1),
            validTo: validTo)
        return Issued(der: der, key: key)
    }

    package func branch(_ subject: String) -> Authority {
        let key = P256.Signing.PrivateKey()
        let der = certificate(for: subject, .init(key.publicKey), isAuthority: true, validFrom: -1, validTo: 10)
        return Authority(name: subject, key: key, der: der, now: now)
    }

    package func certificate(
        for subject: String, _ subjectKey: Certificate.PublicKey, isAuthority: Bool, validFrom: Double, validTo: Double
    ) -> [UInt8] {
        do {
            let certificate = try Certificate(
                version: .v3, serialNumber: .init(), publicKey: subjectKey,
                notValidBefore: now.addingTimeInterval(validFrom * 86_400),
                notValidAfter: now.addingTimeInterval(validTo * 86_400),
                issuer: DistinguishedName { CommonName(name) }, subject: DistinguishedName { CommonName(subject) },
                signatureAlgorithm: .ecdsaWithSHA256,
                extensions: Certificate.Extensions {
                    Critical(
                        isAuthority
                            ? BasicConstraints.isCertificateAuthority(maxPathLength: nil)
                            : BasicConstraints.notCertificateAuthority)
                },
                issuerPrivateKey: .init(key))
            var serializer = DER.Serializer()
            try serializer.serialize(certificate)
            return serializer.serializedBytes
        } catch {
            preconditionFailure("\(error)")
        }
    }
}
