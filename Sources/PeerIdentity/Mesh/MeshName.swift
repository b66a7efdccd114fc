internal import Crypto

/// The name of a mesh in the form in which nodes compare it: like the host of a URI, without regard to case
/// (peer channel 1).
package struct MeshName: Hashable, Sendable {
    /// In lower case.
    package let text: String

    package init(_ meshID: String) { text = meshID.lowercased() }

    /// SHA-256 of the UTF-8 text: stands for the mesh wherever its name need not be known, 32 bytes.
    package var hash: [UInt8] { sha256(text.utf8) }
}

/// SHA-256, 32 bytes.
package func sha256(_ bytes: some Sequence<UInt8>) -> [UInt8] { Array(SHA256.hash(data: Array(bytes))) }
