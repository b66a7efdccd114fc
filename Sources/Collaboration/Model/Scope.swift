/// Where somebody is signed in, and for whom something is published (collab 2.8).
package struct Scope: OptionSet, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let nearMe = Scope(rawValue: 1)
    package static let internet = Scope(rawValue: 2)
    package static let all: Scope = [.nearMe, .internet]
    package static let none: Scope = []
}
