import Foundation
import Mesh
import PeerBase

/// Values that the tests of this folder share.
enum Sample {
    static func node(_ number: UInt64) -> NodeID {
        guard let node = NodeID(number) else { preconditionFailure("0 names nobody") }
        return node
    }

    static func address(_ count: Int) -> NodeAddress {
        NodeAddress(
            (1...count).map { number in
                let address = IPv6Address(high: 0x2001_0db8 << 32, low: UInt64(number))
                return ScopedEndpoint(Endpoint(address: address, port: 3540))
            })
    }

    static func referral(_ number: UInt64) -> Referral { Referral(node: node(number), address: address(1)) }

    static func data(_ count: Int, of byte: UInt8 = 1) -> Data { Data(repeating: byte, count: count) }

    static func member(_ byte: UInt8) -> MemberID {
        guard let member = MemberID([UInt8](repeating: byte, count: 32)) else { preconditionFailure("32 bytes") }
        return member
    }
}
