import Mesh
import PeerBase
import Testing

@testable import MeshTransport

@Suite("Strangers at the door") struct AdmissionLimitsTests {
    private let anna = IPv6Address(high: 0x2001_0db8_0001_0000, low: 1)

    private func at(_ seconds: Double) -> Instant { .zero + .seconds(seconds) }

    private func address(_ number: UInt64) -> IPv6Address { IPv6Address(high: 0x2001_0db8_0002_0000 + number, low: 1) }

    @Test("Four of one address, then it waits; sixty-four in all")
    func crowds() {
        var limits = AdmissionLimits(.standard)
        for _ in 0..<4 { #expect({ limits.came(anna, now: .zero) }() == nil) }
        #expect({ limits.came(anna, now: .zero) }() == .crowded)
        limits.left(anna)
        #expect({ limits.came(anna, now: .zero) }() == nil)
        for number in 0..<60 { #expect({ limits.came(address(UInt64(number)), now: .zero) }() == nil) }
        #expect({ limits.came(address(99), now: .zero) }() == .crowded)
        #expect(limits.strangerCount == 64)
    }

    @Test("After the third failure an address waits two seconds, then four, then eight, up to ten minutes")
    func waits() {
        var limits = AdmissionLimits(.standard)
        limits.failed([.address(anna)], now: .zero)
        limits.failed([.address(anna)], now: .zero)
        #expect({ limits.came(anna, now: .zero) }() == nil)
        limits.failed([.address(anna)], now: .zero)
        #expect({ limits.came(anna, now: at(1.9)) }() == .early)
        #expect({ limits.came(anna, now: at(2)) }() == nil)
        limits.failed([.address(anna)], now: at(2))
        #expect({ limits.came(anna, now: at(5.9)) }() == .early)
        #expect({ limits.came(anna, now: at(6)) }() == nil)
        for _ in 0..<20 { limits.failed([.address(anna)], now: at(6)) }
        #expect(limits.isEarly(.address(anna), now: at(605)))
        #expect(!limits.isEarly(.address(anna), now: at(606)))
    }

    @Test("A key waits wherever it comes from")
    func keys() {
        var limits = AdmissionLimits(.standard)
        for number in 0..<3 { limits.failed([.address(address(UInt64(number))), .key([7])], now: .zero) }
        #expect(limits.isEarly(.key([7]), now: .zero))
        #expect(!limits.isEarly(.key([8]), now: .zero))
        #expect({ limits.came(address(1), now: .zero) }() == nil)
    }

    @Test("All addresses of one network of 64 bits count as one", arguments: ["2001:db8::1", "fd00::1"])
    func networks(text: String) throws {
        let first = try #require(IPv6Address(text))
        let second = IPv6Address(high: first.high, low: 0xabcd)
        let elsewhere = IPv6Address(high: first.high + 1, low: 1)
        var limits = AdmissionLimits(.standard)
        for _ in 0..<4 { #expect({ limits.came(first, now: .zero) }() == nil) }
        #expect({ limits.came(second, now: .zero) }() == .crowded)
        #expect({ limits.came(elsewhere, now: .zero) }() == nil)
        for _ in 0..<4 { limits.left(second) }
        for number in 0..<3 {
            limits.failed([.address(IPv6Address(high: first.high, low: UInt64(number)))], now: .zero)
        }
        #expect({ limits.came(second, now: .zero) }() == .early)
        #expect(!limits.isEarly(.address(elsewhere), now: .zero))
    }

    @Test(
        "Addresses of IPv4 and of the link stand for themselves",
        arguments: [("::ffff:192.0.2.1", "::ffff:192.0.2.2"), ("fe80::1", "fe80::2")])
    func wholeAddresses(one: String, other: String) throws {
        let (one, other) = (try #require(IPv6Address(one)), try #require(IPv6Address(other)))
        var limits = AdmissionLimits(.standard)
        for _ in 0..<3 { limits.failed([.address(one)], now: .zero) }
        #expect(limits.isEarly(.address(one), now: .zero))
        #expect(!limits.isEarly(.address(other), now: .zero))
    }

    @Test("Programs of one host do not lock each other out: there only the key counts")
    func loopback() {
        var limits = AdmissionLimits(.standard)
        for _ in 0..<3 { limits.failed([.address(.loopback), .key([7])], now: .zero) }
        #expect({ limits.came(.loopback, now: .zero) }() == nil)
        #expect(limits.isEarly(.key([7]), now: .zero))
    }

    @Test("Who gets in is forgiven")
    func forgiven() {
        var limits = AdmissionLimits(.standard)
        for _ in 0..<3 { limits.failed([.address(anna)], now: .zero) }
        limits.succeeded([.address(anna)])
        #expect({ limits.came(anna, now: .zero) }() == nil)
    }

    @Test("When ten repeated failures were in one minute, all who failed before wait, and strangers do not")
    func allowance() {
        var limits = AdmissionLimits(.standard)
        for number in 0..<11 {
            for _ in 0..<3 { limits.failed([.address(address(UInt64(number)))], now: .zero) }
        }
        #expect(!limits.isEarly(.address(address(0)), now: at(2)))
        for number in 0..<10 { limits.failed([.address(address(UInt64(number)))], now: .zero) }
        #expect(limits.isEarly(.address(address(10)), now: at(2)))
        #expect({ limits.came(anna, now: at(2)) }() == nil)
        #expect(!limits.isEarly(.address(address(10)), now: at(10)))
    }

    @Test("However many addresses fail, what is remembered stays small")
    func bounded() {
        var limits = AdmissionLimits(.standard)
        for _ in 0..<3 { limits.failed([.address(anna)], now: .zero) }
        for number in 0..<AdmissionLimits.mostRecords { limits.failed([.address(address(UInt64(number)))], now: .zero) }
        #expect(!limits.isEarly(.address(anna), now: .zero))
    }
}
