import PeerBase
import Testing

@testable import MeshTransport

@Suite("Strangers at the door") struct AdmissionLimitsTests {
    private let anna = IPv6Address(high: 1, low: 1)

    private func at(_ seconds: Double) -> Instant { .zero + .seconds(seconds) }

    private func address(_ number: UInt64) -> IPv6Address { IPv6Address(high: 2, low: number) }

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
