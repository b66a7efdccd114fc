import PeerBase
import Testing

@testable import PeerEngine

/// Some seeds have names and some do not.
@Suite struct SeedAnswersTests {
    private static func endpoint(_ number: UInt64) -> Endpoint {
        Endpoint(address: IPv6Address(high: 0x2001_0db8 << 32, low: number), port: 3540)
    }

    @Test func aNameThatHangsKeepsNobodyWaiting() async {
        let (first, second, third) = (Self.endpoint(1), Self.endpoint(2), Self.endpoint(3))
        let (hanging, release) = AsyncStream.makeStream(of: Void.self)
        var parts: [[Endpoint]] = []

        let all = await SeedAnswers.gathered(
            ["slow", "literal", "quick"], known: { $0 == "literal" ? second : nil },
            lookingUp: { text in
                guard text == "slow" else { return [third] }
                for await _ in hanging {}
                return [first]
            },
            passing: { part in
                parts.append(part)
                if part.contains(third) { release.finish() }
            })

        #expect(parts == [[second], [second, third]])
        #expect(all == [first, second, third])
    }

    @Test func withoutNamesEverythingIsKnownAtOnce() async {
        var parts: [[Endpoint]] = []

        let all = await SeedAnswers.gathered(
            ["a", "b"], known: { _ in Self.endpoint(1) }, lookingUp: { _ in [] }, passing: { parts.append($0) })

        #expect(parts == [])
        #expect(all == [Self.endpoint(1), Self.endpoint(1)])
    }
}
